"""A paid payslip reaches its owner: on the page, by a link that opens once, or as a file behind a password."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from closing import JUNE, close
from exports import sent
from mail_server import PASSWORD, mail_server
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.delivery import actions as act
from openinsa.delivery.links import LinkExpired, LinkOfAnother, LinkUsed
from openinsa.delivery.models import Handover, MailSetting, Message
from openinsa.delivery.publishing import JOB_KIND
from openinsa.delivery.queries import counts_by_standing, handovers_of
from openinsa.jobs.models import Job
from openinsa.jobs.work import perform
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context

pytestmark = pytest.mark.django_db
MAIL = {"phone": "010-1234-5678", "email": "kim@example.com"}


@pytest.fixture
def office(tmp_path: Any, settings: Any) -> Any:
    with mail_server(tmp_path) as running:
        settings.SMTP_URL, settings.SMTP_PASSWORD = running.url, PASSWORD
        settings.SMTP_CA_FILE, settings.MAILS_A_MINUTE = str(running.certificate), 1_000_000
        made = new_office()
        made.server = running
        yield made


def worker(office: Office, **fields: Any) -> User:
    """An employed person with a login of the own."""
    contract = office.employ(**{**MAIL, **fields})
    return office.user(Role.WORKER, person=contract.person, name=contract.person.name)


def choose(office: Office, way: str, **more: Any) -> None:
    MailSetting.objects.update_or_create(
        institution=office.institution, defaults={"from_address": "pay@gaon.example", "way": way, **more}
    )


def pay(office: Office) -> Job:
    """Pay June and let the job that hands its slips over run."""
    close(office, JUNE)
    return run_job(office)


def run_job(office: Office) -> Job:
    job = Job.objects.filter(kind=JOB_KIND).latest("pk")
    perform(job.pk, office.institution.pk)
    office.enter()
    return Job.objects.get(pk=job.pk)


def link_in(office: Any) -> str:
    """The path of the link in the last mail."""
    words = office.server.box.texts()[-1]
    return "/" + next(one for one in words.split() if "/open/" in one).split("/", 3)[3]


def signed_in(user: User) -> Client:
    set_context(user.institution_id)
    client = Client()
    client.force_login(user)
    return client


def standing(office: Office) -> dict[str, int]:
    return dict(counts_by_standing(handovers_of(office.hr_officer)))


def test_a_paid_payslip_is_handed_over_once_and_its_owner_opening_it_is_noted(office: Any) -> None:
    kim = worker(office)
    job = pay(office)
    assert (job.state, job.result["handed_over"]) == ("done", 1)
    assert standing(office) == {"published": 1}
    handover = Handover.objects.get()
    mine, staff = (
        OfficeClient(office, kim, "payroll"),
        OfficeClient(office, office.payroll_officer, "payroll"),
    )
    staff.get("slip", handover.slip_id)
    assert standing(office) == {"published": 1}, "others who look do not open it"
    assert mine.get("slip", handover.slip_id).status_code == 200
    assert standing(office) == {"opened": 1}
    mine.get("statement", handover.slip_id)
    handover.refresh_from_db()
    assert handover.page_seen_at
    assert handover.file_fetched_at
    perform(job.pk, office.institution.pk)
    office.enter()
    assert Handover.objects.count() == 1


def test_a_link_opens_for_its_owner_once_after_signing_in(office: Any) -> None:
    kim = worker(office)
    choose(office, "link")
    assert pay(office).result["sent"] == 1
    link, slip = link_in(office), Handover.objects.get().slip_id
    assert "급여명세서" in office.server.box.messages[0]["Subject"]
    set_context(None)
    stranger = Client().get(link)
    assert stranger.status_code == 200
    assert "김하늘" not in text(stranger)
    client = signed_in(kim)
    set_context(None)
    assert client.get(link).status_code == 200, "looking uses nothing up"
    set_context(None)
    opened = client.post(link)
    assert opened["Location"] == reverse("payroll:slip", args=[slip])
    set_context(None)
    again = client.get(link)
    assert (again.status_code, str(LinkUsed())[:12] in text(again)) == (410, True)
    office.enter()
    assert Message.objects.get().link_used_at
    assert Message.objects.get().state == "opened"


def test_a_link_that_is_late_or_somebody_elses_or_made_up_opens_nothing(office: Any) -> None:
    kim = worker(office)
    choose(office, "link")
    pay(office)
    link = link_in(office)
    lee = worker(office, name="이가을", project="다른 사업", email="lee@example.com")
    client = signed_in(lee)
    set_context(None)
    other = client.post(link)
    assert (other.status_code, str(LinkOfAnother()) in text(other)) == (403, True)
    office.enter()
    Message.objects.update(link_ends_at=timezone.now() - timedelta(minutes=1))
    client = signed_in(kim)
    set_context(None)
    late = client.post(link)
    assert (late.status_code, str(LinkExpired())[:12] in text(late)) == (410, True)
    for guessed in (f"{office.institution.pk:x}-guessed", "zz", "ffffffffffffffffffff-x"):
        set_context(None)
        assert Client().get(reverse("delivery:open_link", args=[guessed])).status_code == 404
    office.enter()
    assert Message.objects.get().link_used_at is None


@pytest.mark.parametrize(("rule", "password"), [("birth_phone", "8504125678"), ("birth_word", "850412mapo")])
def test_the_file_that_was_sent_is_byte_for_byte_the_file_that_is_kept(
    office: Any, rule: str, password: str
) -> None:
    kim = worker(office)
    act.change_settings(
        office.hr_officer,
        from_name="",
        from_address="pay@gaon.example",
        reply_to="",
        way="pdf",
        password_rule=rule,
        password_word="mapo",
        link_days=14,
        invitation_days=14,
    )
    pay(office)
    (mail,) = office.server.box.messages
    (attached,) = list(mail.iter_attachments())
    content = attached.get_content()
    message = Message.objects.get()
    assert sha256(content).digest() == bytes(message.file_hash)
    mine = OfficeClient(office, kim, "delivery")
    kept = mine.get("sent_file", message.pk)
    assert (kept.status_code, kept.content) == (200, content)
    assert standing(office) == {"opened": 1}
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(content))
    opened = pikepdf.open(BytesIO(content), password=password)
    assert (opened.encryption.bits, opened.encryption.R) == (256, 6)
    assert password not in office.server.box.texts()[0], (
        "the mail says how the password is made, not what it is"
    )


def test_staff_take_the_sent_file_for_a_reason_and_only_who_may_see_pay(office: Any) -> None:
    worker(office)
    choose(office, "pdf")
    pay(office)
    message = Message.objects.get()
    address = reverse("delivery:sent_file", args=[message.pk])
    payroll, head = (
        OfficeClient(office, office.payroll_officer, "delivery"),
        OfficeClient(office, office.head, "delivery"),
    )
    assert payroll.get("sent_file", message.pk)["Content-Type"].startswith("text/html")
    set_context(None)
    taken = sent(payroll.client, address)
    assert sha256(taken.content).digest() == bytes(message.file_hash)
    assert head.get("sent_file", message.pk).status_code in {403, 404}


def test_who_has_no_address_no_telephone_or_no_login_is_listed_with_the_cause(office: Any) -> None:
    office.employ("무주소")
    office.employ("무전화", email="nophone@example.com")
    choose(office, "pdf")
    job = pay(office)
    assert job.result == {"handed_over": 2, "sent": 0, "failed": 2, "later": 0, "unsure": 0}
    causes = {one.person.name: one.error for one in Message.objects.all()}
    assert "주소" in causes["무주소"]
    assert "전화번호" in causes["무전화"]
    act.send_again(office.hr_officer, list(Handover.objects.filter(person__name="무전화")), "link")
    run_job(office)
    assert "로그인" in Message.objects.latest("pk").error


def test_picked_payslips_are_sent_again_by_the_other_way(office: Any) -> None:
    worker(office)
    pay(office)
    MailSetting.objects.create(institution=office.institution, from_address="pay@gaon.example")
    page = OfficeClient(office, office.payroll_officer, "delivery")
    handover = Handover.objects.get()
    asked = page.post("send_again", row=handover.pk)
    assert "보낼 방법" in text(asked)
    started = page.post("send_again", row=handover.pk, way="pdf")
    assert started.status_code == 302
    assert run_job(office).result["sent"] == 1
    assert len(office.server.box.messages) == 1
    assert page.post("send_again", way="pdf").status_code == 409


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"way": "link", "from_address": ""}, act.SenderMissing),
        ({"password_rule": "birth_word"}, act.PasswordWordMissing),
        ({"password_rule": "birth_word", "password_word": "abc"}, act.PasswordWordMissing),
    ],
)
def test_settings_that_could_send_nothing_are_refused(office: Any, values: dict, refusal: type) -> None:
    given = {
        "way": "page",
        "from_name": "",
        "from_address": "",
        "reply_to": "",
        "link_days": 14,
        "invitation_days": 14,
    }
    with pytest.raises(refusal):
        act.change_settings(office.hr_officer, **{**given, "password_rule": "birth_phone", **values})


def test_without_a_mail_server_nothing_can_be_chosen_that_needs_one(office: Any, settings: Any) -> None:
    settings.SMTP_URL = ""
    given = {"from_address": "pay@gaon.example", "password_rule": "birth_phone", "way": "link"}
    with pytest.raises(act.NoMailServer):
        act.change_settings(office.hr_officer, **given)
    with pytest.raises(act.NoMailServer):
        act.send_test(office.hr_officer, "kim@example.com")
