"""What can be asked about papers given out."""

import json
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from openinsa.issuing.kinds import KINDS, Asked, Kind
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.scope import HEAVY, issues_own, may_issue_for_others
from openinsa.people.models import Person, User
from openinsa.privacy.sealing import Sealer


def kinds_for(user: User) -> list[Kind]:
    """The kinds that a worker issues for the own person."""
    return [kind for kind in KINDS.values() if issues_own(user, kind, user.person_id)]


def kinds_for_others(user: User) -> list[Kind]:
    """The kinds that staff issue for others."""
    return [kind for kind in KINDS.values() if may_issue_for_others(user, kind)]


def issued_to(person: Person | int) -> QuerySet[IssuedPaper]:
    """Everything given out about one person, newest first."""
    return IssuedPaper.objects.filter(person_id=getattr(person, "pk", person)).defer(*HEAVY)


def file_of(paper: IssuedPaper) -> bytes:
    """The very bytes that were given out. Raises SealBroken."""
    return Sealer(paper.institution_id).open_bytes(paper.file_sealed)


def content_of(paper: IssuedPaper) -> dict[str, Any]:
    """What the paper says, as data: `form`, `data`, `asked`. Raises SealBroken."""
    return json.loads(Sealer(paper.institution_id).open_bytes(paper.content_sealed))


def asked_of(paper: IssuedPaper) -> Asked:
    """What was asked for when the paper was issued."""
    asked = content_of(paper)["asked"]
    days = {name: date.fromisoformat(asked[name]) if asked[name] else None for name in ("since", "until")}
    return Asked(**{**asked, **days, "items": tuple(asked["items"])})


def code_of(paper: IssuedPaper) -> str:
    return str(content_of(paper)["data"]["issue"]["code"])


def label_of(kind_key: str) -> str | Promise:
    """What a kind is called, or its key where it is gone."""
    return KINDS[kind_key].label if kind_key in KINDS else kind_key


def is_expired(paper: IssuedPaper) -> bool:
    return paper.valid_until is not None and paper.valid_until < timezone.localdate()


def file_name(paper: IssuedPaper) -> str:
    return f"{label_of(paper.kind)} {paper.written_number}.pdf"
