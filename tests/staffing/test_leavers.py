"""Whoever leaves loses the login without anybody remembering: staff the day after, workers when the law lets go."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from office import Office, new_office
from openinsa.people.institutions import operator_at_the_server, resume_institution, suspend_institution
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context, within
from openinsa.privacy.institution_removal import counts_of
from openinsa.privacy.models import ChangeRecord
from openinsa.staffing.leavers import end_access, end_access_everywhere
from openinsa.staffing.models import Contract

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office() -> Office:
    return new_office()


def login_of(office: Office, contract: Contract, *roles: str) -> User:
    user = office.user(Role.WORKER, person=contract.person)
    User.objects.filter(pk=user.pk).update(roles=[str(role) for role in roles])
    return user


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def is_let_in(user: User) -> bool:
    set_context(None)
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": "a long enough word"})
    return client.get("/entrance/mine/").status_code == 200


def test_a_worker_may_look_for_three_years_after_the_last_day(office: Office) -> None:
    user = login_of(office, office.employ(ends_on=date(2026, 12, 31)), Role.WORKER)
    assert end_access(office.institution.pk, TODAY) == 1
    assert anew(user).valid_to == date(2029, 12, 31)
    assert end_access(office.institution.pk, TODAY) == 0


@pytest.mark.parametrize(("days", "may"), [(0, True), (1, False)])
def test_staff_roles_end_the_day_after_the_employment(office: Office, days: int, may: bool) -> None:
    contract = office.employ(ends_on=TODAY - timedelta(days=days))
    user = login_of(office, contract, Role.WORKER, Role.PROJECT_CLERK)
    end_access(office.institution.pk, TODAY)
    assert anew(user).may("staffing.see") == may
    assert anew(user).may("payroll.see")
    assert (Role.PROJECT_CLERK in anew(user).roles) == may


def test_the_day_holds_even_when_nothing_has_run_since(office: Office) -> None:
    contract = office.employ(ends_on=TODAY)
    user = login_of(office, contract, Role.WORKER, Role.PROJECT_CLERK)
    end_access(office.institution.pk, TODAY)
    User.objects.update(staff_until=TODAY - timedelta(days=1))
    assert not anew(user).may("staffing.see")
    assert anew(user).roles_in_force == [Role.WORKER]


def test_a_login_that_has_run_out_lets_nobody_in_and_ends_open_sessions(office: Office) -> None:
    user = login_of(office, office.employ(), Role.WORKER)
    assert is_let_in(user)
    set_context(None)
    client = Client()
    client.force_login(anew(user))
    office.enter()
    User.objects.filter(pk=user.pk).update(valid_to=TODAY - timedelta(days=1))
    set_context(None)
    assert client.get("/entrance/mine/").status_code == 302
    assert not is_let_in(user)


def test_staff_without_a_workers_role_are_out_the_day_after(office: Office) -> None:
    user = login_of(office, office.employ(ends_on=TODAY - timedelta(days=1)), Role.PROJECT_CLERK)
    end_access(office.institution.pk, TODAY)
    assert anew(user).roles == []
    assert not is_let_in(user)


def test_a_contract_that_follows_lets_the_login_go_on(office: Office) -> None:
    contract = office.employ()
    user = login_of(office, contract, Role.WORKER)
    end_access(office.institution.pk, TODAY)
    Contract.objects.update(ends_on=date(2027, 6, 30))
    end_access(office.institution.pk, TODAY)
    assert anew(user).valid_to == date(2030, 6, 30)


BY_HAND = {
    "an earlier day stays when the contract goes on": (
        date(2027, 1, 31),
        date(2027, 6, 30),
        date(2027, 1, 31),
    ),
    "a later day gives way to the end of the contract": (
        date(2031, 1, 31),
        date(2027, 6, 30),
        date(2030, 6, 30),
    ),
    "the very last day of the contract stays": (date(2026, 12, 31), date(2027, 6, 30), date(2026, 12, 31)),
}


@pytest.mark.parametrize(("by_hand", "ends_on", "then"), BY_HAND.values(), ids=BY_HAND)
def test_a_last_day_that_hr_set_by_hand_is_never_put_off_by_itself(
    office: Office, by_hand: date, ends_on: date, then: date
) -> None:
    user = login_of(office, office.employ(), Role.WORKER)
    end_access(office.institution.pk, TODAY)
    User.objects.filter(pk=user.pk).update(valid_to=by_hand)
    Contract.objects.update(ends_on=ends_on)
    for _night in range(2):
        end_access(office.institution.pk, TODAY)
    assert anew(user).valid_to == then


def test_a_last_day_from_before_the_first_night_is_kept(office: Office) -> None:
    user = login_of(office, office.employ(), Role.WORKER)
    User.objects.filter(pk=user.pk).update(valid_to=date(2027, 1, 31))
    end_access(office.institution.pk, TODAY)
    assert anew(user).valid_to == date(2027, 1, 31)


def test_the_history_says_why_and_logins_of_no_worker_stay(office: Office) -> None:
    user, head = login_of(office, office.employ(), Role.WORKER), office.head
    elsewhere = new_office("나래시")
    other = login_of(elsewhere, elsewhere.employ(), Role.WORKER)
    end_access_everywhere(TODAY)
    with within(office.institution.pk):
        line = ChangeRecord.objects.filter(table_name="people_user", row_id=user.pk).latest("pk")
        assert line.reason == "고용 기간에 따라 저절로"
        assert anew(head).valid_to is None
    with within(elsewhere.institution.pk):
        assert anew(other).valid_to is not None


def test_nothing_of_a_suspended_institution_moves_by_itself_and_all_of_it_when_it_goes_on(
    office: Office,
) -> None:
    user = login_of(office, office.employ(), Role.WORKER)
    operator = operator_at_the_server()
    suspend_institution(operator, office.institution.pk, reason="계약 종료")
    before = counts_of(office.institution.pk)
    end_access_everywhere(TODAY)
    assert counts_of(office.institution.pk) == before
    resume_institution(operator, office.institution.pk)
    end_access_everywhere(TODAY)
    with within(office.institution.pk):
        assert anew(user).valid_to is not None
