"""How the earning lines came about, told for all slips at once."""

from __future__ import annotations

import json
from calendar import monthrange
from collections import Counter
from functools import cache
from typing import NamedTuple

import numpy as np

from openinsa.compute.assembly import MonthSlips
from openinsa.compute.slips import LineCode, Lines, PaidDays
from openinsa.compute.stretches import paid_minutes
from openinsa.compute.tables import EVERY_MONTH, Whole
from openinsa.compute.telling import Told, joined, laws, spans, value_in_force, written
from openinsa.compute.words import Words, days, fraction_won, hours, percent
from openinsa.rules.choices import AllowanceKind, AllowanceMeasure, PayBasis
from openinsa.rules.engine import day_of

DAY_MINUTES = 10_000
"""More than the minutes of any day, to put a day and its minutes into one number."""


class TimeLine(NamedTuple):
    """A line paid by time: its minutes, its rule, at which hourly wage, and the rate beside 100 percent."""

    minutes: str
    rule: str
    wage: str
    percent: str = ""


TIME_LINES = {
    LineCode.BASE: TimeLine("regular_minutes", "base_weight", "base"),
    LineCode.EXTRA_REGULAR: TimeLine("extra_regular_minutes", "extra_regular_weight", "ordinary"),
    LineCode.WEEKLY_HOLIDAY: TimeLine("weekly_holiday_paid_minutes", "weekly_holiday_weight", "paid"),
    LineCode.PUBLIC_HOLIDAY: TimeLine("public_holiday_paid_minutes", "public_holiday_weight", "paid"),
    LineCode.PAID_LEAVE: TimeLine("paid_leave_minutes", "paid_leave_weight", "paid"),
    LineCode.OVERTIME: TimeLine("overtime_minutes", "overtime_weight", "ordinary", "overtime_percent"),
    LineCode.HOLIDAY_FIRST8: TimeLine(
        "holiday_first8_minutes", "holiday_first8_weight", "ordinary", "holiday_first8_percent"
    ),
    LineCode.HOLIDAY_BEYOND8: TimeLine(
        "holiday_beyond8_minutes", "holiday_beyond8_weight", "ordinary", "holiday_beyond8_percent"
    ),
    LineCode.NIGHT: TimeLine("night_minutes", "night_weight", "ordinary", "night_percent"),
}


HOLDS_EXEMPT = {LineCode.BASE, LineCode.EXTRA_REGULAR}
"""The lines that hold what would have been overtime or holiday work without an exemption."""


