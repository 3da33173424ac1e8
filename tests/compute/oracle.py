"""A month reckoned minute by minute in plain Python: the reference that `compute` is held against.

Written from the meaning of months.json, not from the code: slow, without arrays, without the rule book.
Dated values are those of 2026. Cases have the shape of months.json.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, wraps
from math import ceil, floor
from typing import Any, TypeVar

from compute.oracle_flags import flags_of
from compute.oracle_items import (
    HOURLY,
    KINDS,
    MONTHLY_HOURS,
    Case,
    allowances,
    average_month,
    day_item,
    extra_regular,
    hourly_items,
    in_force,
    round_line,
)

Answer = TypeVar("Answer")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
NOTHING = Fraction(0)


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def remembered(ask: Callable[[Month, date], Answer]) -> Callable[[Month, date], Answer]:
    """The question about a date answered once."""
    name = f"_{ask.__name__}"

    @wraps(ask)
    def answer(month: Month, day: date) -> Answer:
        held = month.__dict__.setdefault(name, {})
        if day not in held:
            held[day] = ask(month, day)
        return held[day]

    return answer


@cache
def split_shift(
    start: int,
    end: int,
    breaks: tuple[tuple[int, int], ...],
    holiday_of: tuple[bool, bool],
    exempt: bool,
    part_time: bool,
    limit: int,
    left_of_the_week: int,
    holidays_count: bool,
) -> tuple[dict[str, int], int]:
    """The minutes of each kind, minute by minute, and how many count toward the week. A shift met again is known."""
    found = dict.fromkeys((*KINDS, "night"), 0)
    resting = {minute for begin, over in breaks for minute in range(begin, over)}
    before = holiday_before = counted = 0
    for minute in range(start, end):
        if minute in resting:
            continue
        if holiday_of[minute // 1440] and not exempt:
            kind = "holiday_first8" if holiday_before < 480 else "holiday_beyond8"
            holiday_before += 1
        else:
            kind = "overtime" if before >= limit else "regular"
        if kind == "regular" and not part_time and not exempt and counted >= left_of_the_week:
            kind = "overtime"
        elif kind == "regular" or (kind == "holiday_first8" and holidays_count):
            counted += 1
        found[kind] += 1
        if not 360 <= minute % 1440 < 1320:
            found["night"] += 1
        before += 1
    return found, counted


class Month:
    """One case, with what can be asked about a date."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.settings = case["institution"]["settings"]
        self.codes = case["institution"]["codes"]
        self.first = day_of(f"{case['month']}-01")
        following = (self.first + 31 * DAY).replace(day=1)
        self.last = following - DAY
        self.days_in_month = (following - self.first).days
        self.hired = day_of(case["worker"]["employed_from"])
        self.left = day_of(case["worker"]["employed_to"] or "9999-12-31")
        self.versions = sorted(case["contracts"], key=lambda version: version["from"])
        self.records = {day_of(record["date"]): record for record in case["days"]}
        swaps = case["holiday_swaps"]
        self.calendar = {day_of(one["date"]) for one in case["calendar"]}
        self.calendar -= {day_of(swap["holiday"]) for swap in swaps}
        self.calendar |= {day_of(swap["instead"]) for swap in swaps}
        self.kinds = self._kinds_of_minutes()

    def employed(self, day: date) -> bool:
        return self.hired <= day <= self.left

    def month_days(self) -> list[date]:
        return [self.first + n * DAY for n in range(self.days_in_month)]

    def paid_days(self) -> list[date]:
        return [day for day in self.month_days() if self.employed(day)]

    @remembered
    def version(self, day: date) -> Case:
        in_force = [version for version in self.versions if day_of(version["from"]) <= day]
        return in_force[-1] if in_force else self.versions[0]

    @remembered
    def plan(self, day: date) -> int | None:
        schedule = self.version(day)["schedule"]
        key = day.isoformat() if schedule["kind"] == "roster" else WEEKDAYS[day.weekday()]
        found = schedule["days"].get(key)
        return None if found is None else found["scheduled_minutes"]

    def scheduled(self, day: date) -> int:
        return self.plan(day) or 0

    def exempt(self, day: date) -> bool:
        """Whether the day lies in an approved exemption from hours, breaks and holidays."""
        span = self.version(day).get("exempt")
        return span is not None and span["from"] <= day.isoformat() <= span["to"]

    @remembered
    def flexible(self, day: date) -> bool:
        """Whether an agreement on flexible hours holds on the day."""
        if self.exempt(day) or self.version(day)["part_time"]:
            return False
        return any(since <= day.isoformat() <= to for _unit, since, to in self.case.get("flexible", ()))

    @remembered
    def planned_week(self, end: date) -> int:
        return sum(self.scheduled(end - n * DAY) for n in range(7))

    def week_limit(self, end: date) -> int:
        flexible = any(self.flexible(end - n * DAY) for n in range(7))
        return max(2400, self.planned_week(end)) if flexible else 2400

    def long_week(self, day: date) -> bool:
        return self.version(day)["weekly_scheduled_minutes"] >= 900

    @remembered
    def weekly_holiday(self, day: date) -> bool:
        version = self.version(day)
        if not self.long_week(day):
            return False
        if version["weekly_holiday_dates"] is not None:
            return day.isoformat() in version["weekly_holiday_dates"]
        return WEEKDAYS[day.weekday()] == version["week_ends_on"]

    @remembered
    def public_holiday(self, day: date) -> bool:
        return day in self.calendar and self.long_week(day) and not self.weekly_holiday(day)

    def holiday_work(self, day: date) -> bool:
        if self.weekly_holiday(day):
            return True
        unscheduled = self.settings["public_holiday_work_unscheduled"] == "holiday"
        return self.public_holiday(day) and (self.plan(day) is not None or unscheduled)

    def code(self, day: date) -> str:
        return self.records[day]["code"] if day in self.records else "none"

    @remembered
    def worked(self, day: date) -> int:
        return sum(self.kinds[day][kind] for kind in KINDS) if day in self.kinds else 0

    def minutes(self, day: date, kind: str) -> int:
        return self.kinds[day][kind] if day in self.kinds else 0

    @remembered
    def week_end(self, day: date) -> date:
        ends_on = WEEKDAYS.index(self.version(day)["week_ends_on"])
        return day + (ends_on - day.weekday()) % 7 * DAY

    def _kinds_of_minutes(self) -> dict[date, dict[str, int]]:
        kinds = {}
        counted: dict[date, int] = {}
        for day in sorted(self.records):
            if self.code(day) == "work":
                week = self.week_end(day)
                kinds[day], counted[week] = self._walk(day, counted.get(week, 0))
        return kinds

    def _walk(self, day: date, counted: int) -> tuple[dict[str, int], int]:
        """The minutes of one shift in order, each given its kind."""
        record, part_time = self.records[day], self.version(day)["part_time"]
        exempt = self.exempt(day)
        limit = self.scheduled(day) if part_time else 1_000_000 if exempt else 480
        week_limit = 2400
        if self.flexible(day):
            limit = max(limit, self.scheduled(day))
            week_limit = max(week_limit, self.planned_week(self.week_end(day)))
        split = self.settings["midnight_rule"] == "split_at_holiday"
        holiday_of = {
            0: self.holiday_work(day),
            1: self.holiday_work(day + DAY) if split else self.holiday_work(day),
        }
        length = record["end"] - record["start"]
        found, more = split_shift(
            record["start"],
            record["end"],
            tuple(map(tuple, record["breaks"])),
            (holiday_of[0], holiday_of[1]),
            exempt,
            part_time,
            limit,
            min(week_limit - counted, length),
            self.settings["holiday_minutes_count_toward_40"],
        )
        return dict(found), counted + more

    def paid_leave(self, day: date) -> int:
        code = self.code(day)
        if code not in ("work", "none") and self.codes[code]["paid"]:
            return self.scheduled(day)
        leave = self.records[day]["leave"] if day in self.records else None
        return leave["minutes"] if leave and self.codes[leave["code"]]["paid"] else 0

    def public_holiday_paid(self, day: date) -> int:
        if not self.public_holiday(day):
            return 0
        if self.plan(day) is not None:
            return self.scheduled(day)
        paid = self.settings["public_holiday_on_unscheduled_day"] == "paid"
        hourly = self.version(day)["pay_basis"] != "monthly"
        return self.version(day)["daily_scheduled_minutes"] if paid and hourly else 0

    def unpaid(self, day: date) -> int:
        code = self.code(day)
        if code not in ("work", "none") and not self.codes[code]["paid"]:
            return self.scheduled(day)
        if day in self.calendar or self.weekly_holiday(day):
            return 0
        return max(0, self.scheduled(day) - self.paid_leave(day) - self.worked(day))

    def attendance(self, day: date) -> str:
        if self.worked(day):
            return "present"
        if self.public_holiday(day):
            return "excused"
        return self.codes[self.code(day)]["attendance"]

    def week_ends(self) -> list[date]:
        ends = [day for day in self.month_days() if self.week_end(day) == day]
        return [end for end in ends if any(self.employed(end - n * DAY) for n in range(7))]

    def full_weekly_holiday(self, version: Case) -> int:
        weekly = version["weekly_scheduled_minutes"]
        if weekly < 900:
            return 0
        if self.settings["weekly_holiday_formula"] == "fifth_of_40":
            return min(weekly, 2400) // 5
        return weekly // max(5, version["weekly_scheduled_days"])

    @remembered
    def weekly_holiday_earned(self, end: date) -> bool:
        decided = self.case.get("decided_weeks", {}).get(end.isoformat())
        return decided == "granted" if decided else self._earned_by_law(end)

    def _earned_by_law(self, end: date) -> bool:
        days = [end - n * DAY for n in range(7)]
        planned = [day for day in days if self.plan(day) is not None]
        there = [self.attendance(day) for day in planned if self.employed(day)]
        return (
            self.long_week(end)
            and self.employed(end)
            and "absent" not in there
            and ("present" in there or self.settings["whole_week_excused"] == "paid")
            and (all(day >= self.hired for day in planned) or self.settings["joiner_partial_week"] == "paid")
        )

    def weekly_holiday_lost(self, end: date) -> bool:
        decided = self.case.get("decided_weeks", {}).get(end.isoformat())
        if decided:
            return decided == "withheld" and self.long_week(end)
        planned = [end - n * DAY for n in range(7) if self.plan(end - n * DAY) is not None]
        absent = any(self.attendance(day) == "absent" for day in planned if self.employed(day))
        whole = all(day >= self.hired for day in planned) or self.settings["joiner_partial_week"] == "paid"
        return self.long_week(end) and self.employed(end) and absent and whole

    def weekly_holiday_minutes(self, end: date) -> int:
        return self.full_weekly_holiday(self.version(end)) if self.weekly_holiday_earned(end) else 0

    @remembered
    def monthly_hours(self, day: date) -> Fraction:
        version = self.version(day)
        minutes = version["weekly_scheduled_minutes"] + self.full_weekly_holiday(version)
        exact = Fraction(minutes, 60) * Fraction(365, 84)
        return MONTHLY_HOURS[self.settings["monthly_hours_rounding"]](exact)

    @remembered
    def base_hourly(self, day: date) -> Fraction:
        version = self.version(day)
        rate = Fraction(version["rate"])
        if version["pay_basis"] == "hourly":
            return rate
        if version["pay_basis"] == "daily":
            return rate * 60 / version["daily_scheduled_minutes"]
        return rate / self.monthly_hours(day)

    def rounded_hourly(self, hourly: Fraction) -> Fraction:
        return HOURLY[self.settings["hourly_ordinary_rounding"]](hourly)

    @remembered
    def ordinary_hourly(self, day: date) -> Fraction:
        items = [
            item
            for item in self.case["allowances"]
            if item["ordinary_from"] and item["ordinary_from"] <= day.isoformat() and in_force(item, day)
        ]
        won = sum(ceil(average_month(item)) for item in items if item["kind"] == "monthly")
        shares = [item for item in items if item["kind"] == "share" and item["measure"] == "basic_pay"]
        basic_pay = ceil(self.base_hourly(day) * self.monthly_hours(day))
        won += ceil(basic_pay * Fraction(sum(ceil(average_month(item)) for item in shares), 10**6))
        hourly = self.base_hourly(day) + won / self.monthly_hours(day) + hourly_items(self, items, day)
        return self.rounded_hourly(hourly)


