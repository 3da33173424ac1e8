"""Coming in by a one-time code: the login name, then the number that was sent."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from openinsa.entrance.codes import DIGITS, MINUTES, ask_to_sign_in, try_to_sign_in
from openinsa.people.models import User
from openinsa.people.refusals import Refused

ASKED = "code_asked"


class LoginNameForm(forms.Form):
    login = forms.CharField(
        label=_("로그인 이름"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("인증번호"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "class": "short",
            }
        ),
    )


@login_not_required
@never_cache
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Ask for a login name. What is answered is the same for every name."""
    form = LoginNameForm(request.POST or None)
    onward = onward_of(request)

    def asked(typed: dict[str, str]) -> bool:
        ask_to_sign_in(request, typed["login"])
        request.session[ASKED] = {"login": typed["login"].strip(), "next": onward}
        return True

    if answered(form, asked):
        return redirect("entrance:enter_code")
    return render(request, "entrance/ask_for_code.html", {"form": form, "next": onward})


@login_not_required
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """Take the number that was sent; a right one opens the session."""
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("entrance:ask_for_code")
    form = CodeForm(request.POST or None)
    user = answered(form, lambda typed: try_to_sign_in(request, asked["login"], typed["code"]))
    if user:
        del request.session[ASKED]
        return come_in(request, user, "code", asked["next"])
    context = {"form": form, "minutes": MINUTES, "digits": DIGITS, "login": asked["login"]}
    return render(request, "entrance/enter_code.html", context)


def answered(form: forms.Form, act: Callable[[dict[str, str]], Any]) -> Any:
    """What came of a valid form; a refusal becomes its fault. What was counted before it stays counted."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return act(dict(form.cleaned_data))
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def come_in(request: HttpRequest, user: User, method: str, onward: str) -> HttpResponse:
    """Open a session for who has proved it, past all that is asked at the door of everybody."""
    record_authentication(request, user, method=method)
    return perform_login(request, user, email_verification="none", redirect_url=onward or reverse("home"))


def onward_of(request: HttpRequest) -> str:
    """Where somebody wanted to go, if it is a page of ours."""
    onward = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return onward if ours else ""
