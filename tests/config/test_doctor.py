"""`openinsa doctor` finds a healthy installation healthy, and names each fault with its mend."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from rich.console import Console

import databases
from office import Office, new_office
from openinsa.config import doctor, examinations
from openinsa.config.database import QUIET_LOG, prepare_embedded
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.people.tenancy import set_context, within
from openinsa.privacy import master_keys
from openinsa.privacy.reading import note_read
from openinsa.web.static_files import HashedStaticFiles

JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
    VALUES ('jobs', 'openinsa.jobs.perform', '{}', %s)
"""
AN_HOUR_AGO = "UPDATE procrastinate_events SET at = now() - interval '1 hour'"
DEAD_WORKER = """
    WITH worker AS (
        INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id
    )
    UPDATE procrastinate_jobs SET worker_id = (SELECT id FROM worker)
"""
SESSION = "INSERT INTO django_session VALUES ('old', '', now() - interval '2 days')"


@pytest.fixture(autouse=True)
def silent(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The settings of the embedded server that `openinsa migrate` makes."""
    with django_db_blocker.unblock():
        prepare_embedded(databases.socket(), databases.own("test"))


def said(code: int) -> str:
    console = Console(file=io.StringIO(), width=600)
    assert doctor.examine(console) == code, console.file.getvalue()  # type: ignore[attr-defined]
    return console.file.getvalue()  # type: ignore[attr-defined]


def do(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    return new_office("가온구")


@pytest.mark.django_db
def test_a_sound_installation_is_sound() -> None:
    """바르게 설치되었으면 고칠 것이 없다고 한다."""
    assert "MEND" not in said(0)


@pytest.mark.django_db
def test_a_secret_that_others_may_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """남이 읽을 수 있는 비밀값은 이름을 대어 알린다."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "master_key").write_text("ab" * 32)
    (tmp_path / "secrets" / "master_key").chmod(0o644)
    assert "others may read master_key; chmod 600" in said(1)


@pytest.mark.django_db
def test_a_secret_that_is_cut_off_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets" / "audit_key").touch(0o600)
    assert "MEND  secrets are whole: audit_key cannot be read as a key" in said(1)


def test_a_database_that_is_not_there_is_named_and_nothing_else_is_asked(fresh_database: str) -> None:
    """데이터베이스가 없으면 그것만 알린다."""
    databases.use("nowhere")
    told, ready = said(1), Client().get("/health/ready")
    databases.use(fresh_database)
    assert "MEND  the database answers: " in told
    assert '"nowhere" does not exist; start it, or run `openinsa migrate`' in told
    assert len(told.splitlines()) == 1
    assert (ready.status_code, ready.json()["checks"]["database"]) == (503, "failed")


def test_migrations_to_come_are_named_before_anything_that_needs_them(fresh_database: str) -> None:
    do("DELETE FROM django_migrations WHERE app = 'privacy'")
    told, ready = said(1), Client().get("/health/ready")
    assert "MEND  migrations are applied" in told
    assert "run `openinsa migrate`" in told
    assert "fonts" not in told
    assert (ready.status_code, ready.json()["checks"]["migrations"]) == (503, "failed")


def test_another_master_key_than_the_one_that_sealed_is_named(
    fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with within(None):
        new_office("가온구", code="GAON").employ()
    other = tmp_path / "master_key"
    other.write_text("cd" * 32)
    monkeypatch.setattr(settings, "MASTER_KEY_FILE", other)
    master_keys._unwrap.cache_clear()  # a new process has remembered nothing
    told = said(1)
    master_keys._unwrap.cache_clear()
    assert "the master key is not the one that sealed the keys of GAON; put back the master key" in told


FAULTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str]] = {
    "a disk with little room": (
        lambda patch: patch.setattr(examinations, "LEAST_FREE", 1 << 60),
        "MB are free in",
    ),
    "a clock that is ahead": (
        lambda patch: patch.setattr(examinations, "SKEW_SECONDS", -1),
        "let both machines follow a time server",
    ),
    "no data of time zones": (
        lambda patch: patch.setattr(settings, "TIME_ZONE", "Asia/Nowhere"),
        "install the Debian package tzdata",
    ),
    "a font that is gone": (
        lambda patch: patch.setattr(examinations, "REGULAR", Path("/nowhere/Font.otf")),
        "Font.otf not found",
    ),
    "errors shown to everybody": (
        lambda patch: patch.setattr(settings, "DEBUG", True),
        "OPENINSA_DEBUG shows errors with their values; unset it",
    ),
    "any host": (
        lambda patch: patch.setattr(settings, "ALLOWED_HOSTS", ["*"]),
        "OPENINSA_HOSTS must name the hosts, not *",
    ),
    "hosts without TLS": (
        lambda patch: patch.setattr(settings, "HOSTS", ["hr.example.kr"]),
        "set OPENINSA_HTTPS=1",
    ),
    "a proxy that is not named": (
        lambda patch: patch.setattr(settings, "BEHIND_HTTPS", True),
        "OPENINSA_HTTPS without OPENINSA_TRUSTED_PROXIES",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_surroundings_is_named_with_its_mend(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, told = FAULTS[fault]
    make(monkeypatch)
    assert told in said(1)


@pytest.mark.django_db
def test_demo_logins_on_a_site_with_hosts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "HOSTS", ["hr.example.kr"])
    assert "OPENINSA_DEMO offers logins to everybody; unset it" in said(1)


@pytest.mark.django_db
def test_static_files_that_were_never_gathered_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        examinations, "staticfiles_storage", HashedStaticFiles(location=tmp_path, base_url="/static/")
    )
    assert "MEND  static files: none in" in said(1)


@pytest.mark.django_db
def test_a_job_that_nobody_takes_up_is_named() -> None:
    do(JOB, "todo")
    do(AN_HOUR_AGO)
    assert "no worker is heard of; start `openinsa worker`" in said(1)


@pytest.mark.django_db
def test_a_job_whose_worker_fell_silent_is_named() -> None:
    do(JOB, "doing")
    do(DEAD_WORKER)
    assert "1 jobs of workers that fell silent" in said(1)


def test_a_failed_job_is_named_without_saying_whose(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BACKUP_FOLDER", str(tmp_path))
    (tmp_path / "today").touch()
    job = start_job(office.payroll_officer, "pay_run", "계산", {"runs": []})
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, finished_at=timezone.now())
    set_context(None)
    told = said(1)
    assert "MEND  no job has failed: 1 in a day" in told
    assert "가온구" not in told


@pytest.mark.django_db
def test_sessions_that_ended_long_ago_are_named() -> None:
    do(SESSION)
    assert "run `openinsa tidy` daily" in said(1)


def test_no_backup_and_an_old_one_are_named(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BACKUP_FOLDER", str(tmp_path))
    assert f"MEND  backups: none in {tmp_path}; run `openinsa backup` daily" in said(1)
    (tmp_path / "old").touch()
    os.utime(tmp_path / "old", (0, 0))
    assert "MEND  backups: the newest is" in said(1)
    (tmp_path / "new").touch()
    assert "ok    backups" in said(0)


def test_a_record_of_access_that_was_cut_off_is_named(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BACKUP_FOLDER", str(tmp_path))
    (tmp_path / "today").touch()
    with within(office.institution.pk, office.clerk.pk):
        note_read("slip", [1])
    set_context(None)
    assert "ok    the end of the access record" in said(0)
    set_context(office.institution.pk)
    do("UPDATE privacy_accesschain SET number = number + 1")
    set_context(None)
    assert "run `openinsa audit verify`" in said(1)


def test_a_database_whose_log_quotes_values_is_named(fresh_database: str) -> None:
    with databases.server() as superuser:
        superuser.execute(f'ALTER DATABASE "{fresh_database}" SET log_error_verbosity = verbose')
    connection.close()
    told = said(1)
    assert "its log may quote personal data; set log_error_verbosity = terse and reload" in told
    assert QUIET_LOG["log_error_verbosity"] == "terse"
