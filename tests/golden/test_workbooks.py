"""The golden runner of workbooks: every key a file, its twins beside it, every difference named."""

import json
from pathlib import Path
from typing import Any

import pytest

from clerks import as_csv, as_xls, as_xlsx
from openinsa.golden.runner import run as run_golden
from openinsa.golden.workbooks import run

HEAD = ["성명", "주민등록번호", "부서", "사업명", "시작일", "종료일", "일급"]
ROW = ["김하늘", "850412-1234567", "공원과", "꽃길", "2026-03-02", "2026-08-31", 96_968]
LOW = ["박새봄", "900101-2234567", "공원과", "꽃길", "2026-03-02", "", 8_808]
PERSON = {
    "name": "김하늘",
    "resident_number": "850412-1234567",
    "start": "2026-03-02",
    "end": "2026-08-31",
    "daily_wage": 96_968,
}
FAULTS = [
    {"cell": "F3", "value": "None", "why": "no last day"},
    {"cell": "G3", "value": "8808", "why": "below the minimum wage (warning)"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files, one of them with a twin, and what a good import reads."""
    place = tmp_path / "workbooks"
    place.mkdir()
    (place / "good.xlsx").write_bytes(as_xlsx({"명단": [HEAD, ROW]}))
    (place / "good.xls").write_bytes(as_xls({"명단": [HEAD, ROW]}))
    (place / "faults.csv").write_bytes(as_csv([HEAD, ROW, LOW]))
    good = {"department": "공원과", "project": "꽃길", "people": [PERSON], "sum_daily_wage": 96_968}
    expect(place, {"good.xlsx": good, "faults.csv": {"rows": 2, "faults": FAULTS, "saved": 0}})
    return place


def expect(folder: Path, expected: dict[str, Any]) -> None:
    (folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")


def test_every_file_read_as_expected_counts_once_with_its_twins(folder: Path) -> None:
    said: list[str] = []
    assert run_golden(folder.parent, said.append) == 0
    assert said == ["workbooks 2 of 2"]


def test_a_twin_that_reads_otherwise_fails_its_file_and_says_what_was_wanted(folder: Path) -> None:
    (folder / "good.xls").write_bytes(as_xls({"명단": [HEAD, [*ROW[:6], 90_000]]}))
    report = run(folder)
    assert report.passed == ("faults.csv",)
    assert [(failure.case, set(failure.wanted)) for failure in report.failed] == [
        ("good.xls", {"people", "sum_daily_wage"})
    ]


def test_a_fault_too_many_or_of_another_severity_fails(folder: Path) -> None:
    expect(folder, {"faults.csv": {"faults": FAULTS[:1]}})
    assert [failure.case for failure in run(folder).failed] == ["faults.csv"]
    expect(folder, {"faults.csv": {"faults": [FAULTS[0], {**FAULTS[1], "why": "below the minimum wage"}]}})
    assert [failure.case for failure in run(folder).failed] == ["faults.csv"]


def test_a_file_that_is_not_there_is_failed_and_not_passed_over(folder: Path) -> None:
    expect(folder, {"gone.xlsx": {"rows": 1}})
    assert [failure.case for failure in run(folder).failed] == ["gone.xlsx"]
