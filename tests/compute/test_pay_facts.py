"""Closed days, probation, living wage, paid hours of a month, pay above the contract, and untaxed pay."""

from datetime import date
from typing import Any

from compute.months import (
    CLOSED,
    Row,
    allowance_row,
    day_row,
    institution_row,
    lines,
    month_tables,
    number,
    other_code,
    row_of,
    slip_row,
    version_row,
    workdays,
)
from openinsa.compute.explanation import explain
from openinsa.compute.month import MonthSlips, compute_month
from openinsa.compute.tables import months_number
from openinsa.rules.choices import AllowanceTax, PayBasis

JUNE = date(2026, 6, 1), date(2026, 6, 30)
SALARY = {"pay_basis": PayBasis.MONTHLY, "rate": 2_533_289}


def closed_for(days: int, **slip: Any) -> MonthSlips:
    rows = workdays(*JUNE)
    for place in range(days):
        rows[place] = other_code(date.fromordinal(719163 + rows[place]["date"]), CLOSED)
    return compute_month(month_tables([slip_row(**slip)], days=rows))


def words(month: MonthSlips, code: str) -> tuple[str, str]:
    (line,) = [one for one in explain(month, 1) if one["code"] == code]
    return line["words_ko"], line["words_en"]


def test_closed_days_are_paid_at_seventy_percent_of_the_average_wage() -> None:
    month = closed_for(2, average_won=10_120_000, average_days=92)
    assert lines(month)["closure"] == 2 * 77_000
    assert words(month, "closure") == (
        "2일 × 77,000원(평균임금 110,000원의 70%) = 154,000원",
        "2 days × 77,000 won (70% of the average wage of 110,000 won) = 154,000 won",
    )


def test_closed_days_are_never_paid_above_the_ordinary_wage() -> None:
    month = closed_for(1, average_won=13_800_000, average_days=92)
    assert lines(month)["closure"] == 96_968
    assert words(month, "closure")[0].startswith("1일 × 96,968원(통상임금 전액)")


def test_closed_days_of_the_first_month_are_paid_at_seventy_percent_of_the_ordinary_wage() -> None:
    assert lines(closed_for(1))["closure"] == 67_878


def test_a_closed_day_does_not_cost_the_weekly_holiday() -> None:
    assert lines(closed_for(2))["weekly_holiday"] == lines(closed_for(0))["weekly_holiday"]


def test_a_salary_loses_the_closed_day_and_gets_its_closure_pay() -> None:
    rows = workdays(*JUNE)
    rows[0] = other_code(JUNE[0], CLOSED)
    found = lines(compute_month(month_tables(versions=[version_row(**SALARY)], days=rows)))
    assert found["absence_deduction"] == -96_968
    assert found["closure"] == 67_878


def test_a_day_labourers_closed_day_belongs_to_its_payment() -> None:
    rows = [other_code(date(2026, 6, 1), CLOSED), day_row(date(2026, 6, 2))]
    payments = [{"slip": 1, "payment": 0, "date": row["date"]} for row in rows]
    slip = slip_row(tax_mode=1, average_won=20_000_000, average_days=92)
    version = version_row(rate=40_000)
    month = compute_month(month_tables([slip], [version], rows, payments=payments))
    closed = lines(month)["closure"]
    assert closed == 224_000
    taxed = (closed - 150_000 + 320_000 - 150_000) * 27 // 1000 // 10 * 10
    assert month.payment_taxes.income_tax.tolist() == [taxed]


def flagged(flag: str, version: Row, **given: Any) -> bool:
    return bool(row_of(compute_month(month_tables(versions=[version], **given)))[flag])


def test_ninety_percent_of_the_minimum_wage_is_enough_until_probation_ends() -> None:
    low = version_row(rate=9_288)
    assert flagged("minimum_wage", low)
    assert not flagged("minimum_wage", low, slips=[slip_row(probation_to=number(JUNE[1]))])
    assert flagged("minimum_wage", version_row(rate=9_287), slips=[slip_row(probation_to=number(JUNE[1]))])
    assert flagged("minimum_wage", low, slips=[slip_row(probation_to=number(date(2026, 6, 29)))])


def test_the_end_of_a_probation_changes_no_won() -> None:
    plain = compute_month(month_tables())
    split = compute_month(month_tables([slip_row(probation_to=number(date(2026, 6, 15)))]))
    assert lines(plain) == lines(split)


def test_pay_below_the_living_wage_is_marked_where_the_institution_has_one() -> None:
    assert not flagged("living_wage", version_row(rate=12_000))
    living = institution_row(living_hourly_wage=12_121)
    assert flagged("living_wage", version_row(rate=12_120), institution=living)
    assert not flagged("living_wage", version_row(rate=12_121), institution=living)
    meal = [allowance_row(amount=209)]
    assert not flagged("living_wage", version_row(rate=12_120), institution=living, allowances=meal)


def test_a_paid_saturday_divides_the_month_by_more_hours_but_not_the_minimum_wage() -> None:
    """226시간으로 나누면 통상시급은 낮아지지만 최저임금은 209시간으로 본다."""
    version = version_row(**{**SALARY, "rate": 2_260_000}, month_hours=226)
    rows = workdays(*JUNE)
    rows[0] |= {"end": 20 * 60}
    month = compute_month(month_tables(versions=[version], days=rows))
    assert lines(month)["overtime"] == 2 * 10_000 * 3 // 2
    assert not row_of(month)["minimum_wage"]


