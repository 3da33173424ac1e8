"""What can be asked about projects, people, contracts and months; a list comes with what it shows."""

from datetime import date, timedelta

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from openinsa.people.models import Person, User
from openinsa.staffing.models import Contract, ContractVersion, Day, Project, ProjectMonth
from openinsa.staffing.scope import contracts_of, months_of, people_of, projects_of, sees_pay
from openinsa.staffing.sheet import last_day

FEWEST_PAID = 3  # with fewer people, the cost of a project tells one of them what the other gets
NONE = Value(0, output_field=BigIntegerField())


class NextMonth(Func):
    """The first day after the month that a date opens."""

    template = "(%(expressions)s + INTERVAL '1 month')"
    output_field = DateField()


def projects_with_figures(user: User, on: date) -> QuerySet[Project]:
    """The user's projects with `people` employed on a day, and won `used`, `committed` and `left` of the budget.

    Used is what paid runs cost (pay and the employer's share), committed what computed runs will cost. To who
    may not see pay they are nothing where so few were paid that the sum would tell somebody's pay.
    """
    employed = Contract.objects.filter(project=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on)
    people = employed.order_by().values("project").annotate(n=Count("person", distinct=True)).values("n")
    projects = (
        projects_of(user)
        .select_related("department")
        .annotate(people=Coalesce(Subquery(people), 0), used=_cost("paid"), committed=_cost("computed"))
        .annotate(left=F("budget") - F("used") - F("committed"))
    )
    return projects if sees_pay(user) else _without_telling_sums(projects)


def _without_telling_sums(projects: QuerySet[Project]) -> QuerySet[Project]:
    paid = Count("pay_runs__slips__person", distinct=True)
    same = (
        Project.objects.filter(pk=OuterRef("pk")).order_by().values("pk").annotate(paid=paid).values("paid")
    )
    told = {
        name: Case(When(paid__gte=FEWEST_PAID, then=F(name)), output_field=BigIntegerField())
        for name in ("used", "committed", "left")
    }
    return projects.annotate(paid=Subquery(same)).annotate(**told)


def _cost(state: str) -> Coalesce:
    cost = Sum(F("pay_runs__gross") + F("pay_runs__employer_total"), filter=Q(pay_runs__state=state))
    same = (
        Project.objects.filter(pk=OuterRef("pk")).order_by().values("pk").annotate(cost=cost).values("cost")
    )
    return Coalesce(Subquery(same, output_field=BigIntegerField()), NONE)


def people_with_employment(user: User, on: date) -> QuerySet[Person]:
    """The user's people with `contract_count`, `current_count` on a day and the `last_day` of their contracts."""
    reachable = contracts_of(user).filter(person=OuterRef("pk")).order_by().values("person")
    current = reachable.filter(starts_on__lte=on, ends_on__gte=on)
    return people_of(user).annotate(
        contract_count=Coalesce(Subquery(reachable.annotate(n=Count("pk")).values("n")), 0),
        current_count=Coalesce(Subquery(current.annotate(n=Count("pk")).values("n")), 0),
        last_day=Subquery(reachable.annotate(last=Max("ends_on")).values("last")),
    )


def contracts_with_terms(user: User, on: date) -> QuerySet[Contract]:
    """The user's contracts with the pay and hours of the version that holds on a day, or else of the last one."""
    versions = ContractVersion.objects.filter(contract=OuterRef("pk"))
    started = versions.filter(valid_from__lte=on).order_by("-valid_from")
    terms = {
        name: Coalesce(
            Subquery(started.values(field)[:1]), Subquery(versions.order_by("valid_from").values(field)[:1])
        )
        for name, field in (
            ("rate", "rate"),
            ("pay_basis", "pay_basis"),
            ("weekly_minutes", "weekly_scheduled_minutes"),
        )
    }
    return contracts_of(user).select_related("project__department", "person").annotate(**terms)


def contracts_ending(user: User, on: date, within_days: int = 30) -> QuerySet[Contract]:
    """Contracts whose last day comes within so many days, soonest first."""
    until = on + timedelta(days=within_days)
    ending = contracts_of(user).filter(ends_on__gte=on, ends_on__lte=until)
    return ending.select_related("person", "project").order_by("ends_on", "person__name", "pk")


def months_with_figures(user: User) -> QuerySet[ProjectMonth]:
    """The user's project months with their project and the number of `people` under contract in them."""
    under_contract = Contract.objects.filter(
        project=OuterRef("project"), ends_on__gte=OuterRef("month"), starts_on__lt=OuterRef("after")
    )
    people = (
        under_contract.order_by().values("project").annotate(n=Count("person", distinct=True)).values("n")
    )
    return (
        months_of(user)
        .select_related("project__department")
        .annotate(after=NextMonth("month"))
        .annotate(people=Coalesce(Subquery(people), 0))
    )


def months_of_period(project: Project) -> list[date]:
    """The first days of all months in which the project has a day."""
    months = [project.starts_on.replace(day=1)]
    while (following := last_day(months[-1]) + timedelta(days=1)) <= project.ends_on:
        months.append(following)
    return months


def days_of_person(person_id: int, first: date, last: date) -> list[Day]:
    """One person's recorded days of all contracts, by date; empty cells are left out."""
    days = Day.objects.filter(contract__person_id=person_id, date__gte=first, date__lte=last)
    return list(days.exclude(mark="").select_related("contract__project").order_by("date", "contract"))
