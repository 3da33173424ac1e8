"""Leave that was promoted step by step and in time lapses without pay; a missing or late step leaves the pay due."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from exports import WHY, taken_out_by_form
from office import Office, new_office
from openinsa.leave import actions
from openinsa.leave.actions import (
    AppointedDaysMissing,
    FirstNoticeMissing,
    FirstNoticeTwice,
    NoLeavePicked,
    StepBeforeFirstNotice,
    StepInTheFuture,
    grant_by_hand,
)
from openinsa.leave.due import due_of
from openinsa.leave.models import LeaveGrant, LeavePromotion
from openinsa.leave.promotions import Promoted, Step, promotions_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.tenancy import set_context
from openinsa.staffing.models import Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db
LAST = date(2026, 12, 31)
NEXT_YEAR = date(2027, 12, 31)


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.project.ends_on = NEXT_YEAR
    office.project.save()
    return office


@pytest.fixture
def contract(office: Office) -> Contract:
    """Forty hours of the year that lapse at its end, in an employment that goes on."""
    contract = office.employ(ends_on=NEXT_YEAR)
    days = {"granted_on": contract.starts_on, "expires_on": LAST}
    grant_by_hand(office.hr_officer, contract.pk, minutes=2400, **days, reason="이월")
    return contract


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Lets the clock of the actions stand on a day."""

    def stand(day: date) -> None:
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)

    return stand


def shown(contract: Contract, day: date) -> Promoted:
    (one,) = promotions_of([contract], day)
    return one


def test_leave_of_a_year_is_promoted_in_the_ten_days_six_months_before(contract: Contract) -> None:
    one = shown(contract, date(2026, 7, 1))
    assert (one.first_from, one.first_until, one.second_until) == (
        date(2026, 7, 1),
        date(2026, 7, 10),
        date(2026, 10, 31),
    )
    assert one.step == Step.FIRST
    assert shown(contract, date(2026, 6, 30)).step == Step.LATER
    assert shown(contract, date(2026, 7, 11)).step == Step.FIRST_MISSED


def first_year(contract: Contract, *days: date) -> None:
    for day in days:
        LeaveGrant.objects.create(
            institution_id=contract.institution_id,
            person_id=contract.person_id,
            contract=contract,
            basis="month",
            granted_on=day,
            expires_on=LAST,
            days=1,
            minutes=480,
        )


def test_days_of_a_first_year_have_two_parts_with_their_own_days(office: Office) -> None:
    contract = office.employ(ends_on=NEXT_YEAR)
    first_year(contract, date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1))
    early, later = promotions_of([contract], date(2026, 12, 1))
    assert (early.later, early.minutes, early.first_from, early.second_until) == (
        False,
        960,
        date(2026, 10, 1),
        date(2026, 11, 30),
    )
    assert (later.later, later.minutes, later.first_from, later.first_until, later.second_until) == (
        True,
        960,
        date(2026, 12, 1),
        date(2026, 12, 5),
        date(2026, 12, 21),
    )


def test_leave_that_the_end_of_work_cuts_off_is_not_promoted(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 11, 30))
    first_year(contract, date(2026, 2, 1))
    assert promotions_of([contract], date(2026, 6, 1)) == []


def test_both_notices_in_time_free_from_the_pay(
    office: Office, contract: Contract, on: Callable[[date], None]
) -> None:
    on(date(2026, 7, 3))
    key = [shown(contract, date(2026, 7, 3)).pk]
    actions.record_first_notice(office.clerk, key, day=date(2026, 7, 3), proof="총무과-1234")
    assert shown(contract, date(2026, 7, 3)).step == Step.PLAN
    assert shown(contract, date(2026, 7, 14)).step == Step.SECOND
    on(date(2026, 10, 31))
    actions.record_second_notice(
        office.clerk, key, day=date(2026, 10, 31), second_notice="12월 21일~28일", proof="총무과-2345"
    )
    assert (shown(contract, date(2026, 11, 1)).step, shown(contract, date(2026, 11, 1)).worth) == (
        Step.DONE,
        2400,
    )
    (due,) = due_of([contract.person_id], LAST)
    assert (due.unused, due.promoted, due.owed) == (2400, 2400, 0)


