"""How the settlement of a unit period of flexible hours came about, told for all slips at once."""

from __future__ import annotations

import numpy as np

from openinsa.compute.assembly import MonthSlips
from openinsa.compute.slips import LineCode, Lines, SettledUnits
from openinsa.compute.telling import Told, joined, laws, spans, value_in_force, written
from openinsa.compute.words import Words, fraction_won, hours

RULE = "settled_overtime_weight"
WHOLE = 100
FAR = 2**23
"""More than any day number, to name a slip and a day in one number."""


def tell_settled(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Regular hours of each unit period less those that average forty a week, times wage and premium."""
    units = month.settled.take(month.settled.settled_minutes > 0)
    where = spans(units.slip, lines.slip)
    terms = [_term(units.take(np.array([row])), wage) for row, wage in enumerate(_wages(month, units))]
    days = _unit_days(month)
    entered = [days[key] for key in zip(units.slip.tolist(), units.unit_from.tolist(), strict=True)]
    return Told(
        joined([term.ko for term in terms], where, " + "),
        joined([term.en for term in terms], where, " + "),
        laws(RULE, [int(units.last[begin]) for begin, _ in where]),
        [f'{{"days":[{text}]}}' for text in joined(entered, where, ",")],
    )


def _wages(month: MonthSlips, units: SettledUnits) -> list[Words]:
    """The ordinary wage per hour on the day each unit was settled."""
    stretches = month.stretches
    keys = stretches.slip * FAR + stretches.since
    row = np.searchsorted(keys, units.slip * FAR + units.last, side="right") - 1
    numerator, denominator = stretches.ordinary_numerator[row], stretches.ordinary_denominator[row]
    return [fraction_won(*wage) for wage in zip(numerator.tolist(), denominator.tolist(), strict=True)]


def _term(unit: SettledUnits, wage: Words) -> Words:
    """ "(2026-06-01~2026-06-14 일반근로 82시간 - 평균 주 40시간 80시간 = 2시간) × 12,121원 × 50%"."""
    row = {name: int(values[0]) for name, values in vars(unit).items()}
    since, to = written(row["first"]), written(row["last"])
    regular, limit, found, unpaid = (
        hours(row[name])
        for name in (
            "unit_regular_minutes",
            "unit_limit_minutes",
            "settled_minutes",
            "settled_unpaid_minutes",
        )
    )
    premium = value_in_force("overtime_percent", row["last"]) - WHOLE
    ko = f"({since}~{to} 일반근로 {regular.ko} - 평균 주 40시간 {limit.ko} = {found.ko}) × {wage.ko} × {premium}%"
    en = (
        f"({since} to {to}: {regular.en} of regular work - {limit.en} that average 40 a week = {found.en})"
        f" × {wage.en} × {premium}%"
    )
    if row["settled_unpaid_minutes"]:
        ko += f" + 월급에 들지 않은 {unpaid.ko} × {wage.ko}"
        en += f" + {unpaid.en} not in the salary × {wage.en}"
    return Words(ko, en)


def _unit_days(month: MonthSlips) -> dict[tuple[int, int], str]:
    """The worked days of each unit with their regular minutes, as JSON text."""
    days = month.settled_days.take(month.settled_days.regular_minutes > 0)
    found: dict[tuple[int, int], list[str]] = {}
    columns = (days.slip, days.unit_from, days.date, days.regular_minutes)
    for slip, unit, day, minutes in zip(*(column.tolist() for column in columns), strict=True):
        found.setdefault((slip, unit), []).append(f'["{written(day)}",{minutes}]')
    return {key: ",".join(texts) for key, texts in found.items()}
