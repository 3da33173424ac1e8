"""Calls of another system: who gets in, what a refusal looks like, and what happens once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from api_office import ApiClient, integrate
from office import Office, new_office
from openinsa.api.keeping import forget_answers
from openinsa.api.models import KeptAnswer, Token
from openinsa.people.models import Department
from openinsa.people.tenancy import set_context

pytestmark = pytest.mark.django_db
HR = {"people.manage": "institution"}


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def api(office: Office) -> ApiClient:
    return integrate(office, HR)


def test_a_system_with_a_token_reads_the_list_that_the_screen_shows(office: Office, api: ApiClient) -> None:
    named = office.department.name
    told = api.get("/departments")
    assert told.status_code == 200, told.content
    assert [one["name"] for one in told.json()["items"]] == [named]
    assert told.json()["next"] is None


@pytest.mark.parametrize("header", ["", "Bearer ", "Basic abc", "Bearer oi_1_abcdefgh_no", "Bearer 한글"])
def test_without_a_token_that_counts_nothing_is_told(header: str) -> None:
    set_context(None)
    told = Client().get("/api/v1/departments", headers={"Authorization": header.encode().decode("latin-1")})
    assert told.status_code == 401
    assert told["Content-Type"] == "application/problem+json"
    assert told["WWW-Authenticate"].startswith("Bearer")
    assert told.json()["type"] in {"/api/problems/token-missing/", "/api/problems/token-refused/"}


def test_a_session_opens_nothing_here(office: Office) -> None:
    client = Client()
    client.force_login(office.hr_officer)
    set_context(None)
    assert client.get("/api/v1/departments").status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
    ids=["revoked", "expired"],
)
def test_a_token_that_ended_is_refused_at_once(api: ApiClient, change: dict[str, Any]) -> None:
    Token.objects.update(**change)
    assert api.get("/departments").status_code == 401


def test_a_stopped_integration_is_refused(api: ApiClient) -> None:
    user = api.integration.user
    user.is_active = False
    user.save()
    assert api.get("/departments").status_code == 401


def test_a_suspended_institution_is_refused(office: Office, api: ApiClient) -> None:
    office.institution.suspended_at = timezone.now()
    office.institution.save()
    told = api.get("/departments")
    assert (told.status_code, told.json()["type"]) == (403, "/api/problems/institution-suspended/")


def test_a_token_works_only_from_the_addresses_it_is_for(office: Office) -> None:
    api = integrate(office, HR, networks=["203.0.113.0/24"])
    assert api.get("/departments").json()["type"] == "/api/problems/address-not-allowed/"
    api.integration.networks = ["127.0.0.0/8"]
    api.integration.save()
    assert api.get("/departments").status_code == 200


def test_rights_are_narrow(office: Office) -> None:
    api = integrate(office, {"jobs.see": "institution"})
    told = api.get("/departments")
    assert (told.status_code, told.json()["type"]) == (403, "/api/problems/not-allowed/")


@override_settings(API_CALLS_A_MINUTE=2)
def test_too_many_calls_are_told_when_to_come_again(api: ApiClient) -> None:
    answers = [api.get("/departments") for _ in range(5)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert 0 < int(refused[-1]["Retry-After"]) <= 60


def test_an_error_says_which_field_and_how_to_mend_it_in_the_language_asked_for(api: ApiClient) -> None:
    korean = api.post("/departments", {"nam": "총무과"}).json()
    english = api.post("/departments", {"nam": "총무과"}, Accept_Language="en").json()
    assert korean["status"] == 422
    assert {"pointer": "/nam", "detail": "없는 항목입니다. 이름을 확인해 주세요."} in korean["errors"]
    assert "no such field" in english["errors"][0]["detail"].lower()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b'{"name": "\\ud800"}', "application/json", 400),
        (b'{"name": "a\\u0000b"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"name=a", "application/x-www-form-urlencoded", 415),
        (b'{"name": 1}', "application/json", 422),
        (b'{"name": null}', "application/json", 422),
        (b'{"name": ""}', "application/json", 422),
        (b"", "application/json", 422),
        (b" " * (4 * 2**20 + 1), "application/json", 413),
    ],
    ids=lambda one: str(one)[:30],
)
def test_a_bad_body_is_refused_and_nothing_is_stored(
    api: ApiClient, body: bytes, content_type: str, status: int
) -> None:
    before = Department.objects.count()
    set_context(None)
    told = api.client.post("/api/v1/departments", body, content_type=content_type, headers=api.headers({}))
    api.office.enter()
    assert told.status_code == status, told.content
    assert told["Content-Type"] == "application/problem+json"
    assert Department.objects.count() == before


def test_an_address_that_is_none_is_a_problem_too(api: ApiClient) -> None:
    assert api.get("/nothing/at/all").json()["type"] == "/api/problems/not-found/"
    told = api.call("PUT", "/departments")
    assert (told.status_code, told.json()["status"]) == (405, 405)
    assert "GET" in told["Allow"]


def test_the_same_request_sent_twice_is_done_once(api: ApiClient) -> None:
    first = api.post("/departments", {"name": "총무과"}, Idempotency_Key="k-1")
    second = api.post("/departments", {"name": "총무과"}, Idempotency_Key="k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert Department.objects.filter(name="총무과").count() == 1


def test_a_key_of_another_request_is_refused(api: ApiClient) -> None:
    api.post("/departments", {"name": "총무과"}, Idempotency_Key="k-1")
    told = api.post("/departments", {"name": "감사과"}, Idempotency_Key="k-1")
    assert told.json()["type"] == "/api/problems/key-of-another-request/"
    assert not Department.objects.filter(name="감사과").exists()
    assert api.post("/departments", {"name": "감사과"}, Idempotency_Key="\x7f").status_code == 422


def test_a_refused_request_keeps_no_key(api: ApiClient) -> None:
    api.post("/departments", {"name": "총무과"})
    told = api.post("/departments", {"name": "총무과"}, Idempotency_Key="k-2")
    assert (told.status_code, told.json()["type"]) == (409, "/api/problems/department-exists/")
    assert KeptAnswer.objects.count() == 0


def test_a_kept_answer_is_sealed_and_forgotten_after_a_day(api: ApiClient) -> None:
    api.post("/departments", {"name": "총무과"}, Idempotency_Key="k-1")
    kept = KeptAnswer.objects.get()
    assert "총무과".encode() not in bytes(kept.body_sealed)
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    api.post("/departments", {"name": "감사과"}, Idempotency_Key="k-9")
    assert KeptAnswer.objects.get().key == "k-9"
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    forget_answers()  # each night, also of an integration that asks no more
    assert KeptAnswer.objects.count() == 0


def test_an_answer_that_is_shown_once_is_not_shown_again(office: Office, api: ApiClient) -> None:
    path = f"/users/{office.clerk.pk}/invitation"
    first = api.post(path, Idempotency_Key="k-1")
    assert first.json()["link"].startswith("http")
    again = api.post(path, Idempotency_Key="k-1")
    assert (again.status_code, again.json()["type"]) == (409, "/api/problems/answer-not-kept/")


@pytest.mark.parametrize("sort", ["name", "-name", "users"])
def test_pages_follow_each_other_without_gap_or_repetition(office: Office, api: ApiClient, sort: str) -> None:
    names = [f"{number:02}과" for number in range(7)]
    Department.objects.bulk_create(Department(institution=office.institution, name=one) for one in names)
    whole = [one["name"] for one in api.get(f"/departments?sort={sort}").json()["items"]]
    found, following = [], ""
    while following is not None:
        told = api.get(f"/departments?sort={sort}&limit=3{following and f'&cursor={following}'}").json()
        found += [one["name"] for one in told["items"]]
        following = told["next"]
    assert found == whole


def test_a_cursor_of_another_list_or_made_by_hand_is_refused(office: Office, api: ApiClient) -> None:
    Department.objects.create(institution=office.institution, name="가과")
    office.department.name  # noqa: B018
    cursor = api.get("/departments?limit=1").json()["next"]
    assert api.get(f"/departments?limit=1&sort=-name&cursor={cursor}").status_code == 422
    assert api.get("/departments?cursor=abc").json()["type"] == "/api/problems/cursor-refused/"


@pytest.mark.parametrize("asked", ["limit=0", "limit=501", "limit=x", "sort=password", "nobody=1", "q=%00"])
def test_a_list_refuses_what_it_does_not_know(api: ApiClient, asked: str) -> None:
    told = api.get(f"/departments?{asked}")
    assert told.status_code == 422
    assert told.json()["errors"][0]["parameter"] == asked.partition("=")[0]


def test_a_change_may_name_a_part_only(office: Office, api: ApiClient) -> None:
    clerk = office.clerk
    told = api.patch(f"/users/{clerk.pk}", {"roles": ["project_clerk", "department_head"]})
    assert told.status_code == 200, told.content
    assert told.json()["department_id"] == clerk.department_id
    assert told.json()["roles"] == ["department_head", "project_clerk"]


def test_an_integration_has_no_login_and_is_no_user_of_the_screens(office: Office, api: ApiClient) -> None:
    user = api.integration.user
    assert not user.has_usable_password()
    assert api.get(f"/users/{user.pk}").status_code == 404
    client = Client()
    client.force_login(office.hr_officer)
    set_context(None)
    assert client.get(f"/people/users/{user.pk}/").status_code == 404


def test_an_upload_without_its_boundary_is_refused_also_under_a_key(api: ApiClient) -> None:
    told = Client(SERVER_NAME="localhost").post(
        "/api/v1/departments",
        b'{"name": "x"}',
        content_type="multipart/form-data",
        headers=api.headers({"Idempotency-Key": "one-two-three-four"}),
    )
    assert (told.status_code, told.json()["type"]) == (400, "/api/problems/upload-unreadable/")


def test_a_key_counts_only_where_something_changes(api: ApiClient) -> None:
    key = {"Idempotency-Key": "one-two-three-four"}
    assert api.post("/departments", {"name": "기획과"}, **key).status_code == 201
    assert api.call("TRACE", "/departments", None, **key).status_code == 405