def test_a_workers_plan_is_enough_and_a_second_notice_a_day_late_is_not(
    office: Office, contract: Contract, on: Callable[[date], None]
) -> None:
    on(date(2026, 11, 1))
    key = [shown(contract, date(2026, 11, 1)).pk]
    actions.record_first_notice(office.clerk, key, day=date(2026, 7, 10), proof="총무과-1234")
    assert shown(contract, date(2026, 11, 1)).step == Step.SECOND_MISSED
    late = {"day": date(2026, 11, 1), "second_notice": "12월", "proof": "총무과-1"}
    actions.record_second_notice(office.clerk, key, **late)
    assert shown(contract, date(2026, 11, 1)).step == Step.LATE
    assert due_of([contract.person_id], LAST)[0].owed == 2400
    actions.record_plan(office.clerk, key, day=date(2026, 7, 15), plan="12월 첫 주")
    assert due_of([contract.person_id], LAST)[0].owed == 0


def test_a_first_notice_outside_its_days_leaves_the_pay_due(
    office: Office, contract: Contract, on: Callable[[date], None]
) -> None:
    on(date(2026, 7, 20))
    key = [shown(contract, date(2026, 7, 20)).pk]
    actions.record_first_notice(office.clerk, key, day=date(2026, 7, 11), proof="총무과-1234")
    actions.record_plan(office.clerk, key, day=date(2026, 7, 15), plan="12월 첫 주")
    assert shown(contract, date(2026, 7, 20)).step == Step.LATE
    assert due_of([contract.person_id], LAST)[0].owed == 2400


def test_steps_have_their_order_and_happened_on_a_day_that_has_come(
    office: Office, contract: Contract, on: Callable[[date], None]
) -> None:
    on(date(2026, 7, 3))
    key = [shown(contract, date(2026, 7, 3)).pk]
    with pytest.raises(FirstNoticeMissing):
        actions.record_plan(office.clerk, key, day=date(2026, 7, 3), plan="12월")
    with pytest.raises(StepInTheFuture):
        actions.record_first_notice(office.clerk, key, day=date(2026, 7, 4), proof="총무과-1")
    with pytest.raises(NoLeavePicked):
        actions.record_first_notice(office.clerk, [], day=date(2026, 7, 3), proof="총무과-1")
    with pytest.raises(NotFound):
        actions.record_first_notice(office.clerk, ["1-20261231-0"], day=date(2026, 7, 3), proof="총무과-1")
    with pytest.raises(NotAllowed):
        actions.record_first_notice(office.head, key, day=date(2026, 7, 3), proof="총무과-1")
    actions.record_first_notice(office.clerk, key, day=date(2026, 7, 3), proof="총무과-1")
    with pytest.raises(FirstNoticeTwice):
        actions.record_first_notice(office.clerk, key, day=date(2026, 7, 3), proof="총무과-1")
    with pytest.raises(StepBeforeFirstNotice):
        actions.record_plan(office.clerk, key, day=date(2026, 7, 2), plan="12월")
    with pytest.raises(ReasonMissing):
        actions.drop_promotion(office.clerk, key, reason=" ")
    assert actions.drop_promotion(office.clerk, key, reason="다른 사람 것") == 1
    assert not LeavePromotion.objects.exists()


def test_the_promotion_of_many_costs_as_many_statements_as_of_one(office: Office, contract: Contract) -> None:
    with counted_statements() as few:
        promotions_of([contract], date(2026, 7, 3))
    others = [office.employ(f"박새봄{number}", ends_on=NEXT_YEAR) for number in range(3)]
    for one in others:
        first_year(one, date(2026, 2, 1))
    with counted_statements() as many:
        assert len(promotions_of([contract, *others], date(2026, 7, 3))) == 4
    assert len(many) == len(few)


