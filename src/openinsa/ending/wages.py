"""Wages of the three months before an end, from the paid slips: what of each line belongs to the days that count.

A line that knows its days counts by the minutes of those inside; any other line, as a salary or an allowance,
by calendar days. Differences of corrected months count for the month they are about. Four statements for any
number of people.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from openinsa.compute.tables import EVERY_MONTH
from openinsa.ending.employment import Employment
from openinsa.ending.exclusions import Exclusions
from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.models import CorrectedDay, Correction
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.staffing.models import Allowance, ContractVersion, DayCode
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
ALLOWANCE, BASE, ONE_TIME = "allowance", "base", "one_time"

LINES = """
    SELECT w.place, s.contract_id, s.id, r.kind = 'regular', COALESCE(l.month, r.month), l.month IS NULL, l.code,
        l.label_ko, l.amount,
        CASE WHEN COALESCE(l.month, r.month) >= w.first THEN COALESCE(l.inputs -> 'days', l.inputs -> 'unpaid_days') END
    FROM unnest(%(places)s::int[], %(contracts)s::bigint[], %(years)s::date[], %(firsts)s::date[], %(lasts)s::date[])
        AS w (place, contract, year, first, last)
    JOIN payroll_payslip s ON s.contract_id = w.contract
    JOIN payroll_payrun r ON r.id = s.run_id AND r.state = 'paid'
    LEFT JOIN payroll_payslipline l ON l.slip_id = s.id AND l.side = 'earning'
    WHERE COALESCE(l.month, r.month) BETWEEN w.year AND w.last
        AND (COALESCE(l.month, r.month) >= w.first OR l.code IN ('allowance', 'one_time'))
    ORDER BY w.place, 5, s.id, l.position
"""
DAYS = """
    SELECT w.place, d.contract_id, d.date, d.code, COALESCE(k.kind, '') = 'free' OR d.code = ''
    FROM unnest(%(places)s::int[], %(contracts)s::bigint[], %(starts)s::date[], %(ends)s::date[])
        AS w (place, contract, starts, ends)
    JOIN staffing_day d ON d.contract_id = w.contract AND d.date BETWEEN w.starts AND w.ends
    LEFT JOIN staffing_daycode k ON k.code = d.code
    WHERE d.contract_id = ANY(%(corrected)s) OR EXISTS (
        SELECT FROM staffing_day x
        WHERE x.contract_id = w.contract AND x.date BETWEEN w.starts AND w.ends AND x.code = ANY(%(codes)s)
    )
    ORDER BY w.place, d.date
