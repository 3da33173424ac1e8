"""Coming in over an OpenID provider, and setting up that of one's institution."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.bonds import bind
from openinsa.entrance.forms import ProviderForm
from openinsa.entrance.models import Provider, SignIn
from openinsa.entrance.oidc import begin, finish
from openinsa.entrance.providers import installed, set_provider, sign_on
from openinsa.entrance.records import note_try
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, Refused, require
from openinsa.web.forms import form_done

JOURNEY = "sign_on"


class NobodyByThatName(Refused):
    status = 403
    sentence = _(
        "통합로그인은 되었지만 이곳에 초대받은 로그인이 없습니다. 인사담당에게 로그인 이름을 알리고 초대를 부탁해 주세요."
    )


@login_not_required
def sign_on_choice(request: HttpRequest) -> HttpResponse:
    """The installation's providers, and a line for the code of one's institution."""
    return render(request, "entrance/sign_on.html", {"providers": installed()})


@login_not_required
def sign_on_start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. Raises NoProvider, ProviderSilent, WrongIssuer."""
    chosen = sign_on(request.GET.get("key", "").strip()[:60])
    onward = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    address, request.session[JOURNEY] = begin(chosen, _back(request), onward if ours else "/")
    return redirect(address)


@login_not_required
def sign_on_back(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider vouches for, if invited; every refusal is one sentence and on record."""
    journey = request.session.pop(JOURNEY, {})
    user: User | None = None
    login = ""
    try:
        chosen = sign_on(str(journey.get("key", "")))
        login, subject = finish(chosen, journey, request.GET, _back(request))
        user = chosen.user(login)
        if user is None:
            raise NobodyByThatName
        bind(user, subject)
    except Refused:
        note_try(request, user, SignIn.Outcome.PROVIDER_REFUSED, login=login, method="provider")
        raise
    record_authentication(request, user, method="oidc")
    return perform_login(request, user, email_verification="none", redirect_url=journey["next"])


def _back(request: HttpRequest) -> str:
    return str(request.build_absolute_uri(reverse("entrance:sign_on_back")))


def provider(request: HttpRequest) -> HttpResponse:
    """The institution's own provider."""
    require(request.user.may("people.manage"), NotAllowed())
    stored = Provider.objects.first()
    names = ("name", "issuer", "client_id", "claim", "is_active")
    initial = {name: getattr(stored, name) for name in names} if stored else {}
    form = ProviderForm(request.POST or None, initial=initial)
    if form_done(form, lambda typed: set_provider(request.user, **typed)):
        messages.success(request, say("통합로그인을 저장했습니다."))
        return redirect("entrance:provider")
    code = request.user.institution.code
    return render(request, "entrance/provider.html", {"form": form, "back": _back(request), "code": code})
