"""Which reader a file needs, told by its first bytes and never by its name."""

import io
import re
import struct
import zlib
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

import msoffcrypto
import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
from python_calamine import CalamineError, CalamineWorkbook, SheetMetadata, SheetVisibleEnum

from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook import biff, ooxml, opendocument, separated
from openinsa.exchange.workbook.model import Beside, Sheet, Workbook, within_bounds
from openinsa.exchange.workbook.packing import MEGABYTE, measured_copy

LARGEST_FILE = 30 * MEGABYTE
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGE = (OSError, ValueError, IndexError, KeyError, struct.error)
MOST_SPINS = 1_000_000
SPINS = re.compile(rb'spinCount="(\d+)"')
WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html|<table|<meta|<\?xml[^>]*>\s*<html)", re.IGNORECASE)


def read_workbook(name: str, content: bytes, password: str | None = None) -> Workbook:
    """Read a file into sheets of cells. Raises FileRefused with one sentence that says how to mend it."""
    if not content:
        raise FileRefused("empty_file")
    if len(content) > LARGEST_FILE:
        raise FileRefused("too_large", size=len(content) // MEGABYTE, most=LARGEST_FILE // MEGABYTE)
    content = without_password(content, password)
    if content.startswith(OLE):
        return _read_ole(name, content)
    if content.startswith(ZIP):
        return _read_zip(name, content)
    if WEB_PAGE.match(content[3:] if content.startswith(b"\xef\xbb\xbf") else content):
        raise FileRefused("web_page")
    return Workbook(name, "csv", [separated.read_sheet(PurePath(name).stem, content)])


def without_password(content: bytes, password: str | None) -> bytes:
    """The same file, opened by its password; a file without one comes back as it is. Raises FileRefused."""
    if not content.startswith(OLE):
        return content
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            protected = file.exists("EncryptedPackage")
            if protected:
                _bearable(file.openstream("EncryptionInfo").read())
            else:
                protected = biff.is_protected(_records(file))
    except DAMAGE as damage:
        raise FileRefused("damaged") from damage
    return _decrypted(content, password) if protected else content


def _read_ole(name: str, content: bytes) -> Workbook:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            if not biff.is_sound(content, [entry.size for entry in file.direntries if entry]):
                raise FileRefused("damaged")
            records = _records(file)
    except DAMAGE as damage:
        raise FileRefused("damaged") from damage
    return Workbook(name, "xls", _sheets(content, biff.beside(records)))


def _records(file: olefile.OleFileIO) -> bytes:
    stream = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
    if stream is None:
        raise FileRefused("unknown_format")
    return bytes(file.openstream(stream).read())


def _read_zip(name: str, content: bytes) -> Workbook:
    try:
        with ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if "xl/workbook.xml" not in names and "content.xml" not in names:
                raise FileRefused("unknown_format")
            kind, reader = ("xlsx", ooxml) if "xl/workbook.xml" in names else ("ods", opendocument)
            copy, parts = measured_copy(package)
        beside = reader.beside(parts)
    except (*DAMAGE, BadZipFile, EOFError, RuntimeError, zlib.error) as damage:
        raise FileRefused("damaged") from damage
    return Workbook(name, kind, _sheets(copy, beside))


def _sheets(content: bytes, beside: dict[str, Beside]) -> list[Sheet]:
    """Values by calamine, once the extent of every sheet is known to be bearable."""
    for name, found in beside.items():
        within_bounds(name, found.height, found.width)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                _sheet(book, meta, beside[meta.name]) for meta in book.sheets_metadata if meta.name in beside
            ]
    except CalamineError as damage:
        raise FileRefused("damaged") from damage
    except BaseException as panic:  # how the reader's own Rust code says that it met the impossible
        if type(panic).__name__ != "PanicException":
            raise
        raise FileRefused("damaged") from panic


def _sheet(book: CalamineWorkbook, meta: SheetMetadata, beside: Beside) -> Sheet:
    found = book.get_sheet_by_name(meta.name)
    rows = found.to_python(skip_empty_area=False)
    merged = tuple(found.merged_cell_ranges or ())
    return Sheet(meta.name, rows, beside, meta.visible != SheetVisibleEnum.Visible, merged)


def _decrypted(content: bytes, password: str | None) -> bytes:
    if not password:
        raise FileRefused("password_missing")
    plain = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=password)
        file.decrypt(plain)
    except (InvalidKeyError, DecryptionError) as wrong:
        raise FileRefused("password_wrong") from wrong
    except (FileFormatError, ValueError, KeyError, RuntimeError) as unknown:
        raise FileRefused("password_unsupported") from unknown
    return plain.getvalue()


def _bearable(info: bytes) -> None:
    """A file must not decide how long its password takes to try."""
    spins = SPINS.search(info)
    if spins and int(spins[1]) > MOST_SPINS:
        raise FileRefused("password_unsupported")
