"""Where other systems counted minutes wrongly: differences instead of intervals, midnight of another zone."""

from datetime import date
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from office import JUNE, Office, new_office
from openinsa.golden.months import payslip_month
from openinsa.golden.whole_months import as_case
from openinsa.people.models import InstitutionSetting
from openinsa.rules.choices import DEFAULT_SETTINGS, word_of
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.institutions import institution_table
from openinsa.staffing.models import Day

HOURLY = 12_121


def june(days: dict[date, str] | None = None, **contract: Any) -> dict[str, Any]:
    """A June by the hour, from nine to six, with single days otherwise, as it is paid."""
    told = {"month": "2026-06", "contract": {"rate": HOURLY, **contract}, "days": days or {}, "expect": {}}
    return payslip_month(**as_case("june", told)["input"])


def test_overtime_is_not_what_was_worked_less_what_was_planned() -> None:
    """Four hours planned on Fridays and eight worked: more than planned, yet no minute beyond eight or forty."""
    week = {"mon-thu": "09:00-18:00 (12:00-13:00)", "fri": "09:00-13:00"}
    whole_friday = june({date(2026, 6, 12): "09:00-18:00 (12:00-13:00)"}, week=week)
    assert whole_friday["minutes"]["worked"] - june(week=week)["minutes"]["worked"] == 240
    assert whole_friday["minutes"]["overtime"] == 0


def test_a_short_day_does_not_eat_the_overtime_of_a_long_one() -> None:
    """Two hours too few on Monday, two too many on Tuesday: worked less planned is nothing, overtime is two hours."""
    days = {date(2026, 6, 8): "09:00-16:00 (12:00-13:00)", date(2026, 6, 9): "09:00-20:00 (12:00-13:00)"}
    minutes = june(days)["minutes"]
    assert (minutes["worked"], minutes["unpaid"], minutes["overtime"]) == (
        june()["minutes"]["worked"],
        120,
        120,
    )


def test_hours_of_leave_are_no_worked_time_and_make_no_overtime() -> None:
    """A morning of leave and work until eight in the evening: ten hours planned and present, six worked."""
    minutes = june({date(2026, 6, 9): "14:00-20:00 + annual_leave 240"})["minutes"]
    assert (minutes["overtime"], minutes["leave_paid"]) == (0, 240)


@pytest.mark.parametrize(
    "shift", ["06:00-15:00 (10:00-11:00)", "08:00-17:00 (12:00-13:00)", "09:00-18:00 (12:00-13:00)"]
)
def test_midnight_of_another_time_zone_makes_no_overtime(shift: str) -> None:
    """Nine in the morning here is midnight in Greenwich; a shift across it is one shift of one day."""
    days = {date(2026, 6, day): shift for day in range(8, 13)}
    assert june(days) == june()


@pytest.fixture
def office(db: None) -> Office:
    return new_office()


def test_a_shift_across_midnight_in_greenwich_is_stored_on_its_own_day(office: Office) -> None:
    contract, month = office.employ(), office.month(JUNE)
    cell = CellChange(contract.pk, date(2026, 6, 9), "", "06:00-15:00")
    record_days(office.clerk, month.pk, uuid4(), "type", [cell])
    day = Day.objects.get(contract=contract)
    assert (day.date, day.starts, day.ends) == (date(2026, 6, 9), 360, 900)


def test_an_institution_that_chose_nothing_rounds_as_the_rules_do(office: Office) -> None:
    """An empty setting is no setting of nothing: every choice keeps the value that a new institution begins with."""
    setting = InstitutionSetting.objects.get()
    chosen = institution_table(setting)
    setting.choices = {}
    empty = institution_table(setting)
    for name, usual in DEFAULT_SETTINGS.items():
        assert getattr(empty, name).tolist() == getattr(chosen, name).tolist() == [usual], name


def test_every_choice_of_rounding_names_how_it_rounds() -> None:
    for name in ("line_rounding", "hourly_ordinary_rounding", "monthly_hours_rounding", "gross_rounding"):
        assert word_of(name, DEFAULT_SETTINGS[name]), name


@pytest.mark.parametrize(
    ("ended", "first", "days"),
    [
        (date(2024, 3, 31), date(2024, 1, 1), 91),
        (date(2023, 3, 31), date(2023, 1, 1), 90),
        (date(2024, 4, 30), date(2024, 2, 1), 90),
        (date(2023, 4, 30), date(2023, 2, 1), 89),
        (date(2024, 2, 29), date(2023, 12, 1), 91),
        (date(2023, 2, 28), date(2022, 12, 1), 90),
    ],
)
def test_the_average_wage_is_divided_by_the_days_there_were_also_in_a_leap_year(
    ended: date, first: date, days: int
) -> None:
    """The 29th of February is a day of the three months where there is one."""
    given = {
        "employment_ended": np.array([day_number(ended)]),
        "employed_since": np.array([day_number(date(2020, 1, 1))]),
        "missing_day_is_march": np.array([False]),
        "excluded_days": np.array([0]),
        "three_month_wages": np.array([9_100_000]),
    }
    wanted = ["average_window_start", "three_month_days", "average_daily_wage"]
    found = load_rule_book().run(wanted, given)
    assert day_of(found["average_window_start"][0]) == first
    assert found["three_month_days"].tolist() == [days]
    assert found["average_daily_wage"].tolist() == [9_100_000 // days]
