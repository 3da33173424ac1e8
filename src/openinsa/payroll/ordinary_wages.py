"""The ordinary wage per hour of contracts on any day, whether or not the day's month was computed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from django.db import connection

from openinsa.compute.month import compute_month
from openinsa.compute.tables import MonthTables, Slips
from openinsa.payroll.correcting import EARLIER_DAYS, LeaveCodes, corrected, leave_codes, places_of
from openinsa.payroll.differences import confirmed
from openinsa.payroll.month_tables import load_month
from openinsa.payroll.pay_day import pay_date_by
from openinsa.people.settings_in_force import NoSettings, settings_on
from openinsa.rules.engine import day_number
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

Place = tuple[int, date]
"""A contract and a day."""
Fraction = tuple[int, int]


def hourly_ordinary_wages(places: Iterable[Place]) -> dict[Place, Fraction]:
    """Won an hour as a fraction, by contract and day: what the month's pay run reckons with, corrections counted.

    Days outside a contract, before the institution's first settings, and of months that cannot be computed are
    left out. Statements: a dozen for each month in which a day lies.
    """
    by_month: dict[date, list[Place]] = defaultdict(list)
    for contract, day in set(places):
        by_month[day.replace(day=1)].append((contract, day))
    found: dict[Place, Fraction] = {}
    for month, asked in sorted(by_month.items()):
        found |= _of_month(month, asked)
    return found


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
