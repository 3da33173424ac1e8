"""Shift patterns, what they come to, and who follows which crew."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt, StrictStr

from openinsa.api.bodies import ModelBody, refuse
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.staffing.actions import patterns as act
from openinsa.staffing.api.picking import Picking
from openinsa.staffing.api.room import Done, Strict, project_under, room, today
from openinsa.staffing.models import Project, ShiftPattern
from openinsa.staffing.pages import patterns as pages
from openinsa.staffing.pages.crews import CREWS, with_crews
from openinsa.staffing.pattern_figures import Figures
from openinsa.staffing.pattern_forms import CrewForm
from openinsa.staffing.patterns import (
    Pattern,
    Shift,
    UnreadableTime,
    agreed_minutes,
    clock,
    plan_of,
    stored,
    usual_patterns,
)
from openinsa.staffing.scope import contracts_of, reach
from openinsa.web.tables import SPREADSHEET

MANAGES = "people.manage"
Clock = Annotated[StrictStr, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["07:00"])]
Between = Annotated[
    StrictStr, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$", examples=["12:00-13:00"])
]
Word = Annotated[StrictStr, Field(min_length=1, max_length=20)]
Offset = Annotated[StrictInt, Field(ge=0, le=9_999)]


class ShiftSent(Strict):
    """One kind of shift; what ends no later than it starts ends on the next day."""

    mark: StrictStr = Field(min_length=1, max_length=10)
    name: StrictStr = Field(default="", max_length=40)
    starts: Clock
    ends: Clock
    breaks: list[Between] = Field(default_factory=list, max_length=4)
    scheduled_minutes: Annotated[StrictInt, Field(ge=1, le=1440)] | None = None


class PatternSent(Strict):
    """A cycle of marks of its shifts and of free days (`after_night`, `off`), walked through by crews."""

    name: StrictStr = Field(min_length=1, max_length=60)
    starts_on: date
    shifts: list[ShiftSent] = Field(min_length=1, max_length=10)
    cycle: list[Word] = Field(min_length=1, max_length=400)
    crew_offsets: list[Offset] = Field(min_length=1, max_length=20)
    on_duty: StrictInt = Field(default=0, ge=0, le=20)
    weekly_holiday: ShiftPattern.WeeklyHoliday = ShiftPattern.WeeklyHoliday.FREE_DAY
    works_on_public_holidays: StrictBool = True


class ShiftTold(Schema):
    mark: str
    name: str
    starts: str
    ends: str
    breaks: list[str]
    scheduled_minutes: int


PatternTold = shape(
    "ShiftPattern",
    ShiftPattern,
    "name starts_on cycle crew_offsets on_duty weekly_holiday works_on_public_holidays",
    shifts=list[ShiftTold],
)


class UsualTold(Schema):
    """A usual form to begin with."""

    key: str
    name: str
    starts_on: date
    cycle: list[str]
    crew_offsets: list[int]
    on_duty: int
    shifts: list[ShiftTold]


class CrewMonth(Schema):
    crew: int
    worked_days: int
    minutes: int


class PreviewTold(Schema):
    """What a pattern comes to in a month, and what the law says of it."""

    weekly_scheduled_minutes: int
    notices: list[str]
    crews: list[CrewMonth]


def pattern_sent(sent: PatternSent) -> Pattern:
    """What was sent as a pattern. Raises FieldsRefused for times that cannot be."""
    shifts = tuple(_shift(place, one) for place, one in enumerate(sent.shifts))
    return Pattern(
        name=sent.name,
        starts_on=sent.starts_on,
        shifts=shifts,
        cycle=tuple(sent.cycle),
        crew_offsets=tuple(sent.crew_offsets),
        on_duty=sent.on_duty,
        works_on_public_holidays=sent.works_on_public_holidays,
        weekly_holiday=sent.weekly_holiday,
    )


def _shift(place: int, sent: ShiftSent) -> Shift:
    try:
        plan = plan_of(sent.starts, sent.ends, sent.breaks)
    except UnreadableTime as unreadable:
        refuse(f"/shifts/{place}/breaks", str(unreadable))
    agreed = agreed_minutes(plan, today()) if sent.scheduled_minutes is None else sent.scheduled_minutes
    return Shift(sent.mark, sent.name or sent.mark, plan, agreed)


def shifts_told(shifts: Sequence[Shift]) -> list[dict[str, Any]]:
    return [
        {
            "mark": one.mark,
            "name": one.name,
            "starts": clock(one.plan.starts),
            "ends": clock(one.plan.ends),
            "breaks": [f"{clock(since)}-{clock(to)}" for since, to in one.plan.breaks],
            "scheduled_minutes": one.scheduled_minutes,
        }
        for one in shifts
    ]


def told(row: ShiftPattern) -> dict[str, Any]:
    names = "id name starts_on cycle crew_offsets on_duty weekly_holiday works_on_public_holidays".split()
    return {name: getattr(row, name) for name in names} | {"shifts": shifts_told(stored(row).shifts)}


def pattern_of(by: User, pattern_id: int) -> ShiftPattern:
    require(by.may(MANAGES), NotFound())
    return reach(ShiftPattern.objects.prefetch_related("shift_types"), pattern_id)


@room.get("/shift-patterns", may=MANAGES, answer=list[PatternTold])
def list_shift_patterns(call: Call) -> list[dict[str, Any]]:
    """The institution's shift patterns."""
    return [told(row) for row in ShiftPattern.objects.prefetch_related("shift_types")]


