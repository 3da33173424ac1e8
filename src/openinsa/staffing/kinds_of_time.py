"""Overtime, holiday work and night work of a sheet's rows, by the rules and choices that the pay run uses."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from openinsa.compute.layout import DAYS_PER_WEEK, SPAN, WEEKDAYS, lay_out, make_batch
from openinsa.compute.tables import (
    EMPTY,
    NO_MARK,
    NOTHING_ENTERED,
    WORKED,
    Days,
    FlexibleSpans,
    Holidays,
    MonthTables,
    Rosters,
    Slips,
    Versions,
    Whole,
    padded_breaks,
)
from openinsa.compute.working import WorkedDays, work_days
from openinsa.people.models import InstitutionSetting
from openinsa.rules.engine import day_number
from openinsa.staffing.institutions import institution_table
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import Row, Sheet

SHORT_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NIGHT, HOLIDAY, OVERTIME = "night_minutes", "holiday_minutes", "overtime_minutes"


@dataclass(frozen=True)
class KindsOfTime:
    """Minutes by contract and day: overtime, holiday work, night work. Days without any are left out.

    `beyond` is overtime with the holiday work beyond eight hours.
    """

    overtime: Mapping[int, Mapping[date, int]]
    holiday: Mapping[int, Mapping[date, int]]
    night: Mapping[int, Mapping[date, int]]
    beyond: Mapping[int, Mapping[date, int]]

    def of_month(self, contract: int, month: date) -> dict[str, int]:
        """Sums of one contract's month."""
        kinds = {OVERTIME: self.overtime, HOLIDAY: self.holiday, NIGHT: self.night}
        return {
            name: sum(minutes for day, minutes in found.get(contract, {}).items() if day >= month)
            for name, found in kinds.items()
        }


def kinds_of_time(sheet: Sheet) -> KindsOfTime:
    """The kinds of all rows, weeks counted from the days before the month. No statement."""
    rows = [row for _pk, row in sorted(sheet.rows.items()) if row.versions]
    if not rows or sheet.setting is None:
        return KindsOfTime({}, {}, {}, {})
    worked = _worked(sheet, sheet.setting, rows)
    holiday = worked.holiday_first8_minutes + worked.holiday_beyond8_minutes
    contracts, first = [row.contract.pk for row in rows], sheet.earlier_dates[0]
    beyond = worked.overtime_minutes + worked.holiday_beyond8_minutes
    kinds = (worked.overtime_minutes, holiday, worked.night_minutes, beyond)
    return KindsOfTime(*(_by_day(minutes, contracts, first) for minutes in kinds))


