"""From stored contracts and days to the tables that a month is computed from, in bulk."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import pyarrow as pa
from psycopg import Cursor

from openinsa.compute.bulk import FLAG, NUMBER, TEXT, fetch_rows
from openinsa.compute.few import among
from openinsa.compute.tables import (
    EMPTY,
    NO_MARK,
    NOTHING_ENTERED,
    WORKED,
    Allowances,
    BankedSpans,
    Bills,
    Codes,
    Days,
    DecidedWeeks,
    FlexibleSpans,
    Holidays,
    HolidaySwaps,
    LateBills,
    LiftedSpans,
    MonthTables,
    OneTimePayments,
    OtherDeductions,
    Payments,
    Rosters,
    Slips,
    Table,
    Versions,
    columns_of,
    mark_number,
)
from openinsa.payroll.month_queries import (
    AS_WORKED,
    AVERAGE_WAGES,
    BESIDE,
    BREAKS_AT_MOST,
    CAME_FROM,
    DAYS,
    FOUND_BESIDE,
    ITEMS,
    PAID_CONTRACTS,
    VERSIONS,
)
from openinsa.people.models import InstitutionSetting, PremiumBills
from openinsa.rules.choices import (
    TaxMode,
)
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.staffing.holidays import holidays_between, institution_day
from openinsa.staffing.institutions import institution_table
from openinsa.staffing.rosters import DAYS_BEFORE, rosters_for_pay
from openinsa.staffing.sheet import WEEKDAYS, last_day

FIRST_CODE = WORKED + 1
SCHEDULED = [column.name for column in fields(Versions)[-7:]]
CLOSURE = "closure"
"""The code of a day on which the employer closed."""
BREAKS = [f"break_{n}" for n in range(2 * BREAKS_AT_MOST)]
DAYS_PER_WEEK, MONDAYS_FIRST = 7, 3
AnyTable = TypeVar("AnyTable", bound=Table)
Given = Mapping[str, object]
Kinds = Mapping[str, pa.DataType]


def _kinds(table: type[Table], **words: pa.DataType) -> dict[str, pa.DataType]:
    """The columns of a table as the database gives them, some of them words."""
    return {name: FLAG if of == np.bool_ else NUMBER for name, of in columns_of(table).items()} | words


BESIDE_KINDS: Kinds = {name: TEXT if name in ("what", "word") else NUMBER for name in FOUND_BESIDE}
PAID_KINDS: Kinds = _kinds(Slips) | {"paid_by": NUMBER, "payment": NUMBER}
VERSION_KINDS: Kinds = {
    name: kind
    for name, kind in _kinds(Versions).items()
    if name not in {"daily_worker", "roster", "holiday_by_roster", *SCHEDULED}
} | {"schedule": TEXT}
DAY_KINDS: Kinds = {
    **dict.fromkeys(("slip", "date"), NUMBER),
    "code": TEXT,
    **dict.fromkeys(("start", "end", *BREAKS), NUMBER),
    "leave_code": TEXT,
    "leave_minutes": NUMBER,
}
ITEM_KINDS: Kinds = {"agreed": FLAG} | _kinds(Allowances, name=TEXT, mark=TEXT)


def load_month(
    cursor: Cursor,
    setting: InstitutionSetting,
    month: date,
    pay_date: date,
    project_ids: Sequence[int],
    person_ids: Sequence[int] | None = None,
) -> MonthTables:
    """The tables of some projects' month, or of some people in them.

    A slip's number is its contract's; of contracts that follow each other, the last one's in the month.
    Statements: seven, one more where somebody begins or follows a crew, and a few where somebody came from
    another project.
    """
    given: dict[str, object] = {
        "projects": list(project_ids),
        "people": None if person_ids is None else list(person_ids),
        "first": month,
        "last": last_day(month),
        "pay_date": counted_as_paid(month, pay_date),
    }
    slips, links = _slips_and_links(cursor, given)
    given |= {
        "contracts": links.contract.tolist(),
        "slips": slips.slip.tolist(),
        "mains": np.unique(slips.main_slip).tolist(),
        "bills_taken": setting.premium_bills == PremiumBills.TAKEN,
    }
    beside = Beside(cursor, given)
    slips = _with_dependants(beside, _taxed_by_their_time(slips))
    slips = _with_untaxed_overtime(beside, slips)
    allowances, deductions, names = _pay_items(cursor, given, links, beside.words("once"))
    codes, numbers = _codes(beside, setting.institution_id)
    flexible = FlexibleSpans(*_of_slips(beside, "flexible", links, 4))
    given |= _flexible_days(beside, given)
    versions, rosters = _versions(cursor, given, slips, links)
    tables = MonthTables(
        slips=slips,
        institutions=institution_table(setting),
        versions=versions,
        days=_days(cursor, given, numbers, links),
        codes=codes,
        holidays=_holidays(beside, setting.institution_id, given["flexible_from"], month),
        holiday_swaps=HolidaySwaps(*beside.columns("swap")),
        decided_weeks=DecidedWeeks(*_of_slips(beside, "week", links)),
        banked=BankedSpans(*_of_slips(beside, "banked", links)),
        lifted=LiftedSpans(*_of_slips(beside, "lifted", links)),
        flexible=flexible,
        rosters=rosters,
        allowances=allowances,
        other_deductions=deductions,
        payments=_payments(slips, links, month),
        bills=Bills(*beside.columns("bill")),
        late_bills=LateBills(*beside.columns("late", 5)),
        one_time=_one_time(beside, names, links),
        names=names,
    )
    tables = replace(tables, slips=_with_average_wages(cursor, given, tables))
    return _with_earlier_projects(cursor, given, tables, numbers)


@dataclass(frozen=True)
class Links:
    """Which slip pays each contract and how its project pays day labour, in the order of contracts."""

    contract: np.ndarray
    slip: np.ndarray
    payment: np.ndarray

    def slip_of(self, contracts: np.ndarray) -> np.ndarray:
        return self.slip[np.searchsorted(self.contract, contracts)]


class Beside:
    """The rows of BESIDE, by what they are."""

    def __init__(self, cursor: Cursor, given: Given) -> None:
        self._rows = fetch_rows(cursor, BESIDE, given, BESIDE_KINDS)
        self._what = np.array(self._rows.texts("what"), np.str_)
        self._words = self._rows.texts("word")

    def columns(self, what: str, count: int = 3) -> list[np.ndarray]:
        """The first numbers of each row."""
        rows = self._what == what
        return [self._rows.numbers[name][rows] for name in FOUND_BESIDE[2 : 2 + count]]

    def words(self, what: str) -> list[str]:
        """The word of each row."""
        return [str(self._words[place]) for place in np.flatnonzero(self._what == what).tolist()]


def _of_slips(beside: Beside, what: str, links: Links, count: int = 3) -> list[np.ndarray]:
    """The first numbers of each row, the very first being the slip that pays a contract."""
    contract, *others = beside.columns(what, count)
    return [links.slip_of(contract), *others]


def _flexible_days(beside: Beside, given: Given) -> dict[str, object]:
    """Who is under flexible hours, and from which day their days are asked for: the first of the unit periods that
    end in the month, with the week in which it lies."""
    contract, _unit, since, to = beside.columns("flexible", 4)
    first, last = day_number(given["first"]), day_number(given["last"])
    ending = since[(first <= to) & (to <= last)]
    begin = min([first, *ending.tolist()]) - DAYS_PER_WEEK + 1
    return {"flexible": np.unique(contract).tolist(), "flexible_from": day_of(begin)}


def _slips_and_links(cursor: Cursor, given: Given) -> tuple[Slips, Links]:
    found = dict(fetch_rows(cursor, PAID_CONTRACTS, given, PAID_KINDS).numbers)
    paid_by, payment = found.pop("paid_by"), found.pop("payment")
    contracts = Slips(**found)
    links = Links(contracts.slip, paid_by, payment)
    return contracts.take(links.contract == links.slip), links


def _with_earlier_projects(
    cursor: Cursor, given: Given, tables: MonthTables, numbers: Mapping[str, int]
) -> MonthTables:
    """The tables with the plans and days of those who came from another project, on their slip here too.

    The other project pays these days; here they count for the week alone. No statement where nobody's
    employment begins in the month or the week before.
    """
    slips = tables.slips
    begins = slips.employed_from > day_number(given["first"]) - DAYS_PER_WEEK + 1
    if not begins.any():
        return tables
    asked = {
        **given,
        "begun": slips.slip[begins].tolist(),
        "since": slips.employed_from[begins].tolist(),
    }
    came = fetch_rows(cursor, CAME_FROM, asked, {"contract": NUMBER, "slip": NUMBER})
    if not len(came):
        return tables
    contract, slip = came.numbers["contract"], came.numbers["slip"]
    held = np.unique(contract)
    links = Links(held, held, np.zeros(len(held), np.int64))
    earlier = {**given, "contracts": held.tolist(), "flexible": []}
    versions, rosters = _versions(cursor, earlier, tables.slips, links)
    ends = np.array([versions.valid_to[versions.slip == one].max() for one in held.tolist()])
    rosters = rosters.take(rosters.date <= ends[np.searchsorted(held, rosters.slip)])
    added = {"versions": versions, "rosters": rosters, "days": _days(cursor, earlier, numbers, links)}
    joined = {
        name: rows.joined([getattr(tables, name), _handed_on(rows, contract, slip)])
        for name, rows in added.items()
    }
    return replace(tables, **joined)


def _handed_on(rows: AnyTable, contract: np.ndarray, slip: np.ndarray) -> AnyTable:
    """Rows of contracts as rows of the slips that they are handed on to."""
    row, pair = np.nonzero(rows.slip[:, None] == contract)  # type: ignore[attr-defined]
    return replace(rows.take(row), slip=slip[pair])  # type: ignore[call-arg]


def _versions(cursor: Cursor, given: Given, slips: Slips, links: Links) -> tuple[Versions, Rosters]:
    """Contract versions, and the plans by date of those who follow a crew; each different schedule is read
    once. A month has the hours agreed for it, else those of its weeks. Hired for under a month is daily work."""
    fetched = fetch_rows(cursor, VERSIONS, given, VERSION_KINDS)
    planned = fetched.numbered("schedule", planned_minutes, [EMPTY] * 7)
    column = dict(fetched.numbers)
    contract = column["slip"]
    column["slip"] = links.slip_of(contract)
    by_week = monthly_minutes(column["weekly_scheduled_minutes"], given["first"])
    told = column.pop("monthly_scheduled_minutes")
    under_a_month = slips.slip[slips.contract_months == 0]
    never = np.zeros(len(fetched), np.bool_)
    versions = Versions(
        **column,
        monthly_scheduled_minutes=np.where(told > 0, told, by_week),
        daily_worker=among(column["slip"], under_a_month),
        roster=never,
        holiday_by_roster=never,
        **{field.name: planned[:, day] for day, field in enumerate(fields(Versions)[-7:])},
    )
    rosters, by_date = rosters_for_pay(cursor, contract, versions, given["first"], given["last"])
    rosters = _with_units(cursor, given, versions.take(by_date), contract[by_date], rosters)
    return replace(versions, roster=by_date, holiday_by_roster=by_date), rosters


def _with_units(
    cursor: Cursor, given: Given, versions: Versions, contract: np.ndarray, rosters: Rosters
) -> Rosters:
    """The rosters with the days of unit periods before the month and the end of its last week, for those under
    flexible hours who follow a crew. No statement where nobody does."""
    slips = np.unique(versions.slip[np.isin(contract, given["flexible"])])
    under = np.isin(versions.slip, slips)
    if not under.any():
        return rosters
    begin = day_of(day_number(given["flexible_from"]) + DAYS_BEFORE.days)
    end = day_of(day_number(given["last"]) + DAYS_PER_WEEK - 2)
    wider, _by_date = rosters_for_pay(cursor, contract[under], versions.take(under), begin, end)
    return Rosters.joined([rosters.take(~np.isin(rosters.slip, slips)), wider])


def counted_as_paid(month: date, pay_date: date) -> date:
    """The day on which the law takes the month's wages as paid."""
    given = {"month": np.array([day_number(month)]), "payment_date": np.array([day_number(pay_date)])}
    return day_of(load_rule_book().run(["deemed_payment_date"], given)["deemed_payment_date"][0])


