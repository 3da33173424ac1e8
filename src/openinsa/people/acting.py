"""The frame of every action: permission, one transaction, one record of who did it and why."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction

from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

RECORD_VERB = """
    INSERT INTO privacy_changerecord (institution_id, at, actor_id, reason, table_name, row_id, verb)
    VALUES (%s, now(), %s, %s, %s, %s, %s)
"""


def action(
    *, permission: str, record: str = ""
) -> Callable[
    [Callable[Concatenate[User, Arguments], Result]], Callable[Concatenate[User, Arguments], Result]
]:
    """Guard a function whose first argument is the acting user.

    Refuses without the permission, runs in a savepoint so that a refusal leaves nothing behind, and
    writes `record` into the change history of the row that it returns, or else of its first argument
    that is a row.
    """

    def guard(
        act: Callable[Concatenate[User, Arguments], Result],
    ) -> Callable[Concatenate[User, Arguments], Result]:
        @wraps(act)
        def guarded(by: User, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
            require(by.may(permission), NotAllowed())
            with transaction.atomic():
                result = act(by, *arguments, **named)
                if record:
                    touched = (result, *arguments, *named.values())
                    subject = next((one for one in touched if hasattr(one, "_meta")), by)
                    record_verb(by, record, subject, str(named.get("reason", "")))
            return result

        return guarded

    return guard


def record_verb(by: User, verb: str, subject: object, reason: str = "") -> None:
    """Write one line of history: this user did this to that row."""
    table, row_id = subject._meta.db_table, subject.pk  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(RECORD_VERB, [by.institution_id, by.pk, reason, table, row_id, verb])
