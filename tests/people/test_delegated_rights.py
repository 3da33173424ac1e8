"""대결·전결: rights lent for a time reach no further than their giver's, end by themselves and are recorded."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from office import JUNE, Office, new_office
from openinsa.people.delegating import (
    LentForTooLong,
    NobodyToLendTo,
    NotYoursToLend,
    delegate,
    delegations_seen_by,
    revoke_delegation,
    takers_of,
)
from openinsa.people.models import Delegation, Department, User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import PayRight, Role, Scope
from openinsa.people.tenancy import on_behalf_of, within
from openinsa.privacy.queries import change_records
from openinsa.staffing.actions.months import OwnSubmission, approve_month, fill_month, submit_month
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.scope import projects_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
APPROVE = "staffing.approve_month"


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ()
    return office


@pytest.fixture
def deputy(office: Office) -> User:
    """Somebody of another department, who may approve nothing by an own role."""
    elsewhere = Department.objects.create(institution=office.institution, name="복지정책과")
    return office.user(Role.PROJECT_CLERK, department=elsewhere, name="차담당")


def lend(giver: User, taker: User, **changed: Any) -> Delegation:
    usual: dict[str, Any] = {
        "kind": Delegation.Kind.ACTING,
        "rights": [APPROVE],
        "valid_from": TODAY,
        "valid_to": TODAY + timedelta(days=7),
        "grounds": "휴가",
    }
    return delegate(giver, taker.pk, **{**usual, **changed})


def anew(user: User) -> User:
    """The user as the next request loads it."""
    return User.objects.get(pk=user.pk)


def submitted(office: Office, by: User | None = None) -> ProjectMonth:
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    return submit_month(by or office.clerk, month.pk)


def test_a_deputy_approves_for_the_head_and_the_history_says_for_whom(office: Office, deputy: User) -> None:
    month = submitted(office)
    lend(office.head, deputy)
    with within(office.institution.pk, deputy.pk):
        approve_month(anew(deputy), month.pk)
    lines = change_records().filter(table_name="staffing_projectmonth", actor_id=deputy.pk)
    assert {line.actor_name for line in lines} == {"차담당 (대결: 부서장)"}
    assert {line.verb for line in lines} == {"update", "month_approved"}


def test_what_is_lent_reaches_the_givers_department_and_no_other(office: Office, deputy: User) -> None:
    office.new_project("다른 부서 사업", department=Department.objects.get(name="복지정책과"))
    lend(office.head, deputy)
    assert anew(deputy).scope(APPROVE) == Scope.DEPARTMENT
    assert list(projects_of(anew(deputy), APPROVE)) == [office.project]
    own = office.new_project("본인 사업", department=Department.objects.get(name="복지정책과"))
    own.projectclerk_set.update(clerk=deputy)
    assert set(projects_of(anew(deputy), "staffing.see")) == {office.project, own}
    assert not anew(deputy).may("payroll.run")


@pytest.mark.parametrize(
    ("first", "last", "holds"), [(0, 7, True), (1, 7, False), (-7, 0, True), (0, 0, True)]
)
def test_it_holds_from_its_first_day_to_its_last(
    office: Office, deputy: User, first: int, last: int, holds: bool
) -> None:
    days = {"valid_from": TODAY + timedelta(days=first), "valid_to": TODAY + timedelta(days=last)}
    lend(office.head, deputy, **days)
    assert anew(deputy).may(APPROVE) == holds


def test_it_ends_by_itself(office: Office, deputy: User) -> None:
    lend(office.head, deputy)
    Delegation.objects.update(valid_from=TODAY - timedelta(days=7), valid_to=TODAY - timedelta(days=1))
    assert not anew(deputy).may(APPROVE)


@pytest.mark.parametrize("lost", [{"roles": []}, {"is_active": False}, {"valid_to": date(2020, 1, 1)}])
def test_nobody_lends_what_one_no_longer_has(office: Office, deputy: User, lost: dict[str, Any]) -> None:
    lend(office.head, deputy)
    User.objects.filter(pk=office.head.pk).update(**lost)
    assert not anew(deputy).may(APPROVE)


def test_whoever_submitted_a_month_does_not_approve_it_even_by_delegation(office: Office) -> None:
    month = submitted(office)
    lend(office.head, office.clerk)
    with pytest.raises(OwnSubmission, match="2026-06"):
        approve_month(anew(office.clerk), month.pk)


def test_what_was_lent_cannot_be_passed_on(office: Office, deputy: User) -> None:
    other_head = office.user(Role.PAYROLL_OFFICER)
    lend(office.head, other_head)
    with pytest.raises(NotYoursToLend):
        lend(anew(other_head), deputy)
    with pytest.raises(NotAllowed):
        lend(anew(deputy), office.clerk)


def test_only_listed_rights_can_be_lent(office: Office, deputy: User) -> None:
    for rights in (["people.manage"], ["payroll.run"], []):
        with pytest.raises(NotYoursToLend):
            lend(office.head, deputy, rights=rights)
    lend(office.payroll_officer, deputy, rights=["payroll.run"])
    assert anew(deputy).scope("payroll.run") == Scope.INSTITUTION


def test_pay_that_hr_withheld_is_lent_by_nobody(office: Office, deputy: User) -> None:
    lend(office.payroll_officer, deputy, rights=["payroll.run"])
    assert anew(deputy).scope("payroll.see") == Scope.INSTITUTION
    User.objects.filter(pk=deputy.pk).update(pay_right=PayRight.WITHHELD)
    assert anew(deputy).scope("payroll.see") is None


def test_it_is_lent_to_other_staff_of_the_institution_alone(office: Office) -> None:
    worker = office.user(Role.WORKER)
    stopped = office.user(Role.PROJECT_CLERK, is_active=False)
    stranger = new_office("나래시").clerk
    office.enter()
    for nobody in (worker, stopped, stranger, office.head):
        with pytest.raises(NobodyToLendTo):
            lend(office.head, nobody)
    assert office.clerk in takers_of(office.head)


@pytest.mark.parametrize(("first", "last"), [(0, -1), (-9, -1), (0, 366)])
def test_it_ends_within_a_year_and_not_before_today(
    office: Office, deputy: User, first: int, last: int
) -> None:
    days = {"valid_from": TODAY + timedelta(days=first), "valid_to": TODAY + timedelta(days=last)}
    with pytest.raises(LentForTooLong):
        lend(office.head, deputy, **days)


def test_a_reason_is_asked_for(office: Office, deputy: User) -> None:
    with pytest.raises(ReasonMissing):
        lend(office.head, deputy, grounds=" ")


def test_its_giver_or_hr_takes_it_back_and_its_taker_does_not(office: Office, deputy: User) -> None:
    for officer in (office.head, office.hr_officer):
        one = lend(office.head, deputy)
        revoke_delegation(officer, one.pk)
        assert not anew(deputy).may(APPROVE)
        with pytest.raises(NotFound):
            revoke_delegation(officer, one.pk)
    one = lend(office.head, deputy)
    with pytest.raises(NotAllowed):
        revoke_delegation(anew(deputy), one.pk)
    with pytest.raises(NotFound):
        revoke_delegation(office.user(Role.DEPARTMENT_HEAD), one.pk)
    assert anew(deputy).may(APPROVE)


def test_one_sees_what_one_gave_or_took_and_hr_sees_all(office: Office, deputy: User) -> None:
    lend(office.head, deputy)
    for user, count in ((office.head, 1), (deputy, 1), (office.clerk, 0), (office.hr_officer, 1)):
        assert delegations_seen_by(user).count() == count, user


def test_rights_are_asked_for_once_however_often_they_are_checked(office: Office, deputy: User) -> None:
    lend(office.head, deputy)
    loaded = anew(deputy)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(20):
            assert loaded.may(APPROVE)
            assert not loaded.may("people.manage")
    assert len(asked) == 1


def test_an_action_within_an_action_leaves_the_outer_one_on_behalf_of_its_giver(office: Office) -> None:
    def acts_for() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('openinsa.acting_for', true)")
            return str(cursor.fetchone()[0])

    with on_behalf_of(office.head.pk, "acting"):
        with on_behalf_of(office.payroll_officer.pk, "standing"):
            assert acts_for() == str(office.payroll_officer.pk)
        assert acts_for() == str(office.head.pk)
    assert acts_for() == ""


def test_an_own_right_that_reaches_as_far_is_used_first(office: Office) -> None:
    second = office.user(Role.DEPARTMENT_HEAD, name="다른 부서장")
    lend(office.head, second)
    month = submitted(office)
    approve_month(anew(second), month.pk)
    lines = change_records().filter(verb="month_approved")
    assert [line.actor_name for line in lines] == ["다른 부서장"]


def test_what_is_done_after_a_lent_right_was_used_is_ones_own_again(office: Office, deputy: User) -> None:
    lend(office.payroll_officer, deputy, rights=["payroll.run"])
    lend(office.head, deputy)
    month = submitted(office)
    approve_month(anew(deputy), month.pk)
    fill = office.month(date(2026, 7, 1))
    fill_month(office.clerk, fill.pk)
    lines = change_records().filter(actor_id=office.clerk.pk)
    assert {line.actor_name for line in lines} == {"사업담당"}
