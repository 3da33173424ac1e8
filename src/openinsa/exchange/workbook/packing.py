"""Compressed packages: only bytes that were measured reach the readers."""

import io
from zipfile import ZIP_STORED, ZipFile

from openinsa.exchange.faults import FileRefused

MEGABYTE = 2**20
LARGEST_UNPACKED = 150 * MEGABYTE
MOST_PARTS = 5_000
WANTED = (".xml", ".rels")
NEVER = ("xl/media/", "xl/printerSettings/", "docProps/", "Thumbnails/", "Pictures/")


def measured_copy(package: ZipFile) -> tuple[bytes, dict[str, bytes]]:
    """Unpack the parts that hold tables, up to a bound, and pack them again uncompressed.

    What a package says of its own sizes is not believed: the copy holds what came out. Raises FileRefused.
    """
    entries = package.infolist()
    if len(entries) > MOST_PARTS:
        raise _too_large()
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    for entry in entries:
        if not _wanted(entry.filename):
            continue
        with package.open(entry) as stream:
            parts[entry.filename] = stream.read(left + 1)
        left -= len(parts[entry.filename])
        if left < 0:
            raise _too_large()
    copy = io.BytesIO()
    with ZipFile(copy, "w", ZIP_STORED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return copy.getvalue(), parts


def _wanted(name: str) -> bool:
    return name == "mimetype" or (name.endswith(WANTED) and not name.startswith(NEVER))


def _too_large() -> FileRefused:
    return FileRefused("unpacks_too_large", most=LARGEST_UNPACKED // MEGABYTE)
