"""What can be done about leave."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import PromotionNotices
from openinsa.leave.banking import bank_anew
from openinsa.leave.granting import ONE_DAY, grant_leave
from openinsa.leave.kinds import APART, OF_THE_LAW, STATUTORY
from openinsa.leave.models import LeaveAllowance, LeaveGrant, LeavePromotion
from openinsa.leave.papers import promotion_notices
from openinsa.leave.promotions import Promoted, promotions_of
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.staffing.models import Contract, ContractVersion, DayCode
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


class NoLeavePicked(Refused):
    status = 422
    sentence = _("고른 연차가 없습니다. 목록에서 사람을 고른 뒤 다시 눌러 주세요.")


class StepInTheFuture(Refused):
    status = 422
    sentence = _(
        "%(day)s은(는) 아직 오지 않은 날입니다. 실제로 한 날을 적어 주세요. 아무것도 저장하지 않았습니다."
    )


class FirstNoticeMissing(Refused):
    sentence = _(
        "%(name)s님에게는 1차 촉구 기록이 없습니다. 1차 촉구를 먼저 적거나 그 사람을 빼 주세요. 아무것도 저장하지 않았습니다."
    )


class FirstNoticeTwice(Refused):
    sentence = _(
        "%(name)s님의 1차 촉구는 %(day)s에 한 것으로 이미 적혀 있습니다. 틀렸으면 기록을 지우고 다시 적어 주세요. 아무것도 저장하지 않았습니다."
    )


class AppointedDaysMissing(Refused):
    status = 422
    sentence = _(
        "%(name)s님에게 정해 준 사용 시기가 없습니다. 사용 시기를 적거나 그 사람을 빼 주세요. 아무것도 만들지 않았습니다."
    )


class StepBeforeFirstNotice(Refused):
    status = 422
    sentence = _(
        "%(name)s님의 1차 촉구일 %(first)s보다 앞선 날입니다. 날짜를 고쳐 주세요. 아무것도 저장하지 않았습니다."
    )


class LeaveOfTheLaw(Refused):
    sentence = _(
        "%(leave)s의 일수는 법에 있어 따로 정하지 않습니다. 법보다 많이 주는 휴가는 기관 설정에서 부호를 따로 더해 주세요. 아무것도 저장하지 않았습니다."
    )


class LeaveAllowanceTwice(Refused):
    sentence = _(
        "%(leave)s의 일수는 %(day)s부터의 것이 이미 있습니다. 다른 적용일을 써 주세요. 아무것도 저장하지 않았습니다."
    )


class LeaveSourceMissing(Refused):
    status = 422
    sentence = _(
        "근거가 비어 있습니다. 일수를 정한 조례나 내부 규정의 이름과 조항을 적어 주세요. 아무것도 저장하지 않았습니다."
    )


class GrantNotByHand(Refused):
    sentence = _(
        "%(day)s에 생긴 연차는 근무에서 계산한 것이라 지울 수 없습니다. 근무상황을 고치면 다시 계산됩니다. 아무것도 지우지 않았습니다."
    )


@action(permission="people.manage", record="leave_allowance_set")
def set_leave_allowance(
    by: User, code_id: int, *, valid_from: date, days: int, per: str, source: str
) -> LeaveAllowance:
    """Say how many days of a leave the institution's own rule gives from a day on.

    Raises NotFound, LeaveOfTheLaw, LeaveAllowanceTwice, LeaveSourceMissing.
    """
    code = DayCode.objects.filter(pk=code_id, kind=DayCode.Kind.LEAVE).exclude(code__in=APART).first()
    if code is None:
        raise NotFound()
    require(code.code not in OF_THE_LAW | set(STATUTORY), LeaveOfTheLaw(leave=code.label))
    require(source.strip(), LeaveSourceMissing())
    before = LeaveAllowance.objects.filter(code=code.code, valid_from=valid_from)
    require(not before.exists(), LeaveAllowanceTwice(leave=code.label, day=valid_from))
    return LeaveAllowance.objects.create(
        institution_id=by.institution_id,
        code=code.code,
        valid_from=valid_from,
        days=days,
        per=per,
        source=source.strip()[:200],
    )


@action(permission="people.manage", record="leave_by_hand_dropped")
def drop_grant(by: User, grant_id: int, *, reason: str) -> Contract:
    """Take back leave that was added by hand; the history keeps it. Raises NotFound, GrantNotByHand,
    ReasonMissing."""
    grant = reach(LeaveGrant.objects.filter(contract__in=contracts_of(by)), grant_id)
    require(grant.basis == LeaveGrant.Basis.BY_HAND, GrantNotByHand(day=grant.granted_on))
    require(reason.strip(), ReasonMissing())
    grant.delete()
    return grant.contract


@action(permission="people.manage", record="leave_granted_anew")
def grant_anew(by: User, until: date) -> int:
    """Write all grants of the people employed in the year before a day again; returns how many there are.

    What months earned in place of pay is written anew too.
    """
    employed = contracts_of(by).filter(starts_on__lte=until, ends_on__gte=until - timedelta(days=365))
    bank_anew(set(employed.values_list("project_id", flat=True)))
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


def picked_promotions(by: User, keys: Sequence[str]) -> list[Promoted]:
    """The picked leave within reach; keys are those of Promoted. Raises NoLeavePicked, NotFound."""
    require(keys, NoLeavePicked())
    today = timezone.localdate()
    people = contracts_of(by, "staffing.register").filter(starts_on__lte=today, ends_on__gte=today)
    found = [
        one
        for one in promotions_of(people.select_related("person", "project__department"), today)
        if one.pk in keys
    ]
    require(len(found) == len(set(keys)), NotFound())
    return found


@action(permission="staffing.register")
def hand_out_notices(
    by: User,
    keys: Sequence[str],
    step: str,
    *,
    day: date,
    appointed: str = "",
    reason: Reason | None = None,
    address: str | None = None,
) -> PromotionNotices:
    """The first or the second notice to the picked people, to be printed. Raises NoLeavePicked, NotFound,
    FirstNoticeMissing, AppointedDaysMissing, ReasonNeeded."""
    picked = picked_promotions(by, keys)
    if step == "second":
        for one, record in zip(picked, _records(picked), strict=True):
            require(record.second_notice or appointed.strip(), AppointedDaysMissing(name=one.name))
    people = [one.contract.person_id for one in picked]
    origin = hand_out(by, "promotion_notice", people, reason=reason, address=address)
    notices = promotion_notices(by.institution, step, picked, day, appointed.strip()[:300])
    return {**notices, "origin": origin}


@action(permission="staffing.register")
def record_first_notice(by: User, keys: Sequence[str], *, day: date, proof: str) -> list[LeavePromotion]:
    """Say when people were told in writing how much leave is left, and where the proof is.

    A notice outside its window is kept, but does not free from pay. Raises NoLeavePicked, NotFound,
    StepInTheFuture, FirstNoticeTwice.
    """
    require(day <= timezone.localdate(), StepInTheFuture(day=day))
    picked = picked_promotions(by, keys)
    for one in picked:
        require(one.record is None, FirstNoticeTwice(name=one.name, day=one.first_noticed_on))
    return LeavePromotion.objects.bulk_create(
        LeavePromotion(
            institution_id=by.institution_id,
            person_id=one.contract.person_id,
            contract=one.contract,
            last_day=one.last_day,
            first_year=one.first_year,
            later=one.later,
            minutes=one.minutes,
            first_noticed_on=day,
            first_proof=proof.strip()[:200],
        )
        for one in picked
    )


@action(permission="staffing.register")
def record_plan(by: User, keys: Sequence[str], *, day: date, plan: str) -> list[LeavePromotion]:
    """Say that workers named the days on which they will take their leave; raises as record_second_notice."""
    return _next_step(by, keys, day, plan_received_on=day, plan=plan.strip()[:300])


@action(permission="staffing.register")
def record_second_notice(
    by: User, keys: Sequence[str], *, day: date, second_notice: str, proof: str
) -> list[LeavePromotion]:
    """Say that days of leave were named to workers who had not named them.

    Raises NoLeavePicked, NotFound, StepInTheFuture, FirstNoticeMissing, StepBeforeFirstNotice.
    """
    named = {"second_notice": second_notice.strip()[:300], "second_proof": proof.strip()[:200]}
    return _next_step(by, keys, day, second_noticed_on=day, **named)


@action(permission="staffing.register")
def drop_promotion(by: User, keys: Sequence[str], *, reason: str) -> int:
    """Take back everything recorded of some promotions; the history keeps it. Raises ReasonMissing, NoLeavePicked,
    NotFound, FirstNoticeMissing."""
    require(reason.strip(), ReasonMissing())
    records = _records(picked_promotions(by, keys))
    for one in records:
        one.delete()
    return len(records)


def _next_step(by: User, keys: Sequence[str], day: date, **fields: Any) -> list[LeavePromotion]:
    require(day <= timezone.localdate(), StepInTheFuture(day=day))
    picked = picked_promotions(by, keys)
    records = _records(picked)
    for one, record in zip(picked, records, strict=True):
        early = StepBeforeFirstNotice(name=one.name, first=record.first_noticed_on)
        require(day >= record.first_noticed_on, early)
        for name, value in fields.items():
            setattr(record, name, value)
    LeavePromotion.objects.bulk_update(records, list(fields))
    return records


def _records(picked: Sequence[Promoted]) -> list[LeavePromotion]:
    records = []
    for one in picked:
        if one.record is None:
            raise FirstNoticeMissing(name=one.name)
        records.append(one.record)
    return records
