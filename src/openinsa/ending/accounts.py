"""The pension account of a settlement: kept sealed, shown masked, and whole only for a reason."""

import re

from django.utils.translation import gettext_lazy as _

from openinsa.ending.models import Settlement
from openinsa.ending.scope import settlements_of
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.actions import record_access
from openinsa.privacy.masking import mask_tail
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.scope import reach

NUMBER = re.compile(r"\d(?:-?\d){7,22}")


class PensionAccountUnreadable(Refused):
    status = 422
    sentence = _(
        "IRP 계좌번호를 읽을 수 없습니다. 숫자와 붙임표로 8자리 이상 적어 주세요. 아무것도 저장하지 않았습니다."
    )


def sealed_account(settlement: Settlement, number: str) -> bytes | None:
    """The typed number sealed; without one the number that is kept. Raises PensionAccountUnreadable."""
    number = number.strip().replace(" ", "")
    if not number:
        return settlement.pension_account_sealed
    require(NUMBER.fullmatch(number) is not None, PensionAccountUnreadable())
    return Sealer(settlement.institution_id).seal(number)


def masked_account(settlement: Settlement) -> str:
    """The number with its end alone; empty without one."""
    if settlement.pension_account_sealed is None:
        return ""
    return mask_tail(Sealer(settlement.institution_id).open(settlement.pension_account_sealed))


@action(permission="privacy.reveal")
def show_account(by: User, settlement_id: int, *, reason: Reason, address: str | None = None) -> str:
    """Show the whole number once. Raises NotFound."""
    one = reach(settlements_of(by), settlement_id)
    require(one.pension_account_sealed is not None, NotFound())
    record_access(
        by, "reveal", "pension_account", person_id=one.person_id, address=address, **reason.recorded
    )
    return Sealer(one.institution_id).open(one.pension_account_sealed)