def day_parts(month: Month, day: date) -> dict[str, Fraction]:
    """What one day adds to each line paid by time, exact."""
    monthly = month.version(day)["pay_basis"] == "monthly"
    base, ordinary = month.base_hourly(day), month.ordinary_hourly(day)
    paid = ordinary if month.settings["paid_time_rate"] == "ordinary" else base
    minutes = {kind: month.minutes(day, kind) for kind in (*KINDS, "night")}
    if any(since <= day.isoformat() <= to for since, to in month.case.get("banked", ())):
        minutes |= dict.fromkeys((*KINDS[1:], "night"), 0)
    parts = {
        "overtime": earned(minutes["overtime"], ordinary, halves=3),
        "holiday_first8": earned(minutes["holiday_first8"], ordinary, halves=3),
        "holiday_beyond8": earned(minutes["holiday_beyond8"], ordinary, halves=4),
        "night": earned(minutes["night"], ordinary, halves=1),
        "settled_overtime": settled_overtime(month, day),
    }
    if monthly:
        return parts | {"extra_regular": earned(extra_regular(month, day), ordinary)}
    weekly = month.weekly_holiday_minutes(day) if month.week_end(day) == day else 0
    return parts | {
        "base": earned(minutes["regular"], base),
        "weekly_holiday": earned(weekly, paid),
        "public_holiday": earned(month.public_holiday_paid(day), paid),
        "paid_leave": earned(month.paid_leave(day), paid),
    }


