"""Bills of insurers beside our own reckoning: whom each row means, and what differs. Writes nothing.

A row is matched by the resident number, else by name and date of birth; by name alone only where one person
of the institution bears it.
"""

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet

from openinsa.compute.month import compute_month
from openinsa.compute.slips import LineCode
from openinsa.compute.tables import Bills, LateBills
from openinsa.compute.words import LABELS
from openinsa.exchange.bills import BillReading, BillRow, read_bill
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook import read_workbook
from openinsa.payroll.models import BilledPerson, PayRun, Payslip, PremiumBill
from openinsa.payroll.month_tables import load_month
from openinsa.payroll.pay_day import pay_date_of
from openinsa.people.models import Person, User
from openinsa.people.roles import Scope
from openinsa.people.settings_in_force import settings_on
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.importing import FileNotRead, columns_in, language
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

Known = BilledPerson.Known
Amounts = Mapping[str, int]

LINES = {
    "health": ("health", "long_term_care", "health_settlement", "long_term_care_settlement"),
    "pension": ("pension",),
    "employment": ("employment", "employment_settlement"),
}
"""What a bill of each insurance takes from the worker."""
SETTLED = {"health_settlement", "long_term_care_settlement", "employment_settlement"}
EMPLOYER_PAYS_AS_MUCH = {
    "health": "employer_health",
    "long_term_care": "employer_long_term_care",
    "pension": "employer_pension",
    "employment": "employer_employment",
}
"""Lines of which both sides pay the same: where the bill has no column for the employer, it pays as much."""


def bills_of(user: User) -> QuerySet[PremiumBill]:
    """The bills within reach: they name everybody, so that only a right over the whole institution reaches."""
    if user.scope("payroll.see") != Scope.INSTITUTION:
        return PremiumBill.objects.none()
    return PremiumBill.objects.all()


def label_of(line: str) -> str:
    """What a line of the payslip is called, in the reader's language."""
    return str(getattr(LABELS[LineCode[line.upper()]], language()))


@dataclass
class Compared:
    """One person: won by line as billed and as reckoned. `pk` is the person's, or below 0 for nobody we know.

    `reckoned` is None where the month cannot be computed as it stands.
    """

    pk: int
    name: str
    project: str
    known: str
    billed: Amounts = field(default_factory=dict)
    reckoned: Amounts | None = field(default_factory=dict)
    place: str = ""
    birth: str = ""

    @property
    def difference(self) -> int | None:
        """What the bill asks more than our reckoning, settlements of earlier months left out."""
        if self.reckoned is None:
            return None
        lines = {*self.billed, *self.reckoned} - SETTLED
        return sum(self.billed.get(line, 0) - self.reckoned.get(line, 0) for line in lines)

    @property
    def known_as(self) -> str:
        return str(Known(self.known).label) if self.known else ""


@dataclass
class Comparison:
    """A bill beside the month: people of both, rows of nobody, people who should be on it and are not."""

    insurance: str
    people: list[Compared] = field(default_factory=list)
    nobody: list[Compared] = field(default_factory=list)
    unbilled: list[Compared] = field(default_factory=list)

    @property
    def lines(self) -> tuple[str, ...]:
        return LINES[self.insurance]

    def sums(self, people: Iterable[Compared]) -> list[tuple[str, int, int]]:
        """(line, billed, reckoned) over some people."""
        some = list(people)
        return [
            (
                line,
                sum(one.billed.get(line, 0) for one in some),
                sum((one.reckoned or {}).get(line, 0) for one in some),
            )
            for line in self.lines
        ]

    @cached_property
    def by_line(self) -> list[tuple[str, int, int, int]]:
        """(label, billed, reckoned, difference) of the whole bill; settlements are not reckoned here."""
        return [(label_of(line), *_apart(line, billed, own)) for line, billed, own in self.sums(self.people)]

    @cached_property
    def by_project(self) -> list[tuple[str, int, int, int, int]]:
        """(project, people, billed, reckoned, difference) by project, settlements left out."""
        of_project: dict[str, list[Compared]] = defaultdict(list)
        for one in self.people:
            of_project[one.project].append(one)
        rows = []
        for project, some in sorted(of_project.items()):
            sums = [(billed, own) for line, billed, own in self.sums(some) if line not in SETTLED]
            billed, own = (sum(column) for column in zip(*sums, strict=True))
            rows.append((project, len(some), billed, own, billed - own))
        return rows

    @property
    def summary(self) -> str:
        """People and won in one short text: what the officer confirms is what is stored."""
        won = sum(sum(one.billed.values()) for one in self.people)
        return f"{len(self.people)}/{won}/{len(self.nobody)}"


