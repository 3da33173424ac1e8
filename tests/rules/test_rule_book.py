"""Tests about the rules themselves: sources, cases, names, numbers, kinds and ranges."""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from openinsa.rules.cases import columns_of, read_cases
from openinsa.rules.engine import Refusal, load_rule_book
from openinsa.rules.engine.book import RuleBook
from openinsa.rules.engine.kinds import FLAG, Kind
from openinsa.rules.engine.loading import package_folder, topic_folders
from openinsa.rules.engine.plan import needs
from openinsa.rules.engine.rule import Rule

BOOK = load_rule_book()
FORMS = [form for forms in BOOK.rules.values() for form in forms]
PARAMETERS = list(BOOK.parameters.values())
VALUES = [
    (parameter, value) for parameter in PARAMETERS for values in parameter.values.values() for value in values
]
MODULES = [
    path
    for folder in topic_folders(package_folder())
    for path in folder.glob("*.py")
    if path.name != "__init__.py"
]

STRUCTURAL = {
    0: "nothing",
    1: "one, the neutral factor",
    2: "a half, a double",
    7: "days of a week",
    10: "tens of won; base of powers",
    12: "months of a year",
    24: "hours of a day",
    60: "minutes of an hour",
    100: "per cent",
    1000: "thousands of won",
    6: "exponent of a million, for parts per million",
}
"""Numbers that are arithmetic and not law, each with its reason. All others belong into the YAML."""

STRUCTURAL_HERE = {
    "calendar.calendar": {
        2021: "first checked year",
        2028: "end of the checked years",
        5: "the month of May",
    },
    "withholding.table": {11: "columns of family members that the official table prints"},
}
"""The same for one module."""

READS_A_TABLE = {
    "table_tax",
    "child_tax_reduction",
    "income_tax",
    "service_deduction",
    "converted_pay_deduction",
    "retirement_income_tax",
}
"""Rules that look into an array by their argument: unbounded numbers cannot index it."""


def named(form: Rule) -> str:
    return f"{form.topic}.{form.function.__name__}"


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_every_rule_has_an_article_and_a_formula_in_both_languages(form: Rule) -> None:
    assert form.law.strip()
    assert any("가" <= letter <= "힣" for letter in form.words_ko)
    assert form.words_ko.endswith(".")
    assert any("a" <= letter <= "z" for letter in form.words_en)


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_every_rule_is_reached_by_a_case(form: Rule) -> None:
    assert form in reached()


@cache
def reached() -> list[Rule]:
    """The forms that the cases run, each found by planning the case as the book does."""
    found: list[Rule] = []
    for case in read_cases():
        columns = columns_of(case.given)
        for target in case.expect:
            found += [step for step in steps_of(BOOK, target, columns) if isinstance(step, Rule)]
    return found


def steps_of(book: RuleBook, target: str, columns: dict[str, np.ndarray]) -> list:
    names: list[str] = []

    def walk(part: object) -> None:
        names.append((part.name, part.law))
        for inner in part.inputs:
            walk(inner)

    walk(book.explain(target, columns))
    return [form for name, law in names for form in book.rules.get(name, ()) if form.law == law]


@pytest.mark.parametrize(("parameter", "value"), VALUES, ids=lambda part: getattr(part, "name", ""))
def test_every_value_of_law_has_a_source_and_the_day_of_its_last_check(
    parameter: object, value: object
) -> None:
    assert value.law.strip()
    assert date(2026, 1, 1) <= value.checked
    assert value.verified or value.note


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_every_argument_is_a_rule_a_value_of_law_or_a_column_with_a_label(form: Rule) -> None:
    unknown = [name for name in form.arguments if name not in BOOK.rules and name not in BOOK.labels]
    assert unknown == []


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_every_rule_has_a_label_in_both_languages(form: Rule) -> None:
    assert {"ko", "en"} <= set(BOOK.labels.get(form.name, {}))


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_every_argument_has_the_kind_of_what_fills_it(form: Rule) -> None:
    for name, kind in needs(form).items():
        assert kinds_filling(name) <= {kind}, name


def kinds_filling(name: str) -> set[Kind]:
    if name in BOOK.parameters:
        return {BOOK.parameters[name].kind}
    return {form.kind for form in BOOK.rules.get(name, ())}


