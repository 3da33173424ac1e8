"""From a form and its data to a PDF: tagged, archivable, the same bytes for the same data."""

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, cast

import typst

from openinsa.documents.fonts import printable, typst_fonts

FORMS = Path(__file__).parent / "forms"
STANDARDS: Any = ["a-2a", "ua-1"]
FEW = 24
"""So many papers are printed faster here than by processes that have to be started first."""
PAPERS_PER_TURN = 2
PAPERS_PER_PROCESS = 2_000
"""A process keeps some of what it has laid out; after so many papers a fresh one takes over."""


class Paper(NamedTuple):
    """What to print: the form `forms/<form>.typ`, its data, and the day (2026-11-10) it is dated."""

    form: str
    data: Any
    day: str


def print_one(paper: Paper) -> bytes:
    """A PDF/A-2a and PDF/UA-1. Raises UnprintableCharacter."""
    text = json.dumps(printable(paper.data), ensure_ascii=False)
    source = f'#import "{paper.form}.typ": form\n#form(json(bytes({_quoted(text)})))'
    made_at = datetime.fromisoformat(paper.day).replace(tzinfo=UTC)
    pdf = _compiler().compile(source.encode(), format="pdf", pdf_standards=STANDARDS, timestamp=made_at)
    return cast("bytes", pdf)


def print_all(papers: Iterable[Paper]) -> Iterator[bytes]:
    """Many papers in their order, on all processors when there are more than a few.

    Raises UnprintableCharacter at the paper it stands on.
    """
    waiting = iter(papers)
    few = list(islice(waiting, FEW + 1))
    if len(few) <= FEW:
        yield from map(print_one, few)
        return
    with ProcessPoolExecutor(
        os.cpu_count(),
        mp_context=get_context("spawn"),
        initializer=_one_thread,
        max_tasks_per_child=PAPERS_PER_PROCESS // PAPERS_PER_TURN,
    ) as presses:
        yield from presses.map(print_one, chain(few, waiting), chunksize=PAPERS_PER_TURN)


def print_apart(paper: Paper) -> bytes:
    """A paper of many pages, in a process of its own that gives its memory back. Raises UnprintableCharacter."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as press:
        return press.submit(print_one, paper).result()


def _one_thread() -> None:
    """Processes share the processors already; threads inside them would only wait for each other."""
    os.environ["RAYON_NUM_THREADS"] = "1"


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(FORMS), font_paths=typst_fonts(), ignore_system_fonts=True)


def _quoted(text: str) -> str:
    """A Typst string: data stays data, whatever a name looks like."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
