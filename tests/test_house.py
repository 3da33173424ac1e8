"""The house keeps its own order: style, types, the way of imports, templates, committed text."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from openinsa.config.places import CHECKOUT

CHECKS = {
    "ruff finds nothing": ["ruff", "check", "."],
    "ruff would format nothing": ["ruff", "format", "--check", "."],
    "types hold": ["mypy"],
    "imports run one way": ["lint-imports"],
    "no insecure habit": [
        "bandit",
        "--quiet",
        "--recursive",
        "--configfile",
        "pyproject.toml",
        "src/openinsa",
    ],
    "templates are clean": ["djlint", "src", "--lint", "--quiet"],
}
MACHINE = re.compile(r"/(w[o]rk|r[o]ot)/|/t[m]p/|pyth[o]nhosted|n[p]mjs\.|deb\.deb[i]an")
UNFINISHED = re.compile(r"T[O]DO|F[I]XME|X[X]X|NotImpl[e]mentedError|pr[a]gma: no cover")
NOT_OURS = re.compile(r"/vendor/|\.(png|pdf|woff2?|otf|ttf|ico|xlsx?|ods|zip|gz|parquet|mo)$")
LONGEST_MODULE = 600


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS.keys())
def test_the_checkers_find_nothing(command: list[str]) -> None:
    tool = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [tool, *command[1:]], cwd=CHECKOUT, capture_output=True, text=True, env=_environment(), check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT / "src"), "HOME": str(CHECKOUT / "var")}


def tracked() -> list[Path]:
    """The text files that are committed and are ours."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [CHECKOUT / name for name in listed if not NOT_OURS.search(name) and (CHECKOUT / name).is_file()]


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()[:120]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_committed_text_names_a_machine_or_a_package_host() -> None:
    assert lines_with(MACHINE, tracked()) == []


def test_nothing_committed_is_marked_as_unfinished() -> None:
    code = [
        path for path in tracked() if path.suffix in {".py", ".html", ".js", ".css", ".md", ".yaml", ".toml"}
    ]
    assert lines_with(UNFINISHED, code) == []


def test_no_module_grows_beyond_what_one_reads_at_a_sitting() -> None:
    lengths = {
        str(path.relative_to(CHECKOUT)): len(path.read_text().splitlines())
        for path in tracked()
        if path.suffix == ".py" and path.parent.name != "migrations"
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_locks_name_hashes_and_no_address() -> None:
    for lock in (CHECKOUT / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text, lock.name
