"""The work of the jobs that make and countersign many agreements: part after part, each in a transaction of its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.agreements.actions.countersigning import (
    Countersigned,
    Order,
    countersign_part,
    signed_by_order,
)
from openinsa.agreements.actions.making import Made, in_parts, make
from openinsa.agreements.refusals import (
    AgreementUnderWay,
    ContractChanged,
    GuardianConsentMissing,
    NoNextContract,
    NothingChanged,
)
from openinsa.documents.fonts import UnprintableCharacter
from openinsa.documents.signing import CertificateExpired, CertificateNotYetValid
from openinsa.documents.signing_layout import TimestampRefused, TimestampServerSilent
from openinsa.jobs.work import Progress
from openinsa.people.models import User
from openinsa.people.tenancy import within

TOLD_AT_MOST = 50
REASONS = {
    AgreementUnderWay: _("진행 중인 계약서가 있음"),
    NothingChanged: _("체결한 계약서와 조건이 같음"),
    NoNextContract: _("다음 계약이 등록되지 않음"),
    ContractChanged: _("계약서를 만든 뒤 계약 조건이 바뀜"),
    GuardianConsentMissing: _("18세 미만인데 동의서가 없음"),
    UnprintableCharacter: _("글꼴에 없는 글자가 있음"),
    CertificateExpired: _("기관 인증서의 유효기간이 끝남"),
    CertificateNotYetValid: _("기관 인증서가 아직 유효하지 않음"),
    TimestampServerSilent: _("시점확인 서버가 답하지 않음"),
    TimestampRefused: _("시점확인 서버가 다른 답을 보냄"),
}


def perform_making(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make what is missing. Killed or cancelled, it goes on with what has none yet: those made are left alone."""
    contracts, due_on = list(arguments["contracts"]), date.fromisoformat(arguments["due_on"])
    made = done = 0
    left: list[dict[str, Any]] = []
    progress.report(0, len(contracts))
    for part in in_parts(contracts):
        with within(progress.institution_id, progress.actor_id):
            result = make(User.objects.get(pk=progress.actor_id), part, due_on)
            left += _told(result)
        made, done = made + len(result.agreements), done + len(part)
        progress.report(done, len(contracts))
    return {"made": made, "left": len(left), "why": left[:TOLD_AT_MOST]}


def _told(result: Made) -> list[dict[str, Any]]:
    """By number of the contract, for a job holds no names."""
    return [{"contract": one.contract.pk, "why": type(one.why).__name__} for one in result.left]


def perform_countersigning(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Sign what waits. Killed or cancelled, it goes on with what the institution has not signed yet.

    Raises OrderToSignOver, NotAllowed where the right was taken away meanwhile, and what stops the job.
    """
    order = Order.read(arguments)
    done, left = 0, list[dict[str, Any]]()
    progress.report(0, len(order.agreements))
    for part in in_parts(order.agreements):
        order.require_valid()
        with within(progress.institution_id, progress.actor_id):
            result = countersign_part(User.objects.get(pk=progress.actor_id), part, proof=order.proof)
            left += _not_signed(result)
        done += len(part)
        progress.report(done, len(order.agreements))
    with within(progress.institution_id, progress.actor_id):
        signed = signed_by_order(progress.actor_id, order)
    return {"signed": signed, "left": len(left), "why": left[:TOLD_AT_MOST]}


def _not_signed(result: Countersigned) -> list[dict[str, Any]]:
    return [{"agreement": one.agreement.pk, "why": type(one.why).__name__} for one in result.left]
