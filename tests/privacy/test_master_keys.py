"""The master key: from the environment, a file or a transit engine; changed while the site runs."""

import base64
import json
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from office import Office, new_office
from openinsa.people.models import Person
from openinsa.privacy import master_keys, master_rotation
from openinsa.privacy.master_keys import (
    LocalMaster,
    MasterKeyMissing,
    MasterKeyNotReached,
    Wrapped,
    current,
    current_name,
    name_of,
    retired_folder,
    unwrap,
)
from openinsa.privacy.master_rotation import keys_under_other_masters, replace_master_file, wrap_all_anew
from openinsa.privacy.models import ChangeRecord
from openinsa.privacy.sealing import Sealer, make_data_key

KEY = b"d" * 32


@pytest.fixture(autouse=True)
def own_master_file(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A master key in a file of the test's own."""
    settings.MASTER_KEYS_GIVEN, settings.MASTER_KEY_TRANSIT = [], ""
    settings.MASTER_KEY_FILE = tmp_path / "master_key"
    settings.MASTER_KEY_FILE.write_text("ab" * 32)
    forget()
    yield settings.MASTER_KEY_FILE
    forget()


def forget() -> None:
    """As a process that has just started: no key is remembered."""
    master_keys._unwrap.cache_clear()


class Transit(BaseHTTPRequestHandler):
    """The two endpoints of a transit engine, with versions of one key, on a real port."""

    keys: list[bytes] = []
    token = "a token"

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        verb, name = self.path.removeprefix("/v1/transit/").split("/")
        if self.headers["X-Vault-Token"] != self.token or name != "openinsa":
            return self._answer(403, {"errors": ["permission denied"]})
        try:
            return self._answer(
                200, {"data": {"encrypt": self._encrypt, "decrypt": self._decrypt}[verb](given)}
            )
        except (InvalidTag, IndexError, ValueError):
            return self._answer(400, {"errors": ["invalid ciphertext"]})

    def _encrypt(self, given: dict[str, str]) -> dict[str, str]:
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(self.keys[-1]).encrypt(nonce, base64.b64decode(given["plaintext"]), None)
        return {"ciphertext": f"vault:v{len(self.keys)}:{base64.b64encode(sealed).decode()}"}

    def _decrypt(self, given: dict[str, str]) -> dict[str, str]:
        _vault, version, body = given["ciphertext"].split(":")
        sealed = base64.b64decode(body)
        plain = AESGCM(self.keys[int(version[1:]) - 1]).decrypt(sealed[:12], sealed[12:], None)
        return {"plaintext": base64.b64encode(plain).decode()}

    def _answer(self, status: int, answer: dict) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """A test has no log."""


@pytest.fixture
def transit(settings: Any) -> Iterator[type[Transit]]:
    """A transit engine that keeps the master key."""
    Transit.keys = [b"1" * 32]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Transit)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.MASTER_KEY_TRANSIT = f"http://127.0.0.1:{server.server_port}/v1/transit/openinsa"
    settings.MASTER_KEY_TRANSIT_TOKEN = "a token"
    yield Transit
    server.shutdown()
    server.server_close()


def test_a_key_wrapped_by_the_file_opens_again_and_carries_its_masters_name() -> None:
    wrapped = current().wrap(KEY)
    assert wrapped.master == name_of(b"\xab" * 32) == current_name()
    assert KEY not in wrapped.key
    assert unwrap(wrapped) == KEY


def test_the_environment_goes_before_the_file_and_the_previous_key_still_opens(
    settings: Any,
) -> None:
    """환경변수의 새 마스터 키로 감싸고 이전 키로 감싼 것도 연다."""
    before = current().wrap(KEY)
    settings.MASTER_KEYS_GIVEN = [b"n" * 32, b"\xab" * 32]
    settings.MASTER_KEY_FILE.unlink()
    assert current_name() == name_of(b"n" * 32)
    assert unwrap(before) == KEY


def test_a_key_whose_master_is_not_here_is_refused_and_says_which_one(settings: Any) -> None:
    wrapped = LocalMaster().wrap(KEY)
    settings.MASTER_KEY_FILE.write_text("cd" * 32)
    with pytest.raises(MasterKeyMissing, match=wrapped.master):
        unwrap(wrapped)
    with pytest.raises(MasterKeyMissing):
        unwrap(Wrapped("", wrapped.key))
    with pytest.raises(MasterKeyMissing):
        unwrap(Wrapped("transit:another:v1", b"vault:v1:x"))


