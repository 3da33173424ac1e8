"""Which file is answered by whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from openinsa.golden.cases import Answer, run_cases
from openinsa.golden.report import Report

ANSWERS = {
    "labor": "openinsa.golden.labor",
    "withholding": "openinsa.golden.withholding",
    "months": "openinsa.golden.months",
}
"""The module of each file; its ANSWERS maps a topic to the function that answers it."""

FOLDERS = {"workbooks": "openinsa.golden.workbooks"}
"""The module of each folder of files; its `run(folder)` gives a Report."""


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
    return [
        run_cases(path.stem, cases, answers_of(path.stem))
        for path in sorted(directory.glob("*.json"))
        if (cases := _cases(path)) is not None
    ]


def folder_reports(directory: Path) -> list[Report]:
    """One report per folder of files that a module can answer."""
    return [
        import_module(module).run(directory / name)
        for name, module in FOLDERS.items()
        if (directory / name / "expected.json").exists() and find_spec(module)
    ]


def answers_of(name: str) -> Mapping[str, Answer]:
    """The answers to the topics of a file; none when it has no rules yet."""
    module = ANSWERS.get(name)
    return import_module(module).ANSWERS if module and find_spec(module) else {}


def _cases(path: Path) -> list[dict[str, Any]] | None:
    content = json.loads(path.read_text(encoding="utf-8"))
    cases = content.get("cases") if isinstance(content, dict) else content
    shaped = isinstance(cases, list) and all(
        isinstance(case, dict) and {"id", "topic", "input", "expected"} <= set(case) for case in cases
    )
    return cases if shaped else None
