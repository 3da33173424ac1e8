"""The demo district as plain data: from a seed and a size to departments, projects, people and marks.

Pure: no database, no clock. The same size gives the same district for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from openinsa.demo import words
from openinsa.demo.numbers import account_number, resident_number, telephone_number

SEED = 20261122
YEAR_START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)
CLOSED_MONTHS = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
OPEN_MONTH = date(2026, 11, 1)
LARGEST_TIMES = 10
"""The largest project has a budget of so many ordinary ones, enough for the wages of its two hundred people."""

DAY_RATES = (96_968, 96_968, 96_968, 90_080, 93_170, 102_000, 118_400)
HOUR_RATES = (12_121, 11_260, 13_500)
MONTH_RATES = (2_533_000, 2_680_000, 2_860_000, 3_120_000)


@dataclass(frozen=True)
class Size:
    """How large a district: projects and people in all, and how many of them stand in the largest project."""

    departments: int
    projects: int
    people: int
    largest: int
    clerks_per_department: int


FULL = Size(departments=28, projects=421, people=1600, largest=200, clerks_per_department=4)
SMALL = Size(departments=3, projects=12, people=60, largest=24, clerks_per_department=2)


@dataclass(frozen=True)
class DemoProject:
    """A project of a department; `clerk` counts the department's clerks from 0."""

    department: str
    name: str
    job: str
    clerk: int
    budget: int


@dataclass(frozen=True)
class DemoRaise:
    """A contract that says something else from a day on."""

    valid_from: date
    rate: int
    daily_minutes: int


@dataclass(frozen=True)
class DemoAllowance:
    """A pay item beside the wage, in the words of staffing.models.Allowance."""

    name: str
    kind: str
    amount: int
    tax: str


@dataclass(frozen=True)
class DemoContract:
    """One row of the register, and what the register has no column for."""

    name: str
    resident_number: str
    phone: str
    email: str
    bank: str
    account: str
    address: str
    project: DemoProject
    starts_on: date
    ends_on: date
    pay_basis: str
    rate: int
    daily_minutes: int
    weekly_days: int
    family_members: int
    children_8_to_20: int
    later: DemoRaise | None = None
    allowances: tuple[DemoAllowance, ...] = ()


@dataclass(frozen=True)
class District:
    """The whole of it."""

    name: str
    departments: tuple[str, ...]
    projects: tuple[DemoProject, ...]
    contracts: tuple[DemoContract, ...]
    clerks_per_department: int
    marks: dict[date, dict[int, dict[date, str]]] = field(hash=False)
    """By month, then by the contract's place in `contracts`: the days that are not ordinary."""


def make_district(size: Size, seed: int = SEED) -> District:
    """The district of a size. Any two calls with the same arguments agree."""
    chance = Random(seed)
    departments = tuple(words.DEPARTMENTS[: size.departments])
    projects = tuple(_projects(chance, size, departments))
    contracts = tuple(_contracts(chance, size, projects))
    marks = {month: dict(_marks_of_month(chance, month, contracts)) for month in (*CLOSED_MONTHS, OPEN_MONTH)}
    return District(words.DISTRICT, departments, projects, contracts, size.clerks_per_department, marks)


def _projects(chance: Random, size: Size, departments: tuple[str, ...]) -> Iterator[DemoProject]:
    """The first one is the largest and belongs to the first department; the second has the longest name."""
    names = [(words.LARGEST_PROJECT, "환경정비"), (words.LONG_PROJECT, "환경정비")]
    names += [(f"{place} {work}", job) for place in words.PLACES for work, job in words.WORKS]
    names += [(f"{place} {work} (2차)", job) for place in words.PLACES[:4] for work, job in words.WORKS]
    for number, (name, job) in enumerate(names[: size.projects]):
        department = departments[number % len(departments)] if number > 1 else departments[0]
        clerk = number // len(departments) % size.clerks_per_department
        budget = chance.randrange(40, 900) * 1_000_000 * (LARGEST_TIMES if number == 0 else 1)
        yield DemoProject(department, name, job, clerk, budget)


def _contracts(chance: Random, size: Size, projects: tuple[DemoProject, ...]) -> Iterator[DemoContract]:
    for number, project in enumerate(_places(chance, size, projects)):
        yield _contract(chance, number, project)


def _places(chance: Random, size: Size, projects: tuple[DemoProject, ...]) -> list[DemoProject]:
    """For each person a project: the largest is filled, every other one has at least one person."""
    others = projects[1:]
    spread = chance.choices(others, k=size.people - size.largest - len(others))
    order = {id(project): position for position, project in enumerate(projects)}
    return sorted([projects[0]] * size.largest + [*others, *spread], key=lambda project: order[id(project)])