def monthly_minutes(weekly: np.ndarray, month: date) -> np.ndarray:
    """Agreed minutes of an average month, weekly holidays left out."""
    given = {"weekly_scheduled_minutes": weekly, "work_date": np.full(len(weekly), day_number(month))}
    return load_rule_book().run(["monthly_scheduled_minutes"], given)["monthly_scheduled_minutes"]


def planned_minutes(schedule: str) -> list[int]:
    """Scheduled minutes of Monday to Sunday in a stored schedule; EMPTY for a day without a plan."""
    plans = json.loads(schedule)
    return [_minutes(*plans[weekday]) if weekday in plans else EMPTY for weekday in WEEKDAYS]


def _minutes(starts: int, ends: int, breaks: Sequence[Sequence[int]]) -> int:
    return ends - starts - sum(to - since for since, to in breaks)


def _codes(beside: Beside, institution_id: int) -> tuple[Codes, dict[str, int]]:
    """The institution's leave codes, and their numbers by name."""
    position, paid, attendance = beside.columns("code")
    order = np.argsort(position, kind="stable")
    words = beside.words("code")
    numbers = {words[place]: FIRST_CODE + n for n, place in enumerate(order.tolist())}
    codes = Codes(
        institution=np.full(len(order), institution_id, np.int64),
        code=np.arange(FIRST_CODE, FIRST_CODE + len(order)),
        paid=paid[order] > 0,
        attendance=attendance[order],
        closure=np.array([words[place] == CLOSURE for place in order.tolist()], np.bool_),
    )
    return codes, numbers


