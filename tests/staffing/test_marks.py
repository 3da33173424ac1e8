"""What a clerk puts into a cell, and what is read from it."""

from dataclasses import replace

import pytest

from openinsa.staffing.day_codes import STARTING_CODES
from openinsa.staffing.marks import DayContext, Plan, default_mark, read_mark

CODES = {code.mark: code for code in STARTING_CODES}
MARKS = {code.code: code.mark for code in STARTING_CODES}
PLAN = Plan(540, 1080, ((720, 780),))
WORKDAY = DayContext(PLAN, PLAN)
SATURDAY = DayContext(None, PLAN)
SUNDAY = DayContext(None, PLAN, weekly_holiday=True)
ELECTION = DayContext(PLAN, PLAN, public_holiday=True)

SHIFTS = {
    "출": ("work", 540, 1080, (720, 780)),
    "8": ("work", 540, 1080, (720, 780)),
    "8.0": ("work", 540, 1080, (720, 780)),
    "9.5": ("work", 540, 1170, (720, 780)),
    "9:30": ("work", 540, 1170, (720, 780)),
    "3": ("work", 540, 720, ()),
    "4": ("work", 540, 840, (720, 780)),
    "09:00-18:00": ("work", 540, 1080, (720, 780)),
    "22:00-07:00": ("work", 1320, 1860, ()),
    "교육": ("training", 540, 1080, (720, 780)),
}


@pytest.mark.parametrize("mark", SHIFTS)
def test_a_mark_of_work_becomes_a_shift_with_its_breaks(mark: str) -> None:
    read = read_mark(mark, WORKDAY, CODES)
    assert (read.code, read.starts, read.ends, read.breaks) == SHIFTS[mark]
    assert not read.fault


@pytest.mark.parametrize(("mark", "minutes"), [("8", 480), ("9.5", 570), ("9.25", 555), ("4:30", 270)])
def test_hours_entered_are_the_minutes_worked(mark: str, minutes: int) -> None:
    assert read_mark(mark, WORKDAY, CODES).worked_minutes == minutes


def test_an_afternoon_off_is_half_work_in_the_morning_and_half_leave() -> None:
    read = read_mark("반", WORKDAY, CODES)
    assert (read.starts, read.ends, read.leave_code, read.leave_minutes) == (540, 840, "half_leave", 240)
    assert read.worked_minutes + read.leave_minutes == PLAN.minutes


def test_a_morning_off_leaves_the_afternoon_until_the_planned_end() -> None:
    read = read_mark("오전반", WORKDAY, CODES)
    assert (read.starts, read.ends, read.worked_minutes) == (840, 1080, 240)


@pytest.mark.parametrize(("mark", "minutes"), [("연2", 120), ("연 1:30", 90), ("연0.5", 30)])
def test_hours_of_leave_are_taken_at_the_end_of_the_day(mark: str, minutes: int) -> None:
    read = read_mark(mark, WORKDAY, CODES)
    assert (read.starts, read.leave_code, read.leave_minutes) == (540, "annual_leave", minutes)
    assert read.worked_minutes + read.leave_minutes == PLAN.minutes


FAULTS = {
    ("연8", WORKDAY): "leave_hours_beyond_the_day",
    ("연0", WORKDAY): "leave_hours_beyond_the_day",
    ("연2", SUNDAY): "leave_on_a_free_day",
    ("출2", WORKDAY): "unknown_mark",
    ("밥", WORKDAY): "unknown_mark",
    ("25", WORKDAY): "hours_beyond_a_day",
    ("0", WORKDAY): "hours_beyond_a_day",
    ("공휴", WORKDAY): "not_a_public_holiday",
    ("주", WORKDAY): "not_the_weekly_holiday",
    ("연", SUNDAY): "leave_on_a_free_day",
    ("결", SATURDAY): "leave_on_a_free_day",
    ("반", ELECTION): "leave_on_a_free_day",
}


@pytest.mark.parametrize(("mark", "context"), FAULTS)
def test_a_mark_that_cannot_be_is_kept_with_its_fault(mark: str, context: DayContext) -> None:
    read = read_mark(mark, context, CODES)
    assert (read.mark, read.fault) == (mark, FAULTS[mark, context])


@pytest.mark.parametrize(
    ("mark", "context", "warning"),
    [
        ("출", SUNDAY, "work_on_holiday"),
        ("8", ELECTION, "work_on_holiday"),
        ("4", SATURDAY, "work_without_plan"),
        ("휴", WORKDAY, "free_on_a_scheduled_day"),
        ("주", SUNDAY, ""),
        ("휴", SATURDAY, ""),
    ],
)
def test_an_unusual_day_is_stored_with_a_warning(mark: str, context: DayContext, warning: str) -> None:
    read = read_mark(mark, context, CODES)
    assert (read.fault, read.warning) == ("", warning)


@pytest.mark.parametrize(
    ("context", "mark"), [(WORKDAY, "출"), (SATURDAY, "휴"), (SUNDAY, "주"), (ELECTION, "공휴")]
)
def test_an_ordinary_month_fills_itself(context: DayContext, mark: str) -> None:
    assert default_mark(context, MARKS) == mark


def test_every_starting_mark_reads_without_fault_somewhere() -> None:
    for mark in CODES:
        readings = [read_mark(mark, context, CODES) for context in (WORKDAY, SATURDAY, SUNDAY, ELECTION)]
        assert any(not reading.fault for reading in readings), mark


