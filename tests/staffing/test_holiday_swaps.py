"""A public holiday swapped in writing for a workday: on the grid, in the pay, and never behind a closed month."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from closing import JUNE, compute
from office import Office, new_office
from openinsa.payroll.models import Payslip
from openinsa.people.refusals import NotAllowed
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.holiday_swaps import (
    AgreedAfterwards,
    LabourDayAsksForAReason,
    MonthNotOpenForSwap,
    NotAPublicHoliday,
    OutsideProject,
    RestsAlready,
    swap_holiday,
    take_swap_back,
)
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.models import Contract, Day, HolidaySwap
from openinsa.staffing.sheet import load_sheet

pytestmark = pytest.mark.django_db
ELECTION, FRIDAY = date(2026, 6, 3), date(2026, 6, 5)
WAGE = 96_968


@pytest.fixture
def office() -> Office:
    return new_office()


def swap(office: Office, **fields: Any) -> HolidaySwap:
    usual = {"holiday": ELECTION, "instead": FRIDAY, "agreed_on": date(2026, 5, 20), "agreement": "공원-1"}
    return swap_holiday(office.hr_officer, office.project.pk, **{**usual, **fields})


def lines(contract: Contract) -> dict[str, int]:
    slip = Payslip.objects.get(contract=contract)
    return dict(slip.lines.filter(side="earning").values_list("code", "amount"))


def test_the_holiday_becomes_a_workday_and_the_workday_a_holiday(office: Office) -> None:
    contract = office.employ()
    swap(office)
    fill_month(office.clerk, office.month().pk)
    marks = dict(Day.objects.filter(contract=contract).values_list("date", "mark"))
    assert (marks[ELECTION], marks[FRIDAY]) == ("출", "공휴")
    assert load_sheet(office.month()).holidays[FRIDAY] == "06.03 휴일 대체"


def test_work_on_the_swapped_holiday_bears_no_premium_and_the_day_instead_is_paid(office: Office) -> None:
    """June 2026: 22 weekdays, the election of the 3rd among them; the 3rd is worked, the 5th paid unworked."""
    contract = office.employ()
    swap(office)
    compute(office, JUNE)
    assert lines(contract) == {"base": 21 * WAGE, "public_holiday": WAGE, "weekly_holiday": 4 * WAGE}


def test_work_on_the_day_instead_is_holiday_work(office: Office) -> None:
    contract = office.employ()
    swap(office)
    Day.objects.create(
        institution=office.institution,
        contract=contract,
        date=FRIDAY,
        mark="출",
        code="work",
        starts=540,
        ends=1080,
        breaks=[720, 780],
        entered_by=office.clerk,
    )
    compute(office, JUNE)
    assert lines(contract)["holiday_first8"] == WAGE * 3 // 2


def test_other_projects_keep_the_holiday(office: Office) -> None:
    other = office.new_project("하천 정비")
    contract = office.employ(project=other.name)
    swap(office)
    compute(office, JUNE, other)
    assert lines(contract)["base"] == 21 * WAGE
    assert ELECTION in load_sheet(office.month(project=other)).holidays


def test_marks_of_the_open_month_are_read_again(office: Office) -> None:
    contract = office.employ()
    fill_month(office.clerk, office.month().pk)
    made = swap(office)
    day = Day.objects.get(contract=contract, date=ELECTION)
    assert (day.mark, day.fault) == ("공휴", "not_a_public_holiday")
    take_swap_back(office.hr_officer, office.project.pk, made.pk)
    day.refresh_from_db()
    assert (day.fault, HolidaySwap.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"holiday": date(2026, 6, 4)}, NotAPublicHoliday),
        ({"instead": date(2026, 6, 6)}, RestsAlready),
        ({"instead": date(2027, 1, 5)}, OutsideProject),
        ({"agreed_on": date(2026, 6, 4)}, AgreedAfterwards),
        ({"holiday": date(2026, 5, 1), "agreed_on": date(2026, 4, 1)}, LabourDayAsksForAReason),
    ],
)
def test_what_cannot_be_swapped_is_refused_with_its_reason(
    office: Office, fields: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        swap(office, **fields)
    assert not HolidaySwap.objects.exists()


def test_a_holiday_is_swapped_once(office: Office) -> None:
    swap(office)
    with pytest.raises(NotAPublicHoliday):
        swap(office, instead=date(2026, 6, 9))


def test_labour_day_is_swapped_with_a_reason(office: Office) -> None:
    fields = {"holiday": date(2026, 5, 1), "agreed_on": date(2026, 4, 1), "grounds": "산불 조심 기간"}
    assert swap(office, **fields).grounds == "산불 조심 기간"


def test_a_month_that_was_handed_in_keeps_its_holidays(office: Office) -> None:
    office.employ()
    made = swap(office)
    compute(office, JUNE)
    with pytest.raises(MonthNotOpenForSwap):
        swap(office, holiday=date(2026, 6, 6), instead=date(2026, 6, 8))
    with pytest.raises(MonthNotOpenForSwap):
        take_swap_back(office.hr_officer, office.project.pk, made.pk)


def test_a_clerk_swaps_nothing(office: Office) -> None:
    with pytest.raises(NotAllowed):
        swap_holiday(
            office.clerk,
            office.project.pk,
            holiday=ELECTION,
            instead=FRIDAY,
            agreed_on=date(2026, 5, 20),
            agreement="공원-1",
        )


def test_other_institutions_see_no_swap(office: Office) -> None:
    swap(office)
    set_context(new_office("이웃군").institution.pk, None)
    assert not HolidaySwap.objects.exists()


def test_the_project_page_shows_adds_and_takes_back(office: Office, client: Client) -> None:
    client.force_login(office.hr_officer)
    page = reverse("staffing:new_holiday_swap", args=[office.project.pk])
    typed = {
        "holiday": "2026-06-03",
        "instead": "2026-06-05",
        "agreed_on": "2026-05-20",
        "agreement": "공원-1",
    }
    assert client.get(page).status_code == 200
    assert client.post(page, typed).status_code == 302
    shown = client.get(reverse("staffing:project", args=[office.project.pk])).content.decode()
    assert "공원-1" in shown
    made = HolidaySwap.objects.get()
    client.post(reverse("staffing:drop_holiday_swap", args=[office.project.pk, made.pk]))
    assert not HolidaySwap.objects.exists()


def test_a_refusal_stands_above_the_form(office: Office, client: Client) -> None:
    client.force_login(office.hr_officer)
    page = reverse("staffing:new_holiday_swap", args=[office.project.pk])
    typed = {
        "holiday": "2026-06-04",
        "instead": "2026-06-05",
        "agreed_on": "2026-05-20",
        "agreement": "공원-1",
    }
    answer = client.post(page, typed)
    assert "법정 공휴일이 아니거나" in answer.content.decode()