"""


class Window(NamedTuple):
    """The three months of one employment, first and last day included."""

    employment: Employment
    first: date
    last: date

    @property
    def first_month(self) -> date:
        return self.first.replace(day=1)

    @property
    def year_ago(self) -> date:
        """The first of the twelve months up to that of the end, whose bonuses count."""
        following = last_day(self.last) + ONE_DAY
        return following.replace(year=following.year - 1)


class SlipLine(NamedTuple):
    """One earning line of a paid slip; `code` is None where a slip has none."""

    contract: int
    slip: int
    regular: bool
    month: date
    own: bool
    code: str | None
    label: str
    amount: int
    days: list[list[Any]] | None


@dataclass
class Wages:
    """What the three months come to. months: month by month as plain data, to be shown and kept."""

    window_wages: int = 0
    yearly_bonus: int = 0
    yearly_leave_pay: int = 0
    excluded_days: int = 0
    months: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def wages_of(windows: Sequence[Window], exclusions: Exclusions) -> list[Wages]:
    """The wages of some windows, in their order."""
    contracts = sorted({contract.pk for window in windows for contract in window.employment.contracts})
    lines = _lines(windows)
    left_out = _left_out(windows, contracts, exclusions)
    items = _items(contracts)
    leave_pay = _leave_pay(windows)
    return [
        _Reader(window, lines[place], left_out[place], items, leave_pay[place]).wages()
        for place, window in enumerate(windows)
    ]


def _lines(windows: Sequence[Window]) -> Mapping[int, list[SlipLine]]:
    rows = [
        (place, contract.pk, window.year_ago, window.first_month, window.last.replace(day=1))
        for place, window in enumerate(windows)
        for contract in window.employment.contracts
    ]
    names = ("places", "contracts", "years", "firsts", "lasts")
    found: dict[int, list[SlipLine]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(LINES, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
        for place, *line, days in cursor:
            found[place].append(SlipLine._make([*line, days and json.loads(days)]))
    return found


EDGES = timedelta(days=10)
"""Free days at the edges of a window that a leave may fill without a mark."""


def long_leaves(
    windows: Sequence[Window], wages: Sequence[Wages], exclusions: Exclusions
) -> Mapping[int, date]:
    """The first day of what is left out without a day between up to the end, where that may fill a window.

    By the window's place. Two statements, none where no window is nearly filled.
    """
    near = [
        place
        for place, (window, found) in enumerate(zip(windows, wages, strict=True))
        if found.excluded_days and window.last - window.first < timedelta(found.excluded_days) + EDGES
    ]
    if not near:
        return {}
    whole = [windows[place]._replace(first=windows[place].employment.since) for place in near]
    contracts = sorted({contract.pk for window in whole for contract in window.employment.contracts})
    days = _marked_days(whole, contracts, exclusions)
    found = {place: _last_run(days[position]) for position, place in enumerate(near)}
    return {place: since for place, since in found.items() if since is not None}


def _last_run(days: Sequence[tuple[date, bool, bool]]) -> date | None:
    """The first marked day of the run of marked and free days that ends the list."""
    first = None
    for day, marked, free in reversed(days):
        if marked:
            first = day
        elif not free:
            break
    return first


def _left_out(
    windows: Sequence[Window], contracts: Sequence[int], exclusions: Exclusions
) -> Mapping[int, set[date]]:
    """The days left out of each window: marked days with the free days between two of them, and probation."""
    days = _marked_days(windows, contracts, exclusions)
    marked = {place: set(_spans(days[place])) for place in range(len(windows))}
    for place, until in _probations(windows).items():
        window = windows[place]
        first = max(window.first, window.employment.since)
        marked[place] |= {
            first + timedelta(days=n) for n in range((min(until, window.last) - first).days + 1)
        }
    return marked


def _probations(windows: Sequence[Window]) -> Mapping[int, date]:
    """The last day of probation that is left out, of those whose first contract agreed on one."""
    placed = [
        (place, contract.starts_on, contract.probation_to, window.last)
        for place, window in enumerate(windows)
        if (contract := window.employment.contracts[0]).probation_to is not None
    ]
    if not placed:
        return {}
    places, since, ends, last = zip(*placed, strict=True)
    days = {"employed_since": since, "probation_ends": ends, "employment_ended": last}
    columns = {name: np.array([day_number(day) for day in own], np.int64) for name, own in days.items()}
    until = load_rule_book().run(["probation_left_out_until"], columns)["probation_left_out_until"]
    return {place: day_of(day) for place, day in zip(places, until.tolist(), strict=True)}


def _marked_days(
    windows: Sequence[Window], contracts: Sequence[int], exclusions: Exclusions
) -> Mapping[int, list[tuple[date, bool, bool]]]:
    """Days with whether they are marked as left out and whether they are free, in their order, by window."""
    corrected = _corrected(contracts)
    rows = [
        (place, contract.pk, window.first, window.last)
        for place, window in enumerate(windows)
        for contract in window.employment.contracts
    ]
    given = dict(
        zip(("places", "contracts", "starts", "ends"), map(list, zip(*rows, strict=True)), strict=True)
    )
    given |= {"codes": exclusions.codes, "corrected": sorted({contract for contract, _day in corrected})}
    days: dict[int, list[tuple[date, bool, bool]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(DAYS, given)
        for place, contract, day, code, free in cursor:
            code, free = corrected.get((contract, day), (code, free))
            days[place].append((day, exclusions.left_out(code, day), free))
    return days


def _corrected(contracts: Sequence[int]) -> Mapping[tuple[int, date], tuple[str, bool]]:
    """Marks that confirmed corrections put in place of entered ones, the latest last."""
    made = CorrectedDay.objects.filter(
        correction__contract__in=contracts, correction__state=Correction.State.CONFIRMED
    )
    rows = list(made.order_by("correction__position").values_list("correction__contract", "date", "code"))
    free = (
        set(DayCode.objects.filter(kind=DayCode.Kind.FREE).values_list("code", flat=True)) if rows else set()
    )
    return {(contract, day): (code, code in free) for contract, day, code in rows}


def _spans(days: Iterable[tuple[date, bool, bool]]) -> Iterator[date]:
    """Marked days with the free days between them."""
    waiting: list[date] = []
    inside = False
    for day, marked, free in days:
        if marked:
            yield from waiting if inside else ()
            yield day
            inside, waiting = True, []
        elif inside and free:
            waiting.append(day)
        else:
            inside, waiting = False, []


def _items(contracts: Sequence[int]) -> Mapping[tuple[int, str], list[Allowance]]:
    found: dict[tuple[int, str], list[Allowance]] = defaultdict(list)
    for item in Allowance.objects.filter(contract__in=contracts).select_related("unused_leave_pay"):
        found[item.contract_id, item.name].append(item)
    return found


def _leave_pay(windows: Sequence[Window]) -> list[int]:
    """Pay for leave that lapsed in the last twelve months; what the end itself cuts off does not count, nor compensatory leave, which is pay of its months."""
    people = {window.employment.last.person_id for window in windows}
    rows = UnusedLeavePay.objects.filter(person__in=people, employment_over=False, kind="annual")
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for person, due_on, amount in rows.values_list("person_id", "due_on", "amount"):
        paid[person].append((due_on, amount))
    return [
        sum(
            amount
            for due_on, amount in paid[window.employment.last.person_id]
            if window.year_ago <= due_on < window.last
        )
        for window in windows
    ]


class _Reader:
    """Reads the lines of one window."""

    def __init__(
        self,
        window: Window,
        lines: Sequence[SlipLine],
        left_out: set[date],
        items: Mapping[tuple[int, str], list[Allowance]],
        leave_pay: int,
    ) -> None:
        self.window, self.lines, self.left_out, self.items = window, lines, left_out, items
        self.leave_pay = leave_pay
        self.contracts = {contract.pk: contract for contract in window.employment.contracts}

    def wages(self) -> Wages:
        found = Wages(yearly_leave_pay=self.leave_pay, excluded_days=len(self.left_out))
        by_month: dict[tuple[date, int], list[SlipLine]] = defaultdict(list)
        for line in self.lines:
            if self._is_yearly(line):
                found.yearly_bonus += line.amount
            elif line.month >= self.window.first_month:
                by_month[line.month, self.contracts[line.contract].project_id].append(line)
        for month, project in self._months():
            found.months.append(self._told(month, project, by_month.pop((month, project), [])))
        found.window_wages = sum(one["counted_won"] for one in found.months)
        unpaid = {one["month"] for one in found.months if one["slip"] is None}
        unknown = {f"{month:%Y-%m}" for month in self._months_before()}
        found.missing = sorted(unpaid | unknown)
        return found

    def _months(self) -> list[tuple[date, int]]:
        """The months of the window with the projects worked in."""
        found, month = [], self.window.first_month
        while month <= self.window.last:
            projects = {
                one.project_id for one in self.window.employment.contracts if self._days_in(month, [one])
            }
            found += [(month, project) for project in sorted(projects)]
            month = last_day(month) + ONE_DAY
        return found

    def _months_before(self) -> Iterator[date]:
        """Months of the window before the first contract that is known here."""
        month = self.window.first_month
        while month < self.window.employment.since and self.window.first < self.window.employment.since:
            yield month
            month = last_day(month) + ONE_DAY

    def _days_in(self, month: date, contracts: Iterable[Any]) -> set[date]:
        """Days of employment in a month, of some contracts, inside the window or not."""
        found: set[date] = set()
        for one in contracts:
            first, last = max(one.starts_on, month), min(one.ends_on, last_day(month))
            found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
        return found

    def _told(self, month: date, project: int, lines: Sequence[SlipLine]) -> dict[str, Any]:
        """One month of one project: its lines, and what of each counts."""
        own = [one for one in self.contracts.values() if one.project_id == project]
        employed = self._days_in(month, own)
        kept = {day for day in employed if self.window.first <= day <= self.window.last} - self.left_out
        salaried = any(_is_salary(version, month) for one in own for version in one.versions.all())
        told = [self._line(line, employed, kept, salaried) for line in lines if line.code is not None]
        slip = next((line.slip for line in lines if line.regular and line.own), None)
        return {
            "month": f"{month:%Y-%m}",
            "project": own[0].project.name,
            "slip": slip,
            "days": len(employed),
            "counted_days": len(kept),
            "won": sum(one["won"] for one in told),
            "counted_won": sum(one["counted"] for one in told),
            "lines": told,
        }

    def _line(self, line: SlipLine, employed: set[date], kept: set[date], salaried: bool) -> dict[str, Any]:
        part, whole = self._share(line, employed, kept, salaried)
        size = abs(line.amount) * part // whole if whole else 0
        return {
            "label": line.label,
            "won": line.amount,
            "part": part,
            "whole": whole,
            "counted": size if line.amount >= 0 else -size,
        }

    def _share(self, line: SlipLine, employed: set[date], kept: set[date], salaried: bool) -> tuple[int, int]:
        """What part of a line counts, as part and whole."""
        item = self._item(line)
        if item is not None and (not item.average_wage or hasattr(item, "unused_leave_pay")):
            return 0, 1
        if line.days and line.own and not (salaried and line.code == BASE):
            minutes = {date.fromisoformat(day): count for day, count in line.days}
            inside = sum(count for day, count in minutes.items() if day in kept)
            return inside, sum(minutes.values())
        return len(kept), len(employed)

    def _is_yearly(self, line: SlipLine) -> bool:
        """Whether a line pays for a year: paid once, or an item of some months alone."""
        item = self._item(line)
        some_months = item is not None and item.months != EVERY_MONTH and item.average_wage
        return line.code == ONE_TIME or some_months

    def _item(self, line: SlipLine) -> Allowance | None:
        """The pay item behind a line, if it is one."""
        if line.code != ALLOWANCE:
            return None
        held = self.items.get((line.contract, line.label), [])
        return next(
            (one for one in held if one.valid_from <= last_day(line.month) and one.valid_to >= line.month),
            None,
        )


def _is_salary(version: ContractVersion, month: date) -> bool:
    monthly = version.pay_basis == ContractVersion.PayBasis.MONTHLY
    return monthly and version.valid_from <= last_day(month) and version.valid_to >= month
