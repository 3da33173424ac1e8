"""Spreadsheets as clerks keep them: how each file is read against what a good import reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openinsa.compute.minimum_wages import minimum_hourly_wages
from openinsa.exchange.reading import reading_as_json
from openinsa.exchange.register_checks import Known
from openinsa.golden.report import Failure, Report

TWINS = (".xlsx", ".xls", ".ods", ".csv")
REMARKS = {"skipped_rows", "register"}
"""Keys of expected.json that say something of the file but nothing of its reading."""

WARNING = "(warning)"


def run(folder: Path) -> Report:
    """One case per file of expected.json; its twins in other formats must be read alike."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    known = Known(minimum_hourly_wages=minimum_hourly_wages())
    passed, failed = [], []
    for name, wanted in expected.items():
        failures = [f for path in files_of(folder, name, expected) if (f := _failure(path, wanted, known))]
        failed.extend(failures)
        if not failures:
            passed.append(name)
    return Report(folder.name, tuple(passed), tuple(failed))


def files_of(folder: Path, name: str, expected: Mapping[str, Any]) -> Iterator[Path]:
    """The file itself and the files of the same name in other formats."""
    yield folder / name
    for ending in TWINS:
        twin = (folder / name).with_suffix(ending)
        if twin.name not in expected and twin.exists():
            yield twin


def _failure(path: Path, wanted: Mapping[str, Any], known: Known) -> Failure | None:
    if not path.exists():
        return Failure(path.name, "the file", "no such file")
    got = reading_as_json(path, known)
    if "refused" in got:
        return Failure(path.name, "a reading", got["en"])
    differing = {
        key: value for key, value in wanted.items() if key not in REMARKS and not _same(key, value, got)
    }
    if not differing:
        return None
    return Failure(path.name, differing, {key: got.get(key) for key in differing})


def _same(key: str, wanted: Any, got: Mapping[str, Any]) -> bool:
    if key == "faults":
        found = [(fault["cell"], fault["value"], fault["severity"]) for fault in got.get(key, [])]
        return sorted(_faults(wanted)) == sorted(found)
    if key == "projects":
        projects = got.get(key) or [got]
        return len(projects) == len(wanted) and all(
            one.get(name) == value
            for one, ours in zip(projects, wanted, strict=True)
            for name, value in ours.items()
        )
    return bool(got.get(key) == wanted)


def _faults(wanted: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(f["cell"], f["value"], "warning" if WARNING in f["why"] else "error") for f in wanted]
