"""Looking at a protected value is an action: it asks for a reason and leaves a record."""

from collections.abc import Iterable

from django.utils import timezone

from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.chain import Access
from openinsa.privacy.reading import note
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer

PROTECTED = {
    "resident_number": "resident_number_sealed",
    "phone": "phone_sealed",
    "email": "email_sealed",
    "account": "account_sealed",
    "address": "address_sealed",
}


@action(permission="privacy.reveal")
def reveal(by: User, person: Person, what: str, *, reason: Reason, address: str | None = None) -> str:
    """Show one protected value of one person. Raises NotFound, SealBroken."""
    require(what in PROTECTED, NotFound())
    record_access(by, "reveal", what, person_id=person.pk, address=address, **reason.recorded)
    return Sealer(person.institution_id).open(getattr(person, PROTECTED[what]))


def record_access(
    by: User,
    verb: str,
    what: str,
    *,
    person_id: int | None = None,
    people: Iterable[int] = (),
    count: int = 1,
    reason: str = "",
    reason_code: str = "",
    address: str | None = None,
) -> None:
    """Add one line to the access record of the user's institution: `people` are all who were seen in the read."""
    seen = sorted({*people, *([person_id] if person_id else [])})
    access = Access(
        at=timezone.now(),
        actor_id=by.pk,
        verb=verb,
        what=what,
        person_id=person_id,
        people=seen,
        count=max(count, len(seen)),
        channel="",
        reason_code=reason_code,
        reason=reason,
        address=address,
    )
    note(by.institution_id, access)


def record_accesses(
    by: User, verb: str, what: str, people: Iterable[int], *, address: str | None = None
) -> None:
    """Add one line that names each of several persons."""
    seen = list(people)
    record_access(by, verb, what, people=seen, count=len(seen), address=address)
