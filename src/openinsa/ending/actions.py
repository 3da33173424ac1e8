"""What can be done about the end of an employment: draft, change, put by hand, confirm, reopen, record payment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import SettlementStatement
from openinsa.ending.accounts import sealed_account
from openinsa.ending.causes import CAUSE_LABELS
from openinsa.ending.employment import employments_of
from openinsa.ending.models import EndingSetting, LeftOut, Settlement
from openinsa.ending.papers import settlement_statement
from openinsa.ending.reckoning import DATES, OVERRIDABLE, reckon_into
from openinsa.ending.scope import endings_of, settlements_of
from openinsa.ending.settings import SettingsByDay
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import reach

State, Payment, Ground = Settlement.State, Settlement.Payment, Settlement.Ground
MOST_WON = 10**10
MOST_DAYS = 100
MOST_WEEKLY_MINUTES = 7 * 24 * 60
MOST = {"excluded_days": MOST_DAYS, "average_weekly_minutes": MOST_WEEKLY_MINUTES}


class NobodyToSettle(Refused):
    status = 422
    sentence = _("고른 사람이 없습니다. 정산할 사람을 목록에서 골라 주세요. 아무것도 저장하지 않았습니다.")


class EmploymentGoesOn(Refused):
    sentence = _(
        "%(name)s의 계약은 %(since)s에 시작한 다음 계약으로 이어져 퇴직이 아닙니다. 마지막 계약을 정산해 주세요. 아무것도 저장하지 않았습니다."
    )


class UnknownCause(Refused):
    status = 422
    sentence = _("퇴직 사유를 목록에서 골라 주세요.")


class NoticeAfterTheEnd(Refused):
    status = 422
    sentence = _("예고한 날 %(day)s이(가) 퇴직일 %(ended_on)s보다 뒤입니다. 날짜를 고쳐 주세요.")


class GroundMissing(Refused):
    status = 422
    sentence = _("본인 계좌로 지급하려면 그 사유를 골라 주세요. IRP 계좌로 지급하면 사유가 없어야 합니다.")


class GroundDoesNotHold(Refused):
    status = 422
    sentence = _(
        "'%(ground)s'에 해당하지 않습니다. 나이와 퇴직금을 확인하고 IRP 계좌나 다른 사유를 골라 주세요."
    )


class ValueUnreadable(Refused):
    status = 422
    sentence = _(
        "직접 넣은 값 '%(value)s'을(를) 쓸 수 없습니다. 금액과 날수는 0 이상의 숫자, 입사일은 퇴직일보다 늦지 않은 날짜로 써 주세요."
    )


class SettlementDecided(Refused):
    sentence = _(
        "%(name)s의 정산은 이미 확정되어 고칠 수 없습니다. 지급 전이면 확정을 되돌린 뒤 고쳐 주세요."
    )


class SettlementIncomplete(Refused):
    sentence = _("%(name)s의 정산은 아직 확정할 수 없습니다. %(why)s 아무것도 확정하지 않았습니다.")


class SettlementNotConfirmed(Refused):
    sentence = _("확정된 정산만 지급일을 기록할 수 있습니다. 먼저 정산을 확정해 주세요.")


class PaidBeforeTheEnd(Refused):
    status = 422
    sentence = _(
        "지급일 %(paid_on)s이(가) 퇴직일 %(ended_on)s보다 앞서거나 아직 오지 않은 날입니다. 날짜를 고쳐 주세요."
    )


class EndingSettingExists(Refused):
    sentence = _("%(day)s부터의 퇴직 설정이 이미 있습니다. 다른 적용일을 써 주세요.")


@action(permission="ending.draft", record="settlements_drafted")
def draft_settlements(
    by: User, contract_ids: Iterable[int], cause: str = "contract_ended"
) -> list[Settlement]:
    """Draft a settlement for the end of each contract that has none yet.

    Raises NobodyToSettle, UnknownCause, EmploymentGoesOn, NotReckonable.
    """
    require(cause in CAUSE_LABELS, UnknownCause())
    contracts = list(
        endings_of(by, "ending.draft").filter(pk__in=list(contract_ids)).select_related("person")
    )
    require(contracts, NobodyToSettle())
    _require_ends(contracts)
    held = set(Settlement.objects.filter(contract__in=contracts).values_list("contract", flat=True))
    drafts = [_draft(by, contract, cause) for contract in contracts if contract.pk not in held]
    reckon_into(drafts)
    return Settlement.objects.bulk_create(drafts)


def _require_ends(contracts: Sequence[Contract]) -> None:
    """Every contract must be the one with which the employment ends."""
    employments = employments_of(contracts, SettingsByDay().gap_days)
    for contract in contracts:
        last = employments[contract.pk].last
        require(last.pk == contract.pk, EmploymentGoesOn(name=contract.person.name, since=last.starts_on))


def _draft(by: User, contract: Contract, cause: str) -> Settlement:
    return Settlement(
        institution_id=contract.institution_id,
        contract=contract,
        person=contract.person,
        ended_on=contract.ends_on,
        employed_since=contract.starts_on,
        cause=cause,
        drafted_by=by,
        due_on=contract.ends_on,
    )


@action(permission="ending.draft", record="settlement_changed")
def change_settlement(
    by: User,
    settlement_id: int,
    *,
    cause: str,
    notice_given_on: date | None = None,
    payment: str = Payment.PENSION_ACCOUNT,
    ground: str = "",
    pension_provider: str = "",
    pension_account: str = "",
    note: str = "",
) -> Settlement:
    """Say why the employment ended and how it is paid; the figures follow.

    Without a number the pension account that is kept stays. Raises NotFound, SettlementDecided, UnknownCause,
    NoticeAfterTheEnd, GroundMissing, GroundDoesNotHold, PensionAccountUnreadable.
    """
    one = _open(by, settlement_id)
    one.pension_account_sealed = sealed_account(one, pension_account)
    require(cause in CAUSE_LABELS, UnknownCause())
    late = NoticeAfterTheEnd(day=notice_given_on, ended_on=one.ended_on)
    require(notice_given_on is None or notice_given_on <= one.ended_on, late)
    require((payment == Payment.ACCOUNT) == bool(ground), GroundMissing())
    one.cause, one.notice_given_on, one.note = cause, notice_given_on, note.strip()[:200]
    one.payment, one.ground, one.pension_provider = payment, ground, pension_provider.strip()[:60]
    reckon_into([one])
    require(_ground_holds(one), GroundDoesNotHold(ground=one.get_ground_display()))
    one.save()
    return one


def _ground_holds(one: Settlement) -> bool:
    """Whether age or sum really free from a pension account; the other grounds are facts that somebody states."""
    book, ended = load_rule_book(), day_number(one.ended_on)
    if one.ground == Ground.SMALL_SUM:
        return one.severance <= book.parameters["severance_small_sum"].value_on(ended).value
    if one.ground == Ground.AGE:
        columns = {
            "employment_ended": np.array([ended]),
            "birth_date": np.array([day_number(one.person.birth_date)]),
            "settled_severance": np.array([MOST_WON]),
        }
        return not book.run(["pension_account_required"], columns)["pension_account_required"][0]
    return True


@action(permission="ending.draft", record="settlement_value_put")
def put_value(by: User, settlement_id: int, *, name: str, value: Any, reason: str) -> Settlement:
    """Put a value by hand in place of a computed one; without a value the computed one holds again.

    Raises NotFound, SettlementDecided, ReasonMissing, ValueUnreadable, NotReckonable.
    """
    one = _open(by, settlement_id)
    require(name in OVERRIDABLE, NotFound())
    require(reason.strip(), ReasonMissing())
    overrides = {key: held for key, held in one.overrides.items() if key != name}
    if value is not None:
        overrides[name] = {"value": _plain(one, name, value), "why": reason.strip()[:200], "by": by.name}
    one.overrides = overrides
    reckon_into([one])
    one.save()
    return one


def _plain(one: Settlement, name: str, value: Any) -> Any:
    """The value as the rules read it. Raises ValueUnreadable."""
    if name in DATES:
        require(isinstance(value, date) and value <= one.ended_on, ValueUnreadable(value=value))
        return value.isoformat()
    most = MOST.get(name, MOST_WON)
    require(type(value) is int and 0 <= value <= most, ValueUnreadable(value=value))
    return value


@action(permission="ending.draft")
def reckon_again(by: User, settlement_ids: Iterable[int]) -> int:
    """Reckon drafts anew from what is known now; returns how many. Confirmed ones stay. Raises NotReckonable."""
    reached = settlements_of(by, "ending.draft").filter(pk__in=list(settlement_ids), state=State.DRAFTED)
    drafts = list(reached.select_for_update(of=("self",)))
    _follow_contracts(drafts)
    reckon_into(drafts)
    Settlement.objects.bulk_update(drafts, RECKONED)
    return len(drafts)


def _follow_contracts(drafts: Sequence[Settlement]) -> None:
    """A contract that ends on another day by now ends its draft on that day too."""
    for one in drafts:
        one.ended_on = one.contract.ends_on


RECKONED = [
    "ended_on",
    "employed_since",
    "severance",
    "notice_pay",
    "income_tax",
    "local_tax",
    "net",
    "leave_pay",
    "fairness",
    "due_on",
    "given",
    "told",
    "months",
    "warnings",
    "rule_book_version",
]


@action(permission="ending.draft", record="settlement_dropped")
def drop_settlement(by: User, settlement_id: int) -> Contract:
    """Drop a draft. Raises NotFound, SettlementDecided."""
    one = _open(by, settlement_id)
    contract = one.contract
    one.delete()
    return contract


@action(permission="ending.confirm", record="settlements_confirmed")
def confirm_settlements(by: User, settlement_ids: Iterable[int]) -> list[Settlement]:
    """Reckon drafts a last time and let them stay as they are; all or none.

    Raises NobodyToSettle, SettlementIncomplete, EmploymentGoesOn, NotReckonable.
    """
    reached = settlements_of(by, "ending.confirm").filter(pk__in=list(settlement_ids), state=State.DRAFTED)
    drafts = list(reached.select_for_update(of=("self",)))
    require(drafts, NobodyToSettle())
    _require_ends([one.contract for one in drafts])
    _follow_contracts(drafts)
    reckon_into(drafts)
    for one in drafts:
        _require_complete(one)
        one.state, one.confirmed_by, one.confirmed_at = State.CONFIRMED, by, timezone.now()
    Settlement.objects.bulk_update(drafts, [*RECKONED, "state", "confirmed_by", "confirmed_at"])
    return drafts


WHY_INCOMPLETE = {
    "months_missing": _("3개월 가운데 지급된 급여명세서가 없는 달이 있습니다."),
    "no_ordinary_wage": _("통상임금을 알 수 없습니다."),
    "account_needs_ground": _("본인 계좌로 지급하는 사유가 없습니다."),
}


def _require_complete(one: Settlement) -> None:
    codes = [warning["code"] for warning in one.warnings if warning["code"] in WHY_INCOMPLETE]
    if codes:
        raise SettlementIncomplete(name=one.person.name, why=WHY_INCOMPLETE[codes[0]])
    require(_ground_holds(one), GroundDoesNotHold(ground=one.get_ground_display()))


@action(permission="ending.confirm", record="settlement_reopened")
def reopen_settlement(by: User, settlement_id: int, *, reason: str) -> Settlement:
    """Take a confirmation back while nothing is paid. Raises NotFound, ReasonMissing, SettlementNotConfirmed."""
    one = _lock(by, settlement_id, "ending.confirm")
    require(reason.strip(), ReasonMissing())
    require(one.state == State.CONFIRMED, SettlementNotConfirmed())
    one.state, one.confirmed_by, one.confirmed_at = State.DRAFTED, None, None
    one.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return one


@action(permission="ending.confirm", record="settlement_paid")
def record_payment(by: User, settlement_id: int, paid_on: date, *, waived: str = "") -> Settlement:
    """Record the day of payment; after the fourteenth day interest is told, unless a ground of the decree stops it.

    Raises NotFound, SettlementNotConfirmed, PaidBeforeTheEnd.
    """
    one = _lock(by, settlement_id, "ending.confirm")
    require(one.state == State.CONFIRMED, SettlementNotConfirmed())
    unlikely = PaidBeforeTheEnd(paid_on=paid_on, ended_on=one.ended_on)
    require(one.ended_on <= paid_on <= timezone.localdate(), unlikely)
    late = interest_of(one, paid_on)
    one.late_days, one.late_interest = late["late_days"], 0 if waived.strip() else late["late_interest"]
    one.interest_waived = waived.strip()[:200] if late["late_days"] else ""
    one.state, one.paid_on, one.paid_by = State.PAID, paid_on, by
    one.save(update_fields=["late_days", "late_interest", "interest_waived", "state", "paid_on", "paid_by"])
    return one


def interest_of(one: Settlement, paid_on: date) -> Mapping[str, int]:
    """Days late and interest if a settlement were paid on a day."""
    given = {
        "payment_ground_date": day_number(one.ended_on),
        "paid_on": day_number(paid_on),
        "unpaid_amount": one.severance + one.notice_pay,
    }
    columns = {name: np.array([value], np.int64) for name, value in given.items()}
    found = load_rule_book().run(["late_days", "late_interest"], columns)
    return {name: int(values[0]) for name, values in found.items()}


@action(permission="payroll.see")
def hand_out_statement(
    by: User, settlement_id: int, *, reason: Reason | None = None, address: str | None = None
) -> SettlementStatement:
    """How one settlement came about, to be printed. Raises NotFound, ReasonNeeded."""
    one = reach(settlements_of(by).select_related("institution"), settlement_id)
    origin = hand_out(by, "settlement_statement", [one.person_id], reason=reason, address=address)
    return {**settlement_statement(one), "origin": origin}


@action(permission="people.manage", record="ending_settings_changed")
def set_ending_settings(by: User, valid_from: date, **fields: Any) -> EndingSetting:
    """Let settings hold for ends from a day on; confirmed settlements keep theirs. Raises EndingSettingExists."""
    try:
        with transaction.atomic():
            return EndingSetting.objects.create(
                institution_id=by.institution_id, valid_from=valid_from, **fields
            )
    except IntegrityError as broken:
        raise EndingSettingExists(day=valid_from) from broken


@action(permission="people.manage", record="left_out_changed")
def leave_out(by: User, *, code: str, valid_from: date, left_out: bool, source: str) -> LeftOut:
    """Say whether the average wage leaves out days with a mark, from a day on. Raises EndingSettingExists."""
    try:
        with transaction.atomic():
            return LeftOut.objects.create(
                institution_id=by.institution_id,
                code=code,
                valid_from=valid_from,
                left_out=left_out,
                source=source,
            )
    except IntegrityError as broken:
        raise EndingSettingExists(day=valid_from) from broken


def _lock(by: User, settlement_id: int, permission: str) -> Settlement:
    return reach(settlements_of(by, permission).select_for_update(of=("self",)), settlement_id)


def _open(by: User, settlement_id: int) -> Settlement:
    """A draft within reach, locked. Raises NotFound, SettlementDecided."""
    one = _lock(by, settlement_id, "ending.draft")
    require(one.is_open, SettlementDecided(name=one.person.name))
    return one
