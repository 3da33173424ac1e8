"""Staff at the screens of issuing: list, one paper, issue with a preview, settings, many at once."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exports import sent, taken_out
from issuing_office import TEST_KIND, give, office_that_issues, picture
from office import Office
from openinsa.documents.signing import Seal
from openinsa.issuing.bulk import issue_many
from openinsa.issuing.keys import signing_now
from openinsa.issuing.models import IssuedPaper, SigningKey
from openinsa.issuing.queries import file_of
from openinsa.issuing.settings import seal_picture, setting_of
from openinsa.jobs.work import perform
from openinsa.people.models import User
from openinsa.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_that_issues()


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_hr_officer_issues_a_certificate_with_the_items_that_were_asked_for(office: Office) -> None:
    contract = office.employ("김하늘")
    desk, address = at_desk(office.hr_officer), f"/issuing/people/{contract.person_id}/{TEST_KIND.key}/"
    assert "시험 증명서" in desk.get(f"/issuing/people/{contract.person_id}/").content.decode()
    assert 'value="job" ' in desk.get(address).content.decode()
    typed = {"subject": contract.pk, "items": ["wage"], "language": "ko", "purpose": "은행", "submit_to": ""}
    sample = desk.post(address, {**typed, "preview": "1"})
    assert sample["Content-Type"] == "application/pdf"
    made = desk.post(address, typed, follow=True).content.decode()
    assert "김하늘" in made
    office.enter()
    assert IssuedPaper.objects.count() == 1


def test_a_double_click_issues_one_paper(office: Office) -> None:
    contract = office.employ()
    desk, address = at_desk(office.hr_officer), f"/issuing/people/{contract.person_id}/{TEST_KIND.key}/"
    typed = {"subject": contract.pk, "language": "ko", "request_id": "7d9f2f5e-6c55-4a31-9d5e-0d3b3b0d1c11"}
    for _ in range(2):
        assert desk.post(address, typed).status_code == 302
    office.enter()
    assert IssuedPaper.objects.count() == 1


def test_the_file_leaves_for_a_reason_and_is_the_very_file(office: Office) -> None:
    paper = give(office, office.employ())
    desk = at_desk(office.auditor)
    answer = taken_out(desk, f"/issuing/papers/{paper.pk}/file.pdf")
    office.enter()
    assert answer.content == file_of(IssuedPaper.objects.get(pk=paper.pk))
    record = AccessRecord.objects.filter(what="issued_paper", verb="download").get()
    assert record.people == [paper.person_id]


def test_the_list_is_searched_filtered_and_counted(office: Office) -> None:
    give(office, office.employ("김하늘"))
    give(office, office.employ("박바다"))
    desk = at_desk(office.clerk)
    told = desk.get("/issuing/", {"q": "바다"}).content.decode()
    assert "박바다" in told
    assert "김하늘" not in told
    assert "달마다 발급한 건수" in told
    assert "박바다" not in desk.get("/issuing/", {"state": "revoked"}).content.decode()


def test_a_paper_is_revoked_and_issued_anew_on_its_page(office: Office) -> None:
    paper = give(office, office.employ())
    desk = at_desk(office.hr_officer)
    desk.post(f"/issuing/papers/{paper.pk}/reissue/")
    office.enter()
    newer = IssuedPaper.objects.latest("pk")
    assert newer.pk != paper.pk
    told = desk.post(f"/issuing/papers/{newer.pk}/", {"reason": "잘못 적음"}, follow=True).content.decode()
    assert "잘못 적음" in told
    assert "취소됨" in told


def test_the_office_its_numbers_and_its_seal_are_settings(office: Office) -> None:
    desk = at_desk(office.hr_officer)
    page = desk.get("/issuing/settings/")
    typed = {name: field.initial or "" for name, field in page.context["office"].fields.items()}
    typed |= page.context["office"].initial
    typed |= {
        "office": "가온구청장",
        "numbering_test": "가온-{year}-{number:04}",
        f"valid_{TEST_KIND.key}": "90",
    }
    assert desk.post("/issuing/settings/", typed).status_code == 302
    seal = SimpleUploadedFile("seal.jpg", picture(kind="JPEG"), "image/jpeg")
    assert desk.post("/issuing/settings/seal/", {"file": seal}).status_code == 302
    office.enter()
    setting = setting_of(office.institution.pk)
    assert seal_picture(setting).startswith(b"\x89PNG")
    paper = give(office, office.employ())
    assert paper.written_number == f"가온-{paper.year}-0001"
    assert paper.valid_until is not None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture((40, 40)), "80픽셀"),
        (picture((3_200, 100)), "3,000픽셀"),
        (b"\x89PNG and nothing else", "그림으로 읽을 수 없는"),
        (bytes(1_000_001), "1MB"),
    ],
)
def test_what_is_no_seal_is_refused(office: Office, content: bytes, sentence: str) -> None:
    file = SimpleUploadedFile("seal.png", content, "image/png")
    told = at_desk(office.hr_officer).post("/issuing/settings/seal/", {"file": file}).content.decode()
    assert sentence in told


@pytest.mark.parametrize(
    "pattern", ["{year}", "{number}", "{year}-{number:06}-{x}", "{year}{number:6d}", "{"]
)
def test_a_rule_of_numbers_that_cannot_be_read_is_refused(office: Office, pattern: str) -> None:
    desk = at_desk(office.hr_officer)
    form = desk.get("/issuing/settings/").context["office"]
    told = desk.post("/issuing/settings/", {**form.initial, "numbering_test": pattern}).content.decode()
    assert "읽을 수 없습니다" in told


def test_a_certificate_from_a_file_signs_from_then_on_and_the_former_key_is_gone(office: Office) -> None:
    before = signing_now(office.institution.pk)[0]
    content = Seal.self_made("가온구").to_pkcs12("a password")
    desk = at_desk(office.hr_officer)

    def put(password: str) -> str:
        file = SimpleUploadedFile("key.p12", content, "application/x-pkcs12")
        typed = {"file": file, "password": password}
        return desk.post("/issuing/settings/keys/file/", typed, follow=True).content.decode()

    assert "비밀번호" in put("wrong")
    put("a password")
    office.enter()
    now, _seal = signing_now(office.institution.pk)
    assert now.source == SigningKey.Source.FILE
    before.refresh_from_db()
    assert before.retired_at is not None
    assert before.key_file_sealed is None


def test_without_a_device_there_is_none_to_connect(office: Office) -> None:
    desk = at_desk(office.hr_officer)
    typed = {"token": "gaon", "label": "seal", "pin": "1234"}
    told = desk.post("/issuing/settings/keys/device/", typed).content.decode()
    assert "OPENINSA_PKCS11_LIBRARY" in told


def test_only_those_with_the_right_set_up_issuing(office: Office) -> None:
    desk = at_desk(office.clerk)
    for address in ("", "seal/", "keys/file/", "keys/device/"):
        answer = (
            desk.get(f"/issuing/settings/{address}")
            if not address
            else desk.post(f"/issuing/settings/{address}")
        )
        assert answer.status_code == 403


def test_papers_of_others_do_not_exist(office: Office) -> None:
    paper = give(office, office.employ())
    other = office_that_issues("다온구")
    desk = at_desk(other.hr_officer)
    for address in (f"papers/{paper.pk}/", f"papers/{paper.pk}/file.pdf", f"people/{paper.person_id}/"):
        assert desk.get(f"/issuing/{address}").status_code == 404
    assert desk.post(f"/issuing/papers/{paper.pk}/reissue/").status_code == 404


def test_a_reason_is_asked_before_an_archive_leaves(office: Office) -> None:
    office.employ_many(3)
    job = issue_many(office.hr_officer, TEST_KIND.key)
    perform(job.pk, office.institution.pk)
    desk = at_desk(office.hr_officer)
    told = desk.get(f"/issuing/bulk/{job.pk}/").content.decode()
    assert "근로자002" in told
    answer = sent(desk, f"/issuing/bulk/{job.pk}/papers.zip")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    names = ZipFile(BytesIO(content)).namelist()
    assert len(names) == 3
    assert "근로자000" in names[0]
