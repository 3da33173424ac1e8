"""Who pays which premium and which tax, through the real registration, month and pay run."""

from datetime import date
from typing import Any

import pytest

from office import JUNE, Office, new_office
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import Payslip
from openinsa.staffing.actions.contracts import change_contract
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import Contract, Project

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
TWO_DAYS_A_WEEK = {"daily_scheduled_minutes": 300, "weekly_scheduled_minutes": 600, "weekly_scheduled_days": 2}


@pytest.fixture
def office() -> Office:
    return new_office()


def pay(office: Office, month: date = JUNE) -> None:
    """Fill, approve and compute a month of every project."""
    for project in Project.objects.all():
        one = office.month(month, project)
        fill_month(office.clerk, one.pk)
        submit_month(office.clerk, one.pk)
        approve_month(office.head, one.pk)
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month)):
        compute_runs(chunk, office.payroll_officer.pk)


def deducted(contract: Contract, month: date = JUNE) -> dict[str, int]:
    """What is taken from the pay of a contract's month."""
    slip = Payslip.objects.get(contract=contract, run__month=month)
    return dict(slip.lines.filter(side="deduction").values_list("code", "amount"))


def part_timer(office: Office, minutes_a_day: int, **fields: Any) -> Contract:
    """Somebody of five days a week at so many minutes."""
    return office.employ("단시간", daily_scheduled_minutes=minutes_a_day, **fields)


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
