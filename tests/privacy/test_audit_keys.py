"""The key of the access record is replaced while people work, and the record goes on over the change."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from rich.console import Console

from office import Office, new_office
from openinsa.config import auditing, doctor
from openinsa.config.watching.chain_ends import broken_ends
from openinsa.people.tenancy import within
from openinsa.privacy.actions import record_access
from openinsa.privacy.anchors import anchor_file, anchors, drop_anchor
from openinsa.privacy.audit_key_rotation import begin_rotation, change_chain
from openinsa.privacy.audit_keys import AuditKeyGiven, current_key, keep_new_key, mark_of, ring
from openinsa.privacy.models import AccessChain, AccessRecord
from openinsa.privacy.verifying import verify
from privacy.test_access_chain import IN_TWO_YEARS, as_owner, owner  # noqa: F401


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    for name in ("OPENINSA_AUDIT_KEY", "OPENINSA_AUDIT_KEYS_EARLIER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(doctor, "migrations_are_applied", lambda: "")


@pytest.fixture
def office(fresh_database: str) -> Iterator[Office]:
    with within(None):
        office = new_office("가온구")
        clerk = office.clerk
    look(office, 3)
    assert office.clerk == clerk
    yield office
    connection.close()


def look(office: Office, times: int) -> None:
    """So many committed looks, and an anchor over them."""
    with within(office.institution.pk, office.clerk.pk):
        for person in range(1, times + 1):
            record_access(office.clerk, "reveal", "phone", person_id=person, reason="연락")
    with within(office.institution.pk):
        drop_anchor(office.institution.pk, "시험")


def rotate() -> tuple[int, str]:
    said = StringIO()
    return auditing.rotate_audit_key(Console(file=said, width=300)), said.getvalue()


def faults(office: Office) -> list[tuple[str, int, int]]:
    with within(office.institution.pk):
        return [(one.kind.value, one.first, one.last) for one in verify(office.institution.pk).faults]


def test_the_record_goes_on_over_two_changes_of_the_key(office: Office) -> None:
    keys = [current_key()]
    for _time in range(2):
        code, _said = rotate()
        assert code == 0
        look(office, 2)
        keys.append(current_key())
    assert len(set(keys)) == 3
    assert set(ring().values()) >= set(keys)
    assert faults(office) == []
    assert not list(broken_ends())
    assert all(anchor for _line, anchor in anchors())
    with within(office.institution.pk):
        assert AccessRecord.objects.filter(verb="audit_key_changed").count() == 2


def test_a_process_that_began_before_the_change_goes_on_under_the_new_key(office: Office) -> None:
    rotate()
    assert current_key() != settings.AUDIT_KEY
    look(office, 1)
    with within(office.institution.pk):
        assert AccessChain.objects.get().key == mark_of(current_key())
    assert faults(office) == []


def test_whoever_has_the_key_before_cannot_write_on_under_it(
    office: Office,
    owner: psycopg.Connection,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """새어 나간 옛 열쇠로 끝을 다시 쓰면 드러난다."""
    rotate()
    anchor_file().unlink()
    owner.execute("DELETE FROM privacy_accessrecord WHERE number > 2")
    owner.execute(
        "UPDATE privacy_accesschain SET key = %s, number = 2,"
        " digest = (SELECT digest FROM privacy_accessrecord WHERE number = 2)",
        [mark_of(settings.AUDIT_KEY)],
    )
    look(office, 2)  # the head names the old key, and so it is used
    assert [kind for kind, *_numbers in faults(office)] == ["key"]


def test_a_change_cut_short_goes_on_when_it_is_run_again(office: Office) -> None:
    begin_rotation()
    look(office, 1)
    assert [kind for kind, *_numbers in faults(office)] == ["key"]
    assert rotate()[0] == 0
    assert faults(office) == []


def test_a_chain_changes_once_for_a_key(office: Office) -> None:
    begin_rotation()
    for expected in (True, False):
        with within(office.institution.pk):
            assert change_chain(office.institution.pk) is expected


def test_a_key_of_the_environment_is_changed_there(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENINSA_AUDIT_KEY", settings.AUDIT_KEY.hex())
    with pytest.raises(AuditKeyGiven):
        keep_new_key()
    code, said = rotate()
    assert code == 1
    assert str(AuditKeyGiven()) in said
    monkeypatch.setenv("OPENINSA_AUDIT_KEYS_EARLIER", settings.AUDIT_KEY.hex())
    monkeypatch.setenv("OPENINSA_AUDIT_KEY", "ab" * 32)
    assert rotate()[0] == 0
    look(office, 2)
    assert faults(office) == []
    assert not (settings.DATA / "secrets").exists()


def test_archives_from_before_a_change_are_still_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_owner(office, monkeypatch, IN_TWO_YEARS)
    for _time in range(2):
        rotate()
        look(office, 1)
    as_owner(office, monkeypatch, IN_TWO_YEARS)
    look(office, 1)
    assert faults(office) == []


def test_the_keys_lie_in_files_that_only_their_owner_reads(office: Office) -> None:
    rotate()
    folder = settings.DATA / "secrets"
    assert sorted(path.name for path in folder.iterdir()) == ["audit_key", "audit_keys_earlier"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    assert json.loads(anchor_file().read_text().splitlines()[1])["why"] == "audit_key_changed"
