"""What the rule book holds, as its pages ask for it. Nothing here comes from the database."""

import calendar
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse

from openinsa.law import words
from openinsa.rules import law_coverage
from openinsa.rules.cases import Case, columns_of, read_cases
from openinsa.rules.engine import Explanation, day_number, day_of, load_rule_book
from openinsa.rules.engine.loading import package_folder, topic_folders
from openinsa.rules.engine.parameters import Parameter, Value
from openinsa.rules.engine.rule import Rule

LAW_LINE = re.compile(r"Law: (.+?)(?:\. [A-Z]|\.?$)")
WRITTEN_LARGE = {*calendar.month_name, *calendar.day_name, "Seoul"} - {"May", "March"}
FOR_PROGRAMMERS = re.compile(r" ?(?:One row is|Date:) [^.]*\.")
HANGUL_NAME = re.compile(r"^(?P<en>.+) \((?P<ko>[^()]*[가-힣][^()]*)\)$")


@dataclass(frozen=True)
class Topic:
    """A folder of the rule book: what it covers and leaves out, in the words of its README (English)."""

    key: str
    title: str
    covers: str
    law: str
    left_out: str

    @property
    def label(self) -> str:
        """The topic's name in the reader's language, from the title of its README."""
        both = HANGUL_NAME.match(self.title)
        return both[words.language()] if both else words.told(self.title)

    @property
    def url(self) -> str:
        return reverse("law:topic", args=[self.key])


@dataclass(frozen=True)
class Reference:
    """A name of the rule book as another page mentions it; `url` is empty for what is given from outside."""

    name: str
    url: str = ""

    @property
    def label(self) -> str:
        return words.label_of(self.name)

    @property
    def kind(self) -> str:
        return words.unit_of_name(self.name)


@dataclass(frozen=True)
class RuleRow:
    """A rule, in all its dated forms, as one line of a list."""

    forms: tuple[Rule, ...]

    @property
    def pk(self) -> str:
        return self.forms[0].name

    @property
    def label(self) -> str:
        return words.label_of(self.pk)

    @property
    def topic(self) -> Topic:
        return topics()[self.forms[0].topic]

    @property
    def topic_label(self) -> str:
        return self.topic.label

    @property
    def newest(self) -> Rule:
        return self.forms[-1]

    @property
    def formula(self) -> str:
        return self.newest.words_en.replace("`", "") if words.language() == "en" else self.newest.words_ko

    @property
    def law(self) -> str:
        return self.newest.law

    @property
    def case_count(self) -> int:
        return len(cases_of(self.pk))

    @property
    def searched(self) -> str:
        told = (f"{form.law} {form.words_ko} {form.words_en}" for form in self.forms)
        return " ".join([self.pk, words.label_of(self.pk, "ko"), words.label_of(self.pk, "en"), *told])

    @property
    def url(self) -> str:
        return reverse("law:rule", args=[self.pk])


