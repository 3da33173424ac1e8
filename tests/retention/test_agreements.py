"""Electronic contracts are kept as long as the contract they are the paper of, and destroyed with it and all of theirs."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from agreements.agreeing import MINOR, employed, proof, scan, signed
from office import Office, new_office
from openinsa.agreements.actions.sending import upload_consent
from openinsa.agreements.actions.signing import countersign
from openinsa.agreements.models import Agreement
from openinsa.agreements.queries import file_of
from openinsa.issuing.keys import make_first_key
from openinsa.people.tenancy import within
from openinsa.privacy.models import ChangeRecord
from openinsa.retention.queries import due_on
from retention.keeping import LONG_AGO, age, carried_out, everything

TABLES = {
    "agreements_agreement",
    "agreements_agreementsignature",
    "agreements_agreementevent",
    "agreements_agreementupload",
    "issuing_issuedpaper",
}
KINDS = {"contracts", "issued"}


@pytest.fixture
def office(fresh_database: str) -> Office:
    """Two minors who left in March, each with a contract that both have signed and a consent."""
    with transaction.atomic():
        made = new_office()
        make_first_key(made.institution)
        for number, name in ((7, "소년이"), (8, "소녀이")):
            fields = {**MINOR, "name": name, "resident_number": f"091015-300000{number}"}
            one = signed(made, employed(made, **fields, ends_on=date(2026, 3, 31)))
            upload_consent(made.hr_officer, one.pk, content=scan())
            countersign(made.hr_officer, [one.pk], proof=proof())
        assert made.auditor
    return made


def agreements(office: Office) -> list[Agreement]:
    with within(office.institution.pk):
        return list(Agreement.objects.order_by("pk").select_related("contract__person"))


def kinds_due(office: Office) -> set[str]:
    with within(office.institution.pk):
        return {one.kind for one in due_on(timezone.localdate())}


def rows_of(one: Agreement) -> set[tuple[str, str]]:
    """Every row that belongs to an agreement, as table and row."""
    marks = (f'"agreement_id": {one.pk},', f'"contract_id": {one.contract_id},')
    return {
        (table, key)
        for table, rows in everything().items()
        if table in TABLES
        for key, row in rows.items()
        if any(mark in row for mark in marks)
    }


@pytest.mark.parametrize(("years", "due"), [(2, set()), (4, {"issued"}), (LONG_AGO, KINDS)])
def test_a_contract_is_kept_as_long_as_labour_law_and_then_tax_law_need_it(
    office: Office, years: int, due: set[str]
) -> None:
    """Three years from the end of the employment, and with the wages that were paid by it until tax law lets them go."""
    first, second = agreements(office)
    age([first.contract, second.contract], years=years)
    assert kinds_due(office) & KINDS == due


def test_while_the_contract_is_kept_its_file_is_whole_though_its_copy_has_ended(office: Office) -> None:
    gone, _stays = agreements(office)
    kept = {row for row in rows_of(gone) if row[0] != "issuing_issuedpaper"}
    age([gone.contract], years=4)
    carried_out(office)
    assert rows_of(gone) == kept
    with within(office.institution.pk):
        assert file_of(Agreement.objects.get(pk=gone.pk)).content.startswith(b"%PDF")


def test_after_that_it_is_destroyed_with_signatures_story_scans_and_paper(office: Office) -> None:
    gone, stays = agreements(office)
    own, others = rows_of(gone), rows_of(stays)
    assert {table for table, _key in own} == TABLES
    before = everything()
    with within(office.institution.pk):
        file = file_of(stays).content
    age([gone.contract], years=LONG_AGO)
    assert kinds_due(office) >= KINDS
    carried_out(office, *KINDS)
    after = everything()
    assert rows_of(gone) == set()
    assert all(after[table].get(key) == before[table][key] for table, key in others)
    with within(office.institution.pk):
        assert file_of(Agreement.objects.get(pk=stays.pk)).content == file


def test_the_history_keeps_who_did_what_and_loses_what_the_contract_said(office: Office) -> None:
    gone, _stays = agreements(office)
    with within(office.institution.pk):
        lines = ChangeRecord.objects.filter(table_name="agreements_agreement", row_id=gone.pk)
        counted = lines.count()
        assert lines.exclude(before=None, after=None).exists()
    age([gone.contract], years=LONG_AGO)
    carried_out(office, *KINDS)
    with within(office.institution.pk):
        assert lines.count() == counted
        assert not lines.exclude(before=None, after=None).exists()
