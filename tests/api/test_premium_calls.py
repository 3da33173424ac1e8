"""Insurances, premiums, one-time pay and what-if by another system, as the pages of the room do them."""

from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse

from api.test_payroll_calls import ALL
from api_office import ApiClient, integrate
from office import JUNE, Office, new_office
from openinsa.leave.actions import grant_by_hand
from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.models import OneTimePayment, PremiumBill, PremiumSettlement
from openinsa.people.models import InsuredState
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.models import Contract
from payroll.test_bills import HEALTH, number_of, sheet
from payroll.test_late_bills import late, pay
from payroll.test_settlements import declared

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def api(office: Office) -> ApiClient:
    return integrate(office, ALL)


@pytest.fixture
def contract(office: Office) -> Contract:
    return office.employ("김하늘")


def upload(api: ApiClient, content: bytes, **typed: str) -> HttpResponse:
    file = BytesIO(content)
    file.name = "고지.xlsx"
    set_context(None)
    told = api.client.post("/api/v1/premium-bills", {"file": file, **typed}, headers=api.headers({}))
    api.office.enter()
    return told


def made(told: HttpResponse) -> Any:
    assert told.status_code in {200, 201}, told.content
    return told.json()


def test_a_bill_is_uploaded_compared_confirmed_and_undone(
    office: Office, api: ApiClient, contract: Contract
) -> None:
    fill_month(office.clerk, office.month().pk)
    content = sheet(
        HEALTH, ["김하늘", number_of(contract), 91_110, 11_980], ["최없음", "701010-1234567", 5, 6]
    )
    assert upload(api, content, insurance="health").status_code == 422
    bill = made(upload(api, content, insurance="health", month="2026-06"))
    path = f"/premium-bills/{bill['id']}"
    shown = made(api.get(path))
    (one,) = shown["people"]
    assert (one["person_id"], one["billed"]["health"]) == (contract.person_id, 91_110)
    assert [row["name"] for row in shown["nobody"]] == ["최없음"]
    assert number_of(contract) not in api.get(path).content.decode()
    assert api.post(f"{path}/confirm", {"shown": "x"}).json()["type"] == "/api/problems/bill-not-as-shown/"
    assert made(api.post(f"{path}/confirm", {"shown": shown["shown"]}))["state"] == "confirmed"
    assert made(api.get("/premium-bills"))["items"][0]["people_count"] == 2
    assert made(api.post(f"{path}/undo", {"reason": "다른 달"}))["state"] == "dropped"


def test_columns_of_a_bill_are_named_and_an_upload_is_dropped(api: ApiClient, contract: Contract) -> None:
    content = sheet(["성명", "생년월일", "건강보험료", "ㄱ"], ["김하늘", "850412", 1, 2])
    path = f"/premium-bills/{made(upload(api, content, insurance='health', month='2026-06'))['id']}"
    shown = made(api.get(path))
    assert shown["lacking"]
    last = shown["columns"][-1]
    said = {last["shape"]: {str(last["column"]): "long_term_care"}}
    made(api.post(f"{path}/columns", {"columns": said}))
    assert made(api.get(path))["lacking"] == []
    assert made(api.post(f"{path}/drop"))["state"] == "dropped"
    assert made(api.get(path))["people"] == []


def test_a_late_bill_is_carried_into_the_next_pay_and_taken_back(
    office: Office, api: ApiClient, contract: Contract
) -> None:
    pay(office, JUNE)
    bill = late(office, ["김하늘", number_of(contract), 200_000, 20_000])
    path = f"/premium-bills/{bill.pk}/late"
    (one,) = made(api.get(path))["items"]
    assert (one["open_month"], one["carried_to"]) == ("2026-07", None)
    assert made(api.post(f"{path}/carry")) == {"count": 1}
    assert made(api.get(path))["items"][0]["carried_to"] == "2026-07"
    assert made(api.post(f"{path}/take-back", {"reason": "다시 확인"}))["state"] == "confirmed"
    assert not PremiumBill.objects.get().carried.exists()


def test_a_years_premiums_are_settled_and_taken_back(office: Office, api: ApiClient) -> None:
    person = declared(office).person_id
    pay(office, JUNE)
    (due,) = made(api.get("/premium-settlements/due?year=2026"))["items"]
    assert due["id"] == person
    sent = {"year": 2026, "people": [person], "month": "2026-07"}
    assert api.post("/premium-settlements", {**sent, "instalments": 13}).status_code == 422
    (settled,) = made(api.post("/premium-settlements", sent))
    assert settled["person_id"] == person
    assert made(api.get("/premium-settlements"))["items"][0]["total"] == due["total"] != 0
    assert made(api.post("/premium-settlements/undo", {"settlements": [settled["id"]]})) == {"count": 1}
    assert not PremiumSettlement.objects.exists()
    assert api.get("/premium-settlements/due?year=soon").status_code == 422


def test_bonuses_are_given_and_taken_back(office: Office, api: ApiClient, contract: Contract) -> None:
    path = f"/projects/{office.project.pk}/one-time-payments"
    sent = {"name": "명절휴가비", "month": "2026-06", "grounds": "내부결재 1"}
    paid = {"payments": [{"contract": contract.pk, "amount": 300_000}]}
    stranger = {"payments": [{"contract": contract.pk + 1_000, "amount": 1}]}
    assert api.post(path, {**sent, **stranger}).status_code == 404
    (one,) = made(api.post(path, {**sent, **paid}))
    assert made(api.get(path))["items"][0]["paid_once"] == 300_000
    assert made(api.get("/one-time-payments"))["items"][0]["amount"] == 300_000
    assert made(api.post("/one-time-payments/drop", {"payments": [one["id"]]})) == {"count": 1}
    assert not OneTimePayment.objects.exists()


