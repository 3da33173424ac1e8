"""A contract changed in memory: its terms and dates in the tables of a month, and two slips side by side.

Nothing here reads a clock or the database, or writes; what is stored stays as it is.
"""

import json
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
from django.utils.translation import get_language

from openinsa.compute.explanation import line_words, only
from openinsa.compute.month import MonthSlips
from openinsa.compute.slips import LineCode, Side
from openinsa.compute.tables import Allowances, MonthTables, OtherDeductions, Payments, Slips, Versions
from openinsa.payroll.month_queries import DAY_LABOUR_PAYMENTS
from openinsa.payroll.month_tables import (
    DAYS_PER_WEEK,
    MONDAYS_FIRST,
    monthly_minutes,
    planned_minutes,
)
from openinsa.rules.choices import TaxMode, number_of
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.kinds_of_time import exempt_span
from openinsa.staffing.models import Contract, ContractVersion
from openinsa.staffing.schedules import following_schedule
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
TERMS = ("rate", "daily_scheduled_minutes", "weekly_scheduled_minutes", "weekly_scheduled_days")
HOURS = TERMS[1:]
PayItems = TypeVar("PayItems", Allowances, OtherDeductions)


@dataclass(frozen=True)
class Change:
    """What shall be otherwise; None stays as agreed. Terms hold from the month asked for to the end."""

    month: date
    rate: int | None = None
    daily_scheduled_minutes: int | None = None
    weekly_scheduled_minutes: int | None = None
    weekly_scheduled_days: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def terms(self, names: Sequence[str] = TERMS) -> dict[str, int]:
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


def changed_contract(contract: Contract, change: Change) -> Contract:
    """A copy with the new dates. An earlier end leaves what was agreed at the hire."""
    changed = copy(contract)
    changed.starts_on = change.starts_on or contract.starts_on
    changed.ends_on = change.ends_on or contract.ends_on
    changed.agreed_end = max(contract.agreed_end or contract.ends_on, changed.ends_on)
    return changed


def held_on(versions: Sequence[ContractVersion], day: date) -> ContractVersion:
    """The version of a day; before the first the first, after the last the last."""
    begun = [version for version in versions if version.valid_from <= day]
    return begun[-1] if begun else versions[0]


def changed_versions(
    versions: Sequence[ContractVersion], changed: Contract, change: Change, part_time_below: int
) -> list[ContractVersion]:
    """Copies of a contract's versions under its new dates, with the new terms from the month on.

    As when the contract is really changed: later versions go, and the week's plan follows the hours.
    """
    kept = [copy(version) for version in versions]
    since = max(change.month, changed.starts_on)
    held = held_on(kept, since)
    new = {name: value for name, value in change.terms().items() if value != getattr(held, name)}
    if new:
        version = copy(held)
        for name, value in new.items():
            setattr(version, name, value)
        if set(new) & set(HOURS):
            daily, days = version.daily_scheduled_minutes, version.weekly_scheduled_days
            version.schedule = following_schedule(version.schedule, daily, days)
            version.monthly_scheduled_minutes = 0
            version.part_time = version.weekly_scheduled_minutes < part_time_below
        version.valid_from, version.valid_to = since, changed.ends_on
        kept = [*_between(kept, date.min, since - ONE_DAY), version]
    inside = _between(kept, changed.starts_on, changed.ends_on) or [held]
    inside[0].valid_from, inside[-1].valid_to = changed.starts_on, changed.ends_on
    for place, version in enumerate(inside):
        version.pk = -1 - place  # a sheet tells versions apart by their key
    return inside


def _between(versions: Sequence[ContractVersion], first: date, last: date) -> list[ContractVersion]:
    inside = [one for one in versions if one.valid_from <= last and one.valid_to >= first]
    for version in inside:
        version.valid_from, version.valid_to = max(version.valid_from, first), min(version.valid_to, last)
    return inside