@dataclass(frozen=True)
class ValueRow:
    """A parameter under one key as it stands on one day, as one line of a list."""

    parameter: Parameter
    key: Any
    day: date

    @property
    def pk(self) -> str:
        return self.parameter.name if self.key is None else f"{self.parameter.name}·{self.key}"

    @property
    def label(self) -> str:
        return f"{words.label_of(self.parameter.name)}{key_suffix(self.parameter, self.key)}"

    @property
    def topic_key(self) -> str:
        return self.parameter.topic

    @property
    def topic_label(self) -> str:
        return topics()[self.parameter.topic].label

    @property
    def dated(self) -> tuple[Value, ...]:
        return self.parameter.values[self.key]

    @property
    def value(self) -> Value | None:
        """The value in force on the day; None before the first."""
        return next((one for one in reversed(self.dated) if one.since <= day_number(self.day)), None)

    @property
    def next(self) -> Value | None:
        """The first value after the day."""
        return next((one for one in self.dated if one.since > day_number(self.day)), None)

    @property
    def shown(self) -> str:
        return words.amount(self.value.value, self.parameter.unit) if self.value else ""

    @property
    def since(self) -> date | None:
        return day_of(self.value.since) if self.value else None

    @property
    def law(self) -> str | None:
        return self.value.law if self.value else None

    @property
    def checked(self) -> date | None:
        return self.value.checked if self.value else None

    @property
    def next_since(self) -> date | None:
        return day_of(self.next.since) if self.next else None

    @property
    def state(self) -> str:
        if self.value is None:
            return "none"
        return "verified" if self.value.verified else "unverified"

    @property
    def ever_unverified(self) -> bool:
        return any(not value.verified for value in self.dated)

    @property
    def begins_today(self) -> bool:
        """Whether the value in force began on the very day that is asked for."""
        return self.since == self.day

    @property
    def searched(self) -> str:
        own, laws = self.parameter.name, " ".join(value.law for value in self.dated)
        labels = words.label_of(own, "ko"), words.label_of(own, "en")
        return " ".join([own, *labels, key_suffix(self.parameter, self.key), str(self.key), laws])

    @property
    def url(self) -> str:
        return reverse("law:value", args=[self.parameter.name])


@dataclass(frozen=True)
class Worked:
    """A worked case, with every name that the book walked through to its answer and what it had there."""

    case: Case
    walked: dict[str, Explanation]

    @property
    def situation(self) -> str:
        """The name of the case as an English sentence."""
        said = self.case.path.stem.replace("_", " ").capitalize().split()
        return " ".join(word.title() if word.title() in WRITTEN_LARGE else word for word in said)

    @property
    def in_force(self) -> str:
        return self.case.path.parent.name

    @property
    def given(self) -> list[tuple[Reference, str]]:
        return [(reference(name), words.cell(name, value)) for name, value in self.case.given.items()]

    @property
    def expected(self) -> list[tuple[Reference, str]]:
        return [(reference(name), words.cell(name, value)) for name, value in self.case.expect.items()]

    def value_of(self, name: str) -> str:
        """What a name of the book was in this case."""
        step = self.walked.get(name)
        return "" if step is None else words.cell(name, step.value)


@cache
def topics() -> dict[str, Topic]:
    """Every topic by its folder's name, as its README tells of it."""
    return {folder.name: _topic(folder.name) for folder in topic_folders(package_folder())}


def topics_in_order() -> list[Topic]:
    """Every topic, in the order of their names in the reader's language."""
    return sorted(topics().values(), key=lambda topic: topic.label)


def _topic(key: str) -> Topic:
    readme = (package_folder() / key / "README.md").read_text(encoding="utf-8")
    title, _, body = readme.removeprefix("# ").partition("\n")
    before = [" ".join(part.split()) for part in body.partition("\n## ")[0].strip().split("\n\n")]
    law = next((found[1] for found in map(LAW_LINE.search, before) if found), "")
    covers = FOR_PROGRAMMERS.sub("", before[0].partition(" Law: ")[0])
    left_out = " ".join(law_coverage.left_out(readme).split())
    return Topic(key, title.strip(), covers, law, left_out)


def rule_rows(topic: str = "") -> list[RuleRow]:
    """Every rule, or those of a topic."""
    rows = [RuleRow(forms) for forms in load_rule_book().rules.values()]
    return [row for row in rows if topic in {"", row.forms[0].topic}]


def value_rows(day: date, topic: str = "") -> list[ValueRow]:
    """Every parameter and key as it stands on a day, or those of a topic."""
    parameters = load_rule_book().parameters.values()
    chosen = (one for one in parameters if topic in {"", one.topic})
    return [ValueRow(one, key, day) for one in chosen for key in one.values]


