"""A file with people's data leaves for a reason, on record, locked, and says who took it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from closing import close
from documents.reading import open_pdf
from exports import PASSWORD, WHY, sent, taken_out
from office import JUNE, Office, new_office
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook import read_workbook
from openinsa.payroll.actions.papers import hand_out_ledger
from openinsa.payroll.models import Payslip
from openinsa.people.models import Person, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.exports import ReasonNeeded
from openinsa.privacy.models import AccessRecord
from openinsa.privacy.passwords import PasswordTooWeak, require_strong

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ("김하늘")
    office.employ("이바다")
    return office


def signed_in(user: User) -> Client:
    client = Client()
    set_context(None)
    client.force_login(user)
    set_context(None)
    return client


def test_a_list_of_people_is_not_downloaded_without_a_reason(office: Office) -> None:
    client, address = signed_in(office.hr_officer), reverse("staffing:people")
    asked = client.get(address, {"download": "xlsx"})
    page = asked.content.decode()
    assert asked["Content-Type"].startswith("text/html")
    assert "2명의 개인정보" in page
    assert "김하늘" not in page
    office.enter()
    assert not AccessRecord.objects.filter(verb="download").exists()


def test_with_a_reason_it_comes_locked_and_says_who_took_it_when_and_why(office: Office) -> None:
    client, address = signed_in(office.hr_officer), reverse("staffing:people")
    answer = sent(client, f"{address}?download=xlsx")
    with pytest.raises(FileRefused, match="암호"):
        read_workbook("근로자.xlsx", answer.content)
    book = read_workbook("근로자.xlsx", answer.content, PASSWORD)
    told = str(book.sheets[-1].rows)
    for words in (office.institution.name, office.hr_officer.username, WHY.text, "급여 지급", "2명"):
        assert words in told
    office.enter()
    record = AccessRecord.objects.get(verb="download")
    assert (record.actor_id, record.count, record.reason_code, record.reason) == (
        office.hr_officer.pk,
        2,
        WHY.code,
        WHY.text,
    )
    assert len(record.people) == 2


WRONG: dict[str, dict[str, str]] = {
    "no words": {"reason": ""},
    "words that say nothing": {"reason": "...."},
    "no code": {"reason_code": ""},
    "a short password": {"password_1": "a1b2", "password_2": "a1b2"},
    "a password of one kind": {"password_1": "abcdefghijkl", "password_2": "abcdefghijkl"},
    "a common password": {"password_1": "password123", "password_2": "password123"},
    "two passwords": {"password_1": "silver-7-meadow", "password_2": "silver-8-meadow"},
    "a made password that was changed": {"made_password": "1"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_the_form_is_said_and_nothing_leaves(office: Office, wrong: dict[str, str]) -> None:
    client, address = signed_in(office.hr_officer), reverse("staffing:people")
    answer = sent(client, f"{address}?download=xlsx", **wrong)
    assert "Content-Disposition" not in answer
    assert answer.context["form"].errors
    office.enter()
    assert not AccessRecord.objects.filter(verb="download").exists()


def test_a_password_of_ones_own_is_taken_in_place_of_the_made_one(office: Office) -> None:
    client, address, own = signed_in(office.hr_officer), reverse("staffing:people"), "silver-7-meadow"
    answer = sent(client, f"{address}?download=xlsx", password_1=own, password_2=own)
    assert read_workbook("근로자.xlsx", answer.content, own).sheets


def test_a_password_is_nowhere_kept(office: Office) -> None:
    client, address = signed_in(office.hr_officer), reverse("staffing:people")
    sent(client, f"{address}?download=xlsx")
    office.enter()
    assert PASSWORD not in str(list(AccessRecord.objects.values()))
    assert PASSWORD not in str(dict(client.session))


def test_every_file_gets_a_password_of_its_own(office: Office) -> None:
    client, address = signed_in(office.hr_officer), reverse("staffing:people")
    made = {made_for(client, address, download="xlsx") for _time in range(3)}
    assert len(made) == 3


def made_for(client: Client, address: str, **asked: str) -> str:
    set_context(None)
    return client.get(address, asked).context["form"]["made_password"].value()


def test_a_month_comes_back_without_typing_its_password_and_only_in_the_same_session(office: Office) -> None:
    month = office.month(JUNE)
    down = reverse("staffing:month_download", args=[month.pk])
    up = reverse("staffing:month_upload", args=[month.pk])
    client = signed_in(office.clerk)
    password = made_for(client, down)
    assert password == made_for(client, down)
    set_context(None)
    file = sent(client, down, made_password=password)
    set_context(None)
    answer = client.post(up, {"file": uploaded(file.content), "password": ""})
    assert answer.status_code == 302
    office.enter()
    later = signed_in(office.clerk)
    assert made_for(later, down) != password
    set_context(None)
    answer = later.post(up, {"file": uploaded(file.content), "password": ""})
    assert answer.context["form"].errors["password"]
    set_context(None)
    assert later.post(up, {"file": uploaded(file.content), "password": password}).status_code == 302


def uploaded(content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("근무상황부.xlsx", content)


def test_a_persons_page_says_who_took_the_data_out_when_and_why(office: Office) -> None:
    person = Person.objects.get(name="김하늘")
    page = reverse("staffing:person", args=[person.pk])
    client = signed_in(office.hr_officer)
    assert "파일로 내보낸 적이 없습니다" in client.get(page).content.decode()
    set_context(None)
    assert taken_out(client, reverse("staffing:people"), {"download": "xlsx"}).status_code == 200
    set_context(None)
    told = client.get(page).content.decode()
    for words in (office.hr_officer.name, "2명분", WHY.text, f"{timezone.localdate()}"):
        assert words in told


def test_papers_say_at_the_edge_of_every_page_who_took_them_out_and_why(office: Office) -> None:
    run, month = close(office, JUNE), office.month(JUNE)
    officer = office.payroll_officer
    client = signed_in(officer)
    addresses = [reverse(f"payroll:{name}", args=[run.pk]) for name in ("statements", "ledger")]
    for address in [*addresses, reverse("staffing:attendance", args=[month.pk])]:
        set_context(None)
        for page in open_pdf(taken_out(client, address).content).pages:
            told = "".join(page.extract_text().split())
            for words in (WHY.text, officer.username, office.institution.name):
                assert "".join(words.split()) in told, address


def test_whoever_asks_from_code_without_a_reason_is_refused(office: Office) -> None:
    run = close(office, JUNE)
    with pytest.raises(ReasonNeeded, match="임금대장"):
        hand_out_ledger(office.payroll_officer, run.pk)
    with pytest.raises(PasswordTooWeak):
        require_strong("aaaa-aaaa-aaaa")


def test_lists_without_people_come_at_once(office: Office) -> None:
    assert office.project
    client = signed_in(office.hr_officer)
    answer = client.get(reverse("staffing:projects"), {"download": "xlsx"})
    assert "attachment" in answer["Content-Disposition"]
    assert read_workbook("사업.xlsx", answer.content).sheets


def test_a_worker_takes_the_own_payslip_without_being_asked(office: Office) -> None:
    contract = office.employ("한별")
    close(office, JUNE)
    slip = Payslip.objects.get(contract=contract)
    worker = office.user(Role.WORKER, person=contract.person)
    answer = signed_in(worker).get(reverse("payroll:statement", args=[slip.pk]))
    assert answer["Content-Type"] == "application/pdf"
    office.enter()
    record = AccessRecord.objects.get(verb="download")
    assert (record.actor_id, record.people, record.reason) == (worker.pk, [contract.person_id], "")


def test_somebody_elses_file_is_not_found_before_anybody_is_asked_why(office: Office) -> None:
    close(office, JUNE)
    slip = Payslip.objects.first()
    address = reverse("payroll:statement", args=[slip.pk])
    stranger = new_office("나래시").payroll_officer
    client = signed_in(stranger)
    assert client.get(address).status_code == 404
    set_context(None)
    assert taken_out(client, address).status_code == 404


def test_a_reason_given_for_a_page_that_only_reads_changes_nothing(office: Office) -> None:
    """The form comes back as a POST; a page that acts on POST gets the GET that was held up."""
    client = signed_in(office.hr_officer)
    answer = sent(client, f"{reverse('staffing:registrations')}?download=xlsx")
    assert "attachment" in answer["Content-Disposition"]
