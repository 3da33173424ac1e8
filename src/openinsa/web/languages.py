"""Which languages somebody is offered, and how a phone tells whose it is."""

from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext

from openinsa.people.models import User
from openinsa.people.roles import Role

STAFF = ("ko", "en")
"""The languages of every page; the others hold what a worker meets (web/translations.py)."""


def languages_of(user: Any) -> list[tuple[str, str]]:
    """What somebody may read in: all languages for a worker and for whoever is not signed in yet."""
    staff = isinstance(user, User) and Role.WORKER not in user.roles
    return [(code, name) for code, name in settings.LANGUAGES if code in STAFF or not staff]


def keeper_of(user: User) -> str:
    """A word that differs for every user and tells nothing: what a browser keeps belongs to one of them."""
    return salted_hmac("openinsa.web.keeper", str(user.pk), algorithm="sha256").hexdigest()[:16]


def in_workers_language(text: str) -> str:
    """A fixed Korean word that the database keeps, in the reader's language where there is a word for it."""
    return gettext(text) if text and get_language() not in STAFF else text