def with_versions(
    tables: MonthTables, slip: int, contract: Contract, versions: Sequence[ContractVersion], month: date
) -> MonthTables:
    """The tables with other versions of one contract; those of contracts chained to it stay."""
    held = tables.versions
    first, last = day_number(contract.starts_on), day_number(contract.ends_on)
    own = (held.slip == slip) & (held.valid_from <= last) & (held.valid_to >= first)
    by_roster = bool(held.roster[own].any())
    daily_worker = bool((tables.slips.contract_months[tables.slips.slip == slip] == 0).any())
    exempt = exempt_span(contract)
    rows = [_version_row(slip, one, month, by_roster, daily_worker) | exempt for one in versions]
    return replace(tables, versions=Versions.joined([held.take(~own), Versions.of(rows)]))


def _version_row(
    slip: int, version: ContractVersion, month: date, by_roster: bool, daily_worker: bool
) -> dict[str, object]:
    weekly = np.array([version.weekly_scheduled_minutes], np.int64)
    weekdays = [column.name for column in fields(Versions)[-7:]]
    return {
        "slip": slip,
        "valid_from": day_number(version.valid_from),
        "valid_to": day_number(version.valid_to),
        "pay_basis": number_of("pay_basis", version.pay_basis),
        "monthly_scheduled_minutes": version.monthly_scheduled_minutes
        or int(monthly_minutes(weekly, month)[0]),
        "month_hours": version.month_hours,
        "part_time": version.part_time,
        "daily_worker": daily_worker,
        "week_ends_on": version.week_ends_on,
        "roster": by_roster,
        "holiday_by_roster": by_roster,
        **{name: getattr(version, name) for name in TERMS},
        **dict(zip(weekdays, planned_minutes(json.dumps(version.schedule)), strict=True)),
    }


def with_dates(
    tables: MonthTables, slip: int, contract: Contract, changed: Contract, month: date
) -> MonthTables:
    """The tables of somebody with one contract alone, hired and leaving on other days."""
    starts, ends = day_number(changed.starts_on), day_number(changed.ends_on)
    after = (changed.agreed_end or changed.ends_on) + ONE_DAY
    column = {
        "employed_from": starts,
        "employed_to": ends,
        "hired_on": starts,
        "contract_months": whole_months(changed.starts_on, after),
        "day_labour": changed.day_labour or after < month_later(changed.starts_on),
    }
    own = tables.slips.slip == slip
    slips = replace(
        tables.slips,
        **{name: np.where(own, value, getattr(tables.slips, name)) for name, value in column.items()},
    )
    if changed.tax_mode == Contract.TaxMode.DAILY:
        slips = _taxed_by_their_time(slips, own)
    payments = tables.payments.take(tables.payments.slip != slip)
    if (slips.tax_mode[own] == TaxMode.DAILY).any():
        payments = Payments.joined([payments, _payments(slip, changed, month)])
    days = tables.days
    outside = (days.slip == slip) & ((days.date < starts) | (days.date > ends))
    return replace(
        tables,
        slips=slips,
        days=days.take(~outside),
        payments=payments,
        allowances=_stretched(tables.allowances, slip, contract, changed),
        other_deductions=_stretched(tables.other_deductions, slip, contract, changed),
    )


