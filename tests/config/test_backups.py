"""A backup holds every row of every institution, opens whole or not at all, and becomes the same database again."""

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

import databases
from office import new_office
from openinsa.config import backing_up, backup_files, restoring
from openinsa.config.backing_up import back_up, look_through
from openinsa.config.backup_files import BackupRefused
from openinsa.config.database import OWNER, WEB
from openinsa.config.places import CHECKOUT
from openinsa.config.restoring import MARK, restore, stop_server
from openinsa.privacy import sealed_files

WORDS = "a long enough passphrase"
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
SHAPE = """
    SELECT 'function ' || p.oid::regprocedure || md5(pg_get_functiondef(p.oid)) || p.prosecdef
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
    UNION ALL SELECT 'policy ' || polrelid::regclass || polname || polcmd::text || polpermissive FROM pg_policy
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'index ' || tablename || indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'check ' || conrelid::regclass || conname || convalidated FROM pg_constraint
              WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'table ' || relname || relrowsecurity || relforcerowsecurity || relowner::regrole
                     || coalesce(relacl::text, '')
              FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
    UNION ALL SELECT 'sequence ' || sequencename || coalesce(last_value, 0) FROM pg_sequences
    ORDER BY 1
"""


def address_of(database: str, role: str = "postgres") -> str:
    return f"postgresql://{role}@/{database}?host={quote(databases.socket(), safe='')}"


@pytest.fixture
def installation(fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two institutions with people in a database, and a data folder with a file and secrets."""
    with transaction.atomic():
        for name in ("가온구", "나래시"):
            office = new_office(name)
            for number in range(5):
                office.employ(f"{name} 사람{number}", phone="010-1234-9876")
            office.month()
    connection.close()
    folder = tmp_path / "data"
    for inside, content in {
        "files/papers/대장.pdf": b"%PDF" * 3_000_000,
        "anchors/empty.jsonl": b"",
        "static/app.js": b"left out",
        "secrets/master_key": settings.MASTER_KEY_FILE.read_bytes(),
    }.items():
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        (folder / inside).write_bytes(content)
    monkeypatch.setenv("OPENINSA_DATA", str(folder))
    monkeypatch.setenv("OPENINSA_BACKUP_DATABASE_URL", address_of(fresh_database))
    monkeypatch.setattr(sealed_files, "SCRYPT_COST", 4)
    return folder


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder of its own: pytest closes the way to its own ones to the server's user whenever it starts."""
    with tempfile.TemporaryDirectory(prefix="openinsa-") as folder:
        yield Path(folder)


@pytest.fixture
def restored(elsewhere: Path) -> Iterator[Path]:
    """A folder to restore into; its server is stopped afterwards."""
    folder = elsewhere / "other" / "data"
    yield folder
    stop_server(folder)


def everything_in(address: str) -> dict[str, list[str]]:
    """Every row of every table as text, and what the database is made of."""
    with psycopg.connect(address, options="-c timezone=UTC") as database:
        tables = [name for (name,) in database.execute(TABLES).fetchall()]
        rows = {
            name: sorted(row for (row,) in database.execute(f'SELECT t::text FROM "{name}" t').fetchall())
            for name in tables
        }
        rows["shape"] = [line for (line,) in database.execute(SHAPE).fetchall()]
    return rows


def server_of(folder: Path) -> str:
    from openinsa.config.database import start_embedded

    return f"host={start_embedded(folder / 'database')} user=postgres dbname=openinsa"


def test_a_restored_folder_has_every_row_and_every_file_as_it_was(
    installation: Path, fresh_database: str, restored: Path, tmp_path: Path
) -> None:
    """다른 컴퓨터에 되살린 자료가 표마다 한 줄도 다르지 않다."""
    made = back_up(tmp_path / "kept.backup", 0, WORDS, with_secrets=True)
    before = everything_in(address_of(fresh_database))
    restore(made.path, restored, WORDS, None)
    after = everything_in(server_of(restored))
    assert after.keys() == before.keys()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert made.tables == {name: len(rows) for name, rows in before.items() if name != "shape"}
    assert len(before["people_institution"]) == 2
    assert len(before["people_person"]) == 10
    files = {str(one.relative_to(restored)) for one in restored.rglob("*") if one.is_file()}
    assert {one for one in files if not one.startswith("database/")} == {
        "files/papers/대장.pdf",
        "anchors/empty.jsonl",
        "secrets/master_key",
    }
    assert (restored / "files/papers/대장.pdf").read_bytes() == b"%PDF" * 3_000_000
    assert (restored / "secrets/master_key").stat().st_mode & 0o77 == 0


def test_the_commands_do_it_from_one_folder_to_another_and_the_doctor_finds_nothing(
    installation: Path, tmp_path: Path, elsewhere: Path
) -> None:
    """명령으로 백업하고 되살린 뒤 점검까지 통과한다."""
    folder, words = elsewhere / "new", tmp_path / "words"
    words.write_text(WORDS)
    under = ["--passphrase-file", str(words)]
    made = run("backup", "--to", str(tmp_path / "one.backup"), "--with-secrets", *under)
    assert re.search(r"one\.backup: [\d.]+ MB, \d+ tables with [\d,]+ rows", made)
    assert "is whole" in run("backup", "--verify", str(tmp_path / "one.backup"), *under)
    assert "tables with" in run("restore", str(tmp_path / "one.backup"), "--into", str(folder), *under)
    there = {"OPENINSA_DATA": str(folder), "OPENINSA_BACKUP_DATABASE_URL": ""}
    examined = run("doctor", ends_with={0, 1}, **there)
    for sound in (
        "migrations are applied",
        "the role is bound by row-level security",
        "the role owns no table",
        "every table with an institution has a forced policy",
        "the master key opens the keys of institutions",
    ):
        assert f"ok    {sound}" in examined
    assert "The secrets are not in it" in run("backup", **there)
    (again,) = (folder / "backups").iterdir()
    assert "is whole" in run("backup", "--verify", str(again), **there)


def run(*arguments: str, ends_with: Collection[int] = (0,), **environment: str) -> str:
    """What a command of its own process says."""
    command = [sys.executable, "-m", "openinsa.cli", *arguments]
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "openinsa.config.settings", **environment}
    given["PYTHONPATH"] = str(CHECKOUT / "src")
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert done.returncode in ends_with, done.stdout + done.stderr
    return done.stdout


