"""What lets a contract go beyond two years, and since when the law's hours do not bind it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.staffing.actions.contracts import OutsideContract, open_months
from openinsa.staffing.actions.months import reread_days
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, reach
from openinsa.staffing.sheet import load_sheet


class ExceptionWithoutDocument(Refused):
    sentence = _(
        "'%(reason)s'을(를) 뒷받침하는 문서가 없습니다. 문서번호나 승인번호를 적거나 사유를 '없음'으로 두세요."
    )


class LeaveLongerThanContract(Refused):
    sentence = _(
        "육아휴직한 날수(%(days)d일)가 계약 기간(%(length)d일)보다 깁니다. 이 계약 기간에 휴직한 날수만 적어 주세요."
    )


class ExemptionIncomplete(Refused):
    sentence = _(
        "적용제외는 승인번호, 시작일과 종료일을 모두 적어야 합니다. 빠진 것을 적거나 모두 비워 주세요."
    )


class ExemptionBackwards(Refused):
    sentence = _("적용제외 종료일(%(to)s)이 시작일(%(since)s)보다 앞입니다. 날짜를 고쳐 주세요.")


@action(permission="staffing.register", record="exception_stated")
def state_exception(
    by: User,
    contract_id: int,
    exception_reason: str,
    exception_document: str = "",
    childcare_leave_days: int = 0,
    *,
    reason: str = "",
) -> Contract:
    """Say why two years do not bind a contract, by which document, and how many days of childcare leave it held.

    Raises NotFound, ExceptionWithoutDocument, LeaveLongerThanContract.
    """
    contract = reach(contracts_of(by, "staffing.register"), contract_id)
    stated = Contract.ExceptionReason(exception_reason)
    none = stated == Contract.ExceptionReason.NONE
    require(none or exception_document, ExceptionWithoutDocument(reason=stated.label))
    length = (contract.ends_on - contract.starts_on).days + 1
    too_long = LeaveLongerThanContract(days=childcare_leave_days, length=length)
    require(childcare_leave_days <= length, too_long)
    contract.exception_reason = stated
    contract.exception_document = exception_document
    contract.childcare_leave_days = childcare_leave_days
    contract.save(update_fields=["exception_reason", "exception_document", "childcare_leave_days"])
    return contract


@action(permission="staffing.register", record="exemption_set")
def set_exemption(
    by: User,
    contract_id: int,
    exempt_approval: str,
    exempt_from: date | None,
    exempt_to: date | None,
    *,
    reason: str = "",
) -> Contract:
    """Let hours, breaks and holidays of the law not bind a contract for some days (근로기준법 제63조), or again.

    Days already entered in open months are read again. Raises NotFound, ExemptionIncomplete, ExemptionBackwards, OutsideContract, PaidMonthsFollow.
    """
    contract = reach(contracts_of(by, "staffing.register"), contract_id)
    held = (contract.exempt_from, contract.exempt_to)
    if exempt_approval and exempt_from and exempt_to:
        require(exempt_from <= exempt_to, ExemptionBackwards(since=exempt_from, to=exempt_to))
        for day in (exempt_from, exempt_to):
            outside = OutsideContract(day=day, starts_on=contract.starts_on, ends_on=contract.ends_on)
            require(contract.starts_on <= day <= contract.ends_on, outside)
    else:
        require(not (exempt_approval or exempt_from or exempt_to), ExemptionIncomplete())
    changed = [day for day in (*held, exempt_from, exempt_to) if day is not None]
    if held != (exempt_from, exempt_to):
        require_unpaid(min(changed), project=contract.project_id)
    contract.exempt_approval, contract.exempt_from, contract.exempt_to = (
        exempt_approval,
        exempt_from,
        exempt_to,
    )
    contract.save(update_fields=["exempt_approval", "exempt_from", "exempt_to"])
    for month in open_months(contract, min(changed)) if changed else ():
        reread_days(load_sheet(month, [contract.pk]))
    return contract
