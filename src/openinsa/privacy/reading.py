"""Every read of personal data leaves a record: parts of a request note whom they show, its end writes it down.

    note_read("slip", [slip.person_id])

Within one transaction of an institution (`people.tenancy.within`: pages, the API, jobs) the notes of the same
kind become one record with everybody seen, and all records are written in one statement at its end. A request
that fails leaves none, because it showed nothing.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from openinsa.people.addresses import address_of
from openinsa.people.models import Person
from openinsa.people.tenancy import CURRENT, NOBODY
from openinsa.privacy.chain import Access, append
from openinsa.privacy.models import Channel

VIEW, SEARCH, DOWNLOAD, PRINT = "view", "search", "download", "print"
CHANNELS = {SEARCH: Channel.SEARCH, DOWNLOAD: Channel.FILE}
API, ENDING = "/api/", "access"
REASON_AT_MOST = 200


@dataclass(frozen=True)
class Source:
    """From where and by which way the running request came; a job has none."""

    address: str | None
    channel: Channel


SOURCE: ContextVar[Source | None] = ContextVar("source of the request", default=None)


class ReadingMiddleware:
    """Say where a request comes from to whatever it notes. Stands inside of the institution's transaction.

    An answer that only leads on, or says that there is nothing to see, has shown nothing of what was looked up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        channel = Channel.API if request.path.startswith(API) else Channel.PAGE
        token = SOURCE.set(Source(address_of(request), channel))
        try:
            response = self.get_response(request)
        finally:
            SOURCE.reset(token)
        notes = _notes()
        if notes and (300 <= response.status_code < 400 or response.status_code in {403, 404}):
            notes.looks.clear()
        return response


def note_read(
    what: str,
    people: Iterable[int | None],
    *,
    verb: str = VIEW,
    channel: str = "",
    reason_code: str = "",
    reason: str = "",
) -> None:
    """Note that whoever acts now sees these people's data. Nothing is noted where nobody's is, save of a search."""
    now, seen = CURRENT.get(), sorted({one for one in people if one and one > 0})
    if now is None or now.institution_id in {None, NOBODY} or not (seen or verb == SEARCH):
        return
    note(
        now.institution_id,  # type: ignore[arg-type]
        Access(
            at=timezone.now(),
            actor_id=now.actor_id or 0,
            verb=verb,
            what=what,
            person_id=seen[0] if len(seen) == 1 else None,
            people=seen,
            count=len(seen),
            channel=channel,
            reason_code=reason_code,
            reason=reason,
        ),
        joins=True,
    )


def note(institution_id: int, access: Access, *, joins: bool = False) -> None:
    """Keep a record for the end of the running transaction; outside of one it is written at once.

    One that `joins` becomes one with the same look at others; an action's own record stays as it is.
    """
    noted, now = _from_here(access), CURRENT.get()
    if now is None or now.institution_id != institution_id:
        append(institution_id, [noted])
        return
    notes = _notes()
    if notes is None:
        notes = now.endings[ENDING] = Notes(institution_id)
    notes.add(noted, joins=joins)


def note_row(row: Model) -> None:
    """Note a look at what is told of one person, if the row is of one."""
    note_read(row._meta.db_table, [person_of(row)])


def person_of(row: object) -> int | None:
    """Whose a row is: a person, or anything that leads to one."""
    if isinstance(row, Person):
        return row.pk
    if (person := getattr(row, "person_id", None)) is not None:
        return person
    contract = getattr(row, "contract", None)
    return contract.person_id if contract is not None else None


class Notes:
    """What a transaction has shown so far; called at its end, it becomes records."""

    def __init__(self, institution_id: int) -> None:
        self.institution_id = institution_id
        self.looks: dict[tuple[object, ...], Access] = {}
        self.acts: list[Access] = []

    def add(self, access: Access, *, joins: bool) -> None:
        if not joins:
            self.acts.append(access)
            return
        same = (access.actor_id, access.verb, access.what, access.channel, access.reason_code, access.reason)
        before = self.looks.get(same)
        self.looks[same] = _joined(before, access) if before else access

    def __call__(self) -> None:
        if accesses := [*self.acts, *self.looks.values()]:
            append(self.institution_id, accesses)


def _notes() -> Notes | None:
    now = CURRENT.get()
    notes = now.endings.get(ENDING) if now else None
    return notes if isinstance(notes, Notes) else None


def _joined(one: Access, other: Access) -> Access:
    people = sorted({*one.people, *other.people})
    alone = people[0] if len(people) == 1 else None
    return replace(one, people=people, person_id=alone, count=max(one.count, other.count, len(people)))


def _from_here(access: Access) -> Access:
    """The record with what the source of the request adds to it."""
    source = SOURCE.get()
    came_by = source.channel if source else Channel.JOB
    channel = access.channel or CHANNELS.get(access.verb, Channel.PAGE)
    return replace(
        access,
        channel=str(came_by if came_by != Channel.PAGE else channel),
        address=access.address or (source.address if source else None),
        reason=access.reason[:REASON_AT_MOST],
    )
