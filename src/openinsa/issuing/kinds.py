"""What can be given out: one entry for each kind of paper, and how its content comes from the database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from openinsa.documents.contracts import Language


class About(StrEnum):
    """What a paper of a kind tells about; it decides what has to be picked before it is issued."""

    EMPLOYMENT = "employment"
    PERSON = "person"
    YEAR = "year"
    MONTH = "month"
    PAYSLIP = "payslip"
    PROJECT_MONTH = "project_month"
    INSTITUTION = "institution"


OF_EVERYBODY = {About.PROJECT_MONTH, About.INSTITUTION}
"""Papers that tell of everybody of a project, or of the institution."""


@dataclass(frozen=True)
class Item:
    """One thing that a paper may say when it is asked for (근로기준법 제39조: only what the worker asks for)."""

    key: str
    label: str | Promise
    usual: bool = True


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: whose paper, about what, which items, in which language.

    person_id     None for a paper about many
    subject_id    contract, payslip or project, as the kind says
    since, until  the span of a paper about days
    own           whether people ask for themselves: the law may give them no right to a paper that staff may issue
    """

    language: Language
    person_id: int | None = None
    subject_id: int | None = None
    since: date | None = None
    until: date | None = None
    items: tuple[str, ...] = ()
    purpose: str = ""
    submit_to: str = ""
    own: bool = False


Contents = Sequence[Mapping[str, Any] | Exception]
"""What the form prints for each who was asked for, or the refusal that says why that one cannot be issued."""


@dataclass(frozen=True)
class Kind:
    """A kind of paper.

    form        forms/<form>.typ, and forms/samples/<form>.json for a preview
    contents    everything the form prints but the issue itself, for many at once and in their order: a fixed
                number of statements however many are asked for. A refusal in place of a content says why that
                one cannot be issued.
    by_worker   whether people issue it for themselves
    permission  what staff need to issue it for others
    series      the row of numbers it counts in
    tells_pay   whether it names pay: then staff must also be allowed to see it
    of_days     whether one of a project or of the institution is about a span of any days, not about a month
    on_request  whether it is picked from the kinds; else another room issues it when something has happened there
    """

    key: str
    label: str | Promise
    form: str
    about: About
    contents: Callable[[Sequence[Asked]], Contents]
    items: tuple[Item, ...] = ()
    by_worker: bool = True
    permission: str = "issuing.issue"
    series: str = "certificate"
    tells_pay: bool = False
    of_days: bool = False
    on_request: bool = True


KINDS: dict[str, Kind] = {}


def register_kinds(*kinds: Kind) -> None:
    """Make kinds known; each module of `contents` calls it when the room loads."""
    KINDS.update({kind.key: kind for kind in kinds})
