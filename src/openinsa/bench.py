"""Figures that can be compared between machines: every job is measured beside a plain loop, C.

A bench is a module `tests/bench/bench_<name>.py` with `run()`, which returns rows:
{"job": "import", "unit": "person", "count": 1600, "seconds": 3.2, "limit": 0.005}. `limit` is the most C
per unit that the job may take, or None. `holds` is False when the job broke another limit that its notes name.
Further keys are printed as notes. docs/benchmarks.md keeps the figures.
"""

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.table import Table

from openinsa.config.places import CHECKOUT

FOLDER = CHECKOUT / "tests" / "bench"
ROUNDS = 3_000_000
OWN_COLUMNS = {"job", "unit", "count", "seconds", "limit", "holds", "C", "ratio", "within"}


def calibrator() -> float:
    """Seconds of one C on this machine, now: a plain loop adding i*i mod 7."""
    start, total = time.perf_counter(), 0
    for i in range(ROUNDS):
        total += i * i % 7
    return time.perf_counter() - start


def report(name: str, console: Console, *, as_json: bool) -> int:
    """Run the benches whose name contains `name` and print them. 1 when a limit was broken, 2 when none fits."""
    modules = sorted(path for path in FOLDER.glob("bench_*.py") if name in path.stem)
    if not modules:
        console.print(f"No bench in tests/bench has '{name}' in its name. `openinsa bench` runs all of them.")
        return 2
    rows = [row for module in modules for row in measured(module)]
    if as_json:
        console.print_json(data=rows)
    else:
        console.print(table_of(rows))
    return 0 if all(row["within"] is not False for row in rows) else 1


def measured(module: Path) -> Iterator[dict[str, Any]]:
    """The rows of one bench, with C measured before and after it."""
    run = _load(module).run
    before = calibrator()
    rows = run()
    one_c = mean([before, calibrator()])
    for row in rows:
        ratio = row["seconds"] / row["count"] / one_c
        limit = row.get("limit")
        within = None if limit is None else ratio <= limit and row.get("holds", True)
        yield {**row, "C": one_c, "ratio": ratio, "within": within}


def _load(module: Path) -> Any:
    spec = importlib.util.spec_from_file_location(module.stem, module)
    loaded = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(loaded)  # type: ignore[union-attr]
    return loaded


def table_of(rows: list[dict[str, Any]]) -> Table:
    """The measured rows as a person reads them."""
    table = Table("job", "count", "seconds", "C", "C per unit", "at most", "", "notes")
    for row in rows:
        notes = ", ".join(f"{key} {value}" for key, value in row.items() if key not in OWN_COLUMNS)
        limit = "" if row.get("limit") is None else f"{row['limit']:g}"
        verdict = {True: "ok", False: "too slow" if row.get("holds", True) else "too large", None: ""}[
            row["within"]
        ]
        table.add_row(
            row["job"],
            f"{row['count']:,} {row['unit']}",
            f"{row['seconds']:.3f}",
            f"{row['C']:.3f}",
            f"{row['ratio']:.6f}",
            limit,
            verdict,
            notes,
        )
    return table
