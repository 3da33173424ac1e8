"""From a form and its data to a PDF by Typst: tagged, archivable, the same bytes for the same data."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple, cast

import typst

from openinsa.documents.fonts import printable
from openinsa.documents.places import FONTS, FORMS
from openinsa.documents.words import words_of
from openinsa.exchange.origin import NO_ORIGIN

STANDARDS: Any = ["a-2a", "ua-1"]


class Paper(NamedTuple):
    """What to print: the form `forms/<form>.typ`, its data, and the day (2026-11-10) it is dated."""

    form: str
    data: Any
    day: str


def print_one(paper: Paper) -> bytes:
    """A PDF/A-2a and PDF/UA-1. Raises UnprintableCharacter."""
    source, made_at = source_of(paper, f"{paper.form}.typ"), made(paper)
    pdf = _compiler().compile(source.encode(), format="pdf", pdf_standards=STANDARDS, timestamp=made_at)
    return cast("bytes", pdf)


def source_of(paper: Paper, file: str, inner: str = "") -> str:
    """What Typst compiles: a form from a file, called with the data, around the form of another file where one is
    named. Raises UnprintableCharacter."""
    text = json.dumps(printable(paper.data), ensure_ascii=False)
    edge = _quoted(str(printable(paper.data.get("origin", NO_ORIGIN).line)))
    source = f'#import "{file}": form\n#import "common.typ": told-at-the-edge\n'
    around = ", inner: inner" if inner else ""
    source += f'#import "{inner}": form as inner\n' if inner else ""
    shown = f"#show: told-at-the-edge.with({edge}, {_quoted(sample_mark(paper.data))})"
    return f"{source}{shown}\n#form(json(bytes({_quoted(text)})){around})"


def made(paper: Paper) -> datetime:
    return datetime.fromisoformat(paper.day).replace(tzinfo=UTC)


def sample_mark(data: Any) -> str:
    """What a preview says across its pages; nothing on a paper that was given out."""
    issue = data.get("issue") or {}
    return words_of(data["language"])["issue_sample"] if issue.get("sample") else ""


@cache
def _compiler() -> typst.Compiler:
    """With our two fonts and no other, so that a document looks the same on every machine."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(FORMS), font_paths=fonts, ignore_system_fonts=True)


def _quoted(text: str) -> str:
    """A Typst string: data stays data, whatever a name looks like."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
