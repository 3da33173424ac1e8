"""대결·전결: who lends whom which rights, until when."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.forms import RIGHTS, DelegationForm
from openinsa.people.delegating import delegate, delegations_seen_by, revoke_delegation
from openinsa.people.models import Delegation
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Kind, Table


def state_of(one: Delegation) -> str | Promise:
    today = timezone.localdate()
    states = {
        _("거둠"): one.revoked_at is not None,
        _("끝남"): one.valid_to < today,
        _("예정"): one.valid_from > today,
    }
    return next((word for word, holds in states.items() if holds), _("맡김"))


def rights_in_words(one: Delegation) -> str:
    return ", ".join(str(RIGHTS.get(right, right)) for right in one.rights)


DELEGATIONS = Table(
    name="delegations",
    caption=_("위임"),
    order="-valid_from",
    empty=_("위임이 없습니다"),
    empty_hint=_("부서장이나 담당이 자리를 비울 때 일을 맡기면 누가 언제까지 맡았는지 여기에 보입니다."),
    columns=(
        Column(
            "giver__name",
            _("맡긴 사람"),
            search=("giver__name",),
            link=lambda one: reverse("entrance:revoke_delegation", args=[one.pk]),
        ),
        Column("taker__name", _("맡은 사람"), search=("taker__name",)),
        Column("kind", _("구분")),
        Column("rights", _("맡긴 일"), value=rights_in_words),
        Column("valid_from", _("첫날"), kind=Kind.DAY),
        Column("valid_to", _("마지막 날"), kind=Kind.DAY),
        Column("grounds", _("사유")),
        Column("state", _("상태"), kind=Kind.BADGE, value=state_of),
    ),
)


def delegations(request: HttpRequest) -> HttpResponse:
    """Those one gave or took; HR and auditors see the institution's."""
    require(request.user.may("people.see_delegations"), NotAllowed())
    rows = delegations_seen_by(request.user)
    return DELEGATIONS.respond(
        request, rows, "entrance/delegations.html", may=request.user.may("people.delegate")
    )


def new_delegation(request: HttpRequest) -> HttpResponse:
    require(request.user.may("people.delegate"), NotAllowed())
    usual = {"valid_from": timezone.localdate(), "kind": Delegation.Kind.ACTING}
    form = DelegationForm(request.POST or None, by=request.user, initial=usual)
    if form_done(form, lambda typed: _delegate(request, typed)):
        messages.success(request, say("맡겼습니다. 마지막 날이 지나면 저절로 끝납니다."))
        return redirect("entrance:delegations")
    return render(request, "entrance/new_delegation.html", {"form": form})


def _delegate(request: HttpRequest, typed: dict[str, Any]) -> Delegation:
    return delegate(request.user, int(typed.pop("taker_id")), **typed)


def revoke(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """One delegation, and for whoever may, a button that takes it back at once."""
    shown = delegations_seen_by(request.user).filter(pk=delegation_id).first()
    require(shown is not None, NotFound())
    if request.method == "POST":
        revoke_delegation(request.user, delegation_id)
        messages.success(request, say("위임을 거두었습니다."))
        return redirect("entrance:delegations")
    user = request.user
    rightful = shown.giver_id == user.pk or user.may("people.manage")  # type: ignore[union-attr]
    open_one = shown.revoked_at is None and rightful  # type: ignore[union-attr]
    words = {"rights": rights_in_words(shown), "state": state_of(shown)}  # type: ignore[arg-type]
    return render(request, "entrance/delegation.html", {"shown": shown, "may_revoke": open_one, **words})
