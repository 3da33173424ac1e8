"""The command line: what it lists, and what it says to wrong input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openinsa import bench
from openinsa.cli import app
from openinsa.config.places import CHECKOUT

COMMANDS = (
    "demo",
    "test",
    "golden",
    "bench",
    "read",
    "compute",
    "serve",
    "worker",
    "migrate",
    "found",
    "doctor",
    "institution",
    "backup",
    "restore",
    "keys",
)


def test_help_lists_every_command() -> None:
    """도움말에 모든 명령이 있다."""
    said = CliRunner().invoke(app, ["--help"]).output
    assert all(f" {command} " in said for command in COMMANDS)


def test_reading_and_worked_cases_need_neither_django_nor_a_database(tmp_path: Path) -> None:
    """파일 읽기와 사례 검증은 데이터베이스 없이 된다."""
    (tmp_path / "people.csv").write_text("성명,주민등록번호\n", encoding="utf-8")
    code = (
        "import sys; from openinsa.cli import app; from typer.testing import CliRunner;"
        f"CliRunner().invoke(app, ['read', {str(tmp_path / 'people.csv')!r}]);"
        "assert not [m for m in sys.modules if m.split('.')[0] in {'django', 'psycopg'}], 'loaded'"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT / "src")}
    )


def test_a_bench_that_does_not_exist_is_said_so() -> None:
    """없는 측정 이름은 그렇다고 말한다."""
    answer = CliRunner().invoke(app, ["bench", "no such thing"])
    assert answer.exit_code == 2
    assert "No bench in tests/bench has 'no such thing' in its name" in answer.output


@pytest.fixture
def two_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bench_jobs.py").write_text(
        "def run():\n"
        "    return [{'job': 'quick', 'unit': 'row', 'count': 1000, 'seconds': 0.0, 'limit': 1},\n"
        "            {'job': 'slow', 'unit': 'row', 'count': 1, 'seconds': 9e9, 'limit': 1, 'statements': 7}]\n"
    )
    monkeypatch.setattr(bench, "FOLDER", tmp_path)
    monkeypatch.setattr(bench, "calibrator", lambda: 0.25)


@pytest.mark.usefixtures("two_jobs")
def test_a_job_over_its_limit_fails_the_bench_and_is_named() -> None:
    """한도를 넘은 작업은 이름을 대고 실패로 끝난다."""
    answer = CliRunner().invoke(app, ["bench", "--json"])
    assert answer.exit_code == 1
    rows = {row["job"]: row for row in json.loads(answer.output)}
    assert (rows["quick"]["within"], rows["slow"]["within"]) == (True, False)
    assert rows["slow"]["ratio"] == 9e9 / 0.25
    assert "too slow" in CliRunner().invoke(app, ["bench"]).output


def test_a_job_that_breaks_its_other_limit_fails_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """빨라도 메모리 한도를 넘으면 실패로 끝난다."""
    (tmp_path / "bench_large.py").write_text(
        "def run():\n"
        "    return [{'job': 'large', 'unit': 'row', 'count': 1, 'seconds': 0.0, 'limit': 1,\n"
        "             'peak MB': 3000, 'holds': False}]\n"
    )
    monkeypatch.setattr(bench, "FOLDER", tmp_path)
    monkeypatch.setattr(bench, "calibrator", lambda: 0.25)
    answer = CliRunner().invoke(app, ["bench"])
    assert answer.exit_code == 1
    assert "too large" in answer.output
    assert "peak MB 3000" in answer.output
