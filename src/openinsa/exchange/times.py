"""Times of day as clerks and other programs write them, in one form: 09:00-18:00."""

import re
from datetime import datetime, time, timedelta

from openinsa.exchange.cells import Cell, as_text, squeezed

DAY = 24 * 60
NOON = 12
CLOCK = (
    r"(?:{n}(?P<{p}half>오전|오후|am|pm|AM|PM)?"
    r"(?:(?P<{p}h>2[0-4]|[01]?\d)(?:[:;.시]|시(?=\d))(?P<{p}m>[0-5]\d)?(?:분|:\d\d)?(?:(?P<{p}after>am|pm|AM|PM))?"
    r"|(?P<{p}hm>(?:2[0-4]|[01]?\d)[0-5]\d)"
    r"|(?P<{p}only>2[0-4]|[01]?\d)(?P<{p}end>am|pm|AM|PM)?))"
)
BETWEEN = r"(?:~|∼|～|〜|-|–|—|부터|→)"
SPAN = re.compile(
    CLOCK.format(n="", p="a") + BETWEEN + r"(?:익일|다음날|명일)?" + CLOCK.format(n="", p="b") + "(?:까지)?"
)
ONE = re.compile("(?:익일|다음날|명일)?" + CLOCK.format(n="", p="a"))
BREAK = re.compile(BETWEEN)
APART = re.compile(r"[:시]|^\d{4}$")
"""What tells that a line is a time of day: 09:00, 9시 or 0900."""


def read_clock(cell: Cell) -> int | None:
    """Minutes after 00:00 of an Excel time, 09:00, 0900, 9시, 9시30분 or 오후 6시; None for anything else."""
    if isinstance(cell, (datetime, time)):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta):
        return cell // timedelta(minutes=1)
    if isinstance(cell, float) and 0 < cell < 1:
        return round(cell * DAY)
    match = None if isinstance(cell, bool) else ONE.fullmatch(squeezed(as_text(cell)))
    return _minutes(match, "a") if match else None


def read_span(text: str) -> str:
    """ "09:00-18:00" from 09:00~18:00, 0900-1800, 9시-18시 or 오전 9시~오후 6시; "" for anything else.

    Hours alone, 9-18, are times only where the second is later.
    """
    lines = text.split()
    if len(lines) == 2 and not BREAK.search(text) and all(APART.search(line) for line in lines):
        text = "~".join(lines)
    match = SPAN.fullmatch(squeezed(text))
    if match is None:
        return ""
    since, to = _minutes(match, "a"), _minutes(match, "b")
    bare = match["aonly"] is not None or match["bonly"] is not None
    return "" if since >= DAY or (bare and to <= since) else span_of(since, to)


def span_of(since: int, to: int) -> str:
    """Two times of day as one text; the end of a day is 24:00 written as 00:00."""
    return f"{clock(since)}-{clock(to)}"


def minutes_between(span: str) -> tuple[int, int]:
    """From and to of "22:00-07:00" in minutes after 00:00; what is not after the start is on the next day."""
    since, to = (int(text[:2]) * 60 + int(text[3:]) for text in span.split("-"))
    return since, to + DAY * (to <= since)


def breaks_within(span: str, rests: str) -> list[tuple[int, int]] | None:
    """Breaks written as 12:00-13:00,17:00-17:30 inside a shift, in order; None where one lies outside."""
    since, to = minutes_between(span)
    breaks, last = [], since
    for rest in filter(None, rests.split(",")):
        begins, ends = minutes_between(rest)
        later = DAY * (begins < since)
        begins, ends = begins + later, ends + later
        if begins < last or ends > to:
            return None
        breaks.append((begins, ends))
        last = ends
    return breaks if sum(ends - begins for begins, ends in breaks) < to - since else None


def clock(minute: int) -> str:
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def _minutes(match: re.Match[str], which: str) -> int:
    half = match[f"{which}half"] or match[f"{which}after"] or match[f"{which}end"] or ""
    if together := match[f"{which}hm"]:
        hours, minutes = int(together[:-2]), int(together[-2:])
    else:
        hours, minutes = int(match[f"{which}h"] or match[f"{which}only"]), int(match[f"{which}m"] or 0)
    if half.lower() in ("오후", "pm") and hours < NOON:
        hours += NOON
    if half.lower() in ("오전", "am") and hours == NOON:
        hours = 0
    return hours * 60 + minutes
