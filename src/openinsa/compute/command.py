"""`openinsa compute`: progress while it works, one sentence when it cannot, and nothing half-done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM, signal
from types import FrameType

from rich.console import Console
from rich.progress import Progress as Bar

from openinsa.compute.batches import Progress, Summary, compute_folder
from openinsa.rules.engine import Refusal

STOPPED = 130
"""What a command stopped by its user exits with."""


def run(console: Console, given: Path, result: Path, processes: int, batch_slips: int) -> int:
    """Compute a folder and say what came of it. 0: done, 1: refused, 130: stopped."""
    signal(SIGTERM, _as_interrupt)
    try:
        with _told(console) as progress:
            summary = compute_folder(
                given, result, processes=processes, batch_slips=batch_slips, progress=progress
            )
    except Refusal as refusal:
        console.print(str(refusal), markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("중단했습니다. 결과를 남기지 않았습니다.\nStopped. No result was kept.")
        return STOPPED
    for line in _lines(summary, result):
        console.print(line, markup=False, soft_wrap=True)
    return 0


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _told(console: Console) -> Iterator[Progress]:
    """A bar on a screen; elsewhere a line after every share."""
    if not console.is_terminal:
        yield lambda done, total, faults: console.print(f"{done:,} / {total:,} slips, {faults:,} faults")
        return
    with Bar(console=console) as bar:
        task = bar.add_task("slips", total=None)

        def show(done: int, total: int, faults: int) -> None:
            told = "slips" if not faults else f"slips, {faults:,} faults"
            bar.update(task, completed=done, total=total, description=told)

        yield show


def _lines(summary: Summary, result: Path) -> Iterator[str]:
    yield f"{summary.slips:,} slips, {summary.lines:,} lines, {summary.faults:,} faults → {result}"
    yield f"gross {summary.gross:,} won, deductions {summary.deductions:,}, net {summary.net:,}"
    sums = (summary.checksum_of_slips, summary.checksum_of_lines, summary.checksum_of_faults)
    yield "checksum " + "-".join(f"{one:016x}" for one in sums)
