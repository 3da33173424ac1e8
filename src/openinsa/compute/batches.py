"""A month for any number of people: Parquet in, Parquet out, in one process or several.

    compute_folder(Path("july"), Path("july-slips"), processes=2)

People are cut into shares; a share is streamed through `compute_batch` in batches of some thousand slips and
written as one file of each table. The slips of one person stay together. The same slips come out whatever
the size of batches and shares and the number of processes. The result appears under its name when it is
whole; a job that ends before leaves nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from multiprocessing import get_context, parent_process
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openinsa.compute import batch_refusals as no
from openinsa.compute.arrow import Computed, checksum, compute_batch
from openinsa.compute.month import SLIPS_PER_CHUNK
from openinsa.compute.parquet import COMPRESSION, KEYED, Folder, Stream, open_folder
from openinsa.compute.tables import Whole
from openinsa.rules.engine import load_rule_book

SLIPS_PER_SHARE = 20_000
"""Slips whose result is held in memory before it is written."""
SUMMARY = "summary.json"
WRAPS_AT = 2**64

Progress = Callable[[int, int, int], None]
"""Told after every share: slips done, slips in all, faults among those done."""


@dataclass(frozen=True)
class Share:
    """Slips computed one after the other, ascending, and the last slip of each batch of them."""

    slips: Whole
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Summary:
    """Counts, sums in won and checksums of a result; those of parts add up to those of the whole."""

    slips: int = 0
    lines: int = 0
    faults: int = 0
    gross: int = 0
    deductions: int = 0
    net: int = 0
    employer_total: int = 0
    checksum_of_slips: int = 0
    checksum_of_lines: int = 0
    checksum_of_faults: int = 0

    def __add__(self, other: Summary) -> Summary:
        both = {field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)}
        wrapped = {name: sum_ % WRAPS_AT for name, sum_ in both.items() if name.startswith("checksum")}
        return Summary(**both | wrapped)

    @classmethod
    def of(cls, computed: Computed) -> Summary:
        """The summary of one part."""
        won = ("gross", "deductions", "net", "employer_total")
        return cls(
            **{table: len(rows) for table, rows in computed._asdict().items()},
            **{name: pc.sum(computed.slips.column(name)).as_py() or 0 for name in won},
            **{f"checksum_of_{table}": checksum(rows) for table, rows in computed._asdict().items()},
        )


def compute_folder(
    given: Path,
    result: Path,
    *,
    processes: int = 1,
    batch_slips: int = SLIPS_PER_CHUNK,
    share_slips: int = SLIPS_PER_SHARE,
    progress: Progress = lambda done, total, faults: None,
) -> Summary:
    """Compute the months of a folder into a new folder: slips, lines, faults, and their summary.

    Raises a Refusal of `batch_refusals` or KeyboardInterrupt; no result is then left behind.
    """
    folder = open_folder(given)
    folder.shared()
    shares = plan(*folder.slips_and_main_slips(), batch_slips, share_slips)
    total, done, summary = sum(len(share.slips) for share in shares), 0, Summary()
    with _result_folder(result) as unfinished:
        pieces = [(folder, share, unfinished, number) for number, share in enumerate(shares)]
        progress(0, total, 0)
        for number, part in _work_off(pieces, min(processes, len(shares))):
            summary, done = summary + part, done + len(shares[number].slips)
            progress(done, total, summary.faults)
        _write_summary(unfinished, summary)
    return summary


def plan(slips: Whole, main_slips: Whole, batch_slips: int, share_slips: int) -> list[Share]:
    """Cut ascending slips into shares of batches without parting the slips of one person.

    Persons whose slips lie further apart than a batch come last, in shares of one batch.
    """
    first, last = _span_of_person(main_slips)
    apart = last - first >= batch_slips
    near, far = np.flatnonzero(~apart), np.flatnonzero(apart)
    ends = _cuts(np.searchsorted(near, last[near]), batch_slips)
    shares = [
        Share(slips[near[begin : stops[-1]]], tuple(slips[near[stops - 1]].tolist()))
        for begin, stops in _gathered(ends, share_slips)
    ]
    far = far[np.argsort(first[far], kind="stable")]
    ends = _cuts(np.searchsorted(first[far], first[far], side="right") - 1, share_slips)
    for begin, end in pairwise([0, *ends.tolist()]):
        chosen = np.sort(slips[far[begin:end]])
        shares.append(Share(chosen, (int(chosen[-1]),)))
    return shares


def _span_of_person(main_slips: Whole) -> tuple[Whole, Whole]:
    """Of each slip the positions of the person's first and last slip."""
    _, person = np.unique(main_slips, return_inverse=True)
    place = np.arange(len(main_slips))
    first, last = np.full(len(place), len(place)), np.zeros(len(place), np.int64)
    np.minimum.at(first, person, place)
    np.maximum.at(last, person, place)
    return first[person], last[person]


