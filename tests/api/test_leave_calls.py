"""Leave by another system: balances, grants by hand, promotion and settings, as HR and clerks do them on the screens."""

from datetime import date
from typing import Any

import pytest

from api_office import ApiClient, integrate
from closing import close
from office import Office, new_office
from openinsa.api.rights import NEVER
from openinsa.leave.models import LeaveGrant, LeavePromotion
from openinsa.people.roles import PERMISSIONS, Scope
from openinsa.privacy.models import AccessRecord
from openinsa.staffing.models import Contract, DayCode

pytestmark = pytest.mark.django_db
ALL = {
    permission: "institution"
    for permission, reaches in PERMISSIONS.items()
    if Scope.INSTITUTION in reaches.values() and permission not in NEVER
}
NEXT_YEAR = date(2027, 12, 31)
GRANT = {"minutes": 2400, "granted_on": "2026-01-01", "expires_on": "2026-12-31", "reason": "이월"}
WHY = {"reason_code": "pay", "reason": "촉구서 발송"}
DAY = date(2026, 7, 1)


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.project.ends_on = NEXT_YEAR
    office.project.save()
    return office


@pytest.fixture
def api(office: Office) -> ApiClient:
    return integrate(office, ALL)


@pytest.fixture
def contract(office: Office) -> Contract:
    return office.employ("김하늘", ends_on=NEXT_YEAR)


def add(api: ApiClient, contract: Contract, **changed: Any) -> Any:
    given = {**GRANT, "granted_on": str(contract.starts_on), **changed}
    return api.post(f"/contracts/{contract.pk}/leave-grants", given)


def test_leave_added_by_hand_stands_in_the_ledger_and_can_be_taken_back(
    api: ApiClient, contract: Contract
) -> None:
    made = add(api, contract)
    assert made.status_code == 201, made.content
    grant, person = made.json()["id"], contract.person_id
    ledger = api.get(f"/contracts/{contract.pk}/leave").json()
    assert (ledger["granted"], ledger["left"], ledger["days_left"]) == (2400, 2400, "5.0")
    assert [one["id"] for one in ledger["grants"]] == [grant]
    listed = api.get("/leave").json()["items"]
    assert [(one["person_id"], one["left"], one["days_left"]) for one in listed] == [(person, 2400, 5.0)]
    told = api.get(f"/leave-grants/{grant}").json()
    assert (told["left"], told["uses"], told["days_explained"]) == (2400, [], None)
    assert AccessRecord.objects.filter(what="leave", people__contains=[person]).exists()
    assert api.post(f"/leave-grants/{grant}/drop", {}).status_code == 422
    assert api.post(f"/leave-grants/{grant}/drop", {"reason": "두 번 입력"}).status_code == 204
    assert not LeaveGrant.objects.exists()


def test_a_grant_that_followed_from_work_tells_its_rules(api: ApiClient, office: Office) -> None:
    contract = office.employ("김하늘")
    for month in (5, 6):
        close(office, date(2026, month, 1))
    assert api.post("/leave/reckon").json()["count"] > 0
    grant = LeaveGrant.objects.filter(contract=contract, basis="month").first()
    assert grant is not None
    told = api.get(f"/leave-grants/{grant.pk}").json()
    assert told["days_explained"]["law"], told
    assert told["days_explained"]["inputs"]


def test_leave_that_lapses_before_it_arises_is_refused(api: ApiClient, contract: Contract) -> None:
    refused = add(api, contract, expires_on="2020-01-01")
    assert refused.json()["type"] == "/api/problems/leave-lapses-too-early/"


def test_promotion_goes_from_the_first_notice_to_the_second_and_is_printed_for_a_reason(
    api: ApiClient, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(api, contract)
    monkeypatch.setattr("openinsa.leave.actions.timezone.localdate", lambda: DAY)
    (one,) = api.get("/leave-promotions").json()["items"]
    assert (one["step"], one["minutes"]) == ("first", 2400)
    keys = {"promotions": [one["id"]]}
    noticed = api.post("/leave-promotions/first", keys | {"day": "2026-07-01", "proof": "공원녹지과-12"})
    assert noticed.json() == {"count": 1}, noticed.content
    assert api.post("/leave-promotions/first.pdf", keys | {"day": "2026-07-01"}).status_code == 422
    paper = api.post("/leave-promotions/first.pdf", keys | {"day": "2026-07-01"} | WHY)
    assert paper.content[:4] == b"%PDF", paper.content
    assert AccessRecord.objects.filter(what="promotion_notice", person_id=contract.person_id).exists()
    plan = api.post("/leave-promotions/plan", keys | {"day": "2026-07-01", "plan": "8월 첫 주"})
    assert plan.json() == {"count": 1}, plan.content
    named = {"day": "2026-07-01", "second_notice": "11월 2일부터", "proof": "공원녹지과-30"}
    assert api.post("/leave-promotions/second", keys | named).json() == {"count": 1}
    assert api.post("/leave-promotions/second.pdf", keys | {"day": "2026-07-01"} | WHY).status_code == 200
    assert LeavePromotion.objects.get().plan == "8월 첫 주"
    assert api.post("/leave-promotions/drop", keys | {"reason": "잘못 적음"}).json() == {"count": 1}


def test_promotions_of_others_are_not_found_before_a_field_is_judged(
    office: Office, api: ApiClient, contract: Contract
) -> None:
    key = f"{contract.person_id}-20261231-0"
    stranger = integrate(new_office("나래시"), ALL)
    for step in ("first", "plan", "second", "drop", "first.pdf", "second.pdf"):
        told = stranger.post(f"/leave-promotions/{step}", {"promotions": [key]})
        assert told.status_code == 404, step
    assert api.post("/leave-promotions/first", {"promotions": []}).status_code == 422
    assert api.post("/leave-promotions/first", {"promotions": [7]}).status_code == 422


def test_days_of_a_leave_and_settings_hold_from_a_day_on(api: ApiClient, office: Office) -> None:
    kinds = {one["code"]: one for one in api.get("/leave-kinds").json()}
    own = next(one for one in kinds.values() if not one["of_the_law"])
    assert next(one for one in kinds.values() if one["of_the_law"])["law"]
    rule = {"valid_from": "2026-01-01", "days": 5, "per": "year", "source": "취업규칙 제20조"}
    made = api.post(f"/marks/{own['mark_id']}/leave-days", rule)
    assert made.status_code == 201, made.content
    again = {one["code"]: one for one in api.get("/leave-kinds").json()}
    assert again[own["code"]]["days"] == 5
    worked = DayCode.objects.exclude(kind=DayCode.Kind.LEAVE).first()
    assert worked is not None
    assert api.post(f"/marks/{worked.pk}/leave-days", rule).status_code == 404
    settings = {
        "valid_from": "2027-01-01",
        "granting": "fiscal",
        "fiscal_month": 1,
        "share_unit": 60,
        "settlement": "larger",
        "advance": "warn",
        "advance_days": 3,
        "source": "취업규칙",
    }
    told = api.post("/leave-settings", settings)
    assert told.status_code == 201, told.content
    assert api.get("/leave-settings").json()[0] == told.json()
