"""Delivery in the demo district: payslips given to their owners, mail that lies in a folder, letters of invitation."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from openinsa.delivery.actions import change_settings
from openinsa.delivery.bounces import take_bounces
from openinsa.delivery.invitations import By, invite_workers, note_opened, send_invitations
from openinsa.delivery.links import use
from openinsa.delivery.models import Handover, Invitation, MailSetting, Message, PasswordRule, Way
from openinsa.delivery.outbox import claim, settle, write_messages
from openinsa.delivery.publishing import drafts
from openinsa.delivery.seen import note_page
from openinsa.delivery.sending import letter_of
from openinsa.delivery.slip_files import issue_statements
from openinsa.delivery.transport import Folder
from openinsa.demo.agreements import SHOWN
from openinsa.demo.founding import Founded
from openinsa.demo.plan import CLOSED_MONTHS
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.models import Person, User
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer

SENDER, ANSWERS_TO = "pay@gaon.example", "hr@gaon.example"
OPENED, CAME_BACK = slice(1, 3), 3
"""Of the links that were mailed; the first one is the demo worker's own, who has not looked yet."""
INVITED = slice(SHOWN, SHOWN + 6)
BOUNCE = (
    "To: bounces+{token}@gaon.example\r\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=part\r\n\r\n"
    "--part\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
    "Final-Recipient: rfc822; nobody@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--part--\r\n"
)


def deliver(founded: Founded) -> None:
    """Past payslips on their owners' pages, a few of the last month by link, some people invited.

    The rest of the last month is left to the job that began when it was paid. Mail becomes files of the data folder.
    """
    with within(founded.institution.pk, founded.users["hr"].pk):
        setting = _set_up(founded)
        _hand_over_past_months(founded)
        mailed = _mail_links(founded, setting)
        _owners_answer(mailed)
        _invite(founded, setting)


def _set_up(founded: Founded) -> MailSetting:
    return change_settings(
        founded.users["hr"],
        from_name=f"{founded.institution.name} 급여담당",
        from_address=SENDER,
        reply_to=ANSWERS_TO,
        way=Way.PAGE,
        password_rule=PasswordRule.BIRTH_AND_PHONE,
        link_days=14,
        invitation_days=14,
    )


def _hand_over_past_months(founded: Founded) -> None:
    """Everybody's, in one statement; whoever has a login has seen them."""
    seen = set(User.objects.exclude(person=None).values_list("person_id", flat=True))
    past = Payslip.objects.filter(run__month__in=CLOSED_MONTHS[:-1], run__state=PayRun.State.PAID)
    now = timezone.now()
    Handover.objects.bulk_create(
        Handover(
            institution=founded.institution,
            slip_id=slip,
            person_id=person,
            way=Way.PAGE,
            page_seen_at=now if person in seen else None,
        )
        for slip, person in past.order_by("pk").values_list("pk", "person_id")
    )


def _mail_links(founded: Founded, setting: MailSetting) -> list[Message]:
    """Links to the last month's payslips of the first people who have a login and an address."""
    slips = _slips_to_mail(founded)
    papers = issue_statements(founded.users["payroll"], slips)
    handovers = Handover.objects.bulk_create(
        Handover(
            institution=founded.institution,
            slip=slip,
            person_id=slip.person_id,
            way=Way.LINK,
            paper=papers.get(slip.pk),
        )
        for slip in slips
    )
    sealer = Sealer(founded.institution.pk)
    messages = write_messages(sealer, drafts(setting, sealer, Way.LINK, handovers, slips, None))
    return _send(setting, messages)


def _slips_to_mail(founded: Founded) -> list[Payslip]:
    reached = [
        stored.pk
        for planned, stored in zip(founded.district.contracts, founded.contracts[:SHOWN], strict=False)
        if planned.email
    ]
    slips = Payslip.objects.filter(contract__in=reached, run__month=CLOSED_MONTHS[-1])
    with_login = slips.filter(person__in=User.objects.exclude(person=None).values("person"))
    found = {one.contract_id: one for one in with_login.select_related("person", "run", "institution")}
    return [found[contract] for contract in reached if contract in found]


def _send(setting: MailSetting, messages: Sequence[Message]) -> list[Message]:
    """Take messages as a sender does and put each into the folder of the demo's mail."""
    sealer = Sealer(setting.institution_id)
    taken = claim(len(messages), ids=[one.pk for one in messages])
    with Folder(settings.DATA / "mail").line() as line:
        for message in taken:
            settle(message, line.send(letter_of(setting, sealer, message)))
    return list(Message.objects.filter(pk__in=[one.pk for one in taken]).order_by("pk"))


def _owners_answer(mailed: Sequence[Message]) -> None:
    """Some open their link; one address does not exist."""
    for message in mailed[OPENED]:
        owner = User.objects.get(pk=message.user_id)
        note_page(owner, use(owner, message))
    take_bounces([BOUNCE.format(token=mailed[CAME_BACK].token).encode()])


def _invite(founded: Founded, setting: MailSetting) -> None:
    """An invitation by letter that waits and one that ended, and one by mail that was opened."""
    hr, people = founded.users["hr"], _people_to_invite(founded)
    _waits, ended = invite_workers(hr, people[:2], By.LETTER)
    made_at = timezone.now() - timedelta(days=setting.invitation_days + 1)
    Invitation.objects.filter(pk=ended.invitation.pk).update(
        made_at=made_at, expires_at=made_at + timedelta(days=setting.invitation_days)
    )
    job = send_invitations(hr, people[2:], By.MAIL)
    _send(setting, Message.objects.filter(job_id=job.pk))
    note_opened(Invitation.objects.get(by=By.MAIL))


def _people_to_invite(founded: Founded) -> list[Person]:
    """Two, and one more who has an address, of those without a login."""
    numbers = range(*INVITED.indices(len(founded.contracts)))
    mailed = next(number for number in numbers[2:] if founded.district.contracts[number].email)
    return [founded.contracts[number].person for number in (*numbers[:2], mailed)]