def _by_day(minutes: Whole, contracts: list[int], first: date) -> dict[int, dict[date, int]]:
    found: dict[int, dict[date, int]] = {}
    for place in np.flatnonzero(minutes).tolist():
        contract, day = contracts[place // SPAN], date.fromordinal(first.toordinal() + place % SPAN)
        found.setdefault(contract, {})[day] = int(minutes[place])
    return found


def _worked(sheet: Sheet, setting: InstitutionSetting, rows: Collection[Row]) -> WorkedDays:
    tables = MonthTables(
        slips=_slips(setting.institution_id, sheet.project_month.month, rows),
        institutions=institution_table(setting),
        versions=Versions.of([line for row in rows for line in _versions(sheet, row)]),
        days=_days(rows),
        holidays=_holidays(setting.institution_id, sheet.holidays),
        rosters=Rosters.of([line for row in rows for line in _rosters(sheet, row)]),
        flexible=FlexibleSpans.of([line for row in rows for line in _flexible(sheet, row)]),
    )
    batch = make_batch(tables)
    return work_days(batch, lay_out(batch))[0]


def _slips(institution: int, month: date, rows: Collection[Row]) -> Slips:
    """Slips of which only the employment is known: time asks for nothing else."""
    contracts = [row.contract for row in rows]
    known = {
        "slip": [one.pk for one in contracts],
        "main_slip": [one.pk for one in contracts],
        "institution": [institution] * len(contracts),
        "month": [day_number(month)] * len(contracts),
        "employed_from": [day_number(one.starts_on) for one in contracts],
        "employed_to": [day_number(one.ends_on) for one in contracts],
    }
    nothing = np.zeros(len(contracts))
    kind = {column.name: np.bool_ if column.type == "Flags" else np.int64 for column in fields(Slips)}
    return Slips(**{name: np.array(known.get(name, nothing), kind[name]) for name in kind})


def _versions(sheet: Sheet, row: Row) -> Iterator[dict[str, object]]:
    by_roster = row.contract.pk in sheet.rosters
    for version in row.versions:
        plans = [_planned(version.schedule.get(weekday)) for weekday in SHORT_WEEKDAYS]
        yield {
            "slip": row.contract.pk,
            "valid_from": day_number(version.valid_from),
            "valid_to": day_number(version.valid_to),
            "pay_basis": 0,
            "rate": version.rate,
            "daily_scheduled_minutes": version.daily_scheduled_minutes,
            "weekly_scheduled_minutes": version.weekly_scheduled_minutes,
            "weekly_scheduled_days": version.weekly_scheduled_days,
            "monthly_scheduled_minutes": 0,
            "month_hours": 0,
            "part_time": version.part_time,
            "daily_worker": False,
            "week_ends_on": version.week_ends_on,
            "roster": by_roster,
            "holiday_by_roster": by_roster,
            **exempt_span(row.contract),
            **dict(zip(WEEKDAYS, plans, strict=True)),
        }


def exempt_span(contract: Contract) -> dict[str, int]:
    """The days on which hours, breaks and holidays do not bind a contract, as columns of a version."""
    if contract.exempt_from is None or contract.exempt_to is None:
        return {"exempt_from": 0, "exempt_to": EMPTY}
    return {"exempt_from": day_number(contract.exempt_from), "exempt_to": day_number(contract.exempt_to)}


def _planned(entry: tuple[int, int, list[list[int]]] | None) -> int:
    """Minutes of a weekday's entry in a version's schedule; EMPTY for a day without work."""
    if entry is None:
        return EMPTY
    starts, ends, breaks = entry
    return ends - starts - sum(to - since for since, to in breaks)


def _days(rows: Collection[Row]) -> Days:
    """The worked days; time asks for no others."""
    worked = [day for row in rows for day in row.days.values() if day.starts is not None]
    breaks = [list(zip(day.breaks[::2], day.breaks[1::2], strict=True)) for day in worked]
    columns = {
        "slip": [day.contract_id for day in worked],
        "date": [day_number(day.date) for day in worked],
        "start": [day.starts for day in worked],
        "end": [day.ends for day in worked],
    }
    nothing = np.zeros(len(worked), np.int64)
    return Days(
        **{name: np.array(values, np.int64) for name, values in columns.items()},
        code=nothing + WORKED,
        breaks=padded_breaks(breaks),
        leave_code=nothing + NOTHING_ENTERED,
        leave_minutes=nothing,
        mark=nothing + NO_MARK,
    )


def _rosters(sheet: Sheet, row: Row) -> Iterator[dict[str, object]]:
    """Plans by date of those who follow a crew, also on the days that the week of the contract plans."""
    if row.contract.pk not in sheet.rosters:
        return
    after = days_after(sheet) if row.contract.pk in sheet.flexible else []
    for day in [*sheet.earlier_dates, *sheet.dates, *after]:
        if row.version_on(day) is not None:
            minutes, weekly_holiday = sheet.agreed_on(row, day)
            yield {
                "slip": row.contract.pk,
                "date": day_number(day),
                "scheduled_minutes": minutes,
                "weekly_holiday": weekly_holiday,
            }


def days_after(sheet: Sheet) -> list[date]:
    """The days after the month that may share a week with it."""
    last = sheet.last_day.toordinal()
    return [date.fromordinal(last + n) for n in range(1, DAYS_PER_WEEK)]


def _flexible(sheet: Sheet, row: Row) -> Iterator[dict[str, object]]:
    """The days on which flexible hours hold; what unit periods come to is the pay run's question."""
    for cover in sheet.flexible.get(row.contract.pk, ()):
        yield {
            "slip": row.contract.pk,
            "unit_from": day_number(cover.valid_from),
            "valid_from": day_number(cover.valid_from),
            "valid_to": day_number(min(cover.valid_to, cover.agreement.ends_on)),
        }


def _holidays(institution: int, holidays: Collection[date]) -> Holidays:
    days = np.array([day_number(day) for day in holidays], np.int64)
    return Holidays(np.full(len(days), institution, np.int64), days)
