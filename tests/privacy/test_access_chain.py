"""The access record shows it when somebody who holds the database changed it."""

import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection
from django.utils import timezone
from rich.console import Console

import databases
from office import Office, new_office
from openinsa.config import auditing, doctor
from openinsa.config.database import OWNER, WEB
from openinsa.config.places import CHECKOUT
from openinsa.people.refusals import NotFound
from openinsa.people.tenancy import within
from openinsa.privacy.actions import record_access
from openinsa.privacy.anchors import anchor_file, anchors, drop_anchor
from openinsa.privacy.archiving import archive_folder, archive_records
from openinsa.privacy.models import AccessArchive, AccessRecord, AccessSetting
from openinsa.privacy.read_words import what_read
from openinsa.privacy.reading import note_read
from openinsa.privacy.tasks import anchor_records
from openinsa.privacy.verifying import verify

OWN = "set_config('openinsa.institution', %s, false)"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def office(fresh_database: str) -> Iterator[Office]:
    """An office with five committed records, of which an anchor knows."""
    with within(None):
        office = new_office("가온구")
        clerk = office.clerk
    with within(office.institution.pk, clerk.pk):
        for person in range(1, 6):
            record_access(clerk, "reveal", "phone", person_id=person, reason="연락", address="10.0.0.7")
            note_read(f"slip-{person}", [person])
    with within(office.institution.pk):
        drop_anchor(office.institution.pk, "시험")
    yield office
    connection.close()


@pytest.fixture
def owner(office: Office) -> Iterator[psycopg.Connection]:
    """The owner of the tables, who is bound by policies and can lift the trigger, but has no audit key."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=databases.socket(), user=OWNER, dbname=name, autocommit=True) as opened:
        opened.execute(f"SELECT {OWN}", [str(office.institution.pk)])
        opened.execute("ALTER TABLE privacy_accessrecord DISABLE TRIGGER append_only")
        yield opened


def faults(office: Office) -> list[tuple[str, int, int]]:
    with within(office.institution.pk):
        return [(fault.kind.value, fault.first, fault.last) for fault in verify(office.institution.pk).faults]


def test_records_that_nobody_touched_hold(office: Office) -> None:
    with within(office.institution.pk):
        verdict = verify(office.institution.pk)
    assert (verdict.count, verdict.number, verdict.anchored, verdict.faults) == (10, 10, 10, [])


CUT = "DELETE FROM privacy_accessrecord WHERE number > 8"
MOVE_HEAD = """
    UPDATE privacy_accesschain SET number = 8,
        digest = (SELECT digest FROM privacy_accessrecord WHERE number = 8)
"""
SWAP = """
    UPDATE privacy_accessrecord SET number = -3 WHERE number = 3;
    UPDATE privacy_accessrecord SET number = 3 WHERE number = 4;
    UPDATE privacy_accessrecord SET number = 4 WHERE number = -3;
"""
INSERT = """
    INSERT INTO privacy_accessrecord (institution_id, number, digest, at, actor_id, verb, what, people, count, channel,
        reason_code, reason)
    SELECT institution_id, 11, digest, now(), 1, 'view', 'slip', '{1}', 1, 'page', '', ''
    FROM privacy_accessrecord WHERE number = 10
"""
REMOVE_AND_CLOSE_UP = """
    DELETE FROM privacy_accessrecord WHERE number = 4;
    UPDATE privacy_accessrecord SET number = number - 1 WHERE number = 5;
    UPDATE privacy_accessrecord SET number = number - 1 WHERE number = 6;
