"""Delivery for machines: who was given which payslip and opened it, messages, sending again, invitations."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field, StrictInt

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.files import hand_out
from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.delivery import actions as act
from openinsa.delivery import invitation_pages, pages
from openinsa.delivery import invitations as inviting
from openinsa.delivery.forms import AddressForm, PersonAddressForm, SettingForm, TextForm
from openinsa.delivery.models import MailSetting, MailText, Message, Purpose
from openinsa.delivery.queries import bounces_of, handovers_of, messages_of, people_to_invite, setting_of
from openinsa.delivery.texts import languages
from openinsa.jobs.api import JobTold
from openinsa.jobs.models import Job
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.api.room import Done, Strict
from openinsa.staffing.models import Project
from openinsa.staffing.scope import people_of, projects_of, reach

room = Room("delivery", _("교부"))
SEES, SENDS, SETS, INVITES = "delivery.see", "delivery.send", "delivery.set", "people.manage"
Id = Annotated[StrictInt, Field(ge=1, le=2**62)]
SettingTold = shape(
    "MailSetting",
    MailSetting,
    "from_name from_address reply_to way password_rule link_days invitation_days",
)
TextTold = shape("MailText", MailText, "purpose language subject body")
MessageTold = shape(
    "Message",
    Message,
    "purpose channel person_id handover_id language state tries error made_at sent_at link_ends_at link_used_at",
)


class SendAgain(Strict):
    """Payslips handed over, to be sent once more."""

    handovers: list[Id] = Field(min_length=1, max_length=20_000)
    way: Literal["link", "pdf"]


class Invite(Strict):
    """People of a project to invite by links that are sent to them; letters are printed on the screen alone."""

    people: list[Id] = Field(min_length=1, max_length=inviting.MOST)
    way: Literal["mail", "sms"]


class Picked(Strict):
    people: list[Id] = Field(min_length=1, max_length=inviting.MOST)


def messages_table(by: User) -> Any:
    return pages.messages_table(Sealer(by.institution_id or 0))


def bounces_table(by: User) -> Any:
    return pages.messages_table(Sealer(by.institution_id or 0), "bounces")


def message_under(permission: str) -> Any:
    def find(by: User, message_id: int) -> Message:
        require(by.may(permission), NotFound())
        return reach(messages_of(by).select_related("person", "handover"), message_id)

    return find


def text_of(_by: User, purpose: str, language: str) -> tuple[str, str]:
    require(purpose in set(Purpose) and language in dict(languages()), NotFound())
    return purpose, language


def person_under(by: User, person_id: int) -> Person:
    require(by.may(SENDS), NotFound())
    return reach(people_of(by, "staffing.see"), person_id)


def project_to_invite(by: User, project_id: int) -> Project:
    require(by.may(INVITES), NotFound())
    return reach(projects_of(by, "staffing.see"), project_id)


def _people(project: Project, ids: list[int]) -> list[Person]:
    """The people, if every one is in the project. Raises NotFound."""
    found = list(people_to_invite(project).filter(pk__in=set(ids)))
    require(len(found) == len(set(ids)), NotFound())
    return found


room.table(
    "/handovers",
    "list_handovers",
    pages.HANDOVERS,
    may=SEES,
    rows=lambda call: handovers_of(call.by),
    also={"person_id": "person_id", "slip_id": "slip_id"},
)
room.table(
    "/messages",
    "list_messages",
    messages_table,
    shown=pages.messages_table(None),
    may=SEES,
    rows=lambda call: messages_of(call.by).select_related("person"),
)
room.table(
    "/bounces",
    "list_bounces",
    bounces_table,
    shown=pages.messages_table(None, "bounces"),
    may=SEES,
    rows=lambda call: bounces_of(call.by).select_related("person"),
)
room.table(
    "/projects/{int:project_id}/invitations",
    "list_invitations",
    invitation_pages.INVITED,
    may=INVITES,
    of=project_to_invite,
    rows=lambda _call, project: people_to_invite(project),
)


@room.get("/messages/{int:message_id}", of=message_under(SEES), answer=MessageTold)
def show_message(call: Call, one: Message) -> Message:
    """What became of one message."""
    note_read("messages", [one.person_id])
    return one


@room.post(
    "/messages/{int:message_id}/mend", of=message_under(SENDS), body=FormBody(AddressForm), answer=Done
)
def mend_message(call: Call, one: Message, given: dict[str, Any]) -> dict[str, int]:
    """Give the person of a message that did not arrive another address, and send the payslip again."""
    return {"count": int(act.mend(call.by, one, given["address"]) is not None)}


hand_out(
    room,
    "/messages/{int:message_id}/file.pdf",
    "take_sent_file",
    "application/pdf",
    pages.sent_file,
    of=message_under(SEES),
)


@room.post("/handovers/send", may=SENDS, body=ModelBody(SendAgain), answer=JobTold, status=201)
def send_handovers_again(call: Call, given: SendAgain) -> Job:
    """Send payslips once more, as a job."""
    found = list(handovers_of(call.by).filter(pk__in=set(given.handovers)))
    require(len(found) == len(set(given.handovers)), NotFound())
    return act.send_again(call.by, found, given.way)


@room.get("/delivery-settings", may=SETS, answer=SettingTold)
def show_mail_settings(call: Call) -> MailSetting:
    """How the institution sends; the number is 0 until somebody sets it."""
    setting = setting_of(call.by.institution_id)
    setting.pk = setting.pk or 0
    return setting


@room.post("/delivery-settings", may=SETS, body=FormBody(SettingForm), answer=SettingTold)
def set_mail_settings(call: Call, given: dict[str, Any]) -> MailSetting:
    """Set how the institution sends."""
    return act.change_settings(call.by, **given)


@room.post("/delivery-settings/test", may=SETS, body=FormBody(AddressForm), answer=MessageTold, status=201)
def send_test_mail(call: Call, given: dict[str, Any]) -> Message:
    """Send a mail that only says that it arrived."""
    return act.send_test(call.by, given["address"])


@room.post(
    "/delivery-settings/texts/{slug:purpose}/{slug:language}",
    may=SETS,
    of=text_of,
    body=FormBody(TextForm),
    answer=TextTold,
)
def set_mail_text(call: Call, which: tuple[str, str], given: dict[str, Any]) -> MailText:
    """Write the words for a purpose in a language."""
    return act.change_text(call.by, *which, **given)


@room.post("/people/{int:person_id}/address", of=person_under, body=FormBody(PersonAddressForm))
def set_mail_address(call: Call, person: Person, given: dict[str, Any]) -> None:
    """Put another mail address into a person's record; an empty one takes it out."""
    act.set_address(call.by, person, given["address"])


@room.post(
    "/projects/{int:project_id}/invitations/send",
    of=project_to_invite,
    body=ModelBody(Invite),
    answer=JobTold,
    status=201,
)
def send_invitations(call: Call, project: Project, given: Invite) -> Job:
    """Invite people by mail or telephone, as a job."""
    return inviting.send_invitations(call.by, _people(project, given.people), given.way)


@room.post(
    "/projects/{int:project_id}/invitations/revoke", of=project_to_invite, body=ModelBody(Picked), answer=Done
)
def revoke_invitations(call: Call, project: Project, given: Picked) -> dict[str, int]:
    """End the open invitations of people."""
    return {"count": inviting.revoke_invitations(call.by, _people(project, given.people))}