def _contract(chance: Random, number: int, project: DemoProject) -> DemoContract:
    birth = _birth_date(chance, number)
    foreigner = number % 41 == 7
    woman = chance.random() < 0.6
    starts_on, ends_on = _period(chance, number)
    basis, rate, minutes, days = _terms(chance, number)
    children = chance.choice((0, 0, 0, 0, 1, 2))
    return DemoContract(
        name=_name(chance, number, birth, foreigner),
        resident_number=resident_number(chance, birth, woman=woman, foreigner=foreigner),
        phone=telephone_number(chance),
        email=_email(number),
        bank=chance.choice(words.BANKS),
        account="" if number % 173 == 5 else account_number(chance),
        address=f"{words.DISTRICT} {chance.choice(words.PLACES)} {chance.randrange(1, 400)}",
        project=project,
        starts_on=starts_on,
        ends_on=ends_on,
        pay_basis=basis,
        rate=rate,
        daily_minutes=minutes,
        weekly_days=days,
        family_members=1 + children + chance.choice((0, 0, 1)),
        children_8_to_20=children,
        later=_later(number, starts_on, ends_on, basis, rate, minutes),
        allowances=_allowances(number),
    )


def _birth_date(chance: Random, number: int) -> date:
    """Two of five are sixty or older, as in real public work programmes."""
    oldest, youngest = (1952, 1966) if number % 5 in (1, 3) else (1967, 2004)
    return date(chance.randint(oldest, youngest), chance.randint(1, 12), chance.randint(1, 28))


def _name(chance: Random, number: int, birth: date, foreigner: bool) -> str:
    if foreigner:
        return words.FOREIGN_NAMES[number // 41 % len(words.FOREIGN_NAMES)]
    if number % 29 == 3:
        return "김영숙"  # namesakes, in one project and across projects
    if number % 199 == 11:
        return words.LONG_NAMES[number // 199 % len(words.LONG_NAMES)]
    given = words.OLDER_GIVEN_NAMES if birth.year < 1980 else words.YOUNGER_GIVEN_NAMES
    return chance.choice(words.FAMILY_NAMES) + chance.choice(given)


def _email(number: int) -> str:
    """Two of three have an address, at a name that no mail server will ever have (RFC 2606)."""
    return "" if number % 3 == 2 else f"gaon{number + 1:04}@mail.example"


def _period(chance: Random, number: int) -> tuple[date, date]:
    """Most are there for the year; some come or go in the middle of a month that is closed."""
    if number % 23 == 9:
        month = chance.choice(CLOSED_MONTHS)
        return month + timedelta(days=chance.randint(3, 24)), YEAR_END
    if number % 31 == 13:
        month = chance.choice(CLOSED_MONTHS)
        return YEAR_START, month + timedelta(days=chance.randint(5, 25))
    if number % 37 == 17:
        return OPEN_MONTH + timedelta(days=chance.randint(1, 15)), YEAR_END
    return chance.choice((YEAR_START, date(2026, 2, 2), date(2026, 3, 3), date(2026, 7, 1))), YEAR_END


def _terms(chance: Random, number: int) -> tuple[str, int, int, int]:
    """Pay basis, rate, minutes a day and days a week."""
    if number % 17 == 4:
        return "hourly", chance.choice(HOUR_RATES), 240, 3  # twelve hours a week: under fifteen
    if number % 13 == 6:
        return "hourly", chance.choice(HOUR_RATES), 360, 5
    if number % 11 == 2:
        return "monthly", chance.choice(MONTH_RATES), 480, 5
    return "daily", chance.choice(DAY_RATES), 480, 5


def _later(
    number: int, starts_on: date, ends_on: date, basis: str, rate: int, minutes: int
) -> DemoRaise | None:
    """Some contracts change in the middle of October: more pay, or six hours a day instead of eight."""
    change = date(2026, 10, 12)
    if number % 53 != 20 or not starts_on < change < ends_on:
        return None
    if basis == "daily" and number % 2:
        return DemoRaise(change, rate * 3 // 4, minutes * 3 // 4)
    return DemoRaise(change, rate + rate // 40, minutes)


def _allowances(number: int) -> tuple[DemoAllowance, ...]:
    if number % 19 == 8:
        return (DemoAllowance("식대", "monthly", 140_000, "meal"),)
    if number % 47 == 21:
        return (
            DemoAllowance("위험수당", "monthly", 50_000, "taxable"),
            DemoAllowance("교통비", "per_worked_day", 4_000, "taxable"),
        )
    return ()


ODD_MARKS = (
    ("연", 40),
    ("반", 12),
    ("공", 6),
    ("병", 5),
    ("결", 5),
    ("교육", 8),
    ("특", 3),
    ("9.5", 10),
    ("4", 3),
)


def _marks_of_month(
    chance: Random, month: date, contracts: tuple[DemoContract, ...]
) -> Iterator[tuple[int, dict[date, str]]]:
    """Leave, absence, training and overtime on ordinary weekdays, for about a third of the people."""
    marks, weights = zip(*ODD_MARKS, strict=True)
    weekdays = [day for n in range(28) if (day := month + timedelta(days=n)).weekday() < 3]
    for number, contract in enumerate(contracts):
        days = [day for day in chance.sample(weekdays, 2) if contract.starts_on <= day <= contract.ends_on]
        if chance.random() < 0.35 and contract.daily_minutes == 480:
            yield number, {day: chance.choices(marks, weights)[0] for day in days}
