"""A new master key: every key of every institution is wrapped anew, one institution after the other.

How far the work is stands in the rows, which name the master key that wraps them: whatever is killed goes on
where it was. The former key stays where every process of the site finds it until no row names it, and after
that among the retired ones, because backups from its time need it.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from openinsa.people.models import Institution
from openinsa.people.tenancy import within
from openinsa.privacy import master_keys
from openinsa.privacy.models import DataKey
from openinsa.privacy.sealing import KEY_BYTES, MASTER_STAYS, note_key, unwrapped


def institutions() -> list[int]:
    with within(None):
        return list(Institution.objects.order_by("pk").values_list("pk", flat=True))


def keys_under_other_masters(name: str) -> int:
    """How many keys of the whole installation the master key of this name does not open yet."""
    return sum(_count_in(institution, name) for institution in institutions())


def replace_master_file() -> Path:
    """Put a new master key into the file; the former one goes to the retired ones. Returns its file there.

    Both are there at every moment, so that a site that runs opens its keys throughout.
    """
    file, folder = settings.MASTER_KEY_FILE, master_keys.retired_folder()
    former = file.read_text()
    folder.mkdir(mode=0o700, exist_ok=True)
    retired = folder / master_keys.name_of(bytes.fromhex(former)).replace(":", "_")
    _write_whole(retired, former)
    _write_whole(file, secrets.token_hex(KEY_BYTES))
    return retired


def wrap_all_anew() -> Iterator[tuple[int, int]]:
    """Wrap every key under the current master key; yields institutions done and their number.

    Raises MasterKeyMissing, MasterKeyNotReached.
    """
    with transaction.atomic(), connection.cursor() as cursor:  # whoever wraps under the former one has ended
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MASTER_STAYS])
    name, everybody = master_keys.current_name(), institutions()
    for done, institution in enumerate(everybody, start=1):
        with within(institution):
            for row in DataKey.objects.select_for_update().exclude(master=name):
                _wrap_anew(row)
        yield done, len(everybody)


def _wrap_anew(row: DataKey) -> None:
    wrapped = master_keys.current().wrap(unwrapped(row))
    DataKey.objects.filter(pk=row.pk).update(wrapped=wrapped.key, master=wrapped.master)
    note_key(row, "key_rewrapped")


def _count_in(institution: int, name: str) -> int:
    with within(institution):
        return DataKey.objects.exclude(master=name).count()


def _write_whole(path: Path, text: str) -> None:
    """A file that is there whole or not at all, and stays after a power cut; its owner alone may read it."""
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)
