"""An institution leaves whole, arrives whole elsewhere, and is removed whole; its neighbour notices nothing."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

import databases
from office import JUNE, Office, new_office
from openinsa.config.database import OWNER
from openinsa.jobs.actions import start_job
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.people.institutions import operator_at_the_server, resume_institution, suspend_institution
from openinsa.people.models import Department, Institution, InstitutionRecord, Person, User
from openinsa.people.refusals import NotFound
from openinsa.people.tenancy import NOBODY, within
from openinsa.privacy.actions import record_access
from openinsa.privacy.archiving import archive_folder
from openinsa.privacy.institution_export import PURPOSE, export_institution
from openinsa.privacy.institution_import import (
    ExportIncomplete,
    ExportOfAnotherVersion,
    NumbersTaken,
    import_institution,
)
from openinsa.privacy.institution_removal import (
    ExportOutOfDate,
    NotExported,
    NotSuspendedYet,
    counts_of,
    overwrite_keys,
    remove_files,
    remove_institution,
)
from openinsa.privacy.institution_tables import STAYS_BEHIND, InstitutionTable, institution_tables
from openinsa.privacy.sealed_files import OpenedStream, Passphrase, SealedFileNotOpened, SealingStream
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import ImportFile

WORDS = "말 다섯 개로 된 긴 암호"
NUMBER = "850412-1234567"
JOBS = ["hand_over_slips", "pay_run"]
"""What waits in a furnished institution: handing over what was paid, and a run that somebody asked for."""
Rows = dict[str, list[tuple[Any, ...]]]


def paid_office(name: str) -> Office:
    """An office with a paid month, a file, an e-mail address, records of access and a job that waits."""
    office = new_office(name)
    office.employ("김하늘", resident_number=NUMBER)
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    run = prepare_runs(office.payroll_officer, JUNE)[0]
    compute_runs([run.pk], office.payroll_officer.pk)
    pay_runs(office.payroll_officer, [run.pk])
    ImportFile.objects.create(
        institution=office.institution,
        kind="register",
        name="명단.xlsx",
        content_sealed=Sealer(office.institution.pk).seal('여러 줄,"따옴표"\n과 \\N'),
        uploaded_by=office.clerk,
    )
    office.clerk.emailaddress_set.create(email=f"clerk{office.clerk.pk}@example.go.kr")
    record_access(office.hr_officer, "seen", "account", person_id=Person.objects.get().pk)
    start_job(office.payroll_officer, "pay_run", "계산", {"runs": []})
    return office


@pytest.fixture(scope="module")
def two_offices(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, int, int]]:
    """The name of a database with two offices, and their numbers: the one that leaves and its neighbour."""
    name, before = databases.own("offices"), databases.own("test")
    with django_db_blocker.unblock():
        databases.copy(databases.make_template(), name)
        databases.use(name)
        with transaction.atomic():
            leaving, neighbour = paid_office("가온구").institution.pk, paid_office("나래시").institution.pk
        databases.use(before)
        yield name, leaving, neighbour
        databases.drop(name)


@pytest.fixture
def here(two_offices: tuple[str, int, int], django_db_blocker: Any) -> Iterator[tuple[str, int, int]]:
    """A database of the two offices for one test."""
    template, leaving, neighbour = two_offices
    name, before = databases.own("here"), databases.own("test")
    with django_db_blocker.unblock():
        databases.copy(template, name)
        databases.use(name)
        yield name, leaving, neighbour
        databases.use(before)
        databases.drop(name)


@pytest.fixture
def elsewhere(django_db_blocker: Any) -> Iterator[str]:
    """An empty installation."""
    name = databases.own("elsewhere")
    with django_db_blocker.unblock():
        databases.copy(databases.make_template(), name)
        yield name
        databases.drop(name)


def tables() -> list[InstitutionTable]:
    with within(None):
        return institution_tables()


def rows_of(database: str, institution: int) -> Rows:
    """Every row of an institution as the superuser sees it, whatever policies say."""
    found: Rows = {}
    with psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as superuser:
        for table in tables():
            query = f"SELECT {table.listed} FROM {table.name} WHERE {table.condition.format(institution)} ORDER BY id"
            found[table.name] = superuser.execute(query.encode()).fetchall()
    return found


def suspended_and_exported(institution: int, target: Path) -> None:
    suspend_institution(operator_at_the_server(), institution, reason="이전")
    export_institution(operator_at_the_server(), institution, target, WORDS)


def taken_in(database: str, file: Path, words: str = WORDS) -> None:
    with databases.connected_as(OWNER, database):
        import_institution(operator_at_the_server(), file, words)


def pieces(file: Path) -> dict[str, bytes]:
    with file.open("rb") as sealed:
        opened = io.BufferedReader(OpenedStream(sealed, Passphrase(WORDS), purpose=PURPOSE))
        with tarfile.open(fileobj=opened, mode="r|") as tar:
            return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def sealed_again(file: Path, content: dict[str, bytes]) -> Path:
    """The same file with other content, sealed under the same words."""
    with (
        file.open("wb") as target,
        SealingStream(target, Passphrase(WORDS), purpose=PURPOSE) as sealed,
        tarfile.open(fileobj=sealed, mode="w|") as tar,
    ):
        for name, held in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(held)
            tar.addfile(member, io.BytesIO(held))
    return file


def test_an_institution_arrives_elsewhere_equal_row_by_row_and_its_sealed_values_open(
    here: tuple[str, int, int], elsewhere: str, tmp_path: Path
) -> None:
    database, leaving, _neighbour = here
    file = tmp_path / "gaon.sealed"
    suspended_and_exported(leaving, file)
    assert "김하늘".encode() not in file.read_bytes()
    taken_in(elsewhere, file)
    left, arrived = rows_of(database, leaving), rows_of(elsewhere, leaving)
    jobs = [[value if value != "waiting" else "held" for value in row] for row in left["jobs_job"]]
    assert [list(row) for row in arrived.pop("jobs_job")] == jobs
    expected = {name: rows for name, rows in left.items() if name not in {*STAYS_BEHIND, "jobs_job"}}
    assert {name: arrived[name] for name in expected} == expected
    assert sum(1 for rows in expected.values() if rows) > 20
    databases.use(elsewhere)
    with within(leaving):
        person = Person.objects.get()
        assert Sealer(leaving).open(person.resident_number_sealed) == NUMBER
        assert Institution.objects.get().is_suspended
        next_one = Department.objects.create(institution_id=leaving, name="새 부서")
        assert next_one.pk > max(row[0] for row in arrived["people_department"])


def test_what_waited_goes_on_after_the_institution_was_taken_in_and_resumed(
    here: tuple[str, int, int], elsewhere: str, tmp_path: Path
) -> None:
    _database, leaving, _neighbour = here
    suspended_and_exported(leaving, tmp_path / "gaon.sealed")
    taken_in(elsewhere, tmp_path / "gaon.sealed")
    databases.use(elsewhere)
    resume_institution(operator_at_the_server(), leaving)
    with psycopg.connect(host=databases.socket(), user="postgres", dbname=elsewhere) as superuser:
        assert superuser.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
        ).fetchone() == (len(JOBS),)
        waiting = superuser.execute("SELECT kind, state FROM jobs_job ORDER BY kind").fetchall()
        assert waiting == [(kind, "waiting") for kind in JOBS]


def test_a_file_that_does_not_fit_is_refused_and_nothing_is_taken_in(
    here: tuple[str, int, int], elsewhere: str, tmp_path: Path
) -> None:
    _database, leaving, _neighbour = here
    file = tmp_path / "gaon.sealed"
    suspended_and_exported(leaving, file)
    held = pieces(file)
    person = "people_person/000001.csv"
    renamed = held | {person: held[person].replace("김하늘".encode(), "김바다".encode())}
    older = held | {"head.json": held["head.json"].replace(b'"people.0001_initial"', b'"people.0001_other"')}
    cut = {name: content for name, content in held.items() if name != "manifest.json"}
    fewer = {name: content for name, content in held.items() if name != person}
    for content, refusal in (
        (renamed, ExportIncomplete),
        (older, ExportOfAnotherVersion),
        (cut, ExportIncomplete),
        (fewer, ExportIncomplete),
    ):
        with pytest.raises(refusal):
            taken_in(elsewhere, sealed_again(tmp_path / "other.sealed", content))
    with pytest.raises(SealedFileNotOpened):
        taken_in(elsewhere, file, "다른 말로 된 긴 암호입니다")
    assert not any(rows_of(elsewhere, leaving).values())
    taken_in(elsewhere, file)
    with pytest.raises(NumbersTaken):
        taken_in(elsewhere, file)


def test_a_removed_institution_leaves_no_row_no_key_and_no_session_and_its_neighbour_every_one(
    here: tuple[str, int, int], tmp_path: Path
) -> None:
    database, leaving, neighbour = here
    sign_in(leaving)
    sign_in(neighbour)
    suspended_and_exported(leaving, tmp_path / "gaon.sealed")
    before = rows_of(database, neighbour)
    with databases.connected_as(OWNER, database):
        expected = counts_of(leaving)
        removed = remove_institution(operator_at_the_server(), leaving)
        overwrite_keys()
    assert removed == expected
    assert not any(rows_of(database, leaving).values())
    assert rows_of(database, neighbour) == before
    assert Session.objects.count() == 1
    with within(NOBODY):
        line = InstitutionRecord.objects.get(verb="removed")
    assert (line.number, line.counts["people_person"], len(line.checksum)) == (leaving, 1, 64)
    with psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as superuser:
        queue = superuser.execute("SELECT args->>'institution_id' FROM procrastinate_jobs").fetchall()
    assert queue == [(str(neighbour),)] * len(JOBS)


def sign_in(institution: int) -> None:
    with within(institution):
        user = User.objects.filter(roles=["hr_officer"]).get()
    Client().force_login(user)


def test_after_a_removal_append_only_and_history_hold_again(here: tuple[str, int, int]) -> None:
    database, leaving, neighbour = here
    suspend_institution(operator_at_the_server(), leaving, reason="폐지")
    with databases.connected_as(OWNER, database):
        remove_institution(operator_at_the_server(), leaving, without_export=True)
    with (
        psycopg.connect(host=databases.socket(), user="postgres", dbname=database) as superuser,
        pytest.raises(psycopg.errors.RaiseException, match="never changed"),
    ):
        superuser.execute("DELETE FROM privacy_changerecord")
    with within(neighbour):
        Department.objects.create(institution_id=neighbour, name="새 부서")
    assert "people_department" in rows_of(database, neighbour)["privacy_changerecord"][-1]


def test_an_institution_is_not_removed_before_it_is_suspended_and_exported(
    here: tuple[str, int, int], tmp_path: Path
) -> None:
    database, leaving, _neighbour = here
    operator, file = operator_at_the_server(), tmp_path / "gaon.sealed"
    export_institution(operator, leaving, file, WORDS)
    before = rows_of(database, leaving)
    with databases.connected_as(OWNER, database):
        with pytest.raises(NotSuspendedYet):
            remove_institution(operator, leaving)
        suspend_institution(operator, leaving, reason="폐지")
        with pytest.raises(NotExported):
            remove_institution(operator, leaving)
        export_institution(operator, leaving, file, WORDS)
        with within(leaving):
            Department.objects.create(institution_id=leaving, name="늦은 부서")
        with pytest.raises(ExportOutOfDate):
            remove_institution(operator, leaving)
        with pytest.raises(NotFound):
            remove_institution(operator, 10**9)
    assert len(rows_of(database, leaving)["people_person"]) == len(before["people_person"])


def test_the_archives_of_a_removed_institution_go_too(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    archive_folder().mkdir(parents=True)
    for name in ("7-1-20.sealed", "7-21-40.sealed", "77-1-20.sealed"):
        (archive_folder() / name).touch()
    assert remove_files(7) == 2
    assert [file.name for file in archive_folder().iterdir()] == ["77-1-20.sealed"]


def test_the_web_role_cannot_remove_an_institution(here: tuple[str, int, int]) -> None:
    database, leaving, _neighbour = here
    suspend_institution(operator_at_the_server(), leaving, reason="폐지")
    before = rows_of(database, leaving)
    with pytest.raises(Exception, match="must be owner"):
        remove_institution(operator_at_the_server(), leaving, without_export=True)
    assert rows_of(database, leaving) == before
