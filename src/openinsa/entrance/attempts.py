"""Failed tries counted in the database, so that every process and machine sees the same count.

A try is counted before the password is looked at and taken back when it was right: a hundred tries at the
same moment get no further than as many one after another.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.utils import timezone

COUNT = """
    INSERT INTO entrance_attempt AS a (key, failures, since) SELECT key, 1, now() FROM unnest(%(keys)s) AS k (key)
    ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN a.locked_until > now() THEN a.failures
                        WHEN a.locked_until IS NOT NULL OR a.since < now() - %(window)s THEN 1
                        ELSE a.failures + 1 END,
        since = CASE WHEN a.locked_until IS NULL AND a.since >= now() - %(window)s THEN a.since
                     WHEN a.locked_until > now() THEN a.since
                     ELSE now() END,
        locked_until = CASE WHEN a.locked_until > now() THEN a.locked_until END
    RETURNING key, failures, locked_until
"""
LOCK = """
    UPDATE entrance_attempt SET locked_until = now() + %(window)s
    WHERE key = %(login)s AND failures >= %(login_limit)s AND locked_until IS NULL
       OR key = %(address)s AND failures >= %(address_limit)s AND locked_until IS NULL
    RETURNING key
"""
TAKE_BACK = """
    UPDATE entrance_attempt SET failures = CASE WHEN key = %s THEN 0 ELSE GREATEST(failures - 1, 0) END
    WHERE key = ANY(%s)
"""
UNLOCK = "DELETE FROM entrance_attempt WHERE key = ANY(%s)"
LOCKED = "SELECT max(locked_until) FROM entrance_attempt WHERE key = ANY(%s) AND locked_until > now()"


@dataclass(frozen=True)
class Try:
    """One counted try: the keys it was counted under and until when they are locked, if they are."""

    login: bytes
    address: bytes
    locked_until: datetime | None

    @property
    def keys(self) -> list[bytes]:
        return [self.login, self.address]

    @property
    def minutes(self) -> int:
        """How long the lock still holds, in whole minutes."""
        left = (self.locked_until or timezone.now()) - timezone.now()
        return max(1, -(-int(left.total_seconds()) // 60))


def count_try(login: str, address: str | None) -> Try:
    """Count a try of this login from this address, before anything is known about it."""
    return _count([login_key(login), address_key(address)], [login_limit(), address_limit()])


def count_asking(login: str, address: str | None, limit: int) -> Try:
    """Count somebody who asks for a code; nothing is taken back, and nothing else is locked by it."""
    keys = [token(f"asks:{login.strip().casefold()}"), token(f"asks from:{address_key(address).hex()}")]
    return _count(keys, [limit, 10 * limit])


def count_factor(user_id: int, address: str | None) -> Try:
    """Count a try of a user's second factor, apart from the password's, which a right password takes back."""
    return _count([factor_key(user_id), address_key(address)], [login_limit(), address_limit()])


def _count(keys: list[bytes], limits: list[int]) -> Try:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"keys": keys, "window": window()})
        rows = {bytes(key): (failures, until) for key, failures, until in cursor.fetchall()}
    soon = timezone.now() + window()
    untils = [
        until or (soon if failures > limit else None)
        for (failures, until), limit in zip((rows[key] for key in keys), limits, strict=True)
    ]
    return Try(keys[0], keys[1], max(filter(None, untils), default=None))


def lock_if_too_many(tried: Try) -> bool:
    """After a wrong try: lock what has failed too often. True when the login was locked by it."""
    limits = {"login_limit": login_limit(), "address_limit": address_limit()}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"login": tried.login, "address": tried.address, "window": window(), **limits})
        return tried.login in {bytes(key) for (key,) in cursor.fetchall()}


def take_back(tried: Try) -> None:
    """After a right try: the login counts from nothing again, the address one less."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, [tried.login, tried.keys])


def unlock(login: str, user_id: int) -> None:
    """Open a login and its second factor."""
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK, [[login_key(login), factor_key(user_id)]])


def locked_until(login: str, user_id: int) -> datetime | None:
    """Until when a login or its second factor is locked, or None."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, [[login_key(login), factor_key(user_id)]])
        found = cursor.fetchone()
    return found[0]


def window() -> timedelta:
    """As long as failures are counted together, and as long as a lock holds."""
    return timedelta(minutes=settings.LOCK_MINUTES)


def login_limit() -> int:
    return int(settings.LOCK_LOGIN_AFTER)


def address_limit() -> int:
    return int(settings.LOCK_ADDRESS_AFTER)


def login_key(login: str) -> bytes:
    return token(f"login:{login.strip().casefold()}")


def factor_key(user_id: int) -> bytes:
    return token(f"factor:{user_id}")


def address_key(address: str | None) -> bytes:
    """An address; of version 6 the /64 that one connection commands."""
    known = ip_address(address) if address else None
    place = ip_network((known, 64), strict=False) if isinstance(known, IPv6Address) else known
    return token(f"address:{place}")


def token(text: str) -> bytes:
    """A keyed digest that tells equal texts and nothing else."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"entrance {text}".encode(), sha256)[:16]
