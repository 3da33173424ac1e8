"""What is due on a day, what is held, how long everything is kept. Each is one statement."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from openinsa.people.models import Person
from openinsa.retention.models import Destruction, Hold, PersonRequest, RetentionChoice
from openinsa.retention.plan import PUBLIC_RECORDS, Elsewhere, Kind, plan
from openinsa.staffing.models import Project

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True)
class Due:
    """Something that may be destroyed: a subject of a kind, since when its clock runs and when it ended."""

    kind: str
    subject_id: int
    person_id: int | None
    project_id: int | None
    clock_on: date
    due_on: date
    held: bool


def due_on(day: date, kinds: Sequence[str] = ()) -> list[Due]:
    """All that is due on a day, held or not; the same statement that a destruction asks again."""
    narrowed = " WHERE kind = ANY(%s)" if kinds else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, subject_id, person_id, project_id, clock_on, due_on, held"
            f" FROM openinsa_retention_due(%s){narrowed} ORDER BY kind, due_on, subject_id",
            [day, list(kinds)] if kinds else [day],
        )
        return [Due(*row) for row in cursor.fetchall()]


@dataclass
class KindDue:
    """What is due of one kind: how many subjects and people, how many are held, per project."""

    kind: Kind
    count: int = 0
    held: int = 0
    people: set[int] = field(default_factory=set)
    projects: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    earliest: date | None = None
    latest: date | None = None

    @property
    def free(self) -> int:
        return self.count - self.held


def by_kind(found: Sequence[Due]) -> list[KindDue]:
    """The due things counted kind by kind, in the order of the plan."""
    kinds = plan().kinds
    counted: dict[str, KindDue] = {}
    for one in found:
        entry = counted.setdefault(one.kind, KindDue(kinds[one.kind]))
        entry.count += 1
        entry.held += one.held
        if one.person_id:
            entry.people.add(one.person_id)
        if one.project_id:
            entry.projects[one.project_id] += 1
        entry.earliest = min(entry.earliest or one.due_on, one.due_on)
        entry.latest = max(entry.latest or one.due_on, one.due_on)
    return [counted[name] for name in kinds if name in counted]


@dataclass(frozen=True)
class PersonDue:
    """A person of whom something is due; `name` is masked."""

    pk: int
    name: str
    birth_year: int
    kinds: str
    due_on: date
    held: bool


def people_due(found: Sequence[Due]) -> list[PersonDue]:
    """The people behind the due things, masked, with what is due of them."""
    kinds: dict[int, dict[str, date]] = defaultdict(dict)
    held: set[int] = set()
    for one in found:
        if one.person_id:
            kinds[one.person_id].setdefault(one.kind, one.due_on)
            held |= {one.person_id} if one.held else set()
    people = Person.objects.filter(pk__in=kinds).values_list("pk", "name", "birth_date")
    return [
        PersonDue(
            pk,
            mask_name(name),
            born.year,
            ", ".join(str(plan().kinds[kind]) for kind in kinds[pk]),
            min(kinds[pk].values()),
            pk in held,
        )
        for pk, name, born in people
    ]


def mask_name(name: str) -> str:
    """The first letter stays: 김**."""
    return name[:1] + "*" * (len(name) - 1)


def project_names(found: Sequence[KindDue]) -> Mapping[int, str]:
    return dict(
        Project.objects.filter(pk__in={pk for one in found for pk in one.projects}).values_list("pk", "name")
    )


def active_holds(day: date) -> list[Hold]:
    """Holds that are in force on a day."""
    holds = Hold.objects.filter(Q(until__isnull=True) | Q(until__gte=day), lifted_at__isnull=True)
    return list(holds.select_related("person", "project", "placed_by"))


@dataclass(frozen=True)
class Period:
    """How long one kind is kept: by law, and as the institution chose."""

    kind: Kind | Elsewhere
    choice: RetentionChoice | None
    records_years: int = 0

    @property
    def years(self) -> int:
        default = self.kind.default.get("years", 0)
        chosen = self.choice.years if self.choice else default
        return max(chosen, self.law_years, self.records_years)

    @property
    def days(self) -> int:
        return self.choice.days if self.choice else self.kind.default.get("days", 0)

    @property
    def law_years(self) -> int:
        return max(law.years for law in self.kind.laws)


def periods() -> list[Period]:
    """The plan as it holds for the institution."""
    choices = {one.kind: one for one in RetentionChoice.objects.all()}
    records = choices[PUBLIC_RECORDS].years if PUBLIC_RECORDS in choices else 0
    kinds = [
        Period(kind, choices.get(kind.name), records if kind.records else 0) for kind in plan().kinds.values()
    ]
    return [*kinds, *(Period(one, choices.get(one.name)) for one in plan().elsewhere.values())]


def chosen_days(name: str) -> int:
    """How many days the institution keeps something that ends elsewhere."""
    choice = RetentionChoice.objects.filter(kind=name).first()
    default = plan().elsewhere[name].default
    years, days = (choice.years, choice.days) if choice else (default.get("years", 0), default.get("days", 0))
    return years * DAYS_OF_A_YEAR + days


def destructions() -> QuerySet[Destruction]:
    return Destruction.objects.select_related("proposed_by", "confirmed_by")


def holds() -> QuerySet[Hold]:
    return Hold.objects.select_related("person", "project", "placed_by", "lifted_by")


def requests() -> QuerySet[PersonRequest]:
    return PersonRequest.objects.select_related("person", "answered_by")
