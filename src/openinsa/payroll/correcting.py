"""Corrections laid over the tables of a month: the same tables with other days and other rates.

Nothing here reads a clock or writes; what is stored of the month stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from django.db.models import OuterRef, QuerySet, Subquery

from openinsa.compute.tables import (
    EMPTY,
    NOTHING_ENTERED,
    WORKED,
    Codes,
    Days,
    MonthTables,
    Slips,
    Versions,
    mark_number,
)
from openinsa.payroll.models import CorrectedDay, Correction
from openinsa.payroll.month_queries import LONGEST_UNIT_DAYS
from openinsa.payroll.month_tables import CLOSURE, FIRST_CODE
from openinsa.rules.choices import number_of
from openinsa.rules.engine import day_number, day_of
from openinsa.staffing.models import Contract, DayCode, FlexibleCover
from openinsa.staffing.sheet import Entered

EARLIER_DAYS = timedelta(days=6)
LONGEST_UNIT = timedelta(days=LONGEST_UNIT_DAYS)
LEAVES = (DayCode.Kind.LEAVE, DayCode.Kind.HALF)

Place = tuple[int, int]
"""A project and a person in it: what one correction is about."""


@dataclass(frozen=True)
class LeaveCodes:
    """The numbers of leave codes in some kept tables, and what codes made since then mean."""

    kept: Sequence[str]
    now: Mapping[str, tuple[bool, str]] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The code's number; a code that is not a leave is as if nothing had been entered."""
        if name in self.kept:
            return FIRST_CODE + list(self.kept).index(name)
        return FIRST_CODE + len(self.kept) + self.added.index(name) if name in self.now else NOTHING_ENTERED

    @property
    def added(self) -> list[str]:
        return [name for name in self.now if name not in self.kept]


def leave_codes() -> dict[str, tuple[bool, str]]:
    """The institution's leave codes in the order of their numbers: paid, attendance. One statement."""
    found = DayCode.objects.filter(kind__in=LEAVES).order_by("position")
    return {
        name: (paid, attendance) for name, paid, attendance in found.values_list("code", "paid", "attendance")
    }


def places_of(contracts: QuerySet[Contract]) -> dict[int, Place]:
    """Project and person of some contracts, by id. One statement."""
    found = contracts.order_by().values_list("pk", "project_id", "person_id")
    return {pk: (project, person) for pk, project, person in found}


def corrected(
    tables: MonthTables, places: Mapping[int, Place], corrections: Iterable[Correction], codes: LeaveCodes
) -> MonthTables:
    """The tables as the corrections would have them, later ones over earlier ones.

    `places` names project and person of the slips that may be corrected; those of others are passed over.
    """
    for one in corrections:
        slips = _slips_of_person(tables, places, one)
        if len(slips):
            tables = _laid_over(tables, places, slips, one, codes)
    return replace(tables, codes=_with_new_codes(tables, codes))


def _slips_of_person(tables: MonthTables, places: Mapping[int, Place], one: Correction) -> np.ndarray:
    """The person's slips in whatever project: a week may begin in another project's days."""
    person = one.contract.person_id
    own = [slip for slip in tables.slips.slip.tolist() if slip in places and places[slip][1] == person]
    return np.array(own, np.int64)


def _laid_over(
    tables: MonthTables, places: Mapping[int, Place], slips: np.ndarray, one: Correction, codes: LeaveCodes
) -> MonthTables:
    same_project = [places[slip][0] == one.contract.project_id for slip in slips.tolist()]
    here = slips[np.array(same_project, np.bool_)]
    match one.kind:
        case Correction.Kind.DAYS:
            return replace(tables, days=_with_days(tables, slips, here, one, codes))
        case Correction.Kind.WAGE:
            first, last = day_number(one.first_day), day_number(one.last_day)
            return replace(tables, versions=with_rate(tables.versions, here, first, last, int(one.rate or 0)))
        case _:
            return tables


def _with_days(
    tables: MonthTables, slips: np.ndarray, here: np.ndarray, one: Correction, codes: LeaveCodes
) -> Days:
    """The records with the corrected days: on slips of the project, and where another project's slip was
    handed the day because its first week begins with it."""
    rows = []
    own = tables.slips.take(np.isin(tables.slips.slip, slips))
    since = first_days(tables, own)
    for day in one.days.all():
        number = day_number(day.date)
        planned = tables.versions.slip[
            (tables.versions.valid_from <= number) & (number <= tables.versions.valid_to)
        ]
        employed = np.isin(own.slip, here) & (own.employed_from <= number) & (number <= own.employed_to)
        employed |= ~np.isin(own.slip, here) & (number < own.employed_from) & np.isin(own.slip, planned)
        near = (since <= number) & (number < own.month + 31)
        rows += [day_row(slip, day, codes) for slip in own.slip[employed & near].tolist()]
    return replaced_days(tables.days, Days.of(rows))


