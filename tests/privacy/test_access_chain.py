"""The access record shows it when somebody who holds the database changed it."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

import databases
from office import Office, new_office
from openinsa.config.database import OWNER
from openinsa.people.refusals import NotFound
from openinsa.people.tenancy import within
from openinsa.privacy.actions import record_access
from openinsa.privacy.anchors import anchor_file, drop_anchor
from openinsa.privacy.models import AccessRecord
from openinsa.privacy.reading import note_read
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
    with pytest.raises(NotFound), within(office.institution.pk, office.clerk.pk):
        note_read("slip", [1])
        raise NotFound
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