"""
MEDDLING = {
    "a changed actor": ("UPDATE privacy_accessrecord SET actor_id = 9 WHERE number = 3", [("changed", 3, 3)]),
    "a changed time": (
        "UPDATE privacy_accessrecord SET at = at + interval '1 microsecond' WHERE number = 1",
        [("changed", 1, 1)],
    ),
    "people left out": (
        "UPDATE privacy_accessrecord SET people = '{}' WHERE number = 10",
        [("changed", 10, 10)],
    ),
    "another address": (
        "UPDATE privacy_accessrecord SET address = '10.0.0.8' WHERE number = 2",
        [("changed", 2, 2)],
    ),
    "a removed record": ("DELETE FROM privacy_accessrecord WHERE number = 6", [("missing", 6, 6)]),
    "the first ones removed": ("DELETE FROM privacy_accessrecord WHERE number < 3", [("missing", 1, 2)]),
    "two swapped": (SWAP, [("changed", 3, 3), ("changed", 4, 4), ("changed", 5, 5)]),
    "one put in at the end": (INSERT, [("beyond", 11, 11), ("changed", 11, 11)]),
    "a gap closed up": (
        REMOVE_AND_CLOSE_UP,
        [("changed", 4, 4), ("changed", 5, 5), ("missing", 6, 6)],
    ),
    "the tail cut": (CUT, [("cut", 9, 10)]),
    "the tail cut and the head moved": (f"{CUT};{MOVE_HEAD}", [("cut", 9, 10)]),
    "everything gone": (
        "DELETE FROM privacy_accessrecord; DELETE FROM privacy_accesschain",
        [("cut", 1, 10)],
    ),
}


@pytest.mark.parametrize("meddling", MEDDLING)
def test_what_the_owner_of_the_database_does_is_found_with_its_number(
    meddling: str, office: Office, owner: psycopg.Connection
) -> None:
    statement, expected = MEDDLING[meddling]
    owner.execute(statement)
    assert sorted(set(faults(office))) == sorted(expected)


def change_number(line: dict[str, object]) -> None:
    line["number"] = 8


def change_seal(line: dict[str, object]) -> None:
    line["seal"] = "0" * 64


@pytest.mark.parametrize("change", [change_number, change_seal])
def test_a_changed_anchor_is_found(office: Office, change: Callable[[dict[str, object]], None]) -> None:
    line = json.loads(anchor_file().read_text())
    change(line)
    anchor_file().write_text(json.dumps(line) + "\n")
    assert faults(office) == [("anchor", 1, 1)]


def test_an_anchor_taken_out_between_others_is_found(office: Office) -> None:
    for _time in range(2):
        with within(office.institution.pk):
            drop_anchor(office.institution.pk, "시험")
    lines = anchor_file().read_text().splitlines()
    anchor_file().write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert faults(office) == [("anchor", 2, 2)]


def test_the_web_role_itself_changes_and_removes_no_record(office: Office) -> None:
    for statement in ("UPDATE privacy_accessrecord SET reason = ''", "DELETE FROM privacy_accessrecord"):
        with (
            pytest.raises(Exception, match="added, never changed"),
            within(office.institution.pk),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_what_was_undone_leaves_no_hole(office: Office) -> None:
    def look_and_fail() -> None:
        with within(office.institution.pk, office.clerk.pk):
            note_read("slip", [1])
            raise NotFound

    with pytest.raises(NotFound):
        look_and_fail()
    with within(office.institution.pk, office.clerk.pk):
        note_read("slip", [2])
    with within(office.institution.pk):
        assert AccessRecord.objects.latest("number").people == [2]
    assert faults(office) == []


def test_twenty_at_one_moment_write_one_chain_without_losing_a_record(office: Office) -> None:
    threads, each, failed = 20, 5, []
    start = threading.Barrier(threads)

    def read(own: int) -> None:
        try:
            start.wait()
            for time in range(each):
                with within(office.institution.pk, own):
                    note_read(f"slip-{time}", [own])
                    note_read("person", [own, time + 1])
        except Exception as error:  # a thread must not lose its failure
            failed.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=read, args=(own,)) for own in range(1, threads + 1)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert failed == []
    with within(office.institution.pk):
        verdict = verify(office.institution.pk)
    assert (verdict.count, verdict.number, verdict.faults) == (10 + 200, 10 + 200, [])


def as_owner(office: Office, monkeypatch: pytest.MonkeyPatch, now: datetime) -> AccessArchive | None:
    """Archive as the command does, whose connection is the owner's."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "USER", OWNER)
    try:
        with within(office.institution.pk):
            return archive_records(office.institution.pk, now)
    finally:
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "USER", WEB)


