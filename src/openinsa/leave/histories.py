"""What leave adds to the history of contracts, marks and the institution."""

from django.db.models import QuerySet

from openinsa.leave.models import (
    BankedLeave,
    LeaveAllowance,
    LeaveGrant,
    LeavePromotion,
    LeaveSetting,
    UnusedLeavePay,
)
from openinsa.people.models import Institution, User
from openinsa.privacy.histories import Part, add_parts, name_by, register_history
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of


def register() -> None:
    """Make the room's records known."""
    add_parts(
        Contract,
        *(Part(one, "contract") for one in (LeaveGrant, BankedLeave, LeavePromotion)),
        Part(UnusedLeavePay, "contract", of_pay=True),
    )
    add_parts(Institution, Part(LeaveSetting, "institution"), Part(LeaveAllowance, "institution"))
    register_history(LeaveGrant, _grants_of, named=("granted_on",), page="leave:grant_told")
    name_by(BankedLeave, "month")
    name_by(LeavePromotion, "last_day")
    name_by(LeaveSetting, "valid_from")
    name_by(LeaveAllowance, "code", "valid_from")
    name_by(UnusedLeavePay, "due_on")


def _grants_of(user: User) -> "QuerySet[LeaveGrant]":
    return LeaveGrant.objects.filter(contract__in=contracts_of(user))
