"""A second factor where a role must have one, and what happens when it is lost."""

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from rich.console import Console

from entrance.door import PASSWORD, come_in, get, is_in, post
from office import Office, new_office
from openinsa.config.helping import reset_factor
from openinsa.entrance import attempts
from openinsa.entrance.actions import (
    FactorOfOfficer,
    reset_second_factor,
    reset_second_factor_on_the_server,
    unlock_login,
)
from openinsa.entrance.factor_seals import open_factor, seal_factor
from openinsa.entrance.models import Notice, SignedIn, SignIn, SignInRules
from openinsa.entrance.records import noticed
from openinsa.people.actions import NotOneself
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.people.tenancy import NOBODY, set_context, within
from openinsa.privacy.models import ChangeRecord

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def office() -> Office:
    office = new_office()
    SignInRules.objects.create(institution=office.institution, second_factor_roles=["payroll_officer"])
    return office


def with_app(user: User) -> User:
    """Give a user an authenticator app and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def test_a_role_that_must_have_one_opens_nothing_before_it_is_set_up(office: Office) -> None:
    client = come_in(office.payroll_officer)
    for address in ("/", "/payroll/runs/", "/entrance/mine/"):
        assert get(client, address)["Location"] == "/entrance/second-factor/"
    assert post(client, "/payroll/runs/")["Location"] == "/entrance/second-factor/"
    page = get(client, "/entrance/second-factor/").content.decode()
    assert "/accounts/2fa/totp/activate/" in page
    assert "/accounts/2fa/webauthn/add/" in page
    assert get(client, "/accounts/2fa/").status_code == 200


def test_a_role_that_need_not_have_one_works_without(office: Office) -> None:
    assert is_in(come_in(office.clerk))


def test_whoever_has_one_is_asked_for_it_and_then_let_in(office: Office) -> None:
    client = come_in(with_app(office.payroll_officer))
    assert "_auth_user_id" not in client.session
    assert post(client, "/accounts/2fa/authenticate/", {"code": code()}).status_code == 302
    assert is_in(client)
    office.enter()
    assert SignIn.objects.get().method == "password+totp"


def test_a_code_opens_once(office: Office) -> None:
    user, used = with_app(office.payroll_officer), code()
    post(come_in(user), "/accounts/2fa/authenticate/", {"code": used})
    again = come_in(user)
    post(again, "/accounts/2fa/authenticate/", {"code": used})
    assert not is_in(again)


def test_wrong_codes_are_on_record_and_end_in_a_lock(office: Office) -> None:
    user = with_app(office.payroll_officer)
    client = come_in(user)
    for _ in range(6):
        post(client, "/accounts/2fa/authenticate/", {"code": "000000"})
    post(client, "/accounts/2fa/authenticate/", {"code": code()})
    assert not is_in(client)
    hr = office.enter().hr_officer
    outcomes = list(SignIn.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == [*["factor_wrong"] * 5, "lock_began", "locked", "locked"]
    unlock_login(hr, user.pk)
    post(client, "/accounts/2fa/authenticate/", {"code": code()})
    assert is_in(client)


def test_the_right_password_takes_no_wrong_code_back(office: Office) -> None:
    user = with_app(office.payroll_officer)
    for _ in range(5):
        post(come_in(user), "/accounts/2fa/authenticate/", {"code": "000000"})
    last = come_in(user)
    post(last, "/accounts/2fa/authenticate/", {"code": code()})
    assert not is_in(last)


def test_a_stolen_session_guesses_no_code_to_change_the_factors(office: Office) -> None:
    user = with_app(office.payroll_officer)
    client = come_in(user)
    post(client, "/accounts/2fa/authenticate/", {"code": code()})
    for _ in range(5):
        post(client, "/accounts/2fa/reauthenticate/", {"code": "000000"})
    office.enter()
    assert attempts.locked_until(user.username, user.pk)
    assert Notice.objects.filter(user=user, kind=Notice.Kind.LOCK_BEGAN).exists()


def test_a_recovery_code_opens_once(office: Office) -> None:
    user = with_app(office.payroll_officer)
    spare = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    client = come_in(user)
    post(client, "/accounts/2fa/authenticate/", {"code": spare})
    assert is_in(client)
    again = come_in(user)
    post(again, "/accounts/2fa/authenticate/", {"code": spare})
    assert not is_in(again)


def test_whoever_changes_a_factor_leaves_a_notice_for_its_owner(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []

    def listen(kind: str, **named: Any) -> None:
        heard.append(kind)

    noticed.connect(listen)
    client = come_in(office.clerk)
    post(client, "/accounts/reauthenticate/", {"password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        get(client, "/accounts/2fa/totp/activate/")
        counter = next(iter(yield_hotp_counters_from_time()))
        shown = format_hotp_value(hotp_value(client.session["mfa.totp.secret"], counter))
        post(client, "/accounts/2fa/totp/activate/", {"code": shown})
    with django_capture_on_commit_callbacks(execute=True):
        post(client, "/accounts/2fa/recovery-codes/generate/", {})
    with django_capture_on_commit_callbacks(execute=True):
        post(client, "/accounts/2fa/totp/deactivate/")
    noticed.disconnect(listen)
    office.enter()
    told = list(Notice.objects.order_by("id").values_list("kind", flat=True))
    assert heard == told
    assert told[0] == "factor_added"
    assert told[-1] == "factor_gone"
    assert "codes_made" in told
    page = get(client, "/entrance/mine/").content.decode()
    for kind in told:
        assert str(Notice.Kind(kind).label) in page
    post(client, "/entrance/mine/seen/")
    assert page.count("2단계 인증 수단을 지웠습니다.") == 2  # above every page, and in the own list
    assert get(client, "/entrance/mine/").content.decode().count("2단계 인증 수단을 지웠습니다.") == 1


def test_hr_resets_a_lost_one_with_a_reason_and_its_owner_is_told(office: Office) -> None:
    user = with_app(office.payroll_officer)
    here = come_in(user)
    post(here, "/accounts/2fa/authenticate/", {"code": code()})
    office.enter()
    with pytest.raises(ReasonMissing):
        reset_second_factor(office.hr_officer, user.pk, reason=" ")
    reset_second_factor(office.hr_officer, user.pk, reason="휴대전화 분실, 신분증 확인")
    line = ChangeRecord.objects.get(verb="second_factor_reset")
    assert (line.row_id, line.reason) == (user.pk, "휴대전화 분실, 신분증 확인")
    assert not is_in(here)
    office.enter()
    assert SignedIn.objects.get(user=user).end == SignedIn.End.RESET
    assert Notice.objects.get(kind=Notice.Kind.FACTOR_RESET).user == user
    client = come_in(user)
    assert get(client, "/")["Location"] == "/entrance/second-factor/"
    assert "2단계 인증을 초기화했습니다" in get(client, "/accounts/2fa/").content.decode()


def test_nobody_resets_the_own_one_an_hr_officers_or_a_neighbours(office: Office) -> None:
    hr = office.hr_officer
    with pytest.raises(NotOneself):
        reset_second_factor(hr, hr.pk, reason="분실")
    with pytest.raises(FactorOfOfficer):
        reset_second_factor(hr, office.user(Role.HR_OFFICER).pk, reason="분실")
    with pytest.raises(NotAllowed):
        reset_second_factor(office.head, office.clerk.pk, reason="분실")
    stranger = new_office("나래시").clerk
    office.enter()
    with pytest.raises(NotFound):
        reset_second_factor(hr, stranger.pk, reason="분실")


def test_an_operator_resets_an_hr_officers_on_the_server(office: Office) -> None:
    hr = with_app(office.hr_officer)
    set_context(None)
    with pytest.raises(ReasonMissing):
        reset_second_factor_on_the_server(hr.username, reason="")
    with pytest.raises(NotFound):
        reset_second_factor_on_the_server("nobody", reason="분실")
    reset_second_factor_on_the_server(hr.username, reason="분실, 전화로 확인")
    office.enter()
    assert not Authenticator.objects.exists()
    assert ChangeRecord.objects.get(verb="second_factor_reset").row_id == hr.pk


def test_no_mail_brings_back_a_password_or_a_factor(office: Office, mailoutbox: list[Any]) -> None:
    user = with_app(office.payroll_officer)
    User.objects.filter(pk=user.pk).update(email="someone@example.kr")
    post(Client(), "/accounts/password/reset/", {"email": "someone@example.kr"})
    assert mailoutbox == []


def test_an_operator_must_have_one(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ("operator",)
    operator = User.objects.create_user("operator", PASSWORD, roles=[Role.OPERATOR], name="운영자")
    assert get(come_in(operator), "/")["Location"] == "/entrance/second-factor/"


def test_its_secret_is_stored_sealed_and_opens_with_the_key_before_too(settings: Any, office: Office) -> None:
    with_app(office.clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mfa_authenticator::text FROM mfa_authenticator")
        assert SECRET not in str(cursor.fetchall())
    sealed = seal_factor("once")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert open_factor(sealed) == "once"
    assert get_adapter().decrypt(seal_factor("now")) == "now"


def test_a_neighbour_sees_nobody_elses_factors(office: Office) -> None:
    with_app(office.clerk)
    new_office("나래시")
    assert not Authenticator.objects.exists()
    with within(NOBODY):
        assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("login", "reason", "code"), [("hr", "분실", 0), ("hr", "", 1), ("nobody", "분실", 1)]
)
def test_the_command_says_what_became_of_it(office: Office, login: str, reason: str, code: int) -> None:
    User.objects.filter(pk=office.hr_officer.pk).update(username="hr")
    set_context(None)
    console = Console(record=True)
    assert reset_factor(console, login, reason) == code
    assert login in console.export_text()