def signed_in(user: User) -> Client:
    set_context(None)
    client = Client()
    client.force_login(user)
    return client


def test_a_clerk_records_the_steps_for_many_on_screen(office: Office) -> None:
    from django.utils import timezone

    today = timezone.localdate()
    office.project.ends_on = today + timedelta(days=800)
    office.project.save()
    contract = office.employ(starts_on=today - timedelta(days=10), ends_on=today + timedelta(days=700))
    days = {"granted_on": contract.starts_on, "expires_on": today + timedelta(days=100)}
    grant_by_hand(office.hr_officer, contract.pk, minutes=2400, **days, reason="이월")
    client = signed_in(office.clerk)
    assert "1차 촉구 놓침" in client.get("/leave/promotions/").content.decode()
    assert client.get("/leave/promotions/?step=first_missed&download=xlsx").status_code == 200
    office.enter()
    row = [shown(contract, today).pk]
    asked = client.post("/leave/promotions/first/", {"row": row}).content.decode()
    assert "김하늘" in asked
    typed = {"row": row, "answered": "1", "day": str(today), "proof": "총무과-1234"}
    assert (
        "1명의 기록을 저장했습니다"
        in client.post("/leave/promotions/first/", typed, follow=True).content.decode()
    )
    assert "이미 적혀 있습니다" in client.post("/leave/promotions/first/", typed).content.decode()
    assert client.post("/leave/promotions/plan/", {"row": []}).status_code == 422
    office.enter()
    client = signed_in(office.head)
    assert client.get("/leave/promotions/").status_code == 200
    assert client.post("/leave/promotions/first/", typed).status_code == 403


def test_notices_are_printed_for_many_with_what_is_left_and_the_days_named(
    office: Office, contract: Contract, on: Callable[[date], None]
) -> None:
    on(date(2026, 7, 3))
    keys = [shown(contract, date(2026, 7, 3)).pk]
    paper = actions.hand_out_notices(office.clerk, keys, "first", day=date(2026, 7, 3), reason=WHY)
    (one,) = paper["notices"]
    assert (one["minutes"], one["days"], one["reply_until"], one["reply_days"]) == (
        2400,
        "5.0",
        "2026-07-13",
        10,
    )
    assert one["law"] == "근로기준법 제61조제1항제1호, 제2항제1호"
    assert [grant["left"] for grant in one["grants"]] == [2400]
    with pytest.raises(FirstNoticeMissing):
        actions.hand_out_notices(office.clerk, keys, "second", day=date(2026, 7, 3))
    actions.record_first_notice(office.clerk, keys, day=date(2026, 7, 3), proof="인사-1")
    with pytest.raises(AppointedDaysMissing):
        actions.hand_out_notices(office.clerk, keys, "second", day=date(2026, 10, 5), appointed=" ")
    paper = actions.hand_out_notices(
        office.clerk, keys, "second", day=date(2026, 10, 5), appointed="12월 21일~24일", reason=WHY
    )
    assert paper["notices"][0]["appointed"] == "12월 21일~24일"
    with pytest.raises(NotAllowed):
        actions.hand_out_notices(office.auditor, keys, "first", day=date(2026, 7, 3))


def test_the_first_notices_come_as_a_file(
    office: Office, contract: Contract, on: Callable[[date], None]
) -> None:
    on(date(2026, 7, 3))
    key = shown(contract, date(2026, 7, 3)).pk
    client = signed_in(office.clerk)
    asked = client.post("/leave/promotions/print/first/", {"row": [key]}).content.decode()
    assert "1명의 PDF 받기" in asked
    typed = {"row": [key], "answered": "1", "day": "2026-07-03"}
    held_up = client.post("/leave/promotions/print/first/", typed).content.decode()
    assert f'name="row" value="{key}"' in held_up
    paper = taken_out_by_form(client, "/leave/promotions/print/first/", typed)
    assert paper.content.startswith(b"%PDF")
