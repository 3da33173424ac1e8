"""An institution whole, as one sealed file: every row of every table, its keys, and a manifest.

The file is sealed under a passphrase (sealed_files.py). Inside is a tar of CSV pieces, `<table>/<number>.csv` with
a heading each, and at its end `manifest.json`: counts, sums and columns by table and the version of the schema.
It is written as it is read, from one snapshot of the database, so that memory does not grow with the institution.
Keys leave the master key of this installation behind: whoever has the passphrase has them.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from openinsa.people.institutions import record_institution
from openinsa.people.models import Institution, InstitutionRecord, User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.tenancy import set_context
from openinsa.privacy.institution_keys import KEYS, laid_open
from openinsa.privacy.institution_tables import InstitutionTable, exported_tables
from openinsa.privacy.sealed_files import Passphrase, SealingStream, appearing_whole

FORMAT, PURPOSE = 1, "institution"
PIECE_BYTES = 1024 * 1024
ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
AS_STORED = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO'",
    "SET LOCAL intervalstyle = 'postgres'",
)
COPY_OUT = "COPY (SELECT {} FROM {} WHERE {} ORDER BY id) TO STDOUT (FORMAT csv)"
SCHEMA = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


@dataclass
class Told:
    """What the manifest says of one table."""

    columns: list[str]
    rows: int = 0
    sha256: str = ""


@dataclass
class Manifest:
    """What an export holds; `schema` names every migration, because only the same schema takes it in."""

    number: int
    code: str
    name: str
    made_at: str
    format: int = FORMAT
    schema: list[str] = field(default_factory=list)
    tables: dict[str, Told] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return {name: told.rows for name, told in self.tables.items()}


def export_institution(by: User, institution_id: int, target: Path, passphrase: str) -> Manifest:
    """Write an institution whole into one sealed file, which appears complete or not at all, and record it.

    Stands outside any transaction, because it reads from a snapshot of its own. Raises NotAllowed, NotFound,
    PassphraseTooShort.
    """
    require(by.may("institutions.manage"), NotAllowed())
    with (
        appearing_whole(target) as file,
        SealingStream(file, Passphrase(passphrase), purpose=PURPOSE) as sealed,
        transaction.atomic(durable=True),
    ):
        institution, manifest = _begin(institution_id)
        with tarfile.open(fileobj=sealed, mode="w|") as tar:
            _add(tar, "head.json", as_json(manifest))
            for table in exported_tables():
                manifest.tables[table.name] = _write_table(tar, table, institution_id)
            _add(tar, "manifest.json", as_json(manifest))
    kind, checksum = InstitutionRecord.Verb.EXPORTED, checksum_of(target)
    record_institution(by, kind, institution, counts=manifest.counts, checksum=checksum)
    return manifest


def checksum_of(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def as_json(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()


def schema_of_now() -> list[str]:
    """Every migration that this database has."""
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return [name for (name,) in cursor.fetchall()]


def _begin(institution_id: int) -> tuple[Institution, Manifest]:
    """One snapshot within the institution, in which text stands for what is stored exactly. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_SNAPSHOT)
        for setting in AS_STORED:
            cursor.execute(setting)
    set_context(institution_id)
    institution = Institution.objects.filter(pk=institution_id).first()
    if institution is None:
        raise NotFound()
    moment = timezone.now().isoformat(timespec="seconds")
    manifest = Manifest(institution.pk, institution.code, institution.name, moment, schema=schema_of_now())
    return institution, manifest


def _write_table(tar: tarfile.TarFile, table: InstitutionTable, institution_id: int) -> Told:
    """One table as numbered pieces of CSV."""
    told, digest = Told(list(table.columns)), sha256()
    heading = ",".join(table.columns).encode() + b"\n"
    for number, rows in enumerate(_pieces(table, institution_id), start=1):
        content = b"".join(rows)
        told.rows += len(rows)
        digest.update(content)
        _add(tar, f"{table.name}/{number:06}.csv", heading + content)
    told.sha256 = digest.hexdigest()
    return told


def _pieces(table: InstitutionTable, institution_id: int) -> Iterator[list[bytes]]:
    """The rows of a table, some at a time; a row is one line of CSV or more."""
    piece: list[bytes] = []
    size = 0
    for row in _rows(table, institution_id):
        piece.append(row)
        size += len(row)
        if size >= PIECE_BYTES:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _rows(table: InstitutionTable, institution_id: int) -> Iterator[bytes]:
    query = COPY_OUT.format(table.listed, table.name, table.condition.format(institution_id))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for row in copy:  # the server sends one row at a time
            yield laid_open(bytes(row), table.columns) if table.name == KEYS else bytes(row)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))
