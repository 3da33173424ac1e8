"""New terms of a contract from a day on, typed on its page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.people.tenancy import set_context
from openinsa.staffing.models import Contract, ContractVersion

pytestmark = pytest.mark.django_db
TERMS = {
    "valid_from": "2026-06-01",
    "pay_basis": "daily",
    "rate": "96968",
    "daily_scheduled_minutes": "8",
    "weekly_scheduled_minutes": "40",
    "weekly_scheduled_days": "5",
    "reason": "합의",
}


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def contract(office: Office) -> Contract:
    return office.employ()


def type_terms(office: Office, contract: Contract, **typed: Any) -> ContractVersion:
    """The version in force on the first day of June after the page was sent."""
    client = Client()
    client.force_login(office.hr_officer)
    set_context(None)
    answer = client.post(reverse("staffing:new_terms", args=[contract.pk]), TERMS | typed)
    assert answer.status_code == 302, answer.content.decode()
    office.enter()
    return contract.versions.get(valid_from=date(2026, 6, 1))


def test_another_weekday_becomes_the_weeks_paid_holiday_from_its_day_on(
    office: Office, contract: Contract
) -> None:
    assert type_terms(office, contract, week_ends_on="2").week_ends_on == ContractVersion.Weekday.WEDNESDAY
    assert contract.versions.earliest("valid_from").week_ends_on == ContractVersion.Weekday.SUNDAY


def test_monday_is_a_weekday_like_others(office: Office, contract: Contract) -> None:
    assert type_terms(office, contract, week_ends_on="0").week_ends_on == ContractVersion.Weekday.MONDAY


def test_terms_without_a_weekday_keep_the_one_they_had(office: Office, contract: Contract) -> None:
    version = type_terms(office, contract, rate="100000")
    assert (version.rate, version.week_ends_on) == (100_000, ContractVersion.Weekday.SUNDAY)


def test_hours_agreed_for_a_month_and_part_time_work_are_told_apart_from_the_week(
    office: Office, contract: Contract
) -> None:
    version = type_terms(office, contract, monthly_scheduled_minutes="56", part_time="yes")
    assert (version.monthly_scheduled_minutes, version.part_time) == (56 * 60, True)
    assert version.weekly_scheduled_minutes == 2_400


def test_other_hours_forget_what_was_agreed_for_the_month(office: Office, contract: Contract) -> None:
    type_terms(office, contract, monthly_scheduled_minutes="56", part_time="yes")
    shorter = {"daily_scheduled_minutes": "6", "weekly_scheduled_minutes": "30"}
    version = type_terms(office, contract, **shorter)
    assert (version.monthly_scheduled_minutes, version.part_time) == (0, True)


def test_a_month_has_no_more_hours_than_it_is_long(office: Office, contract: Contract) -> None:
    answer = send(office, "new_terms", contract, TERMS | {"monthly_scheduled_minutes": "745"})
    assert "한 달 시간보다 깁니다" in answer


WEEK = {
    "valid_from": "2026-06-01",
    "tue": "10:00-19:00/13:00-14:00",
    "wed": "10:00-19:00/13:00-14:00",
    "sat": "09:00-13:00",
    "week_ends_on": "6",
    "reason": "주말 운영",
}


def send(office: Office, page: str, contract: Contract, typed: dict[str, Any]) -> str:
    """What the page answers; "" where it went on."""
    client = Client()
    client.force_login(office.hr_officer)
    set_context(None)
    answer = client.post(reverse(f"staffing:{page}", args=[contract.pk]), typed)
    office.enter()
    return "" if answer.status_code == 302 else answer.content.decode()


def test_weekdays_and_times_make_the_hours_of_the_week(office: Office, contract: Contract) -> None:
    assert send(office, "schedule", contract, WEEK) == ""
    version = contract.versions.latest("valid_from")
    assert version.schedule == {
        "tue": [600, 1140, [[780, 840]]],
        "wed": [600, 1140, [[780, 840]]],
        "sat": [540, 780, []],
    }
    hours = (version.daily_scheduled_minutes, version.weekly_scheduled_minutes, version.weekly_scheduled_days)
    assert (*hours, version.part_time) == (480, 1200, 3, True)


def test_one_week_with_its_own_days_gives_way_to_what_was_agreed_before(
    office: Office, contract: Contract
) -> None:
    before = contract.versions.get()
    assert send(office, "schedule", contract, WEEK | {"valid_to": "2026-06-07"}) == ""
    spans = list(contract.versions.values_list("valid_from", "valid_to", "weekly_scheduled_minutes"))
    assert spans == [
        (before.valid_from, date(2026, 5, 31), 2400),
        (date(2026, 6, 1), date(2026, 6, 7), 1200),
        (date(2026, 6, 8), before.valid_to, 2400),
    ]
    assert contract.versions.last().schedule == before.schedule


def test_a_week_that_changes_twice_holds_what_was_said_last(office: Office, contract: Contract) -> None:
    for last in ("2026-06-07", "2026-06-14"):
        assert send(office, "schedule", contract, WEEK | {"valid_to": last}) == ""
    assert [one.valid_from.isoformat() for one in contract.versions.all()] == [
        "2026-01-01",
        "2026-06-01",
        "2026-06-15",
    ]


def test_weekdays_stay_when_only_the_length_of_the_day_changes(office: Office, contract: Contract) -> None:
    send(office, "schedule", contract, WEEK | {"tue": "", "sat": "10:00-19:00/13:00-14:00"})
    type_terms(
        office,
        contract,
        daily_scheduled_minutes="7",
        weekly_scheduled_minutes="14",
        weekly_scheduled_days="2",
    )
    assert set(contract.versions.last().schedule) == {"wed", "sat"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tue": "10시"}, "시각을 읽을 수 없습니다"),
        ({"tue": "10:00-19:00/20:00-21:00"}, "시각을 읽을 수 없습니다"),
        ({"tue": "", "wed": "", "sat": ""}, "일하는 요일이 없습니다"),
        ({"valid_to": "2026-05-31"}, "종료일이 시작일보다 앞입니다"),
        ({"valid_to": "2027-05-31"}, "계약 기간"),
    ],
)
def test_a_week_that_cannot_be_says_why(
    office: Office, contract: Contract, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in send(office, "schedule", contract, WEEK | typed)
    assert contract.versions.count() == 1


def test_the_contract_shows_its_weekdays_and_times(office: Office, contract: Contract) -> None:
    send(office, "schedule", contract, WEEK)
    client = Client()
    client.force_login(office.hr_officer)
    set_context(None)
    page = client.get(reverse("staffing:contract", args=[contract.pk])).content.decode()
    assert "화–수 10:00-19:00/13:00-14:00" in page
    assert "토 09:00-13:00" in page