IN_TWO_YEARS = timezone.now() + timedelta(days=740)


def test_records_of_two_years_go_into_a_sealed_file_and_the_chain_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_owner(office, monkeypatch, timezone.now() + timedelta(days=720)) is None
    stub = as_owner(office, monkeypatch, IN_TWO_YEARS)
    assert stub is not None
    assert (stub.first, stub.last) == (1, 10)
    with within(office.institution.pk, office.clerk.pk):
        assert not AccessRecord.objects.exists()
        note_read("slip", [7])
    assert faults(office) == []
    with within(office.institution.pk):
        verdict = verify(office.institution.pk)
        assert AccessRecord.objects.get().number == 11
    assert (verdict.count, verdict.number) == (11, 11)
    content = (archive_folder() / stub.file).read_bytes()
    assert content.startswith(b"OISEALED")
    assert b"10.0.0.7" not in content


def lose(path: Path) -> None:
    path.unlink()


def change(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [lose, change])
def test_an_archive_that_is_lost_or_changed_is_found(
    office: Office, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    stub = as_owner(office, monkeypatch, IN_TWO_YEARS)
    assert stub is not None
    harm(archive_folder() / stub.file)
    with within(office.institution.pk, office.clerk.pk):
        note_read("slip", [7])
    assert faults(office) == [("archive", 1, 10)]


def test_the_web_role_archives_nothing(office: Office) -> None:
    with pytest.raises(ProgrammingError, match="owner"), within(office.institution.pk):
        archive_records(office.institution.pk, IN_TWO_YEARS)


def test_an_institution_keeps_records_for_a_year_at_least(office: Office) -> None:
    wanted = {"valid_from": date(2026, 1, 1), "keep_years": 0, "source": "시험"}
    with pytest.raises(IntegrityError, match="access_kept_a_year_at_least"), within(office.institution.pk):
        AccessSetting.objects.create(institution=office.institution, **wanted)


def test_the_command_says_what_does_not_hold_and_exits_by_it(
    office: Office, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "migrations_are_applied", lambda: "")
    told = Console(record=True, width=200, file=io.StringIO())
    assert auditing.verify_records(told, office.institution.code) == 0
    owner.execute("DELETE FROM privacy_accessrecord WHERE number = 4")
    assert auditing.verify_records(told) == 1
    assert auditing.verify_records(told, "NOBODY") == 1
    text = told.export_text()
    assert "10 records to number 10, anchored to 10: holds" in text
    assert "missing 4-4: 접속기록 4번부터 4번까지 없습니다." in text
    assert "There is no institution 'NOBODY'" in text


def test_once_a_day_the_worker_anchors_every_institutions_records(office: Office) -> None:
    with within(None):
        quiet = new_office("나래시")
    anchor_records(0)
    held = [anchor for _line, anchor in anchors() if anchor]
    assert [(one.institution, one.number, one.why) for one in held] == [
        (office.institution.pk, 10, "시험"),
        (office.institution.pk, 10, "daily"),
    ]
    assert quiet.institution.pk not in {one.institution for one in held}


def test_every_list_and_row_that_is_recorded_has_a_word() -> None:
    named = re.findall(r'name="([\w-]+)",\n\s+whose=', "".join(text_of(path) for path in PAGES))
    noted = re.findall(r'note_read\(\s*"([\w-]+)"', "".join(text_of(path) for path in PAGES))
    assert len(named) > 20
    assert [what for what in {*named, *noted} if what_read(what, "view") == what] == []


PAGES = sorted((CHECKOUT / "src" / "openinsa").glob("*/**/*.py"))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
