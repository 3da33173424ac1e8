"""Writing down what happened, and finding what may still change."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from openinsa.agreements.contents import changed_since
from openinsa.agreements.models import Agreement, AgreementEvent
from openinsa.agreements.refusals import AgreementOver, ContractChanged, NothingToDo
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.sealing import Sealer

Kind = AgreementEvent.Kind
LONGEST_WORDS = 300


def note(by: User, kind: str, agreements: Iterable[Agreement], told: str = "") -> None:
    """Add a line to the story of each."""
    now = timezone.now()
    AgreementEvent.objects.bulk_create(
        AgreementEvent(
            institution_id=one.institution_id,
            agreement=one,
            kind=kind,
            at=now,
            by=by,
            told=told.strip()[:LONGEST_WORDS],
        )
        for one in agreements
    )


def locked(rows: QuerySet[Agreement], agreement_id: int, states: Sequence[str]) -> Agreement:
    """One agreement, held until the transaction ends. Raises NotFound, AgreementOver."""
    one = rows.select_for_update(of=("self",)).filter(pk=agreement_id).first()
    if one is None:
        raise NotFound()
    require(one.state in states, AgreementOver(state=one.get_state_display()))
    return one


def locked_many(rows: QuerySet[Agreement], ids: Iterable[int], states: Sequence[str]) -> list[Agreement]:
    """Those of the picked that are in one of the states. Raises NothingToDo when none is."""
    picked = rows.filter(pk__in=list(ids), state__in=states).order_by("pk")
    found = list(picked.select_for_update(of=("self",)))
    require(found, NothingToDo())
    return found


def require_unchanged(agreements: Sequence[Agreement]) -> None:
    """Refuse when a contract says something else by now. Raises ContractChanged."""
    changed = changed_since(agreements, Sealer(agreements[0].institution_id))
    stale = next((one for one in agreements if one.pk in changed), None)
    require(stale is None, ContractChanged(name=stale.contract.person.name if stale else ""))
