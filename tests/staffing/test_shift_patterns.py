"""Shift patterns: the shipped forms, drawing one's own, its figures, and what cannot be worked or paid."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from office import JUNE, Office, new_office
from openinsa.compute.shift_patterns import crews_on_duty
from openinsa.people.refusals import NotAllowed, NotFound, Refused
from openinsa.staffing.actions.patterns import (
    BREAKS_AT_MOST,
    CYCLE_AT_MOST,
    CycleWithoutShift,
    PatternInPaidMonths,
    PatternInUse,
    PatternNameTaken,
    PatternTooLong,
    ShiftAgreesTooMuch,
    ShiftBreaksFaulty,
    ShiftMarkTaken,
    ShiftMarkTwice,
    ShiftsOverlap,
    UnknownShiftInCycle,
    change_pattern,
    copy_pattern,
    drop_pattern,
    make_pattern,
    require_sound,
)
from openinsa.staffing.marks import Plan
from openinsa.staffing.models import ShiftPattern, ShiftType
from openinsa.staffing.pattern_figures import Figures, article
from openinsa.staffing.patterns import Pattern, UnreadableTime, plan_of, stored, tables_of, usual_patterns
from openinsa.web.templatetags.web import hours
from shifts import MONDAY, follow, stored_pattern, usual

FORMS = [one.pattern for one in usual_patterns(MONDAY)]
ROUND_THE_CLOCK = [pattern for pattern in FORMS if pattern.on_duty]


@pytest.fixture
def office(db: None) -> Office:
    return new_office()


def named(pattern: Pattern) -> str:
    return pattern.name


def figures(pattern: Pattern) -> Figures:
    return Figures(pattern, JUNE)


def notices(pattern: Pattern) -> list[tuple[str, str]]:
    return [(notice.text, notice.law) for notice in figures(pattern).notices()]


def test_the_usual_forms_are_offered() -> None:
    assert {pattern.name for pattern in FORMS} == {
        "2조 격일제",
        "2조2교대",
        "3조2교대",
        "3조3교대",
        "4조3교대",
        "4조2교대",
    }


@pytest.mark.parametrize("pattern", FORMS, ids=named)
def test_every_usual_form_can_be_kept_as_it_is(office: Office, pattern: Pattern) -> None:
    assert stored(make_pattern(office.hr_officer, pattern)) == pattern


@pytest.mark.parametrize("pattern", ROUND_THE_CLOCK, ids=named)
def test_a_form_for_the_whole_day_has_its_crews_on_duty_at_every_minute(pattern: Pattern) -> None:
    cycles, shifts = tables_of([pattern])
    on_duty = crews_on_duty(cycles.what.tolist(), shifts, pattern.crew_offsets)
    assert set(on_duty.tolist()) == {pattern.on_duty}


def test_the_form_of_weeks_has_somebody_on_duty_from_monday_to_saturday_morning() -> None:
    on_duty = figures(usual("2조2교대")).on_duty
    monday_at_seven, saturday_at_seven = 7 * 60, 5 * 1440 + 7 * 60
    assert set(on_duty[monday_at_seven:saturday_at_seven].tolist()) == {1}
    assert set(on_duty[saturday_at_seven : 7 * 1440].tolist()) == {0}


AVERAGES = {
    "2조 격일제": "59:30",
    "2조2교대": "50:00",
    "3조2교대": "46:40",
    "3조3교대": "49:00",
    "4조3교대": "36:45",
    "4조2교대": "36:45",
}


@pytest.mark.parametrize("pattern", FORMS, ids=named)
def test_the_average_week_is_the_cycles_hours_by_seven_over_its_days(pattern: Pattern) -> None:
    assert hours(figures(pattern).weekly_minutes) == AVERAGES[pattern.name]


@pytest.mark.parametrize("pattern", FORMS, ids=named)
def test_the_average_week_is_what_a_year_of_the_crews_comes_to(pattern: Pattern) -> None:
    whole_cycles = date.fromordinal(MONDAY.toordinal() + 7 * 84 - 1)
    for crew in figures(pattern).month(MONDAY, whole_cycles):
        assert crew.minutes == pytest.approx(84 * figures(pattern).weekly_minutes, rel=0.001)


def test_more_than_52_hours_on_average_are_told_with_the_article() -> None:
    told = notices(usual("2조 격일제"))
    assert [law for _text, law in told] == ["근로기준법 제53조제1항; 대법원 2020도15393"]
    assert "59:30" in told[0][0]
    assert "52:00" in told[0][0]


def test_one_week_beyond_52_hours_is_told_also_when_the_average_is_below() -> None:
    twelve = replace(usual("3조2교대").shifts[0], plan=Plan(420, 1140, ((720, 780), (1020, 1050))))
    night = replace(usual("3조2교대").shifts[1], plan=Plan(1140, 1860, ((1440, 1500), (1680, 1710))))
    pattern = replace(usual("3조2교대"), shifts=(twelve, night))
    assert hours(figures(pattern).weekly_minutes) == "49:00"
    told = notices(pattern)
    assert [law for _text, law in told] == [article("week_over_limit")]
    assert "52:30" in told[0][0]


def test_a_shift_with_too_short_a_break_is_told_with_the_article() -> None:
    short = replace(usual("4조2교대").shifts[0], plan=Plan(420, 1140, ((720, 760),)))
    told = notices(replace(usual("4조2교대"), shifts=(short, usual("4조2교대").shifts[1])))
    assert [law for _text, law in told] == ["근로기준법 제54조; 대법원 2020도15393"]
    assert "'주간'" in told[0][0]
    assert "1:00 이상" in told[0][0]


def test_a_pattern_without_a_free_day_is_told_with_the_article() -> None:
    laws = [law for _text, law in notices(usual("3조3교대"))]
    assert laws == [article("cycle_weekly_minutes"), "근로기준법 제55조제1항"]


def test_hours_without_anybody_on_duty_are_told_with_day_and_time() -> None:
    told = notices(replace(usual("4조2교대"), crew_offsets=(0, 1, 2)))
    assert told == [
        (
            "순환 2일째 07:00에 근무하는 조가 0개입니다. 늘 1개 조가 근무하려면 순환이나 조별 시작 위치를 고쳐 주세요.",
            "",
        )
    ]


def test_the_shortest_rest_is_from_the_end_of_a_shift_to_the_next() -> None:
    assert figures(usual("3조3교대")).shortest_rest == 8 * 60
    assert figures(usual("4조2교대")).shortest_rest == 24 * 60


def test_a_months_preview_shows_every_crew_with_one_paid_holiday_a_week() -> None:
    crews = figures(usual("4조2교대")).month(JUNE, date(2026, 6, 28))
    assert [crew.crew for crew in crews] == [1, 2, 3, 4]
    for crew in crews:
        assert len(crew.days) == 28
        assert [
            sum(holiday for _what, holiday in crew.days[week : week + 7]) for week in range(0, 28, 7)
        ] == [1] * 4
    assert sum(crew.minutes for crew in crews) == 28 * 2 * 630


@pytest.mark.parametrize(
    ("starts", "ends", "breaks", "plan"),
    [
        ("07:00", "19:00", ["12:00-13:00"], Plan(420, 1140, ((720, 780),))),
        ("1900", "0700", ["00:00~01:00"], Plan(1140, 1860, ((1440, 1500),))),
        ("09:00", "09:00", ["07:00-08:00"], Plan(540, 1980, ((1860, 1920),))),
        ("16:00", "24:00", [], Plan(960, 1440)),
    ],
)
def test_times_after_midnight_lie_on_the_next_day(
    starts: str, ends: str, breaks: list[str], plan: Plan
) -> None:
    assert plan_of(starts, ends, breaks) == plan


@pytest.mark.parametrize("text", ["25:00", "7", "아침", "07:60", ""])
def test_a_time_that_is_none_is_not_guessed(text: str) -> None:
    with pytest.raises(UnreadableTime):
        plan_of(text, "19:00", [])
    with pytest.raises(UnreadableTime):
        plan_of("07:00", "19:00", ["12:00"])


def with_first(change: Callable[[Any], Any]) -> Pattern:
    """The four-crew form with its day shift changed."""
    pattern = usual("4조2교대")
    return replace(pattern, shifts=(change(pattern.shifts[0]), *pattern.shifts[1:]))


def breaks(*pairs: tuple[int, int]) -> Pattern:
    return with_first(lambda shift: replace(shift, plan=Plan(420, 1140, pairs)))


FOUR = usual("4조2교대")
UNSOUND: list[tuple[type[Refused], Pattern]] = [
    (CycleWithoutShift, replace(FOUR, cycle=("off", "after_night"))),
    (UnknownShiftInCycle, replace(FOUR, cycle=("주간", "심야"))),
    (PatternTooLong, replace(FOUR, cycle=FOUR.cycle * (CYCLE_AT_MOST // 4 + 1))),
    (PatternTooLong, replace(FOUR, crew_offsets=tuple(range(21)))),
    (ShiftMarkTaken, with_first(lambda shift: replace(shift, mark="주"))),
    (ShiftMarkTaken, with_first(lambda shift: replace(shift, mark="8"))),
    (ShiftMarkTaken, with_first(lambda shift: replace(shift, mark="off"))),
    (ShiftMarkTaken, with_first(lambda shift: replace(shift, mark="주 간"))),
    (ShiftMarkTwice, with_first(lambda shift: replace(shift, mark="야간"))),
    (ShiftBreaksFaulty, breaks((300, 450))),
    (ShiftBreaksFaulty, breaks((720, 780), (760, 800))),
    (ShiftBreaksFaulty, breaks((780, 720))),
    (ShiftBreaksFaulty, breaks(*((500 + 20 * n, 510 + 20 * n) for n in range(BREAKS_AT_MOST + 1)))),
    (ShiftAgreesTooMuch, with_first(lambda shift: replace(shift, scheduled_minutes=631))),
    (ShiftAgreesTooMuch, with_first(lambda shift: replace(shift, scheduled_minutes=0))),
    (
        ShiftsOverlap,
        replace(
            FOUR,
            cycle=("야간", "주간"),
            shifts=(FOUR.shifts[0], replace(FOUR.shifts[1], plan=Plan(1140, 1861))),
        ),
    ),
]


@pytest.mark.parametrize(("refusal", "pattern"), UNSOUND)
def test_a_pattern_that_cannot_be_worked_or_paid_is_refused(
    office: Office, refusal: type[Refused], pattern: Pattern
) -> None:
    with pytest.raises(refusal):
        require_sound(pattern)
    with pytest.raises(refusal):
        make_pattern(office.hr_officer, pattern)
    assert not ShiftPattern.objects.exists()


def test_a_name_is_taken_once(office: Office) -> None:
    stored_pattern(office)
    with pytest.raises(PatternNameTaken, match="4조2교대"):
        stored_pattern(office)


def test_only_an_hr_officer_draws_patterns(office: Office) -> None:
    with pytest.raises(NotAllowed):
        make_pattern(office.clerk, FOUR)


def test_a_copy_has_everything_but_the_name(office: Office) -> None:
    row = stored_pattern(office)
    copied = copy_pattern(office.hr_officer, row.pk, "청사 4조2교대")
    assert stored(copied) == replace(FOUR, name="청사 4조2교대")


def test_a_pattern_that_somebody_follows_stays(office: Office) -> None:
    row = stored_pattern(office)
    follow(office, office.employ(), row, crew=4)
    with pytest.raises(PatternInUse):
        drop_pattern(office.hr_officer, row.pk)
    with pytest.raises(PatternInUse):
        change_pattern(office.hr_officer, row.pk, replace(FOUR, crew_offsets=(0, 1, 2)))


def test_a_pattern_that_nobody_follows_can_go(office: Office) -> None:
    drop_pattern(office.hr_officer, stored_pattern(office).pk)
    assert not ShiftType.objects.exists()
    with pytest.raises(NotFound):
        drop_pattern(office.hr_officer, 987_654)


def test_a_pattern_by_which_a_month_was_paid_changes_only_as_a_copy(office: Office) -> None:
    row = stored_pattern(office)
    follow(office, office.employ(), row)
    month = office.month(JUNE)
    month.state = "paid"
    month.save()
    with pytest.raises(PatternInPaidMonths):
        change_pattern(office.hr_officer, row.pk, replace(FOUR, on_duty=0))
    assert copy_pattern(office.hr_officer, row.pk, "새 교대표").pk


def check_the_limits_now() -> None:
    """The database looks at a cycle when a transaction ends, so that shifts may be replaced within one."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_itself_refuses_a_cycle_with_a_shift_that_is_not_there(office: Office) -> None:
    ShiftPattern.objects.filter(pk=stored_pattern(office).pk).update(cycle=["주간", "심야"])
    with pytest.raises(IntegrityError, match="no shift of it"):
        check_the_limits_now()


def test_the_database_itself_refuses_to_lose_a_shift_of_a_cycle(office: Office) -> None:
    stored_pattern(office).shift_types.filter(mark="야간").delete()
    with pytest.raises(IntegrityError, match="no shift of it"):
        check_the_limits_now()


def test_the_database_itself_refuses_a_shift_longer_than_a_day(office: Office) -> None:
    row = stored_pattern(office)
    with pytest.raises(IntegrityError, match="shift_lasts_at_most_a_day"), transaction.atomic():
        row.shift_types.update(ends=4000)


def test_another_institution_sees_no_pattern_of_ours(office: Office) -> None:
    row = stored_pattern(office)
    other = new_office("나래시")
    assert not ShiftPattern.objects.exists()
    with pytest.raises(NotFound):
        change_pattern(other.hr_officer, row.pk, FOUR)
