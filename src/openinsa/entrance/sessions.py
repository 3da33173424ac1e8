"""Sessions: begun at sign-in, looked at on every request, ended when idle, too old, or from elsewhere."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from openinsa.entrance.devices import device_of
from openinsa.entrance.models import IDLE_MINUTES, LONGEST_HOURS, Notice, SignedIn
from openinsa.entrance.records import method_of, note_success
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.tenancy import within

SESSION_KEY = "signed_in"
STANDING = """
    SELECT s.id, s.made_at, s.used_at, s.ended_at,
           r.second_factor_roles, r.idle_minutes, r.longest_hours,
           COALESCE(r.allowed_networks, '{}') AS allowed_networks,
           COALESCE(r.workers_from_anywhere, true) AS workers_from_anywhere,
           EXISTS (SELECT FROM mfa_authenticator m WHERE m.user_id = %(user)s AND m.type <> 'recovery_codes')
               AS has_second_factor,
           EXISTS (SELECT FROM people_delegation d WHERE d.taker_id = %(user)s AND d.revoked_at IS NULL)
               AS has_delegations,
           (SELECT jsonb_agg(jsonb_build_object('id', n.id, 'kind', n.kind, 'at', n.at, 'by', n.by,
                             'address', host(n.address), 'device', n.device) ORDER BY n.at)
            FROM entrance_notice n WHERE n.user_id = %(user)s AND n.seen_at IS NULL) AS notices
    FROM (SELECT) AS nothing
    LEFT JOIN entrance_signedin s ON s.token = %(token)s AND s.user_id = %(user)s
    LEFT JOIN entrance_signinrules r ON r.institution_id = %(institution)s
"""
"""All that a request has to know about who makes it, in one statement."""

WRITE_USE_AFTER = timedelta(minutes=1)


@dataclass
class Standing:
    """Where a signed-in request stands: its session, the rules that hold for it and what its user must know."""

    id: int | None
    made_at: datetime | None
    used_at: datetime | None
    ended_at: datetime | None
    second_factor_roles: list[str] | None
    idle_minutes: int | None
    longest_hours: int | None
    allowed_networks: list[str]
    workers_from_anywhere: bool
    has_second_factor: bool
    has_delegations: bool
    notices: list[dict[str, Any]] = field(default_factory=list)

    def reason_to_end(self, now: datetime) -> str:
        """Why this session is over, or an empty text."""
        if self.made_at is None or self.used_at is None or self.ended_at is not None:
            return str(SignedIn.End.ENDED)
        ends = {
            SignedIn.End.IDLE: now - self.used_at > timedelta(minutes=self.idle_minutes or IDLE_MINUTES),
            SignedIn.End.TOO_LONG: now - self.made_at > timedelta(hours=self.longest_hours or LONGEST_HOURS),
        }
        return next((str(end) for end, holds in ends.items() if holds), "")


def begin_session(sender: type, request: HttpRequest, user: User, **named: Any) -> None:
    """Open a session for a user who has just come in. Its row is found by a token that only the session holds."""
    token, method, now = secrets.token_bytes(32), method_of(request), timezone.now()
    request.session[SESSION_KEY] = token.hex()
    _forget_names(request)
    with within(user.institution_id, user.pk):
        note_success(request, user, method)
        SignedIn.objects.create(
            institution_id=user.institution_id,
            user=user,
            token=sha256(token).digest(),
            made_at=now,
            used_at=now,
            method=method,
            address=address_of(request),
            device=device_of(request),
        )


def _forget_names(request: HttpRequest) -> None:
    """The steps of signing in stay in the session without the login name that was typed."""
    steps = request.session.get("account_authentication_methods", [])
    for step in steps:
        for name in ("username", "email"):
            step.pop(name, None)
    if steps:
        request.session["account_authentication_methods"] = steps


def standing_of(request: HttpRequest) -> Standing:
    """Where a request stands. Inside the transaction of its user's institution."""
    asked = {
        "user": request.user.pk,
        "token": _token(request),
        "institution": request.user.institution_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDING, asked)
        *known, notices = cursor.fetchone()
    standing = Standing(*known)
    standing.notices = json.loads(notices or "[]")
    if not standing.has_delegations:
        request.user.delegations = []  # read already: there are none
    for notice in standing.notices:
        notice["text"] = Notice.Kind(notice["kind"]).label
        notice["at"] = datetime.fromisoformat(notice["at"])
    return standing


def note_use(standing: Standing, now: datetime) -> None:
    """Write down that a session is in use, at most once a minute."""
    if standing.used_at is None or now - standing.used_at > WRITE_USE_AFTER:
        SignedIn.objects.filter(pk=standing.id).update(used_at=now)


def end_session(session_id: int | None, end: str) -> None:
    SignedIn.objects.filter(pk=session_id, ended_at=None).update(ended_at=timezone.now(), end=end)


def end_sessions_of(user: User, end: str, *, but: int | None = None) -> int:
    """End every open session of a user, but one if it is given. Returns how many. Inside the institution."""
    open_ones = SignedIn.objects.filter(user=user, ended_at=None).exclude(pk=but)
    return open_ones.update(ended_at=timezone.now(), end=end)


def sign_out(sender: type, request: HttpRequest, user: User | None, **named: Any) -> None:
    """Close the row of a session that its user ends."""
    if user is None or not (token := _token(request)):
        return
    with within(user.institution_id, user.pk):
        open_one = SignedIn.objects.filter(token=token, ended_at=None)
        open_one.update(ended_at=timezone.now(), end=SignedIn.End.SIGNED_OUT)


def _token(request: HttpRequest) -> bytes:
    try:
        return sha256(bytes.fromhex(request.session[SESSION_KEY])).digest()
    except (KeyError, ValueError):
        return b""


def connect() -> None:
    user_logged_in.connect(begin_session, dispatch_uid="begin_session")
    user_logged_out.connect(sign_out, dispatch_uid="sign_out")
