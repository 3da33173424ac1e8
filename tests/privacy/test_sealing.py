"""Numbers of people are sealed, shown only with a reason, and every look is recorded."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from office import new_office
from openinsa.people.models import Person
from openinsa.people.refusals import NotAllowed, ReasonMissing
from openinsa.people.tenancy import within
from openinsa.privacy.actions import reveal
from openinsa.privacy.masking import mask_phone, mask_resident_number, mask_tail
from openinsa.privacy.models import AccessRecord, ChangeRecord
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import SealBroken, Sealer, make_data_key
from openinsa.staffing.models import Contract, Project

pytestmark = pytest.mark.django_db


def test_a_sealed_value_opens_to_itself_and_looks_different_each_time() -> None:
    sealer = Sealer(new_office().institution.pk)
    first, second = sealer.seal("850412-1234567"), sealer.seal("850412-1234567")
    assert first != second
    assert sealer.open(first) == sealer.open(second) == "850412-1234567"


def test_another_institutions_key_does_not_open_a_value() -> None:
    ours = Sealer(new_office().institution.pk)
    sealed = ours.seal("850412-1234567")
    theirs = Sealer(new_office("나래시").institution.pk)
    with pytest.raises(SealBroken):
        theirs.open(sealed)
    assert ours.token("x") != theirs.token("x")


def test_a_changed_byte_is_noticed() -> None:
    sealer = Sealer(new_office().institution.pk)
    sealed = bytearray(sealer.seal("850412-1234567") or b"")
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        sealer.open(bytes(sealed))


def test_old_values_open_and_equal_numbers_are_found_after_a_new_key() -> None:
    office = new_office()
    before = Sealer(office.institution.pk)
    sealed, token = before.seal("850412-1234567"), before.token("850412-1234567")
    make_data_key(office.institution.pk)
    after = Sealer(office.institution.pk)
    assert after.open(sealed) == "850412-1234567"
    assert after.token("850412-1234567") == token


def test_no_number_of_a_person_stands_in_clear_in_any_table() -> None:
    office = new_office()
    office.employ(resident_number="850412-1077777", phone="010-1234-9876", account="30109998887")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            if table.startswith(("people_", "staffing_", "privacy_", "payroll_", "jobs_")):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', ["1077777|1234-9876|30109998887"]
                )
                assert cursor.fetchone() == (0,), table


def test_a_value_is_shown_with_a_reason_and_the_look_is_recorded() -> None:
    office = new_office()
    contract = office.employ(resident_number="850412-1077777")
    shown = reveal(
        office.payroll_officer, contract.person, "resident_number", reason=Reason("filing", "원천징수 신고")
    )
    assert shown == "850412-1077777"
    record = AccessRecord.objects.get(verb="reveal")
    assert (record.actor_id, record.person_id, record.what, record.reason) == (
        office.payroll_officer.pk,
        contract.person_id,
        "resident_number",
        "원천징수 신고",
    )


def test_without_a_reason_nothing_is_shown() -> None:
    office = new_office()
    contract = office.employ()
    with pytest.raises(ReasonMissing):
        reveal(office.payroll_officer, contract.person, "account", reason=Reason("pay", " "))


def test_an_auditor_sees_records_but_no_numbers() -> None:
    office = new_office()
    contract = office.employ()
    with pytest.raises(NotAllowed):
        reveal(office.auditor, contract.person, "account", reason=Reason("pay", "궁금해서 봅니다"))


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = ''", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["privacy_accessrecord", "privacy_changerecord"])
def test_records_are_added_and_never_changed(table: str, statement: str) -> None:
    new_office().employ()
    refused = pytest.raises(DatabaseError, match="never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_change_keeps_what_was_and_what_is_and_who_did_it() -> None:
    office = new_office()
    person = office.employ().person
    with within(office.institution.pk, office.hr_officer.pk, "신고"):
        Person.objects.filter(pk=person.pk).update(family_members=3)
    record = ChangeRecord.objects.filter(table_name="people_person", verb="update").latest("pk")
    assert (record.before, record.after) == ({"family_members": 1}, {"family_members": 3})
    assert (record.actor_id, record.reason) == (office.hr_officer.pk, "신고")


def test_every_column_of_contracts_and_projects_is_kept_when_it_changes() -> None:
    office = new_office()
    contract = office.employ()
    added = ChangeRecord.objects.get(table_name="staffing_contract", verb="insert")
    assert added.after["starts_on"] == contract.starts_on.isoformat()
    Contract.objects.filter(pk=contract.pk).update(job="환경정비", tax_mode="daily")
    Project.objects.update(name="새 이름")
    changed = ChangeRecord.objects.filter(verb="update").order_by("pk")
    assert [(record.table_name, record.before, record.after) for record in changed] == [
        (
            "staffing_contract",
            {"job": "", "tax_mode": "table"},
            {"job": "환경정비", "tax_mode": "daily"},
        ),
        ("staffing_project", {"name": "공원 환경정비"}, {"name": "새 이름"}),
    ]


def test_a_change_that_changes_nothing_leaves_no_record() -> None:
    office = new_office()
    contract = office.employ()
    Contract.objects.filter(pk=contract.pk).update(job=contract.job)
    assert not ChangeRecord.objects.filter(table_name="staffing_contract", verb="update").exists()


def test_masks_hide_what_they_should() -> None:
    assert mask_resident_number("850412", "1") == "850412-1******"
    assert mask_tail("3010998887") == "******8887"
    assert mask_tail("123") == "***"
    assert mask_phone("010-1234-9876") == "010-****-9876"
