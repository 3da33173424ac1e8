"""The ordinary wage per hour of contracts on any day, whether or not the day's month was computed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Exists, OuterRef

from openinsa.compute.month import compute_month
from openinsa.compute.tables import MonthTables, Slips
from openinsa.payroll.correcting import EARLIER_DAYS, LeaveCodes, corrected, leave_codes, places_of
from openinsa.payroll.differences import confirmed
from openinsa.payroll.models import Correction, PayRun, Payslip
from openinsa.payroll.month_tables import load_month
from openinsa.payroll.pay_day import pay_date_by
from openinsa.people.settings_in_force import NoSettings, settings_on
from openinsa.rules.engine import day_number
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

Place = tuple[int, date]
"""A contract and a day."""
Fraction = tuple[int, int]
SLIP_OF = ("pk", "person", "project")


def hourly_ordinary_wages(places: Iterable[Place]) -> dict[Place, Fraction]:
    """Won an hour as a fraction, by contract and day: what the day's paid slip was reckoned with, or else what
    the month's pay run would reckon with, corrections counted.

    Days outside a contract, before the institution's first settings, and of months that cannot be computed are
    left out. Statements: two, and a dozen for each month in which a day without a paid slip lies.
    """
    asked = set(places)
    found = _of_paid_slips(asked) if asked else {}
    by_month: dict[date, list[Place]] = defaultdict(list)
    for contract, day in asked - set(found):
        by_month[day.replace(day=1)].append((contract, day))
    for month, wanted in sorted(by_month.items()):
        found |= _of_month(month, wanted)
    return found


def _of_paid_slips(asked: Iterable[Place]) -> dict[Place, Fraction]:
    """The wages that paid slips hold. A slip whose wage was corrected later does not tell it."""
    contracts = Contract.objects.filter(pk__in={contract for contract, _day in asked})
    held = {one: (person, project) for one, person, project in contracts.values_list(*SLIP_OF)}
    slips: dict[tuple[int, int, date], dict[int, list[dict[str, Any]]]] = defaultdict(dict)
    for contract, person, project, month, wages in _paid_slips(held.values(), asked):
        slips[person, project, month][contract] = wages or []
    found = {}
    for contract, day in asked:
        of_month = slips[*held.get(contract, (0, 0)), day.replace(day=1)]
        wages = of_month.get(contract) or (next(iter(of_month.values())) if len(of_month) == 1 else [])
        known = [one for one in wages if one["since"] <= day.isoformat()]
        if known:
            found[contract, day] = known[-1]["numerator"], known[-1]["denominator"]
    return found


def _paid_slips(held: Iterable[tuple[int, int]], asked: Iterable[Place]) -> Iterable[tuple[Any, ...]]:
    later = Correction.objects.filter(
        contract__person=OuterRef("person"),
        contract__project=OuterRef("contract__project"),
        kind=Correction.Kind.WAGE,
        state=Correction.State.CONFIRMED,
        last_day__gte=OuterRef("run__month"),
    )
    slips = Payslip.objects.filter(
        person__in={person for person, _project in held},
        run__month__in={day.replace(day=1) for _contract, day in asked},
        run__state=PayRun.State.PAID,
        run__kind=PayRun.Kind.REGULAR,
    ).exclude(Exists(later))
    return slips.order_by().values_list(
        "contract", "person", "contract__project", "run__month", "facts__ordinary_hourly"
    )


def _of_month(month: date, asked: list[Place]) -> dict[Place, Fraction]:
    people = Contract.objects.filter(pk__in={contract for contract, _day in asked}).values("person_id")
    held = places_of(Contract.objects.filter(person__in=people))
    try:
        tables = _tables(month, held)
    except NoSettings:
        return {}
    wages = compute_month(tables).ordinary_wages
    found = {}
    for contract, day in asked:
        slip = _slip_of(tables.slips, held, contract, day)
        rows = np.flatnonzero((wages.slip == slip) & (wages.since <= day_number(day)))
        if len(rows):
            found[contract, day] = int(wages.numerator[rows[-1]]), int(wages.denominator[rows[-1]])
    return found


def _tables(month: date, held: Mapping[int, tuple[int, int]]) -> MonthTables:
    """The month's tables of some people, with the corrections that reach into it."""
    setting = settings_on(month)
    with connection.cursor() as wrapped:
        tables = load_month(
            wrapped.cursor,
            setting,
            month,
            pay_date_by(setting, month),
            list({project for project, _person in held.values()}),
            list({person for _project, person in held.values()}),
        )
    laid_over = confirmed(Contract.objects.filter(pk__in=held)).filter(
        first_day__lte=last_day(month), last_day__gte=month - EARLIER_DAYS
    )
    return corrected(tables, held, laid_over, LeaveCodes(list(leave_codes())))


def _slip_of(slips: Slips, held: Mapping[int, tuple[int, int]], contract: int, day: date) -> int:
    """The slip that pays a contract on a day: that of the last contract of the employment in the project."""
    number = day_number(day)
    for slip, first, last in zip(
        slips.slip.tolist(), slips.employed_from.tolist(), slips.employed_to.tolist(), strict=True
    ):
        if held.get(slip) == held.get(contract) and first <= number <= last:
            return slip
    return 0
