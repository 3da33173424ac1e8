"""임금명세서: one person's, a project's in one file, or many as single files in an archive."""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import BinaryIO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openinsa.documents.contracts import WageStatement
from openinsa.documents.fonts import printable
from openinsa.documents.wage_statement_form import print_together

STATEMENTS_PER_TURN = 50
FEW_TURNS = 5
"""So many are printed faster here than by processes that have to be started first."""
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
    (pdf,) = print_files([statements])
    return pdf


def print_each(statements: Iterable[WageStatement]) -> Iterator[bytes]:
    """Single statements in the order given. Raises UnprintableCharacter."""
    return print_files([statement] for statement in statements)


def print_files(files: Iterable[Sequence[WageStatement]]) -> Iterator[bytes]:
    """A PDF for each group of statements, in their order, on all processors when there are many.

    Raises UnprintableCharacter.
    """
    turns = _turns(files)
    few = list(islice(turns, FEW_TURNS + 1))
    if len(few) <= FEW_TURNS:
        yield from chain.from_iterable(map(print_together, few))
        return
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as presses:
        yield from chain.from_iterable(presses.map(print_together, chain(few, turns)))


def _turns(files: Iterable[Sequence[WageStatement]]) -> Iterator[list[list[WageStatement]]]:
    """The files in groups of about as many statements, their texts composed and found printable."""
    turn, count = [], 0
    for statements in files:
        turn.append([cast("WageStatement", printable(statement)) for statement in statements])
        count += len(statements)
        if count >= STATEMENTS_PER_TURN:
            yield turn
            turn, count = [], 0
    if turn:
        yield turn


def write_wage_statements_zip(statements: Sequence[WageStatement], into: BinaryIO) -> None:
    """An archive of single statements, named by month, name and identifier; the same bytes for the same data.

    They are stored as they are: a PDF is packed already.

    Raises UnprintableCharacter; what was written so far is then no archive.
    """
    taken: set[str] = set()
    with ZipFile(into, "w", ZIP_STORED) as archive:
        for statement, pdf in zip(statements, print_each(statements), strict=True):
            name = file_name(statement, taken)
            archive.writestr(ZipInfo(name, _moment(statement["pay_date"])), pdf)


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


def _moment(day: str) -> tuple[int, int, int, int, int, int]:
    year, month, date = map(int, day.split("-"))
    return year, month, date, 0, 0, 0
