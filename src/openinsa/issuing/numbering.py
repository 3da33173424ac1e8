"""The number of a paper: consecutive within institution, series and year, written by the institution's rule."""

import string

from django.db import connection
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused, require

USUAL = "제{year}-{number:06}호"
USUAL_OF_SERIES = {"wage_statement": "임금-{year}-{number:06}"}
LONGEST = 40
TAKE = """
    INSERT INTO issuing_issuecounter AS c (institution_id, series, year, last) VALUES (%s, %s, %s, %s)
    ON CONFLICT (institution_id, series, year) DO UPDATE SET last = c.last + EXCLUDED.last RETURNING last
"""


class NumberingUnreadable(Refused):
    status = 422
    sentence = _(
        "번호 규칙 '%(pattern)s'을(를) 읽을 수 없습니다. {year}와 {number}를 한 번씩 넣어 제{year}-{number:06}호처럼"
        " 적어 주세요. 아무것도 저장하지 않았습니다."
    )


def take_numbers(institution_id: int, series: str, year: int, count: int = 1) -> int:
    """The first of so many numbers. Nobody else gets one of the series before the transaction ends, so that one
    that is undone leaves no gap."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [institution_id, series, year, count])
        return int(cursor.fetchone()[0]) - count + 1


def pattern_of(numbering: dict[str, str], series: str) -> str:
    return numbering.get(series) or USUAL_OF_SERIES.get(series, USUAL)


def written(pattern: str, year: int, number: int) -> str:
    return pattern.format(year=year, number=number)


def require_readable(pattern: str) -> None:
    """Raises NumberingUnreadable unless the pattern names year and number once each, and the number at most padded."""
    require(_is_readable(pattern), NumberingUnreadable(pattern=pattern[:LONGEST]))


def _is_readable(pattern: str) -> bool:
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        return False
    fields = {name: (spec or "") for _text, name, spec, _as in parts if name is not None}
    named = sorted(name for _text, name, _spec, _as in parts if name is not None)
    plain = all(not conversion for *_rest, conversion in parts)
    padded = fields.get("number", "")
    return (
        named == ["number", "year"]
        and plain
        and fields["year"] == ""
        and (padded == "" or (len(padded) == 2 and padded[0] == "0" and padded[1] in "23456789"))
        and len(pattern) <= LONGEST
    )
