"""Sealing whole files of any size: AES-256-GCM over chunks (the STREAM construction), in bounded memory.

A sealed file is a head, then chunks. The head names format, way to the key, chunk size, a salt and a nonce's
first part, and ends with a commitment that only the right key gives. The key of the file comes from the given
key and the whole head by HKDF-SHA256, so that every file has its own and a changed head opens nothing. The
nonce of a chunk holds its number and whether it is the last, so that none can be cut off, moved or doubled.
Under a passphrase the key comes by scrypt, with the cost written in the head.

Sources: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance" (STREAM); RFC 5869 (HKDF); RFC 7914 (scrypt).
"""

import hmac
import io
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused, require

MAGIC, VERSION = b"OISEALED", 1
HEAD = struct.Struct(
    ">8sBBBBI16s7s"
)  # magic, version, way to the key, scrypt cost, blocks, chunk, salt, nonce
COMMITMENT_BYTES, KEY_BYTES, TAG_BYTES = 32, 32, 16
CHUNK_BYTES = 256 * 1024
BY_KEY, BY_PASSPHRASE = 0, 1
SCRYPT_COST, SCRYPT_BLOCKS = 17, 8  # 128 MiB and about half a second
COSTLIEST, LARGEST_CHUNK = (20, 16), 16 * 1024 * 1024  # more than this a head may not ask of us
SHORTEST_PASSPHRASE = 12


class NotASealedFile(Refused):
    status = 422
    sentence = _("'%(name)s'은(는) 오픈인사가 암호화한 파일이 아닙니다. 파일을 다시 골라 주세요.")


class SealedFileTooNew(Refused):
    status = 422
    sentence = _(
        "'%(name)s'은(는) 더 새로운 오픈인사가 암호화한 파일입니다. 프로그램을 올린 뒤 다시 해 주세요."
    )


class SealedFileNotOpened(Refused):
    status = 422
    sentence = _("'%(name)s'을(를) 열 수 없습니다. 암호나 열쇠가 맞는지, 어디에 쓰는 파일인지 확인해 주세요.")


class SealedFileBroken(Refused):
    status = 422
    sentence = _("'%(name)s'이(가) 중간에 끊겼거나 바뀌었습니다. 온전한 사본으로 다시 해 주세요.")


class PassphraseTooShort(Refused):
    status = 422
    sentence = _("암호는 %(shortest)s자 이상이어야 합니다. 더 긴 암호를 써 주세요.")


@dataclass(frozen=True)
class Passphrase:
    """Words that somebody keeps, instead of a key."""

    words: str

    def __repr__(self) -> str:
        return "Passphrase(...)"


Key = bytes | Passphrase


def seal_file(source: Path, target: Path, key: Key, *, purpose: str = "file") -> None:
    """Seal a file. Whatever `purpose` says must be said again to open it. Raises PassphraseTooShort."""
    with (
        source.open("rb") as plain,
        appearing_whole(target) as file,
        SealingStream(file, key, purpose=purpose) as sealed,
    ):
        while block := plain.read(CHUNK_BYTES):
            sealed.write(block)


def open_file(source: Path, target: Path, key: Key, *, purpose: str = "file") -> None:
    """Open a sealed file; the target appears whole or not at all.

    Raises NotASealedFile, SealedFileTooNew, SealedFileNotOpened, SealedFileBroken.
    """
    with source.open("rb") as sealed, appearing_whole(target) as file:
        for block in open_blocks(sealed, key, purpose=purpose, name=source.name):
            file.write(block)


def open_blocks(sealed: BinaryIO, key: Key, *, purpose: str = "file", name: str = "") -> Iterator[bytes]:
    """The plain content, block by block, each authentic; only the end shows that nothing is missing.

    Raises NotASealedFile, SealedFileTooNew, SealedFileNotOpened, SealedFileBroken.
    """
    head = sealed.read(HEAD.size)
    size, own = _own_key_of(head, sealed.read(COMMITMENT_BYTES), key, purpose, name)
    cipher, prefix = AESGCM(own), HEAD.unpack(head)[-1]
    block, number = sealed.read(size + TAG_BYTES), 0
    while True:
        after = sealed.read(size + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(prefix, number, last=not after), block, None)
        except InvalidTag as broken:
            raise SealedFileBroken(name=name) from broken
        if not after:
            return
        block, number = after, number + 1


