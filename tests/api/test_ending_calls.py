"""Ends of employments by another system: from a draft to its payment, severance before the end, late wages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from api_office import ApiClient, integrate
from closing import close
from office import Office, new_office
from openinsa.api.rights import NEVER
from openinsa.ending.models import InterimSettlement, Settlement
from openinsa.payroll.models import Payslip
from openinsa.people.roles import PERMISSIONS, Scope
from openinsa.privacy.models import AccessRecord
from openinsa.staffing.models import Contract, ContractVersion, DayCode

pytestmark = pytest.mark.django_db
ALL = {
    permission: "institution"
    for permission, reaches in PERMISSIONS.items()
    if Scope.INSTITUTION in reaches.values() and permission not in NEVER
}
WHY = {"reason_code": "pay", "reason": "퇴직금 이체 확인"}
DETAILS = {"cause": "contract_ended", "pension_provider": "농협", "pension_account": "301-0123-4567-89"}
LAST_DAY = date(2026, 9, 30)


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def api(office: Office) -> ApiClient:
    return integrate(office, ALL)


@pytest.fixture
def contract(office: Office) -> Contract:
    """Somebody who worked for a year and nine months, with the last three months paid."""
    return employed(office, LAST_DAY)


def employed(office: Office, until: date) -> Contract:
    office.project.ends_on = max(office.project.ends_on, until)
    office.project.save()
    contract = office.employ("김하늘", ends_on=until)
    Contract.objects.filter(pk=contract.pk).update(starts_on=date(2025, 1, 1))
    ContractVersion.objects.filter(contract=contract).update(valid_from=date(2025, 1, 1))
    for month in (7, 8, 9):
        close(office, date(2026, month, 1))
    contract.refresh_from_db()
    return contract


def drafted(api: ApiClient, contract: Contract) -> dict[str, Any]:
    made = api.post("/settlements", {"contracts": [contract.pk]})
    assert made.status_code == 201, made.content
    return made.json()[0]


def test_a_settlement_goes_from_a_draft_to_its_payment(api: ApiClient, contract: Contract) -> None:
    (row,) = api.get("/endings").json()["items"]
    assert (row["id"], row["person_id"], row["stage"]) == (contract.pk, contract.person_id, "none")
    one = drafted(api, contract)
    path = f"/settlements/{one['id']}"
    changed = api.patch(path, DETAILS)
    assert changed.status_code == 200, changed.content
    assert api.post("/settlements/reckon", {"settlements": [one["id"]]}).json() == {"count": 1}
    confirmed = api.post("/settlements/confirm", {"settlements": [one["id"]]})
    assert [told["state"] for told in confirmed.json()] == ["confirmed"], confirmed.content
    assert api.post(f"{path}/reopen", {}).status_code == 422
    assert api.post(f"{path}/reopen", {"reason": "퇴직일 확인"}).json()["state"] == "drafted"
    api.post("/settlements/confirm", {"settlements": [one["id"]]})
    whole = api.get(path).json()
    assert whole["severance"] > 0
    assert whole["figures"][0]["law"]
    assert (whole["replay"], len(whole["by_hand"])) == ("equal", 7)
    assert whole["account"].endswith("89")
    assert "301-0123" not in whole["account"]
    paid = api.post(f"{path}/pay", {"paid_on": str(LAST_DAY + timedelta(days=10))})
    assert paid.json()["state"] == "paid", paid.content
    assert AccessRecord.objects.filter(what="settlement", people__contains=[contract.person_id]).exists()


def test_a_value_is_put_by_hand_and_taken_back_while_it_is_a_draft(
    api: ApiClient, contract: Contract
) -> None:
    path = f"/settlements/{drafted(api, contract)['id']}"
    put = f"{path}/values/yearly_bonus"
    assert api.post(put, {"value": "많이", "reason": "명절 상여"}).status_code == 422
    assert api.post(f"{path}/values/severance", {"value": 1, "reason": "명절 상여"}).status_code == 404
    before = api.get(path).json()["severance"]
    assert api.post(put, {"value": 12_000_000, "reason": "명절 상여"}).status_code == 200
    bonus = {"name": "yearly_bonus", "value": 12_000_000, "put": True, "why": "명절 상여"}
    whole = api.get(path).json()
    assert bonus in whole["by_hand"]
    assert whole["severance"] > before
    api.post(put, {"value": None, "reason": "잘못 적음"})
    assert api.get(path).json()["severance"] == before
    day = {"value": "2025-02-01", "reason": "입사일 확인"}
    assert api.post(f"{path}/values/employed_since", day).json()["employed_since"] == "2025-02-01"
    assert api.delete(path).status_code == 204
    assert not Settlement.objects.exists()


def test_the_account_and_the_statement_are_given_for_a_reason_that_is_recorded(
    api: ApiClient, contract: Contract
) -> None:
    path = f"/settlements/{drafted(api, contract)['id']}"
    assert api.post(f"{path}/reveal/account", WHY).status_code == 404
    api.patch(path, DETAILS)
    assert api.post(f"{path}/reveal/account", {}).status_code == 422
    assert api.post(f"{path}/reveal/account", WHY).json() == {"value": "301-0123-4567-89"}
    assert api.post(f"{path}/statement.pdf", {}).status_code == 422
    assert api.post(f"{path}/statement.pdf", WHY).content[:4] == b"%PDF"
    kept = AccessRecord.objects.filter(person_id=contract.person_id, reason=WHY["reason"])
    assert {one.what for one in kept} == {"pension_account", "settlement_statement"}


def test_amounts_are_told_only_to_who_may_see_pay(office: Office, api: ApiClient, contract: Contract) -> None:
    rights = {"ending.draft": "institution", "ending.confirm": "institution", "staffing.see": "institution"}
    blind = integrate(office, rights, name="인사 시스템")
    assert blind.get("/endings").status_code == 403
    one = drafted(api, contract)
    told = blind.patch(f"/settlements/{one['id']}", DETAILS)
    assert told.status_code == 200, told.content
    assert {"severance", "net", "income_tax"}.isdisjoint(told.json())
    assert blind.get(f"/settlements/{one['id']}").status_code == 404
    assert blind.post(f"/settlements/{one['id']}/statement.pdf", WHY).status_code == 404


def test_people_and_settlements_of_others_are_not_found(
    office: Office, api: ApiClient, contract: Contract
) -> None:
    one = drafted(api, contract)
    stranger = integrate(new_office("나래시"), ALL)
    assert stranger.post("/settlements", {"contracts": [contract.pk]}).status_code == 404
    for step in ("reckon", "confirm"):
        assert stranger.post(f"/settlements/{step}", {"settlements": [one["id"]]}).status_code == 404
    office.enter()
    assert Settlement.objects.get().is_open


def test_severance_is_settled_before_the_end(api: ApiClient, office: Office) -> None:
    contract = employed(office, timezone.localdate() + timedelta(days=300))
    assert [one["id"] for one in api.get("/interim-settlements").json()["items"]] == [contract.pk]
    asked = {
        "settled_on": "2026-09-30",
        "requested_on": "2026-10-01",
        "ground": "house",
        "document": "등기부 등본",
        "paid_on": "2026-10-05",
    }
    path = f"/contracts/{contract.pk}/interim-settlements"
    made = api.post(path, asked)
    assert made.status_code == 201, made.content
    (held,) = api.get(path).json()
    assert held["severance"] == InterimSettlement.objects.get().severance
    assert held["figures"]
    again = api.post(path, asked)
    assert again.json()["type"] == "/api/problems/interim-settled-already/"


def test_wages_paid_late_bear_interest_by_the_day_that_is_asked(api: ApiClient, contract: Contract) -> None:
    run = Payslip.objects.latest("pk").run
    told = api.get(f"/runs/{run.pk}/late-wages?paid_on={run.pay_date + timedelta(days=20)}").json()
    (slip,) = told["slips"]
    assert told["total"] == slip["interest"] > 0
    assert api.get(f"/runs/{run.pk}/late-wages?paid_on=gestern").status_code == 422


def test_settings_and_marks_hold_from_a_day_on(api: ApiClient) -> None:
    held = {
        "valid_from": "2026-01-01",
        "february": "march",
        "rounding": "cut",
        "gap_days": 3,
        "pays_fairness": False,
        "source": "내부 결재",
    }
    told = api.post("/ending-settings", held)
    assert told.status_code == 201, told.content
    assert told.json() in api.get("/ending-settings").json()
    assert api.post("/ending-settings", held).status_code == 409
    code = DayCode.objects.values_list("code", flat=True)[0]
    mark = {"code": code, "valid_from": "2026-01-01", "left_out": True, "source": "내부 결재"}
    assert api.post("/ending-settings/marks", mark | {"code": "nothing"}).status_code == 422
    made = api.post("/ending-settings/marks", mark)
    assert made.status_code == 201, made.content
    marks = api.get("/ending-settings/marks").json()
    assert marks["own"] == [made.json()]
    assert "childcare_leave" in {one["code"] for one in marks["by_law"]}
