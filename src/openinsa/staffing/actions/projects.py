"""Projects and who is in charge of them."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Department, User
from openinsa.people.refusals import Refused, require
from openinsa.people.roles import Role
from openinsa.staffing.models import Contract, Project, ProjectClerk
from openinsa.staffing.scope import projects_of, reach


class ProjectExists(Refused):
    sentence = _(
        "%(department)s에 '%(name)s' 사업이 이미 있습니다. 다른 이름을 쓰거나 있는 사업을 고쳐 주세요."
    )


class ProjectEndsBeforeStart(Refused):
    sentence = _("사업 종료일(%(ends_on)s)이 시작일(%(starts_on)s)보다 앞입니다. 기간을 고쳐 주세요.")


class NotAClerk(Refused):
    sentence = _("%(name)s은(는) 사업담당 역할이 없습니다. 먼저 역할을 주거나 다른 사람을 골라 주세요.")


class ReviewIncomplete(Refused):
    sentence = _("사전심사는 승인번호와 승인일을 함께 적습니다. 빠진 것을 적거나 둘 다 비워 주세요.")


class ContractsOutsideProject(Refused):
    sentence = _("새 사업 기간 밖에 있는 계약이 %(count)d건입니다. 계약을 먼저 고치거나 기간을 넓혀 주세요.")


@action(permission="staffing.manage_projects", record="project_made")
def make_project(
    by: User,
    department: Department,
    name: str,
    starts_on: date,
    ends_on: date,
    budget: int,
    construction_site: bool = False,
    day_labour_payment: str = Project.DayLabourPayment.MONTHLY,
    review_approval: str = "",
    review_approved_on: date | None = None,
) -> Project:
    """Add a project to a department. Raises ProjectExists, ProjectEndsBeforeStart, ReviewIncomplete."""
    require(starts_on <= ends_on, ProjectEndsBeforeStart(starts_on=starts_on, ends_on=ends_on))
    require(bool(review_approval) == (review_approved_on is not None), ReviewIncomplete())
    try:
        with transaction.atomic():
            return Project.objects.create(
                institution_id=by.institution_id,
                department=department,
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
                budget=budget,
                construction_site=construction_site,
                day_labour_payment=day_labour_payment,
                review_approval=review_approval,
                review_approved_on=review_approved_on,
            )
    except IntegrityError as broken:
        raise ProjectExists(department=department.name, name=name) from broken


@action(permission="staffing.manage_projects", record="project_changed")
def change_project(
    by: User,
    project_id: int,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    budget: int,
    construction_site: bool | None = None,
    day_labour_payment: str | None = None,
    review_approval: str | None = None,
    review_approved_on: date | None = None,
) -> Project:
    """Change name, period, budget, what day labour there is like and who reviewed the hiring.

    None leaves day labour and the review as they are. Raises NotFound, ProjectEndsBeforeStart,
    ContractsOutsideProject, ReviewIncomplete, ProjectExists.
    """
    project = reach(projects_of(by, "staffing.manage_projects"), project_id)
    require(starts_on <= ends_on, ProjectEndsBeforeStart(starts_on=starts_on, ends_on=ends_on))
    contracts = Contract.objects.filter(project=project)
    outside = contracts.exclude(starts_on__gte=starts_on, ends_on__lte=ends_on).count()
    require(not outside, ContractsOutsideProject(count=outside))
    project.name, project.starts_on, project.ends_on, project.budget = name, starts_on, ends_on, budget
    if construction_site is not None:
        project.construction_site = construction_site
    project.day_labour_payment = day_labour_payment or project.day_labour_payment
    if review_approval is not None:
        require(bool(review_approval) == (review_approved_on is not None), ReviewIncomplete())
        project.review_approval, project.review_approved_on = review_approval, review_approved_on
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as broken:
        raise ProjectExists(department=project.department.name, name=name) from broken
    return project


@action(permission="staffing.manage_projects", record="clerks_assigned")
def assign_clerks(by: User, project_id: int, clerks: Iterable[User]) -> Project:
    """Put these clerks, and no others, in charge of a project. Raises NotFound, NotAClerk."""
    project = reach(projects_of(by, "staffing.manage_projects"), project_id)
    clerks = list(clerks)
    for clerk in clerks:
        require(clerk.is_integration or Role.PROJECT_CLERK in clerk.roles, NotAClerk(name=clerk.name))
    ProjectClerk.objects.filter(project=project).exclude(clerk__in=clerks).delete()
    ProjectClerk.objects.bulk_create(
        (ProjectClerk(institution_id=by.institution_id, project=project, clerk=clerk) for clerk in clerks),
        ignore_conflicts=True,
    )
    return project
