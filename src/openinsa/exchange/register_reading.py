"""What reading a register of people gives: people, changes, what was left out, faults; and its sums."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openinsa.exchange import headings
from openinsa.exchange.cells import address, as_text
from openinsa.exchange.faults import Fault
from openinsa.exchange.fields import WAGES
from openinsa.exchange.workbook import Sheet

RARE = 4
"""A department is a slip of the pen where its project's usual one stands in so many times as many rows."""

JOINED = {
    "start": ("period",),
    "end": ("period",),
    "bank": ("bank_account", "account"),
    "account": ("bank_account",),
    "account_holder": ("bank_account", "account"),
}
"""Fields that may share one column, and those whose column it may be."""


class Change(NamedTuple):
    """A value that is not what stands in the cell."""

    sheet: str
    row: int
    column: int
    field: str
    was: str
    became: str

    @property
    def cell(self) -> str:
        return address(self.row, self.column)


@dataclass(frozen=True)
class Skipped:
    """A row or a sheet that holds no person, and why. `row` None is the whole sheet."""

    sheet: str
    row: int | None
    text: str
    why: str


@dataclass(frozen=True)
class Person:
    """One row of the register, values in one form. A field that could not be read is absent."""

    sheet: str
    row: int
    department: str
    project: str
    fields: Mapping[str, Any]

    @property
    def place(self) -> str:
        return f"{self.sheet} {self.row + 1}행"

    def get(self, key: str) -> Any:
        return self.fields.get(key)


@dataclass(frozen=True)
class ReadSheet:
    """A sheet that holds people: its cells, its columns, and what its title says."""

    sheet: Sheet
    mapping: headings.Mapping
    department: str
    project: str
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.sheet.name

    def given(self, row: int, field: str) -> tuple[int, str]:
        """The column of a field and what the file holds there."""
        column = self.mapping.column_of(field)
        if column is None and field in JOINED:
            shared = map(self.mapping.column_of, JOINED[field])
            column = next((one for one in shared if one is not None), None)
        return (0, "") if column is None else (column, as_text(self.sheet.cell(row, column)))


@dataclass
class RegisterReading:
    """All that a workbook of people says."""

    file: str
    format: str
    sheets: list[ReadSheet] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def sheet(self, name: str) -> ReadSheet:
        """A sheet that was read, by its name."""
        return next(read for read in self.sheets if read.name == name)


def sums(people: Sequence[Person]) -> dict[str, Any]:
    """What a clerk compares with the file: people, every wage column, earliest start, latest end."""
    starts = [person.get("start") for person in people if person.get("start")]
    ends = [person.get("end") for person in people if person.get("end")]
    wages = {key: sum(person.get(key) or 0 for person in people) for key in WAGES}
    return {
        "people": len(people),
        **{f"sum_{key}": amount for key, amount in wages.items() if amount},
        "earliest_start": min(starts, default=None),
        "latest_end": max(ends, default=None),
    }


def by_project(people: Sequence[Person]) -> Iterator[tuple[str, str, list[Person]]]:
    """(department, project, people) in the order of the file; a stray department stays with its project."""
    for project, members in grouped(people, lambda person: person.project).items():
        usual, strays = departments_of(members)
        own: dict[str, list[Person]] = {}
        for person in members:
            own.setdefault(usual if person.department in strays else person.department, []).append(person)
        for department, some in own.items():
            yield department, project, some


def grouped(people: Iterable[Person], key: Callable[[Person], str]) -> dict[str, list[Person]]:
    """People by something they share, in the order of the file."""
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(key(person), []).append(person)
    return groups


def departments_of(members: Sequence[Person]) -> tuple[str, set[str]]:
    """The usual department of a project's rows, and those so rare there that they are rather slips of the pen."""
    counts = Counter(person.department for person in members)
    usual, most = max(counts.items(), key=lambda item: item[1])
    return usual, {name for name, count in counts.items() if name != usual and count * RARE <= most}