def _apart(line: str, billed: int, own: int) -> tuple[int, int, int]:
    return billed, own, 0 if line in SETTLED else billed - own


def read_file(bill: PremiumBill) -> BillReading:
    """What the kept file says, columns as confirmed here or for files of the same shape. Raises FileNotRead."""
    content = base64.b64decode(Sealer(bill.institution_id).open(bill.content_sealed))
    try:
        return read_bill(read_workbook(bill.name, content), bill.insurance, remembered(bill))
    except FileRefused as refused:
        raise FileNotRead(refused) from refused


def remembered(bill: PremiumBill) -> dict[str, dict[int, str]]:
    """What columns of each shape mean, as said of this bill or of earlier ones of the insurance."""
    earlier = PremiumBill.objects.filter(insurance=bill.insurance).exclude(columns={}).exclude(pk=bill.pk)
    told: dict[str, dict[int, str]] = {}
    for columns in (*earlier.order_by("pk").values_list("columns", flat=True), bill.columns):
        told |= columns_in({"columns": columns})
    return told


@dataclass(frozen=True)
class Matched:
    """A row of a file and whom it means."""

    row: BillRow
    known: str
    person: Person | None

    @property
    def amounts(self) -> dict[str, int]:
        """Won by line, the employer's as much as the worker's where the file does not say."""
        told = dict(self.row.amounts)
        for worker, employer in EMPLOYER_PAYS_AS_MUCH.items():
            if worker in told:
                told.setdefault(employer, told[worker])
        return told


def match(bill: PremiumBill, rows: Sequence[BillRow]) -> list[Matched]:
    """Whom each row means. Two statements, whatever the number of rows, and one for the keys."""
    sealer = Sealer(bill.institution_id)
    names = {row.name for row in rows}
    tokens = {sealer.token(row.number): row.number for row in rows if row.number}
    by_number = {
        tokens[bytes(one.resident_number_token)]: one
        for one in Person.objects.filter(resident_number_token__in=list(tokens))
    }
    named: dict[str, list[Person]] = defaultdict(list)
    here = set(_contracts(bill.month).values_list("person_id", flat=True))
    for one in Person.objects.filter(name__in=names):
        named[one.name].append(one)
    return [_matched(row, by_number, named, here) for row in rows]


def _matched(
    row: BillRow, by_number: Mapping[str, Person], named: Mapping[str, list[Person]], here: set[int]
) -> Matched:
    if row.number:
        person = by_number.get(row.number)
        return Matched(row, Known.NUMBER if person else Known.NOBODY, person)
    same = named.get(row.name, [])
    if row.birth:
        born = [one for one in same if f"{one.birth_date:%y%m%d}" == row.birth]
        same = [one for one in born if one.pk in here] or born
    if len(same) != 1:
        return Matched(row, Known.SEVERAL if same else Known.NOBODY, None)
    return Matched(row, Known.BIRTH if row.birth else Known.NAME, same[0])


def _contracts(month: date) -> QuerySet[Contract]:
    return Contract.objects.filter(starts_on__lte=last_day(month), ends_on__gte=month).order_by()


def already_paid(month: date, people: Iterable[int]) -> set[int]:
    """Those among some people of whom a slip of the month is paid."""
    paid = Payslip.objects.filter(run__month=month, run__kind=PayRun.Kind.REGULAR, person__in=people)
    return set(paid.filter(run__state=PayRun.State.PAID).values_list("person_id", flat=True))


