"""People: the list with masked numbers, one person, one value shown for a reason, what a worker told of pregnancy."""

from datetime import date
from typing import Any

from ninja import Schema

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.actions import PROTECTED, reveal
from openinsa.privacy.reading import note_read
from openinsa.privacy.reasons import ReasonForm
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions import motherhood as act
from openinsa.staffing.api.room import Reasoned, person_under, room, today
from openinsa.staffing.models import Consent, Motherhood
from openinsa.staffing.pages.people import masked_values, people_table
from openinsa.staffing.paper_forms import EndPregnancyForm, PregnancyForm
from openinsa.staffing.queries import people_with_employment
from openinsa.staffing.scope import people_of, reach

PersonTold = shape(
    "Person",
    Person,
    "name birth_date foreigner bank family_members children_8_to_20",
    resident_number=str,
    phone=str,
    email=str,
    account=str,
    address=str,
    motherhoods=list[int],
)
FIELDS = ("id", "name", "birth_date", "foreigner", "bank", "family_members", "children_8_to_20")
ConsentTold = shape("Consent", Consent, "person_id kind valid_from valid_to dated_on document")


class Value(Schema):
    """One protected value, in clear."""

    value: str


class Pregnancy(Schema):
    id: int


class PregnancyDates(Schema):
    told_on: date
    due_on: date
    document: str
    born_on: date | None = None
    over_on: date | None = None


def table_of(by: User) -> Any:
    return people_table(Sealer(by.institution_id or 0))


room.table(
    "/people",
    "list_people",
    table_of,
    shown=people_table(None),
    may="staffing.see",
    rows=lambda call: people_with_employment(call.by, today()),
)


@room.get("/people/{int:person_id}", of=person_under("staffing.see"), answer=PersonTold)
def show_person(call: Call, person: Person) -> dict[str, Any]:
    """One person, protected values masked."""
    note_read("person", [person.pk])
    told = {name: getattr(person, name) for name in FIELDS}
    masked = masked_values(person, Sealer(person.institution_id))
    mothers = call.by.may("staffing.protect")
    known = list(person.motherhoods.values_list("pk", flat=True)) if mothers else []
    return told | masked | {"motherhoods": known}


def person_to_reveal(by: User, person_id: int, what: str) -> tuple[Person, str]:
    require(what in PROTECTED, NotFound())
    return reach(people_of(by, "privacy.reveal"), person_id), what


@room.post(
    "/people/{int:person_id}/reveal/{slug:what}",
    of=person_to_reveal,
    body=FormBody(ReasonForm),
    answer=Value,
    shown_once=True,
)
def reveal_value(call: Call, found: tuple[Person, str], given: dict[str, Any]) -> dict[str, str]:
    """Show one protected value (resident_number, phone, email, account, address) for a reason; the access record keeps both."""
    person, what = found
    return {"value": reveal(call.by, person, what, reason=given["why"], address=call.address)}


@room.get("/people/{int:person_id}/consents", of=person_under("staffing.protect"), answer=list[ConsentTold])
def list_consents(call: Call, person: Person) -> Any:
    """The papers of one person."""
    note_read("consents", [person.pk])
    return person.consents.all()


@room.post(
    "/people/{int:person_id}/pregnancies",
    of=person_under("staffing.protect"),
    body=FormBody(PregnancyForm),
    answer=Pregnancy,
    status=201,
)
def add_pregnancy(call: Call, person: Person, given: dict[str, Any]) -> Motherhood:
    """Record what a worker told of her pregnancy."""
    return act.note_pregnancy(call.by, person.pk, **given)


def motherhood_of(by: User, motherhood_id: int) -> Motherhood:
    within = Motherhood.objects.filter(person__in=people_of(by, "staffing.protect"))
    return reach(within, motherhood_id)


@room.post(
    "/pregnancies/{int:motherhood_id}/reveal",
    of=motherhood_of,
    body=FormBody(ReasonForm),
    answer=PregnancyDates,
    shown_once=True,
)
def reveal_pregnancy(call: Call, stored: Motherhood, given: dict[str, Any]) -> Any:
    """Show the dates of a pregnancy for a reason; the access record keeps both."""
    return act.show_motherhood(call.by, stored.pk, reason=given["why"], address=call.address)


@room.post(
    "/pregnancies/{int:motherhood_id}/end",
    of=motherhood_of,
    body=FormBody(EndPregnancyForm),
    answer=Pregnancy,
)
def end_pregnancy(call: Call, stored: Motherhood, given: dict[str, Any]) -> Motherhood:
    """Record the birth, or that a pregnancy ended without one."""
    return act.end_pregnancy(call.by, stored.pk, **given)


@room.post("/pregnancies/{int:motherhood_id}/drop", of=motherhood_of, body=ModelBody(Reasoned))
def drop_pregnancy(call: Call, stored: Motherhood, given: Reasoned) -> None:
    """Take back a record that was wrong."""
    act.drop_motherhood(call.by, stored.pk, reason=given.reason)
