"""How somebody reads goes with the login from phone to phone, and staff read in the languages of their pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from openinsa.people.models import User
from openinsa.people.tenancy import within
from openinsa.web.context import TYPE_COOKIE
from openinsa.web.languages import languages_of
from openinsa.web.pages import keep_preference
from openinsa.worker.actions import remember_choice
from openinsa.worker.models import ScreenChoice

FIELDS = {settings.LANGUAGE_COOKIE_NAME: "language", TYPE_COOKIE: "type_size"}
"""What is remembered, by the name of its cookie."""


class ReadingHabits:
    """Speak a language that the user is offered; tell a browser at sign-in how its new user reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = dict(languages_of(request.user))
        if translation.get_language() not in offered:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        response = self.get_response(request)
        for cookie, value in getattr(request, "reading_habits", {}).items():
            keep_preference(request, response, cookie, value)
        return response


def recall(request: HttpRequest, user: User, **_rest: Any) -> None:
    """At sign-in: what this user chose before, on whatever phone."""
    if not user.institution_id:
        return
    with within(user.institution_id, user.pk):
        kept = ScreenChoice.objects.filter(user_id=user.pk).first()
    if kept:
        habits = {cookie: getattr(kept, name) for cookie, name in FIELDS.items()}
        told = {name: value for name, value in habits.items() if value or name == TYPE_COOKIE}
        request.reading_habits = told  # type: ignore[attr-defined]


def remember(user: User, chosen: dict[str, str], **_rest: Any) -> None:
    """When somebody chooses: keep it for the next phone."""
    kept = {FIELDS[cookie]: value for cookie, value in chosen.items() if cookie in FIELDS}
    if kept:
        remember_choice(user, kept)
