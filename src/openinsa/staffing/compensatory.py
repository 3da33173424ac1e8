"""Leave in place of pay for overtime, holiday and night work, as an agreement has it (근로기준법 제57조)."""

from collections.abc import Collection, Mapping
from datetime import date

import numpy as np

from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Approval, ProjectMonth
from openinsa.staffing.sheet import Sheet, load_sheet

BANKED = "banked_minutes"


def banked_in_month(month: ProjectMonth, contracts: Collection[int] | None = None) -> dict[int, int]:
    """Minutes of leave that a project's month earns in place of pay, by contract; those without are left out.

    All of the month's banked days are summed before a part of a minute is dropped. Statements: those of a sheet.
    """
    return banked_of(load_sheet(month, contracts))


def banked_of(sheet: Sheet) -> dict[int, int]:
    """The same of a loaded sheet. No statement."""
    agreed = [one for one in sheet.approvals if one.kind == Approval.Kind.COMPENSATORY]
    days = {day for day in sheet.dates if any(one.holds_on(day) for one in agreed)}
    if not days:
        return {}
    kinds = sheet.kinds
    found = {}
    for contract in sheet.rows:
        overtime, holiday, beyond, night = (
            _sum(minutes.get(contract, {}), days)
            for minutes in (kinds.overtime, kinds.holiday, kinds.beyond, kinds.night)
        )
        if overtime or holiday or night:
            holiday_beyond8 = beyond - overtime
            found[contract] = _banked(
                sheet.last_day, overtime, holiday - holiday_beyond8, holiday_beyond8, night
            )
    return found


def _sum(minutes: Mapping[date, int], days: Collection[date]) -> int:
    return sum(count for day, count in minutes.items() if day in days)


def _banked(day: date, *minutes: int) -> int:
    names = ("overtime_minutes", "holiday_first8_minutes", "holiday_beyond8_minutes", "night_minutes")
    given = {name: np.array([count], np.int64) for name, count in zip(names, minutes, strict=True)}
    given["work_date"] = np.array([day_number(day)], np.int64)
    return int(load_rule_book().run([BANKED], given)[BANKED][0])