class SealingStream(io.RawIOBase):
    """A file to write plain bytes into; what reaches `file` is sealed. Leaving it by an error seals no end."""

    def __init__(self, file: BinaryIO, key: Key, *, purpose: str = "file") -> None:
        super().__init__()
        by_passphrase = isinstance(key, Passphrase)
        cost = (BY_PASSPHRASE, SCRYPT_COST, SCRYPT_BLOCKS) if by_passphrase else (BY_KEY, 0, 0)
        require(
            not isinstance(key, Passphrase) or len(key.words) >= SHORTEST_PASSPHRASE,
            PassphraseTooShort(shortest=SHORTEST_PASSPHRASE),
        )
        self._prefix, self._number, self._waiting = os.urandom(7), 0, bytearray()
        head = HEAD.pack(MAGIC, VERSION, *cost, CHUNK_BYTES, os.urandom(16), self._prefix)
        own, commitment = _derived(head, key, purpose)
        self._cipher, self._file = AESGCM(own), file
        file.write(head + commitment)

    def writable(self) -> bool:
        return True

    def write(self, plain: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._waiting += plain
        while len(self._waiting) > CHUNK_BYTES:
            self._write_chunk(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(plain)

    def finish(self) -> None:
        """Write the last chunk: only now the file can be opened."""
        self._write_chunk(bytes(self._waiting), last=True)
        self._waiting.clear()

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is None:
            self.finish()
        self.close()

    def _write_chunk(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last=last), plain, None))
        self._number += 1


class OpenedStream(io.RawIOBase):
    """A sealed file to read plain bytes from, for readers that want a file; `OpenedStream(...)` is buffered
    by `io.BufferedReader`. Raises as `open_blocks` does."""

    def __init__(self, sealed: BinaryIO, key: Key, *, purpose: str = "file", name: str = "") -> None:
        super().__init__()
        self._blocks = open_blocks(sealed, key, purpose=purpose, name=name)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        taken = min(len(into), len(self._rest))
        into[:taken], self._rest = self._rest[:taken], self._rest[taken:]
        return taken


def is_under_passphrase(source: Path) -> bool:
    """Whether a sealed file asks for a passphrase and not for a key. Raises NotASealedFile, SealedFileTooNew."""
    with source.open("rb") as file:
        return _read_head(file.read(HEAD.size), source.name)[2] == BY_PASSPHRASE


def _own_key_of(head: bytes, commitment: bytes, key: Key, purpose: str, name: str) -> tuple[int, bytes]:
    """Chunk size and key of one file, once its head is known to be bound to the given key."""
    _magic, _version, way, cost, blocks, size, *_rest = _read_head(head, name)
    fits = way == (BY_PASSPHRASE if isinstance(key, Passphrase) else BY_KEY)
    bearable = cost <= COSTLIEST[0] and blocks <= COSTLIEST[1] and 0 < size <= LARGEST_CHUNK
    require(fits and bearable, SealedFileNotOpened(name=name))
    own, expected = _derived(head, key, purpose)
    require(hmac.compare_digest(commitment, expected), SealedFileNotOpened(name=name))
    return size, own


def _read_head(head: bytes, name: str) -> tuple:
    require(len(head) == HEAD.size and head.startswith(MAGIC), NotASealedFile(name=name))
    fields = HEAD.unpack(head)
    require(fields[1] == VERSION, SealedFileTooNew(name=name))
    return fields


def _derived(head: bytes, key: Key, purpose: str) -> tuple[bytes, bytes]:
    """Key of the file and commitment to it."""
    _magic, _version, _way, cost, blocks, _size, salt, _prefix = HEAD.unpack(head)
    if isinstance(key, Passphrase):
        key = Scrypt(salt, KEY_BYTES, 2**cost, blocks, 1).derive(key.words.encode())
    info = b"openinsa sealed file|%b|%b" % (purpose.encode(), head)
    made = HKDF(SHA256(), KEY_BYTES + COMMITMENT_BYTES, salt, info).derive(key)
    return made[:KEY_BYTES], made[KEY_BYTES:]


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])


@contextmanager
def appearing_whole(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target that takes its name when all went well, and is removed when not."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
