"""Which records of projects, contracts and months have a history page, and what belongs to each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from openinsa.people.models import (
    Dependant,
    Institution,
    InsuredState,
    OtherWork,
    Person,
    User,
    WithholdingChoice,
)
from openinsa.privacy.histories import Part, Reach, add_parts, keep_for_pay, name_by, register_history
from openinsa.privacy.people_histories import managed
from openinsa.staffing.models import (
    Allowance,
    Approval,
    Consent,
    Contract,
    ContractVersion,
    CrewAssignment,
    Day,
    DayCode,
    DecidedWeek,
    Deduction,
    FlexibleAgreement,
    FlexibleCover,
    HolidaySwap,
    InstitutionHoliday,
    Motherhood,
    PayTable,
    Project,
    ProjectClerk,
    ProjectMonth,
    ShiftPattern,
    ShiftType,
)
from openinsa.staffing.scope import contracts_of, months_of, people_of, projects_of, sees_pay


class DaysOfMonth(Part):
    """The days of work of a project's month."""

    def rows(self, record: Model) -> "QuerySet[Day]":
        month = record
        days = Day.objects.filter(contract__project=month.project_id)  # type: ignore[attr-defined]
        return days.filter(date__year=month.month.year, date__month=month.month.month)  # type: ignore[attr-defined]

    def removed(self, record: Model) -> Q:
        """None: a cell that is cleared keeps its row, and days after an early end are removed only when empty."""
        return Q(pk__in=[])

    def only(self, asked: Mapping[str, str]) -> Part | None:
        contract, day = asked.get("contract", ""), asked.get("day", "")
        if not (contract.isascii() and contract.isdigit()):
            return None
        return DaysOfPerson(Day, "contract", contract_id=int(contract[-18:]), day=day)


@dataclass(frozen=True)
class DaysOfPerson(DaysOfMonth):
    """The days of one person in a month, or one of them."""

    contract_id: int = 0
    day: str = ""

    def rows(self, record: Model) -> "QuerySet[Day]":
        days = super().rows(record).filter(contract=self.contract_id)
        return days.annotate(written=Cast("date", CharField())).filter(written=self.day) if self.day else days


def _within(model: type[Model], path: str, reach: Reach, permission: str = "staffing.see") -> Reach:
    """The rows of a model whose reference leads into what the user reaches under a permission."""

    def rows(user: User) -> "QuerySet[Model]":
        within = reach(user, permission)  # type: ignore[call-arg]
        return model._default_manager.filter(**{f"{path}__in": within.values("pk")})

    return rows


def _of_pay(model: type[Model], path: str, reach: Reach) -> Reach:
    """The same for those alone who may see pay."""
    inner = _within(model, path, reach)

    def rows(user: User) -> "QuerySet[Model]":
        return inner(user) if sees_pay(user) else model._default_manager.none()

    return rows


def register() -> None:
    """Make the room's records known."""
    _register_projects()
    _register_people()
    _register_papers()
    _register_settings()


def _register_projects() -> None:
    register_history(
        Project,
        projects_of,
        *(Part(one, "project") for one in (ProjectClerk, Approval, HolidaySwap, FlexibleAgreement)),
        page="staffing:project",
    )
    register_history(
        ProjectMonth,
        months_of,
        DaysOfMonth(Day, "contract"),
        named=("project__name", "month"),
        page="staffing:month",
    )
    name_by(Day, "contract__person__name", "date")
    name_by(ProjectClerk, "clerk__name")


def _register_people() -> None:
    register_history(
        Contract,
        contracts_of,
        *(Part(one, "contract") for one in (ContractVersion, CrewAssignment, DecidedWeek, FlexibleCover)),
        *(Part(one, "contract", of_pay=True) for one in (Allowance, Deduction)),
        named=("person__name", "starts_on"),
        page="staffing:contract",
    )
    register_history(
        Person,
        people_of,
        Part(Consent, "person"),
        Part(Motherhood, "person", permission="staffing.protect"),
        *(
            Part(one, "person", of_pay=True)
            for one in (InsuredState, WithholdingChoice, Dependant, OtherWork)
        ),
        page="staffing:person",
    )
    keep_for_pay(ContractVersion, "rate")
    keep_for_pay(Contract, "last_year_gross")
    for dated in (ContractVersion, InsuredState, WithholdingChoice, CrewAssignment, FlexibleCover):
        name_by(dated, "valid_from")
    name_by(Allowance, "name", "valid_from")
    name_by(Deduction, "name", "valid_from")
    name_by(DecidedWeek, "week_end")
    name_by(Dependant, "birth_date")
    name_by(OtherWork, "employer")


def _register_papers() -> None:
    register_history(
        FlexibleAgreement,
        _within(FlexibleAgreement, "project", projects_of),
        Part(FlexibleCover, "agreement"),
        named=("document",),
        page="staffing:flexible_hours",
    )
    for paper, path, reach, permission, page in (
        (Approval, "project", projects_of, "staffing.manage_projects", "staffing:approval"),
        (Consent, "person", people_of, "staffing.protect", "staffing:consent"),
        (Motherhood, "person", people_of, "staffing.protect", "staffing:motherhood"),
    ):
        register_history(paper, _within(paper, path, reach, permission), page=page)
    for item, page in ((Allowance, "staffing:allowance"), (Deduction, "staffing:deduction")):
        register_history(
            item, _of_pay(item, "contract", contracts_of), named=("name", "valid_from"), page=page
        )
    name_by(Approval, "document")
    name_by(Consent, "document")
    name_by(Motherhood, "person__name")
    name_by(HolidaySwap, "holiday")


def _register_settings() -> None:
    register_history(
        ShiftPattern, managed(ShiftPattern), Part(ShiftType, "pattern"), page="staffing:shift_pattern"
    )
    register_history(DayCode, managed(DayCode), named=("mark", "label_ko"), page="staffing:edit_day_code")
    register_history(PayTable, managed(PayTable), named=("name", "valid_from"))
    add_parts(Institution, *(Part(one, "institution") for one in (InstitutionHoliday, DayCode, PayTable)))
    name_by(InstitutionHoliday, "date", "name")
