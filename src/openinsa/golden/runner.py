"""Which file is answered by whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from openinsa.golden.cases import Answer, run_cases
from openinsa.golden.report import NotCovered, Report

ANSWERS = {
    "labor": "openinsa.golden.labor",
    "withholding": "openinsa.golden.withholding",
    "months": "openinsa.golden.months",
}
"""The module of each file; its ANSWERS maps a topic to the function that answers it."""

FOLDERS = {"workbooks": "openinsa.golden.workbooks"}
"""The module of each folder of files; its `run(folder)` gives a Report."""

BESIDE = {"expected.json", "README.md"}
"""Files of a folder that are no case."""


def run(directory: str | Path, say: Callable[[str], None] = print) -> int:
    """Run every case file of a directory, say one line per file, and give the exit code.

    The code is 0 when no case that counts failed, 1 otherwise, and 2 when there is nothing to run.
    """
    reports = [*file_reports(Path(directory)), *folder_reports(Path(directory))]
    if not reports:
        say(f"{directory}에 사례 파일(*.json)이 없습니다. 폴더를 확인해 주세요.")
        say(f"No case files (*.json) in {directory}. Check the folder.")
        return 2
    for report in reports:
        for line in report.lines():
            say(line)
    return 0 if all(report.ok for report in reports) else 1


def file_reports(directory: Path) -> list[Report]:
    """One report per case file, in the order of their names; other JSON files are left alone."""
    reports = []
    for path in sorted(directory.glob("*.json")):
        try:
            cases = _cases(path)
        except ValueError as fault:
            reports.append(Report(path.stem, not_covered=(NotCovered(path.name, f"no JSON ({fault})"),)))
            continue
        if cases is not None:
            reports.append(run_cases(path.stem, cases, answers_of(path.stem)))
    return reports


def folder_reports(directory: Path) -> list[Report]:
    """One report per folder that holds an expected.json; not covered when no module answers it."""
    return [folder_report(path.parent) for path in sorted(directory.glob("*/expected.json"))]


def folder_report(folder: Path) -> Report:
    """The report of the module that answers a folder, or each of its files as not covered."""
    module = FOLDERS.get(folder.name)
    if module and find_spec(module):
        report: Report = import_module(module).run(folder)
        return report
    files = [path.name for path in sorted(folder.iterdir()) if path.name not in BESIDE]
    why = f"folder {folder.name}"
    return Report(folder.name, not_covered=tuple(NotCovered(file, why) for file in files))


def answers_of(name: str) -> Mapping[str, Answer]:
    """The answers to the topics of a file; none when it has no rules yet."""
    module = ANSWERS.get(name)
    return import_module(module).ANSWERS if module and find_spec(module) else {}


def _cases(path: Path) -> list[dict[str, Any]] | None:
    content = json.loads(path.read_text(encoding="utf-8"))
    cases = content.get("cases") if isinstance(content, dict) else content
    shaped = isinstance(cases, list) and all(
        isinstance(case, dict) and {"id", "expected"} <= set(case) for case in cases
    )
    return cases if shaped else None
