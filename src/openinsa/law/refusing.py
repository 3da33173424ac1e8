"""What a rule refuses, in the sentences it would say."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as say

from openinsa.law import words
from openinsa.law.queries import parameters_of
from openinsa.rules.engine import (
    DateBeforeFirstValue,
    DateWithoutForm,
    Refusal,
    UnknownKey,
    day_of,
    load_rule_book,
)
from openinsa.rules.engine.parameters import Parameter
from openinsa.rules.engine.rule import Rule

ANYTHING = "…"
WITHOUT_RANGE = {"flag", "key", "day"}

Said = tuple[str, str]
"""When a rule refuses, and the sentence it says then."""


def refusals_of(name: str) -> dict[str, list[str]]:
    """What a rule and the values it reads refuse: sentences by occasion."""
    forms = load_rule_book().rules[name]
    found: dict[str, list[str]] = {}
    for occasion, sentence in (*_of_form_dates(forms), *_of_values(forms), *_of_the_rule_itself(forms)):
        if sentence not in found.setdefault(occasion, []):
            found[occasion].append(sentence)
    return found


def range_of(form: Rule) -> tuple[int, int] | None:
    """The least and largest result a rule may have; None where every value of its kind is one."""
    kind = form.kind
    return None if kind.name in WITHOUT_RANGE else (kind.lowest, kind.highest)


def _of_form_dates(forms: tuple[Rule, ...]) -> Iterator[Said]:
    first = forms[0]
    if first.since is not None:
        facts = {"rule": words.label_of(first.name), "periods": [form.period for form in forms]}
        refusal = DateWithoutForm(on=words.label_of(str(first.on)), date=day_of(first.since - 1), **facts)
        yield _before(str(first.on), first.since), _sentence(refusal)


def _of_values(forms: tuple[Rule, ...]) -> Iterator[Said]:
    for parameter in parameters_of(forms[0].name):
        if any(_may_be_too_early(form, parameter) for form in forms):
            yield _too_early(parameter)
        if parameter.by:
            by = words.label_of(parameter.by)
            known = [words.key_word(parameter.by, key) for key in parameter.values]
            refusal = UnknownKey(by=by, key=ANYTHING, known=known, **_named(parameter))
            yield say("%(column)s: 값이 없는 구분") % {"column": by}, _sentence(refusal)


def _may_be_too_early(form: Rule, parameter: Parameter) -> bool:
    """Whether the form is asked on days before the parameter's first value."""
    reads = parameter.name in form.arguments
    return reads and (form.on != parameter.on or form.first_day < _first_day(parameter))


def _too_early(parameter: Parameter) -> Said:
    since = _first_day(parameter)
    facts = {"first": day_of(since), "date": day_of(since - 1), **_named(parameter)}
    refusal = DateBeforeFirstValue(on=words.label_of(parameter.on), **facts)
    return _before(parameter.on, since), _sentence(refusal)


def _first_day(parameter: Parameter) -> int:
    return min(dated[0].since for dated in parameter.values.values())


def _of_the_rule_itself(forms: tuple[Rule, ...]) -> Iterator[Said]:
    """The refusals of its topic that a rule's own text raises."""
    for form in forms:
        for name in form.function.__code__.co_names:
            refusal = form.function.__globals__.get(name)
            if isinstance(refusal, type) and issubclass(refusal, Refusal):
                yield say("규칙이 스스로 거절하는 경우"), _open_sentence(refusal)


def _before(column: str, first: int) -> str:
    return say("%(column)s: %(day)s보다 앞선 날") % {"column": words.label_of(column), "day": day_of(first)}


def _named(parameter: Parameter) -> dict[str, str]:
    return {"parameter": parameter.name, "label_ko": parameter.label["ko"], "label_en": parameter.label["en"]}


def _sentence(refusal: Refusal) -> str:
    return refusal.english if words.language() == "en" else refusal.korean


def _open_sentence(refusal: type[Refusal]) -> str:
    """The sentence of a refusal with its places left open."""
    sentence = refusal.en if words.language() == "en" else refusal.ko
    return sentence.format_map(defaultdict(lambda: ANYTHING))
