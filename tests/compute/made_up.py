"""Months made up at random in the shape of months.json, inside what its meaning defines."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from openinsa.rules.calendar.calendar import public_holidays

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CODES = {
    "none": {"paid": False, "attendance": "excused"},
    "work": {"paid": True, "attendance": "present"},
    "annual_leave": {"paid": True, "attendance": "excused"},
    "training": {"paid": True, "attendance": "present"},
    "unpaid_sick": {"paid": False, "attendance": "excused"},
    "absent": {"paid": False, "attendance": "absent"},
}
SETTINGS: dict[str, list[Any]] = {
    "line_rounding": ["floor_1", "half_up_1", "ceil_1", "floor_10", "ceil_10"],
    "hourly_ordinary_rounding": ["exact", "floor_1", "half_up_1", "ceil_1"],
    "monthly_hours_rounding": ["exact", "ceil_hour", "half_up_hour"],
    "gross_rounding": ["none", "ceil_10", "floor_10"],
    "proration": ["calendar_days", "thirty_days", "scheduled_days"],
    "absence_deduction": ["hourly", "calendar_day"],
    "absence_loses_weekly_holiday": [True, False],
    "paid_time_rate": ["base", "ordinary"],
    "midnight_rule": ["start_day", "split_at_holiday"],
    "holiday_minutes_count_toward_40": [True, False],
    "public_holiday_on_unscheduled_day": ["unpaid", "paid"],
    "public_holiday_work_unscheduled": ["holiday", "ordinary"],
    "holiday_coincidence": ["one"],
    "weekly_holiday_formula": ["divisor_at_least_5", "fifth_of_40"],
    "joiner_partial_week": ["none", "paid"],
    "whole_week_excused": ["none", "paid"],
    "daily_tax_unit": ["payment", "day"],
}
HOURS = {0: (480, 2400, 5), 1: (240, 1200, 5), 2: (480, 1440, 3), 3: (420, 840, 2), 4: (420, 2520, 6)}
"""Minutes a day, minutes and days a week: full time, part time, and one below fifteen hours."""


def made_up_case(seed: int) -> dict[str, Any]:
    """One month of 2026, the same for the same seed. Every fifth is a daily worker."""
    chance = Random(seed)
    first = date(2026, chance.randint(1, 10), 1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    hired = first + chance.randint(1, 20) * DAY if chance.random() < 0.25 else date(2025, 11, 3)
    left = last - chance.randint(0, 9) * DAY if chance.random() < 0.2 else None
    if left and left < hired:
        left = hired
    daily = seed % 5 == 4
    contracts = _contracts(chance, first, hired, left, daily)
    holidays = public_holidays(first - 6 * DAY, last + DAY)
    swaps = _swaps(chance, [day.date for day in holidays], first, last)
    rest = {day.date for day in holidays} - {holiday for holiday, _ in swaps} | {
        instead for _, instead in swaps
    }
    days = _days(chance, first - 6 * DAY, last, hired, left, contracts, rest)
    worked = [day["date"] for day in days if day["code"] == "work" and day["date"] >= first.isoformat()]
    middle = len(worked) // 2
    payments = [
        {"pay_date": last.isoformat(), "dates": part} for part in (worked[:middle], worked[middle:]) if part
    ]
    return {
        "month": f"{first:%Y-%m}",
        "premium_month": f"{first:%Y-%m}",
        "pay_date": (last + 10 * DAY).isoformat(),
        "institution": {
            "employer_kind": "local_government",
            "employment_extra_ppm": 8_500,
            "accident_rate_ppm": 9_600,
            "settings": {name: chance.choice(values) for name, values in SETTINGS.items()},
            "codes": CODES,
        },
        "worker": {
            "birth_date": chance.choice(
                ["1985-04-12", "1966-03-20", "1966-11-02", "1959-06-01", "1960-02-29"]
            ),
            "foreigner": False,
            "employed_from": hired.isoformat(),
            "employed_to": left.isoformat() if left else None,
            "family": 1,
            "children_8_20": 0,
            "withholding_percent": 100,
            "tax_mode": "daily" if daily else "table",
        },
        "insurance": {
            "insured": "by_rule",
            "bases": {
                "pension": chance.choice([2_500_900, 300_000, 9_000_000]),
                "health": 2_500_000,
                "employment": "month_taxable",
                "accident": "month_taxable",
            },
            "contract_months": chance.choice([2, 10]),
            "monthly_scheduled_hours": chance.choice([209, 105, 56]),
            "pension_first_month_requested": chance.random() < 0.5,
            "employment_before_65": chance.random() < 0.3,
            "employment_first_month": chance.choice(["actual_pay", "bill_rule"]),
        },
        "contracts": contracts,
        "allowances": _allowances(chance, first, daily),
        "calendar": [{"date": day.date.isoformat(), "kind": day.kind} for day in holidays],
        "holiday_swaps": [
            {"holiday": holiday.isoformat(), "instead": instead.isoformat()} for holiday, instead in swaps
        ],
        "days": days,
        "payments": payments if daily else [],
        "other_deductions": [],
    }


def decisions(seed: int) -> dict[str, Any]:
    """What clerks and agreements add to the month of a seed: in some a week's holiday was decided, in some the
    overtime of some days becomes leave."""
    chance, month = Random(f"decisions {seed}"), made_up_case(seed)["month"]
    first = date.fromisoformat(f"{month}-01")
    last = (first + 31 * DAY).replace(day=1) - DAY
    weeks = [first + n * DAY for n in range((last - first).days + 1) if chance.random() < 0.02]
    begin = first + chance.randint(0, 20) * DAY
    spans = [[begin.isoformat(), (begin + 8 * DAY).isoformat()]] if chance.random() < 0.1 else []
    flexible = _flexible(chance, first, last)
    return {
        "decided_weeks": {day.isoformat(): chance.choice(["granted", "withheld"]) for day in weeks},
        "banked": spans,
        "flexible": flexible,
        **({"days": _with_earlier_days(made_up_case(seed)["days"], first)} if flexible else {}),
    }


def _flexible(chance: Random, first: date, last: date) -> list[list[str]]:
    """In some months two unit periods of flexible hours, the first begun up to four weeks ago."""
    if chance.random() > 0.2:
        return []
    begin, length = first - chance.randint(-5, 28) * DAY, chance.choice([4, 5, 6, 13, 40])
    units = [(begin, begin + (length - 1) * DAY), (begin + length * DAY, begin + (2 * length - 1) * DAY)]
    ends = min(units[1][1], first + chance.randint(0, 60) * DAY)
    held = [(since, min(to, ends)) for since, to in units if since <= ends]
    return [[one.isoformat() for one in (since, since, to)] for since, to in held]


def _with_earlier_days(days: list[dict[str, Any]], first: date) -> list[dict[str, Any]]:
    """The records, and those of four weeks later once more on the days before them."""
    early = (first - 6 * DAY).isoformat()
    moved = [
        {**day, "date": (date.fromisoformat(day["date"]) - 35 * DAY).isoformat()}
        for day in days
        if day["date"] >= (first + DAY).isoformat()
    ]
    return [day for day in moved if day["date"] < early] + days


def _swaps(chance: Random, holidays: list[date], first: date, last: date) -> list[tuple[date, date]]:
    """Now and then a holiday of the month against a day of the same month."""
    inside = [day for day in holidays if first <= day <= last]
    if not inside or chance.random() > 0.25:
        return []
    instead = first + chance.randint(0, (last - first).days) * DAY
    return [] if instead in holidays else [(chance.choice(inside), instead)]


def _contracts(
    chance: Random, first: date, hired: date, left: date | None, daily: bool
) -> list[dict[str, Any]]:
    """One to three versions; all end their week on the same day."""
    changes = sorted({first + chance.randint(1, 27) * DAY for _ in range(chance.choice([0, 0, 0, 1, 2]))})
    begins = [hired, *(day for day in changes if hired < day and (left is None or day <= left))]
    ends = [*(day - DAY for day in begins[1:]), left]
    week_ends_on = chance.choice(["sun", "sun", "sat", "wed"])
    day_minutes, week_minutes, week_days = HOURS[chance.choice([0, 0, 0, 1, 2, 3, 4])]
    roster = chance.random() < 0.25
    versions = []
    for begin, end in zip(begins, ends, strict=True):
        basis = chance.choice(["hourly", "daily"] if daily else ["hourly", "daily", "monthly"])
        free = [day for day in WEEKDAYS if day != week_ends_on]
        chance.shuffle(free)
        plan = {"start": 540, "end": 540 + day_minutes, "breaks": [], "scheduled_minutes": day_minutes}
        working = free[:week_days]
        if roster:
            span = [first - 6 * DAY + n * DAY for n in range(45)]
            planned = {day.isoformat(): plan for day in span if WEEKDAYS[day.weekday()] in working}
            rest = free[-1] if free[-1] not in working else week_ends_on
            weekly = [day.isoformat() for day in span if WEEKDAYS[day.weekday()] == rest]
        else:
            planned, weekly = dict.fromkeys(working, plan), None
        versions.append(
            {
                "from": begin.isoformat(),
                "to": end.isoformat() if end else None,
                "pay_basis": basis,
                "rate": {"hourly": 12_121, "daily": 96_973, "monthly": 2_533_289}[basis]
                + chance.randint(0, 999),
                "daily_scheduled_minutes": day_minutes,
                "weekly_scheduled_minutes": week_minutes,
                "weekly_scheduled_days": week_days,
                "part_time": week_minutes < 2400,
                "daily_worker": daily,
                "week_ends_on": week_ends_on,
                "weekly_holiday_dates": weekly,
                "schedule": {"kind": "roster" if roster else "weekly", "days": planned},
                "exempt": _exempt(chance, first),
            }
        )
    return versions


def _exempt(chance: Random, first: date) -> dict[str, str] | None:
    """Now and then hours, breaks and holidays do not bind for some days, from or until a day inside the month."""
    if chance.random() > 0.1:
        return None
    begins = first + chance.randint(-40, 20) * DAY
    return {"from": begins.isoformat(), "to": (begins + chance.randint(0, 60) * DAY).isoformat()}


def _days(
    chance: Random,
    begin: date,
    end: date,
    hired: date,
    left: date | None,
    contracts: list[dict[str, Any]],
    holidays: set[date],
) -> list[dict[str, Any]]:
    """A record for every day of employment, in any order."""
    days = []
    rested_until = 0
    for number in range((end - begin).days + 1):
        day = begin + number * DAY
        rested_until = max(rested_until - 1440, 0)
        if day < hired or (left and day > left):
            continue
        version = [one for one in contracts if one["from"] <= day.isoformat()][-1]
        roster = version["schedule"]["kind"] == "roster"
        key = day.isoformat() if roster else WEEKDAYS[day.weekday()]
        record = _record(chance, day, version["schedule"]["days"].get(key), day in holidays, rested_until)
        rested_until = max(record["end"] or 0, rested_until)
        days.append(record)
    chance.shuffle(days)
    return days


def _record(
    chance: Random, day: date, plan: dict[str, Any] | None, holiday: bool, rested_until: int
) -> dict[str, Any]:
    record = {
        "date": day.isoformat(),
        "code": "none",
        "start": None,
        "end": None,
        "breaks": [],
        "leave": None,
    }
    drawn = chance.random()
    if plan and not holiday and drawn < 0.1:
        return record | {"code": chance.choice(["annual_leave", "training", "unpaid_sick", "absent"])}
    if drawn < (0.92 if plan and not holiday else 0.15):
        start = max(rested_until, chance.choice([540, 540, 540, 600, 1320, 1200]))
        if start >= 1440:
            return record
        end = start + chance.choice([240, 300, 540, 540, 570, 600, 720, 1080])
        breaks = sorted(chance.sample(range(start + 10, end - 60, 50), chance.randint(0, 2)))
        leave = (
            {"code": "annual_leave", "minutes": 120}
            if plan and chance.random() < 0.05 and not holiday
            else None
        )
        return record | {
            "code": "work",
            "start": start,
            "end": end,
            "breaks": [[begin, begin + 40] for begin in breaks],
            "leave": leave,
        }
    return record


def _allowances(chance: Random, first: date, daily: bool) -> list[dict[str, Any]]:
    """Up to three items; those that begin inside the month count toward no minimum wage."""
    items = []
    for name in chance.sample(["meal", "car", "risk", "bonus"], chance.randint(0, 3)):
        begins = first + chance.randint(0, 20) * DAY if chance.random() < 0.3 else date(2020, 1, 1)
        monthly = not daily and chance.random() < 0.7
        items.append(
            {
                "name": name,
                "kind": "monthly" if monthly else "per_worked_day",
                "amount": chance.randint(10_000, 250_000) if monthly else chance.randint(1_000, 9_000),
                "from": begins.isoformat(),
                "to": None,
                "proration": chance.choice(["full", "calendar_days"]),
                "ordinary_from": chance.choice([None, "2026-01-01", (first + 12 * DAY).isoformat()]),
                "tax": name if name in ("meal", "car") else "taxable",
                "minimum_wage": "not_counted" if begins >= first else chance.choice(["counted", "welfare"]),
            }
        )
    other = Random(f"{first} {items} {daily}")
    return [_otherwise(other, item, first, daily) for item in items]


HOURLY, SHARED = ("worked", "overtime", "holiday", "night"), ("basic_pay", "ordinary_wage")


def _otherwise(chance: Random, item: dict[str, Any], first: date, daily: bool) -> dict[str, Any]:
    """Half of the items are of another kind: by the hour, by marked days, a share, or in some months alone."""
    kind = chance.choice(
        ["same"] * 4 + ["months", "per_hour", "per_marked_day", "per_marked_day" if daily else "share"]
    )
    if kind == "months":
        months = sorted(chance.sample(range(1, 13), chance.randint(1, 6)))
        item = item | {"months": months if chance.random() < 0.5 else sorted({*months, first.month})}
    elif kind == "per_hour":
        item = item | {"kind": kind, "measure": chance.choice(HOURLY), "amount": chance.randint(100, 3_000)}
    elif kind == "per_marked_day":
        mark = chance.choice(["training", "annual_leave", "work"])
        item = item | {"kind": kind, "mark": mark, "amount": chance.randint(1_000, 60_000)}
    elif kind == "share":
        measure = chance.choice(SHARED)
        item = item | {"kind": kind, "measure": measure, "amount": chance.randint(1, 1_200_000)}
        item |= {"ordinary_from": None} if measure == "ordinary_wage" else {}
    if chance.random() < 0.3:
        item = item | {"rounding": chance.choice(["floor_1", "half_up_1", "ceil_1", "floor_10", "ceil_10"])}
    return item
