"""The frame of every action: permission, one transaction, one record of who did it and why."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction
from django.dispatch import Signal

from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.people.tenancy import REASON_AT_MOST, because, on_behalf_of

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

verb_recorded = Signal()
"""Sent with `by`, `verb` and `subjects` in the same transaction: a room above may tell others of it."""

RECORD_VERB = """
    INSERT INTO privacy_changerecord (institution_id, at, actor_id, reason, table_name, row_id, verb)
    SELECT %s, now(), %s, COALESCE(NULLIF(%s, ''), current_setting('openinsa.reason', true), ''),
           told.table_name, told.row_id, %s
    FROM unnest(%s::text[], %s::bigint[]) AS told (table_name, row_id)
"""


def action(
    *, permission: str, record: str = ""
) -> Callable[
    [Callable[Concatenate[User, Arguments], Result]], Callable[Concatenate[User, Arguments], Result]
]:
    """Guard a function whose first argument is the acting user.

    Refuses without the permission and runs in a savepoint so that a refusal leaves nothing behind. An argument
    named `reason` becomes the reason of every change made inside. `record` is written into the change history
    of the row or rows that it returns, or else of its first argument that is one.
    """

    def guard(
        act: Callable[Concatenate[User, Arguments], Result],
    ) -> Callable[Concatenate[User, Arguments], Result]:
        names = list(signature(act).parameters)[1:]

        @wraps(act)
        def guarded(by: User, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
            require(by.may(permission), NotAllowed())
            given = {**dict(zip(names, arguments, strict=False)), **named}
            reason = _told(given.get("reason"))
            with transaction.atomic(), because(reason), on_behalf_of(*_lent_by(by, permission)):
                result = act(by, *arguments, **named)
                if record:
                    record_verb(by, record, *_subjects(by, result, given.values()))
            return result

        return guarded

    return guard


def _told(reason: object) -> str:
    """The words of a reason, be it text or one with a code."""
    return str(getattr(reason, "told", reason) or "").strip()


def _lent_by(by: User, permission: str) -> tuple[int | None, str]:
    """Who lent the right that is used, and how; nobody where the user's own right reaches as far."""
    lent = by.acts_by(permission)
    return (lent.giver_id, lent.kind) if lent else (None, "")


def _subjects(by: User, result: object, given: Iterable[object]) -> list[Any]:
    """The rows that an action was about: those returned, or the first one given, or else who acted."""
    rows = list(result) if isinstance(result, list | tuple) else [result]
    returned = [one for one in rows if hasattr(one, "_meta")]
    return returned or [next((one for one in given if hasattr(one, "_meta")), by)]


def record_verb(by: User, verb: str, *subjects: Any, reason: str = "") -> None:
    """Write a line of history for each row: this user did this to it, for the transaction's reason or this one."""
    tables = [one._meta.db_table for one in subjects]
    ids = [one.pk for one in subjects]
    with connection.cursor() as cursor:
        cursor.execute(RECORD_VERB, [by.institution_id, by.pk, reason[:REASON_AT_MOST], verb, tables, ids])
    verb_recorded.send(sender=None, by=by, verb=verb, subjects=subjects)
