"""Which agreements a user may reach under a permission: those of the contracts within reach."""

from django.db.models import QuerySet

from openinsa.agreements.models import Agreement
from openinsa.people.models import User
from openinsa.staffing.scope import contracts_of

SEALED = ("content_sealed", "unsigned_sealed", "final_sealed")


def agreements_of(user: User, permission: str = "agreements.see") -> QuerySet[Agreement]:
    """Within reach, without their files."""
    rows = Agreement.objects.filter(contract__in=contracts_of(user, permission))
    return rows.select_related("contract__person", "contract__project").defer(*SEALED)


def own_agreements(user: User) -> QuerySet[Agreement]:
    """What was sent to a worker: nothing that is still being made."""
    own = agreements_of(user, "agreements.sign").exclude(sent_at=None, state__in=["draft", "cancelled"])
    return own.filter(contract__person_id=user.person_id) if user.person_id else own.none()


def agreements_told(user: User) -> QuerySet[Agreement]:
    """Those whose content a user may read: it names pay, which is a right of its own."""
    return agreements_of(user).filter(contract__in=contracts_of(user, "payroll.see"))
