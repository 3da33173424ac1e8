"""Addresses that are told of events, and what was sent to each."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.api.actions import integration_of
from openinsa.api.events import EVENTS
from openinsa.api.forms import SubscriptionForm
from openinsa.api.models import Delivery
from openinsa.api.webhooks import send_again, subscribe, subscription_of, unsubscribe
from openinsa.people.refusals import NotFound, require
from openinsa.web.forms import form_done
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table

TONES = {
    Delivery.State.WAITING: "information",
    Delivery.State.DELIVERED: "success",
    Delivery.State.DEAD: "danger",
}
DELIVERIES = Table(
    name="deliveries",
    caption=_("보낸 알림"),
    order="-made_at",
    empty=_("보낸 알림이 없습니다"),
    columns=(
        Column("event", _("사건"), value=lambda one: str(EVENTS.get(one.event, one.event)), sort="event"),
        Column("made_at", _("일어난 일시"), kind=Kind.MOMENT),
        Column("state", _("상태"), kind=Kind.BADGE, tones=TONES),
        Column("attempts", _("시도"), kind=Kind.NUMBER),
        Column("tried_at", _("마지막 시도"), kind=Kind.MOMENT),
        Column("answer", _("마지막 답")),
        Column("message", _("번호"), sort=""),
    ),
    filters=(Filter("state", _("상태"), list(Delivery.State.choices), lambda state: Q(state=state)),),
    pickable=lambda one: one.state != Delivery.State.WAITING,
)


def new_subscription(request: HttpRequest, integration_id: int) -> HttpResponse:
    """Tell an address of events; its secret is shown once."""
    shown = integration_of(request.user, integration_id)
    form = SubscriptionForm(request.POST or None)
    made = form_done(form, lambda typed: subscribe(request.user, shown.pk, **typed))
    if made:
        subscription, secret = made
        context = {"shown": shown, "subscription": subscription, "secret": secret}
        return render(request, "api/secret.html", context)
    return render(request, "api/subscription_form.html", {"form": form, "shown": shown})


def subscription(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """What was sent to one address and what became of it."""
    shown = subscription_of(request.user, subscription_id)
    bulk = (Bulk(_("다시 보내기"), "again/", "history"),)
    context = {"shown": shown, "events": [EVENTS.get(one, one) for one in shown.events]}
    return DELIVERIES.respond(request, shown.deliveries.all(), "api/subscription.html", bulk=bulk, **context)


@require_POST
def send_picked_again(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Send the picked messages once more."""
    shown = subscription_of(request.user, subscription_id)
    picked = [int(one) for one in request.POST.getlist("row") if one.isascii() and one.isdigit()]
    waiting = list(shown.deliveries.filter(pk__in=picked).values_list("pk", flat=True))
    for one in waiting:
        send_again(request.user, one)
    messages.success(request, say("%(count)d건을 다시 보냅니다.") % {"count": len(waiting)})
    return redirect("api:subscription", shown.pk)


@require_POST
def end_subscription(request: HttpRequest, subscription_id: int) -> HttpResponse:
    require(request.user.may("api.manage"), NotFound())
    ended = unsubscribe(request.user, subscription_id)
    messages.success(request, say("이 주소로 더 보내지 않습니다."))
    return redirect("api:integration", ended.integration_id)