def test_a_column_has_one_kind_wherever_it_is_wanted() -> None:
    wanted: dict[str, set[str]] = defaultdict(set)
    for step in [*FORMS, *PARAMETERS]:
        for name, kind in needs(step).items():
            wanted[name].add(kind.name)
    assert {name: kinds for name, kinds in wanted.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize("day", sorted({form.first_day for form in FORMS if form.since is not None}))
def test_every_target_can_be_planned_on_every_date_edge(day: int) -> None:
    """All that is no rule and no value of law is given: nothing else may be missing, nothing circular."""
    for name, forms in BOOK.rules.items():
        chosen = frozenset((other, last_form(other, day)) for other in BOOK.rules)
        if any(form.first_day <= day <= form.last_day for form in forms):
            BOOK._plan((name,), dict.fromkeys(entered()), chosen)


def last_form(name: str, day: int) -> int:
    started = [place for place, form in enumerate(BOOK.rules[name]) if form.first_day <= day]
    return started[-1] if started else 0


@cache
def entered() -> frozenset[str]:
    """Names that only the caller can give."""
    all_needs = {name for step in [*FORMS, *PARAMETERS] for name in needs(step)}
    return frozenset(all_needs - set(BOOK.rules) - set(BOOK.parameters))


@pytest.mark.parametrize("form", [form for form in FORMS if len(BOOK.rules[form.name]) > 1], ids=named)
def test_dated_forms_follow_each_other_without_a_gap(form: Rule) -> None:
    forms = BOOK.rules[form.name]
    place = forms.index(form)
    if place:
        assert forms[place - 1].last_day + 1 == form.first_day


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_no_number_of_law_stands_in_the_code_of_rules(module: Path) -> None:
    allowed = STRUCTURAL | STRUCTURAL_HERE.get(f"{module.parent.name}.{module.stem}", {})
    assert [f"{value} in line {line}" for value, line in numbers_in(module) if value not in allowed] == []


def numbers_in(module: Path) -> Iterator[tuple[int | float, int]]:
    """Every number of a module but those that state the range of a kind."""
    todo: list[ast.AST] = [ast.parse(module.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield node.value, node.lineno
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Kind"):
            todo += ast.iter_child_nodes(node)


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_a_rule_fits_on_a_screen(form: Rule) -> None:
    source = inspect.getsource(form.function)
    body = source.partition('"""')[2].partition('"""')[2]
    assert len(body.strip().splitlines()) <= 20


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_no_rule_wraps_around_at_the_ends_of_its_ranges(form: Rule) -> None:
    """The same function over Python's unbounded numbers gives the same, or the door refuses the result."""
    if form.name in READS_A_TABLE:
        return
    random = np.random.default_rng(len(form.name))
    for _ in range(100):
        row = {name: end_of(name, kind, random) for name, kind in form.arguments.items()}
        try:
            wanted = form.function(**{name: unbounded(value) for name, value in row.items()})[0]
        except (Refusal, ZeroDivisionError):
            continue
        with np.errstate(over="ignore"):
            got = form.function(**row)[0]
        assert got == wanted or (form.kind is not FLAG and not form.kind.lowest <= got <= form.kind.highest)


class Unbounded(np.ndarray):
    """An array of Python's own whole numbers, which never wrap; comparing gives true and false."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: object, **options: object) -> object:
        bare = [item.view(np.ndarray) if isinstance(item, Unbounded) else item for item in inputs]
        result = getattr(ufunc, method)(*bare, **options)
        return result.astype(np.bool_) if ufunc in COMPARISONS else unbounded(result)

    def __array_function__(self, *call: object) -> object:
        result = super().__array_function__(*call)
        return result if result is None else unbounded(result)


COMPARISONS = {np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}


def unbounded(values: np.ndarray) -> np.ndarray:
    return values if values.dtype == np.bool_ else np.asarray(values, object).view(Unbounded)


def end_of(name: str, kind: Kind, random: np.random.Generator) -> np.ndarray:
    """One of the ends of a column's range: of its kind, or of the values that the law has had."""
    if kind is FLAG:
        return np.array([bool(random.integers(2))])
    if name in BOOK.parameters:
        ends = [value.value for parameter, value in VALUES if parameter.name == name]
    else:
        ends = [kind.lowest, kind.highest, kind.highest - 1, 1]
    return np.array([random.choice(ends)])


def test_every_topic_says_what_it_covers() -> None:
    missing = [
        folder.name for folder in topic_folders(package_folder()) if not (folder / "README.md").exists()
    ]
    assert missing == []
