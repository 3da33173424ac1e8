"""A virtual display with a real Hangul input method (ibus-hangul), and fingers that type on it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("Xvfb", "dbus-daemon", "ibus-daemon", "ibus", "gsettings", "xdotool")
SCREEN = "1440x900x24"
SETTINGS = (
    ("org.freedesktop.ibus.general", "preload-engines", "['hangul']"),
    ("org.freedesktop.ibus.general", "use-global-engine", "true"),
    ("org.freedesktop.ibus.engine.hangul", "initial-input-mode", "hangul"),
)
PATIENCE = 20.0


@dataclass(frozen=True)
class Desktop:
    """The display and its session; `environment` is for programs that shall appear on it."""

    environment: dict[str, str]

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=30
        )
        return done.stdout.strip()

    def press(self, *keys: str, pause: int = 50) -> None:
        """Press keys by their X names, so many milliseconds apart."""
        self.run("xdotool", "key", "--delay", str(pause), *keys)

    def focus_window(self, name: str) -> None:
        """Give the keyboard to the window of a program; there is no window manager that would."""
        window = eventually(lambda: self.run("xdotool", "search", "--onlyvisible", "--class", name).split())[
            -1
        ]
        self.run("xdotool", "windowmove", "--sync", window, "0", "0")
        self.run("xdotool", "windowfocus", "--sync", window)


def missing_programs() -> list[str]:
    return [program for program in PROGRAMS if shutil.which(program) is None]


def eventually(ask: Callable[[], object]) -> object:
    """The first answer that is not empty; errors of a program that is still starting are waited out."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if answer := ask():
                return answer
        except subprocess.CalledProcessError:
            pass
        if time.monotonic() > until:
            raise TimeoutError("the desktop did not become ready")
        time.sleep(0.1)


@contextmanager
def hangul_desktop(home: Path) -> Iterator[Desktop]:
    """Display, message bus and input method, in this order; stopped in the other."""
    with ExitStack() as stack:
        environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_RUNTIME_DIR": str(_private(home / "run")),
            "GSETTINGS_BACKEND": "keyfile",
            "GTK_IM_MODULE": "ibus",
            "XMODIFIERS": "@im=ibus",
            "LANG": "C.UTF-8",
        }
        environment.pop("WAYLAND_DISPLAY", None)
        display = _start(
            stack, environment, "Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"
        )
        environment["DISPLAY"] = f":{_first_line(display)}"
        bus = _start(stack, environment, "dbus-daemon", "--session", "--nofork", "--print-address")
        environment["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus)
        desktop = Desktop(environment)
        for schema, key, value in SETTINGS:
            desktop.run("gsettings", "set", schema, key, value)
        _start(stack, environment, "ibus-daemon", "--panel=disable", "--emoji-extension=disable", "--xim")
        eventually(lambda: "hangul" in desktop.run("ibus", "list-engine"))
        eventually(lambda: _choose_hangul(desktop))
        yield desktop


def _choose_hangul(desktop: Desktop) -> bool:
    desktop.run("ibus", "engine", "hangul")
    return desktop.run("ibus", "engine") == "hangul"


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _start(stack: ExitStack, environment: dict[str, str], *command: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    stack.callback(_stop, process)
    return process


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _first_line(process: "subprocess.Popen[str]") -> str:
    if process.stdout is None or not (line := process.stdout.readline().strip()):
        raise RuntimeError("a program of the desktop did not start")
    return line