@room.get("/shift-patterns/usual", may=MANAGES, answer=list[UsualTold])
def list_usual_shift_patterns(call: Call) -> list[dict[str, Any]]:
    """Usual forms to begin with."""
    monday = pages.monday_of(today())
    return [
        {
            "key": one.key,
            "name": one.pattern.name,
            "starts_on": one.pattern.starts_on,
            "cycle": list(one.pattern.cycle),
            "crew_offsets": list(one.pattern.crew_offsets),
            "on_duty": one.pattern.on_duty,
            "shifts": shifts_told(one.pattern.shifts),
        }
        for one in usual_patterns(monday)
    ]


@room.post("/shift-patterns", may=MANAGES, body=ModelBody(PatternSent), answer=PatternTold, status=201)
def add_shift_pattern(call: Call, given: PatternSent) -> dict[str, Any]:
    """Draw a shift pattern."""
    return told(act.make_pattern(call.by, pattern_sent(given)))


@room.post("/shift-patterns/preview", may=MANAGES, body=ModelBody(PatternSent), answer=PreviewTold)
def preview_shift_pattern(call: Call, given: PatternSent) -> dict[str, Any]:
    """What a pattern would come to in this month; nothing is stored."""
    pattern = pattern_sent(given)
    act.require_sound(pattern)
    first = today().replace(day=1)
    figures = Figures(pattern, first)
    return {
        "weekly_scheduled_minutes": figures.weekly_scheduled_minutes,
        "notices": [str(one) for one in figures.notices()],
        "crews": list(figures.month(first, pages.last_day(first))),
    }


@room.get("/shift-patterns/{int:pattern_id}", of=pattern_of, answer=PatternTold)
def show_shift_pattern(call: Call, row: ShiftPattern) -> dict[str, Any]:
    """One shift pattern."""
    return told(row)


@room.patch(
    "/shift-patterns/{int:pattern_id}", of=pattern_of, body=ModelBody(PatternSent), answer=PatternTold
)
def edit_shift_pattern(call: Call, row: ShiftPattern, given: PatternSent) -> dict[str, Any]:
    """Change a shift pattern as a whole; what paid months were reckoned by stays."""
    return told(act.change_pattern(call.by, row.pk, pattern_sent(given)))


@room.post("/shift-patterns/{int:pattern_id}/copy", of=pattern_of, answer=PatternTold, status=201)
def copy_shift_pattern(call: Call, row: ShiftPattern) -> dict[str, Any]:
    """The same again under another name."""
    return told(act.copy_pattern(call.by, row.pk, pages.name_of_copy(row)))


@room.delete("/shift-patterns/{int:pattern_id}", of=pattern_of)
def drop_shift_pattern(call: Call, row: ShiftPattern) -> None:
    """Drop a shift pattern that nobody follows."""
    act.drop_pattern(call.by, row.pk)


@room.file("/shift-patterns/{int:pattern_id}/month.xlsx", SPREADSHEET, of=pattern_of)
def take_shift_pattern_month(call: Call, row: ShiftPattern) -> Any:
    """Every crew's month as a spreadsheet; it names nobody."""
    return pages.download(call.request, row.pk)


room.table(
    "/projects/{int:project_id}/crews",
    "list_crews",
    CREWS,
    of=project_under("staffing.see"),
    rows=lambda call, project: with_crews(contracts_of(call.by).filter(project=project), today()),
    also={"person_id": "person_id", "pattern_id": "pattern_id"},
)


@room.post(
    "/projects/{int:project_id}/crews",
    of=project_under("staffing.register"),
    body=Picking(CrewForm),
    answer=Done,
    status=201,
)
def put_on_crews(call: Call, project: Project, given: tuple[list[int], dict[str, Any]]) -> dict[str, int]:
    """Put some people on a crew, or on the crews of a pattern in turn, all or nobody."""
    ids, fields = given
    pattern = fields.pop("pattern")
    act.assign_crews(call.by, project.pk, ids, pattern.pk if pattern else None, **fields)
    return {"count": len(ids)}
