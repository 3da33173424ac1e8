"""Subscribing an address to events, ending that, and sending a message once more."""

import base64
import secrets
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from openinsa.api.actions import integration_of
from openinsa.api.events import EVENTS, send_later
from openinsa.api.models import Delivery, Subscription
from openinsa.api.sending import BEGINNING, written_well
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.sealing import Sealer

SECRET_BYTES = 32


class EventUnknown(Refused):
    status = 422
    sentence = _("'%(event)s' 사건은 없습니다. 목록에서 골라 주세요.")


class StillOnItsWay(Refused):
    sentence = _("아직 보내는 중입니다. 다음 시도를 기다리거나 받을 주소를 확인해 주세요.")


@action(permission="api.manage", record="subscription_made")
def subscribe(by: User, integration_id: int, *, url: str, events: Sequence[str]) -> tuple[Subscription, str]:
    """Tell an address of events; the secret that signs the messages is told now and never again.

    Raises NotFound, TargetNotAllowed, EventUnknown.
    """
    found = integration_of(by, integration_id)
    written_well(url)
    for event in events:
        require(event in EVENTS, EventUnknown(event=event))
    secret = BEGINNING + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    made = Subscription.objects.create(
        institution_id=by.institution_id,
        integration=found,
        url=url,
        events=sorted(set(events)),
        secret_sealed=Sealer(by.institution_id or 0).seal(secret),
    )
    return made, secret


@action(permission="api.manage", record="subscription_ended")
def unsubscribe(by: User, subscription_id: int) -> Subscription:
    """Send nothing more to an address; what was sent stays to be looked at. Raises NotFound."""
    found = subscription_of(by, subscription_id)
    found.is_active = False
    found.save(update_fields=["is_active"])
    return found


@action(permission="api.manage", record="delivery_sent_again")
def send_again(by: User, delivery_id: int) -> Delivery:
    """Send a message once more, under the same number. Raises NotFound, StillOnItsWay."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("subscription")
    found = rows.filter(pk=delivery_id, institution_id=by.institution_id).first()
    require(found is not None, NotFound())
    require(found.state != Delivery.State.WAITING, StillOnItsWay())
    found.state, found.attempts = Delivery.State.WAITING, 0
    found.save(update_fields=["state", "attempts"])
    send_later(found)
    return found


def subscription_of(by: User, subscription_id: int) -> Subscription:
    """Raises NotFound."""
    require(by.may("api.manage"), NotFound())
    rows = Subscription.objects.select_related("integration__user")
    found = rows.filter(pk=subscription_id, institution_id=by.institution_id).first()
    require(found is not None, NotFound())
    return found  # type: ignore[return-value]
