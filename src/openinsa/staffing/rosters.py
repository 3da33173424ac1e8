"""Who is planned for which shift on which day, from the stored crews; for the month and for the pay run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

import numpy as np
from django.db import connection
from psycopg import Cursor

from openinsa.compute.bulk import NUMBER, fetch_rows
from openinsa.compute.shift_patterns import (
    AFTER_NIGHT,
    Crews,
    PlannedDays,
    plan_days,
    weekly_holidays,
)
from openinsa.compute.tables import Flags, Rosters, Versions, Whole
from openinsa.rules.engine import day_number, day_of
from openinsa.staffing.marks import Plan
from openinsa.staffing.models import ContractVersion, ShiftPattern, ShiftType
from openinsa.staffing.patterns import SHIFTS_PER_PATTERN, Pattern, stored, tables_of

DAYS_BEFORE, DAYS_AFTER = timedelta(days=6), timedelta(days=1)
"""How far a month's computation looks beyond the month."""
REST_OF_A_WEEK = timedelta(days=6)
FAR = 2**23
"""More than any day number, to name a contract and a day in one number."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_NUMBER = "({} - DATE '1970-01-01')"

# A crew held from the first day of a contract, or to its last, goes on before and after it: what somebody
# would have worked counts for joiners and leavers.
CREWS = f"""
    SELECT a.contract_id, a.pattern_id, {DAY_NUMBER.format("p.starts_on")}, p.crew_offsets[a.crew],
        CASE WHEN a.valid_from = c.starts_on THEN {DAY_NUMBER.format("%(first)s::date")}
             ELSE {DAY_NUMBER.format("a.valid_from")} END,
        CASE WHEN a.valid_to = c.ends_on THEN {DAY_NUMBER.format("%(last)s::date")}
             ELSE {DAY_NUMBER.format("a.valid_to")} END
    FROM staffing_crewassignment a JOIN staffing_contract c ON c.id = a.contract_id
    JOIN staffing_shiftpattern p ON p.id = a.pattern_id
    WHERE a.contract_id = ANY(%(contracts)s)
    AND (a.valid_from <= %(last)s OR a.valid_from = c.starts_on)
    AND (a.valid_to >= %(first)s OR a.valid_to = c.ends_on)
"""


@dataclass(frozen=True)
class RosterDay:
    """What a pattern has for a day: `what` is the mark of a shift or a name of `ShiftPattern.FREE_DAYS`."""

    pattern: Pattern
    what: str
    weekly_holiday: bool

    @property
    def plan(self) -> Plan | None:
        shift = self.pattern.shift(self.what)
        return shift.plan if shift else None

    @cached_property
    def shifts(self) -> Mapping[str, Plan]:
        """The plans of all the pattern's shifts by mark: anybody may stand in for another crew."""
        return {shift.mark: shift.plan for shift in self.pattern.shifts}


@dataclass(frozen=True)
class Planned:
    """Planned days with the week's paid holiday marked, and the patterns that `crews.pattern` counts."""

    days: PlannedDays
    weekly_holiday: Flags
    patterns: Sequence[Pattern]
    crews: Crews


@dataclass(frozen=True)
class WeekEnds:
    """On which weekday the weeks of contracts end, from a day on."""

    contract: Whole
    since: Whole
    weekday: Whole

    def on(self, contract: Whole, day: Whole) -> Whole:
        """The weekday by contract and day; before the first day the first one holds."""
        order = np.lexsort((self.since, self.contract))
        owner = self.contract[order]
        found = np.searchsorted(owner * FAR + self.since[order], contract * FAR + day, side="right") - 1
        return self.weekday[order][np.maximum(found, np.searchsorted(owner, contract))]


def planned_days(
    cursor: Cursor, contracts: Sequence[int], week_ends: WeekEnds, first: date, last: date
) -> Planned | None:
    """The planned days of those contracts that follow a crew; None where nobody does.

    Whole weeks are planned and then cut, so that a week's holiday is the same whatever days are asked for.
    One statement where nobody follows a crew, else two.
    """
    begin, end = first - REST_OF_A_WEEK, last + REST_OF_A_WEEK
    found = _crews(cursor, {"contracts": list(contracts), "first": begin, "last": end})
    if found is None:
        return None
    crews, ids = found
    patterns = _patterns(ids)
    days = plan_days(crews, *tables_of(patterns), day_number(begin), day_number(end))
    free = np.array([pattern.holiday_on_a_free_day for pattern in patterns], np.bool_)
    ends_on = week_ends.on(days.person, days.date)
    holiday = weekly_holidays(days, ends_on, free[crews.pattern[days.crew]])
    asked = (days.date >= day_number(first)) & (days.date <= day_number(last))
    if not asked.any():
        return None
    return Planned(days.take(asked), holiday[asked], patterns, crews)


