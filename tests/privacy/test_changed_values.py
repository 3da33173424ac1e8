"""What a protected value was and became is shown to an auditor with a reason, also after keys were changed."""

import pytest

from exports import GIVEN, WHY
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.people.models import Person
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.privacy.changed_values import reveal_change
from openinsa.privacy.models import AccessRecord, ChangeRecord
from openinsa.privacy.rotation import begin_rotation, rotate
from openinsa.privacy.sealing import Sealer

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "30109998887", "30101112223"


@pytest.fixture
def office() -> Office:
    office = new_office()
    person = office.employ(account=BEFORE, phone="010-1234-9876").person
    sealed = Sealer(office.institution.pk).seal(AFTER)
    Person.objects.filter(pk=person.pk).update(account_sealed=sealed)
    return office


def the_change() -> ChangeRecord:
    return ChangeRecord.objects.get(table_name="people_person", verb="update")


@pytest.mark.parametrize("rotated", [False, True])
def test_an_auditor_sees_an_account_before_and_after_and_the_look_is_recorded(
    rotated: bool, office: Office
) -> None:
    """감사담당은 사유를 적고 바뀌기 전과 뒤의 계좌번호를 확인한다."""
    if rotated:
        begin_rotation(office.institution.pk)
        rotate(office.institution.pk, None, lambda *_: None)
    client = OfficeClient(office, office.auditor, "privacy")
    asked = text(client.get("changed_values", the_change().pk))
    assert BEFORE not in asked
    assert "계좌번호" in asked
    shown = text(client.post("changed_values", the_change().pk, **GIVEN))
    assert BEFORE in shown
    assert AFTER in shown
    record = AccessRecord.objects.get(verb="reveal")
    person = Person.objects.get()
    assert (record.what, record.person_id, record.reason) == ("account", person.pk, WHY.text)


def test_the_list_of_changes_leads_to_values_only_where_there_are_some(office: Office) -> None:
    client = OfficeClient(office, office.auditor, "privacy")
    page = text(client.get("changes"))
    assert f"/privacy/changes/{the_change().pk}/values/" in page
    other = ChangeRecord.objects.filter(table_name="staffing_contract").first()
    assert f"/privacy/changes/{other.pk}/values/" not in page
    assert client.get("changed_values", other.pk).status_code == 404


def test_without_a_reason_or_the_right_nothing_is_shown(office: Office) -> None:
    client = OfficeClient(office, office.auditor, "privacy")
    refused = text(client.post("changed_values", the_change().pk, reason_code="audit", reason=""))
    assert BEFORE not in refused
    with pytest.raises(NotAllowed):
        reveal_change(office.payroll_officer, the_change().pk, reason=WHY)
    with pytest.raises(NotFound):
        reveal_change(office.auditor, 0, reason=WHY)
    assert not AccessRecord.objects.filter(verb="reveal").exists()


def test_a_value_whose_key_is_gone_is_said_to_be_closed(office: Office) -> None:
    change = the_change()
    made = ChangeRecord.objects.create(
        institution=office.institution,
        at=change.at,
        table_name="people_person",
        row_id=change.row_id,
        verb="update",
        before={"account_sealed": "\\x0009" + "00" * 40},
        after=change.after,
    )
    (value,) = reveal_change(office.auditor, made.pk, reason=WHY)
    assert (value.before, value.after) == ("열 수 없음", AFTER)
