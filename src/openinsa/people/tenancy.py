"""One institution per transaction: set here, enforced by row-level security in the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

NOBODY = -1
SET_CONTEXT = """
    SELECT set_config('openinsa.institution', %s, true), set_config('openinsa.actor', %s, true),
           set_config('openinsa.reason', %s, true)
"""
SET_REASON = "SELECT current_setting('openinsa.reason', true), set_config('openinsa.reason', %s, true)"
SET_ACTING = """
    SELECT current_setting('openinsa.acting_for', true), current_setting('openinsa.acting_kind', true),
           set_config('openinsa.acting_for', %s, true), set_config('openinsa.acting_kind', %s, true)
"""
REASON_AT_MOST = 300


@dataclass
class Transaction:
    """The transaction of one institution that runs now: whose it is, who acts, and what is to be done at its end.

    An ending is kept by name, so that many parts of a request share one. Endings run last of all, in the same
    transaction; where it is undone, so is what they would have done.
    """

    institution_id: int | None
    actor_id: int | None
    endings: dict[str, Callable[[], None]] = field(default_factory=dict)


CURRENT: ContextVar[Transaction | None] = ContextVar("institution's transaction", default=None)


def set_context(institution_id: int | None, actor_id: int | None = None, reason: str = "") -> None:
    """Name institution, actor and reason for the rest of the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute(SET_CONTEXT, [str(institution_id or ""), str(actor_id or ""), reason])


@contextmanager
def within(institution_id: int | None, actor_id: int | None = None, reason: str = "") -> Iterator[None]:
    """A transaction that sees one institution's rows. Inside another one, a savepoint of it.

    What was named ends with the transaction; only a savepoint has to name again what held before it.
    """
    inside_another = connection.in_atomic_block
    with transaction.atomic():
        before = _named_before() if inside_another else None
        set_context(institution_id, actor_id, reason)
        with _as_current(institution_id, actor_id):
            yield
        if before and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(SET_CONTEXT, before)


def _named_before() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('openinsa.institution', true),"
            " current_setting('openinsa.actor', true), current_setting('openinsa.reason', true)"
        )
        return [value or "" for value in cursor.fetchone()]


@contextmanager
def _as_current(institution_id: int | None, actor_id: int | None) -> Iterator[None]:
    """Name the transaction, and end it with its endings; those of a savepoint wait for the whole."""
    outer = CURRENT.get()
    nested = outer is not None and outer.institution_id == institution_id
    endings = outer.endings if outer and nested else {}
    token = CURRENT.set(Transaction(institution_id, actor_id, endings))
    try:
        yield
        if not nested and not connection.needs_rollback:
            for end in list(endings.values()):
                end()
    finally:
        CURRENT.reset(token)


@contextmanager
def on_behalf_of(giver_id: int | None, kind: str = "") -> Iterator[None]:
    """Let every change inside be recorded as made for somebody who lent the right to make it."""
    if giver_id is None:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(SET_ACTING, [str(giver_id), kind])
        before = [value or "" for value in cursor.fetchone()[:2]]
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(SET_ACTING, before)


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Let every change inside carry this reason in the change history; without one nothing is said anew."""
    if not reason:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(SET_REASON, [reason[:REASON_AT_MOST]])
        (before, _now) = cursor.fetchone()
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(SET_REASON, [before or ""])


class TenantMiddleware:
    """Wrap a signed-in request in one transaction of its institution; a server error undoes all of it.

    An operator has no institution and therefore works within nobody's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with within(request.user.institution_id or NOBODY, request.user.pk):
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
