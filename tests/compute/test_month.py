"""Whole months: what one person's case must never do to another's, and what odd months give."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compute.made_up import made_up_case
from compute.months import (
    ABSENT,
    ANNUAL_LEAVE,
    JUNE,
    allowance_row,
    day_row,
    institution_row,
    joined,
    lines,
    month_tables,
    number,
    other_code,
    row_of,
    slip_row,
    version_row,
    workdays,
)
from openinsa.compute import month as month_module
from openinsa.compute.assembly import ORDERS, MonthSlips
from openinsa.compute.month import compute_month
from openinsa.compute.slips import LineCode, Side
from openinsa.compute.tables import Allowances, MonthTables, Table
from openinsa.golden.months import CaseReader
from openinsa.rules.choices import AllowanceTax, PayBasis, Proration

MADE_UP = CaseReader([{"input": made_up_case(seed)} for seed in range(40)]).tables()
WHOLE_BATCH = compute_month(MADE_UP)


def same_slips(one: MonthSlips, other: MonthSlips) -> bool:
    return all(
        np.array_equal(column, vars(getattr(other, table))[name])
        for table in ORDERS
        for name, column in vars(getattr(one, table)).items()
    )


def only(month: MonthSlips, slips: list[int]) -> MonthSlips:
    tables = {name: getattr(month, name) for name in ORDERS}
    return replace(month, **{name: table.take(np.isin(table.slip, slips)) for name, table in tables.items()})


def shuffled(tables: MonthTables, seed: int) -> MonthTables:
    chance = np.random.default_rng(seed)
    return replace(
        tables,
        **{
            name: table.take(chance.permutation(len(table)))
            for name, table in vars(tables).items()
            if isinstance(table, Table)
        },
    )


def test_a_joiner_first_in_the_batch_leaves_everyone_elses_pay_untouched() -> None:
    joiner = month_tables(
        slips=[slip_row(0, employed_from=number(date(2026, 6, 10)))],
        versions=[version_row(0)],
        days=workdays(date(2026, 6, 10), date(2026, 6, 30), 0),
    )
    alone = compute_month(month_tables())
    after_joiner = compute_month(joined(joiner, month_tables()))
    assert lines(after_joiner, 0)["base"] == 12_121 * 8 * 15
    assert same_slips(only(after_joiner, [1]), alone)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_has_no_meaning(seed: int) -> None:
    assert same_slips(compute_month(shuffled(MADE_UP, seed)), WHOLE_BATCH)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, 39), min_size=1))
def test_any_part_of_the_people_gets_the_same_slips(chosen: set[int]) -> None:
    slips = sorted(chosen)
    assert same_slips(compute_month(MADE_UP.of(np.array(slips))), only(WHOLE_BATCH, slips))


def test_computing_twice_gives_the_same_slips() -> None:
    assert same_slips(compute_month(MADE_UP), WHOLE_BATCH)


def test_small_chunks_give_the_same_slips_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month_module, "SLIPS_PER_CHUNK", 3)
    assert same_slips(compute_month(MADE_UP), WHOLE_BATCH)


def test_every_worked_minute_has_exactly_one_kind() -> None:
    slips = WHOLE_BATCH.slips
    kinds = slips.regular + slips.overtime + slips.holiday_first8 + slips.holiday_beyond8
    assert kinds.tolist() == slips.worked.tolist()


def test_the_lines_of_a_slip_sum_to_its_totals() -> None:
    for slip in WHOLE_BATCH.slips.slip.tolist():
        row = row_of(WHOLE_BATCH, slip)
        rows = WHOLE_BATCH.lines.take(WHOLE_BATCH.lines.slip == slip)
        side = np.array([LineCode(code).side for code in rows.code.tolist()])
        earned = int(rows.amount[side == Side.EARNING].sum())
        taken = int(rows.amount[side == Side.DEDUCTION].sum())
        assert (row["gross"], row["deductions"], row["net"]) == (earned, taken, earned - taken)
        assert row["employer_total"] == rows.amount[side == Side.EMPLOYER].sum()


def test_a_month_without_working_days_pays_the_whole_salary_and_nothing_by_the_hour() -> None:
    for basis, gross in ((PayBasis.MONTHLY, 2_500_000), (PayBasis.HOURLY, 0)):
        nothing_planned = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), -1)
        month = compute_month(
            month_tables(
                versions=[version_row(pay_basis=basis, rate=2_500_000, **nothing_planned)],
                days=[],
                institution=institution_row(proration=Proration.SCHEDULED_DAYS),
            )
        )
        assert month.faults == ()
        assert row_of(month)["gross"] == gross


def test_a_joiner_in_a_month_without_working_days_is_paid_by_calendar_days() -> None:
    nothing_planned = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), -1)
    month = compute_month(
        month_tables(
            slips=[slip_row(employed_from=number(date(2026, 6, 16)))],
            versions=[version_row(pay_basis=PayBasis.MONTHLY, rate=3_000_000, **nothing_planned)],
            days=[],
            institution=institution_row(proration=Proration.SCHEDULED_DAYS),
        )
    )
    assert lines(month)["base"] == 1_500_000


def test_three_versions_in_one_month_are_summed_exactly_and_rounded_once() -> None:
    """10, 10 and 10 days of three salaries that each leave a third of a won."""
    begins = [date(2026, 1, 1), date(2026, 6, 11), date(2026, 6, 21)]
    ends = [number(date(2026, 6, 10)), number(date(2026, 6, 20)), version_row()["valid_to"]]
    versions = [
        version_row(pay_basis=PayBasis.MONTHLY, rate=rate, valid_from=number(begin), valid_to=end)
        for rate, begin, end in zip((2_500_001, 2_600_001, 2_700_001), begins, ends, strict=True)
    ]
    month = compute_month(month_tables(versions=versions))
    assert lines(month)["base"] == (2_500_001 + 2_600_001 + 2_700_001) // 3
    assert len(month.stretches) == 3


def test_a_month_older_than_the_rule_books_first_date_is_refused_for_that_person_alone() -> None:
    old = date(2017, 6, 1)
    ancient = month_tables(
        slips=[slip_row(2, old, employed_from=number(date(2017, 1, 1)))],
        versions=[version_row(2, valid_from=number(date(2017, 1, 1)))],
        days=[day_row(date(2017, 6, 5), 2)],
    )
    month = compute_month(joined(ancient, month_tables()))
    assert [(fault.slip, fault.code) for fault in month.faults] == [(2, "date_before_first_value")]
    assert "2018-07-01" in month.faults[0].message_ko
    assert same_slips(month, compute_month(month_tables()))


def test_a_contract_that_began_before_the_rule_book_is_paid_in_a_month_of_today() -> None:
    month = compute_month(
        month_tables(
            slips=[slip_row(employed_from=number(date(2010, 3, 2)))],
            versions=[version_row(valid_from=number(date(2010, 3, 2)))],
        )
    )
    assert month.faults == ()
    assert row_of(month)["gross"] == row_of(compute_month(month_tables()))["gross"]


def test_a_batch_without_anybody_gives_empty_tables() -> None:
    month = compute_month(month_tables(slips=[], versions=[], days=[]))
    assert len(month.slips) == len(month.lines) == len(month.faults) == 0


def test_days_without_a_record_count_as_nothing_entered() -> None:
    month = compute_month(month_tables(days=workdays(date(2026, 6, 8), date(2026, 6, 30))))
    assert row_of(month)["unpaid"] == 4 * 480
    assert "absence_deduction" not in lines(month)


def test_an_absence_loses_the_weekly_holiday_and_a_leave_does_not() -> None:
    days = workdays(date(2026, 6, 1), date(2026, 6, 30))
    tuesday = date(2026, 6, 9)
    for code, weeks in ((ABSENT, 3), (ANNUAL_LEAVE, 4)):
        changed = [other_code(tuesday, code) if day["date"] == number(tuesday) else day for day in days]
        month = compute_month(month_tables(days=changed))
        assert row_of(month)["weekly_holiday_paid"] == weeks * 480


def test_a_leave_entered_on_a_public_holiday_is_not_paid_twice() -> None:
    days = [*workdays(date(2026, 6, 1), date(2026, 6, 30)), other_code(date(2026, 6, 3), ANNUAL_LEAVE)]
    assert (
        row_of(compute_month(month_tables(days=days)))["gross"]
        == row_of(compute_month(month_tables()))["gross"]
    )


def test_allowances_of_one_name_share_a_line_and_a_part_of_the_month_is_prorated() -> None:
    items = [
        allowance_row(proration=1, valid_to=number(date(2026, 6, 15))),
        allowance_row(amount=200_000, proration=1, valid_from=number(date(2026, 6, 16))),
        allowance_row(name=1, kind=1, amount=5_000),
    ]
    found = lines(compute_month(month_tables(allowances=items)))
    assert found["급식비"] == 70_000 + 100_000
    assert found["기타"] == 5_000 * 21


def test_pay_below_nothing_never_lowers_a_premium_below_nothing() -> None:
    """A whole month absent, deducted by the hour, can cost more than a salary of few hours."""
    days = [
        other_code(date(2026, 7, day), ABSENT) for day in range(1, 32) if date(2026, 7, day).weekday() < 5
    ]
    month = compute_month(
        month_tables(
            slips=[slip_row(month=date(2026, 7, 1))],
            versions=[version_row(pay_basis=PayBasis.MONTHLY, rate=2_090_000)],
            days=days,
        )
    )
    row = row_of(month)
    assert row["gross"] < 0
    assert row["income_tax"] == 0
    assert "employment" not in lines(month)


def two_contracts(main: int) -> MonthTables:
    part_time = {"weekly_scheduled_minutes": 1200, "daily_scheduled_minutes": 240, "part_time": True}
    return month_tables(
        slips=[slip_row(1, main_slip=main), slip_row(2, main_slip=main)],
        versions=[version_row(1), version_row(2, **part_time)],
        days=[*workdays(JUNE, date(2026, 6, 30)), day_row(date(2026, 6, 13), 2)],
    )


def test_premiums_and_tax_of_two_contracts_stand_on_the_main_slip_over_the_sum() -> None:
    month = compute_month(two_contracts(main=1))
    taxable = row_of(month, 1)["taxable"] + row_of(month, 2)["taxable"]
    assert month.bases.slip.tolist() == [1]
    assert month.bases.taxable.tolist() == [taxable]
    assert row_of(month, 2)["deductions"] == row_of(month, 2)["employer_total"] == 0
    assert lines(month, 1)["employment"] == taxable * 9 // 1000 // 10 * 10


def test_the_limit_of_untaxed_meal_money_is_the_persons_and_not_the_contracts() -> None:
    both = two_contracts(main=2)
    meals = [allowance_row(slip, amount=150_000, tax=AllowanceTax.MEAL) for slip in (1, 2)]
    month = compute_month(replace(both, allowances=Allowances.of(meals)))
    assert row_of(month, 2)["non_taxable"] == 150_000
    assert row_of(month, 1)["non_taxable"] == 50_000


def test_a_ratio_the_decree_does_not_know_is_refused_for_that_person_alone() -> None:
    odd = month_tables(slips=[slip_row(2, withholding_percent=90)], versions=[version_row(2)], days=[])
    month = compute_month(joined(month_tables(), odd))
    assert [(fault.slip, fault.code) for fault in month.faults] == [(2, "unknown_withholding_percent")]
    assert same_slips(month, compute_month(month_tables()))


def test_a_fault_of_one_contract_stops_all_contracts_of_that_person_and_nobody_else() -> None:
    both = two_contracts(main=1)
    broken = replace(both, versions=both.versions.take(both.versions.slip == 1))
    other = month_tables(
        slips=[slip_row(3)], versions=[version_row(3)], days=workdays(JUNE, date(2026, 6, 30), 3)
    )
    month = compute_month(joined(broken, other))
    assert [(fault.slip, fault.code) for fault in month.faults] == [
        (1, "other_contract_refused"),
        (2, "missing_version"),
    ]
    assert month.slips.slip.tolist() == [3]


def test_slips_of_different_months_stand_in_one_batch_each_under_its_own_months_law() -> None:
    months = [date(2025, 6, 1), date(2026, 6, 1)]
    batch = joined(
        *(
            month_tables(
                slips=[slip_row(number_, month, employed_from=number(date(2024, 1, 1)))],
                versions=[version_row(number_, valid_from=number(date(2024, 1, 1)))],
                days=workdays(month, month.replace(day=30), number_),
            )
            for number_, month in enumerate(months, start=1)
        )
    )
    together = compute_month(batch)
    for slip in (1, 2):
        assert same_slips(only(together, [slip]), compute_month(batch.of(np.array([slip]))))
    assert lines(together, 1)["pension"] != lines(together, 2)["pension"]
