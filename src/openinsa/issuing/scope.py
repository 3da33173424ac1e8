"""Which papers a user may reach, and whom a paper may be issued about. Everything else does not exist for them."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from openinsa.issuing.kinds import KINDS, About, Asked, Kind
from openinsa.issuing.models import IssuedPaper
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.scope import slips_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, Refused, require
from openinsa.people.roles import Role, Scope
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay

HEAVY = ("file_sealed", "content_sealed")
"""Left in the database until somebody asks for them."""

SEES = "issuing.see"
ISSUES = "issuing.issue"


class SlipNotPaid(Refused):
    sentence = _(
        "아직 지급하지 않은 급여입니다. 지급을 확정한 뒤에 명세서를 발급해 주세요. 발급한 것은 없습니다."
    )


class Told(NamedTuple):
    """Whom and what a paper is about, found and within reach."""

    person_id: int | None
    contract_id: int | None
    project_id: int | None
    subject_id: int | None


def kind_of(key: str) -> Kind:
    """Raises NotFound."""
    require(key in KINDS, NotFound())
    return KINDS[key]


def pay_kinds() -> list[str]:
    return [kind.key for kind in KINDS.values() if kind.tells_pay]


def papers_of(user: User, permission: str = SEES) -> QuerySet[IssuedPaper]:
    """The papers within reach; those that name pay only as far as the user sees pay."""
    papers = _within(user, permission)
    if not sees_pay(user):
        return papers.exclude(kind__in=pay_kinds())
    if user.scope("payroll.see") == Scope.INSTITUTION:
        return papers
    return papers.filter(~Q(kind__in=pay_kinds()) | Q(project__in=projects_of(user, "payroll.see")))


def _within(user: User, permission: str) -> QuerySet[IssuedPaper]:
    scope = user.scope(permission)
    if scope in {None, Scope.OWN}:
        return IssuedPaper.objects.none()
    if scope == Scope.INSTITUTION:
        return IssuedPaper.objects.defer(*HEAVY)
    return IssuedPaper.objects.defer(*HEAVY).filter(project__in=projects_of(user, permission))


def own_papers(user: User) -> QuerySet[IssuedPaper]:
    """What was given out about the user as a worker."""
    if user.person_id is None or Role.WORKER not in user.roles_in_force:
        return IssuedPaper.objects.none()
    return IssuedPaper.objects.defer(*HEAVY).filter(person_id=user.person_id)


def issues_own(user: User, kind: Kind, person_id: int | None) -> bool:
    """Whether a worker asks for the own paper."""
    own = user.person_id is not None and person_id == user.person_id
    return own and kind.by_worker and Role.WORKER in user.roles_in_force


def may_issue_for_others(user: User, kind: Kind) -> bool:
    wide = user.scope(ISSUES) not in {None, Scope.OWN}
    return wide and user.may(kind.permission) and (sees_pay(user) or not kind.tells_pay)


def told_of(user: User, kind: Kind, asked: Asked) -> Told:
    """Whom the paper tells of. Raises NotFound, NotAllowed, SlipNotPaid."""
    if issues_own(user, kind, asked.person_id):
        contracts = Contract.objects.filter(person_id=user.person_id)
    else:
        require(may_issue_for_others(user, kind), NotAllowed())
        contracts = contracts_of(user, ISSUES)
        if kind.tells_pay:
            contracts = contracts.filter(project__in=projects_of(user, "payroll.see"))
    told = FINDERS.get(kind.about, _of_person)(user, contracts, asked)
    if kind.tells_pay and told.person_id is None:
        within = projects_of(user, "payroll.see")
        require(told.project_id is None or within.filter(pk=told.project_id).exists(), NotAllowed())
    return told


Contracts: TypeAlias = QuerySet[Contract]


def _of_contract(user: User, contracts: Contracts, asked: Asked) -> Told:
    contract = reach(contracts.filter(person_id=asked.person_id), asked.subject_id or 0)
    return _told(contract, contract.pk)


def _of_person(user: User, contracts: Contracts, asked: Asked) -> Told:
    """A person is told of with the newest contract, or the one that is named."""
    own = contracts.filter(person_id=asked.person_id).order_by("-starts_on", "-pk")
    contract = (own.filter(pk=asked.subject_id) if asked.subject_id else own).first()
    if contract is None:
        raise NotFound()
    return _told(contract, asked.subject_id)


def _of_slip(user: User, contracts: Contracts, asked: Asked) -> Told:
    """A slip lies with the project that pays it, which need not be that of the contract any more."""
    if asked.person_id == user.person_id:
        own = Payslip.objects.filter(person_id=user.person_id, run__state=PayRun.State.PAID)
    else:
        own = slips_of(user).filter(person_id=asked.person_id)
    slip = reach(own.select_related("run"), asked.subject_id or 0)
    require(slip.run.state == PayRun.State.PAID, SlipNotPaid())
    return Told(slip.person_id, slip.contract_id, slip.run.project_id, slip.pk)


def _of_project(user: User, contracts: Contracts, asked: Asked) -> Told:
    project = reach(projects_of(user, ISSUES), asked.subject_id or 0)
    return Told(None, None, project.pk, project.pk)


def _of_institution(user: User, contracts: Contracts, asked: Asked) -> Told:
    require(user.scope(ISSUES) == Scope.INSTITUTION, NotAllowed())
    return Told(None, None, None, asked.subject_id)


FINDERS: dict[About, Callable[[User, Contracts, Asked], Told]] = {
    About.EMPLOYMENT: _of_contract,
    About.PAYSLIP: _of_slip,
    About.PROJECT_MONTH: _of_project,
    About.INSTITUTION: _of_institution,
}


def _told(contract: Contract, subject_id: int | None) -> Told:
    return Told(contract.person_id, contract.pk, contract.project_id, subject_id)
