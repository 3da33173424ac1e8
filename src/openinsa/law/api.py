"""The rule book for machines: topics, rules and values of law, read only. Nothing of it is anybody's."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from openinsa.api.rooms import Call, Room
from openinsa.law import queries, words
from openinsa.law.pages import RULES, VALUES
from openinsa.law.queries import RuleRow, ValueRow
from openinsa.law.refusing import refusals_of
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.rules.engine.kinds import DAY
from openinsa.rules.engine.parameters import Parameter, Value
from openinsa.rules.engine.rule import Rule

room = Room("law", _("법령과 규칙"))


class ExplainedValue(Schema):
    """One value with its words, article and date, and what it was made from."""

    label: str
    shown: str
    words: str
    law: str
    since: str
    verified: bool
    note: str
    inputs: list["ExplainedValue"] = Field(examples=[[]])


class LawTopicTold(Schema):
    """What a part of the rule book covers, what it leaves out, and how many of its values nobody verified."""

    key: str
    label: str
    covers: str
    law: str
    left_out: str
    rules: int
    values: int
    unverified: int


class CoverageTold(Schema):
    version: str
    topics: list[LawTopicTold]


class RuleFormTold(Schema):
    """One wording of a rule, for dates between two days; without an end it still holds."""

    since: date | None
    until: date | None
    in_force: bool
    formula: str
    law: str


class RuleTold(Schema):
    name: str
    label: str
    topic: str
    forms: list[RuleFormTold]
    needs: list[str]
    needed_by: list[str]
    refusals: dict[str, list[str]]
    cases: int


class DatedValueTold(Schema):
    """A value from a day on; `verified` false means that nobody could check it against its source."""

    since: date
    value: int | float | str | bool
    shown: str
    law: str
    checked: date | None
    verified: bool
    note: str


class KeyedValueTold(Schema):
    key: str | int | None
    label: str
    dated: list[DatedValueTold]


class LawValueTold(Schema):
    name: str
    label: str
    topic: str
    unit: str
    by: str | None
    needed_by: list[str]
    values: list[KeyedValueTold]


def today() -> date:
    return timezone.localdate()


@room.get("/law/topics", answer=CoverageTold)
def list_law_topics(call: Call) -> dict[str, Any]:
    """What the rule book covers, topic by topic, and what it leaves out."""
    topics = [_topic(one) for one in queries.topics_in_order()]
    return {"version": load_rule_book().version, "topics": topics}


def _topic(one: queries.Topic) -> dict[str, Any]:
    rows = queries.value_rows(today(), one.key)
    return {
        "key": one.key,
        "label": one.label,
        **{name: words.told(getattr(one, name)) for name in ("covers", "law", "left_out")},
        "rules": len(queries.rule_rows(one.key)),
        "values": len(rows),
        "unverified": sum(not value.verified for row in rows for value in row.dated),
    }


room.table("/law/rules", "list_law_rules", RULES, rows=lambda call: queries.rule_rows())
room.table("/law/values", "list_law_values", VALUES, rows=lambda call: queries.value_rows(today()))


def rule_named(by: User, name: str) -> RuleRow:
    rules = load_rule_book().rules
    require(name in rules, NotFound())
    return RuleRow(rules[name])


@room.get("/law/rules/{slug:name}", of=rule_named, answer=RuleTold)
def show_law_rule(call: Call, row: RuleRow) -> dict[str, Any]:
    """One rule in words: its forms over time, what it needs and what needs it, what it refuses."""
    return {
        "name": row.pk,
        "label": row.label,
        "topic": row.topic.key,
        "forms": [_form(form) for form in reversed(row.forms)],
        "needs": [one.name for one in queries.needs_of(row.pk)],
        "needed_by": [one.name for one in queries.needed_by(row.pk)],
        "refusals": refusals_of(row.pk),
        "cases": row.case_count,
    }


def _form(form: Rule) -> dict[str, Any]:
    return {
        "since": day_of(form.first_day) if form.first_day > DAY.lowest else None,
        "until": day_of(form.last_day) if form.last_day < DAY.highest else None,
        "in_force": form.first_day <= day_number(today()) <= form.last_day,
        "formula": RuleRow((form,)).formula,
        "law": form.law,
    }


def value_named(by: User, name: str) -> Parameter:
    parameters = load_rule_book().parameters
    require(name in parameters, NotFound())
    return parameters[name]


@room.get("/law/values/{slug:name}", of=value_named, answer=LawValueTold)
def show_law_value(call: Call, parameter: Parameter) -> dict[str, Any]:
    """One value of law under each of its keys, newest first, with its sources."""
    rows = [ValueRow(parameter, key, today()) for key in parameter.values]
    return {
        "name": parameter.name,
        "label": words.label_of(parameter.name),
        "topic": parameter.topic,
        "unit": parameter.unit,
        "by": parameter.by,
        "needed_by": [one.name for one in queries.needed_by(parameter.name)],
        "values": [
            {
                "key": row.key,
                "label": row.label,
                "dated": [_dated(parameter, one) for one in reversed(row.dated)],
            }
            for row in rows
        ],
    }


def _dated(parameter: Parameter, one: Value) -> dict[str, Any]:
    return {
        "since": day_of(one.since),
        "value": day_of(one.value).isoformat() if parameter.kind.name == "day" else one.value,
        "shown": words.amount(one.value, parameter.unit),
        "law": one.law,
        "checked": one.checked,
        "verified": one.verified,
        "note": words.told(one.note),
    }
