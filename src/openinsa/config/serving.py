"""Starting what runs: migrations as the owner, the web server and the worker as the web role."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import django
from django.conf import settings
from django.core.management import call_command
from rich.console import Console

from openinsa.config import working
from openinsa.config.doctor import migrations_are_applied

WEB_PROCESSES, THREADS_EACH = 2, 4
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
STOP_SECONDS = 5  # a browser that keeps its connection open must not keep the server
WORKER_SECONDS = working.STOP_SECONDS + 5  # how long its supervisor waits for it
ALL_SECONDS = WORKER_SECONDS + 5
"""Each waits longer than what it started, so that nobody is killed while he is still stopping another."""
BEGIN_SECONDS = 10  # a worker that fails sooner after the first start is wrongly set up
PAUSE_SECONDS = 1


def migrate_database() -> int:
    """Bring database, roles and rights up to date, in a process of the owner. Returns its exit code."""
    environment = {**os.environ, "OPENINSA_DATABASE_ROLE": "owner"}
    return subprocess.call([sys.executable, "-m", "openinsa.config.migrating"], env=environment)


def serve_site(host: str, port: int, console: Console, *, worker: bool = True) -> int:
    """Serve until interrupted, or until one of the processes ends; then stop all of them.

    1 when the database is not up to date.
    """
    django.setup()
    if trouble := migrations_are_applied():
        console.print(f"migrations: {trouble}. Nothing was started.")
        return 1
    prepare_to_serve()
    environment = {**os.environ, "DATABASE_URL": database_address(), METRICS_FOLDER: empty_metrics_folder()}
    commands = [web_command(host, port)]
    if worker:
        commands.append([sys.executable, "-m", "openinsa.cli", "worker"])
    console.print(f"http://{'localhost' if host == '127.0.0.1' else host}:{port}")
    return run_together(commands, environment)


def prepare_to_serve() -> None:
    """Compile translations and gather static files under names that change with their content."""
    from openinsa.web.translations import compile_all

    compile_all()
    call_command("collectstatic", interactive=False, verbosity=0)


def empty_metrics_folder() -> str:
    """Where the web processes of this start count what they answer."""
    folder = settings.DATA / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return str(folder)


def web_command(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "openinsa.config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(WEB_PROCESSES), "--blocking-threads", str(THREADS_EACH)),
        *("--log-level", "warning", "--workers-kill-timeout", str(STOP_SECONDS)),
    ]


def database_address() -> str:
    """The address of the database as children are given it, so that they need not start a server."""
    given = settings.DATABASES["default"]
    if os.environ.get("DATABASE_URL"):
        return os.environ["DATABASE_URL"]
    return f"postgresql://{given['USER']}@/{given['NAME']}?host={quote(str(given['HOST']), safe='')}"


def run_together(commands: Sequence[Sequence[str]], environment: Mapping[str, str]) -> int:
    """Run commands side by side until one ends or we are told to stop. Returns the first one's exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    running = [subprocess.Popen(command, env=dict(environment)) for command in commands]
    code: int | None = 0
    try:
        while all((code := process.poll()) is None for process in running):
            time.sleep(0.2)
    except KeyboardInterrupt:
        code = 0
    finally:
        for process in running:
            stop(process)
    return code or 0


def _interrupt(*_: object) -> None:
    """End as an interruption from the keyboard would, also where that one is ignored."""
    raise KeyboardInterrupt


def stop(process: subprocess.Popen[bytes], seconds: float = ALL_SECONDS) -> None:
    """Ask a process to end, and end it when it has not after so many seconds."""
    process.terminate()
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def work() -> int:
    """Work off the queue until told to stop: when a worker ends by itself, as it does when the database went
    away, the next one is started. Returns the exit code of one that could not begin at all.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    began, code, process = time.monotonic(), 0, _worker()
    try:
        while (code := process.wait()) <= 0 or time.monotonic() > began + BEGIN_SECONDS:
            time.sleep(PAUSE_SECONDS)
            process = _worker()
    except KeyboardInterrupt:
        stop(process, WORKER_SECONDS)
        return 0
    return code


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "openinsa.config.working"])
