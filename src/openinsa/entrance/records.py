"""The sign-in history: every try, and what its owner must be told about it."""

from allauth.account.internal.userkit import get_user_by_username
from django.db import connection
from django.dispatch import Signal
from django.http import HttpRequest

from openinsa.entrance.attempts import token
from openinsa.entrance.devices import device_of
from openinsa.entrance.models import Notice, SignIn
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.tenancy import within

FROM_A_NEW_PLACE = """
    SELECT EXISTS (SELECT FROM entrance_signin WHERE user_id = %(user)s AND outcome = 'signed_in')
       AND NOT EXISTS (
           SELECT FROM entrance_signin WHERE user_id = %(user)s AND outcome = 'signed_in'
           AND set_masklen(address, CASE family(address) WHEN 6 THEN 64 ELSE 32 END)
               >>= %(address)s::inet)
"""
noticed = Signal()
"""Sent with `user` and `kind` once there is a notice, inside the user's institution: whoever also sends mail listens."""
METHODS = {"oidc": "provider", "code": "code", "invitation": "invitation"}


def user_named(login: str) -> User | None:
    """The user whom the door itself would find: capitals tell nobody apart. Only while no institution is named."""
    return get_user_by_username(login.strip())


def note_try(
    request: HttpRequest, user: User | None, outcome: str, *, login: str = "", method: str = ""
) -> SignIn:
    """Add one line to the sign-in history, inside the user's institution or nobody's."""
    with within(user.institution_id if user else None, user.pk if user else None):
        return SignIn.objects.create(
            institution_id=user.institution_id if user else None,
            user_id=user.pk if user else None,
            login_token=None if user else token(f"unknown:{login.strip().casefold()}"),
            outcome=outcome,
            method=method,
            address=address_of(request),
            device=device_of(request),
        )


def note_success(request: HttpRequest, user: User, method: str) -> None:
    """Add a line for a sign-in, and a notice when it came from a place that the user never came from."""
    with within(user.institution_id, user.pk):
        new_place = is_new_place(user, address_of(request))
        note_try(request, user, SignIn.Outcome.SIGNED_IN, method=method)
        if new_place:
            notify(user, Notice.Kind.NEW_ADDRESS, request=request)


def is_new_place(user: User, address: str | None) -> bool:
    """Whether the user has come in before, but never from this address (of version 6: this /64)."""
    with connection.cursor() as cursor:
        cursor.execute(FROM_A_NEW_PLACE, {"user": user.pk, "address": address})
        return bool(address) and bool(cursor.fetchone()[0])


def notify(user: User, kind: str, *, by: str = "", request: HttpRequest | None = None) -> None:
    """Leave a notice for the owner of a login, seen on every page until confirmed."""
    with within(user.institution_id, user.pk):
        Notice.objects.create(
            institution_id=user.institution_id,
            user=user,
            kind=kind,
            by=by,
            address=address_of(request) if request else None,
            device=device_of(request) if request else "",
        )
        noticed.send(sender=Notice, user=user, kind=kind)


def method_of(request: HttpRequest) -> str:
    """How the session was opened: the steps that were proved, such as "password+totp"."""
    steps = request.session.get("account_authentication_methods", [])
    return "+".join(METHODS.get(step["method"]) or str(step.get("type", step["method"])) for step in steps)[
        :40
    ]