def tell_time(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Hours times wage times rate, stretch by stretch; of monthly pay the base is the salary."""
    line, stretches = TIME_LINES[code], month.stretches
    minutes = getattr(stretches, line.minutes)
    salary = (stretches.pay_basis == PayBasis.MONTHLY) & (code == LineCode.BASE)
    rows = np.flatnonzero((minutes > 0) | salary)
    owners = stretches.slip[rows]
    numerator, denominator = _wages(month, line.wage, rows)
    ko, en = _time_terms(month, line, rows, numerator, denominator)
    for place in np.flatnonzero(salary[rows]).tolist():
        ko[place], en[place] = _salary_term(month, int(rows[place]))
    entered = [
        f'["{written(since)}",{count},{above},{below}]'
        for since, count, above, below in zip(
            stretches.since[rows].tolist(), minutes[rows].tolist(), numerator, denominator, strict=True
        )
    ]
    where = spans(owners, lines.slip)
    parts = joined(entered, where, ",")
    of_days = days_entered(month.days, line.minutes, lines.slip)
    told = Told(
        joined(ko, where, " + "),
        joined(en, where, " + "),
        laws(line.rule, stretches.since[rows][[begin for begin, _ in where]].tolist()),
        [f'{{"stretches":[{part}],"days":[{day}]}}' for part, day in zip(parts, of_days, strict=True)],
    )
    if code == LineCode.WEEKLY_HOLIDAY and month.days.weekly_holiday_ruling.any():
        return _with_decided_weeks(told, days_entered(month.days, "weekly_holiday_ruling", lines.slip))
    if code in HOLDS_EXEMPT and month.days.exempt_minutes.any():
        return _with_exempt_days(told, days_entered(month.days, "exempt_minutes", lines.slip))
    return told


def _with_decided_weeks(told: Told, decided: list[str]) -> Told:
    """The lines with the weeks over whose holiday somebody decided: 1 granted, 2 withheld."""
    return told._replace(
        ko=[
            f"{text} (담당자가 정한 주 있음)" if one else text
            for text, one in zip(told.ko, decided, strict=True)
        ],
        en=[
            f"{text} (decided by the clerk)" if one else text
            for text, one in zip(told.en, decided, strict=True)
        ],
        inputs=[
            f'{text[:-1]},"decided_weeks":[{one}]}}' if one else text
            for text, one in zip(told.inputs, decided, strict=True)
        ],
    )


def _with_exempt_days(told: Told, exempt: list[str]) -> Told:
    """The lines with the days on which no limit of hours binds, why there is no premium, and the article."""
    rule = laws("exempt", [0])[0]
    return Told(
        [
            f"{text} (적용 제외: 연장·휴일 가산 없음)" if one else text
            for text, one in zip(told.ko, exempt, strict=True)
        ],
        [f"{text} (exempt: no premium)" if one else text for text, one in zip(told.en, exempt, strict=True)],
        [f"{law}; {rule}" if one else law for law, one in zip(told.law, exempt, strict=True)],
        [
            f'{text[:-1]},"exempt_days":[{one}]}}' if one else text
            for text, one in zip(told.inputs, exempt, strict=True)
        ],
    )


def _wages(month: MonthSlips, wage: str, rows: Whole) -> tuple[list[int], list[int]]:
    """The wage per hour of each stretch, upper and lower part of the fraction."""
    stretches = month.stretches
    at_ordinary = (
        stretches.paid_at_ordinary if wage == "paid" else np.full(len(stretches), wage == "ordinary")
    )
    numerator = np.where(at_ordinary, stretches.ordinary_numerator, stretches.base_numerator)
    denominator = np.where(at_ordinary, stretches.ordinary_denominator, stretches.base_denominator)
    return numerator[rows].tolist(), denominator[rows].tolist()


def _time_terms(
    month: MonthSlips, line: TimeLine, rows: Whole, numerator: list[int], denominator: list[int]
) -> tuple[list[str], list[str]]:
    """ "21일 168시간 × 12,121원" for each stretch; the days are told where a slip has one stretch."""
    stretches = month.stretches
    minutes = [hours(count) for count in getattr(stretches, line.minutes)[rows].tolist()]
    wages = [fraction_won(*wage) for wage in zip(numerator, denominator, strict=True)]
    since = stretches.since[rows].tolist()
    rate = [f" × {value_in_force(line.percent, day)}%" if line.percent else "" for day in since]
    count = [days(number) if number else None for number in _days_told(month, line.minutes, rows)]
    ko = [
        f"{told.ko} {time.ko} × {wage.ko}{share}" if told else f"{time.ko} × {wage.ko}{share}"
        for told, time, wage, share in zip(count, minutes, wages, rate, strict=True)
    ]
    en = [
        f"{told.en}, {time.en} × {wage.en}{share}" if told else f"{time.en} × {wage.en}{share}"
        for told, time, wage, share in zip(count, minutes, wages, rate, strict=True)
    ]
    return ko, en


def _days_told(month: MonthSlips, minutes: str, rows: Whole) -> list[int]:
    """How many days of a slip have such minutes, where it has one stretch; 0 elsewhere."""
    owners = month.stretches.slip[rows]
    alone = np.searchsorted(month.stretches.slip, owners, side="right") - np.searchsorted(
        month.stretches.slip, owners
    )
    with_minutes = month.days.slip[paid_minutes(month.days, minutes) > 0]
    begin, end = np.searchsorted(with_minutes, owners), np.searchsorted(with_minutes, owners, side="right")
    return np.where(alone == 1, end - begin, 0).tolist()


def _salary_term(month: MonthSlips, row: int) -> tuple[str, str]:
    """ "월급 2,500,000원 × 16일/30일", or the whole salary."""
    stretches = month.stretches
    rate, counted, divisor = stretches.rate[row], stretches.counted_days[row], stretches.days_divisor[row]
    if counted == divisor:
        return f"월급 {rate:,}원", f"salary {rate:,} won"
    return f"월급 {rate:,}원 × {counted}일/{divisor}일", f"salary {rate:,} won × {counted}/{divisor} days"


def days_entered(table: PaidDays, minutes: str, slips: Whole) -> list[str]:
    """For each slip its days with such minutes as JSON text: ["2026-06-08",60],...

    Many people share a day and its minutes, so each pair is written once.
    """
    values = paid_minutes(table, minutes)
    rows = np.flatnonzero(values)
    each, of_row = np.unique(table.date[rows] * DAY_MINUTES + values[rows], return_inverse=True)
    pairs = zip((each // DAY_MINUTES).tolist(), (each % DAY_MINUTES).tolist(), strict=True)
    told = np.array([f'["{written(day)}",{count}]' for day, count in pairs], object)[of_row].tolist()
    return joined(told, spans(table.slip[rows], slips), ",")


def tell_closure(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Closed days times what one of them is paid, and by which of the day's two wages."""
    closures = month.closures
    where = spans(closures.slip, lines.slip)
    told = [_closed_days(month, begin, end) for begin, end in where]
    columns = (closures.date, closures.amount, closures.average_day_wage, closures.ordinary_day_wage)
    days_closed = [
        f'["{written(day)}",{won},{average},{ordinary}]'
        for day, won, average, ordinary in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return Told(
        [ko for ko, _ in told],
        [en for _, en in told],
        laws("closure_day_pay", [int(closures.date[begin]) for begin, _ in where]),
        [f'{{"closed_days":[{one}]}}' for one in joined(days_closed, where, ",")],
    )


def _closed_days(month: MonthSlips, begin: int, end: int) -> tuple[str, str]:
    """ "2일 × 77,000원(평균임금 110,000원의 70%)" for each different amount of a slip."""
    closures = month.closures
    columns = (closures.amount, closures.average_day_wage, closures.ordinary_day_wage)
    counted = Counter(zip(*(column[begin:end].tolist() for column in columns), strict=True))
    percent_paid = value_in_force("closure_percent", int(closures.date[begin]))
    ko, en = [], []
    for (amount, average, ordinary), number in counted.items():
        count = days(number)
        of_average = average > ordinary
        base = Words("평균임금", "average wage") if of_average else Words("통상임금", "ordinary wage")
        whole = amount == ordinary
        wage = ordinary if whole else max(average, ordinary)
        share = (
            Words("통상임금 전액", "the whole ordinary wage")
            if whole
            else Words(
                f"{base.ko} {wage:,}원의 {percent_paid}%", f"{percent_paid}% of the {base.en} of {wage:,} won"
            )
        )
        ko.append(f"{count.ko} × {amount:,}원({share.ko})")
        en.append(f"{count.en} × {amount:,} won ({share.en})")
    return " + ".join(ko), " + ".join(en)


def tell_allowances(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """An amount a month or a part of it, an amount a day or an hour, or a share of other pay."""
    items = month.allowances
    place = np.lexsort((items.amount, items.name, items.slip))
    wanted = np.lexsort((lines.amount, lines.name, lines.slip))
    rows = np.empty(len(lines), np.int64)
    rows[wanted] = place
    columns = ("items", "kind", "measure", "months", "unit", "counted", "divisor")
    values = list(zip(*(getattr(items, name)[rows].tolist() for name in columns), strict=True))
    told = [_allowance(*one) for one in values]
    law = ["근로계약·취업규칙"] * len(values)
    return Told([ko for ko, _ in told], [en for _, en in told], law, [_reckoned(*one) for one in values])


MEASURES = {
    AllowanceMeasure.WORKED: Words("근무", "worked"),
    AllowanceMeasure.OVERTIME: Words("연장근로", "of overtime"),
    AllowanceMeasure.HOLIDAY: Words("휴일근로", "of holiday work"),
    AllowanceMeasure.NIGHT: Words("야간근로", "at night"),
    AllowanceMeasure.BASIC_PAY: Words("기본급", "base pay"),
    AllowanceMeasure.ORDINARY_WAGE: Words("월 통상임금", "ordinary wage of the month"),
}
"""The hours that an item counts, and the pay that a share is taken of."""


@cache
def _allowance(
    items: int, kind: int, measure: int, months: int, unit: int, counted: int, divisor: int
) -> tuple[str, str]:
    """How an item was reckoned, in both languages; many people share one."""
    if items > 1:
        return f"{items}건 합계", f"sum of {items} items"
    if kind == AllowanceKind.PER_WORKED_DAY:
        worked = days(counted)
        return f"근무 {worked.ko} × {unit:,}원", f"{worked.en} worked × {unit:,} won"
    if kind == AllowanceKind.PER_MARKED_DAY:
        marked = days(counted)
        return f"해당 부호 {marked.ko} × {unit:,}원", f"{marked.en} so marked × {unit:,} won"
    if kind == AllowanceKind.PER_HOUR:
        of, time = MEASURES[AllowanceMeasure(measure)], hours(counted)
        return f"{of.ko} {time.ko} × {unit:,}원", f"{time.en} {of.en} × {unit:,} won"
    if kind == AllowanceKind.SHARE:
        of = MEASURES[AllowanceMeasure(measure)]
        return f"{of.ko} {counted:,}원 × {percent(unit)}", f"{of.en} {counted:,} won × {percent(unit)}"
    part = "" if counted == divisor else f" × {counted}일/{divisor}일"
    part_en = "" if counted == divisor else f" × {counted}/{divisor} days"
    if months != EVERY_MONTH:
        return f"정한 달에 {unit:,}원{part}", f"{unit:,} won in this month of the year{part_en}"
    return f"월 {unit:,}원{part}", f"{unit:,} won a month{part_en}"


@cache
def _reckoned(items: int, kind: int, measure: int, months: int, unit: int, counted: int, divisor: int) -> str:
    """What an item was reckoned from, as JSON text; kind and items say which of it matters."""
    said: dict[str, object] = {"items": items, "kind": kind, "unit": unit}
    if kind == AllowanceKind.PER_HOUR:
        said |= {"measure": measure, "minutes": counted}
    elif kind == AllowanceKind.SHARE:
        said = {"items": items, "kind": kind, "measure": measure, "rate": percent(unit), "taken_of": counted}
    else:
        said |= {"counted": counted, "divisor": divisor}
    return json.dumps(said)


def tell_absence(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Unpaid hours times the base wage, unpaid days times a day of the month."""
    stretches = month.stretches
    rows = np.flatnonzero((stretches.deducted_minutes > 0) | (stretches.deducted_days > 0))
    told = [_deducted(month, row) for row in rows.tolist()]
    where = spans(stretches.slip[rows], lines.slip)
    unpaid = days_entered(month.days, "unpaid_minutes", lines.slip)
    lost = days_entered(month.days, "lost_weekly_holiday_minutes", lines.slip)
    return Told(
        [f"-({text})" for text in joined([ko for ko, _ in told], where, " + ")],
        [f"-({text})" for text in joined([en for _, en in told], where, " + ")],
        laws("deducted_minutes", stretches.since[rows][[begin for begin, _ in where]].tolist()),
        [
            f'{{"unpaid_days":[{one}],"lost_weekly_holidays":[{other}]}}'
            for one, other in zip(unpaid, lost, strict=True)
        ],
    )


def _deducted(month: MonthSlips, row: int) -> tuple[str, str]:
    stretches = month.stretches
    ko, en = [], []
    if stretches.deducted_minutes[row]:
        time = hours(int(stretches.deducted_minutes[row]))
        wage = fraction_won(
            int(stretches.deducted_hourly_numerator[row]), int(stretches.deducted_hourly_denominator[row])
        )
        ko.append(f"무급 {time.ko} × {wage.ko}")
        en.append(f"{time.en} unpaid × {wage.en}")
    if stretches.deducted_days[row]:
        count, since = days(int(stretches.deducted_days[row])), day_of(stretches.since[row])
        rate, length = stretches.rate[row], monthrange(since.year, since.month)[1]
        ko.append(f"무급 {count.ko} × 월급 {rate:,}원 ÷ {length}일")
        en.append(f"{count.en} unpaid × {rate:,} won ÷ {length} days")
    return " + ".join(ko), " + ".join(en)


def tell_one_time(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Pay outside the monthly pay: the amount that was decided."""
    count = len(lines)
    return Told(
        ["월급여 밖에 한 번 지급"] * count,
        ["paid once, outside the monthly pay"] * count,
        ["근로기준법 제43조"] * count,
        ["{}"] * count,
    )


def tell_gross_rounding(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """What brings the gross to ten won."""
    count = len(lines)
    return Told(
        ["지급액 합계를 10원 단위로 맞춤"] * count,
        ["brings the gross to ten won"] * count,
        ["취업규칙"] * count,
        ["{}"] * count,
    )
