"""Who comes with a token, whether it may be used now and from here, and how often it came this minute."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from openinsa.api.models import Token
from openinsa.api.problems import AddressNotAllowed, TokenMissing, TokenRefused, TooManyCalls
from openinsa.api.tokens import Written, read_token
from openinsa.people.addresses import address_of
from openinsa.people.addresses import within as lies_in
from openinsa.people.institutions import InstitutionSuspended
from openinsa.people.models import User
from openinsa.people.refusals import require
from openinsa.people.tenancy import within

# A use that a crash of the database forgets is no loss; waiting for the disk at every call would be one.
QUICKLY = "SET LOCAL synchronous_commit = off"
NOTE_USE = """
    INSERT INTO api_use AS held (institution_id, token_id, minute, calls, used_at, address)
    VALUES (%(institution)s, %(token)s, date_trunc('minute', clock_timestamp()), 1, clock_timestamp(), %(address)s)
    ON CONFLICT (token_id) DO UPDATE SET used_at = EXCLUDED.used_at, address = EXCLUDED.address,
        calls = CASE WHEN held.minute = EXCLUDED.minute THEN held.calls + 1 ELSE 1 END,
        minute = EXCLUDED.minute
    RETURNING calls, ceil(60 - extract(second FROM used_at))::int
"""


@dataclass(frozen=True)
class Caller:
    """An integration and the user it acts as."""

    user: User
    integration_id: int
    token_id: int


def caller_of(request: HttpRequest) -> Caller:
    """Who calls. A short transaction of its own, so that calls of one token never wait for each other's work.

    Raises TokenMissing, TokenRefused, InstitutionSuspended, AddressNotAllowed, TooManyCalls.
    """
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    require(scheme.lower() == "bearer" and text.strip(), TokenMissing())
    written = read_token(text.strip())
    if written is None:
        raise TokenRefused()
    with within(written.institution_id):
        return _known(written, address_of(request))


def _known(written: Written, address: str | None) -> Caller:
    tokens = Token.objects.select_related("integration__user__institution")
    token = tokens.filter(institution_id=written.institution_id, digest=written.digest).first()
    if token is None or token.revoked_at or token.expires_at <= timezone.now():
        raise TokenRefused()
    user, networks = token.integration.user, token.integration.networks
    require(user.is_active, TokenRefused())
    require(not user.is_suspended, InstitutionSuspended())
    require(not networks or lies_in(address, networks), AddressNotAllowed(address=address or "-"))
    _count(token, address)
    return Caller(user, token.integration_id, token.pk)


def _count(token: Token, address: str | None) -> None:
    """Note the use, and refuse beyond so many calls in a minute, over all web processes."""
    values = {"institution": token.institution_id, "token": token.pk, "address": address}
    with connection.cursor() as cursor:
        cursor.execute(QUICKLY)
        cursor.execute(NOTE_USE, values)
        calls, seconds = cursor.fetchone()
    most = settings.API_CALLS_A_MINUTE
    require(calls <= most, TooManyCalls(most=most, seconds=seconds))
