"""Integrations on screen: the list, one with its rights and tokens, a token shown once; and what errors mean."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from openinsa.api.actions import (
    change_integration,
    integration_of,
    make_integration,
    make_token,
    revoke_token,
)
from openinsa.api.forms import ChangeIntegrationForm, IntegrationForm, TokenForm
from openinsa.api.models import Integration
from openinsa.api.problems import named, title_of
from openinsa.api.queries import integrations_with_use, tokens_of
from openinsa.api.rights import REACHES, word_of
from openinsa.people.refusals import NotAllowed, NotFound, Refused, require
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Kind, Table

USUAL_LIFE = timedelta(days=180)
INTEGRATIONS = Table(
    name="integrations",
    caption=_("연계"),
    order="user__name",
    empty=_("연계한 시스템이 없습니다"),
    empty_hint=_("다른 시스템이 이 자료를 읽거나 넣게 하려면 연계를 만들고 필요한 권한만 주세요."),
    columns=(
        Column(
            "user__name",
            _("연계"),
            search=("user__name",),
            link=lambda one: reverse("api:integration", args=[one.pk]),
        ),
        Column("purpose", _("쓰는 곳"), search=("purpose",)),
        Column(
            "responsible__name",
            _("책임자"),
            value=lambda one: _answers(one),
            sort="responsible__name",
            search=("responsible__name",),
        ),
        Column("living", _("쓰이는 토큰"), kind=Kind.NUMBER),
        Column("expires_at", _("끝나는 일시"), kind=Kind.MOMENT),
        Column("used_at", _("마지막 사용"), kind=Kind.MOMENT),
        Column(
            "user__is_active",
            _("상태"),
            kind=Kind.BADGE,
            value=lambda one: _("사용 중") if one.user.is_active else _("멈춤"),
            sort="user__is_active",
        ),
    ),
)


def _answers(one: Integration) -> str:
    """Who is responsible; said where that person is no longer here."""
    name = one.responsible.name
    return name if one.responsible.is_active else say("%(name)s(사용 멈춤)") % {"name": name}


def integration_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("api.manage"), NotAllowed())
    return INTEGRATIONS.respond(request, integrations_with_use(), "api/integrations.html")


def new_integration(request: HttpRequest) -> HttpResponse:
    require(request.user.may("api.manage"), NotAllowed())
    form = IntegrationForm(request.POST or None, initial={"responsible": request.user.pk})
    made = form_done(form, lambda typed: make_integration(request.user, **typed))
    if made:
        messages.success(request, say("연계를 만들었습니다. 이제 토큰을 만들어 주세요."))
        return redirect("api:integration", made.pk)
    return render(request, "api/form.html", {"form": form, "title": say("새 연계")})


def edit_integration(request: HttpRequest, integration_id: int) -> HttpResponse:
    """Rights, responsibility, addresses, and whether it works at all."""
    shown = integration_of(request.user, integration_id)
    now: dict[str, Any] = {
        "purpose": shown.purpose,
        "responsible": shown.responsible_id,
        "department": shown.user.department_id,
        "networks": "\n".join(shown.networks),
        "is_active": shown.user.is_active,
        **shown.user.rights,
    }
    form = ChangeIntegrationForm(request.POST or None, initial=now)
    if form_done(form, lambda typed: change_integration(request.user, shown.pk, **typed)):
        messages.success(request, say("고쳤습니다."))
        return redirect("api:integration", shown.pk)
    return render(request, "api/form.html", {"form": form, "title": shown.user.name, "shown": shown})


def integration(request: HttpRequest, integration_id: int) -> HttpResponse:
    """One integration: what it may, its tokens, and a line for a new one; a new token is shown once."""
    shown = integration_of(request.user, integration_id)
    usual = timezone.localdate() + USUAL_LIFE
    form = TokenForm(request.POST or None, initial={"last_day": usual})
    made = form_done(form, lambda typed: make_token(request.user, shown.pk, **typed))
    if made:
        token, written = made
        return render(request, "api/token.html", {"shown": shown, "token": token, "written": written.text})
    context = {
        "shown": shown,
        "form": form,
        "tokens": tokens_of(shown),
        "subscriptions": shown.subscriptions.all(),
        "now": timezone.now(),
        "rights": [(word_of(one), REACHES[reach]) for one, reach in shown.user.rights.items()],
    }
    return render(request, "api/integration.html", context)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    require(request.user.may("api.manage"), NotFound())
    token = revoke_token(request.user, token_id)
    messages.success(request, say("토큰을 없앴습니다. 이제 쓸 수 없습니다."))
    return redirect("api:integration", token.integration_id)


@require_GET
def problem_page(request: HttpRequest, name: str) -> HttpResponse:
    """What one kind of refusal means: where the `type` of an error leads to."""
    kind = {named(one): one for one in _refusals(Refused)}.get(name)
    if kind is None:
        raise NotFound()
    context = {"title": title_of(kind), "kind": kind, "sentence": str(kind.sentence)}
    return render(request, "api/problem.html", context)


def _refusals(kind: type[Refused]) -> list[type[Refused]]:
    return [found for one in kind.__subclasses__() for found in (one, *_refusals(one))]