def days_of_change(after: date, before: date) -> list[tuple[date, int]]:
    """The days between the two on which values of law begin, each with how many do."""
    counts: dict[int, int] = {}
    for value in (one for row in value_rows(after) for one in row.dated):
        if day_number(after) < value.since <= day_number(before):
            counts[value.since] = counts.get(value.since, 0) + 1
    return [(day_of(day), counts[day]) for day in sorted(counts)]


def unverified_count() -> int:
    """How many dated values nobody could verify, on whatever day they begin."""
    return sum(not value.verified for row in value_rows(date.max) for value in row.dated)


def reference(name: str) -> Reference:
    """A name with the way to its page."""
    return Reference(name, url_of(name))


def url_of(name: str) -> str:
    """The page of a rule or value, or nothing for what is no part of the book."""
    book = load_rule_book()
    if name in book.rules:
        return reverse("law:rule", args=[name])
    return reverse("law:value", args=[name]) if name in book.parameters else ""


def needs_of(name: str) -> list[Reference]:
    """What any form of a rule reads, rules first, then values of law, then what is given."""
    book = load_rule_book()
    read = dict.fromkeys(argument for form in book.rules[name] for argument in form.arguments)
    return [
        reference(one) for one in sorted(read, key=lambda n: (n not in book.rules, n not in book.parameters))
    ]


def needed_by(name: str) -> list[Reference]:
    """The rules that read a rule or value."""
    rules = load_rule_book().rules
    readers = (reader for reader, forms in rules.items() if any(name in form.arguments for form in forms))
    return [reference(reader) for reader in readers]


def parameters_of(name: str) -> list[Parameter]:
    """The values of law that any form of a rule reads."""
    book = load_rule_book()
    return [book.parameters[one.name] for one in needs_of(name) if one.name in book.parameters]


@cache
def worked_cases() -> tuple[Worked, ...]:
    """Every worked case of the book, told once per process."""
    book = load_rule_book()
    return tuple(
        Worked(case, dict(_walked(book.explain(target, columns_of(case.given)) for target in case.expect)))
        for case in read_cases()
    )


def _walked(trees: Iterator[Explanation]) -> Iterator[tuple[str, Explanation]]:
    waiting, seen = list(trees), set()
    while waiting:
        one = waiting.pop()
        if one.name not in seen:
            seen.add(one.name)
            yield one.name, one
            waiting += one.inputs


def cases_of(name: str) -> list[Worked]:
    """The cases whose answer a rule or value has a part in, those that name it first."""
    used = [worked for worked in worked_cases() if name in worked.walked]
    return sorted(used, key=lambda worked: name not in worked.case.expect)


def source_of(form: Rule) -> str:
    """A rule as it is written."""
    return inspect.getsource(form.function)


def key_suffix(parameter: Parameter, key: Any) -> str:
    """What sets a parameter's keys apart, after its name."""
    if key is None:
        return ""
    word = words.key_word(str(parameter.by), key)
    return f" · {words.label_of(str(parameter.by))} {word}" if isinstance(key, int) else f" · {word}"


def english_texts() -> list[str]:
    """Every text that the rule book has in English alone: of topics, values and cases. Each needs its Korean."""
    book = load_rule_book()
    topic_texts = (text for topic in topics().values() for text in (topic.covers, topic.law, topic.left_out))
    titles = (topic.title for topic in topics().values() if not HANGUL_NAME.match(topic.title))
    notes = (parameter.note for parameter in book.parameters.values())
    value_notes = (
        value.note
        for parameter in book.parameters.values()
        for dated in parameter.values.values()
        for value in dated
    )
    case_texts = (text for worked in worked_cases() for text in (worked.situation, worked.case.note))
    forms = (form for dated in book.rules.values() for form in dated)
    kinds = {kind.name for form in forms for kind in (form.kind, *form.arguments.values())} - set(words.KINDS)
    texts = (*sorted(kinds), *titles, *topic_texts, *notes, *value_notes, *case_texts)
    return list(dict.fromkeys(" ".join(text.split()) for text in texts if words.needs_korean(text)))
