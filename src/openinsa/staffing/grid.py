"""The month grid as a page draws it: columns, rows, counts and faults of a loaded sheet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.dispatch import Signal
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openinsa.staffing.compensatory import banked_of
from openinsa.staffing.faults import DAY_FAULTS
from openinsa.staffing.kinds_of_time import KindsOfTime, kinds_of_time
from openinsa.staffing.limits import limits_of
from openinsa.staffing.marks import LEAVE_HOURS
from openinsa.staffing.models import ContractVersion, DayCode
from openinsa.staffing.sheet import Entered, Row, Sheet
from openinsa.web.templatetags.web import hours

rows_noted = Signal()
"""Asked with the `sheet`: a room above that knows a word about its rows answers with the words by contract."""

SATURDAY = 5
SHORT_MARK = 5
TOTALS = ("worked", "minutes", "overtime", "holiday", "night", "leave", "half", "absent", "empty")
FEET = {"worked": _("근무"), "leave": _("휴가"), "absent": _("결근")}


@dataclass(frozen=True)
class Column:
    """One day across the top. `earlier` days belong to the month before and are only looked at."""

    date: date
    holiday: str
    earlier: bool

    @property
    def weekday(self) -> str:
        return str(ContractVersion.Weekday(self.date.weekday()).label)

    @property
    def rests(self) -> bool:
        return bool(self.holiday) or self.date.weekday() >= SATURDAY

    @property
    def look(self) -> str:
        """Class names: earlier, rest."""
        flags = {"earlier": self.earlier, "rest": self.rests}
        return " ".join(name for name, holds in flags.items() if holds)


@dataclass(frozen=True)
class Cell:
    """What stands in one place of the table; `fault` names a message of staffing.faults."""

    date: date
    mark: str
    locked: bool
    fault: str = ""

    @property
    def severity(self) -> str:
        return DAY_FAULTS[self.fault].severity if self.fault else ""

    @property
    def words(self) -> str:
        return str(DAY_FAULTS[self.fault].text) if self.fault else ""

    @property
    def look(self) -> str:
        """Class names: locked, error, warning, long."""
        flags = {"locked": self.locked, "long": is_long(self.mark)}
        return " ".join([name for name, holds in flags.items() if holds] + [self.severity] * bool(self.fault))


@dataclass(frozen=True)
class GridRow:
    """One contract across the table; counts as the foot and the right side show them."""

    contract_id: int
    name: str
    note: str
    earlier: Sequence[str]
    cells: Sequence[Cell]
    minutes: int
    kinds: Mapping[str, int]
    counts: Mapping[str, int]

    @property
    def empty(self) -> int:
        return sum(not cell.mark and not cell.locked for cell in self.cells)

    @property
    def faults(self) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.fault)


@dataclass(frozen=True)
class Foot:
    """One line of day totals; its sum stands under the total of the same name."""

    name: str
    label: str
    days: Sequence[int]

    @property
    def totals(self) -> list[int | str]:
        return [sum(self.days) if self.name == total else "" for total in TOTALS]


class Grid:
    """A sheet turned into a table; `words` of other rooms stand beside the names, by contract."""

    def __init__(self, sheet: Sheet, words: Mapping[int, str] | None = None) -> None:
        self.sheet = sheet
        self._words = words or {}
        self._kinds = {code.mark: code for code in sheet.codes}
        self._namesakes = Counter(row.contract.person.name for row in sheet.rows.values())

    @cached_property
    def columns(self) -> list[Column]:
        shown = [day for day in self.sheet.earlier_dates if day >= self._first_shown]
        return [Column(day, self.sheet.holidays.get(day, ""), earlier=True) for day in shown] + [
            Column(day, self.sheet.holidays.get(day, ""), earlier=False) for day in self.sheet.dates
        ]

    @cached_property
    def _kinds_of_time(self) -> KindsOfTime:
        return kinds_of_time(self.sheet)

    @cached_property
    def _banked(self) -> Mapping[int, int]:
        """Minutes of leave that the month earns in place of pay, by contract."""
        return banked_of(self.sheet)

    @cached_property
    def earlier(self) -> list[Column]:
        return [column for column in self.columns if column.earlier]

    @cached_property
    def days(self) -> list[Column]:
        return [column for column in self.columns if not column.earlier]

    @cached_property
    def rows(self) -> list[GridRow]:
        return [self.row(row) for row in self.sheet.rows.values()]

    @cached_property
    def feet(self) -> list["Foot"]:
        """How many people worked, were on leave and were absent on each day."""
        columns = zip(*(row.cells for row in self.rows), strict=True) if self.rows else [()] * len(self.days)
        tallies = [self.counts_of(cell.mark for cell in column) for column in columns]
        return [Foot(name, str(label), [tally[name] for tally in tallies]) for name, label in FEET.items()]

    @property
    def counts(self) -> dict[str, int]:
        """Cells with errors, with warnings, and still empty."""
        cells = [cell for row in self.rows for cell in row.cells]
        tally = Counter(cell.severity for cell in cells if cell.fault)
        empty = sum(row.empty for row in self.rows)
        return {"error": tally["error"], "warning": tally["warning"], "empty": empty}

    def row(self, row: Row) -> GridRow:
        limits = limits_of(self.sheet, row, self._kinds_of_time)
        cells = [self._cell(row, day, limits.get(day, "")) for day in self.sheet.dates]
        return GridRow(
            contract_id=row.contract.pk,
            name=row.contract.person.name,
            note=self._note(row),
            earlier=[_mark(row.days.get(column.date)) for column in self.earlier],
            cells=cells,
            minutes=sum(
                day.worked_minutes for date_, day in row.days.items() if date_ >= self.sheet.dates[0]
            ),
            kinds=self._kinds_of_time.of_month(row.contract.pk, self.sheet.dates[0]),
            counts=self.counts_of(cell.mark for cell in cells),
        )

    def counts_of(self, marks: Iterable[str]) -> Counter[str]:
        """Worked days, leave, half days and absences among marks; the browser counts by the same table."""
        tally: Counter[str] = Counter()
        for mark in marks:
            tally.update(self.counts_as(mark))
        return tally

    def counts_as(self, mark: str) -> tuple[str, ...]:
        """What one mark adds to; a duty behind the day's own mark only where it is work."""
        before, _plus, behind = mark.rpartition("+")
        if before:
            return tuple(dict.fromkeys((*self.counts_as(before), *self.counts_as(behind))))
        code = self._kinds.get(mark)
        if code is None and (mark[:1].isdigit() or mark in self.sheet.shift_names):
            return COUNTS_OF_KIND["work"]
        if code is None:
            part = LEAVE_HOURS.fullmatch(mark)
            return self.hours_count_as(part["leave"]) if part else ()
        if code.kind == DayCode.Kind.DUTY:
            return COUNTS_OF_KIND["work"] if code.as_work else ()
        kind = "unpaid leave" if code.kind == DayCode.Kind.LEAVE and not code.paid else code.kind
        absent = code.attendance == DayCode.Attendance.ABSENT
        return COUNTS_OF_KIND[kind] + (("absent",) if absent else ())

    def hours_count_as(self, mark: str) -> tuple[str, ...]:
        """What some hours of a mark add to, written behind it as in 연2; hours of absence are no leave."""
        code = self._kinds.get(mark)
        if code is None or code.kind != DayCode.Kind.LEAVE:
            return ()
        return COUNTS_OF_KIND["half" if code.paid else "work"]

    def _cell(self, row: Row, day: date, limit: str) -> Cell:
        entered = row.days.get(day)
        fault = entered.fault if entered else ""
        said = fault if fault and DAY_FAULTS[fault].severity == "error" else limit or fault
        return Cell(day, _mark(entered), row.version_on(day) is None, said)

    def _note(self, row: Row) -> str:
        """What tells one row from another: birth date of namesakes, first or last day inside the month, job."""
        contract, dates = row.contract, self.sheet.dates
        notes = []
        if self._namesakes[contract.person.name] > 1:
            notes.append(f"{contract.person.birth_date:%y.%m.%d}")
        if contract.starts_on > dates[0]:
            notes.append(gettext("%(day)d일부터") % {"day": contract.starts_on.day})
        if contract.ends_on < dates[-1]:
            notes.append(gettext("%(day)d일까지") % {"day": contract.ends_on.day})
        for cover in self.sheet.flexible.get(contract.pk, ()):
            if dates[0] <= cover.valid_to:
                notes.append(gettext("탄력근로 ~%(day)s") % {"day": f"{cover.valid_to:%m.%d}"})
        if banked := self._banked.get(contract.pk):
            notes.append(gettext("보상휴가 %(time)s") % {"time": hours(banked)})
        return " ".join(filter(None, [*notes, self._words.get(contract.pk), contract.job]))

    @cached_property
    def _first_shown(self) -> date:
        """The first day of the longest week that reaches into the month; rows may end their weeks differently."""
        first = self.sheet.dates[0]
        versions = [version for row in self.sheet.rows.values() for version in row.versions[:1]]
        begins = {(version.week_ends_on + 1) % 7 for version in versions} or {0}
        return min(first - timedelta(days=(first.weekday() - begin) % 7) for begin in begins)


COUNTS_OF_KIND: dict[str, tuple[str, ...]] = {
    "work": ("worked",),
    "half": ("worked", "half"),
    "leave": ("leave",),
    "unpaid leave": (),
    "free": (),
}


def words_of_rows(sheet: Sheet) -> dict[int, str]:
    """What other rooms say of the rows, by contract."""
    answers = (words for _room, words in rows_noted.send(sender=Sheet, sheet=sheet))
    return {contract: text for words in answers for contract, text in words.items()}


def is_long(mark: str) -> bool:
    """Whether a mark needs the small print: a Hangul syllable is as wide as two digits."""
    return sum(1 + (letter >= "가") for letter in mark) > SHORT_MARK


def _mark(day: Entered | None) -> str:
    return day.mark if day else ""
