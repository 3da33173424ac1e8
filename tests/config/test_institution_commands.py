"""`openinsa institution`: founded, listed, suspended, exported, taken in elsewhere and removed, all by command."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

import databases
from openinsa.config.database import OWNER
from openinsa.config.institutions import app
from openinsa.config.places import CHECKOUT
from site_fixtures import site_environment

RATE = ("--accident-rate-ppm", "9660", "--source", "고시 2025-1")


def command(*arguments: str) -> tuple[int, str]:
    """What the command says and how it ends, on the database of this test."""
    here = {
        "COLUMNS": "200",
        "OPENINSA_DATABASE_ROLE": "web",
    }  # put back afterwards, whatever the command sets
    done = CliRunner().invoke(app, arguments, env=here)
    return done.exit_code, done.output


def as_owner(database: str, *arguments: str) -> tuple[int, str]:
    """The same in a process of its own, because it works as the owner of the tables."""
    address = f"postgresql://{OWNER}@/{database}?host={quote(databases.socket(), safe='')}"
    done = subprocess.run(
        [sys.executable, "-m", "openinsa.cli", "institution", *arguments],
        env={**site_environment(database), "OPENINSA_OWNER_DATABASE_URL": address},
        cwd=CHECKOUT / "tests",
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_operator_founds_lists_suspends_exports_and_removes_by_command(
    fresh_database: str, tmp_path: Path
) -> None:
    words, file = tmp_path / "words", str(tmp_path / "gaon.sealed")
    words.write_text("말 다섯 개로 된 긴 암호\n", encoding="utf-8")
    assert "is founded" in command("create", "GAON", "가온구", "--login", "gaon-hr", *RATE)[1]
    assert "가온구" in command("list")[1]
    assert "NARAE" in command("suspend", "NARAE", "--reason", "없음")[1]
    code, said = command("remove", "GAON", "--confirm", "GAON")
    assert (code, "아직 이용 중" in said) == (1, True), said
    assert command("suspend", "GAON", "--reason", "폐지")[0] == 0
    assert "suspended" in command("list")[1]
    assert "SHA-256" in command("export", "GAON", file, "--passphrase-file", str(words))[1]
    assert command("remove", "GAON", "--confirm", "GOAN")[0] == 2
    code, said = as_owner(fresh_database, "remove", "GAON", "--confirm", "GAON")
    assert (code, "people_user" in said) == (0, True), said
    assert "가온구" not in command("list")[1]
    code, said = as_owner(fresh_database, "import", file, "--passphrase-file", str(words))
    assert code == 0, said
    assert command("resume", "GAON")[0] == 0
    assert "in use" in command("list")[1]


@pytest.mark.usefixtures("fresh_database")
def test_founding_without_the_rate_or_with_a_taken_code_stores_nothing() -> None:
    assert command("create", "GAON", "가온구")[0] == 2
    assert command("create", "GAON", "가온구", *RATE)[0] == 0
    code, said = command("create", "GAON", "다른 구", "--login", "other", *RATE)
    assert (code, "이미 쓰이고 있습니다" in said) == (1, True)