def _crews(cursor: Cursor, given: Mapping[str, object]) -> tuple[Crews, list[int]] | None:
    """The crews, their patterns counted from 0, and the ids of these patterns; None where nobody has one."""
    names = ("person", "pattern", "anchor", "offset", "first", "last")
    fetched = fetch_rows(cursor, CREWS, given, dict.fromkeys(names, NUMBER))
    if not len(fetched):
        return None
    column = dict(fetched.numbers)
    ids, place = np.unique(column["pattern"], return_inverse=True)
    return Crews(**column | {"pattern": place.astype(np.int64)}), ids.tolist()


def _patterns(ids: Sequence[int]) -> list[Pattern]:
    """The patterns with these ids, in ascending order of id. One statement."""
    types = ShiftType.objects.filter(pattern__in=ids).select_related("pattern")
    rows: list[ShiftPattern] = []
    for _pattern, own in groupby(types.order_by("pattern_id", "position", "id"), lambda one: one.pattern_id):
        shift_types = list(own)
        row = shift_types[0].pattern
        row._prefetched_objects_cache = {"shift_types": shift_types}
        rows.append(row)
    return [stored(row) for row in rows]


def rosters_of(
    versions: Mapping[int, Sequence[ContractVersion]], first: date, last: date
) -> dict[int, dict[date, RosterDay]]:
    """What patterns have for each day of the contracts that follow a crew, for a sheet."""
    held = [version for own in versions.values() for version in own]
    week_ends = WeekEnds(
        *(
            np.array(values, np.int64)
            for values in (
                [version.contract_id for version in held],
                [day_number(version.valid_from) for version in held],
                [version.week_ends_on for version in held],
            )
        )
    )
    with connection.cursor() as wrapped:
        planned = planned_days(wrapped.cursor, list(versions), week_ends, first, last)
    found: dict[int, dict[date, RosterDay]] = {}
    for contract, day, roster_day in _roster_days(planned) if planned else ():
        found.setdefault(contract, {})[day] = roster_day
    return found


def _roster_days(planned: Planned) -> Iterator[tuple[int, date, RosterDay]]:
    """Equal days share one object."""
    days = planned.days
    known: dict[tuple[int, int, bool], RosterDay] = {}
    columns = (days.person, days.date, planned.crews.pattern[days.crew], days.what, planned.weekly_holiday)
    for contract, day, place, what, holiday in zip(*(column.tolist() for column in columns), strict=True):
        if (place, what, holiday) not in known:
            pattern = planned.patterns[place]
            known[place, what, holiday] = RosterDay(pattern, _named(pattern, what), holiday)
        yield contract, day_of(day), known[place, what, holiday]


def _named(pattern: Pattern, what: int) -> str:
    if what >= 0:
        return pattern.shifts[what % SHIFTS_PER_PATTERN].mark
    return "after_night" if what == AFTER_NIGHT else "off"


def rosters_for_pay(
    cursor: Cursor, contract: Whole, versions: Versions, month: date, last: date
) -> tuple[Rosters, Flags]:
    """Plans by date for the contract versions that follow a crew, and which versions those are.

    `contract` names the contract of each version, whose `slip` is already the one that pays it. A contract
    that follows a crew on some days has all its days planned by date: the others by the week of its version.
    Statements: one, or two where somebody follows a crew.
    """
    first, until = month - DAYS_BEFORE, last + DAYS_AFTER
    week_ends = WeekEnds(contract, versions.valid_from, versions.week_ends_on)
    planned = planned_days(cursor, np.unique(contract).tolist(), week_ends, first, until)
    if planned is None:
        return Rosters.empty(), np.zeros(len(contract), np.bool_)
    by_date = np.isin(contract, planned.days.person)
    span = np.arange(day_number(first), day_number(until) + 1)
    slips = np.unique(versions.slip[by_date])
    slip, date_ = np.repeat(slips, len(span)), np.tile(span, len(slips))
    version = _in_force(versions, slip, date_)
    kept = by_date[version]
    slip, date_, version = slip[kept], date_[kept], version[kept]
    weekday = (date_ + 3) % len(WEEKDAYS)
    week = np.stack([getattr(versions, name) for name in WEEKDAYS], axis=1)
    minutes, holiday = week[version, weekday], versions.week_ends_on[version] == weekday
    row, found = _rows(planned.days, contract[version], date_)
    minutes = np.where(found, planned.days.scheduled_minutes[row], minutes)
    holiday = np.where(found, planned.weekly_holiday[row], holiday)
    return Rosters(slip, date_, minutes, holiday), by_date


def _in_force(versions: Versions, slip: Whole, day: Whole) -> Whole:
    """Positions of the versions in force for slips on days: the nearest one where none is."""
    order = np.lexsort((versions.valid_from, versions.slip))
    owner = versions.slip[order]
    found = np.searchsorted(owner * FAR + versions.valid_from[order], slip * FAR + day, side="right") - 1
    return order[np.maximum(found, np.searchsorted(owner, slip))]


def _rows(days: PlannedDays, contract: Whole, day: Whole) -> tuple[Whole, Flags]:
    """Rows of planned days by contract and day, and whether there is one."""
    key = days.person * FAR + days.date
    order = np.argsort(key)
    wanted = contract * FAR + day
    place = np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)
    return order[place], key[order][place] == wanted