def _days(cursor: Cursor, given: Given, numbers: Mapping[str, int], links: Links) -> Days:
    """Day records in the order of slips and days, however they are stored, so that equal months are kept as equal
    bytes; codes that are not leaves (free days) are as if nothing had been entered."""
    fetched = fetch_rows(cursor, DAYS, given, DAY_KINDS)

    def number(code: str) -> int:
        return WORKED if code.startswith(AS_WORKED) else numbers.get(code, NOTHING_ENTERED)

    coded = {name: fetched.numbered(name, number, NOTHING_ENTERED) for name in ("code", "leave_code")}
    coded["mark"] = fetched.numbered("code", lambda code: mark_number(code.removeprefix(AS_WORKED)), NO_MARK)
    breaks = np.stack([fetched.numbers[name] for name in BREAKS], axis=1)
    plain = {name: values for name, values in fetched.numbers.items() if name not in BREAKS}
    plain["slip"] = links.slip_of(plain["slip"])
    days = Days(**plain, **coded, breaks=breaks.reshape(-1, BREAKS_AT_MOST, 2))
    return days.take(np.lexsort((days.date, days.slip)))


def _pay_items(
    cursor: Cursor, given: Given, links: Links, other_names: Sequence[str]
) -> tuple[Allowances, OtherDeductions, tuple[str, ...]]:
    """Allowances and agreed deductions, and the names of both with some others."""
    items = fetch_rows(cursor, ITEMS, given, ITEM_KINDS)
    names = tuple(sorted({*map(str, items.texts("name")), *other_names}))
    columns = {
        **items.numbers,
        "slip": links.slip_of(items.numbers["slip"]),
        "name": items.numbered("name", names.index, 0),
        "mark": items.numbered("mark", mark_number, NO_MARK),
    }
    agreed = columns.pop("agreed")
    allowances, deductions = (
        {column: columns[column][rows] for column in columns_of(table)}
        for table, rows in ((Allowances, ~agreed), (OtherDeductions, agreed))
    )
    return Allowances(**allowances), OtherDeductions(**deductions), names


