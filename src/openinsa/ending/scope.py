"""Which settlements and ending contracts a user may reach. Everything else does not exist for them."""

from django.db.models import QuerySet

from openinsa.ending.models import Settlement
from openinsa.people.models import User
from openinsa.people.roles import Scope
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import projects_of


def settlements_of(user: User, permission: str = "payroll.see") -> QuerySet[Settlement]:
    """The settlements within reach; seeing only the own pay reaches none."""
    if user.scope(permission) in {None, Scope.OWN}:
        return Settlement.objects.none()
    reached = Settlement.objects.filter(contract__project__in=projects_of(user, permission))
    return reached.select_related("contract__project__department", "contract__person", "person")


def endings_of(user: User, permission: str = "payroll.see") -> QuerySet[Contract]:
    """The contracts within reach whose end can be settled."""
    if user.scope(permission) in {None, Scope.OWN}:
        return Contract.objects.none()
    return Contract.objects.filter(project__in=projects_of(user, permission))
