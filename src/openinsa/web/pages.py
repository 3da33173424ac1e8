"""Preferences of the screen and the pages that say what went wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from openinsa.web.context import THEMES, TYPE_COOKIE, TYPE_SIZES

A_YEAR = 365 * 24 * 60 * 60
preferences_chosen = Signal()
"""Sent with the `user` and what was `chosen`, by name of its cookie, when somebody signed in chooses how to read."""


@login_not_required
@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme, language or size of type in a cookie and go back to the page it was chosen on."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    choices = {
        "theme": dict(THEMES),
        settings.LANGUAGE_COOKIE_NAME: dict(settings.LANGUAGES),
        TYPE_COOKIE: dict(TYPE_SIZES),
    }
    chosen = {name: request.POST[name] for name, fit in choices.items() if request.POST.get(name) in fit}
    for cookie, value in chosen.items():
        keep_preference(request, response, cookie, value)
    if chosen and request.user.is_authenticated:
        preferences_chosen.send(sender=None, user=request.user, chosen=chosen)
    return response


def keep_preference(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    """Let a browser remember how its user reads."""
    response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Says nothing from the database: it may be the database that failed."""
    return render(request, "500.html", status=500, using=None, content_type="text/html")
