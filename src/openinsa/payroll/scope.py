"""Which runs and slips a user may reach. Everything else does not exist for them."""

from django.db.models import QuerySet

from openinsa.payroll.correcting import with_flexible_hours
from openinsa.payroll.models import Correction, PayRun, Payslip
from openinsa.people.models import User
from openinsa.people.roles import Scope
from openinsa.staffing.scope import projects_of


def runs_of(user: User, permission: str = "payroll.see") -> QuerySet[PayRun]:
    """The pay runs within reach; seeing one's own slips reaches no run."""
    if user.scope(permission) in {None, Scope.OWN}:
        return PayRun.objects.none()
    return PayRun.objects.filter(project__in=projects_of(user, permission)).select_related("project")


def slips_of(user: User, permission: str = "payroll.see") -> QuerySet[Payslip]:
    """The slips within reach. A worker reaches the own ones, and only once they are paid."""
    slips = Payslip.objects.select_related("person", "contract", "run__project")
    if user.scope(permission) != Scope.OWN:
        return slips.filter(run__in=runs_of(user, permission).values("pk"))
    if user.person_id is None:
        return slips.none()
    return slips.filter(person_id=user.person_id, run__state=PayRun.State.PAID)


def corrections_of(user: User, permission: str = "payroll.see") -> QuerySet[Correction]:
    """The corrections within reach; who sees only the own slips reaches none."""
    if user.scope(permission) in {None, Scope.OWN}:
        return Correction.objects.none()
    reached = Correction.objects.filter(contract__project__in=projects_of(user, permission))
    return with_flexible_hours(reached).select_related("contract__project", "contract__person")
