"""Agreements by another system: made, sent, taken back; it never signs."""

import pytest

from agreements.agreeing import employed, soon
from api_office import ApiClient, integrate
from office import Office, new_office
from openinsa.agreements.models import Agreement
from openinsa.api.rights import grantable
from openinsa.config.api import api as whole
from openinsa.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
RIGHTS = dict.fromkeys(
    ("agreements.see", "agreements.make", "agreements.send", "staffing.see", "payroll.see"), "institution"
)
WHY = {"reason_code": "staff", "reason": "인사기록 보관"}


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def api(office: Office) -> ApiClient:
    return integrate(office, RIGHTS)


def test_a_contract_is_made_sent_reminded_and_taken_back(office: Office, api: ApiClient) -> None:
    contracts = [employed(office).pk, office.employ("박바다", job="").pk]
    answer = api.post("/agreements", {"contracts": contracts, "due_on": soon().isoformat()}).json()
    (made,), (left,) = answer["agreements"], answer["left"]
    assert (made["state"], left["contract_id"], "직무" in left["why"]) == ("draft", contracts[1], True)
    some = {"agreements": [made["id"]]}
    assert api.post("/agreements/send", some).json()[0]["state"] == "sent"
    assert api.post("/agreements/remind", some).status_code == 200
    whole_one = api.get(f"/agreements/{made['id']}").json()
    assert [one["kind"] for one in whole_one["events"]] == ["made", "sent", "reminded"]
    assert whole_one["changed"] is False
    assert api.get("/agreements").json()["items"][0]["id"] == made["id"]
    assert api.post("/agreements/cancel", {**some, "reason": "착오"}).json()[0]["state"] == "cancelled"
    again = api.post("/agreements/send", some)
    assert (again.status_code, "상태를 확인" in again.json()["detail"]) == (409, True)


def test_a_file_is_taken_for_a_reason(office: Office, api: ApiClient) -> None:
    contract = employed(office).pk
    made = api.post("/agreements", {"contracts": [contract], "due_on": soon().isoformat()}).json()
    path = f"/agreements/{made['agreements'][0]['id']}/file"
    assert api.post(path, {}).status_code == 422
    assert api.post(path, WHY).content.startswith(b"%PDF")
    assert AccessRecord.objects.filter(what="agreement", reason_code="staff").exists()


def test_no_operation_signs_and_no_system_may_be_given_the_right(office: Office) -> None:
    paths = [
        path for path in whole.get_openapi_schema(path_prefix="/api/v1/")["paths"] if "agreements" in path
    ]
    assert paths
    assert [path for path in paths if "sign" in path] == []
    assert {"agreements.countersign", "agreements.sign"} & set(grantable()) == set()
    assert not Agreement.objects.exists()
