"""What an operator copies: services, container, proxies, alerts. Every path and command in them exists."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml

from openinsa.cli import app
from openinsa.config.places import CHECKOUT
from openinsa.config.watching.state import FIGURES

DEPLOY = CHECKOUT / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMMAND = "/opt/openinsa/.venv/bin/python"
ANALYZE = shutil.which("systemd-analyze")
EXPOSURE_AT_MOST = 25
"""Tenths, as systemd counts: below 2.5 it calls a service well closed."""


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def options_of(command: str) -> set[str]:
    """The options that a command of the product knows."""
    known = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    return {option for one in known.params for option in one.opts}


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_every_service_runs_a_command_that_exists_with_options_it_knows(unit: Path) -> None:
    (line,) = re.findall(r"^ExecStart=(.+)$", text(unit), re.MULTILINE)
    program, *words = line.split()
    assert program == COMMAND
    assert words[:2] == ["-m", "openinsa.cli"]
    assert {word for word in words[3:] if word.startswith("--")} <= options_of(words[2])


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as on a server, with a Python and settings that are there."""
    for unit in UNITS:
        content = text(unit).replace(COMMAND, sys.executable).replace("User=openinsa", "User=root")
        content = content.replace("Group=openinsa", "Group=root").replace(
            "EnvironmentFile=/", "EnvironmentFile=-/"
        )
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not on this machine")
def test_systemd_understands_every_unit(units: Path) -> None:
    done = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", *map(str, sorted(units.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    own = [line for line in done.stderr.splitlines() if "openinsa" in line]
    assert own == []


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_systemd_calls_every_service_well_closed(units: Path, unit: Path) -> None:
    path = units / unit.name.replace("@.", "@1.")
    command = [str(ANALYZE), "security", "--offline=yes", f"--threshold={EXPOSURE_AT_MOST}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-600:] + done.stderr


@pytest.mark.parametrize("timer", sorted((DEPLOY / "systemd").glob("*.timer")), ids=lambda path: path.name)
def test_every_timer_has_its_service(timer: Path) -> None:
    assert timer.with_suffix(".service").exists()


def test_the_container_is_not_root_asks_nothing_at_run_time_and_names_what_exists() -> None:
    _head, build, run = text(DEPLOY / "container" / "Containerfile").split("\nFROM ")
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", build, re.MULTILINE):
        assert all((CHECKOUT / one).exists() for one in source.split()), source
    assert "--require-hashes" in build
    assert re.search(r"^USER openinsa$", run, re.MULTILINE)
    assert "HEALTHCHECK" in run
    assert "/health/live" in run
    assert not re.search(r"pip|apt-get|curl|wget", run)
    (command,) = re.findall(r'^CMD \["serve", (.+)\]$', run, re.MULTILINE)
    assert {one.strip('"') for one in command.split(", ") if one.startswith('"--')} <= options_of("serve")


def test_every_alert_asks_for_a_figure_that_is_there() -> None:
    known = {figure.name for figure in FIGURES} | {
        "openinsa_requests_total",
        "openinsa_request_seconds_bucket",
    }
    rules = yaml.safe_load(text(DEPLOY / "watch" / "alerts.yml"))["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"openinsa_\w+", rule["expr"])}
    assert asked <= known
    assert all(rule["annotations"]["summary"] for rule in rules)


def test_every_setting_of_the_example_is_explained_in_the_guide() -> None:
    guide = text(CHECKOUT / "docs" / "operator-guide.md")
    named = re.findall(r"^#?([A-Z][A-Z_]+)=", text(DEPLOY / "openinsa.env.example"), re.MULTILINE)
    assert len(named) > 10
    assert [name for name in named if name.removesuffix("_FILE") not in guide] == []


def test_the_proxies_pass_on_what_the_site_believes() -> None:
    for path in (DEPLOY / "proxy").iterdir():
        content = text(path)
        assert "X-Forwarded-Proto https" in content, path.name
        assert "/metrics" in content, path.name
