"""What can be done about leave."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from openinsa.leave.granting import ONE_DAY, grant_leave
from openinsa.leave.models import LeaveGrant
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.staffing.models import ContractVersion
from openinsa.staffing.scope import contracts_of, reach

MOST_DAYS_BY_HAND = 365


class LeaveOutsideContract(Refused):
    status = 422
    sentence = _(
        "발생일 %(day)s은(는) 계약 기간(%(starts_on)s ~ %(ends_on)s) 밖입니다. 발생일을 고쳐 주세요. 아무것도 저장하지 않았습니다."
    )


class LeaveOfNoLength(Refused):
    status = 422
    sentence = _(
        "더할 시간은 0보다 길고 %(most)d일치를 넘을 수 없습니다. 시간을 고쳐 주세요. 아무것도 저장하지 않았습니다."
    )


class LeaveLapsesTooEarly(Refused):
    status = 422
    sentence = _(
        "사용 기한 %(expires_on)s이(가) 발생일 %(day)s보다 앞섭니다. 사용 기한을 고쳐 주세요. 아무것도 저장하지 않았습니다."
    )


@action(permission="people.manage", record="leave_granted_anew")
def grant_anew(by: User, until: date) -> int:
    """Write all grants of the people employed in the year before a day again; returns how many there are."""
    employed = contracts_of(by).filter(starts_on__lte=until, ends_on__gte=until - timedelta(days=365))
    return grant_leave(set(employed.values_list("person_id", flat=True)), until + ONE_DAY)


@action(permission="people.manage", record="leave_granted_by_hand")
def grant_by_hand(
    by: User, contract_id: int, *, minutes: int, granted_on: date, expires_on: date, reason: str
) -> LeaveGrant:
    """Add leave that follows from no recorded day, as of a year before the installation.

    Raises NotFound, ReasonMissing, LeaveOutsideContract, LeaveLapsesTooEarly, LeaveOfNoLength.
    """
    contract = reach(contracts_of(by), contract_id)
    require(reason.strip(), ReasonMissing())
    outside = LeaveOutsideContract(day=granted_on, starts_on=contract.starts_on, ends_on=contract.ends_on)
    require(contract.starts_on <= granted_on <= contract.ends_on, outside)
    require(granted_on <= expires_on, LeaveLapsesTooEarly(day=granted_on, expires_on=expires_on))
    version = ContractVersion.objects.get(
        contract=contract, valid_from__lte=granted_on, valid_to__gte=granted_on
    )
    most = MOST_DAYS_BY_HAND * version.daily_scheduled_minutes
    require(0 < minutes <= most, LeaveOfNoLength(most=MOST_DAYS_BY_HAND))
    return LeaveGrant.objects.create(
        institution_id=contract.institution_id,
        person_id=contract.person_id,
        contract=contract,
        basis=LeaveGrant.Basis.BY_HAND,
        granted_on=granted_on,
        expires_on=expires_on,
        days=minutes // version.daily_scheduled_minutes,
        minutes=minutes,
        note=reason.strip()[:200],
    )
