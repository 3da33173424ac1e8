"""Pay items by the hour, by marked days, as a share of other pay, and in some months of the year alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from compute.months import (
    allowance_row,
    day_row,
    lines,
    month_tables,
    number,
    row_of,
    slip_row,
    version_row,
    workdays,
)
from openinsa.compute.explanation import explain
from openinsa.compute.month import MonthSlips, compute_month
from openinsa.compute.tables import EMPTY, Days, mark_number, months_number
from openinsa.rules.choices import AllowanceKind, AllowanceMeasure, LineRounding, PayBasis

JUNE = date(2026, 6, 1), date(2026, 6, 30)
PER_HOUR, SHARE, MARKED = AllowanceKind.PER_HOUR, AllowanceKind.SHARE, AllowanceKind.PER_MARKED_DAY


def month_with(
    days: list[dict[str, Any]] | None = None, slip: dict[str, Any] | None = None, **item: Any
) -> MonthSlips:
    version = version_row(pay_basis=PayBasis.MONTHLY, rate=2_090_000)
    slips = [slip] if slip else None
    return compute_month(month_tables(slips, [version], days, allowances=[allowance_row(**item)]))


def won(month: MonthSlips) -> int:
    return lines(month).get("급식비", 0)


def told(month: MonthSlips) -> tuple[str, str]:
    (line,) = [one for one in explain(month, 1) if one["code"] == "allowance"]
    return line["words_ko"], line["words_en"]


def late_until(end: int) -> list[dict[str, Any]]:
    """Everybody's June, the first workday to a later end."""
    first, *rest = workdays(*JUNE)
    return [first | {"end": end}, *rest]


def test_an_item_by_the_hour_of_overtime_counts_its_minutes() -> None:
    month = month_with(
        late_until(18 * 60 + 150), kind=PER_HOUR, measure=AllowanceMeasure.OVERTIME, amount=3_000
    )
    assert won(month) == 7_500
    assert told(month) == (
        "연장근로 2시간 30분 × 3,000원 = 7,500원",
        "2 h 30 min of overtime × 3,000 won = 7,500 won",
    )


def test_an_item_by_the_hour_counts_only_the_days_it_holds() -> None:
    hours = {"kind": PER_HOUR, "measure": AllowanceMeasure.WORKED, "amount": 1_000}
    since = number(date(2026, 6, 29))
    assert won(month_with(**hours, valid_from=since)) == 2 * 8 * 1_000


def test_duty_is_paid_for_every_day_with_its_mark() -> None:
    days = workdays(*JUNE)
    for day in days[:3]:
        day["mark"] = mark_number("duty")
    month = month_with(days, kind=MARKED, mark=mark_number("duty"), amount=60_000)
    assert won(month) == 180_000
    assert told(month)[0] == "해당 부호 3일 × 60,000원 = 180,000원"
    assert won(month_with(days, kind=MARKED, mark=mark_number("training"), amount=60_000)) == 0


def test_a_share_of_basic_pay_follows_the_basic_pay_of_the_month() -> None:
    share = {"kind": SHARE, "measure": AllowanceMeasure.BASIC_PAY, "amount": 50_000}
    month = month_with(**share)
    assert won(month) == 104_500
    assert told(month) == ("기본급 2,090,000원 × 5% = 104,500원", "base pay 2,090,000 won × 5% = 104,500 won")
    joiner = slip_row(employed_from=number(date(2026, 6, 16)))
    assert won(month_with(slip=joiner, **share)) == 52_250


def test_a_share_of_the_ordinary_wage_counts_what_is_part_of_it() -> None:
    """통상임금 2,299,000원(기본급 + 직책수당)의 60%."""
    version = version_row(pay_basis=PayBasis.MONTHLY, rate=2_090_000)
    duty_pay = allowance_row(name=1, amount=209_000, ordinary_from=0)
    holiday_pay = allowance_row(kind=SHARE, measure=AllowanceMeasure.ORDINARY_WAGE, amount=600_000)
    month = compute_month(month_tables(versions=[version], allowances=[duty_pay, holiday_pay]))
    assert lines(month)["급식비"] == 1_379_400


@pytest.mark.parametrize("since", [16, 30])
def test_a_share_of_an_ordinary_wage_that_rises_within_the_month_follows_it_by_days(since: int) -> None:
    """직책수당이 16일부터면 통상임금은 절반은 2,090,000원, 절반은 2,299,000원이다."""
    version = version_row(pay_basis=PayBasis.MONTHLY, rate=2_090_000)
    begins = number(date(2026, 6, since))
    duty_pay = allowance_row(name=1, amount=209_000, ordinary_from=0, valid_from=begins)
    share = allowance_row(kind=SHARE, measure=AllowanceMeasure.ORDINARY_WAGE, amount=600_000)
    month = compute_month(month_tables(versions=[version], allowances=[duty_pay, share]))
    average = (2_090_000 * (since - 1) + 2_299_000 * (31 - since)) // 30
    assert lines(month)["급식비"] == average * 6 // 10


