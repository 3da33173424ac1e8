"""The rule book to be read: topics, rules, values of law. For everybody who is signed in; nothing personal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.exchange.table_download import Listed, workbook_of
from openinsa.law import queries, words
from openinsa.law.charts import Chart, chart_of
from openinsa.law.queries import RuleRow, ValueRow
from openinsa.law.refusing import range_of, refusals_of
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.rules.engine.kinds import DAY
from openinsa.rules.engine.parameters import Parameter, Value
from openinsa.rules.engine.rule import Rule
from openinsa.web.files import as_file
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Column, Filter, Kind

YEARS_AHEAD = 2
STATES = {
    "unverified": (_("확인되지 않은 값"), lambda row: row.state == "unverified"),
    "ever_unverified": (_("확인되지 않은 값이 이력에 있음"), lambda row: row.ever_unverified),
    "begins": (_("조회 기준일에 시작하는 값"), lambda row: row.begins_today),
    "none": (_("조회 기준일에 값이 없음"), lambda row: row.state == "none"),
}
STATE_WORDS = {"verified": "", "unverified": _("확인되지 않음"), "none": _("아직 없음")}


class DayNotThere(Refused):
    status = 422
    sentence = _("'%(given)s'은(는) 없는 날짜입니다. 2026-03-02처럼 입력해 주세요.")


@dataclass(frozen=True)
class Amount(Column):
    """Amounts of different units: text, at the end of the cell as numbers are."""

    @property
    def look(self) -> str:
        return "num"


def topic_choices() -> list[tuple[str, str]]:
    return [(topic.key, topic.label) for topic in queries.topics_in_order()]


RULES = PlainTable(
    name="rules",
    caption=_("규칙"),
    order="label",
    columns=(
        Column("label", _("규칙"), search=("searched",), link=lambda row: row.url),
        Column("topic_label", _("분야")),
        Column("formula", _("계산식"), sort=""),
        Column("law", _("근거"), sort="law"),
        Column("case_count", _("사례"), kind=Kind.NUMBER),
    ),
    filters=(Filter("topic", _("분야"), topic_choices, lambda key: lambda row: row.topic.key == key),),
    page_size=50,
)
VALUES = PlainTable(
    name="values",
    caption=_("법정값"),
    order="label",
    columns=(
        Column("label", _("법정값"), search=("searched",), link=lambda row: address_on(row.url, row.day)),
        Column("topic_label", _("분야")),
        Amount("shown", _("값"), sort=""),
        Column(
            "state",
            _("상태"),
            kind=Kind.BADGE,
            value=lambda row: STATE_WORDS[row.state],
            sort="state",
            tones={"unverified": "warning"},
        ),
        Column("since", _("시행일"), kind=Kind.DAY),
        Column("next_since", _("다음 변경"), kind=Kind.DAY),
        Column("law", _("근거")),
        Column("checked", _("확인일"), kind=Kind.DAY),
    ),
    filters=(
        Filter("topic", _("분야"), topic_choices, lambda key: lambda row: row.topic_key == key),
        Filter(
            "state",
            _("상태"),
            [(key, label) for key, (label, _test) in STATES.items()],
            lambda key: STATES[key][1],
        ),
    ),
    page_size=50,
)


@dataclass(frozen=True)
class Dated:
    """One line of a value's history."""

    value: Value
    since: date
    shown: str
    in_force: bool


@dataclass(frozen=True)
class History:
    """A value of law under one key over time: newest first, with a drawing where it changed."""

    row: ValueRow
    lines: list[Dated]
    chart: Chart | None


def topic_list(request: HttpRequest) -> HttpResponse:
    """What the rule book covers, topic by topic, and what it does not."""
    book = load_rule_book()
    today = timezone.localdate()
    context = {
        "topics": [_counted(one, today) for one in queries.topics_in_order()],
        "rules": len(book.rules),
        "values": len(queries.value_rows(today)),
        "cases": len(queries.worked_cases()),
        "unverified": queries.unverified_count(),
        "version": book.version,
    }
    return render(request, "law/topics.html", context)


def topic(request: HttpRequest, key: str) -> HttpResponse:
    """One topic: its rules, its values of law, what it leaves out."""
    require(key in queries.topics(), NotFound())
    shown = queries.topics()[key]
    rows = queries.value_rows(timezone.localdate(), key)
    context = {"topic": shown, "rules": queries.rule_rows(key), "values": rows}
    return render(request, "law/topic.html", context)


def rule_list(request: HttpRequest) -> HttpResponse:
    return RULES.respond(request, queries.rule_rows(), "law/rules.html")


