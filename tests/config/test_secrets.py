"""Secrets are made once, belong to their owner alone, and may come from outside."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from openinsa.config.secrets import secret


def test_a_secret_is_made_once_and_stays(tmp_path: Path) -> None:
    """비밀값은 처음 한 번 만들어지고 그대로 남는다."""
    first = secret("master_key", tmp_path)
    assert len(first) == 32
    assert secret("master_key", tmp_path) == first
    assert secret("secret_key", tmp_path) != first


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    """비밀값 파일은 소유자만 읽을 수 있다."""
    secret("master_key", tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets" / "master_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_two_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    """동시에 시작해도 같은 비밀값을 쓴다."""
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: secret("master_key", tmp_path), range(64)))) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["master_key"]


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """여러 서버가 쓸 값은 환경변수로 준다."""
    monkeypatch.setenv("OPENINSA_MASTER_KEY", "ab" * 32)
    assert secret("master_key", tmp_path) == b"\xab" * 32
    assert not (tmp_path / "secrets").exists()
