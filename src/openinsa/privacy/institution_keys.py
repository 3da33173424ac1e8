"""Keys on their way with an institution: unwrapped into the sealed export, wrapped anew where it is taken in.

In the export a key stands as it is; the file's own seal takes the place of the master key that stays behind.
"""

import csv
import io
from collections.abc import Callable, Sequence

from openinsa.privacy import master_keys
from openinsa.privacy.master_keys import Wrapped

KEYS = "privacy_datakey"
LAID_OPEN = "export"
"""In the place of the master key's name, while the key is on its way."""


def laid_open(row: bytes, columns: Sequence[str]) -> bytes:
    """A row of a key as CSV, its key unwrapped. Raises MasterKeyMissing, MasterKeyNotReached."""

    def change(key: bytes, master: str) -> Wrapped:
        return Wrapped(LAID_OPEN, master_keys.unwrap(Wrapped(master, key)))

    return _changed(row, columns, change)


def wrapped_anew(row: bytes, columns: Sequence[str]) -> bytes:
    """A row of a key as CSV, its key wrapped by this installation's master. Raises MasterKeyNotReached."""
    return _changed(row, columns, lambda key, _master: master_keys.current().wrap(key))


def _changed(row: bytes, columns: Sequence[str], change: Callable[[bytes, str], Wrapped]) -> bytes:
    values = dict(zip(columns, next(csv.reader([row.decode()])), strict=True))
    wrapped = change(bytes.fromhex(values["wrapped"].removeprefix("\\x")), values["master"])
    values |= {"wrapped": f"\\x{wrapped.key.hex()}", "master": wrapped.master}
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values.values())
    return line.getvalue().encode()