def test_a_bonus_is_paid_in_its_months_and_counts_a_twelfth_of_the_year_in_all() -> None:
    """명절휴가비 100만 원을 2월과 9월에: 6월에는 주지 않지만 통상임금에는 한 달 166,667원이 든다."""
    bonus = {
        "amount": 1_000_000,
        "months": months_number([2, 9]),
        "ordinary_from": number(date(2024, 12, 19)),
    }
    month = month_with(late_until(20 * 60), **bonus)
    assert won(month) == 0
    wage = month.ordinary_wages
    assert (int(wage.numerator[0]), int(wage.denominator[0])) == (2_090_000 + 166_667, 209)
    assert lines(month)["overtime"] == (2_256_667 * 2 * 3) // (209 * 2)
    paid = month_with(amount=1_000_000, months=months_number([6, 12]))
    assert told(paid)[0] == "정한 달에 1,000,000원 = 1,000,000원"


def test_a_share_of_basic_pay_raises_the_ordinary_wage() -> None:
    month = month_with(kind=SHARE, measure=AllowanceMeasure.BASIC_PAY, amount=50_000, ordinary_from=0)
    wage = month.ordinary_wages
    assert int(wage.numerator[0]) / int(wage.denominator[0]) == (2_090_000 + 104_500) / 209


def test_an_item_of_every_worked_day_lifts_pay_over_the_minimum_wage() -> None:
    """시급 10,000원 + 하루 4,000원 = 시급 10,500원; 15일부터 하루 5,000원."""
    version = [version_row(rate=10_000)]
    day = {"kind": AllowanceKind.PER_WORKED_DAY, "ordinary_from": 0}
    middle = number(date(2026, 6, 15))
    items = [
        allowance_row(amount=4_000, valid_to=middle - 1, **day),
        allowance_row(amount=5_000, valid_from=middle, **day),
    ]
    with_item = compute_month(month_tables(versions=version, allowances=items))
    without = compute_month(month_tables(versions=version))
    assert (row_of(without)["minimum_wage"], row_of(with_item)["minimum_wage"]) == (True, False)
    wages = with_item.ordinary_wages
    assert (wages.numerator / wages.denominator).tolist() == [10_500, 10_625]


@pytest.mark.parametrize(
    ("item", "below"),
    [
        ({"kind": PER_HOUR, "measure": AllowanceMeasure.WORKED, "amount": 320}, False),
        ({"kind": PER_HOUR, "measure": AllowanceMeasure.NIGHT, "amount": 320}, True),
        ({"kind": AllowanceKind.PER_WORKED_DAY, "amount": 2_560, "minimum_wage": 2}, True),
        ({"kind": AllowanceKind.PER_WORKED_DAY, "amount": 2_560, "minimum_wage": 1}, False),
        ({"kind": AllowanceKind.PER_WORKED_DAY, "amount": 2_559, "minimum_wage": 0}, True),
    ],
)
def test_what_of_an_item_by_time_counts_toward_the_minimum_wage(item: dict[str, Any], below: bool) -> None:
    month = compute_month(
        month_tables(versions=[version_row(rate=10_000)], allowances=[allowance_row(**item)])
    )
    assert row_of(month)["minimum_wage"] == below


def test_a_bonus_of_some_months_does_not_lift_pay_over_the_minimum_wage() -> None:
    """매달 주지 않는 상여금은 최저임금에 넣지 않는다."""
    version = [version_row(pay_basis=PayBasis.MONTHLY, rate=2_100_000)]
    every, june = (
        compute_month(month_tables(versions=version, allowances=[allowance_row(amount=100_000, **months)]))
        for months in ({}, {"months": months_number([6])})
    )
    assert not row_of(every)["minimum_wage"]
    assert row_of(june)["minimum_wage"]


def test_an_item_has_its_own_rounding() -> None:
    hours = {"kind": PER_HOUR, "measure": AllowanceMeasure.OVERTIME, "amount": 1_111}
    days = late_until(18 * 60 + 7)
    assert won(month_with(days, **hours)) == 129
    assert won(month_with(days, **hours, rounding=LineRounding.CEIL_10.value)) == 130


def test_items_by_the_day_and_the_hour_belong_to_a_day_labourers_payment_and_shares_are_refused() -> None:
    day = day_row(date(2026, 6, 1), mark=mark_number("duty"), end=20 * 60)
    slip = slip_row(tax_mode=1)
    payment = [{"slip": 1, "payment": 0, "date": day["date"]}]
    plain = version_row(rate=17_000)
    items = [
        allowance_row(kind=MARKED, mark=mark_number("duty"), amount=60_000),
        allowance_row(name=1, kind=PER_HOUR, measure=AllowanceMeasure.OVERTIME, amount=5_000),
    ]
    month = compute_month(month_tables([slip], [plain], [day], allowances=items, payments=payment))
    assert lines(month)["급식비"], lines(month)["기타"] == (60_000, 10_000)
    assert (
        int(month.payment_taxes.income_tax[0])
        == (136_000 + 51_000 + 70_000 - 150_000) * 27 // 1000 // 10 * 10
    )
    share = [allowance_row(kind=SHARE, measure=AllowanceMeasure.BASIC_PAY, amount=50_000)]
    refused = compute_month(month_tables([slip], [plain], [day], allowances=share, payments=payment))
    assert [one.code for one in refused.faults] == ["monthly_pay_taxed_daily"]


def test_a_mark_is_counted_on_work_and_on_leave_alike() -> None:
    days = Days.of(
        [
            day_row(date(2026, 6, 1), mark=7),
            day_row(date(2026, 6, 6), code=0, start=EMPTY, end=EMPTY, breaks=[], mark=7),
        ]
    )
    tables = replace(
        month_tables(days=[], allowances=[allowance_row(kind=MARKED, mark=7, amount=10_000)]), days=days
    )
    assert lines(compute_month(tables))["급식비"] == 20_000
