"""What makes a sample one that was given out, and the look of its QR code on the page."""

import subprocess
from pathlib import Path
from typing import Any

from openinsa.documents.contracts import Issue
from openinsa.documents.qr import qr_svg

ADDRESS = "https://insa.example.go.kr/verify/7K3MPQ9XRT2V"
DOTS_PER_POINT = 4


def issue(**changed: Any) -> Issue:
    return {
        "office": "나래구청장",
        "seal": "",
        "number": "제2026-000123호",
        "issued_on": "2026-11-10",
        "valid_until": "",
        "purpose": "은행 제출",
        "submit_to": "",
        "code": "7K3M-PQ9X-RT2V",
        "address": ADDRESS,
        "qr": qr_svg(ADDRESS),
        "sample": False,
        **changed,
    }  # type: ignore[typeddict-item]


def dark_squares(pdf: bytes, box: tuple[float, float, float, float], across: int, folder: Path) -> list[str]:
    """Which of `across` by `across` squares of the first page's box (left, bottom, right, top) are dark: X, or not."""
    source, picture = folder / "page.pdf", folder / "page.pgm"
    source.write_bytes(pdf)
    resolution = str(72 * DOTS_PER_POINT)
    command = ["pdftoppm", "-gray", "-r", resolution, "-f", "1", "-singlefile", source, folder / "page"]
    subprocess.run(command, check=True)
    _kind, size, _white, dots = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    left, bottom, right, _top = box
    module = (right - left) / across
    rows = []
    for y in range(across):
        row = height - round((bottom + (across - y - 0.5) * module) * DOTS_PER_POINT)
        columns = (round((left + (x + 0.5) * module) * DOTS_PER_POINT) for x in range(across))
        rows.append("".join("X" if dots[row * width + column] < 128 else "." for column in columns))
    return rows
