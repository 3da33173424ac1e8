"""A sealed file opens whole under its own key, or not at all: cut, moved, changed, wrong key are refused."""

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from openinsa.people.refusals import Refused
from openinsa.privacy import sealed_files
from openinsa.privacy.sealed_files import (
    COMMITMENT_BYTES,
    HEAD,
    TAG_BYTES,
    NotASealedFile,
    OpenedStream,
    Passphrase,
    PassphraseTooShort,
    SealedFileBroken,
    SealedFileNotOpened,
    SealedFileTooNew,
    is_under_passphrase,
    open_file,
    seal_file,
)

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
CHUNK = 64
START = HEAD.size + COMMITMENT_BYTES
STEP = CHUNK + TAG_BYTES


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many chunks in few bytes, and a cheap scrypt."""
    monkeypatch.setattr(sealed_files, "CHUNK_BYTES", CHUNK)
    monkeypatch.setattr(sealed_files, "SCRYPT_COST", 4)


def sealed_from(folder: Path, plain: bytes, key: bytes | Passphrase = KEY) -> Path:
    (folder / "plain").write_bytes(plain)
    seal_file(folder / "plain", folder / "sealed", key)
    return folder / "sealed"


def refusal_of(sealed: Path, key: bytes | Passphrase = KEY, purpose: str = "file") -> type[Refused]:
    """How opening is refused; what it would have written must not be there."""
    target = sealed.with_name("opened")
    with pytest.raises(Refused) as refused:
        open_file(sealed, target, key, purpose=purpose)
    assert str(refused.value).count("'sealed'") == 1
    assert sorted(one.name for one in sealed.parent.iterdir()) == ["plain", "sealed"]
    return refused.type


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, 5 * CHUNK + 7])
def test_a_file_of_any_length_opens_to_itself(tmp_path: Path, length: int) -> None:
    plain = bytes(number % 251 for number in range(length))
    sealed = sealed_from(tmp_path, plain)
    open_file(sealed, tmp_path / "opened", KEY)
    assert (tmp_path / "opened").read_bytes() == plain
    assert (tmp_path / "opened").stat().st_mode & 0o77 == 0


def test_the_same_file_looks_different_each_time_and_shows_nothing(tmp_path: Path) -> None:
    plain = b"850412-1077777" * 100
    first = sealed_from(tmp_path, plain).read_bytes()
    second = sealed_from(tmp_path, plain).read_bytes()
    assert first[START:] != second[START:]
    assert b"1077777" not in first


def test_every_single_changed_bit_is_noticed(tmp_path: Path) -> None:
    sealed = sealed_from(tmp_path, b"x" * (2 * CHUNK + 5))
    whole = sealed.read_bytes()
    for place in range(len(whole)):
        sealed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refusal_of(sealed)


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    sealed = sealed_from(tmp_path, b"x" * (2 * CHUNK + 5))
    whole = sealed.read_bytes()
    for length in range(len(whole)):
        sealed.write_bytes(whole[:length])
        refused = refusal_of(sealed)
        assert refused is SealedFileBroken or length < START


MOVED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "last chunk missing": lambda chunks: chunks[:-1],
    "first chunk missing": lambda chunks: chunks[1:],
    "two chunks swapped": lambda chunks: [chunks[1], chunks[0], *chunks[2:]],
    "a chunk twice": lambda chunks: [chunks[0], *chunks],
    "something behind the end": lambda chunks: [*chunks, b"more"],
    "the end twice": lambda chunks: [*chunks, chunks[-1]],
}


@pytest.mark.parametrize("moved", MOVED)
def test_chunks_cannot_be_taken_away_moved_or_added(tmp_path: Path, moved: str) -> None:
    sealed = sealed_from(tmp_path, b"".join(bytes([n]) * CHUNK for n in range(4)))
    whole = sealed.read_bytes()
    chunks = [whole[at : at + STEP] for at in range(START, len(whole), STEP)]
    sealed.write_bytes(whole[:START] + b"".join(MOVED[moved](chunks)))
    assert refusal_of(sealed) is SealedFileBroken


def test_chunks_of_another_file_under_the_same_key_do_not_fit(tmp_path: Path) -> None:
    other = sealed_from(tmp_path, b"y" * CHUNK).read_bytes()
    sealed = sealed_from(tmp_path, b"x" * CHUNK)
    sealed.write_bytes(sealed.read_bytes()[:START] + other[START:])
    assert refusal_of(sealed) is SealedFileBroken


@pytest.mark.parametrize("key", [OTHER_KEY, Passphrase("a long enough word")])
def test_another_key_does_not_open_it(tmp_path: Path, key: bytes | Passphrase) -> None:
    assert refusal_of(sealed_from(tmp_path, b"x"), key) is SealedFileNotOpened


def test_a_file_sealed_for_one_purpose_is_not_taken_for_another(tmp_path: Path) -> None:
    assert refusal_of(sealed_from(tmp_path, b"x"), purpose="backup") is SealedFileNotOpened


def test_a_passphrase_seals_and_another_one_does_not_open(tmp_path: Path) -> None:
    right = Passphrase("네 낱말로 된 긴 암호입니다")
    sealed = sealed_from(tmp_path, b"x" * 200, right)
    assert is_under_passphrase(sealed)
    assert refusal_of(sealed, Passphrase("네 낱말로 된 긴 암호였습니다")) is SealedFileNotOpened
    open_file(sealed, tmp_path / "opened", right)
    assert (tmp_path / "opened").read_bytes() == b"x" * 200
    assert "낱말" not in repr(right)


def test_a_short_passphrase_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooShort, match="12"):
        sealed_from(tmp_path, b"x", Passphrase("1234"))
    assert [one.name for one in tmp_path.iterdir()] == ["plain"]


def test_any_other_file_and_one_of_a_later_format_are_told_apart(tmp_path: Path) -> None:
    sealed = sealed_from(tmp_path, b"x")
    whole = bytearray(sealed.read_bytes())
    whole[8] = 2
    sealed.write_bytes(whole)
    assert refusal_of(sealed) is SealedFileTooNew
    sealed.write_bytes(b"PGDMP and more that is no sealed file, however long it is, of ours")
    assert refusal_of(sealed) is NotASealedFile


def test_a_head_cannot_ask_for_more_memory_than_is_borne(tmp_path: Path) -> None:
    sealed = sealed_from(tmp_path, b"x", Passphrase("a long enough word"))
    whole = bytearray(sealed.read_bytes())
    whole[10] = 40  # 2 to the 40th times a kibibyte
    sealed.write_bytes(whole)
    assert refusal_of(sealed, Passphrase("a long enough word")) is SealedFileNotOpened


def test_a_large_file_takes_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_files, "CHUNK_BYTES", 256 * 1024)
    (tmp_path / "plain").write_bytes(bytes(24 * 1024 * 1024))
    tracemalloc.start()
    seal_file(tmp_path / "plain", tmp_path / "sealed", KEY)
    open_file(tmp_path / "sealed", tmp_path / "opened", KEY)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "opened").stat().st_size == 24 * 1024 * 1024
    assert peak < 4 * 1024 * 1024


def test_a_sealed_file_can_be_read_like_a_file(tmp_path: Path) -> None:
    plain = bytes(number % 251 for number in range(1_000))
    with sealed_from(tmp_path, plain).open("rb") as file:
        reader = io.BufferedReader(OpenedStream(file, KEY))
        assert reader.read(10) == plain[:10]
        assert reader.read() == plain[10:]
