"""Integrations and their tokens on the screens: narrow, with an end, shown once, answered for by somebody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test import Client
from django.utils import timezone

from api_office import ApiClient, integrate
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.api.actions import (
    DepartmentMissing,
    IntegrationExists,
    IntegrationStopped,
    NotResponsible,
    RightNotGiven,
    RightsMissing,
    TokenLivesTooLong,
    change_integration,
    make_integration,
    make_token,
)
from openinsa.api.frame import DatabaseRefused, Unexpected, framed
from openinsa.api.models import Integration, Token
from openinsa.api.problems import (
    AddressNotAllowed,
    AnswerNotKept,
    BodyTooLarge,
    BodyUnreadable,
    CursorRefused,
    FieldsRefused,
    KeyOfAnotherRequest,
    KeyUnreadable,
    MethodNotKnown,
    SameRequestUnderWay,
    TokenMissing,
    TokenRefused,
    TooManyCalls,
    UploadUnreadable,
    WrongContentType,
    named,
)
from openinsa.people.actions import BeyondTheIntegration
from openinsa.people.models import Department
from openinsa.people.refusals import Refused
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context

SEES = {"staffing.see": "institution"}


@pytest.fixture
def office(db: None) -> Office:
    return new_office()


def made(office: Office, **more: Any) -> Integration:
    usual = {"name": "재무", "purpose": "이체", "responsible": office.hr_officer, "rights": SEES}
    return make_integration(office.hr_officer, **{**usual, **more})


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"rights": {}}, RightsMissing),
        ({"rights": {"api.manage": "institution"}}, RightNotGiven),
        ({"rights": {"people.manage": "projects"}}, RightNotGiven),
        ({"rights": {"staffing.see": "own"}}, RightNotGiven),
        ({"rights": {"institutions.manage": "installation"}}, RightNotGiven),
        ({"rights": {"staffing.see": "department"}}, DepartmentMissing),
    ],
)
def test_rights_are_given_only_as_some_role_has_them(
    office: Office, change: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        made(office, **change)


def test_somebody_who_is_here_answers_for_an_integration(office: Office) -> None:
    gone = office.clerk
    gone.is_active = False
    gone.save()
    with pytest.raises(NotResponsible):
        made(office, responsible=gone)
    first = made(office)
    with pytest.raises(NotResponsible):
        made(office, name="둘째", responsible=first.user)
    with pytest.raises(IntegrationExists):
        made(office)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_ends_within_a_year(office: Office, days: int) -> None:
    with pytest.raises(TokenLivesTooLong):
        make_token(office.hr_officer, made(office).pk, last_day=timezone.localdate() + timedelta(days=days))


def test_a_stopped_integration_gets_no_token(office: Office) -> None:
    one = made(office)
    change_integration(
        office.hr_officer,
        one.pk,
        purpose=one.purpose,
        responsible=one.responsible,
        rights=SEES,
        is_active=False,
    )
    with pytest.raises(IntegrationStopped):
        make_token(office.hr_officer, one.pk, last_day=timezone.localdate() + timedelta(days=9))


def test_a_token_is_shown_once_stored_as_a_digest_and_ends_by_hand(office: Office) -> None:
    page = OfficeClient(office, office.hr_officer, "api")
    responsible = office.hr_officer.pk
    page.post(
        "new_integration",
        name="출퇴근 기기",
        purpose="근무 입력",
        responsible=responsible,
        networks="203.0.113.0/24, 198.51.100.7",
        **{"staffing.see": "projects", "staffing.record_days": "projects"},
    )
    one = Integration.objects.get()
    assert one.user.rights == {"staffing.see": "projects", "staffing.record_days": "projects"}
    assert one.networks == ["203.0.113.0/24", "198.51.100.7/32"]
    last_day = timezone.localdate() + timedelta(days=30)
    shown = text(page.post("integration", one.pk, last_day=str(last_day)))
    token = Token.objects.get()
    assert f"oi_{office.institution.pk}_{token.prefix}_" in shown
    again = text(page.get("integration", one.pk))
    assert token.prefix in again
    assert f"_{token.prefix}_" not in again
    page.post("revoke_token", token.pk)
    assert Token.objects.get().revoked_at is not None
    assert "없앰" in text(page.get("integration", one.pk))


def test_an_unreadable_address_is_said_and_nothing_is_made(office: Office) -> None:
    page = OfficeClient(office, office.hr_officer, "api")
    told = page.post(
        "new_integration",
        name="출퇴근 기기",
        purpose="근무 입력",
        responsible=office.hr_officer.pk,
        networks="여기",
        **{"staffing.see": "institution"},
    )
    assert "주소가 아닙니다" in text(told)
    assert not Integration.objects.exists()


def test_a_leaver_who_is_responsible_is_pointed_out_and_the_integration_goes_on(office: Office) -> None:
    leaver = office.user(Role.HR_OFFICER, name="떠난 사람")
    api = integrate(office, SEES, responsible=leaver)
    leaver.is_active = False
    leaver.save()
    page = OfficeClient(office, office.hr_officer, "api")
    assert "떠난 사람(사용 멈춤)" in text(page.get("integrations"))
    assert "다른 책임자를 정해 주세요" in text(page.get("integration", api.integration.pk))
    assert api.get("/people").status_code == 200


def test_who_may_not_manage_integrations_sees_none(office: Office) -> None:
    one = made(office)
    page = OfficeClient(office, office.clerk, "api")
    assert page.get("integrations").status_code == 403
    assert page.get("integration", one.pk).status_code == 404


@pytest.mark.parametrize(
    ("broken", "refusal", "status"), [(DataError, DatabaseRefused, 409), (ZeroDivisionError, Unexpected, 500)]
)
def test_what_nobody_expected_is_a_problem_too_and_leaves_nothing(
    office: Office, rf: Any, broken: type[Exception], refusal: type[Refused], status: int
) -> None:
    api = integrate(office, SEES)

    def view(request: object) -> Any:
        Department.objects.create(institution=office.institution, name="반쪽")
        raise broken

    set_context(None)
    told = framed(view)(rf.get("/api/v1/x", headers=api.headers({})))
    office.enter()
    assert told.status_code == status
    assert named(refusal).encode() in told.content
    assert not Department.objects.filter(name="반쪽").exists()


def test_every_problem_has_a_name_of_its_own() -> None:
    problems = [
        AddressNotAllowed,
        AnswerNotKept,
        BodyTooLarge,
        BodyUnreadable,
        CursorRefused,
        FieldsRefused,
        KeyOfAnotherRequest,
        KeyUnreadable,
        MethodNotKnown,
        SameRequestUnderWay,
        TokenMissing,
        TokenRefused,
        TooManyCalls,
        UploadUnreadable,
        WrongContentType,
    ]
    assert len({named(one) for one in problems}) == len(problems)
    assert named(TooManyCalls) == "too-many-calls"


def test_an_integration_makes_and_enters_no_login_that_may_more_than_itself(office: Office) -> None:
    api = integrate(office, {"people.manage": "institution"})
    new = {"username": "by-machine", "name": "기계가 만듦"}
    refused = [
        api.post("/users", {**new, "roles": [role]}) for role in ("hr_officer", "auditor", "payroll_officer")
    ]
    refused += [api.patch(f"/users/{office.clerk.pk}", {"roles": ["hr_officer"]})]
    refused += [api.patch(f"/users/{office.head.pk}", {"pay_right": "granted"})]
    refused += [api.patch(f"/users/{office.auditor.pk}", {"is_active": False})]
    refused += [api.post(f"/users/{office.hr_officer.pk}/invitation")]
    assert {one.json()["type"] for one in refused} == {f"/api/problems/{named(BeyondTheIntegration)}/"}
    assert api.post("/users", {**new, "roles": ["project_clerk"]}).status_code == 201


def test_the_same_request_at_one_moment_is_done_once(fresh_database: str) -> None:
    with transaction.atomic():
        office = new_office()
        token = integrate(office, {"people.manage": "institution"}).token

    def send(_number: int) -> tuple[int, bytes]:
        try:
            answer = Client().post(
                "/api/v1/departments",
                {"name": "총무과"},
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "one"},
            )
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(4)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    with transaction.atomic():
        set_context(office.institution.pk)
        assert Department.objects.filter(name="총무과").count() == 1


def test_a_request_that_waits_too_long_for_its_twin_is_told_so(fresh_database: str) -> None:
    with transaction.atomic():
        office = new_office()
        api: ApiClient = integrate(office, {"people.manage": "institution"})

    def hold_the_key() -> int:
        with transaction.atomic():
            set_context(office.institution.pk)
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO api_keptanswer (institution_id, integration_id, key, fingerprint, at, status,"
                    " content_type) VALUES (%s, %s, 'held', '', now(), 0, '')",
                    [office.institution.pk, api.integration.pk],
                )
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(send).result()

    def send() -> int:
        try:
            return (
                Client()
                .post(
                    "/api/v1/departments",
                    {"name": "총무과"},
                    content_type="application/json",
                    headers=api.headers({"Idempotency-Key": "held"}),
                )
                .status_code
            )
        finally:
            connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openinsa.api.keeping.WAITS", "SET LOCAL lock_timeout = '50ms'")
        assert hold_the_key() == SameRequestUnderWay.status