@dataclass(frozen=True)
class Reckoned:
    """A person's premiums of a month by our own rules, None where the month cannot be computed."""

    name: str
    project: str
    amounts: Amounts | None


def reckon(month: date) -> dict[int, Reckoned]:
    """Everybody's premiums of a month by the rules, as the days entered so far have it.

    Statements: those of a pay run's reading, whatever the number of people.
    """
    held = list(_contracts(month).values_list("pk", "person_id", "person__name", "project__name", "project"))
    if not held:
        return {}
    of_contract = {pk: (person, name, project) for pk, person, name, project, _key in held}
    with connection.cursor() as wrapped:
        tables = load_month(
            wrapped.cursor, settings_on(month), month, pay_date_of(month), sorted({one[4] for one in held})
        )
    computed = compute_month(replace(tables, bills=Bills.empty(), late_bills=LateBills.empty()))
    amounts: dict[int, dict[str, int]] = {slip: {} for slip in computed.slips.slip.tolist()}
    wanted = {LineCode[line.upper()]: line for lines in LINES.values() for line in lines}
    rows = zip(
        computed.lines.slip.tolist(),
        computed.lines.code.tolist(),
        computed.lines.amount.tolist(),
        strict=True,
    )
    for slip, code, won in rows:
        if code in wanted:
            amounts[slip][wanted[LineCode(code)]] = won
    found = {}
    for slip, main in zip(tables.slips.slip.tolist(), tables.slips.main_slip.tolist(), strict=True):
        if slip == main:
            person, name, project = of_contract[slip]
            found[person] = Reckoned(name, project, amounts.get(slip))
    return found


def compare(bill: PremiumBill) -> Comparison:
    """A bill beside our own reckoning: from the file while it is read, from what was kept once confirmed."""
    if bill.state == PremiumBill.State.READ:
        rows = match(bill, read_file(bill).rows)
        paid = already_paid(bill.month, [one.person.pk for one in rows if one.person])
        told = [as_billed(bill, one, paid) for one in rows]
    else:
        told = list(bill.people.select_related("person"))
    return _compared(bill, told, reckon(bill.month))


def as_billed(bill: PremiumBill, one: Matched, paid: set[int]) -> BilledPerson:
    """A matched row as it would be kept."""
    late = one.person is not None and one.person.pk in paid
    return BilledPerson(
        institution_id=bill.institution_id,
        bill=bill,
        place=f"{one.row.sheet} {one.row.row + 1}"[:120],
        name=one.row.name[:100],
        birth=one.row.birth,
        person=one.person,
        known=Known.PAID if late else one.known,
        amounts=one.amounts,
    )


def _compared(
    bill: PremiumBill, told: Sequence[BilledPerson], reckoned: Mapping[int, Reckoned]
) -> Comparison:
    found, lines = Comparison(bill.insurance), LINES[bill.insurance]
    by_person: dict[int, Compared] = {}
    for number, one in enumerate(told):
        if one.person is None:
            found.nobody.append(
                Compared(-1 - number, one.name, "", one.known, one.amounts, None, one.place, one.birth)
            )
            continue
        own = reckoned.get(one.person.pk, Reckoned(one.person.name, "", {}))
        if (held := by_person.get(one.person.pk)) is None:
            amounts = None if own.amounts is None else _only(own.amounts, lines)
            held = Compared(one.person.pk, one.person.name, own.project, one.known, {}, amounts, one.place)
            by_person[held.pk] = held
        held.billed = _added(held.billed, _only(one.amounts, lines))
    found.people = list(by_person.values())
    found.unbilled = [
        Compared(pk, one.name, one.project, "", {}, _only(one.amounts, lines))
        for pk, one in reckoned.items()
        if pk not in by_person and one.amounts and any(_only(one.amounts, lines).values())
    ]
    return found


def _only(amounts: Amounts, lines: Iterable[str]) -> dict[str, int]:
    return {line: amounts[line] for line in lines if line in amounts}


def _added(one: Amounts, other: Amounts) -> dict[str, int]:
    return {line: one.get(line, 0) + other.get(line, 0) for line in {**one, **other}}