def whole_months(first: date, last: date) -> int:
    """Full months from a day to a day, as the database counts an age."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def month_later(day: date) -> date:
    """The same day of the next month, or its last day."""
    following = last_day(day) + ONE_DAY
    return min(last_day(following), following + (day - day.replace(day=1)))


def _taxed_by_their_time(slips: Slips, own: np.ndarray) -> Slips:
    given = {
        "employed_from": slips.hired_on,
        "month": slips.month,
        "payment_date": slips.payment_date,
        "construction_site": slips.construction_site,
        "paid_by_the_day": own,
    }
    by_day = load_rule_book().run(["taxed_by_the_day"], given)["taxed_by_the_day"]
    mode = np.where(by_day, TaxMode.DAILY, TaxMode.TABLE)
    return replace(slips, tax_mode=np.where(own, mode, slips.tax_mode))


def _payments(slip: int, contract: Contract, month: date) -> Payments:
    """Which payment covers each day of the month, as the project pays day labour."""
    day = np.arange((last_day(month) - month).days + 1) + day_number(month)
    how = DAY_LABOUR_PAYMENTS.index(contract.project.day_labour_payment)
    payment = (np.zeros_like(day), (day + MONDAYS_FIRST) // DAYS_PER_WEEK, day)[how]
    return Payments(slip=np.full_like(day, slip), payment=payment, date=day)


def _stretched(items: PayItems, slip: int, contract: Contract, changed: Contract) -> PayItems:
    """Pay items under the new dates: what began or ended with the contract goes on doing so."""
    own = items.slip == slip
    starts, ends = day_number(changed.starts_on), day_number(changed.ends_on)
    begin = np.where(items.valid_from == day_number(contract.starts_on), starts, items.valid_from)
    end = np.where(items.valid_to == day_number(contract.ends_on), ends, items.valid_to)
    fitted = replace(
        items,
        valid_from=np.where(own, np.maximum(begin, starts), items.valid_from),
        valid_to=np.where(own, np.minimum(end, ends), items.valid_to),
    )
    return fitted.take(fitted.valid_from <= fitted.valid_to)


def moved_to(tables: MonthTables, usual: MonthTables, slip: int, month: date, paid_on: date) -> MonthTables:
    """The tables of a month in which somebody has no slip, with the slip of another month moved there."""
    number = day_number(month)
    slips = usual.slips.take(usual.slips.slip == slip)
    column = {"month": number, "premium_month": number, "payment_date": day_number(paid_on)}
    moved = {name: np.full(len(slips), value, np.int64) for name, value in column.items()}
    return replace(
        tables,
        slips=replace(slips, **moved),
        versions=usual.versions.take(usual.versions.slip == slip),
        allowances=usual.allowances.take(usual.allowances.slip == slip),
        other_deductions=usual.other_deductions.take(usual.other_deductions.slip == slip),
        names=usual.names,
    )


@dataclass(frozen=True)
class ToldLine:
    side: str
    label: str
    words: str
    law: str
    amount: int


@dataclass(frozen=True)
class ToldSlip:
    """One computed slip in words and its sums in won; nothing at all for a month without pay."""

    lines: Mapping[tuple[str, str], ToldLine]
    gross: int = 0
    deductions: int = 0
    net: int = 0
    employer: int = 0

    @property
    def cost(self) -> int:
        """What the project pays: gross pay and the employer's part."""
        return self.gross + self.employer


NOTHING = ToldSlip({})


def told_slip(month: MonthSlips, slip: int) -> ToldSlip:
    """One slip of a computed month in the reader's language; lines of one name are told as one."""
    one, spoken = only(month, slip), "en" if get_language() == "en" else "ko"
    words = line_words(one)
    lines: dict[tuple[str, str], ToldLine] = {}
    for code, amount, said in zip(one.lines.code.tolist(), one.lines.amount.tolist(), words, strict=True):
        label, formula = getattr(said, f"label_{spoken}"), getattr(said, f"words_{spoken}")
        side, key = LineCode(code).side.name.lower(), (LineCode(code).name, label)
        if before := lines.get(key):
            amount, formula = before.amount + amount, f"{before.words}; {formula}"
        lines[key] = ToldLine(side, label, formula, said.law, amount)
    sums = (int(getattr(one.slips, name)[0]) for name in ("gross", "deductions", "net", "employer_total"))
    return ToldSlip(lines, *sums)


@dataclass(frozen=True)
class Moved:
    """An amount of won as it is and as it would be; words and article of the new line, or of the one gone."""

    label: str
    old: int
    new: int
    words: str = ""
    law: str = ""

    @property
    def difference(self) -> int:
        return self.new - self.old


def moved_lines(old: ToldSlip, new: ToldSlip) -> dict[str, list[Moved]]:
    """Every line of either slip, by side and in the order of the payslip."""
    order = {code.name: int(code) for code in LineCode}
    moved: dict[str, list[Moved]] = {side.name.lower(): [] for side in Side}
    for key in sorted(old.lines.keys() | new.lines.keys(), key=lambda key: (order[key[0]], key[1])):
        was, is_now = old.lines.get(key), new.lines.get(key)
        said = is_now or old.lines[key]
        amounts = (was.amount if was else 0, is_now.amount if is_now else 0)
        moved[said.side].append(Moved(said.label, *amounts, said.words, said.law))
    return moved
