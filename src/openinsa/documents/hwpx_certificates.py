"""Certificates of employment and career in lines and tables: the same texts as forms/certificate.typ and its two forms."""

from collections.abc import Callable, Mapping
from typing import Any

from openinsa.documents.contracts import Employment, EmploymentCertificate
from openinsa.documents.hwpx_blocks import GAP, Block, Cell, Grid, Line, cell, label
from openinsa.documents.hwpx_issue import issued_lines, number_line
from openinsa.documents.words import words_of

Words = Mapping[str, Any]
FACT_WIDTHS = (38, 132)


def employment_blocks(paper: EmploymentCertificate) -> list[Block]:
    words = words_of(paper["language"])
    tables = [_employment(one, words) for one in paper["employments"]]
    return _certificate(paper, words, "employment_certificate", tables, words["employed_now"])


def career_blocks(paper: EmploymentCertificate) -> list[Block]:
    words = words_of(paper["language"])
    middle: list[Block] = [*_careers(paper, words)]
    if "service_days" in paper:
        total = f"{words['service_days']}  {paper['service_days']:,}{words['days_unit']}"
        middle.append(Line(total, "label", "right"))
    return _certificate(paper, words, "career_certificate", middle, words["employed_then"])


def _certificate(
    paper: EmploymentCertificate, words: Words, title: str, middle: list[Block], attested: str
) -> list[Block]:
    who = ((words["name"], (paper["name"],)), (words["identifier"], (paper["identifier"],)))
    return [
        *number_line(paper, words),
        GAP,
        Line(words[title], "title", "center"),
        GAP,
        *_facts(who),
        *middle,
        GAP,
        Line(attested, "heading", "center"),
        Line(words["only_asked"], "small", "center"),
        GAP,
        *issued_lines(paper, words),
    ]


def _facts(rows: Any) -> list[Block]:
    shown = tuple((label(name), cell(*lines)) for name, lines in rows if any(lines))
    return [Grid(FACT_WIDTHS, shown)] if shown else []


def _employment(one: Employment, words: Words) -> Any:
    named = ("department", "project", "job", "position", "wage")
    rows = [
        (words["service_period"], period_of(one, words)),
        *((words[name], (one.get(name, ""),)) for name in named),
        (words["work_hours"], (one.get("hours", ""),)),
    ]
    return next(iter(_facts(rows)), Line(""))


def period_of(one: Employment, words: Words) -> tuple[str, ...]:
    """From when to when, and how many days that is; nothing when it was not asked for."""
    if "starts_on" not in one:
        return ()
    days = f"{one['service_days']:,}{words['days_unit']}" if "service_days" in one else ""
    return f"{one['starts_on']} ~ {one['ends_on'] or words['until_now']}", days


def _place(one: Employment, words: Words) -> tuple[str, ...]:
    return one.get("department", ""), one.get("project", "")


def _job(one: Employment, words: Words) -> tuple[str, ...]:
    return (one.get("job", ""),)


def _terms(one: Employment, words: Words) -> tuple[str, ...]:
    ended = f"{words['ended_for']}: {one['ended_for']}" if "ended_for" in one else ""
    return one.get("position", ""), one.get("wage", ""), one.get("hours", ""), ended


Told = Callable[[Employment, Words], tuple[str, ...]]
COLUMNS: tuple[tuple[str, int, Told], ...] = (
    ("service_period", 46, period_of),
    ("service_place", 38, _place),
    ("job", 37, _job),
    ("terms", 37, _terms),
)


def _careers(paper: EmploymentCertificate, words: Words) -> list[Block]:
    """Columns that were asked for, spread over the width of the page."""
    shown = [one for one in COLUMNS if any(any(one[2](each, words)) for each in paper["employments"])]
    if not shown:
        return []
    spare = (158 - sum(width for _name, width, _told in shown)) // len(shown)
    head: tuple[Cell, ...] = (label(words["number"]), *(label(words[name]) for name, _width, _told in shown))
    rows = (
        (cell(str(place), side="center"), *(cell(*told(one, words)) for _name, _width, told in shown))
        for place, one in enumerate(paper["employments"], start=1)
    )
    return [Grid((12, *(width + spare for _name, width, _told in shown)), (head, *rows), head=True)]
