"""Projects, people and months by another system, as clerks and heads do them on the screens."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from api_office import ApiClient, integrate
from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from openinsa.api.rights import NEVER
from openinsa.people.roles import PERMISSIONS, Scope
from openinsa.privacy.models import AccessRecord, ChangeRecord
from openinsa.staffing.models import Contract, Project, ProjectClerk, ProjectMonth

pytestmark = pytest.mark.django_db
ALL = {
    permission: "institution"
    for permission, reaches in PERMISSIONS.items()
    if Scope.INSTITUTION in reaches.values() and permission not in NEVER
} | {"staffing.approve_month": "department"}
WHY = {"reason_code": "pay", "reason": "급여 이체 확인"}


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def api(office: Office) -> ApiClient:
    return integrate(office, ALL)


def new_project(office: Office, **more: Any) -> dict[str, Any]:
    return {
        "name": "하천 정비",
        "department": office.department.pk,
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "budget": 100_000_000,
        "day_labour_payment": "monthly",
        **more,
    }


def somebody(**more: Any) -> dict[str, Any]:
    return {
        "name": "김하늘",
        "resident_number": "850412-1000001",
        "department": "공원녹지과",
        "project": "하천 정비",
        "starts_on": "2026-06-01",
        "ends_on": "2026-06-30",
        "rate": LIVING_WAGE_DAY,
        "account": "301012345678",
        "bank": "농협",
        **more,
    }


def test_a_month_goes_from_a_project_to_approval(office: Office, api: ApiClient) -> None:
    clerk = office.clerk
    made = api.post("/projects", new_project(office, clerks=[clerk.pk]))
    assert made.status_code == 201, made.content
    assert made.json()["clerks"] == [clerk.pk]
    registered = api.post("/registrations/rows", {"people": [somebody()]})
    assert registered.json()["stored"], registered.content
    month = api.post(f"/projects/{made.json()['id']}/months", {"month": "2026-06"}).json()
    assert api.post(f"/months/{month['id']}/fill").json()["filled"] == 30
    sheet = api.get(f"/months/{month['id']}/days").json()
    (row,) = sheet["rows"]
    first = next(day for day in row["days"] if day["worked_minutes"])
    cell = {"contract_id": row["contract_id"], "date": first["date"], "old": first["mark"], "new": "결"}
    entered = api.post(f"/months/{month['id']}/days", {"request_id": str(uuid4()), "cells": [cell]})
    assert entered.json()["counts"] == {"ok": 1}, entered.content
    assert api.post(f"/months/{month['id']}/submit").json()["state"] == "submitted"
    head = integrate(office, {"staffing.approve_month": "department"}, name="전자결재")
    approved = head.post(f"/months/{month['id']}/approve")
    assert approved.json()["state"] == "approved", approved.content
    assert approved.json()["approved_by_id"] == head.integration.user_id
    assert ChangeRecord.objects.filter(verb="month_approved", actor_id=head.integration.user_id).exists()


def test_a_row_that_cannot_be_registered_says_where_and_why_and_nobody_is_stored(
    office: Office, api: ApiClient
) -> None:
    api.post("/projects", new_project(office))
    people = [somebody(), somebody(resident_number="900101-2000002", ends_on="2026-05-01")]
    dry = api.post("/registrations/rows", {"dry_run": True, "people": people}).json()
    assert dry["stored"] is False
    assert {one["place"] for one in dry["faults"] if one["severity"] == "error"} == {"/people/1"}
    told = api.post("/registrations/rows", {"people": people})
    assert told.json()["type"] == "/api/problems/registration-has-faults/"
    assert Contract.objects.count() == 0


def test_numbers_are_masked_and_shown_only_for_a_reason_that_is_recorded(
    office: Office, api: ApiClient
) -> None:
    contract = office.employ("김하늘")
    listed = api.get("/people").json()["items"]
    shown = api.get(f"/people/{contract.person_id}").json()
    assert listed[0]["resident_number"].endswith("******")
    assert shown["account"].startswith("****")
    path = f"/people/{contract.person_id}/reveal/account"
    assert api.post(path, {"reason_code": "pay", "reason": "ㅋ"}).status_code == 422
    told = api.post(path, WHY)
    assert told.json()["value"].startswith("3010"), told.content
    kept = AccessRecord.objects.filter(verb="reveal").get()
    assert (kept.actor_id, kept.person_id) == (api.integration.user_id, contract.person_id)
    assert kept.reason == WHY["reason"]
    assert AccessRecord.objects.filter(what="people", people__contains=[contract.person_id]).exists()


def test_pay_is_left_out_for_who_does_not_see_it(office: Office) -> None:
    contract = office.employ("김하늘")
    blind = integrate(office, {"staffing.see": "institution"})
    assert "rate" not in blind.get("/contracts").json()["items"][0] or (
        blind.get("/contracts").json()["items"][0]["rate"] is None
    )
    assert blind.get(f"/contracts/{contract.pk}").json()["terms"][0]["rate"] is None


def test_projects_are_given_to_an_integration_as_to_a_clerk(office: Office, api: ApiClient) -> None:
    narrow = integrate(office, {"staffing.see": "projects"}, name="출퇴근 기기")
    project = Project.objects.get(pk=api.post("/projects", new_project(office)).json()["id"])
    assert narrow.get("/projects").json()["items"] == []
    assert narrow.get(f"/projects/{project.pk}").status_code == 404
    user = narrow.integration.user
    api.patch(f"/projects/{project.pk}", {"clerks": [user.pk]})
    assert ProjectClerk.objects.filter(project=project, clerk=user).exists()
    assert narrow.get(f"/projects/{project.pk}").status_code == 200


def test_a_part_of_a_project_is_changed_and_the_rest_stays(office: Office, api: ApiClient) -> None:
    made = api.post("/projects", new_project(office)).json()
    told = api.patch(f"/projects/{made['id']}", {"budget": 5}).json()
    assert told == {**made, "budget": 5}


def test_a_register_is_uploaded_read_and_saved(office: Office, api: ApiClient) -> None:
    template = api.get("/registrations/template.xlsx")
    assert template.status_code == 200
    told = api.client.post(
        "/api/v1/registrations", {"file": _named(template.content)}, headers=api.headers({})
    )
    api.office.enter()
    assert told.status_code == 201, told.content
    reading = api.get(f"/registrations/{told.json()['id']}/reading").json()
    assert reading["people"] >= 0
    assert reading["columns"]
    assert api.post(f"/registrations/{told.json()['id']}/drop").json()["state"] == "dropped"
    again = api.post(f"/registrations/{told.json()['id']}/save", {"shown": "x"})
    assert again.json()["type"] == "/api/problems/already-saved/"


def _named(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "명단.xlsx"
    return file


def test_a_month_is_taken_as_a_locked_workbook_for_a_reason(office: Office, api: ApiClient) -> None:
    office.employ("김하늘")
    month = office.month(JUNE)
    path = f"/months/{month.pk}/sheet.xlsx"
    assert api.post(path, WHY).status_code == 422
    told = api.post(path, WHY | {"password": "Gwangbok-2026-park!"})
    assert told.status_code == 200, told.content
    assert told.content[:4] == bytes.fromhex("d0cf11e0")
    assert AccessRecord.objects.filter(verb="download").exists()


def test_a_month_that_is_sent_back_tells_the_reason(office: Office, api: ApiClient) -> None:
    office.employ("김하늘")
    month = office.month(JUNE)
    api.post(f"/months/{month.pk}/fill")
    api.post(f"/months/{month.pk}/submit")
    assert api.post(f"/months/{month.pk}/send-back", {}).status_code == 422
    told = api.post(f"/months/{month.pk}/send-back", {"reason": "6월 3일 확인"})
    assert told.json()["sent_back_reason"] == "6월 3일 확인"
    assert ProjectMonth.objects.get(pk=month.pk).is_open


def test_allowances_ask_for_what_their_kind_needs(office: Office, api: ApiClient) -> None:
    contract = office.employ("김하늘")
    base = {"contracts": [contract.pk], "name": "급식비", "valid_from": "2026-06-01", "tax": "meal"}
    path = f"/projects/{office.project.pk}/allowances"
    missing = api.post(path, {**base, "kind": "monthly"}).json()
    assert {one["pointer"] for one in missing["errors"]} >= {"/amount", "/proration"}
    given = {"amount": 100_000, "proration": "days", "minimum_wage": "auto", "condition": "none"}
    told = api.post(path, {**base, "kind": "monthly", **_first_choices(given)})
    assert told.status_code == 201, told.content
    assert told.json() == {"count": 1}


def _first_choices(given: dict[str, Any]) -> dict[str, Any]:
    from openinsa.staffing.forms import AllowanceForm

    fields = AllowanceForm.base_fields
    chosen = {name: fields[name].choices[0][0] for name in ("proration", "minimum_wage", "condition", "tax")}
    return given | chosen


def test_the_history_of_a_record_is_told_as_on_its_page(office: Office, api: ApiClient) -> None:
    contract = office.employ("김하늘")
    told = api.get(f"/history/staffing_contract/{contract.pk}")
    assert told.status_code == 200, told.content
    (first, *_rest) = told.json()["items"]
    assert first["actor_name"]
    assert first["lines"]
    assert api.get(f"/history/people_user/{contract.pk}?limit=0").status_code in {404, 422}
