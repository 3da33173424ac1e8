"""A row of a register as it is read, and the stored rows that a file of them touches."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from openinsa.people.models import Department, Person
from openinsa.rules.engine import Refusal
from openinsa.staffing.fixed_term import Term
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Allowance, Contract, Project
from openinsa.staffing.schedules import hours_of

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Registration:
    """One row of a register as read and normalised: whom to employ, where, from when to when, for how much.

    `schedule` as ContractVersion.schedule; None is the ordinary five days from nine to six. Family fields and
    `part_time` are None where the file does not say. `place` says where the row stands in the file ("사업명단!7행"),
    for messages. `items` are names of pay items with their amounts, given from `items_from` or the first day on.
    """

    place: str
    name: str
    resident_number: str
    department: str
    project: str
    starts_on: date
    ends_on: date
    rate: int
    pay_basis: str = "daily"
    job: str = ""
    phone: str = ""
    email: str = ""
    bank: str = ""
    account: str = ""
    address: str = ""
    family_members: int | None = None
    children_8_to_20: int | None = None
    tax_mode: str = "table"
    day_labour: bool = False
    daily_scheduled_minutes: int = 480
    weekly_scheduled_days: int = 5
    schedule: dict[str, Any] | None = field(default=None, hash=False)
    monthly_scheduled_minutes: int = 0
    part_time: bool | None = None
    exception_reason: str = "none"
    exception_document: str = ""
    review_approval: str = ""
    review_approved_on: date | None = None
    items: tuple[tuple[str, int], ...] = ()
    items_from: date | None = None

    @property
    def weekly_scheduled_minutes(self) -> int:
        if self.schedule:
            return hours_of(self.schedule)["weekly_scheduled_minutes"]
        return self.daily_scheduled_minutes * self.weekly_scheduled_days


@dataclass(frozen=True)
class RegistrationFault:
    """A row that cannot be registered as it is, found against what is already stored."""

    place: str
    field: str
    severity: Severity
    text: str


@dataclass
class Register:
    """The stored rows that a file of registrations touches, and the rows of the file that were checked."""

    departments: dict[str, Department]
    projects: dict[tuple[str, str], Project]
    people: dict[bytes, Person]
    contracts: dict[tuple[int, int], list[Contract]]
    tokens: dict[str, bytes]
    may_make_projects: bool = False
    paid_until: dict[int, date] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    notice_days: int = 0
    items: dict[str, Allowance] = field(default_factory=dict)
    checked: dict[str, list[Registration]] = field(default_factory=dict)

    def project(self, row: Registration) -> Project | None:
        return self.projects.get((row.department, row.project))

    def person(self, row: Registration) -> Person | None:
        return self.people.get(self.tokens[row.resident_number])


def law_day(row: Registration) -> date:
    """The day whose law fixes the contract's hours: its first, or its last where the rule book begins later.

    Raises a refusal of the rule book when that is too early as well.
    """
    try:
        law_value("weekly_limit_minutes", row.starts_on)
        law_value("weekly_holiday_threshold", row.starts_on)
    except Refusal:
        return row.ends_on
    return row.starts_on


def is_foreigner(resident_number: str) -> bool:
    return resident_number[7] in "5678"
