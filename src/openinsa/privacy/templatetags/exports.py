"""`{% load exports %}{% exported person %}`: who took a person's data out of the house, when and why."""

from typing import Any

from django import template

from openinsa.people.models import Person
from openinsa.privacy.queries import exports_of
from openinsa.privacy.reasons import ReasonCode
from openinsa.privacy.words import PROTECTED_WORDS, said

register = template.Library()
SHOWN = 5
PURPOSES = dict(ReasonCode.choices)


@register.inclusion_tag("privacy/_exported.html")
def exported(person: Person) -> dict[str, Any]:
    """The latest files that hold something about this person; what the person took out is not among them."""
    lines = [
        {
            "at": one.at,
            "who": one.actor_name or "–",
            "what": said(PROTECTED_WORDS, one.what),
            "count": one.count,
            "why": " · ".join(str(part) for part in (PURPOSES.get(one.reason_code), one.reason) if part),
        }
        for one in exports_of(person)[:SHOWN]
    ]
    return {"lines": lines, "most": SHOWN}
