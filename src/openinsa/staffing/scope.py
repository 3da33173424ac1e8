"""Which rows of staffing a user may reach under a permission. Everything else does not exist for them."""

from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound
from openinsa.people.roles import Scope
from openinsa.privacy.reading import note_row
from openinsa.staffing.models import Contract, Project, ProjectMonth

Row = TypeVar("Row", bound=Model)


def projects_of(user: User, permission: str = "staffing.see") -> QuerySet[Project]:
    """The projects that the user's permission reaches."""
    if user.scope(permission) == Scope.INSTITUTION:
        return Project.objects.all()
    lent = ((one.delegation.giver, one.scope) for one in user.lent(permission))
    reached = [_reached(whose, scope) for whose, scope in ((user, user.own_scope(permission)), *lent)]
    if len(reached) == 1:
        return Project.objects.filter(reached[0])
    return Project.objects.filter(pk__in=Project.objects.filter(reduce(or_, reached)).values("pk"))


def _reached(user: User, scope: Scope | None) -> Q:
    """The projects that a reach means for whom it belongs to."""
    match scope:
        case Scope.DEPARTMENT:
            return Q(department_id=user.department_id)
        case Scope.PROJECTS:
            return Q(projectclerk__clerk=user)
        case _:
            return Q(pk__in=())


def contracts_of(user: User, permission: str = "staffing.see") -> QuerySet[Contract]:
    """The contracts that the user's permission reaches; a worker's own where the reach is OWN."""
    if user.scope(permission) == Scope.OWN:
        return (
            Contract.objects.filter(person_id=user.person_id) if user.person_id else Contract.objects.none()
        )
    return Contract.objects.filter(project__in=projects_of(user, permission))


def people_of(user: User, permission: str = "staffing.see") -> QuerySet[Person]:
    """The persons that the user's permission reaches: those of the reachable contracts."""
    if user.scope(permission) == Scope.INSTITUTION:
        return Person.objects.all()
    return Person.objects.filter(pk__in=contracts_of(user, permission).values("person_id"))


def months_of(user: User, permission: str = "staffing.see") -> QuerySet[ProjectMonth]:
    return ProjectMonth.objects.filter(project__in=projects_of(user, permission))


def sees_pay(user: User) -> bool:
    """Whether other people's pay may be shown: leading a department does not show it."""
    return user.scope("payroll.see") not in {None, Scope.OWN}


def reach(rows: "QuerySet[Row]", pk: int) -> Row:
    """The row with this id if it is within reach, or NotFound: a guessed id must not tell. Whose it is, is noted."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    note_row(found)
    return found
