"""What other systems can be told of, and writing it down beside what happened: an outbox in the same transaction.

A message names rows by their ids and nothing else: who may know more asks for it with a token.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.api.models import Delivery, Subscription
from openinsa.people.models import User

EVENTS: dict[str, Promise] = {
    "people.registered": _("근로자 등록됨"),
    "month.submitted": _("월 제출됨"),
    "month.approved": _("월 승인됨"),
    "month.reopened": _("월 돌려보내짐"),
    "run.computed": _("급여 계산됨"),
    "run.paid": _("급여 지급됨"),
    "run.reopened": _("급여 돌려보내짐"),
    "correction.confirmed": _("정정 확인됨"),
    "settlement.paid": _("퇴직정산 지급됨"),
    "agreement.signed": _("전자계약서에 근로자가 서명함"),
    "agreement.declined": _("전자계약서를 근로자가 거절함"),
    "agreement.completed": _("전자계약 체결됨"),
    "paper.issued": _("문서 발급됨"),
    "paper.revoked": _("문서 발급 취소됨"),
    "job.finished": _("작업 끝남"),
}
OF_VERBS = {
    "month_submitted": "month.submitted",
    "month_approved": "month.approved",
    "month_sent_back": "month.reopened",
    "run_paid": "run.paid",
    "run_sent_back": "run.reopened",
    "supplement_computed": "run.computed",
    "correction_confirmed": "correction.confirmed",
    "settlement_paid": "settlement.paid",
    "agreement_signed": "agreement.signed",
    "agreement_declined": "agreement.declined",
    "agreement_completed": "agreement.completed",
    "paper_issued": "paper.issued",
    "papers_issued": "paper.issued",
    "paper_reissued": "paper.issued",
    "paper_revoked": "paper.revoked",
}


def announce(institution_id: int, event: str, ids: Iterable[int], **told: str) -> None:
    """Put an event into the outbox of everybody who asked for it; sent once the transaction commits.

    `told` are further words of the house's own, such as a state; never a name or a number of somebody's.
    """
    wanted = Subscription.objects.filter(
        institution_id=institution_id, is_active=True, events__contains=[event]
    )
    waiting = [
        _delivery(one, event, list(ids), told) for one in wanted.filter(integration__user__is_active=True)
    ]
    for one in Delivery.objects.bulk_create(waiting):
        send_later(one)


def send_later(delivery: Delivery, seconds: int = 0) -> None:
    """Queue one delivery, in the caller's transaction."""
    from openinsa.api.tasks import deliver

    deliver.configure(schedule_in={"seconds": seconds}).defer(
        delivery_id=delivery.pk, institution_id=delivery.institution_id
    )


def _delivery(subscription: Subscription, event: str, ids: list[int], told: dict[str, str]) -> Delivery:
    data: dict[str, Any] = {"ids": ids, **told}
    body = {"type": event, "timestamp": timezone.now().isoformat(timespec="seconds"), "data": data}
    return Delivery(
        institution_id=subscription.institution_id,
        subscription=subscription,
        message=uuid4(),
        event=event,
        body=json.dumps(body, separators=(",", ":")),
    )


def told_of(sender: object, by: User, verb: str, subjects: Iterable[Any], **named: Any) -> None:
    """Announce what an action recorded, where it is one of the events."""
    if verb in OF_VERBS and by.institution_id:
        announce(by.institution_id, OF_VERBS[verb], [one.pk for one in subjects])
