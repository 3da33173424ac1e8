"""Checks of a register that need more than one cell: dates in order, one number one person, wages, departments."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import islice

from openinsa.exchange.cells import plain, squeezed
from openinsa.exchange.faults import Fault
from openinsa.exchange.register_reading import Person, RegisterReading, departments_of, grouped
from openinsa.exchange.times import breaks_within, minutes_between
from openinsa.exchange.values import birth_of, hours_and_minutes

USUAL_DAY = 480
HOUR = 60


@dataclass(frozen=True)
class Known:
    """What the caller knows beside the file.

    `departments` None means that any name may be right. `minimum_hourly_wages` are (first day, won an hour)
    in order of time; without them no wage is called low.
    """

    departments: frozenset[str] | None = None
    minimum_hourly_wages: Sequence[tuple[date, int]] = ()

    def minimum_hourly_wage(self, day: date) -> int:
        """Won an hour on a day; 0 before the first known."""
        position = bisect_right(self.minimum_hourly_wages, (day, 10**9))
        return self.minimum_hourly_wages[position - 1][1] if position else 0


def check_register(reading: RegisterReading, known: Known) -> None:
    """Add the faults that only show between cells, and put all faults into the order of the file."""
    checks: tuple[Callable[[RegisterReading, Known], Iterator[Fault]], ...] = (
        _dates,
        _numbers,
        _wages,
        _departments,
        _holders,
        _births,
        _times,
        _weekdays,
    )
    for check in checks:
        reading.faults.extend(check(reading, known))
    order = {read.name: position for position, read in enumerate(reading.sheets)}
    reading.faults.sort(key=lambda fault: (order[fault.sheet], fault.row, fault.column))


def _fault(reading: RegisterReading, kind: str, person: Person, field: str, **named: object) -> Fault:
    read = reading.sheet(person.sheet)
    column, given = read.given(person.row, field)
    return Fault(kind, person.sheet, person.row, column, read.mapping.headings[column], given, dict(named))


def _times(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    """Breaks inside the times of work, and hours a day that these leave; an untold break is what they leave over."""
    for person in reading.people:
        times, rest = person.get("work_times") or "", person.get("break_times") or ""
        told = person.get("daily_scheduled_minutes")
        if "-" not in times:
            if times and told not in (None, _length_of(times)):
                yield _fault(reading, "hours_differ", person, "daily_scheduled_minutes", other=times)
            continue
        since, to = minutes_between(times)
        breaks = breaks_within(times, rest) if "-" in rest else [(0, _length_of(rest))]
        if breaks is None or _length_of(rest) >= to - since:
            yield _fault(reading, "break_outside_times", person, "break_times", other=times)
            continue
        worked = to - since - sum(end - begin for begin, end in breaks)
        if told is not None and (told != worked if rest else told > worked):
            other = hours_and_minutes(worked)
            yield _fault(reading, "hours_differ", person, "daily_scheduled_minutes", other=other)


def _weekdays(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    """As many weekdays of work as days a week."""
    for person in reading.people:
        weekdays, days = person.get("work_days"), person.get("weekly_scheduled_days")
        if weekdays and days not in (None, len(weekdays)):
            yield _fault(reading, "days_differ", person, "weekly_scheduled_days", other=weekdays)


def _length_of(rest: str) -> int:
    """Minutes of a length written as 1:00; 0 for none or for one that names its times."""
    return 0 if not rest or "-" in rest else int(rest[:-3]) * HOUR + int(rest[-2:])


def _dates(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    for person in reading.people:
        start, end = person.get("start"), person.get("end")
        if start and end and end < start:
            yield _fault(reading, "ends_before_start", person, "end", other=start.isoformat())


def _numbers(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    """One number is one person, and one person has one contract at a time in a project."""
    numbered = [person for person in reading.people if person.get("resident_number")]
    for same in grouped(numbered, lambda person: str(person.get("resident_number"))).values():
        for position, person in enumerate(same):
            clashes = ((_clash(person, other), other) for other in islice(same, position + 1, None))
            if found := next(((kind, other) for kind, other in clashes if kind), None):
                yield _fault(reading, found[0], person, "resident_number", other=found[1].place)


def _clash(first: Person, second: Person) -> str:
    if _overlap(first, second):
        return "same_number"
    return "same_number_other_name" if _differently_named(first, second) else ""


def _overlap(first: Person, second: Person) -> bool:
    dates = [person.get(key) for person in (first, second) for key in ("start", "end")]
    if None in dates or (first.department, first.project) != (second.department, second.project):
        return False
    return bool(dates[0] <= dates[3] and dates[2] <= dates[1])


def _differently_named(first: Person, second: Person) -> bool:
    names = [person.get("name") for person in (first, second)]
    return None not in names and squeezed(str(names[0])) != squeezed(str(names[1]))


def _wages(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    """A daily wage is for eight hours unless the file says otherwise."""
    for person in reading.people:
        start = person.get("start")
        hourly = known.minimum_hourly_wage(start) if start else 0
        daily = hourly * (person.get("daily_scheduled_minutes") or USUAL_DAY) // HOUR
        for field, least in (("daily_wage", daily), ("hourly_wage", hourly)):
            wage = person.get(field)
            if wage is not None and wage < least:
                yield _fault(reading, "below_minimum_wage", person, field, other=f"{least:,}")


def _departments(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    """A department that nobody knows; where nobody says which exist, one that its own project contradicts."""
    if known.departments is not None:
        yield from _unknown_departments(reading, known.departments)
        return
    for members in grouped(reading.people, lambda person: person.project).values():
        usual, strays = departments_of(members)
        for person in members:
            if person.department in strays and person.department:
                yield _fault(reading, "other_department", person, "department", other=usual)


def _unknown_departments(reading: RegisterReading, departments: frozenset[str]) -> Iterator[Fault]:
    for person in reading.people:
        name = person.department
        if name and name not in departments:
            near = get_close_matches(name, departments, n=1, cutoff=0.5)
            yield _fault(
                reading, "unknown_department", person, "department", other=f" ({near[0]}?)" if near else ""
            )


def _holders(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    for person in reading.people:
        holder, name = person.get("account_holder"), person.get("name")
        if holder and name and squeezed(holder).lower() != squeezed(name).lower():
            yield _fault(reading, "other_holder", person, "account_holder", other=plain(name))


def _births(reading: RegisterReading, known: Known) -> Iterator[Fault]:
    for person in reading.people:
        birth, number = person.get("birth"), person.get("resident_number")
        if birth and number and birth_of(number).strftime("%y%m%d") != birth:
            yield _fault(reading, "birth_differs", person, "birth")
