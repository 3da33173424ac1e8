"""A value of law over time as steps in a small drawing: coordinates only, looks are in `law.css`.

Along the way x is in percent of the width, so that the drawing fits a phone and a wall; y is in pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openinsa.law.words import amount
from openinsa.rules.engine import day_number, day_of
from openinsa.rules.engine.parameters import Parameter, Value

TOP, BOTTOM, HEIGHT = 12, 108, 136
LEAST_YEARS_AFTER = 1
MOST_YEAR_LABELS = 6
NOT_DRAWN = {"day", "flag", "key"}


@dataclass(frozen=True)
class Step:
    """A value from x to end at height y; `rise` is where the line comes from, None for the first."""

    x: str
    end: str
    y: int
    rise: int | None
    verified: bool
    told: str

    @property
    def look(self) -> str:
        return "step" if self.verified else "step open"


@dataclass(frozen=True)
class Chart:
    """What the template draws. `at` is the place of the day along the way, nothing when it lies before."""

    steps: list[Step]
    years: list[tuple[str, int]]
    highest: str
    lowest: str
    day: date
    at: str
    all_verified: bool
    top: int = TOP
    bottom: int = BOTTOM
    height: int = HEIGHT


def chart_of(parameter: Parameter, dated: Sequence[Value], day: date) -> Chart | None:
    """Steps of a value that changed; None when there is nothing to see in a drawing."""
    if len({value.value for value in dated}) < 2 or parameter.kind.name in NOT_DRAWN:
        return None
    scale = _Scale(dated, day)
    amounts = [value.value for value in dated]
    return Chart(
        steps=list(_steps(parameter, dated, scale)),
        years=list(_years(scale)),
        highest=amount(max(amounts), parameter.unit),
        lowest=amount(min(amounts), parameter.unit),
        day=day,
        at=scale.along(day_number(day)) if day_number(day) >= scale.first else "",
        all_verified=all(value.verified for value in dated),
    )


class _Scale:
    """From days to percent of the width and from amounts to height."""

    def __init__(self, dated: Sequence[Value], day: date) -> None:
        after = timedelta(days=366 * LEAST_YEARS_AFTER)
        self.first = dated[0].since
        self.last = day_number(max(day_of(dated[-1].since), day) + after)
        self.lowest = min(value.value for value in dated)
        self.highest = max(value.value for value in dated)

    def along(self, day: int) -> str:
        permille = 1000 * (day - self.first) // (self.last - self.first)
        return f"{permille // 10}.{permille % 10}%"

    def height(self, value: int) -> int:
        return BOTTOM - (BOTTOM - TOP) * (value - self.lowest) // (self.highest - self.lowest)


def _steps(parameter: Parameter, dated: Sequence[Value], scale: _Scale) -> Iterator[Step]:
    ends = [*(value.since for value in dated[1:]), scale.last]
    before = [None, *(scale.height(value.value) for value in dated[:-1])]
    for value, end, rise in zip(dated, ends, before, strict=True):
        told = f"{day_of(value.since)} {amount(value.value, parameter.unit)}"
        at = scale.height(value.value)
        yield Step(scale.along(value.since), scale.along(end), at, rise, value.verified, told)


def _years(scale: _Scale) -> Iterator[tuple[str, int]]:
    """The turns of the years along the way, thinned out where they are many."""
    first, last = day_of(scale.first), day_of(scale.last)
    begins_a_year = first.month == 1 and first.day == 1
    years = list(range(first.year if begins_a_year else first.year + 1, last.year + 1))
    stride = -(-len(years) // MOST_YEAR_LABELS)
    for year in years[::stride]:
        yield scale.along(day_number(date(year, 1, 1))), year