def _cuts(last: Whole, size: int) -> Whole:
    """Where to cut after every `size` rows or soon after: `last` says how far each row's person reaches."""
    free = np.flatnonzero(np.maximum.accumulate(last) == np.arange(len(last))) + 1
    if not len(free):
        return free
    wished = np.searchsorted(free, np.arange(size, len(last) + size, size))
    return np.unique(free[wished.clip(max=len(free) - 1)])


def _gathered(ends: Whole, size: int) -> Iterator[tuple[int, Whole]]:
    """Ends of batches in shares of about `size` rows: where each share begins, and the ends in it."""
    share = (ends - 1) // size
    begin = 0
    for number in np.unique(share):
        stops = ends[share == number]
        yield begin, stops
        begin = int(stops[-1])


Piece = tuple[Folder, Share, Path, int]


def _work_off(pieces: Sequence[Piece], processes: int) -> Iterator[tuple[int, Summary]]:
    """The number and summary of each piece as it is done, here or in processes of its own."""
    if processes <= 1:
        yield from map(compute_share, pieces)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _leave_with_the_parent)
    try:
        with _children_ignore_interrupts():
            begun = [pool.submit(compute_share, piece) for piece in pieces]
        for done in as_completed(begun):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _children_ignore_interrupts() -> Iterator[None]:
    """Processes begun meanwhile ignore an interrupt from their first moment; the parent hears it again."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal(SIGINT, SIG_IGN)
    try:
        yield
    finally:
        signal(SIGINT, usual)


def _leave_with_the_parent() -> None:
    """A process of the pool leaves a stop of the job to its parent, and ends when the parent is gone."""
    signal(SIGINT, SIG_IGN)
    threading.Thread(target=_end_after_the_parent, daemon=True).start()


def _end_after_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def compute_share(piece: Piece) -> tuple[int, Summary]:
    """Stream one share through `compute_batch` and write its files; its number and summary."""
    folder, share, unfinished, number = piece
    shared, files = folder.shared(), folder.called_by_table()
    streams = {table: Stream(folder, table, share.slips) for table in KEYED if table in folder.files}
    parts: list[Computed] = []
    for end in share.ends:
        rows = {table: stream.up_to(end) for table, stream in streams.items()}
        parts.append(compute_batch(rows, shared, files))
    whole = Computed(*(pa.concat_tables(tables) for tables in zip(*parts, strict=True)))
    for table, rows_of in whole._asdict().items():
        pq.write_table(rows_of, unfinished / table / f"part-{number:05}.parquet", compression=COMPRESSION)
    return number, Summary.of(whole)


@contextmanager
def _result_folder(result: Path) -> Iterator[Path]:
    """A folder beside the result that takes its name when all went well, and else goes with what it holds."""
    if result.exists() and not (result.is_dir() and not any(result.iterdir())):
        raise no.ResultExists(folder=result)
    result.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{result.name}-unfinished-", dir=result.parent))
    try:
        for table in Computed._fields:
            (unfinished / table).mkdir()
        yield unfinished
        unfinished.chmod(0o755)
        unfinished.rename(result)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_summary(folder: Path, summary: Summary) -> None:
    told = asdict(summary) | {"rule_book_version": load_rule_book().version}
    (folder / SUMMARY).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
