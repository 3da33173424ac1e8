"""Taking in an institution that was exported whole. Runs as the owner of the tables, with the same schema.

Numbers of rows are kept, because sealed values, the chain of access records and the change history are bound to
them; an installation that already uses one of these numbers refuses the whole import.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.institutions import record_institution
from openinsa.people.models import Institution, InstitutionRecord, User
from openinsa.people.refusals import Refused, require
from openinsa.people.tenancy import set_context
from openinsa.privacy.institution_export import FORMAT, PURPOSE, Manifest, Told, checksum_of, schema_of_now
from openinsa.privacy.institution_keys import KEYS, wrapped_anew
from openinsa.privacy.institution_tables import InstitutionTable, exported_tables
from openinsa.privacy.sealed_files import OpenedStream, Passphrase
from openinsa.privacy.without_triggers import without_triggers

BLOCK = 256 * 1024
PASSING = "CREATE TEMPORARY TABLE passing_{0} (LIKE {0}) ON COMMIT DROP"
COPY_IN = "COPY passing_{} ({}) FROM STDIN (FORMAT csv)"
PUT_IN = "INSERT INTO {0} ({1}) SELECT {1} FROM passing_{0}"
NEXT_NUMBER = """
    SELECT setval(pg_get_serial_sequence(%s, 'id'), GREATEST((SELECT max(id) FROM {0}), nextval(
        pg_get_serial_sequence(%s, 'id'))))
"""
SUSPEND = "UPDATE people_institution SET suspended_at = COALESCE(suspended_at, %s)"
HOLD_JOBS = "UPDATE jobs_job SET state = 'held' WHERE state IN ('waiting', 'running')"


class ExportOfAnotherVersion(Refused):
    status = 422
    sentence = _(
        "'%(name)s'은(는) 다른 버전에서 내보낸 파일입니다. 두 곳의 프로그램을 같은 버전으로 올린 뒤 다시 내보내 주세요. 아무것도 들여오지 않았습니다."
    )


class ExportIncomplete(Refused):
    status = 422
    sentence = _(
        "'%(name)s'의 %(table)s 자료가 목록과 다릅니다. 온전한 파일로 다시 해 주세요. 아무것도 들여오지 않았습니다."
    )


class NumbersTaken(Refused):
    sentence = _(
        "이곳의 %(table)s에 같은 번호가 이미 있습니다. 비어 있는 설치에 들여와 주세요. 아무것도 들여오지 않았습니다."
    )


@action(permission="institutions.manage")
def import_institution(by: User, source: Path, passphrase: str) -> Manifest:
    """Take an exported institution in, whole or not at all; it is suspended until an operator resumes it.

    Raises ExportOfAnotherVersion, ExportIncomplete, NumbersTaken and whatever opening a sealed file raises.
    """
    with source.open("rb") as file:
        key = Passphrase(passphrase)
        opened = io.BufferedReader(OpenedStream(file, key, purpose=PURPOSE, name=source.name))
        with tarfile.open(fileobj=opened, mode="r|") as tar:
            manifest = Arrival(source.name, _members(tar)).take_in()
    institution = Institution(pk=manifest.number, code=manifest.code, name=manifest.name)
    kind, checksum = InstitutionRecord.Verb.IMPORTED, checksum_of(source)
    record_institution(by, kind, institution, counts=manifest.counts, checksum=checksum)
    return manifest


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member)
        if content is not None:
            yield member.name, content


class Arrival:
    """One file on its way in: first into passing tables, then, once it holds what its manifest says, to stay."""

    def __init__(self, name: str, members: Iterator[tuple[str, IO[bytes]]]) -> None:
        self.name, self.members = name, members
        self.tables = {table.name: table for table in exported_tables()}
        self.sums = {table: sha256() for table in self.tables}

    def take_in(self) -> Manifest:
        """Everything inside the caller's transaction, the triggers standing still."""
        head = self._head()
        set_context(head.number)
        with without_triggers(list(self.tables)), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(PASSING.format(table))
            manifest = self._read_all(cursor)
            for table in self.tables.values():
                self._put_in(cursor, table, manifest)
            cursor.execute(SUSPEND, [timezone.now()])
            cursor.execute(HOLD_JOBS)
        return manifest

    def _head(self) -> Manifest:
        """What the file says of itself at its beginning. Raises ExportOfAnotherVersion."""
        _path, content = next(self.members)
        head = _manifest(content)
        ours = head.format == FORMAT and head.schema == schema_of_now()
        require(ours, ExportOfAnotherVersion(name=self.name))
        return head

    def _read_all(self, cursor: Any) -> Manifest:
        """Every piece into its passing table. Raises ExportIncomplete when no manifest ends the file."""
        for path, content in self.members:
            if path == "manifest.json":
                return _manifest(content)
            table = self.tables.get(path.partition("/")[0])
            if table is None:
                raise ExportIncomplete(name=self.name, table=path)
            self._pass(cursor, table, content)
        raise ExportIncomplete(name=self.name, table="manifest.json")

    def _pass(self, cursor: Any, table: InstitutionTable, content: IO[bytes]) -> None:
        content.readline()  # the heading
        with cursor.copy(COPY_IN.format(table.name, table.listed)) as copy:
            for block in content if table.name == KEYS else iter(lambda: content.read(BLOCK), b""):
                self.sums[table.name].update(block)
                copy.write(wrapped_anew(block, table.columns) if table.name == KEYS else block)

    def _put_in(self, cursor: Any, table: InstitutionTable, manifest: Manifest) -> None:
        """The rows of one table, to stay. Raises ExportIncomplete, NumbersTaken."""
        try:
            with transaction.atomic():
                cursor.execute(PUT_IN.format(table.name, table.listed))
        except IntegrityError as taken:
            raise NumbersTaken(table=table.name) from taken
        found = Told(list(table.columns), cursor.rowcount, self.sums[table.name].hexdigest())
        whole = found == manifest.tables.get(table.name)
        require(whole, ExportIncomplete(name=self.name, table=table.name))
        if found.rows and "id" in table.columns:
            cursor.execute(NEXT_NUMBER.format(table.name), [table.name, table.name])


def _manifest(content: IO[bytes]) -> Manifest:
    held: dict[str, Any] = json.load(content)
    tables = {name: Told(**told) for name, told in held.pop("tables").items()}
    return Manifest(**held, tables=tables)
