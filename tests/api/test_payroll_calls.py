"""A month's pay by another system: computed, looked at, paid, corrected, as the payroll officer does it."""

from typing import Any

import pytest

from api_office import ApiClient, integrate
from office import JUNE, Office, new_office
from openinsa.api.rights import NEVER
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import Correction, PayRun, Payslip
from openinsa.people.roles import PERMISSIONS, Scope
from openinsa.privacy.models import AccessRecord
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month

pytestmark = pytest.mark.django_db
ALL = {
    permission: "institution"
    for permission, reaches in PERMISSIONS.items()
    if Scope.INSTITUTION in reaches.values() and permission not in NEVER
}
WHY = {"reason_code": "pay", "reason": "급여 이체 확인"}
PASSWORD = "Gwangbok-2026-park!"


@pytest.fixture
def office() -> Office:
    """An office with an approved June of one person."""
    office = new_office()
    office.employ("김하늘")
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    return office


@pytest.fixture
def api(office: Office) -> ApiClient:
    return integrate(office, ALL)


def computed(office: Office) -> PayRun:
    run = prepare_runs(office.payroll_officer, JUNE)[0]
    compute_runs([run.pk], office.payroll_officer.pk)
    return run


@pytest.fixture
def slip(office: Office) -> Payslip:
    """The slip of a paid June."""
    pay_runs(office.payroll_officer, [computed(office).pk])
    return Payslip.objects.get()


def test_a_month_is_computed_looked_at_and_paid(office: Office, api: ApiClient) -> None:
    assert api.get("/runs/ready").json() == [{"month": "2026-06-01", "projects": 1}]
    told = api.post("/runs", {"month": "2026-06"})
    assert told.status_code == 201, told.content
    assert told.json()["kind"] == "pay_run"
    compute_runs([PayRun.objects.get().pk], office.payroll_officer.pk)
    (listed,) = api.get("/runs").json()["items"]
    assert listed["state"] == "computed"
    shown = api.get(f"/runs/{listed['id']}")
    assert shown.status_code == 200, shown.content
    assert shown.json()["faults"] == []
    (slip,) = api.get(f"/runs/{listed['id']}/slips").json()["items"]
    assert slip["net"] == shown.json()["net"] > 0
    paid = api.post("/runs/pay", {"runs": [listed["id"]]})
    assert paid.json() == {"count": 1}, paid.content
    assert api.get(f"/runs/{listed['id']}/replay").json()["verdict"] == "equal"
    again = api.post("/runs/pay", {"runs": [listed["id"]]})
    assert again.json()["type"] == "/api/problems/run-already-paid/"


def test_a_run_is_sent_back_with_a_reason(office: Office, api: ApiClient) -> None:
    run = computed(office)
    assert api.post(f"/runs/{run.pk}/send-back", {}).status_code == 422
    told = api.post(f"/runs/{run.pk}/send-back", {"reason": "6월 3일 확인"})
    assert told.json()["state"] == "waiting", told.content
    assert not Payslip.objects.exists()


def test_a_slip_is_told_with_every_line_and_why(api: ApiClient, slip: Payslip) -> None:
    told = api.get(f"/slips/{slip.pk}")
    assert told.status_code == 200, told.content
    earned = sum(one["amount"] for one in told.json()["lines"] if one["side"] == "earning")
    assert earned == told.json()["gross"] == slip.gross
    explained = api.get(f"/slips/{slip.pk}/explanation").json()
    assert explained["same"] is True
    assert all(one["words"] for one in explained["lines"])
    assert any(one["tree"] for one in explained["lines"])
    seen = AccessRecord.objects.filter(actor_id=api.integration.user_id, people__contains=[slip.person_id])
    assert seen.filter(what__contains="payslip").exists()


