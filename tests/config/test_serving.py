"""What runs side by side ends together."""

import os
import re
import signal
import subprocess
import sys
import time

from openinsa.config import serving, working
from openinsa.config.places import CHECKOUT

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
RUN = "import sys, os; from openinsa.config.serving import run_together; sys.exit(run_together({!r}, os.environ))"


def start(commands: list[list[str]]) -> subprocess.Popen[bytes]:
    """A process of its own that ignores the keyboard, as one in the background of a shell does."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "src")}
    return subprocess.Popen(
        [sys.executable, "-c", RUN.format(commands)],
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )


def test_when_one_ends_the_other_is_stopped() -> None:
    """하나가 끝나면 나머지도 멈추고 끝난 값을 알린다."""
    started = time.monotonic()
    assert start([[sys.executable, "-c", "import sys; sys.exit(3)"], SLEEP]).wait(timeout=50) == 3
    assert time.monotonic() - started < 50


def test_whoever_stops_another_waits_longer_than_that_one_takes() -> None:
    """안쪽의 멈춤이 바깥쪽보다 먼저 끝난다."""
    units = (CHECKOUT / "deploy" / "systemd").glob("*.service")
    patience = [
        int(found) for unit in units for found in re.findall(r"TimeoutStopSec=(\d+)", unit.read_text())
    ]
    assert len(patience) == 3
    web = serving.STOP_SECONDS
    assert web < working.STOP_SECONDS < serving.WORKER_SECONDS < serving.ALL_SECONDS < min(patience)


def test_a_request_to_end_ends_both() -> None:
    """종료 신호를 받으면 둘 다 끝난다."""
    running = start([SLEEP, SLEEP])
    time.sleep(5)
    running.terminate()
    assert running.wait(timeout=50) == 0
