"""Pages about coming in: one's own sessions, the institution's rules and sign-ins, help for the locked out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.entrance.actions import confirm_notices, reset_second_factor, unlock_login
from openinsa.entrance.bonds import loosen_bond
from openinsa.entrance.forms import ResetForm, RulesForm
from openinsa.entrance.middleware import lacks_second_factor
from openinsa.entrance.models import SignedIn, SignIn
from openinsa.entrance.queries import all_sign_ins, open_sessions, own_notices, own_sign_ins
from openinsa.entrance.rules import change_rules, rules_of
from openinsa.entrance.sessions import end_sessions_of
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Filter, Kind, Q, Table

OUTCOME = Column(
    "outcome",
    _("결과"),
    kind=Kind.BADGE,
    value=lambda one: one.get_outcome_display(),
    tones={SignIn.Outcome.SIGNED_IN: "success", SignIn.Outcome.LOCK_BEGAN: "danger"},
    sort="outcome",
)
STEPS = {
    "password": _("비밀번호"),
    "totp": _("인증 앱"),
    "recovery_codes": _("복구 코드"),
    "webauthn": _("패스키"),
    "provider": _("통합로그인"),
    "code": _("인증번호"),
    "invitation": _("초대"),
}


def method_in_words(method: str) -> str:
    return " + ".join(str(STEPS.get(step, step)) for step in method.split("+") if step)


METHOD = Column("method", _("방법"), value=lambda one: method_in_words(one.method), sort="method")
OWN_SIGN_INS = Table(
    name="my-sign-ins",
    caption=_("내 로그인 기록"),
    order="-at",
    empty=_("로그인 기록이 없습니다"),
    columns=(
        Column("at", _("일시"), kind=Kind.MOMENT),
        OUTCOME,
        METHOD,
        Column("address", _("접속지")),
        Column("device", _("기기")),
    ),
)
SIGN_INS = Table(
    name="sign-ins",
    whose="person_id",
    caption=_("로그인 기록"),
    order="-at",
    empty=_("로그인 기록이 없습니다"),
    columns=(
        Column("at", _("일시"), kind=Kind.MOMENT),
        Column("user_name", _("사용자"), search=("user_name",)),
        OUTCOME,
        METHOD,
        Column("address", _("접속지"), search=("address",)),
        Column("device", _("기기"), search=("device",)),
    ),
    filters=(Filter("outcome", _("결과"), list(SignIn.Outcome.choices), lambda chosen: Q(outcome=chosen)),),
)


def mine(request: HttpRequest) -> HttpResponse:
    """Where one is signed in now, and every try to come in as oneself."""
    sessions = list(open_sessions(request.user))
    for one in sessions:
        one.words, one.is_this = method_in_words(one.method), one.pk == request.standing.id
    shown = {"sessions": sessions, "told": own_notices(request.user)}
    return OWN_SIGN_INS.respond(request, own_sign_ins(request.user), "entrance/mine.html", **shown)


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    ended = end_sessions_of(request.user, SignedIn.End.ENDED, but=request.standing.id)
    messages.success(request, say("다른 로그인 %(count)d개를 끝냈습니다.") % {"count": ended})
    return redirect("entrance:mine")


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """One has read what happened to the own login; then one's own page, to look closer."""
    confirm_notices(request.user)
    return redirect("entrance:mine")


def second_factor(request: HttpRequest) -> HttpResponse:
    """Leads to setting up a second factor; nothing else opens for whoever must have one."""
    needed = lacks_second_factor(request.user, request.standing)
    return render(request, "entrance/second_factor.html", {"needed": needed})


def rules(request: HttpRequest) -> HttpResponse:
    """How the institution's users come in."""
    require(request.user.may("people.manage"), NotAllowed())
    now = rules_of(request.user.institution_id)
    names = ("second_factor_roles", "idle_minutes", "longest_hours", "workers_from_anywhere", "code_roles")
    initial = {name: getattr(now, name) for name in names}
    initial["allowed_networks"] = "\n".join(now.allowed_networks)
    form, address = RulesForm(request.POST or None, initial=initial), address_of(request)
    if form_done(form, lambda typed: change_rules(request.user, address=address, **typed)):
        messages.success(request, say("로그인 규칙을 저장했습니다."))
        return redirect("entrance:rules")
    return render(request, "entrance/rules.html", {"form": form, "address": address})


def sign_ins(request: HttpRequest) -> HttpResponse:
    """Every try to come in: of the institution, or for an operator those that belong to none."""
    return SIGN_INS.respond(request, all_sign_ins(request.user), "entrance/sign_ins.html")


@require_POST
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    require(request.user.may("people.manage"), NotFound())
    user = unlock_login(request.user, user_id)
    messages.success(request, say("'%(username)s'의 잠금을 풀었습니다.") % {"username": user.username})
    return redirect("people:user", user_id)


def bond(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask why, then let the next sign-on over the provider bind a user anew."""
    require(request.user.may("people.manage"), NotFound())
    shown = User.objects.filter(pk=user_id, institution_id=request.user.institution_id).first()
    require(shown is not None, NotFound())
    form = ResetForm(request.POST or None)
    if form_done(form, lambda typed: loosen_bond(request.user, user_id, **typed)):
        said = say(
            "%(name)s님의 통합로그인 묶음을 풀었습니다. 다음에 통합로그인으로 들어올 때 다시 묶입니다."
        )
        messages.success(request, said % {"name": shown.name})  # type: ignore[union-attr]
        return redirect("people:user", user_id)
    back = reverse("people:user", args=[user_id])
    return render(request, "entrance/loosen_bond.html", {"form": form, "shown": shown, "back": back})


def reset_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask why, then take the lost second factor of a user."""
    require(request.user.may("people.manage"), NotFound())
    shown = User.objects.filter(pk=user_id, institution_id=request.user.institution_id).first()
    require(shown is not None, NotFound())
    form = ResetForm(request.POST or None)
    if form_done(form, lambda typed: reset_second_factor(request.user, user_id, **typed)):
        said = say("%(name)s님의 2단계 인증을 초기화하고 로그인을 모두 끝냈습니다.")
        messages.success(request, said % {"name": shown.name})  # type: ignore[union-attr]
        return redirect("people:user", user_id)
    back = reverse("people:user", args=[user_id])
    return render(request, "entrance/reset_factor.html", {"form": form, "shown": shown, "back": back})
