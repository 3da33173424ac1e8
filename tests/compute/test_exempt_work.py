"""Exempt work (근로기준법 제63조): from the approval on no overtime and no holiday premium, night as ever."""

import json
from datetime import date, timedelta
from typing import Any

from compute.months import day_row, month_tables, number, version_row
from openinsa.compute.assembly import MonthSlips
from openinsa.compute.explanation import explain
from openinsa.compute.month import compute_month
from openinsa.compute.tables import EMPTY
from openinsa.rules.choices import PayBasis

SHIFTS = [date(2026, 6, day) for day in range(1, 29) if date(2026, 6, day).weekday() != 6]
HOLIDAY = date(2026, 6, 7)


def paid(days: list[dict[str, Any]], **terms: Any) -> MonthSlips:
    exempt = {"exempt_from": number(date(2026, 1, 1)), "exempt_to": number(date(2026, 12, 31))}
    return compute_month(month_tables(versions=[version_row(**(exempt | terms))], days=days))


def lines(month: MonthSlips) -> dict[str, int]:
    return {line["code"]: line["amount"] for line in explain(month, 1) if line["side"] == "earning"}


def watch(day: date, start: int = 420, end: int = 1260) -> dict[str, Any]:
    """A watchman's fourteen hours from seven in the morning."""
    return day_row(day, start=start, end=end, breaks=[])


def test_fourteen_hours_a_day_hold_no_overtime_and_no_week_is_over_a_limit() -> None:
    month = paid([watch(day) for day in SHIFTS])
    assert "overtime" not in lines(month)
    assert lines(month)["base"] == len(SHIFTS) * 14 * 12_121
    assert not month.slips.weekly_limit_12[0]
    assert month.weeks.limit_test_minutes.tolist() == [0] * len(month.weeks)


def test_without_an_approval_the_same_days_have_overtime_and_the_mark() -> None:
    month = paid([watch(day) for day in SHIFTS], exempt_from=0, exempt_to=EMPTY)
    assert lines(month)["overtime"] > 0
    assert month.slips.weekly_limit_12[0]


def test_the_approval_takes_effect_on_its_day() -> None:
    approved = date(2026, 6, 15)
    month = paid([watch(day) for day in SHIFTS], exempt_from=number(approved))
    days = month.days
    overtime = dict(zip(days.date.tolist(), days.overtime_minutes.tolist(), strict=True))
    assert overtime[number(approved - timedelta(days=2))] > 0
    assert overtime[number(approved)] == 0


def test_the_night_premium_stays() -> None:
    month = paid([watch(date(2026, 6, 2), 1320, 1800)])
    assert lines(month)["night"] == 8 * 12_121 // 2


def test_work_on_the_weekly_holiday_is_paid_once_and_without_premium() -> None:
    worked = [watch(day, 540, 1020) for day in (*SHIFTS[:6], HOLIDAY)]
    month = paid(worked)
    assert "holiday_first8" not in lines(month)
    assert lines(month)["base"] == 7 * 8 * 12_121
    assert lines(month)["weekly_holiday"] > 0


def test_a_salary_is_joined_by_the_hours_worked_on_a_holiday() -> None:
    month = paid([watch(HOLIDAY, 540, 1020)], pay_basis=PayBasis.MONTHLY, rate=2_533_289)
    row = lines(month)
    assert row["extra_regular"] == 8 * 2_533_289 // 209
    assert "holiday_first8" not in row


def test_a_part_timer_keeps_the_premium_beyond_the_agreed_hours() -> None:
    terms = {"part_time": True, "weekly_scheduled_minutes": 1200, "daily_scheduled_minutes": 240}
    plan = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), 240)
    month = paid([watch(date(2026, 6, 2), 540, 900)], **terms, **plan)
    assert lines(month)["overtime"] == 2 * 12_121 * 3 // 2


def test_the_line_says_why_it_has_no_premium_and_by_which_article() -> None:
    month = paid([watch(date(2026, 6, 2))])
    base = next(line for line in explain(month, 1) if line["code"] == "base")
    assert "(적용 제외: 연장·휴일 가산 없음)" in base["words_ko"]
    assert "(exempt: no premium)" in base["words_en"]
    assert base["law"].endswith("근로기준법 제63조")
    assert json.loads(json.dumps(base["inputs"]))["exempt_days"] == [["2026-06-02", 840]]


def test_who_is_not_exempt_reads_nothing_of_it() -> None:
    month = paid([watch(date(2026, 6, 2))], exempt_from=0, exempt_to=EMPTY)
    base = next(line for line in explain(month, 1) if line["code"] == "base")
    assert "적용 제외" not in base["words_ko"]
    assert "exempt_days" not in base["inputs"]
