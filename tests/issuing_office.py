"""An office that gives papers out, with a small kind of its own: the frame is tested apart from what papers say."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from office import Office, new_office
from openinsa.documents.places import FORMS
from openinsa.issuing.actions import issue
from openinsa.issuing.keys import make_first_key
from openinsa.issuing.kinds import KINDS, About, Asked, Item, Kind, register_kinds
from openinsa.issuing.models import IssuedPaper
from openinsa.people.models import Person
from openinsa.people.refusals import Refused
from openinsa.staffing.models import Contract

SAMPLE = json.loads((FORMS / "samples" / "employment_certificate.json").read_text(encoding="utf-8"))


class Withheld(Refused):
    """What a content says of somebody for whom a paper cannot be made."""


def contents(wanted: Sequence[Asked]) -> Sequence[Mapping[str, Any] | Exception]:
    people = Person.objects.in_bulk([asked.person_id for asked in wanted if asked.person_id])
    return [_content(people[asked.person_id]) for asked in wanted]  # type: ignore[index]


def _content(person: Person) -> Mapping[str, Any] | Exception:
    if person.name == "보류":
        return Withheld()
    told = {name: value for name, value in SAMPLE.items() if name != "issue"}
    return {**told, "name": person.name, "identifier": person.birth_date.isoformat()}


TEST_KIND = Kind(
    key="test_certificate",
    label="시험 증명서",
    form="employment_certificate",
    about=About.EMPLOYMENT,
    contents=contents,
    items=(Item("job", "담당 업무"), Item("wage", "임금", usual=False)),
    series="test",
)
PAY_KIND = Kind(
    key="test_pay_paper",
    label="시험 임금 증명",
    form="employment_certificate",
    about=About.PERSON,
    contents=contents,
    tells_pay=True,
    series="test_pay",
)


def office_that_issues(name: str = "가온구") -> Office:
    """An office with a self-made key, and the kinds of this test."""
    register_kinds(TEST_KIND, PAY_KIND)
    office = new_office(name)
    make_first_key(office.institution)
    return office


def asked_about(contract: Contract, **named: Any) -> Asked:
    return Asked(language="ko", person_id=contract.person_id, subject_id=contract.pk, **named)


def give(office: Office, contract: Contract, kind: str = TEST_KIND.key, **named: Any) -> IssuedPaper:
    return issue(office.hr_officer, kind, asked_about(contract, **named))


def picture(size: tuple[int, int] = (200, 200), kind: str = "PNG") -> bytes:
    """A red picture of a size."""
    made = BytesIO()
    Image.new("RGB", size, "red").save(made, kind)
    return made.getvalue()


def forget_test_kinds() -> None:
    for kind in (TEST_KIND, PAY_KIND):
        KINDS.pop(kind.key, None)