def test_unused_leave_is_paid_with_the_next_pay_or_recorded_as_paid_elsewhere(
    office: Office, api: ApiClient, contract: Contract
) -> None:
    days = {"granted_on": contract.starts_on, "expires_on": JUNE}
    grant_by_hand(office.hr_officer, contract.pk, minutes=2400, **days, reason="이월")
    owed = [one["id"] for one in made(api.get("/unused-leave"))["items"] if one["owed"] == 2400]
    (paid,) = made(api.post("/unused-leave/pay", {"leave": owed}))
    assert paid["minutes"] == 2400
    assert made(api.post("/unused-leave/take-back", {"payments": [paid["id"]]})) == {"count": 1}
    sent = {"leave": owed, "paid_on": "2026-07-10", "note": "결의 7"}
    assert made(api.post("/unused-leave/paid-elsewhere", sent))[0]["note"] == "결의 7"
    assert made(api.get("/unused-leave/paid"))["items"][0]["note"] == "결의 7"
    assert UnusedLeavePay.objects.count() == 1


def test_who_is_insured_and_why_is_told_and_declared(
    office: Office, api: ApiClient, contract: Contract
) -> None:
    path = f"/projects/{office.project.pk}/insured"
    (one,) = made(api.get(f"{path}?month=2026-06"))["items"]
    assert {row["insurance"]: row["inside"] for row in one["insurances"]}["health"] is True
    sent = {"insurance": "health", "valid_from": "2026-06-01", "standing": "by_law", "ground": "report"}
    told = api.post(f"{path}/declare", {"contracts": [contract.pk], "base": 1_500_000, **sent})
    assert made(told) == {"count": 1}
    shown = made(api.get(f"/contracts/{contract.pk}/insured?month=2026-06"))
    assert [state["base"] for state in shown["states"]] == [1_500_000]
    assert api.get(f"{path}?month=junk").status_code == 422


def test_kind_of_work_asks_what_it_would_otherwise_change_unseen(
    office: Office, api: ApiClient, contract: Contract
) -> None:
    path, other = f"/projects/{office.project.pk}/insured/kind-of-work", office.employ("박새봄")
    sent = {"contracts": [contract.pk], "tax_mode": "table", "reason": "확인"}
    assert api.post(path, sent).json()["errors"][0]["pointer"] == "/day_labour"
    Contract.objects.filter(pk=contract.pk).update(employment_before_65=True)
    assert made(api.post(path, {**sent, "day_labour": True})) == {"count": 1}
    kept = Contract.objects.get(pk=contract.pk)
    assert (kept.day_labour, kept.employment_before_65) == (True, True)
    many = {**sent, "contracts": [contract.pk, other.pk], "day_labour": True, "employment_before_65": False}
    assert api.post(path, many).json()["errors"][0]["pointer"] == "/employment_before_65"


def test_facts_of_a_person_are_added_and_ended(api: ApiClient, contract: Contract) -> None:
    path = f"/contracts/{contract.pk}"
    child = {"relation": "child", "birth_date": "2018-03-01", "valid_from": "2026-06-01"}
    one = made(api.post(f"{path}/dependants", child))
    ended = api.post(f"{path}/dependants/{one['id']}/end", {"valid_to": "2026-08-31"})
    assert made(ended)["valid_to"] == "2026-08-31"
    work = made(api.post(f"{path}/other-work", {"employer": "다른 곳", "valid_from": "2026-06-01"}))
    assert made(api.post(f"{path}/other-work/{work['id']}/end", {"valid_to": "2026-08-31"}))
    assert api.post(f"{path}/dependants/{work['id'] + 999}/end", {}).status_code == 404
    share = made(api.post(f"{path}/withholding", {"valid_from": "2026-06-01", "percent": 80}))
    assert share["percent"] == 80


def test_incomes_and_reports_of_a_month_are_listed_and_taken_over(api: ApiClient, contract: Contract) -> None:
    (hired,) = made(api.get("/hire-bases?month=2026-01"))["items"]
    assert hired["base"] > 0
    told = api.post("/hire-bases", {"month": "2026-01", "contracts": [contract.pk]})
    assert made(told) == {"count": 1}
    assert InsuredState.objects.filter(base=hired["base"]).exists()
    events = made(api.get("/insurance-events?month=2026-01&kind=gained"))["items"]
    assert {one["person_id"] for one in events} == {contract.person_id}
    assert made(api.get("/premium-bases?decision=health&year=2026"))["items"] == []
    assert api.get("/premium-bases?decision=nothing").status_code == 422
    sent = {"decision": "health", "year": 2026, "contracts": [contract.pk]}
    assert api.post("/premium-bases", sent).status_code == 404


def test_what_would_be_otherwise_is_told_and_nothing_is_stored(api: ApiClient, contract: Contract) -> None:
    seen = made(api.post(f"/contracts/{contract.pk}/what-if", {"month": "2026-06", "rate": 110_000}))
    assert seen["net"]["new"] > seen["net"]["old"] > 0
    assert Contract.objects.get(pk=contract.pk).versions.get().rate != 110_000
    item = {"name": "위험수당", "kind": "monthly", "valid_from": "2026-06-01", "tax": "taxable"}
    path = f"/contracts/{contract.pk}/allowances/preview"
    more = {"amount": 50_000, "proration": "full", "minimum_wage": "counted", "condition": "none"}
    told = made(api.post(path, {**item, **more}))
    assert (told["month"], told["net"]["new"] > told["net"]["old"]) == ("2026-06-01", True)
    assert not contract.allowances.exists()
    assert api.post(path, item).status_code == 422
