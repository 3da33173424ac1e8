"""Leave asked for with a phone: what may be asked, and what an approval writes into the month."""

from datetime import date, timedelta

import pytest

from office import JUNE, Office, new_office
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import Day, DayCode
from openinsa.worker.actions import (
    HalfLeaveOfOneDay,
    LeaveAskedAlready,
    LeaveNotAsked,
    LeaveSpanWrong,
    NoContractThen,
    RequestDecided,
    answer_leave,
    ask_leave,
    withdraw_leave,
)
from openinsa.worker.models import LeaveRequest
from openinsa.worker.queries import words_of
from openinsa.worker.recording import LeaveNotRecorded, NoWorkThen
from worker.phone import employed

pytestmark = pytest.mark.django_db
TUESDAY, FRIDAY, SATURDAY, MONDAY = date(2026, 6, 9), date(2026, 6, 12), date(2026, 6, 13), date(2026, 6, 15)
ANNUAL = "annual_leave"


@pytest.fixture
def office() -> Office:
    return new_office()


def ask(user: object, first: date = TUESDAY, last: date | None = None, code: str = ANNUAL) -> LeaveRequest:
    return ask_leave(user, code=code, first_day=first, last_day=last or first, words="가족 행사")


def marks(contract: object) -> dict[date, str]:
    return dict(Day.objects.filter(contract=contract).exclude(mark="").values_list("date", "mark"))


def test_an_approval_writes_the_leave_on_the_days_of_work_alone(office: Office) -> None:
    contract, user = employed(office)
    asked = ask(user, FRIDAY, MONDAY)
    answer_leave(office.clerk, asked.pk, approve=True, answer="잘 다녀오세요")
    asked.refresh_from_db()
    assert marks(contract) == {FRIDAY: "연", MONDAY: "연"}
    assert (asked.state, asked.left_to_enter, asked.answered_by) == ("approved", 0, office.clerk)


def test_an_approval_replaces_the_work_that_a_clerk_filled_in(office: Office) -> None:
    contract, user = employed(office)
    fill_month(office.clerk, office.month(JUNE).pk)
    answer_leave(office.clerk, ask(user).pk, approve=True)
    assert marks(contract)[TUESDAY] == "연"
    assert len(marks(contract)) == 30


def test_days_of_a_month_already_handed_in_wait_for_a_correction(office: Office) -> None:
    contract, user = employed(office)
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    asked = answer_leave(office.clerk, ask(user, date(2026, 6, 30), date(2026, 7, 1)).pk, approve=True)
    assert asked.left_to_enter == 1
    assert marks(contract)[date(2026, 6, 30)] == "출"
    assert marks(contract)[date(2026, 7, 1)] == "연"


def test_a_half_day_is_asked_for_and_written(office: Office) -> None:
    contract, user = employed(office)
    answer_leave(office.hr_officer, ask(user, code="half_leave").pk, approve=True)
    assert marks(contract) == {TUESDAY: "반"}
    with pytest.raises(HalfLeaveOfOneDay):
        ask(user, FRIDAY, MONDAY, "half_leave")


def test_a_refusal_says_why_and_writes_nothing(office: Office) -> None:
    contract, user = employed(office)
    asked = ask(user)
    with pytest.raises(ReasonMissing):
        answer_leave(office.clerk, asked.pk, approve=False, answer=" ")
    answer_leave(office.clerk, asked.pk, approve=False, answer="그날은 행사가 있습니다")
    assert marks(contract) == {}
    with pytest.raises(RequestDecided):
        answer_leave(office.clerk, asked.pk, approve=True)
    with pytest.raises(RequestDecided):
        withdraw_leave(user, asked.pk)


def test_what_was_asked_can_be_taken_back_and_asked_again(office: Office) -> None:
    _contract, user = employed(office)
    ask(user)
    with pytest.raises(LeaveAskedAlready):
        ask(user, TUESDAY, FRIDAY)
    withdraw_leave(user, LeaveRequest.objects.get().pk)
    assert ask(user, TUESDAY, FRIDAY).state == "open"


@pytest.mark.parametrize(
    ("first", "last", "code", "refusal"),
    [
        (FRIDAY, TUESDAY, ANNUAL, LeaveSpanWrong),
        (TUESDAY, TUESDAY + timedelta(days=400), ANNUAL, LeaveSpanWrong),
        (date(2027, 1, 5), date(2027, 1, 5), ANNUAL, NoContractThen),
        (date(2026, 12, 30), date(2027, 1, 5), ANNUAL, NoContractThen),
        (TUESDAY, TUESDAY, "absence", LeaveNotAsked),
        (TUESDAY, TUESDAY, "work", LeaveNotAsked),
        (TUESDAY, TUESDAY, "nothing", LeaveNotAsked),
    ],
)
def test_what_cannot_be_asked_is_refused(
    office: Office, first: date, last: date, code: str, refusal: type
) -> None:
    _contract, user = employed(office, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    with pytest.raises(refusal):
        ask(user, first, last, code)
    assert not LeaveRequest.objects.exists()


def test_leave_on_free_days_alone_is_not_approved(office: Office) -> None:
    _contract, user = employed(office)
    with pytest.raises(NoWorkThen):
        answer_leave(office.clerk, ask(user, SATURDAY).pk, approve=True)
    assert LeaveRequest.objects.get().state == "open"


def test_a_mark_that_the_month_does_not_take_keeps_the_request_open(office: Office) -> None:
    contract, user = employed(office)
    asked = ask(user)
    DayCode.objects.filter(code=ANNUAL).update(mark="연 차")
    with pytest.raises(LeaveNotRecorded, match="2026-06-09"):
        answer_leave(office.clerk, asked.pk, approve=True)
    assert (LeaveRequest.objects.get().state, marks(contract)) == ("open", {})


def test_the_words_are_sealed_and_open_for_those_who_answer(office: Office) -> None:
    _contract, user = employed(office)
    asked = ask(user)
    assert "가족 행사".encode() not in bytes(asked.words_sealed)
    assert words_of(asked) == "가족 행사"


def test_another_projects_clerk_answers_nothing_and_staff_ask_nothing(office: Office) -> None:
    _contract, user = employed(office)
    asked = ask(user)
    other = office.user(Role.PROJECT_CLERK)
    with pytest.raises(NotFound):
        answer_leave(other, asked.pk, approve=True)
    with pytest.raises(NotAllowed):
        answer_leave(user, asked.pk, approve=True)
    with pytest.raises(NotAllowed):
        ask(office.clerk)
    with pytest.raises(NotFound):
        withdraw_leave(employed(office, "이바다")[1], asked.pk)
    set_context(None)
