"""임금명세서: one person's, a project's in one file, or many as single files in an archive."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openinsa.documents.contracts import WageStatement
from openinsa.documents.printing import FEW, Paper, print_all, print_apart, print_one

FORM = "wage_statement"
EXTENSION = ".pdf"
UNSAFE_IN_A_FILE_NAME = '\\/:*?"<>|'
LONGEST_NAME = 80


def wage_statement_pdf(statement: WageStatement) -> bytes:
    """One statement. Raises UnprintableCharacter."""
    return wage_statements_pdf([statement])


def wage_statements_pdf(statements: Sequence[WageStatement]) -> bytes:
    """Statements of one language one after another, each from a page of its own, with a bookmark each.

    Raises UnprintableCharacter; then nothing was printed.
    """
    paper = _paper(statements)
    return print_one(paper) if len(statements) <= FEW else print_apart(paper)


def print_each(statements: Iterable[WageStatement]) -> Iterator[bytes]:
    """Single statements in the order given, printed side by side on all processors."""
    return print_all(_paper([statement]) for statement in statements)


def write_wage_statements_zip(statements: Sequence[WageStatement], into: BinaryIO) -> None:
    """An archive of single statements, named by month, name and identifier; the same bytes for the same data.

    Raises UnprintableCharacter; what was written so far is then no archive.
    """
    taken: set[str] = set()
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for statement, pdf in zip(statements, print_each(statements), strict=True):
            name = file_name(statement, taken)
            archive.writestr(ZipInfo(name, _moment(statement["pay_date"])), pdf, ZIP_DEFLATED)


def file_name(statement: WageStatement, taken: set[str]) -> str:
    """A name that every file system takes; a second file of the same name is numbered. Adds to `taken`."""
    words = f"{statement['month']} {statement['name'][:LONGEST_NAME]} {statement['identifier']}"
    plain = "".join("_" if c in UNSAFE_IN_A_FILE_NAME or not c.isprintable() else c for c in words)
    stem = unicodedata.normalize("NFC", plain)
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem} ({number})"
    taken.add(name)
    return name + EXTENSION


def _paper(statements: Sequence[WageStatement]) -> Paper:
    return Paper(FORM, list(statements), statements[0]["pay_date"])


def _moment(day: str) -> tuple[int, int, int, int, int, int]:
    year, month, date = map(int, day.split("-"))
    return year, month, date, 0, 0, 0
