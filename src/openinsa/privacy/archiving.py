"""Old access records leave the database for sealed files in the data folder; the chain goes on through them.

An institution's records older than its setting (two years, one at least: 개인정보의 안전성 확보조치 기준 제8조)
are written, oldest first and without a gap, into one file under a key that comes from the audit key. In their place
stands a row with their numbers, their last digest and the checksum of the file. Only the owner of the tables can do
this: the web role removes no record.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from openinsa.people.refusals import Refused
from openinsa.privacy.access_settings import setting_on
from openinsa.privacy.audit_keys import current_key, ring
from openinsa.privacy.chain import Row, rows_in_order
from openinsa.privacy.models import AccessArchive, AccessRecord
from openinsa.privacy.sealed_files import OpenedStream, SealingStream, appearing_whole
from openinsa.privacy.without_triggers import without_triggers

PURPOSE = "access records"
YOUNGER = "SELECT min(number) FROM privacy_accessrecord WHERE at >= %s"
OLDEST = "SELECT min(number), max(number) FROM privacy_accessrecord"


def archive_folder() -> Path:
    return Path(settings.DATA) / "archives" / "access"


def archive_key(audit_key: bytes) -> bytes:
    return hmac.digest(audit_key, b"archive of access records", sha256)


def archive_records(institution_id: int, now: datetime | None = None) -> AccessArchive | None:
    """Move what is old enough into a file. As the owner, inside the institution's transaction. None: nothing is."""
    limit = _years_before(now or timezone.now(), setting_on(timezone.localdate()).keep_years)
    first, last = _numbers_before(limit)
    if last is None or first is None or last < first:
        return None
    path = archive_folder() / f"{institution_id}-{first}-{last}.sealed"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, until = _write(path, rows_in_order(last))
    with path.open("rb") as file:
        checksum = file_digest(file, "sha256").hexdigest()
    stub = AccessArchive.objects.create(
        institution_id=institution_id,
        first=first,
        last=last,
        digest=digest,
        until=until,
        file=path.name,
        checksum=checksum,
    )
    with without_triggers(["privacy_accessrecord"]):
        AccessRecord.objects.filter(number__lte=last).delete()
    return stub


def archived_rows(archive: AccessArchive) -> Iterator[Row]:
    """The records of one file in their order. Raises OSError, ValueError or a refusal of sealed files."""
    path = archive_folder() / archive.file
    with path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != archive.checksum:
            raise ValueError(archive.file)
        for line in _opened(file, path.name):
            number, digest, at, *values = json.loads(line)
            yield number, bytes.fromhex(digest), [datetime.fromisoformat(at), *values]


def _opened(file: BinaryIO, name: str) -> Iterable[bytes]:
    """The file under the key that was the audit key when it was made. Raises as sealed files do."""
    for key in ring().values():
        file.seek(0)
        opened = BufferedReader(OpenedStream(file, archive_key(key), purpose=PURPOSE, name=name))
        try:
            opened.peek(1)
        except Refused as refusal:
            refused = refusal
        else:
            return opened
    raise refused


def _write(path: Path, rows: Iterable[Row]) -> tuple[bytes, datetime]:
    digest, until = b"", timezone.now()
    with (
        appearing_whole(path) as file,
        SealingStream(file, archive_key(current_key()), purpose=PURPOSE) as sealed,
    ):
        for number, digest, (until, *values) in rows:
            line = [number, digest.hex(), until.isoformat(), *values]
            sealed.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return digest, until


def _numbers_before(limit: datetime) -> tuple[int | None, int | None]:
    """First and last number of the oldest records, up to the first that is not old enough."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        first, last = cursor.fetchone()
        cursor.execute(YOUNGER, [limit])
        (younger,) = cursor.fetchone()
    return first, younger - 1 if younger is not None else last


def _years_before(moment: datetime, years: int) -> datetime:
    day = moment.day if (moment.month, moment.day) != (2, 29) else 28
    return moment.replace(year=moment.year - years, day=day)
