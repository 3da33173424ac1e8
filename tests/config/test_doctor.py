"""`openinsa doctor` finds a healthy installation healthy, and names what is not."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from rich.console import Console

import databases
from openinsa.config import doctor


def said(code: int) -> str:
    console = Console(file=io.StringIO(), width=400)
    assert doctor.examine(console) == code
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_sound_installation_is_sound() -> None:
    """바르게 설치되었으면 고칠 것이 없다고 한다."""
    assert "MEND" not in said(0)


@pytest.mark.django_db
def test_a_secret_that_others_may_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """남이 읽을 수 있는 비밀값은 이름을 대어 알린다."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "master_key").touch(0o644)
    assert "others may read master_key; chmod 600" in said(1)


def test_a_database_that_is_not_there_is_named_and_nothing_else_is_asked(fresh_database: str) -> None:
    """데이터베이스가 없으면 그것만 알린다."""
    databases.use("nowhere")
    told = said(1)
    databases.use(fresh_database)
    assert "MEND  the database answers: " in told
    assert '"nowhere" does not exist; start it, or run `openinsa migrate`' in told
    assert len(told.splitlines()) == 1
