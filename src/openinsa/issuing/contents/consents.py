"""Papers by which somebody agrees, filled with who it is and left open for the answer and the signature."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.record_contracts import AgreedDeduction
from openinsa.issuing.kinds import About, Asked, Contents, Kind, register_kinds
from openinsa.issuing.somebody import head_of, office_of, people_of, refused_or
from openinsa.people.models import Person
from openinsa.staffing.models import Deduction

FORMS = {
    "privacy": _("개인정보 수집·이용 동의서"),
    "identifier": _("고유식별정보 처리 동의서"),
    "statement_delivery": _("임금명세서 전자교부 동의서"),
    "deduction": _("임금공제 동의서"),
}


def consents(kind: str) -> Callable[[Sequence[Asked]], Contents]:
    """The contents of one kind of consent. Three statements, one more for deductions."""

    def filled(asked: Sequence[Asked]) -> Contents:
        people = people_of(asked)
        first = next(iter(people.values()), None)
        office = office_of(first.institution, asked[0].language) if first else ""
        deductions = _deductions([pk for pk in people if pk]) if kind == "deduction" else {}
        return [refused_or(_consent(kind, people.get(one.person_id), office, deductions)) for one in asked]

    return filled


def _consent(
    kind: str, person: Person | None, office: str, deductions: Mapping[int, list[AgreedDeduction]]
) -> Mapping[str, Any] | None:
    if person is None:
        return None
    agreed = deductions.get(person.pk, [])
    return {**head_of(person), "kind": kind, "addressed_to": office, "deductions": agreed}


def _deductions(people: Sequence[int]) -> dict[int, list[AgreedDeduction]]:
    """What is kept back from now on, by person. One statement."""
    found: dict[int, list[AgreedDeduction]] = defaultdict(list)
    held = Deduction.objects.filter(contract__person__in=people, valid_to__gte=timezone.localdate())
    for one in held.select_related("contract"):
        found[one.contract.person_id].append(
            {
                "name": one.name,
                "how": str(one.get_kind_display()),
                "amount": one.amount,
                "since": one.valid_from.isoformat(),
                "until": one.valid_to.isoformat(),
            }
        )
    return found


register_kinds(
    *(
        Kind(
            key=f"{kind}_consent",
            label=label,
            form="consent",
            about=About.PERSON,
            contents=consents(kind),
            series="blank",
            tells_pay=kind == "deduction",
        )
        for kind, label in FORMS.items()
    )
)