def test_more_time_than_the_contract_plans_is_marked() -> None:
    saturday = [*workdays(*JUNE)[1:], day_row(date(2026, 6, 6), end=13 * 60, breaks=[])]
    part_time = version_row(
        daily_scheduled_minutes=240,
        weekly_scheduled_minutes=1200,
        monday=240,
        tuesday=240,
        wednesday=240,
        thursday=240,
        friday=240,
    )
    mornings = [row | {"end": 13 * 60, "breaks": []} for row in workdays(*JUNE)]
    assert not flagged("above_contract", version_row())
    assert not flagged("above_contract", version_row(), days=saturday)
    assert not flagged("above_contract", part_time, days=mornings)
    assert flagged(
        "above_contract", part_time, days=[*mornings, day_row(date(2026, 6, 13), end=13 * 60, breaks=[])]
    )


def taxed(tax: AllowanceTax, amount: int, **slip: Any) -> tuple[int, int]:
    item = [allowance_row(tax=tax.value, amount=amount)]
    row = row_of(compute_month(month_tables([slip_row(**slip)], allowances=item)))
    return row["non_taxable"], row["taxable"]


def test_each_untaxed_item_has_its_own_limit() -> None:
    base = row_of(compute_month(month_tables()))["gross"]
    assert taxed(AllowanceTax.CHILDCARE, 500_000, children_to_6=2) == (400_000, base + 100_000)
    assert taxed(AllowanceTax.CHILDCARE, 500_000) == (0, base + 500_000)
    assert taxed(AllowanceTax.RESEARCH, 300_000)[0] == 200_000
    assert taxed(AllowanceTax.WORK_ABROAD, 6_000_000)[0] == 1_000_000
    assert taxed(AllowanceTax.SHIP_OR_CONSTRUCTION_ABROAD, 6_000_000)[0] == 5_000_000
    assert taxed(AllowanceTax.UNTAXED, 60_000) == (60_000, base)


def late_month(rate: int = 11_000, items: list[Row] | None = None, **slip: Any) -> Row:
    rows = workdays(*JUNE)
    for row in rows[:10]:
        row["end"] = 20 * 60
    slips = [slip_row(**{"production_job": True, **slip})]
    return row_of(compute_month(month_tables(slips, [version_row(rate=rate)], rows, allowances=items)))


def test_overtime_of_production_jobs_is_untaxed_up_to_what_is_left_of_the_year() -> None:
    overtime = 20 * 11_000 * 3 // 2
    assert late_month()["untaxed_overtime"] == overtime
    assert late_month()["non_taxable"] == overtime
    assert late_month(overtime_untaxed_before=2_300_000)["untaxed_overtime"] == 100_000
    assert late_month(production_job=False)["untaxed_overtime"] == 0
    assert late_month(last_year_gross=37_000_001)["untaxed_overtime"] == 0
    assert late_month(rate=14_000)["untaxed_overtime"] == 0


def test_pay_of_some_months_and_repaid_cost_do_not_count_as_fixed_monthly_pay() -> None:
    bonus = allowance_row(amount=1_000_000, months=months_number([6]))
    assert late_month(items=[bonus])["untaxed_overtime"] > 0
    assert late_month(items=[allowance_row(amount=1_000_000)])["untaxed_overtime"] == 0
    assert (
        late_month(items=[allowance_row(amount=1_000_000, tax=AllowanceTax.UNTAXED.value)])[
            "untaxed_overtime"
        ]
        > 0
    )


def test_overtime_of_a_production_day_labourer_is_wholly_untaxed() -> None:
    rows = [day_row(date(2026, 6, 1), end=22 * 60)]
    payments = [{"slip": 1, "payment": 0, "date": rows[0]["date"]}]
    slip = slip_row(tax_mode=1, production_job=True)
    month = compute_month(month_tables([slip], [version_row(rate=25_000)], rows, payments=payments))
    assert row_of(month)["untaxed_overtime"] == 4 * 25_000 * 3 // 2
    assert month.payment_taxes.income_tax.tolist() == [(200_000 - 150_000) * 27 // 1000 // 10 * 10]


def in_employment_insurance(hired: date, last: date, weekly_minutes: int, **slip: Any) -> bool:
    """Whether somebody hired for two months in March 2027 is in the employment insurance that month."""
    row = slip_row(
        month=date(2027, 3, 1),
        contract_months=2,
        employed_from=number(hired),
        hired_on=number(hired),
        employed_to=number(last),
        **slip,
    )
    agreed = version_row(
        valid_from=number(hired),
        weekly_scheduled_minutes=weekly_minutes,
        monthly_scheduled_minutes=weekly_minutes * 365 // 84,
    )
    until = min(last, date(2027, 3, 31))
    found = compute_month(month_tables([row], [agreed], workdays(hired, until)))
    return bool(row_of(found)["insured_employment"])


def test_whoever_is_hired_on_the_last_day_is_insured_by_the_pay_agreed_for_a_month() -> None:
    assert in_employment_insurance(date(2027, 3, 31), date(2027, 5, 30), 2400)


def test_whoever_leaves_within_the_month_is_insured_by_the_pay_agreed_for_a_month() -> None:
    assert in_employment_insurance(date(2027, 3, 1), date(2027, 3, 2), 2400)


def test_two_months_of_low_agreed_pay_stay_outside_employment_insurance() -> None:
    assert not in_employment_insurance(date(2027, 3, 31), date(2027, 5, 30), 840)


def test_a_reported_pay_decides_over_employment_insurance_as_it_stands() -> None:
    hired = date(2027, 3, 31), date(2027, 5, 30), 2400
    assert not in_employment_insurance(*hired, employment_base=700_000)
