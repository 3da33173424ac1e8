"""How every line of a payslip came about: the formula in words with its numbers, the article, the inputs.

`line_words` tells all lines of a month in one pass, cheap enough to be stored with each line; `explain`
tells one slip as plain data and adds, for premiums and taxes, the tree of rules down to what was given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

import numpy as np

from openinsa.compute import deduction_words, earning_words, flexible_words
from openinsa.compute.assembly import ORDERS, MonthSlips
from openinsa.compute.slips import LineCode, Lines
from openinsa.compute.telling import Told
from openinsa.compute.words import LABELS
from openinsa.rules.choices import TaxMode
from openinsa.rules.engine import load_rule_book


class LineWords(NamedTuple):
    """One line told. inputs is JSON text: what the line was reckoned from, down to the entered days."""

    label_ko: str
    label_en: str
    words_ko: str
    words_en: str
    law: str
    inputs: str


TELL: dict[LineCode, Callable[[MonthSlips, LineCode, Lines], Told]] = {
    **dict.fromkeys(earning_words.TIME_LINES, earning_words.tell_time),
    LineCode.SETTLED_OVERTIME: flexible_words.tell_settled,
    LineCode.CLOSURE: earning_words.tell_closure,
    LineCode.ALLOWANCE: earning_words.tell_allowances,
    LineCode.ABSENCE_DEDUCTION: earning_words.tell_absence,
    LineCode.GROSS_ROUNDING: earning_words.tell_gross_rounding,
    LineCode.ONE_TIME: earning_words.tell_one_time,
    LineCode.PENSION: deduction_words.tell_pension,
    LineCode.EMPLOYER_PENSION: deduction_words.tell_pension,
    LineCode.HEALTH: deduction_words.tell_health,
    LineCode.EMPLOYER_HEALTH: deduction_words.tell_health,
    LineCode.LONG_TERM_CARE: deduction_words.tell_care,
    LineCode.EMPLOYER_LONG_TERM_CARE: deduction_words.tell_care,
    LineCode.EMPLOYMENT: deduction_words.tell_employment,
    LineCode.EMPLOYER_EMPLOYMENT: deduction_words.tell_employment,
    LineCode.EMPLOYER_EMPLOYMENT_EXTRA: deduction_words.tell_employment_extra,
    LineCode.EMPLOYER_ACCIDENT: deduction_words.tell_accident,
    **dict.fromkeys(deduction_words.SETTLED, deduction_words.tell_settlement),
    LineCode.INCOME_TAX: deduction_words.tell_income_tax,
    LineCode.ONE_TIME_INCOME_TAX: deduction_words.tell_one_time_tax,
    LineCode.LOCAL_INCOME_TAX: deduction_words.tell_local_income_tax,
    LineCode.OTHER_DEDUCTION: deduction_words.tell_other,
}


def line_words(month: MonthSlips) -> Iterator[LineWords]:
    """Every line of the month told, in the order of `month.lines`, one after the other."""
    return map(LineWords._make, zip(*word_columns(month), strict=True))


def word_columns(month: MonthSlips) -> list[list[str]]:
    """The same as columns, in the order of LineWords' fields."""
    columns = [np.empty(len(month.lines), object) for _ in LineWords._fields]
    for number in sorted(set(month.lines.code.tolist())):
        code = LineCode(number)
        rows = np.flatnonzero(month.lines.code == number)
        lines = month.lines.take(rows)
        told = deduction_words.as_billed(month, code, lines, TELL[code](month, code, lines))
        texts = _texts(month, code, lines, told)
        for column, said in zip(columns, texts, strict=True):
            column[rows] = said
    return [column.tolist() for column in columns]


def _texts(month: MonthSlips, code: LineCode, lines: Lines, told: Told) -> tuple[Sequence[str], ...]:
    """The lines of one code in the order of LineWords' fields, each formula with its amount."""
    label, won = LABELS[code], lines.amount.tolist()
    names = [month.names[name] if name >= 0 else "" for name in lines.name.tolist()]
    return (
        [name or label.ko for name in names],
        [name or label.en for name in names],
        [f"{text} = {amount:,}원" for text, amount in zip(told.ko, won, strict=True)],
        [f"{text} = {amount:,} won" for text, amount in zip(told.en, won, strict=True)],
        told.law,
        told.inputs,
    )


def explain(month: MonthSlips, slip: int) -> list[dict[str, Any]]:
    """One slip's lines as plain data; premiums and table taxes with the tree of rules behind them.

    Raises KeyError when the month has no such slip.
    """
    if slip not in month.slips.slip:
        raise KeyError(slip)
    one = only(month, slip)
    trees = _trees(one)
    told = []
    for row, words in enumerate(line_words(one)):
        line, name = LineCode(one.lines.code[row]), int(one.lines.name[row])
        told.append(
            words._asdict()
            | {
                "position": int(one.lines.position[row]),
                "code": line.name.lower(),
                "side": line.side.name.lower(),
                "name": month.names[name] if name >= 0 else "",
                "amount": int(one.lines.amount[row]),
                "inputs": json.loads(words.inputs),
                "rule_book_version": month.rule_book_version,
                "tree": trees.get(line),
            }
        )
    return told


def only(month: MonthSlips, slip: int) -> MonthSlips:
    """The month with the rows of one slip."""
    tables = {name: getattr(month, name) for name in ORDERS}
    return replace(month, **{name: table.take(table.slip == slip) for name, table in tables.items()})


def _trees(one: MonthSlips) -> dict[LineCode, dict[str, Any]]:
    """The rules behind the premiums and table taxes, down to what was given; other lines have none, nor
    have those that a bill decided."""
    by_rule = deduction_words.RULES.keys() - set(map(LineCode, one.billed.code))
    lines = [line for line in map(LineCode, one.lines.code) if line in by_rule]
    lines = [line for line in lines if len(one.bases) and not _told_without_tree(one, line)]
    if not lines:
        return {}
    given = {column.name: getattr(one.bases, column.name) for column in fields(one.bases)}
    given["monthly_taxable_pay"] = given["table_taxable"]
    del given["pension_income"]
    for name, values in vars(one.slips).items():
        if name.startswith("insured_"):
            given[f"{name.removeprefix('insured_')}_insured"] = values
    told = load_rule_book().explain_all([deduction_words.RULES[line] for line in lines], given)
    return {line: tree.as_dict() for line, tree in zip(lines, told, strict=True)}


def _told_without_tree(one: MonthSlips, line: LineCode) -> bool:
    """Taxes that are no single rule of the month: of a daily worker, and the local tax on two taxes."""
    local = line == LineCode.LOCAL_INCOME_TAX
    daily = one.bases.tax_mode[0] == TaxMode.DAILY and (local or line == LineCode.INCOME_TAX)
    return bool(daily or (local and one.bases.bonus[0] > 0))
