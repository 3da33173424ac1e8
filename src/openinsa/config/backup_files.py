"""What a backup is: one sealed file that holds, one after the other, a head, the parts of a database dump, the
files of the data folder and a manifest with the digest of everything before it.

Nothing of it lies unsealed on a disk: the dump flows from pg_dump through this into the sealed file. Written and
read in one pass and in bounded memory.
"""

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from openinsa.people.refusals import Refused
from openinsa.privacy.sealed_files import (
    Key,
    NotASealedFile,
    OpenedStream,
    PassphraseTooShort,
    SealedFileBroken,
    SealedFileNotOpened,
    SealedFileTooNew,
    SealingStream,
)

PURPOSE, FORMAT = "backup", 1
PART_BYTES = 4 * 1024 * 1024
HEAD, MANIFEST, DUMP, FILES = "head.json", "manifest.json", "database/", "files/"

SAID: dict[type[Refused], str] = {
    NotASealedFile: "{name} is not a backup of OpenInsa. Choose another file.",
    SealedFileTooNew: "{name} was made by a newer OpenInsa. Upgrade this one first.",
    SealedFileNotOpened: "{name} cannot be opened. Check the passphrase or key, and that it is a backup.",
    SealedFileBroken: "{name} was cut short or changed. Take another copy of it.",
    PassphraseTooShort: "The passphrase is shorter than {shortest} characters. Use a longer one.",
}


class BackupRefused(Exception):
    """One sentence for an operator: what, where and how to mend it."""


def said(refused: Refused) -> BackupRefused:
    """What a refusal of a sealed file means to whoever works on a backup."""
    return BackupRefused(SAID[type(refused)].format(**refused.named))


@dataclass
class BackupWriter:
    """Adds members to a sealed backup and remembers their digests."""

    tar: tarfile.TarFile
    digests: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        self.tar.addfile(member, io.BytesIO(content))
        self.digests[name] = sha256(content).hexdigest()

    def add_parts(self, prefix: str, source: BinaryIO) -> None:
        """Add what flows from a source, part by part."""
        number, part = 0, source.read(PART_BYTES)
        while part or not number:
            self.add(f"{prefix}{number:06}", part)
            number, part = number + 1, source.read(PART_BYTES)

    def add_folder(self, folder: Path, prefix: str, *, without: frozenset[str] = frozenset()) -> None:
        """Add every plain file under a folder, but for the named ones directly in it."""
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and inside.parts[0] not in without:
                with path.open("rb") as file:
                    self.add_parts(f"{prefix}{inside.as_posix()}/", file)

    def finish(self, tables: dict[str, int]) -> None:
        manifest = {"digests": self.digests, "tables": tables}
        self.tar.addfile(*_json_member(MANIFEST, manifest))


def write_backup(
    file: BinaryIO, key: Key, head: dict[str, Any], fill: Callable[[BackupWriter], dict[str, int]]
) -> None:
    """Write a whole backup; `fill` adds its members and says the rows of each table."""
    with (
        SealingStream(file, key, purpose=PURPOSE) as sealed,
        tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        writer = BackupWriter(tar)
        writer.add(HEAD, json.dumps(head).encode())
        writer.finish(fill(writer))


@dataclass(frozen=True)
class Member:
    """A member as it is met in a backup."""

    name: str
    content: bytes


class BackupReader:
    """Reads a backup from front to end; `head` is known at once, `manifest` when every member was read."""

    def __init__(self, path: Path, key: Key) -> None:
        self.path, self.manifest, self._key = path, {}, key
        self._members = self._read()
        self.head: dict[str, Any] = json.loads(next(self._members).content)

    def __iter__(self) -> Iterator[Member]:
        """Every member after the head. Raises BackupRefused when one is not what the manifest says."""
        return self._members

    def _read(self) -> Iterator[Member]:
        try:
            with self.path.open("rb") as file:
                plain = io.BufferedReader(OpenedStream(file, self._key, purpose=PURPOSE, name=self.path.name))
                yield from self._checked(plain)
        except Refused as refused:
            raise said(refused) from refused
        except OSError as broken:
            raise BackupRefused(f"{self.path} cannot be read: {broken.strerror}.") from broken

    def _checked(self, plain: BinaryIO) -> Iterator[Member]:
        digests: dict[str, str] = {}
        with tarfile.open(fileobj=plain, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member).read()  # type: ignore[union-attr]
                if member.name == MANIFEST:
                    self.manifest = json.loads(content)
                    continue
                digests[member.name] = sha256(content).hexdigest()
                yield Member(member.name, content)
        while plain.read(PART_BYTES):  # only the end of the sealed file says that nothing is missing
            pass
        if self.manifest.get("digests") != digests:
            raise BackupRefused(f"{self.path.name} does not hold what its manifest says. Take another copy.")


def _json_member(name: str, content: dict[str, Any]) -> tuple[tarfile.TarInfo, io.BytesIO]:
    text = json.dumps(content).encode()
    member = tarfile.TarInfo(name)
    member.size = len(text)
    return member, io.BytesIO(text)