def test_what_is_written_while_the_backup_runs_is_in_it_whole_or_not_at_all(
    installation: Path, fresh_database: str, tmp_path: Path, restored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """백업 중에 저장한 것이 반만 담기지 않는다."""
    dump, stop = backing_up._dump, Event()

    def dump_while_others_write(*given: object) -> None:
        with psycopg.connect(address_of(fresh_database)) as writer:
            writer.execute("DELETE FROM django_session")
            writer.execute(
                "INSERT INTO django_session SELECT 'after-' || n, '', now() FROM generate_series(1, 50) n"
            )
        dump(*given)
        stop.set()

    with psycopg.connect(address_of(fresh_database)) as writer:
        writer.execute(
            "INSERT INTO django_session SELECT 'before-' || n, '', now() FROM generate_series(1, 30) n"
        )
    monkeypatch.setattr(backing_up, "_dump", dump_while_others_write)
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(back_up, tmp_path / "kept.backup", 0, WORDS, with_secrets=False).result(60)
    assert stop.is_set()
    restore(made.path, restored, WORDS, None)
    sessions = everything_in(server_of(restored))["django_session"]
    assert len(sessions) == made.tables["django_session"] == 30
    assert all("before-" in one for one in sessions)


def test_only_so_many_backups_are_kept_and_others_files_stay(installation: Path) -> None:
    folder = installation / "backups"
    folder.mkdir()
    for name in ("openinsa-20200101-000000.backup", "openinsa-20210101-000000.backup", "theirs.backup"):
        (folder / name).write_text("old")
    made = back_up(None, 2, WORDS, with_secrets=False)
    kept = sorted(one.name for one in folder.iterdir())
    assert kept == ["openinsa-20210101-000000.backup", made.path.name, "theirs.backup"]
    assert made.path.stat().st_mode & 0o77 == 0


def test_a_backup_does_not_hold_earlier_backups_nor_the_secrets(installation: Path, restored: Path) -> None:
    back_up(None, 0, "", with_secrets=False)
    made = back_up(installation / "backups" / "second", 0, "", with_secrets=False)
    restore(made.path, restored, "", installation / "secrets" / "backup_key")
    assert not (restored / "secrets").exists()
    assert not (restored / "backups").exists()
    assert not (restored / MARK).exists()


@pytest.fixture(scope="module")
def small_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a folder that was made for refusing only: its head says a little, its dump is none."""
    path = tmp_path_factory.mktemp("small") / "small.backup"
    write_small(path, migrations=[["people", "0001_initial"]])
    return path


def write_small(path: Path, **head: object) -> None:
    usual = {
        "format": 1,
        "version": "0.1",
        "made_at": "",
        "migrations": [],
        "master_keys": [],
        "secrets": False,
    }
    with path.open("wb") as file:
        backup_files.write_backup(file, b"k" * 32, {**usual, **head}, a_dump_that_is_none)


def a_dump_that_is_none(writer: backup_files.BackupWriter) -> dict[str, int]:
    writer.add(f"{backup_files.DUMP}000000", b"no dump")
    return {}


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    (tmp_path / "key").write_text((b"k" * 32).hex())
    return tmp_path / "key"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def another_file(path: Path) -> None:
    path.write_bytes(b"PGDMP" * 100)


def from_a_later_format(path: Path) -> None:
    write_small(path, format=2)


def from_a_later_program(path: Path) -> None:
    write_small(path, migrations=[["people", "0999_of_tomorrow"]])


def gone(path: Path) -> None:
    path.unlink()


def whole_but_without_a_dump(path: Path) -> None:
    """As it was written."""


FAULTS = {
    cut: "was cut short or changed",
    changed: "was cut short or changed",
    another_file: "is not a backup of OpenInsa",
    from_a_later_format: "made by a newer OpenInsa",
    from_a_later_program: "made by a newer OpenInsa .*people 0999_of_tomorrow",
    gone: "cannot be read: No such file",
    whole_but_without_a_dump: "could not be restored",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.__name__)
def test_a_backup_that_cannot_be_restored_says_why_and_leaves_nothing(
    fault: object, small_backup: Path, key_file: Path, elsewhere: Path
) -> None:
    """되살릴 수 없는 백업은 한 문장으로 말하고 아무것도 남기지 않는다."""
    path, folder = elsewhere / "copy.backup", elsewhere / "new"
    path.write_bytes(small_backup.read_bytes())
    fault(path)
    with pytest.raises(BackupRefused, match=FAULTS[fault]) as refused:
        restore(path, folder, "", key_file)
    assert str(refused.value).endswith(".")
    assert not folder.exists()


def test_a_wrong_key_and_a_wrong_passphrase_are_told_apart_from_damage(
    small_backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_files, "SCRYPT_COST", 4)
    (tmp_path / "key").write_text("00" * 32)
    with pytest.raises(BackupRefused, match=r"cannot be opened\. Check the passphrase or key"):
        restore(small_backup, tmp_path / "new", "", tmp_path / "key")
    with pytest.raises(BackupRefused, match=r"The backup key is not in .* Say where it is with --key-file"):
        restore(small_backup, tmp_path / "new", "", tmp_path / "none")
    with (tmp_path / "words").open("wb") as file:
        backup_files.write_backup(file, sealed_files.Passphrase(WORDS), {}, a_dump_that_is_none)
    with pytest.raises(BackupRefused, match="Check the passphrase"):
        restore(tmp_path / "words", tmp_path / "new", f"{WORDS}!", None)
    with pytest.raises(BackupRefused, match=r"is under a passphrase\. Say it with --passphrase-file"):
        restore(tmp_path / "words", tmp_path / "new", "", None)
    assert not (tmp_path / "new").exists()


def test_a_folder_with_anything_in_it_is_not_touched(
    small_backup: Path, key_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(BackupRefused, match="is not empty"):
        restore(small_backup, tmp_path / "mine", "", key_file)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "mine"
    with pytest.raises(BackupRefused, match="a path without blanks"):
        restore(small_backup, tmp_path / "my data", "", key_file)


def test_a_restoration_that_was_interrupted_by_a_power_cut_is_begun_anew(
    installation: Path, restored: Path, tmp_path: Path
) -> None:
    made = back_up(tmp_path / "kept.backup", 0, WORDS, with_secrets=False)
    restored.mkdir(parents=True)
    (restored / MARK).touch()
    (restored / "half a file").touch()
    restore(made.path, restored, WORDS, None)
    assert not (restored / "half a file").exists()


def test_rows_that_are_missing_afterwards_undo_all_of_it(
    installation: Path, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = backing_up._rows_of_tables
    monkeypatch.setattr(backing_up, "_rows_of_tables", lambda db: {**counted(db), "people_person": 11})
    made = back_up(tmp_path / "kept.backup", 0, WORDS, with_secrets=False)
    with pytest.raises(BackupRefused, match="people_person has"):
        restore(made.path, elsewhere / "new", WORDS, None)
    assert not (elsewhere / "new").exists()


@pytest.mark.parametrize("role", [WEB, OWNER])
def test_a_role_that_sees_one_institution_at_a_time_makes_no_backup(
    role: str, installation: Path, fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """행 보안에 묶인 역할로는 일부만 담긴 백업이 생기지 않는다."""
    monkeypatch.setenv("OPENINSA_BACKUP_DATABASE_URL", address_of(fresh_database, role))
    with pytest.raises(BackupRefused, match="BYPASSRLS"):
        back_up(tmp_path / "kept.backup", 0, WORDS, with_secrets=False)
    assert not (tmp_path / "kept.backup").exists()


def test_a_role_made_for_backups_sees_every_row_and_may_change_none(
    installation: Path, fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """안내서대로 만든 백업 전용 역할로 모든 기관의 자료를 담는다."""
    role = f"backup_{os.getpid()}"
    with databases.server() as superuser:
        superuser.execute(f"CREATE ROLE {role} LOGIN BYPASSRLS")
        superuser.execute(f"GRANT pg_read_all_data TO {role}")
    try:
        monkeypatch.setenv("OPENINSA_BACKUP_DATABASE_URL", address_of(fresh_database, role))
        made = back_up(tmp_path / "kept.backup", 0, WORDS, with_secrets=False)
        with (
            psycopg.connect(address_of(fresh_database, role)) as database,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            database.execute("DELETE FROM people_person")
    finally:
        with databases.server() as superuser:
            superuser.execute(f"DROP ROLE {role}")
    assert made.tables["people_person"] == 10


REFUSED = {
    "no database": (
        {"OPENINSA_BACKUP_DATABASE_URL": "postgresql://x@127.0.0.1:9/y"},
        WORDS,
        "does not answer",
    ),
    "no address": (
        {"OPENINSA_BACKUP_DATABASE_URL": "", "DATABASE_URL": "postgresql://x@db/y"},
        WORDS,
        "Set OPENINSA_BACKUP_DATABASE_URL",
    ),
    "secrets without a passphrase": ({}, "", "needs a passphrase"),
    "a short passphrase": ({}, "1234", "shorter than 12"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_backup_that_cannot_be_made_says_why_and_leaves_no_file(
    case: str, installation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, words, sentence = REFUSED[case]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "to").mkdir()
    with pytest.raises(BackupRefused, match=sentence):
        back_up(tmp_path / "to" / "kept.backup", 0, words, with_secrets=True)
    assert list((tmp_path / "to").iterdir()) == []


def test_a_file_that_may_not_grow_any_more_leaves_nothing(installation: Path, tmp_path: Path) -> None:
    """저장할 자리가 모자라면 반쪽 파일을 남기지 않는다."""
    (tmp_path / "to").mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(BackupRefused, match=r"cannot be written: .* Nothing was stored\."):
            back_up(tmp_path / "to" / "kept.backup", 0, WORDS, with_secrets=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((tmp_path / "to").iterdir()) == []


def test_a_backup_looked_through_is_read_to_its_last_byte(
    installation: Path, tmp_path: Path, key_file: Path, small_backup: Path
) -> None:
    made = back_up(tmp_path / "kept.backup", 0, WORDS, with_secrets=False)
    assert look_through(made.path, WORDS, None).tables == made.tables
    cut(made.path)
    with pytest.raises(BackupRefused, match="was cut short or changed"):
        look_through(made.path, WORDS, None)
    with pytest.raises(BackupRefused, match=r"dump in small\.backup cannot be read"):
        look_through(small_backup, "", key_file)


def test_a_member_outside_the_folder_is_refused(tmp_path: Path) -> None:
    member = backup_files.Member("files/../../evil/000000", b"x")
    with pytest.raises(BackupRefused, match="outside the data folder"):
        restoring._lay_down(member, tmp_path / "data")