def test_an_unwrapped_key_is_remembered_within_bounds() -> None:
    wrapped = [current().wrap(bytes([number % 256, number // 256]) * 16) for number in range(600)]
    for one in wrapped:
        unwrap(one)
    assert master_keys._unwrap.cache_info().currsize == 512


def test_a_transit_engine_wraps_and_unwraps_and_its_versions_have_names(transit: type[Transit]) -> None:
    """마스터 키가 서버 밖 열쇠 관리 서버에만 있어도 된다."""
    first = current().wrap(KEY)
    transit.keys.append(b"2" * 32)
    second = current().wrap(KEY)
    assert [one.master for one in (first, second)] == ["transit:openinsa:v1", "transit:openinsa:v2"]
    assert unwrap(first) == unwrap(second) == KEY


@pytest.mark.parametrize("fault", ["token", "gone", "changed"])
def test_an_engine_that_does_not_answer_is_named_and_nothing_is_stored(
    fault: str, transit: type[Transit], settings: Any
) -> None:
    wrapped = current().wrap(KEY)
    if fault == "token":
        settings.MASTER_KEY_TRANSIT_TOKEN = "wrong"
    if fault == "gone":
        settings.MASTER_KEY_TRANSIT = "http://127.0.0.1:9/v1/transit/openinsa"
    if fault == "changed":
        wrapped = wrapped._replace(key=wrapped.key[:-8] + b"AAAAAAA=")
    with pytest.raises(MasterKeyNotReached, match=r"127\.0\.0\.1"):
        unwrap(wrapped)


@pytest.fixture
def office(db: None) -> Office:
    office = new_office()
    office.employ(account="30109998887")
    new_office("나래시")
    return office.enter()


def opens(office: Office) -> bool:
    """Whether a process that starts now reads what was sealed before."""
    forget()
    office.enter()
    return Sealer(office.institution.pk).open(Person.objects.get().account_sealed) == "30109998887"


def test_after_a_change_of_the_master_key_every_key_is_under_the_new_one(
    office: Office, own_master_file: Path
) -> None:
    before = current_name()
    retired = replace_master_file()
    assert keys_under_other_masters(current_name()) == 4
    assert list(wrap_all_anew()) == [(1, 2), (2, 2)]
    assert keys_under_other_masters(current_name()) == 0
    assert current_name() != before
    assert [one.stat().st_mode & 0o77 for one in (retired, own_master_file)] == [0, 0]
    retired.unlink()
    assert opens(office)
    assert ChangeRecord.objects.filter(verb="key_rewrapped").count() == 2


def test_a_site_that_runs_reads_and_makes_keys_throughout(office: Office) -> None:
    """교체하는 중에도 옛 열쇠와 새 열쇠로 감싼 값을 모두 연다."""
    replace_master_file()
    assert opens(office)
    made = make_data_key(office.institution.pk)
    assert made.master == current_name()
    next(wrap_all_anew())
    assert opens(office)


def test_a_change_that_was_killed_goes_on_and_makes_no_second_master(office: Office) -> None:
    """중간에 죽어도 다시 하면 남은 것부터 잇는다."""
    replace_master_file()
    name = current_name()
    wrapping = wrap_all_anew()
    next(wrapping)
    wrapping.close()
    assert keys_under_other_masters(name) == 2
    list(wrap_all_anew())
    assert (keys_under_other_masters(name), current_name()) == (0, name)


def test_killed_between_the_two_files_the_former_key_is_still_the_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write = current_name(), master_rotation._write_whole

    def killed(path: Path, text: str) -> None:
        if path.name == "master_key":
            raise KeyboardInterrupt
        write(path, text)

    monkeypatch.setattr(master_rotation, "_write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        replace_master_file()
    assert current_name() == before
    assert opens(office)
    monkeypatch.undo()


def test_the_master_key_moves_from_the_file_into_a_transit_engine(
    office: Office, transit: type[Transit], settings: Any
) -> None:
    """파일에 있던 마스터 키를 열쇠 관리 서버로 옮긴다."""
    assert current_name() == "transit:openinsa:v1"
    list(wrap_all_anew())
    settings.MASTER_KEY_FILE.unlink()
    assert opens(office)
    transit.keys.append(b"2" * 32)
    assert keys_under_other_masters(current_name()) == 4
    list(wrap_all_anew())
    transit.keys[0] = b"gone" * 8
    assert opens(office)


def test_retired_masters_lie_beside_the_file_under_their_names(own_master_file: Path) -> None:
    former = name_of(b"\xab" * 32).replace(":", "_")
    replace_master_file()
    assert [one.name for one in retired_folder().iterdir()] == [former]