def first_days(tables: MonthTables, slips: Slips) -> np.ndarray:
    """The first day that the month of each slip looks at: of the week before it, or of a unit period of flexible
    hours."""
    first = slips.month.copy()
    units = tables.flexible.take(np.isin(tables.flexible.slip, slips.slip))
    np.minimum.at(first, np.searchsorted(slips.slip, units.slip), units.valid_from)
    return first - EARLIER_DAYS.days


def reaches_back_to(tables: MonthTables, month: date) -> date:
    """The first day that a month's tables look at, for anybody."""
    since = int(tables.flexible.valid_from.min()) if len(tables.flexible) else day_number(month)
    return min(month, day_of(since)) - EARLIER_DAYS


def day_row(slip: int, day: CorrectedDay | Entered, codes: LeaveCodes) -> dict[str, object]:
    """A day as it was read, as a row of the table of days."""
    worked = day.starts is not None
    return {
        "slip": slip,
        "date": day_number(day.date),
        "code": WORKED if worked else codes.number(day.code),
        "start": day.starts if worked else EMPTY,
        "end": day.ends if worked else EMPTY,
        "breaks": list(zip(day.breaks[::2], day.breaks[1::2], strict=True)),
        "leave_code": codes.number(day.leave_code),
        "leave_minutes": day.leave_minutes,
        "mark": mark_number(day.code),
    }


def replaced_days(days: Days, by: Days) -> Days:
    """The records with some replaced or added."""
    gone = np.zeros(len(days), np.bool_)
    for slip in np.unique(by.slip):
        gone |= (days.slip == slip) & np.isin(days.date, by.date[by.slip == slip])
    return Days.joined([days.take(~gone), by])


def with_rate(versions: Versions, slips: np.ndarray, first: int, last: int, rate: int) -> Versions:
    """The versions of some slips with another rate from a day to a day, both included."""
    touched = np.isin(versions.slip, slips) & (versions.valid_from <= last) & (versions.valid_to >= first)
    held = versions.take(touched)
    before = replace(held, valid_to=np.minimum(held.valid_to, first - 1))
    after = replace(held, valid_from=np.maximum(held.valid_from, last + 1))
    inside = replace(
        held,
        valid_from=np.maximum(held.valid_from, first),
        valid_to=np.minimum(held.valid_to, last),
        rate=np.full(len(held), rate, np.int64),
    )
    parts = [one.take(one.valid_from <= one.valid_to) for one in (before, inside, after)]
    return Versions.joined([versions.take(~touched), *parts])


def _with_new_codes(tables: MonthTables, codes: LeaveCodes) -> Codes:
    institutions = np.unique(tables.slips.institution).tolist()
    added = [
        {
            "institution": institution,
            "code": codes.number(name),
            "paid": codes.now[name][0],
            "attendance": number_of("attendance", codes.now[name][1]),
            "closure": name == CLOSURE,
        }
        for institution in institutions
        for name in codes.added
    ]
    return Codes.joined([tables.codes, Codes.of(added)]) if added else tables.codes


def with_flexible_hours(found: QuerySet[Correction]) -> QuerySet[Correction]:
    """The corrections, each with the last day of the person's flexible hours that hold on a corrected day."""
    covers = FlexibleCover.objects.filter(
        contract__person=OuterRef("contract__person"),
        valid_from__lte=OuterRef("last_day"),
        valid_to__gte=OuterRef("first_day"),
    )
    return found.annotate(flexible_to=Subquery(covers.order_by("-valid_to").values("valid_to")[:1]))


def touched_days(one: Correction) -> tuple[date, date]:
    """The first and last day whose pay may move: a week that begins with a corrected day ends later, and a unit
    period of flexible hours is settled at its end."""
    last = one.last_day + EARLIER_DAYS
    return one.first_day, max(last, min(one.flexible_to or last, one.last_day + LONGEST_UNIT))


def touches(one: Correction, month: date) -> bool:
    """Whether the month's pay may move by the correction."""
    first, last = touched_days(one)
    return first.replace(day=1) <= month <= last