def _one_time(beside: Beside, names: Sequence[str], links: Links) -> OneTimePayments:
    """The payments on the slips that pay their contracts."""
    contract, amount, months, pay, tax, own = beside.columns("once", 6)
    name = np.array([names.index(word) for word in beside.words("once")], np.int64)
    return OneTimePayments(links.slip_of(contract), name, amount, months, pay, tax, own > 0)


def _holidays(beside: Beside, institution_id: int, first: date, month: date) -> Holidays:
    begin = day_number(first)
    own = [institution_day(day_of(day)) for day in beside.columns("holiday")[0] if day >= begin]
    days = holidays_between(first, last_day(month) + timedelta(days=1), own)
    numbers = np.array([day_number(day.date) for day in days], np.int64)
    return Holidays(np.full(len(numbers), institution_id, np.int64), numbers)


def _taxed_by_their_time(slips: Slips) -> Slips:
    """Workers agreed to be taxed by the day, taxed by the table from the month in which they are regular."""
    given = {
        "employed_from": slips.hired_on,
        "month": slips.month,
        "payment_date": slips.payment_date,
        "construction_site": slips.construction_site,
        "paid_by_the_day": slips.tax_mode == TaxMode.DAILY,
    }
    by_day = load_rule_book().run(["taxed_by_the_day"], given)["taxed_by_the_day"]
    return replace(slips, tax_mode=np.where(by_day, TaxMode.DAILY, TaxMode.TABLE))


