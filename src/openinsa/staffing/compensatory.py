"""Leave in place of pay for overtime, holiday and night work, as an agreement has it (근로기준법 제57조)."""

from collections.abc import Collection, Mapping
from datetime import date

import numpy as np

from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.kinds_of_time import kinds_of_time
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
    kinds = kinds_of_time(sheet)
    kept = (kinds.overtime, kinds.holiday, kinds.beyond, kinds.night)
    rows = {one: [_sum(minutes.get(one, {}), days) for minutes in kept] for one in sheet.rows}
    return _banked(sheet.last_day, {contract: row for contract, row in rows.items() if any(row)})


def _sum(minutes: Mapping[date, int], days: Collection[date]) -> int:
    return sum(count for day, count in minutes.items() if day in days)


def _banked(day: date, rows: Mapping[int, list[int]]) -> dict[int, int]:
    """Minutes of leave by contract, for minutes of overtime, holiday work, all beyond eight hours, and night."""
    if not rows:
        return {}
    overtime, holiday, beyond, night = np.array(list(rows.values()), np.int64).T
    given = {
        "overtime_minutes": overtime,
        "holiday_first8_minutes": holiday - (beyond - overtime),
        "holiday_beyond8_minutes": beyond - overtime,
        "night_minutes": night,
        "work_date": np.full(len(rows), day_number(day)),
    }
    banked = load_rule_book().run([BANKED], given)[BANKED]
    return dict(zip(rows, banked.tolist(), strict=True))
