"""Leaves beside annual leave: the law's days, the institution's own, and who went beyond them."""

from datetime import date

import pytest
from django.test import Client

from office import Office, new_office
from openinsa.leave.actions import (
    GrantNotByHand,
    LeaveAllowanceTwice,
    LeaveOfTheLaw,
    LeaveSourceMissing,
    drop_grant,
    grant_by_hand,
    set_leave_allowance,
)
from openinsa.leave.kinds import TakenKind, exceeded_words, kinds_on, taken_kinds
from openinsa.leave.models import LeaveGrant
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.models import Contract, Day, DayCode
from statements import counted_statements

pytestmark = pytest.mark.django_db
JUNE_END = date(2026, 6, 30)
RULE = {"valid_from": date(2026, 1, 1), "days": 6, "per": "year", "source": "가온구 관리 규정 제18조"}


@pytest.fixture
def office() -> Office:
    return new_office()


def june(office: Office, contract: Contract, **marks: list[int]) -> None:
    month = office.month()
    if not Day.objects.filter(contract=contract).exists():
        fill_month(office.clerk, month.pk)
    for code, days in marks.items():
        dates = [date(2026, 6, day) for day in days]
        Day.objects.filter(contract=contract, date__in=dates).update(
            code=code, starts=None, ends=None, breaks=[]
        )


def taken(contract: Contract, code: str, on: date = JUNE_END) -> TakenKind:
    (one,) = [
        one for one in taken_kinds([contract.person_id], on)[contract.person_id] if one.kind.code == code
    ]
    return one


def sick(office: Office) -> int:
    return DayCode.objects.get(code="paid_sick_leave").pk


def test_the_law_gives_six_days_for_infertility_of_which_two_are_paid(office: Office) -> None:
    contract = office.employ()
    june(office, contract, infertility_leave=[1, 2], infertility_leave_unpaid=[4, 5, 8, 9])
    one = taken(contract, "infertility_leave")
    assert (one.used, one.kind.days, one.kind.paid, one.left, one.exceeded) == (6, 6, 2, 0, False)
    june(office, contract, infertility_leave_unpaid=[10])
    assert taken(contract, "infertility_leave").exceeded


def test_paid_marks_beyond_what_the_employer_pays_are_pointed_out(office: Office) -> None:
    contract = office.employ()
    june(office, contract, infertility_leave=[1, 2, 4])
    assert exceeded_words([contract.person_id], JUNE_END)[contract.person_id] == [
        "유급 부호 초과: 난임치료휴가(유급) 3/2일"
    ]


def test_sixty_paid_days_of_maternity_leave_are_usual_and_seventy_five_the_most(office: Office) -> None:
    contract = office.employ()
    (kind,) = [one for one in kinds_on(JUNE_END) if one.code == "maternity_leave"]
    assert (kind.paid_usually, kind.paid) == (60, 75)
    assert TakenKind(kind, 60, 60).paid_beyond == ""
    assert "61일(보통 60일까지)" in TakenKind(kind, 61, 61).paid_beyond
    assert "76/75일" in TakenKind(kind, 76, 76).paid_beyond
    assert exceeded_words([contract.person_id], JUNE_END) == {}


def test_childcare_leave_is_counted_beyond_a_year_back(office: Office) -> None:
    contract = office.employ()
    june(office, contract, childcare_leave=[1, 2])
    one = taken(contract, "childcare_leave", date(2028, 6, 30))
    assert (one.used, one.kind.days, one.exceeded) == (2, 550, False)


def test_a_menstrual_day_comes_anew_each_month(office: Office) -> None:
    contract = office.employ()
    june(office, contract, menstrual_leave=[2, 30])
    assert exceeded_words([contract.person_id], JUNE_END) == {contract.person_id: ["생리휴가 2/1일 초과"]}
    assert taken(contract, "menstrual_leave", date(2026, 7, 31)).used == 0


def test_maternity_leave_is_counted_in_calendar_days(office: Office) -> None:
    contract = office.employ()
    june(office, contract, maternity_leave=[1, 2, 4, 5], maternity_leave_unpaid=[30])
    one = taken(contract, "maternity_leave")
    assert (one.used, one.kind.days, one.left) == (30, 120, 90)


def test_a_leave_of_the_institutions_own_is_unknown_until_it_says_how_many_days(office: Office) -> None:
    contract = office.employ()
    june(office, contract, paid_sick_leave=[1, 2, 4, 5, 8, 9, 10])
    one = taken(contract, "paid_sick_leave")
    assert (one.kind.days, one.left, one.exceeded) == (None, None, False)
    set_leave_allowance(office.hr_officer, sick(office), **RULE)
    one = taken(contract, "paid_sick_leave")
    assert (one.kind.days, one.left, one.exceeded, one.kind.law) == (6, -1, True, "가온구 관리 규정 제18조")
    set_leave_allowance(
        office.hr_officer, sick(office), **RULE | {"valid_from": date(2026, 6, 15), "days": 10}
    )
    assert not taken(contract, "paid_sick_leave").exceeded
    assert taken(contract, "paid_sick_leave", date(2026, 6, 14)).exceeded