def _with_dependants(beside: Beside, slips: Slips) -> Slips:
    """The family counted from the dependants known by birth date, on the payment date."""
    (children, born), (others, _born) = (beside.columns(what)[:2] for what in ("child", "member"))
    if not len(children) + len(others):
        return slips
    place = np.searchsorted(slips.slip, children)
    asked = {"birth_date": born, "payment_date": slips.payment_date[place]}
    counted = load_rule_book().run(["table_child"], asked)["table_child"]
    family, in_table = slips.family_members.copy(), slips.children_8_to_20.copy()
    np.add.at(family, np.concatenate([place, np.searchsorted(slips.slip, others)]), 1)
    np.add.at(in_table, place, counted)
    young = load_rule_book().run(["child_to_6"], {"birth_date": born, "month": slips.month[place]})
    to_6 = slips.children_to_6.copy()
    np.add.at(to_6, place, young["child_to_6"])
    return replace(slips, family_members=family, children_8_to_20=in_table, children_to_6=to_6)


def _with_untaxed_overtime(beside: Beside, slips: Slips) -> Slips:
    """What production workers got untaxed earlier in the year, and earned in the year before unless it was told."""
    slip, untaxed, earned = beside.columns("untaxed")
    if not len(slip):
        return slips
    place = np.searchsorted(slips.slip, slip)
    before, last_year = slips.overtime_untaxed_before.copy(), slips.last_year_gross.copy()
    before[place] = untaxed
    last_year[place] = np.where(last_year[place] > 0, last_year[place], earned)
    return replace(slips, overtime_untaxed_before=before, last_year_gross=last_year)


def _with_average_wages(cursor: Cursor, given: Given, tables: MonthTables) -> Slips:
    """What those who were sent home earned in the three months before. No statement where nobody was."""
    slips, closures = tables.slips, tables.codes.code[tables.codes.closure]
    closed = among(slips.slip, tables.days.slip[among(tables.days.code, closures)])
    if not closed.any():
        return slips
    asked = {
        **given,
        "closed": slips.slip[closed].tolist(),
        "since": slips.employed_from[closed].tolist(),
        "until": slips.employed_to[closed].tolist(),
    }
    found = fetch_rows(cursor, AVERAGE_WAGES, asked, dict.fromkeys(("slip", "won", "days"), NUMBER)).numbers
    won, days = slips.average_won.copy(), slips.average_days.copy()
    place = np.searchsorted(slips.slip, found["slip"])
    won[place], days[place] = found["won"], found["days"]
    return replace(slips, average_won=won, average_days=days)


def _payments(slips: Slips, links: Links, month: date) -> Payments:
    """Which payment covers each day of those taxed by the day: as their project pays day labour."""
    daily = slips.slip[slips.tax_mode == TaxMode.DAILY]
    days = np.arange((last_day(month) - month).days + 1) + day_number(month)
    kind = links.payment[np.searchsorted(links.contract, daily)].repeat(len(days))
    date = np.tile(days, len(daily))
    week = (date + MONDAYS_FIRST) // DAYS_PER_WEEK
    return Payments(
        slip=np.repeat(daily, len(days)),
        payment=np.choose(kind, [np.zeros_like(date), week, date]),
        date=date,
    )
