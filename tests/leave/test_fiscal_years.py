"""Leave by fiscal year: granted at its start, settled by the day of hire when somebody leaves."""

from datetime import date, timedelta

import pytest
from django.test import Client

from closing import fill
from office import Office, new_office
from openinsa.leave.models import LeaveGrant, LeaveSetting
from openinsa.leave.queries import balances_of, unused_at_exit
from openinsa.leave.setting_actions import (
    FiscalYearBeginsElsewhere,
    LeaveSettingTwice,
    set_leave_settings,
)
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed
from openinsa.people.tenancy import set_context
from openinsa.staffing.models import Contract

pytestmark = pytest.mark.django_db
FISCAL = {"granting": "fiscal", "fiscal_month": 1, "share_unit": 60, "source": "취업규칙 제30조"}
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def worked(office: Office, since: date, until: date) -> Contract:
    """Somebody who attended every day of their contract, all months approved."""
    office.project.starts_on, office.project.ends_on = since.replace(day=1), date(2026, 12, 31)
    office.project.save()
    contract = office.employ(starts_on=since, ends_on=until, rate=82_560)
    month = since.replace(day=1)
    while month <= until:
        fill(office, month)
        month = (month + timedelta(days=32)).replace(day=1)
    return contract


def arisen(contract: Contract) -> list[tuple[str, date, int]]:
    yearly = LeaveGrant.objects.filter(person=contract.person_id).exclude(basis="month")
    return [(one.basis, one.granted_on, one.minutes) for one in yearly]


def test_the_first_fiscal_year_gives_a_share_and_leaving_adds_what_the_day_of_hire_gives_more(
    office: Office,
) -> None:
    set_leave_settings(office.hr_officer, NEW_YEAR, **FISCAL)
    contract = worked(office, date(2025, 7, 1), date(2026, 7, 31))
    assert arisen(contract) == [
        ("fiscal", NEW_YEAR, 3660),
        ("compared", date(2026, 7, 1), 7200),
    ]
    held = balances_of([contract.person_id], contract.ends_on)[contract.person_id]
    assert held.granted == 11 * 480 + 3660
    owed = unused_at_exit([contract])[contract.pk]
    assert [(one.due_on, one.employment_over, one.owed) for one in owed] == [
        (date(2026, 6, 30), False, 11 * 480),
        (contract.ends_on, True, 7200),
    ]


def test_a_rule_that_reckons_anew_by_the_day_of_hire_takes_the_surplus(office: Office) -> None:
    set_leave_settings(office.hr_officer, NEW_YEAR, **FISCAL, settlement="hire")
    contract = worked(office, date(2025, 7, 1), date(2026, 3, 31))
    owed = unused_at_exit([contract])[contract.pk]
    assert [one.owed for one in owed] == [8 * 480]
    LeaveSetting.objects.update(settlement="larger")
    owed = unused_at_exit([contract])[contract.pk]
    assert [one.owed for one in owed] == [8 * 480 + 3660]


def test_switching_on_for_people_already_employed_doubles_nothing(office: Office) -> None:
    contract = worked(office, date(2024, 10, 1), date(2026, 1, 31))
    assert arisen(contract) == [("year", date(2025, 10, 1), 7200)]
    set_leave_settings(office.hr_officer, NEW_YEAR, **FISCAL)
    assert arisen(contract) == [("year", date(2025, 10, 1), 7200), ("fiscal", NEW_YEAR, 1860)]


def test_the_granting_changes_with_a_fiscal_year_only_and_once_a_day(office: Office) -> None:
    with pytest.raises(FiscalYearBeginsElsewhere):
        set_leave_settings(office.hr_officer, date(2026, 3, 1), **FISCAL)
    set_leave_settings(office.hr_officer, NEW_YEAR, **FISCAL)
    with pytest.raises(LeaveSettingTwice):
        set_leave_settings(office.hr_officer, NEW_YEAR, **FISCAL)
    with pytest.raises(FiscalYearBeginsElsewhere):
        set_leave_settings(office.hr_officer, date(2026, 5, 1), **FISCAL | {"granting": "hire"})
    set_leave_settings(office.hr_officer, date(2026, 5, 1), **FISCAL, advance="warn")
    with pytest.raises(NotAllowed):
        set_leave_settings(office.clerk, date(2027, 1, 1), **FISCAL)


def signed_in(user: User) -> Client:
    set_context(None)
    client = Client()
    client.force_login(user)
    return client


def test_hr_switches_to_the_fiscal_year_on_screen_and_sees_how_a_grant_came_about(office: Office) -> None:
    contract = worked(office, date(2025, 12, 1), date(2026, 12, 31))
    client = signed_in(office.hr_officer)
    typed = FISCAL | {
        "valid_from": "2026-01-01",
        "settlement": "larger",
        "advance": "free",
        "advance_days": 0,
    }
    answer = client.post("/leave/settings/", typed, follow=True).content.decode()
    assert "연차 설정을 저장하고" in answer
    assert "회계연도 기준 (1월 1일부터)" in answer
    office.enter()
    grant = LeaveGrant.objects.get(person=contract.person_id, basis="fiscal")
    shown = client.get(f"/leave/grants/{grant.pk}/").content.decode()
    assert "2025-12-01 ~ 2025-12-31" in shown
    assert "1년 몫의 연차시간" in shown
    ledger = client.get(f"/leave/contracts/{contract.pk}/").content.decode()
    assert f"/leave/grants/{grant.pk}/" in ledger
    assert "2026-12-31에 퇴사하면" in ledger
    answer = client.post("/leave/settings/", typed | {"valid_from": "2026-02-01", "fiscal_month": 3})
    assert "회계연도의 첫날이 아닙니다" in answer.content.decode()
    office.enter()
    assert signed_in(office.clerk).get("/leave/settings/").status_code == 403
