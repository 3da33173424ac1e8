"""Printed papers read back as a reader, a machine and an eye would."""

import subprocess
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def open_pdf(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text, with line breaks as single spaces."""
    return " ".join(" ".join(page.extract_text() for page in open_pdf(pdf).pages).split())


def structure_of(pdf: bytes, folder: Path) -> list[str]:
    """What a screen reader follows, one line an element or a text, such as `TH: /Scope /Row` and `"성명"`."""
    source = folder / "structured.pdf"
    source.write_bytes(pdf)
    shown = subprocess.run(
        ["pdfinfo", "-struct-text", source],
        check=True,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    attributes_beside = shown.stdout.replace(":\n", ": ")
    return [" ".join(line.split()) for line in attributes_beside.splitlines()]


def words_with_places(pdf: bytes, folder: Path) -> list[tuple[int, float, float, float, float, str]]:
    """Every word as page, left, top, right, bottom (points) and text."""
    from xml.etree import ElementTree

    source, target = folder / "printed.pdf", folder / "printed.xml"
    source.write_bytes(pdf)
    subprocess.run(["pdftotext", "-bbox", source, target], check=True)
    space = "{http://www.w3.org/1999/xhtml}"
    pages = ElementTree.parse(target).iter(f"{space}page")  # noqa: S314 - written by our own command above
    return [
        (number, *(float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax")), word.text or "")
        for number, page in enumerate(pages)
        for word in page.iter(f"{space}word")
    ]


def pictures_of(pdf: bytes, folder: Path, dots_per_inch: int = 50) -> list[Path]:
    """One PNG per page."""
    source = folder / "pictured.pdf"
    source.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-png", "-r", str(dots_per_inch), source, folder / "page"], check=True)
    return sorted(folder.glob("page*.png"))


def scanned(pdf: bytes, folder: Path) -> list[str]:
    """What a phone reads in the codes of a file as it is seen on a screen."""
    pages = [Image.open(page) for page in pictures_of(pdf, folder, dots_per_inch=120)]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]