BREAKS = {
    "09:00-18:00/60": (720, 780),
    "09:00-22:00/90": (720, 810),
    "09:00-18:00/30": (720, 750),
    "09:00-18:00/1:30": (720, 810),
    "09:00-18:00/0": (),
    "22:00-07:00/60": (1560, 1620),
    "09:00-13:00/30": (645, 675),
    "11:30-12:30/20": (710, 730),
    "09:00-18:00/13:00-14:00": (780, 840),
    "09:00~19:00/12:30~13:00,17:00~17:30": (750, 780, 1020, 1050),
    "22:00-07:00/02:00-03:00": (1560, 1620),
    "22:00-07:00/23:30-00:30,03:00-03:30": (1410, 1470, 1620, 1650),
}


@pytest.mark.parametrize("mark", BREAKS)
def test_breaks_written_behind_the_times_are_taken_from_the_planned_ones_on(mark: str) -> None:
    read = read_mark(mark, WORKDAY, CODES)
    minutes = sum(BREAKS[mark][1::2]) - sum(BREAKS[mark][::2])
    assert (read.breaks, read.fault) == (BREAKS[mark], "")
    assert read.ends is not None
    assert read.starts is not None
    assert read.worked_minutes == read.ends - read.starts - minutes


def test_two_planned_breaks_are_filled_one_after_the_other() -> None:
    plan = Plan(420, 1140, ((720, 780), (1020, 1050)))
    shift = DayContext(plan, plan)
    taken = {
        mark: read_mark(f"07:00-19:00/{mark}", shift, CODES).breaks for mark in ("45", "75", "90", "200")
    }
    assert taken == {
        "45": (720, 765),
        "75": (720, 780, 1020, 1035),
        "90": (720, 780, 1020, 1050),
        "200": (720, 780, 1000, 1140),
    }


def test_a_break_as_long_as_the_shift_is_refused() -> None:
    assert read_mark("09:00-10:00/60", WORKDAY, CODES).fault == "break_longer_than_the_shift"
    assert read_mark("09:00-10:00/09:00-10:00", WORKDAY, CODES).fault == "break_longer_than_the_shift"


@pytest.mark.parametrize(
    "mark", ["09:00-18:00/18:00-18:30", "09:00-18:00/08:00-09:30", "09:00-18:00/12:00-13:00,12:30-13:30"]
)
def test_a_break_at_times_without_work_is_refused(mark: str) -> None:
    assert read_mark(mark, WORKDAY, CODES).fault == "break_outside_the_shift"


def test_no_more_than_four_breaks_are_taken() -> None:
    five = ",".join(f"{hour}:00-{hour}:10" for hour in range(10, 15))
    assert read_mark(f"09:00-18:00/{five}", WORKDAY, CODES).fault == "too_many_breaks"


def test_a_text_too_long_for_a_mark_is_kept_as_far_as_it_goes() -> None:
    read = read_mark("가" * 200, WORKDAY, CODES)
    assert (read.mark, read.fault) == ("가" * 80, "unknown_mark")


AS_WORK = {**CODES, "숙직": replace(CODES["숙직"], as_work=True, starts=1080, ends=1980)}


def test_a_duty_on_a_free_day_is_no_work() -> None:
    read = read_mark("일직", SUNDAY, CODES)
    assert (read.code, read.starts, read.worked_minutes, read.fault) == ("day_duty", None, 0, "")


def test_a_duty_after_the_day_leaves_the_days_hours_as_they_are() -> None:
    read = read_mark("출+숙직", WORKDAY, CODES)
    assert (read.mark, read.code, read.starts, read.ends) == ("출+숙직", "night_duty", 540, 1080)
    assert read.breaks == (720, 780)


def test_a_half_day_keeps_its_leave_beside_a_duty() -> None:
    read = read_mark("오전반+숙직", WORKDAY, CODES)
    assert (read.code, read.leave_code, read.leave_minutes) == ("night_duty", "morning_leave", 240)


def test_a_duty_on_a_scheduled_day_alone_says_that_the_day_is_not_worked() -> None:
    assert read_mark("일직", WORKDAY, CODES).warning == "free_on_a_scheduled_day"


def test_a_duty_that_equals_normal_work_is_counted_by_its_hours() -> None:
    alone, after = (read_mark(mark, WORKDAY, AS_WORK) for mark in ("숙직", "09:00-17:00+숙직"))
    assert (alone.starts, alone.ends, alone.worked_minutes) == (1080, 1980, 900)
    assert (after.starts, after.ends, after.breaks) == (540, 1980, (720, 780, 1020, 1080))
    assert after.worked_minutes == 420 + 900


def test_such_a_duty_on_the_weekly_holiday_is_holiday_work() -> None:
    read = read_mark("주+숙직", SUNDAY, AS_WORK)
    assert (read.starts, read.warning, read.fault) == (1080, "work_on_holiday", "")


@pytest.mark.parametrize(
    ("mark", "fault"),
    [
        ("연+숙직", "duty_beside_leave"),
        ("일직+숙직", "duty_beside_leave"),
        ("09:00-20:00+숙직", "duty_within_the_shift"),
        ("??+숙직", "unknown_mark"),
        ("+숙직", "unknown_mark"),
    ],
)
def test_a_duty_that_does_not_go_with_the_day_is_a_fault(mark: str, fault: str) -> None:
    read = read_mark(mark, WORKDAY, AS_WORK)
    assert (read.mark, read.fault) == (mark, fault)