def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One rule in words: its forms, what it needs and what needs it, its values over time, its cases."""
    book = load_rule_book()
    require(name in book.rules, NotFound())
    row, today = RuleRow(book.rules[name]), timezone.localdate()
    histories = [one for parameter in queries.parameters_of(name) for one in _histories(parameter, today)]
    context = {
        "row": row,
        "other_label": _other_label(name),
        "kind": words.unit_of(row.newest.kind.name),
        "forms": [(form, _in_force(form, today), queries.source_of(form)) for form in reversed(row.forms)],
        "needs": queries.needs_of(name),
        "needed_by": queries.needed_by(name),
        "values": [history.row for history in histories],
        "drawn": [history for history in histories if history.chart],
        "refusals": refusals_of(name),
        "range": range_of(row.newest),
        **_cases(name),
    }
    return render(request, "law/rule.html", context)


def value_list(request: HttpRequest) -> HttpResponse:
    """Every value of law as it stands on the chosen day. Raises DayNotThere."""
    day, today = day_asked(request), timezone.localdate()
    rows = queries.value_rows(day)
    if "download" in request.GET:
        return _download(request, rows, day)
    context = {
        "day": day,
        "today": today,
        "changes": queries.days_of_change(today, today + timedelta(days=366 * YEARS_AHEAD)),
        "kept": [
            (name, given) for name, given in request.GET.items() if name in {"q", "topic", "state", "sort"}
        ],
    }
    return VALUES.respond(request, rows, "law/values.html", **context)


def value(request: HttpRequest, name: str) -> HttpResponse:
    """One value of law: its history with sources, the rules that read it, their cases. Raises DayNotThere."""
    parameters = load_rule_book().parameters
    require(name in parameters, NotFound())
    parameter, day = parameters[name], day_asked(request)
    context = {
        "parameter": parameter,
        "label": words.label_of(name),
        "other_label": _other_label(name),
        "topic": queries.topics()[parameter.topic],
        "kind": words.unit_of(parameter.kind.name),
        "on": queries.reference(parameter.on),
        "by": queries.reference(parameter.by) if parameter.by else None,
        "day": day,
        "histories": _histories(parameter, day),
        "needed_by": queries.needed_by(name),
        **_cases(name),
    }
    return render(request, "law/value.html", context)


def day_asked(request: HttpRequest) -> date:
    """The day a page is asked for, today unless told otherwise. Raises DayNotThere."""
    given = request.GET.get("on", "")
    try:
        day = date.fromisoformat(given) if given else timezone.localdate()
    except ValueError:
        raise DayNotThere(given=given[:20]) from None
    require(DAY.lowest <= day_number(day) <= DAY.highest, DayNotThere(given=given))
    return day


def address_on(url: str, day: date) -> str:
    """An address for a chosen day; today needs no word."""
    return url if day == timezone.localdate() else f"{url}?on={day}"


def _counted(one: queries.Topic, today: date) -> dict[str, Any]:
    values = queries.value_rows(today, one.key)
    unverified = sum(not value.verified for row in values for value in row.dated)
    counts = {"rules": len(queries.rule_rows(one.key)), "values": len(values), "unverified": unverified}
    return {"topic": one, **counts}


def _histories(parameter: Parameter, day: date) -> list[History]:
    return [_history(ValueRow(parameter, key, day)) for key in parameter.values]


def _history(row: ValueRow) -> History:
    lines = [
        Dated(one, day_of(one.since), words.amount(one.value, row.parameter.unit), one is row.value)
        for one in reversed(row.dated)
    ]
    return History(row, lines, chart_of(row.parameter, row.dated, row.day))


def _cases(name: str) -> dict[str, Any]:
    """Cases that name a rule, and those whose answer it only has a part in, each with its value there."""
    told = [(worked, worked.value_of(name)) for worked in queries.cases_of(name)]
    direct = [one for one in told if name in one[0].case.expect]
    return {"cases": direct, "further_cases": told[len(direct) :]}


def _in_force(form: Rule, day: date) -> bool:
    return form.first_day <= day_number(day) <= form.last_day


def _other_label(name: str) -> str:
    return words.label_of(name, "ko" if words.language() == "en" else "en")


def _download(request: HttpRequest, rows: list[ValueRow], day: date) -> HttpResponse:
    """The list as on the screen, and beside it the whole history of what it shows."""
    shown = VALUES.show(request, rows)
    heads = [(str(column.label), str(column.kind)) for column in VALUES.columns]
    lines = [[column.of(row) for column in VALUES.columns] for row in shown.all_rows]
    history = Listed(say("이력"), _history_heads(), _history_lines(shown.all_rows))
    content = workbook_of([Listed(say("법정값"), heads, lines), history])
    return as_file(content, f"{say('법정값')} {day}.xlsx")


def _history_heads() -> list[tuple[str, str]]:
    return [
        (say("법정값"), "text"),
        (say("코드 이름"), "text"),
        (say("분야"), "text"),
        (say("시행일"), "day"),
        (say("값"), "text"),
        (say("숫자"), "number"),
        (say("단위"), "text"),
        (say("근거"), "text"),
        (say("확인일"), "day"),
        (say("상태"), "text"),
        (say("확인할 것"), "text"),
    ]


def _history_lines(rows: list[ValueRow]) -> Iterator[list[Any]]:
    for row in rows:
        for one in row.dated:
            yield [
                row.label,
                row.parameter.name,
                row.topic_label,
                day_of(one.since),
                words.amount(one.value, row.parameter.unit),
                day_of(one.value) if row.parameter.kind.name == "day" else one.value,
                row.parameter.unit,
                one.law,
                one.checked,
                str(STATE_WORDS["verified" if one.verified else "unverified"]),
                words.told(one.note),
            ]
