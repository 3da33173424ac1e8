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