def test_days_before_the_first_number_of_the_law_are_unknown(office: Office) -> None:
    (one,) = [one for one in kinds_on(date(2025, 6, 30)) if one.code == "menstrual_leave"]
    assert one.days is None


def test_days_of_the_law_are_not_the_institutions_to_set(office: Office) -> None:
    menstrual = DayCode.objects.get(code="menstrual_leave").pk
    with pytest.raises(LeaveOfTheLaw):
        set_leave_allowance(office.hr_officer, menstrual, **RULE)
    with pytest.raises(NotFound):
        set_leave_allowance(office.hr_officer, DayCode.objects.get(code="annual_leave").pk, **RULE)
    with pytest.raises(LeaveSourceMissing):
        set_leave_allowance(office.hr_officer, sick(office), **RULE | {"source": " "})
    with pytest.raises(NotAllowed):
        set_leave_allowance(office.clerk, sick(office), **RULE)
    set_leave_allowance(office.hr_officer, sick(office), **RULE)
    with pytest.raises(LeaveAllowanceTwice):
        set_leave_allowance(office.hr_officer, sick(office), **RULE)


def test_the_leaves_of_many_cost_as_many_statements_as_of_one(office: Office) -> None:
    people = [office.employ(f"박새봄{number}").person_id for number in range(4)]
    with counted_statements() as few:
        taken_kinds(people[:1], JUNE_END)
    with counted_statements() as many:
        taken_kinds(people, JUNE_END)
    assert len(many) == len(few) == 3


def signed_in(user: User) -> Client:
    set_context(None)
    client = Client()
    client.force_login(user)
    return client


def test_the_month_grid_tells_whose_leave_went_beyond_its_days(office: Office) -> None:
    contract = office.employ()
    june(office, contract, menstrual_leave=[2, 30])
    month = office.month()
    assert (
        "생리휴가 2/1일 초과" in signed_in(office.clerk).get(f"/staffing/months/{month.pk}/").content.decode()
    )


def test_hr_writes_the_days_of_sick_leave_on_screen(office: Office) -> None:
    code = sick(office)
    client = signed_in(office.hr_officer)
    assert "모름" in client.get("/leave/kinds/").content.decode()
    typed = {**RULE, "valid_from": "2026-01-01"}
    answer = client.post(f"/leave/kinds/{code}/", typed, follow=True).content.decode()
    assert "가온구 관리 규정 제18조" in answer
    assert "이미 있습니다" in client.post(f"/leave/kinds/{code}/", typed).content.decode()


def test_a_persons_page_shows_the_leaves_taken(office: Office) -> None:
    from django.utils import timezone

    today = timezone.localdate()
    contract = office.employ(starts_on=today.replace(month=1, day=1), ends_on=today.replace(month=12, day=31))
    Day.objects.create(
        institution=office.institution, contract=contract, date=today, mark="돌봄", code="family_care_leave"
    )
    shown = signed_in(office.clerk).get(f"/leave/contracts/{contract.pk}/").content.decode()
    assert "가족돌봄휴가" in shown


def test_leave_added_by_hand_is_taken_back_with_a_reason_and_reckoned_leave_is_not(office: Office) -> None:
    contract = office.employ()
    days = {"granted_on": date(2026, 1, 1), "expires_on": date(2026, 12, 31)}
    by_hand = grant_by_hand(office.hr_officer, contract.pk, minutes=480, **days, reason="이월")
    reckoned = LeaveGrant.objects.create(
        institution=office.institution,
        person=contract.person,
        contract=contract,
        basis="month",
        days=1,
        minutes=480,
        **days,
    )
    with pytest.raises(ReasonMissing):
        drop_grant(office.hr_officer, by_hand.pk, reason=" ")
    with pytest.raises(GrantNotByHand):
        drop_grant(office.hr_officer, reckoned.pk, reason="틀림")
    client = signed_in(office.hr_officer)
    assert (
        f"/leave/grants/{by_hand.pk}/drop/" in client.get(f"/leave/contracts/{contract.pk}/").content.decode()
    )
    assert client.get(f"/leave/grants/{by_hand.pk}/drop/").status_code == 200
    answer = client.post(f"/leave/grants/{by_hand.pk}/drop/", {"reason": "두 번 더함"}, follow=True)
    assert "지웠습니다" in answer.content.decode()
    office.enter()
    assert [one.pk for one in LeaveGrant.objects.all()] == [reckoned.pk]