def earned(minutes: int, hourly: Fraction, *, halves: int = 2) -> Fraction:
    """What minutes come to at so many halves of an hourly wage, exact."""
    return hourly * Fraction(minutes * halves, 120) if minutes else NOTHING


def settled_overtime(month: Month, settled_on: date) -> Fraction:
    """What unit periods of flexible hours come to that end on a day, or that the worker leaves on it."""
    units: dict[str, set[date]] = {}
    for unit, since, to in month.case.get("flexible", ()):
        length = (day_of(to) - day_of(since)).days + 1
        days = {day_of(since) + n * DAY for n in range(length)}
        units.setdefault(unit, set()).update(filter(month.employed, days))
    total = NOTHING
    for days in units.values():
        if days and max(days) == settled_on:
            total += _settled(month, [day for day in days if month.flexible(day)], settled_on)
    return total


def _settled(month: Month, days: list[date], last: date) -> Fraction:
    beyond = max(0, sum(month.minutes(day, "regular") for day in days) - 2400 * len(days) // 7)
    hourly = month.ordinary_hourly(last) / 60
    won = beyond * hourly / 2
    if month.version(last)["pay_basis"] == "monthly":
        won += max(0, beyond - sum(extra_regular(month, day) for day in days)) * hourly
    return won


def salary(month: Month) -> Fraction:
    """The part of the month's rates that the employed days earn."""
    days = month.paid_days()
    whole = len(days) == month.days_in_month
    total = Fraction(0)
    planned = [day for day in month.month_days() if month.plan(day) is not None]
    for day in days:
        version = month.version(day)
        if version["pay_basis"] != "monthly":
            continue
        if month.settings["proration"] == "scheduled_days" and planned:
            part = Fraction(day in planned, len(planned))
        elif month.settings["proration"] == "thirty_days" and not whole:
            part = Fraction(1, 30)
        else:
            part = Fraction(1, month.days_in_month)
        total += version["rate"] * part
    return total


def absence(month: Month) -> Fraction:
    by_day = month.settings["absence_deduction"] == "calendar_day"
    total = Fraction(0)
    for day in month.paid_days():
        version = month.version(day)
        if version["pay_basis"] != "monthly":
            continue
        hourly = month.rounded_hourly(month.base_hourly(day))
        daily = Fraction(version["rate"], month.days_in_month)
        unpaid = month.unpaid(day)
        total += daily if by_day and unpaid and unpaid == month.scheduled(day) else unpaid * hourly / 60
        if (
            month.week_end(day) == day
            and month.settings["absence_loses_weekly_holiday"]
            and month.weekly_holiday_lost(day)
        ):
            total += daily if by_day else month.full_weekly_holiday(version) * hourly / 60
    return total


def lines_of(month: Month) -> dict[str, int]:
    exact: dict[str, Fraction] = {}
    for day in month.paid_days():
        for line, part in day_parts(month, day).items():
            if part:
                exact[line] = exact.get(line, NOTHING) + part
    exact["base"] = exact.get("base", NOTHING) + salary(month)
    rounding = month.settings["line_rounding"]
    lines = {line: round_line(amount, rounding) for line, amount in exact.items()}
    own = {
        f"allowance:{item['name']}": item["rounding"]
        for item in month.case["allowances"]
        if "rounding" in item
    }
    lines |= {
        line: round_line(amount, own.get(line, rounding))
        for line, amount in allowances(month, lines["base"]).items()
    }
    lines["absence_deduction"] = -round_line(absence(month), rounding)
    gross = sum(lines.values())
    lines["gross_rounding"] = {
        "none": 0,
        "ceil_10": -(-gross // 10) * 10 - gross,
        "floor_10": gross // 10 * 10 - gross,
    }[month.settings["gross_rounding"]]
    return {line: amount for line, amount in lines.items() if amount}


def minutes_of(month: Month) -> dict[str, int]:
    days = month.paid_days()
    ends = [end for end in month.week_ends() if month.employed(end)]
    return {
        "worked": sum(map(month.worked, days)),
        **{kind: sum(month.minutes(day, kind) for day in days) for kind in (*KINDS, "night")},
        "leave_paid": sum(map(month.paid_leave, days)),
        "unpaid": sum(map(month.unpaid, days)),
        "public_holiday_paid": sum(map(month.public_holiday_paid, days)),
        "weekly_holiday_paid": sum(map(month.weekly_holiday_minutes, ends)),
    }


def weeks_of(month: Month) -> list[dict[str, Any]]:
    weeks = []
    for end in month.week_ends():
        days = [end - n * DAY for n in range(7)]
        worked = sum(map(month.worked, days))
        overtime = sum(month.minutes(day, "overtime") for day in days)
        part_time = month.version(end)["part_time"]
        limited = sum(month.worked(day) for day in days if not month.exempt(day))
        weeks.append(
            {
                "end": end.isoformat(),
                "worked": worked,
                "overtime": overtime,
                "holiday_work": sum(month.minutes(day, kind) for day in days for kind in KINDS[2:]),
                "limit_test_minutes": overtime if part_time else max(0, limited - month.week_limit(end)),
                "weekly_holiday_earned": month.weekly_holiday_earned(end),
                "weekly_holiday_minutes": month.weekly_holiday_minutes(end),
            }
        )
    return weeks


def ordinary_of(month: Month) -> list[tuple[date, Fraction]]:
    found: list[tuple[date, Fraction]] = []
    for day in month.paid_days():
        hourly = month.ordinary_hourly(day)
        if not found or found[-1][1] != hourly:
            found.append((day, hourly))
    return found


def payment_taxes_of(month: Month) -> list[int]:
    taxes = []
    for payment in month.case["payments"]:
        total = Fraction(0)
        for text in payment["dates"]:
            day = day_of(text)
            pay = sum(day_parts(month, day).values(), Fraction(0))
            pay += sum(day_item(month, item, day) for item in month.case["allowances"] if in_force(item, day))
            tax = max(Fraction(0), floor(pay) - Fraction(150_000)) * 27 / 1000
            total += 0 if month.settings["daily_tax_unit"] == "day" and tax < 1000 else tax
        taxes.append(0 if total < 1000 else floor(total / 10) * 10)
    return taxes


def birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def insured_of(month: Month) -> set[str]:
    """Who is insured by the law of 2026, or as the case says."""
    given, worker = month.case["insurance"], month.case["worker"]
    if given["insured"] != "by_rule":
        return set(given["insured"])
    hired_within = month.hired > month.first
    enough = given["monthly_scheduled_hours"] >= 60
    sixty = birthday(day_of(worker["birth_date"]), 60)
    version = month.version(month.paid_days()[0])
    insured = {"accident"}
    if enough and month.hired < sixty and month.first <= sixty.replace(day=1):
        insured |= set() if hired_within and not given["pension_first_month_requested"] else {"pension"}
    if enough and not hired_within:
        insured |= {"health", "ltc"}
    covered = (enough and version["weekly_scheduled_minutes"] >= 900) or given["contract_months"] >= 3
    if (covered or version["daily_worker"]) and not (
        hired_within and given["employment_first_month"] == "bill_rule"
    ):
        insured.add("employment_extra")
        young = month.hired < birthday(day_of(worker["birth_date"]), 65)
        insured |= {"employment"} if young or given["employment_before_65"] else set()
    return insured


def premiums_of(month: Month, taxable: int) -> dict[str, dict[str, int]]:
    """Premiums of both sides with the rates of January to October 2026."""
    given, institution = month.case["insurance"]["bases"], month.case["institution"]
    base = {name: max(taxable, 0) if won == "month_taxable" else won for name, won in given.items()}
    insured = insured_of(month)
    first_half = month.first < date(2026, 7, 1)
    lowest, highest = (400_000, 6_370_000) if first_half else (410_000, 6_590_000)
    health = ten(Fraction(base["health"]) * Fraction(719, 20_000))
    exact = {
        "pension": Fraction(min(max(base["pension"] // 1000 * 1000, lowest), highest))
        * Fraction(475, 10_000),
        "health": Fraction(health),
        "ltc": health * Fraction(9448, 71_900),
        "employment": base["employment"] * Fraction(9, 1000),
        "employment_extra": base["employment"] * Fraction(institution["employment_extra_ppm"], 10**6),
        "accident": base["accident"] * Fraction(institution["accident_rate_ppm"], 10**6),
    }
    won = {name: ten(amount) if name in insured else 0 for name, amount in exact.items()}
    return {
        "employee": {name: won[name] for name in ("pension", "health", "ltc", "employment")},
        "employer": won,
    }


def ten(amount: Fraction) -> int:
    return floor(amount / 10) * 10


def payslip(case: Case) -> dict[str, Any]:
    """The fields of a payslip that need no withholding table."""
    month = Month(case)
    lines = lines_of(month)
    gross = sum(lines.values())
    limited = [
        min(200_000, sum(lines.get(f"allowance:{name}", 0) for name in names))
        for names in ({i["name"] for i in case["allowances"] if i["tax"] == tax} for tax in ("meal", "car"))
    ]
    fields = {
        "minutes": minutes_of(month),
        "ordinary_hourly": ordinary_of(month),
        "weeks": weeks_of(month),
        "lines": lines,
        "gross": gross,
        "non_taxable": sum(limited),
        "taxable": gross - sum(limited),
        "insured": sorted(insured_of(month)),
        **premiums_of(month, gross - sum(limited)),
        "flags": flags_of(month, weeks_of(month)),
    }
    daily = case["worker"]["tax_mode"] == "daily"
    return fields | ({"payment_taxes": payment_taxes_of(month)} if daily else {})