@pytest.mark.parametrize(
    ("path", "begins"),
    [
        ("/slips/{slip}/statement.pdf", b"%PDF"),
        ("/slips/{slip}/explanation.pdf", b"%PDF"),
        ("/slips/{slip}/explanation.json", b"{"),
        ("/runs/{run}/statements.pdf", b"%PDF"),
        ("/runs/{run}/statements.zip", b"PK"),
        ("/runs/{run}/ledger.pdf", b"%PDF"),
        ("/runs/{run}/ledger.xlsx", bytes.fromhex("d0cf11e0")),
    ],
)
def test_papers_are_taken_for_a_reason_that_is_recorded(
    api: ApiClient, slip: Payslip, path: str, begins: bytes
) -> None:
    place = path.format(slip=slip.pk, run=slip.run_id)
    assert api.post(place, {}).status_code == 422
    told = api.post(place, WHY | ({"password": PASSWORD} if path.endswith("xlsx") else {}))
    assert told.status_code == 200, told.content
    assert told.content.startswith(begins)
    assert AccessRecord.objects.filter(verb="download", reason=WHY["reason"]).exists()


def test_pay_is_shown_only_to_who_may_see_it(office: Office, slip: Payslip) -> None:
    blind = integrate(office, {"staffing.see": "institution"}, "출퇴근 기기")
    assert blind.get("/runs").status_code == 403
    assert blind.get("/slips").status_code == 403
    for path in (f"/slips/{slip.pk}", f"/slips/{slip.pk}/explanation", f"/runs/{slip.run_id}"):
        assert blind.get(path).status_code == 404, path


def propose(client: ApiClient, slip: Payslip, **more: Any) -> dict[str, Any]:
    sent = {"days": {"2026-06-10": "결"}, "reason": "출근부 대조", **more}
    told = client.post(f"/slips/{slip.pk}/corrections/days", sent)
    assert told.status_code == 201, told.content
    return told.json()


def test_a_paid_day_is_corrected_by_one_system_and_confirmed_by_another(
    office: Office, api: ApiClient, slip: Payslip
) -> None:
    made = propose(api, slip)
    own = api.post("/corrections/confirm", {"corrections": [made["id"]]})
    assert own.json()["type"] == "/api/problems/own-proposal/"
    shown = api.get(f"/corrections/{made['id']}").json()
    assert [(one["date"], one["mark"]) for one in shown["days"]] == [("2026-06-10", "결")]
    assert any(one["new"] < one["already"] for one in shown["lines"] if one["side"] == "earning")
    other = integrate(
        office, {"payroll.see": "institution", "payroll.confirm_correction": "institution"}, "둘"
    )
    assert other.post("/corrections/confirm", {"corrections": [made["id"]]}).json() == {"count": 1}
    assert [one["stage"] for one in api.get("/corrections").json()["items"]] == ["지급할 차액"]
    undone = api.post(f"/corrections/{made['id']}/reverse", {"reason": "출근부가 틀림"})
    assert undone.json()["reverses_id"] == made["id"], undone.content
    assert Correction.objects.get(pk=made["id"]).state == "confirmed"


def test_a_proposal_is_withdrawn_or_turned_down(api: ApiClient, slip: Payslip) -> None:
    assert api.post(f"/corrections/{propose(api, slip)['id']}/withdraw").json()["state"] == "dropped"
    path = f"/corrections/{propose(api, slip)['id']}/turn-down"
    assert api.post(path, {}).status_code == 422
    assert api.post(path, {"reason": "출근부 확인"}).json()["answer"] == "출근부 확인"


def test_another_wage_is_proposed_for_a_paid_month(api: ApiClient, slip: Payslip) -> None:
    sent = {"since": "2026-06-01", "rate": 100_000, "reason": "임금표 대조"}
    told = api.post(f"/slips/{slip.pk}/corrections/wage", sent)
    assert (told.status_code, told.json()["rate"]) == (201, 100_000), told.content
    law = api.post(f"/runs/{slip.run_id}/correct-law", {"reason": "개정"})
    assert law.json()["type"] == "/api/problems/rule-book-unchanged/"


def test_nothing_is_owed_to_people_who_left_before_anything_was_corrected(
    office: Office, api: ApiClient, slip: Payslip
) -> None:
    told = api.post(f"/projects/{office.project.pk}/supplement", {"pay_date": "2026-07-25"})
    assert told.json()["type"] == "/api/problems/nothing-owed/", told.content
