"""The certificate of a destruction: counted and frozen when the job ends, printed from that for ever."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone, translation

from openinsa.documents.contracts import DestructionCertificate, Language
from openinsa.retention.models import Destruction, DestructionPart
from openinsa.retention.plan import BACKUPS, plan
from openinsa.retention.queries import active_holds, chosen_days

NUMBERS_AT_A_TIME = 41_007
"""With the institution, the key of the advisory lock under which a certificate gets its number."""


def finish(which: int) -> Destruction:
    """Give a destruction that was carried out its number and its certificate; once only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, openinsa_institution()::int)", [NUMBERS_AT_A_TIME])
    one = Destruction.objects.select_for_update(of=("self",)).get(pk=which)
    if one.state == Destruction.State.DONE:
        return one
    one.state, one.finished_at = Destruction.State.DONE, timezone.now()
    one.year = timezone.localdate(one.finished_at).year
    last = Destruction.objects.filter(year=one.year).aggregate(Max("number"))["number__max"] or 0
    one.number = last + 1
    one.certificate = certificate_of(one)
    one.save()
    return one


def certificate_of(one: Destruction) -> dict[str, Any]:
    """What was destroyed by which law, who proposed, who approved, when: without naming anybody destroyed."""
    finished = timezone.localdate(one.finished_at)
    holds = active_holds(finished)
    return {
        "institution": one.institution.name,
        "number": one.written_number,
        "on_day": one.on_day.isoformat(),
        "finished_on": finished.isoformat(),
        "proposed_by": one.proposed_by.name,
        "proposed_on": timezone.localdate(one.proposed_at).isoformat(),
        "confirmed_by": one.confirmed_by.name,
        "confirmed_on": timezone.localdate(one.confirmed_at).isoformat(),
        "note": one.note,
        "backups_until": (finished + timedelta(days=chosen_days(BACKUPS))).isoformat(),
        "holds": [f"{hold.get_cause_display()}: {hold.grounds}" for hold in holds if hold.person_id is None],
        "people_held": len({hold.person_id for hold in holds if hold.person_id}),
        "parts": [_part(part) for part in one.parts.order_by("pk")],
    }


def paper_of(one: Destruction) -> DestructionCertificate:
    """The frozen certificate in the reader's language, ready to print."""
    language: Language = "en" if translation.get_language() == "en" else "ko"
    frozen = one.certificate
    parts = [
        {name: value for name, value in part.items() if name != "words"} | part["words"][language]
        for part in frozen["parts"]
    ]
    return {**frozen, "language": language, "parts": parts}  # type: ignore[return-value,typeddict-item]


def _part(part: DestructionPart) -> dict[str, Any]:
    """One kind of data, with its words in both languages, so that the certificate never depends on a later plan."""
    kind = plan().kinds[part.kind]
    words = {}
    for language in ("ko", "en"):
        with translation.override(language):
            words[language] = {"kind": str(kind), "laws": [str(law) for law in kind.laws]}
    return {
        "words": words,
        "blanked": bool(kind.blank),
        "people": part.people,
        "destroyed": part.destroyed,
        "kept": part.kept,
        "rows": part.rows,
        "earliest": part.earliest.isoformat() if part.earliest else "",
        "latest": part.latest.isoformat() if part.latest else "",
    }
