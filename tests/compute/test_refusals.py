"""Everything that refuses one slip: the smallest month that causes it, and that nobody else is touched."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from compute.months import (
    JUNE,
    allowance_row,
    day_row,
    joined,
    month_tables,
    number,
    other_code,
    slip_row,
    version_row,
    workdays,
)
from openinsa.compute import refusals
from openinsa.compute.month import compute_month
from openinsa.compute.tables import OPEN_END, MonthTables
from openinsa.rules.choices import PayBasis, TaxMode
from openinsa.rules.engine import Refusal

FIRST, LAST = JUNE, date(2026, 6, 30)
TUESDAY = date(2026, 6, 9)
OTHER = month_tables(slips=[slip_row(9)], versions=[version_row(9)], days=workdays(FIRST, LAST, 9))


def with_day(**changes: Any) -> MonthTables:
    days = [row for row in workdays(FIRST, LAST) if row["date"] != number(TUESDAY)]
    return month_tables(days=[*days, day_row(TUESDAY, **changes)])


def two_versions(until: date, since: date) -> MonthTables:
    return month_tables(versions=[version_row(valid_to=number(until)), version_row(valid_from=number(since))])


def primes() -> MonthTables:
    """Month-long salaries in exact hours of weeks whose lengths share no factor."""
    weeks = (2399, 2393, 2389, 2383, 2381, 2377)
    begins = [number(date(2026, 1, 1)), *(number(JUNE) + 4 * place for place in range(1, 6))]
    versions = [
        version_row(
            pay_basis=PayBasis.MONTHLY,
            rate=2_533_289,
            valid_from=begin,
            valid_to=begins[place + 1] - 1 if place < 5 else OPEN_END,
            weekly_scheduled_minutes=week,
        )
        for place, (begin, week) in enumerate(zip(begins, weeks, strict=True))
    ]
    tables = month_tables(
        versions=versions, days=[day_row(date(2026, 6, day), end=1200) for day in range(1, 31)]
    )
    return replace(
        tables, institutions=replace(tables.institutions, monthly_hours_rounding=np.zeros(1, np.int64))
    )


CAUSES: dict[str, tuple[type[Refusal], MonthTables]] = {
    "a month named by its second day": (
        refusals.MonthWithoutFirstDay,
        month_tables(slips=[slip_row(month=date(2026, 6, 2))]),
    ),
    "an institution without settings": (
        refusals.UnknownInstitution,
        month_tables(slips=[slip_row(institution=7)]),
    ),
    "a contract that ended in May": (
        refusals.NotEmployedInMonth,
        month_tables(slips=[slip_row(employed_to=number(date(2026, 5, 31)))]),
    ),
    "a main slip that is not there": (
        refusals.OtherContractRefused,
        month_tables(slips=[slip_row(main_slip=77)]),
    ),
    "a slip given twice": (refusals.SlipTwice, month_tables(slips=[slip_row(), slip_row()])),
    "a rate of nothing": (refusals.FaultyVersion, month_tables(versions=[version_row(rate=0)])),
    "a week of more minutes than there are": (
        refusals.FaultyVersion,
        month_tables(versions=[version_row(weekly_scheduled_minutes=10_081)]),
    ),
    "two versions on one day": (
        refusals.OverlappingVersions,
        two_versions(date(2026, 6, 10), date(2026, 6, 10)),
    ),
    "no version at all": (refusals.MissingVersion, month_tables(versions=[])),
    "a gap between two versions": (
        refusals.MissingVersion,
        two_versions(date(2026, 6, 8), date(2026, 6, 12)),
    ),
    "a roster nobody filled in": (
        refusals.MissingPlan,
        month_tables(versions=[version_row(roster=True)]),
    ),
    "a day recorded twice": (
        refusals.DayTwice,
        month_tables(days=[*workdays(FIRST, LAST), day_row(TUESDAY)]),
    ),
    "work after the last day": (
        refusals.WorkOutsideEmployment,
        month_tables(slips=[slip_row(employed_to=number(date(2026, 6, 29)))]),
    ),
    "a code nobody defined": (refusals.UnknownCode, month_tables(days=[other_code(TUESDAY, 55)])),
    "a leave code nobody defined": (refusals.UnknownCode, with_day(leave_code=55, leave_minutes=60)),
    "a leave of more than a day": (refusals.FaultyLeave, with_day(leave_minutes=1441)),
    "a shift that ends before it starts": (refusals.FaultyTimes, with_day(end=500)),
    "a shift without times": (refusals.FaultyTimes, with_day(start=-1, end=-1)),
    "a shift of more than two dates": (refusals.FaultyTimes, with_day(end=2881)),
    "a break before the shift": (refusals.FaultyBreak, with_day(breaks=[(500, 560)])),
    "two breaks that overlap": (refusals.FaultyBreak, with_day(breaks=[(720, 780), (770, 800)])),
    "a shift into the next one": (refusals.OverlappingShifts, with_day(start=1320, end=2040, breaks=[])),
    "an allowance below nothing": (
        refusals.FaultyAllowance,
        month_tables(allowances=[allowance_row(amount=-1)]),
    ),
    "a salary taxed by the day": (
        refusals.MonthlyPayTaxedDaily,
        month_tables(
            slips=[slip_row(tax_mode=TaxMode.DAILY)],
            versions=[version_row(pay_basis=PayBasis.MONTHLY, rate=2_500_000)],
            days=[],
        ),
    ),
    "a day labourer's day without payment": (
        refusals.DayWithoutPayment,
        month_tables(slips=[slip_row(tax_mode=TaxMode.DAILY)], days=[day_row(TUESDAY)]),
    ),
    "more different wages than can be summed": (refusals.SumTooFine, primes()),
}


@pytest.mark.parametrize(("refusal", "month"), CAUSES.values(), ids=CAUSES)
def test_the_slip_is_refused_and_nobody_else(refusal: type[Refusal], month: MonthTables) -> None:
    computed = compute_month(joined(month, OTHER))
    assert {(fault.slip, fault.code) for fault in computed.faults} == {(1, code_of(refusal))}
    assert computed.slips.net.tolist() == compute_month(OTHER).slips.net.tolist()


def code_of(refusal: type[Refusal]) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in refusal.__name__).strip(
        "_"
    )


def classes() -> Iterator[type[Refusal]]:
    for found in vars(refusals).values():
        if isinstance(found, type) and issubclass(found, Refusal) and found is not Refusal:
            yield found


def test_every_refusal_has_a_month_that_causes_it() -> None:
    assert {refusal for refusal, _ in CAUSES.values()} == set(classes())


@pytest.mark.parametrize(("refusal", "month"), CAUSES.values(), ids=CAUSES)
def test_the_sentence_is_whole_in_both_languages(refusal: type[Refusal], month: MonthTables) -> None:
    for fault in compute_month(month).faults:
        assert "{" not in fault.message_ko + fault.message_en
        assert any("가" <= letter <= "힣" for letter in fault.message_ko)
        assert fault.message_en.endswith(".")
