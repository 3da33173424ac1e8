"""임금명세서: one person's, a project's in one file, or many as single files in an archive."""

import os
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, BinaryIO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openinsa.documents.contracts import WageStatement
from openinsa.documents.fonts import printable
from openinsa.documents.typesetting.pdf_file import fill_signature
from openinsa.documents.wage_statement_press import Press

if TYPE_CHECKING:
    from openinsa.documents.signing import Seal, Signing

PROCESSES = os.cpu_count() or 1
KEPT: ContextVar[Executor | None] = ContextVar("the processes that print", default=None)
STATEMENTS_PER_TURN = 50
FEW_TURNS = 5
"""So many are printed faster here than by processes that have to be started first."""
TURNS_AHEAD = 3
"""For each process: one that it prints, one that waits for it, one that waits to be taken."""
REASON = "임금명세서 교부"
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


def print_signed(
    statements: Iterable[WageStatement],
    seal: "Seal",
    *,
    at: datetime | None = None,
    reason: str = "",
    timestamp_address: str = "",
) -> Iterator[bytes]:
    """Single statements in the order given, each signed; however many there are, few are in memory.

    Raises UnprintableCharacter, CertificateExpired, CertificateNotYetValid, TimestampServerSilent, TimestampRefused.
    """
    signing = seal.signing(reason or REASON, at or datetime.now(UTC), timestamp_address)
    return print_files(([statement] for statement in statements), signing)


def print_files(
    files: Iterable[Sequence[WageStatement]], signing: "Signing | None" = None
) -> Iterator[bytes]:
    """A PDF for each group of statements, in their order, on all processors when there are many.

    They are signed where they are printed; by a key on a token here, since it cannot be taken along.

    Raises UnprintableCharacter.
    """
    if signing is None:
        return _printed(_turns(files), Press())
    if not signing.seal.travels:
        return (fill_signature(pdf, signing.over) for pdf in _printed(_turns(files), Press(signing.room)))
    return _printed(_turns(files), Press(signing.room, signing.over))


def _printed(turns: Iterator[list[list[WageStatement]]], press: Press) -> Iterator[bytes]:
    if kept := KEPT.get():
        yield from _in_order(kept, press, turns)
        return
    few = list(islice(turns, FEW_TURNS + 1))
    if len(few) <= FEW_TURNS:
        yield from chain.from_iterable(map(press.print, few))
        return
    with _processes() as processes:
        yield from _in_order(processes, press, chain(few, turns))


@contextmanager
def processes_kept(statements: int) -> Iterator[None]:
    """Let all that is printed inside share the processes, which take half a second to start; for few none starts."""
    if statements <= FEW_TURNS * STATEMENTS_PER_TURN:
        yield
        return
    with _processes() as processes:
        token = KEPT.set(processes)
        try:
            yield
        finally:
            KEPT.reset(token)


def _processes() -> Executor:
    return ProcessPoolExecutor(PROCESSES, get_context("spawn"))


def _in_order(
    processes: Executor, press: Press, turns: Iterator[list[list[WageStatement]]]
) -> Iterator[bytes]:
    """What the processes print, in the order of the turns. No more turns are read than are being printed."""
    waiting = deque(processes.submit(press.print, turn) for turn in islice(turns, PROCESSES * TURNS_AHEAD))
    while waiting:
        yield from waiting.popleft().result()
        waiting.extend(processes.submit(press.print, turn) for turn in islice(turns, 1))


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
