"""Leave arises from approved months: a day for a month attended in full, fifteen days after a year."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from closing import compute, slip_of
from exports import taken_out
from office import Office, new_office
from openinsa.leave.actions import (
    LeaveLapsesTooEarly,
    LeaveOfNoLength,
    LeaveOutsideContract,
    grant_anew,
    grant_by_hand,
)
from openinsa.leave.granting import a_year_after
from openinsa.leave.models import LeaveGrant
from openinsa.leave.queries import balances, balances_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, ReasonMissing
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Contract, Day
from statements import counted_statements

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)
AGREED = {"minutes": 7200, "granted_on": date(2026, 1, 1), "expires_on": date(2026, 12, 31)}


@pytest.fixture
def office() -> Office:
    return new_office()


def enter(contract: Contract, day: date, **values: object) -> None:
    Day.objects.filter(contract=contract, date=day).update(**values)


def approve(office: Office, month: date, *absent: tuple[Contract, date]) -> None:
    one = office.month(month)
    fill_month(office.clerk, one.pk)
    for contract, day in absent:
        enter(contract, day, mark="결", code="absence", starts=None, ends=None, breaks=[])
    submit_month(office.clerk, one.pk)
    approve_month(office.head, one.pk)


def arisen(contract: Contract) -> list[tuple[str, date, int]]:
    grants = LeaveGrant.objects.filter(person=contract.person_id)
    return [(one.basis, one.granted_on, one.minutes) for one in grants]


def test_a_month_attended_in_full_earns_a_day_when_it_is_approved(office: Office) -> None:
    contract = office.employ()
    approve(office, date(2026, 1, 1))
    assert arisen(contract) == [("month", date(2026, 2, 1), 480)]
    assert LeaveGrant.objects.get().expires_on == date(2026, 12, 31)


def test_a_month_with_an_absence_earns_nothing(office: Office) -> None:
    contract = office.employ()
    approve(office, date(2026, 1, 1), (contract, date(2026, 1, 6)))
    assert arisen(contract) == []


def test_a_month_that_is_not_approved_earns_nothing_yet(office: Office) -> None:
    contract = office.employ(starts_on=date(2026, 1, 15))
    approve(office, date(2026, 1, 1))
    assert arisen(contract) == []
    approve(office, date(2026, 2, 1))
    assert arisen(contract) == [("month", date(2026, 2, 15), 480)]


def test_the_month_that_ends_the_employment_earns_nothing(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 2, 28))
    approve(office, date(2026, 1, 1))
    approve(office, date(2026, 2, 1))
    assert [day for _basis, day, _minutes in arisen(contract)] == [date(2026, 2, 1)]


def test_a_renewed_contract_goes_on_with_the_same_employment(office: Office) -> None:
    first = office.employ(ends_on=date(2026, 1, 31))
    number = {"resident_number": "900101-1999999"}
    earlier = office.employ("박새봄", ends_on=date(2026, 1, 31), **number)
    office.employ("박새봄", starts_on=date(2026, 2, 1), **number)
    approve(office, date(2026, 1, 1))
    assert arisen(earlier) == [("month", date(2026, 2, 1), 480)]
    assert arisen(first) == []


def test_half_time_workers_earn_half_and_below_fifteen_hours_nobody_earns(office: Office) -> None:
    half = office.employ(daily_scheduled_minutes=240)
    little = office.employ("박새봄", daily_scheduled_minutes=180, weekly_scheduled_days=4)
    approve(office, date(2026, 1, 1))
    assert [minutes for *_rest, minutes in arisen(half)] == [240]
    assert arisen(little) == []


def year_of_work(office: Office, ends_on: date) -> Contract:
    office.project.starts_on, office.project.ends_on = date(2025, 1, 1), date(2026, 12, 31)
    office.project.save()
    contract = office.employ(starts_on=date(2025, 1, 1), ends_on=ends_on, rate=80_240)
    for month in range(1, 13):
        approve(office, date(2025, month, 1))
    return contract


def test_exactly_a_year_earns_eleven_days_and_a_day_more_twenty_six(office: Office) -> None:
    exact = year_of_work(office, date(2025, 12, 31))
    assert sum(minutes for *_rest, minutes in arisen(exact)) == 11 * 480


def test_a_year_and_a_day_earns_twenty_six_days(office: Office) -> None:
    longer = year_of_work(office, date(2026, 1, 1))
    assert sum(minutes for *_rest, minutes in arisen(longer)) == 26 * 480
    assert arisen(longer)[-1] == ("year", date(2026, 1, 1), 15 * 480)


def test_leave_in_the_month_grid_is_taken_from_the_ledger(office: Office) -> None:
    contract = office.employ()
    approve(office, date(2026, 1, 1))
    fill_month(office.clerk, office.month(date(2026, 2, 1)).pk)
    enter(contract, date(2026, 2, 3), code="annual_leave")
    enter(contract, date(2026, 2, 4), leave_code="half_leave", leave_minutes=240)
    found = balances_of([contract.person_id], date(2026, 2, 28))[contract.person_id]
    assert (found.granted, found.taken, found.left) == (480, 720, -240)


def test_a_corrected_day_takes_the_grant_back_when_leave_is_reckoned_again(office: Office) -> None:
    contract = office.employ()
    approve(office, date(2026, 1, 1))
    enter(contract, date(2026, 1, 6), mark="결", code="absence")
    grant_anew(office.hr_officer, TODAY)
    assert arisen(contract) == []


def test_leave_added_by_hand_stays_when_leave_is_reckoned_again(office: Office) -> None:
    contract = office.employ()
    grant_by_hand(office.hr_officer, contract.pk, **AGREED, reason="전산 도입 전 1년")
    grant_anew(office.hr_officer, TODAY)
    assert arisen(contract) == [("by_hand", date(2026, 1, 1), 7200)]


def test_leave_by_hand_wants_a_reason_a_day_of_the_contract_and_time_to_use_it(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(ReasonMissing):
        grant_by_hand(office.hr_officer, contract.pk, **AGREED, reason=" ")
    with pytest.raises(LeaveOutsideContract):
        grant_by_hand(
            office.hr_officer, contract.pk, **{**AGREED, "granted_on": date(2025, 12, 31)}, reason="이월"
        )
    with pytest.raises(LeaveLapsesTooEarly):
        grant_by_hand(
            office.hr_officer, contract.pk, **{**AGREED, "granted_on": date(2026, 12, 31),
            "expires_on": date(2026, 12, 30)}, reason="이월"
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        grant_by_hand(office.clerk, contract.pk, **AGREED, reason="이월")
    assert arisen(contract) == []


@pytest.mark.parametrize("typed", ["0", "-8", "9999999"])
def test_leave_by_hand_is_longer_than_nothing_and_no_longer_than_a_year(
    office: Office, working: Contract, typed: str
) -> None:
    given = {"granted_on": str(working.starts_on), "expires_on": str(working.ends_on), "reason": "이월"}
    address = f"/leave/contracts/{working.pk}/grant/"
    answer = signed_in(office.hr_officer).post(address, given | {"minutes": typed})
    assert "아무것도 저장하지 않았습니다" in answer.content.decode()
    office.enter()
    assert LeaveGrant.objects.count() == 1


@pytest.mark.parametrize("minutes", [0, -480, 366 * 480])
def test_no_other_way_adds_leave_of_no_length_or_of_more_than_a_year(office: Office, minutes: int) -> None:
    contract = office.employ()
    with pytest.raises(LeaveOfNoLength):
        grant_by_hand(office.hr_officer, contract.pk, **AGREED | {"minutes": minutes}, reason="이월")


def employed_twice(office: Office) -> tuple[Contract, Contract]:
    """Somebody with one day of leave left who comes back after a month elsewhere."""
    number = {"resident_number": "900101-1999999"}
    earlier = office.employ("박새봄", ends_on=date(2026, 3, 31), **number)
    again = office.employ("박새봄", starts_on=date(2026, 5, 1), **number)
    for month in (1, 2, 5):
        approve(office, date(2026, month, 1))
    enter(earlier, date(2026, 2, 3), code="annual_leave")
    return earlier, again


def test_leave_of_an_employment_that_ended_is_not_left_in_the_next(office: Office) -> None:
    earlier, again = employed_twice(office)
    person = again.person_id
    found = balances_of([person], date(2026, 6, 1))[person]
    assert (found.granted, found.taken, found.left) == (480, 0, 480)
    found = balances_of([person], earlier.ends_on)[person]
    assert (found.granted, found.taken, found.left) == (960, 480, 480)


def test_the_ledger_of_a_contract_that_ended_stays_as_it_ended(office: Office) -> None:
    earlier, again = employed_twice(office)
    client = signed_in(office.clerk)
    shown = client.get(f"/leave/contracts/{earlier.pk}/").content.decode()
    assert "2026-02-01" in shown
    assert "2026-06-01" not in shown
    shown = client.get(f"/leave/contracts/{again.pk}/").content.decode()
    assert "2026-06-01" in shown
    assert "2026-02-01" not in shown


def test_the_reason_of_leave_by_hand_stands_in_the_ledger(office: Office, working: Contract) -> None:
    assert "이월" in signed_in(office.clerk).get(f"/leave/contracts/{working.pk}/").content.decode()


def test_the_ledger_of_many_costs_as_many_statements_as_of_one(office: Office) -> None:
    office.employ()
    with counted_statements() as few:
        balances(office.hr_officer, TODAY)
        grant_anew(office.hr_officer, TODAY)
    for number in range(5):
        office.employ(f"박새봄{number}")
    with counted_statements() as many:
        balances(office.hr_officer, TODAY)
        grant_anew(office.hr_officer, TODAY)
    assert len(many) == len(few)


def test_every_change_of_a_grant_is_in_the_history(office: Office) -> None:
    office.employ()
    approve(office, date(2026, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM privacy_changerecord WHERE table_name = 'leave_leavegrant'")
        assert cursor.fetchall() == [("insert",)]


def signed_in(user: User) -> Client:
    set_context(None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def working(office: Office) -> Contract:
    """Somebody at work today, with fifteen days by hand."""
    from django.utils import timezone

    today = timezone.localdate()
    office.project.ends_on = date(today.year + 1, 12, 31)
    office.project.save()
    contract = office.employ(starts_on=date(today.year, 1, 1), ends_on=date(today.year + 1, 12, 31))
    given = {**AGREED, "granted_on": today, "expires_on": date(today.year + 1, 12, 31)}
    grant_by_hand(office.hr_officer, contract.pk, **given, reason="이월")
    return contract


def test_clerk_and_hr_see_what_is_left_and_take_it_away_as_a_spreadsheet(
    office: Office, working: Contract
) -> None:
    for user in (office.clerk, office.hr_officer, office.head):
        client = signed_in(user)
        assert "120:00" in client.get("/leave/").content.decode()
        assert "120:00" in client.get(f"/leave/contracts/{working.pk}/").content.decode()
        assert taken_out(client, "/leave/", {"download": "xlsx"})["Content-Type"].endswith("sheet")
        office.enter()


def test_the_month_grid_says_how_much_leave_each_row_has_left(office: Office) -> None:
    contract = office.employ()
    approve(office, date(2026, 1, 1))
    month = office.month(date(2026, 2, 1))
    fill_month(office.clerk, month.pk)
    enter(contract, date(2026, 2, 4), leave_code="half_leave", leave_minutes=240)
    client = signed_in(office.clerk)
    assert "연차 0.5일" in client.get(f"/staffing/months/{month.pk}/").content.decode()
    assert client.get(f"/staffing/months/{month.pk}/people/{contract.pk}/").status_code == 200


def test_workers_see_their_own_leave_only(office: Office, working: Contract) -> None:
    worker = office.user(Role.WORKER, person=working.person)
    client = signed_in(worker)
    assert "120:00" in client.get("/leave/mine/").content.decode()
    assert client.get("/leave/").status_code == 403
    assert client.get(f"/leave/contracts/{working.pk}/").status_code == 404


def test_hr_adds_leave_on_screen_and_has_it_reckoned_again(office: Office, working: Contract) -> None:
    client = signed_in(office.hr_officer)
    typed = {"minutes": "8", "granted_on": str(working.starts_on), "expires_on": str(working.ends_on)}
    answer = client.post(f"/leave/contracts/{working.pk}/grant/", typed | {"reason": "이월"}, follow=True)
    assert "128:00" in answer.content.decode()
    assert "0건" in client.post("/leave/anew/", follow=True).content.decode()


def test_first_year_leave_of_a_leap_day_lapses_at_the_end_of_february() -> None:
    assert a_year_after(date(2024, 2, 29)) == date(2025, 3, 1)


def test_two_hours_of_leave_are_paid_and_taken_from_the_ledger(office: Office) -> None:
    contract, colleague = office.employ(), office.employ("박새봄")
    month = office.month()
    cells = [CellChange(contract.pk, date(2026, 6, 9), "", "연 2")]
    record_days(office.clerk, month.pk, uuid4(), "type", cells)
    compute(office, date(2026, 6, 1))
    assert slip_of(contract, date(2026, 6, 1)).gross == slip_of(colleague, date(2026, 6, 1)).gross
    assert balances_of([contract.person_id], TODAY)[contract.person_id].taken == 120
