"""Compiles a form that an institution wrote, in a process that has nothing: no secrets, no network, little of all else.

Run as a file of its own. In by standard input as JSON, out by standard output: `P` and the PDF, or `E` and the fault.
It imports nothing of ours, so that whatever a template may do, there is nothing to be had.
"""

import json
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import typst


def main() -> None:
    given = json.loads(sys.stdin.buffer.read())
    _limit(given["seconds"], given["memory"])
    try:
        pdf = _compiled(given)
    except typst.TypstError as fault:
        _answer(b"E", json.dumps([fault.message, fault.diagnostic]).encode())
    else:
        _answer(b"P", pdf)


def _limit(seconds: int, memory: int) -> None:
    """From here on: so much processor time and memory, no file written."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _compiled(given: dict[str, Any]) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[given["fonts"]])
    nowhere = str(Path(given["root"]) / "packages")
    compiler = typst.Compiler(
        root=given["root"],
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    return compiler.compile(  # type: ignore[return-value]
        given["source"].encode(),
        format="pdf",
        pdf_standards=given["standards"],
        timestamp=datetime.fromisoformat(given["made_at"]),
    )


def _answer(kind: bytes, content: bytes) -> None:
    sys.stdout.buffer.write(kind + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
