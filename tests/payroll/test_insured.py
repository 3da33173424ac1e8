"""Who pays which premium and which tax, through the real registration, month and pay run."""

from datetime import date
from typing import Any

import pytest

from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import Payslip
from openinsa.people.models import InsuredState
from openinsa.staffing.actions.contracts import change_contract, end_contract
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import Contract, Day, Project

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
TWO_DAYS_A_WEEK = {
    "daily_scheduled_minutes": 300,
    "weekly_scheduled_minutes": 600,
    "weekly_scheduled_days": 2,
}


@pytest.fixture
def office() -> Office:
    return new_office()


def pay(office: Office, month: date = JUNE, *, days: int = 31) -> None:
    """Fill a month with so many days of work each, approve and compute it, in every project."""
    for project in Project.objects.all():
        one = office.month(month, project)
        fill_month(office.clerk, one.pk)
        leave_out_days_after(days, project)
        submit_month(office.clerk, one.pk)
        approve_month(office.head, one.pk)
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month)):
        compute_runs(chunk, office.payroll_officer.pk)


def leave_out_days_after(count: int, project: Project) -> None:
    """Nothing is entered on anybody's days of work after so many."""
    for contract in project.contracts.all():
        worked = contract.days.filter(code="work").order_by("date").values_list("pk", flat=True)
        absent = {"code": "unpaid_sick_leave", "mark": "무병", "starts": None, "ends": None, "breaks": []}
        Day.objects.filter(pk__in=list(worked)[count:]).update(**absent)


def deducted(contract: Contract, month: date = JUNE) -> dict[str, int]:
    """What is taken from the pay of a contract's month."""
    slip = Payslip.objects.get(contract=contract, run__month=month)
    return dict(slip.lines.filter(side="deduction").values_list("code", "amount"))


def part_timer(office: Office, minutes_a_day: int, **fields: Any) -> Contract:
    """Somebody of five days a week at so many minutes."""
    rate = LIVING_WAGE_DAY * minutes_a_day // 480
    return office.employ("단시간", daily_scheduled_minutes=minutes_a_day, rate=rate, **fields)


def test_thirteen_hours_forty_five_a_week_are_less_than_sixty_hours_a_month(office: Office) -> None:
    below, enough = part_timer(office, 165), part_timer(office, 166)
    pay(office)
    assert not {"pension", "health", "long_term_care"} & deducted(below).keys()
    assert {"pension", "health", "long_term_care"} <= deducted(enough).keys()


def test_hours_cut_below_sixty_within_a_month_end_the_premiums_with_the_next(office: Office) -> None:
    contract = office.employ()
    change_contract(office.hr_officer, contract.pk, date(2026, 6, 16), TWO_DAYS_A_WEEK)
    pay(office)
    pay(office, JULY)
    assert {"pension", "health"} <= deducted(contract).keys()
    assert not {"pension", "health"} & deducted(contract, JULY).keys()


def test_hours_cut_from_the_first_end_the_premiums_at_once(office: Office) -> None:
    contract = office.employ()
    change_contract(office.hr_officer, contract.pk, JUNE, TWO_DAYS_A_WEEK)
    pay(office)
    assert not {"pension", "health"} & deducted(contract).keys()


def test_hours_raised_within_a_month_begin_the_premiums_with_the_next(office: Office) -> None:
    contract = part_timer(office, 120)
    change_contract(
        office.hr_officer,
        contract.pk,
        date(2026, 6, 16),
        {"daily_scheduled_minutes": 480, "weekly_scheduled_minutes": 2_400, "weekly_scheduled_days": 5},
    )
    pay(office)
    pay(office, JULY)
    assert not {"pension", "health"} & deducted(contract).keys()
    assert {"pension", "health"} <= deducted(contract, JULY).keys()


def test_hours_of_two_projects_of_one_institution_add_up_to_sixty(office: Office) -> None:
    office.new_project("저녁 사업")
    number = "700101-1234567"
    first = part_timer(office, 90, resident_number=number)
    part_timer(office, 90, resident_number=number, project="저녁 사업")
    alone = part_timer(office, 90)
    pay(office)
    assert {"pension", "health"} <= deducted(first).keys()
    assert not {"pension", "health"} & deducted(alone).keys()


def test_hired_for_less_than_a_month_is_outside_pension_and_health(office: Office) -> None:
    weeks = office.employ("세 주", starts_on=JUNE, ends_on=date(2026, 6, 21))
    month = office.employ("한 달", starts_on=JUNE, ends_on=date(2026, 6, 30))
    pay(office)
    assert deducted(weeks).keys() & {"pension", "health", "long_term_care", "employment"} == {"employment"}
    assert {"pension", "health", "long_term_care", "employment"} <= deducted(month).keys()


def test_hired_for_months_but_gone_within_weeks_still_pays_the_month(office: Office) -> None:
    contract = office.employ(starts_on=JUNE)
    end_contract(office.hr_officer, contract.pk, date(2026, 6, 20))
    pay(office)
    assert {"pension", "health"} <= deducted(contract).keys()


@pytest.mark.parametrize(
    ("days", "minutes", "construction", "insured"),
    [
        (7, 480, False, set()),
        (8, 480, False, {"pension", "health"}),
        (7, 540, False, {"pension"}),
        (7, 540, True, set()),
    ],
)
def test_day_labourers_of_a_month_and_more_are_in_by_eight_days_or_for_the_pension_sixty_hours(
    office: Office, days: int, minutes: int, construction: bool, insured: set[str]
) -> None:
    contract = office.employ(daily_scheduled_minutes=minutes)
    Contract.objects.update(day_labour=True)
    Project.objects.update(construction_site=construction)
    pay(office, days=days)
    assert deducted(contract).keys() & {"pension", "health"} == insured


def test_day_labourers_of_little_time_are_in_the_pension_by_the_income_of_the_month(office: Office) -> None:
    contract = office.employ(rate=400_000)
    Contract.objects.update(day_labour=True)
    pay(office, days=5)
    assert deducted(contract).keys() & {"pension", "health"} == {"pension"}


def test_below_sixty_hours_for_three_months_the_pension_takes_whoever_wishes(office: Office) -> None:
    wishes, does_not = part_timer(office, 120), part_timer(office, 120)
    Contract.objects.filter(pk=wishes.pk).update(short_hours_pension_wish=True)
    pay(office)
    assert deducted(wishes).keys() & {"pension", "health"} == {"pension"}
    assert not deducted(does_not).keys() & {"pension", "health"}


def declare(contract: Contract, insurance: str, since: date, standing: str, base: int | None = None) -> None:
    InsuredState.objects.create(
        institution_id=contract.institution_id,
        person_id=contract.person_id,
        insurance=insurance,
        valid_from=since,
        standing=standing,
        base=base,
        ground="other",
    )


def test_a_foreigner_declared_outside_the_pension_pays_everything_else(office: Office) -> None:
    contract = office.employ()
    declare(contract, "pension", contract.starts_on, "out")
    pay(office)
    assert deducted(contract).keys() & {"pension", "health", "employment"} == {"health", "employment"}
