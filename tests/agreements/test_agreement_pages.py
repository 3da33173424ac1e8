"""Agreements on the screens of the office and on the worker's phone."""

from datetime import timedelta
from time import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements.agreeing import MINOR, completed, employed, login_of, made, scan, sent, signed, soon, stroke
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.agreements.models import Agreement
from openinsa.agreements.queries import file_of, to_countersign, to_sign
from openinsa.issuing.keys import make_first_key
from openinsa.jobs.models import Job
from openinsa.jobs.work import perform
from openinsa.people.models import User
from openinsa.people.roles import PayRight, Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
State = Agreement.State


@pytest.fixture
def office() -> Office:
    return new_office()


def client_of(office: Office, user: User) -> OfficeClient:
    return OfficeClient(office, user, "agreements")


def prove(browser: OfficeClient, user: User, seconds_ago: int = 0) -> None:
    """Let the session hold that its user typed the password again so long ago."""
    session = browser.client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time() - seconds_ago, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def test_hr_makes_sends_and_countersigns_for_many_at_once(office: Office) -> None:
    contracts = [employed(office), employed(office, "박바다")]
    hr = client_of(office, office.hr_officer)
    assert "박바다" in text(hr.get("contracts", agreement="none"))
    rows = [contract.pk for contract in contracts]
    assert "2건" in text(hr.post("make", row=rows))
    hr.post("make", row=rows, due_on=soon())
    ids = list(Agreement.objects.values_list("pk", flat=True))
    assert len(ids) == 2
    assert "보낸 뒤에는" in text(hr.post("send", row=ids))
    hr.post("send", row=ids, done="1")
    assert set(Agreement.objects.values_list("state", flat=True)) == {State.SENT}
    hr.post("remind", row=ids, due_on="", done="1")
    hr.post("cancel", row=ids, reason="착오로 보냄", done="1")
    assert set(Agreement.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_all_that_the_filters_show_are_made_by_a_job_that_goes_on_where_it_stopped(office: Office) -> None:
    names = office.employ_many(25, job="수목 관리")
    hr = client_of(office, office.hr_officer)
    shown = hr.get("make", all="1", agreement="none", project=str(office.project.pk))
    assert "25건" in text(shown)
    rows = shown.context["ids"]
    hr.post("make", row=rows, due_on=soon())
    job = Job.objects.get(kind="make_agreements")
    assert not any(name in str(job.arguments) for name in names)
    perform(job.pk, office.institution.pk)
    office.enter()
    assert Agreement.objects.count() == 25
    assert Job.objects.get(pk=job.pk).result["made"] == 25
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING)
    perform(job.pk, office.institution.pk)
    office.enter()
    assert Agreement.objects.count() == 25


def test_signing_for_the_institution_asks_who_it_is_first(office: Office) -> None:
    one = signed(office)
    make_first_key(office.institution)
    hr = client_of(office, office.hr_officer)
    asked = hr.post("countersign", row=[one.pk])
    assert (asked.status_code, "reauthenticate" in asked.url) == (302, True)
    prove(hr, office.hr_officer)
    assert [row.pk for row in to_countersign(office.hr_officer)] == [one.pk]
    set_context(None)
    assert "기관 서명을 기다리는 전자계약" in text(hr.client.get(reverse("home")))
    office.enter()
    hr.post("countersign", row=[one.pk], done="1")
    assert Agreement.objects.get(pk=one.pk).state == State.COMPLETED


def test_the_worker_reads_signs_and_holds_the_file_that_the_office_holds(office: Office) -> None:
    one = sent(office)
    worker = login_of(office, one.contract)
    phone = client_of(office, worker)
    assert [waiting.pk for waiting in to_sign(worker)] == [one.pk]
    assert "까지 서명해 주세요" in text(phone.get("mine"))
    read = text(phone.get("own", one.pk))
    assert "96,968원" in read
    assert "Read in English" in read
    assert "한국어 계약서가 효력" in text(phone.get("own", one.pk, language="en"))
    assert "reauthenticate" in phone.get("sign", one.pk).url
    prove(phone, worker)
    page = phone.get("sign", one.pk)
    typed = {"shown": page.context["form"].initial["shown"], "stroke": stroke(), "read": "on"}
    assert phone.post("sign", one.pk, **{**typed, "read": ""}).status_code == 200
    assert phone.post("sign", one.pk, **typed).status_code == 302
    assert Agreement.objects.get(pk=one.pk).signatures.get().identity == "password"


def test_both_download_the_same_bytes(office: Office) -> None:
    one = completed(office)
    worker = login_of(office, one.contract)
    own = client_of(office, worker).get("own_file", one.pk).content
    theirs = client_of(office, office.hr_officer).take("file", one.pk).content
    assert own == theirs == file_of(Agreement.objects.get(pk=one.pk)).content
    assert AccessRecord.objects.filter(what="agreement", verb="download", reason_code="pay").exists()


def test_an_old_proof_counts_for_nothing(office: Office) -> None:
    one = sent(office)
    worker = login_of(office, one.contract)
    phone = client_of(office, worker)
    prove(phone, worker, seconds_ago=6 * 60)
    typed = {"shown": one.unsigned_sha256, "stroke": stroke(), "read": "on"}
    assert "본인 확인" in text(phone.post("sign", one.pk, **typed))
    assert Agreement.objects.get(pk=one.pk).state == State.SENT


def test_a_link_that_is_over_used_or_somebody_elses_says_so(office: Office) -> None:
    one = sent(office)
    worker, stranger = login_of(office, one.contract), login_of(office, employed(office, "박바다"))
    phone, others = client_of(office, worker), client_of(office, stranger)
    for page in ("own", "sign", "decline", "own_file"):
        assert others.get(page, one.pk).status_code == 404
    Agreement.objects.filter(pk=one.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert "서명 기한" in text(phone.get("own", one.pk))
    assert phone.get("sign", one.pk).status_code == 409
    Agreement.objects.filter(pk=one.pk).update(due_on=soon())
    assert "까닭" in text(phone.get("decline", one.pk))
    phone.post("decline", one.pk, reason="기간이 다름")
    again = phone.get("sign", one.pk)
    assert (again.status_code, "거절됨" in text(again)) == (409, True)
    assert "기간이 다름" in text(client_of(office, office.hr_officer).get("agreement", one.pk))


def test_a_changed_contract_is_flagged_in_the_list_and_made_again_from_its_page(office: Office) -> None:
    one = sent(office)
    one.contract.versions.update(rate=100_000)
    hr = client_of(office, office.hr_officer)
    assert "조건 바뀜" in text(hr.get("list"))
    assert "다시 만들어 주세요" in text(hr.get("agreement", one.pk))
    worker = login_of(office, one.contract)
    assert "새 계약서를 다시 보냅니다" in text(client_of(office, worker).get("own", one.pk))
    hr.post("make_again", one.pk, due_on=soon())
    assert Agreement.objects.get(version=2).state == State.DRAFT


def test_a_scan_is_uploaded_and_handed_out_as_it_is(office: Office) -> None:
    one = made(office)
    hr = client_of(office, office.hr_officer)
    wrong = hr.post("upload_paper", one.pk, file=SimpleUploadedFile("계약.pdf", b"no"))
    assert "읽을 수 없는 파일" in text(wrong)
    hr.post("upload_paper", one.pk, file=SimpleUploadedFile("계약.jpg", scan()))
    assert hr.take("file", one.pk).content == scan()


def test_a_minors_consent_is_asked_for_on_the_page(office: Office) -> None:
    one = made(office, employed(office, **MINOR))
    hr = client_of(office, office.hr_officer)
    assert "동의서를 올려야" in text(hr.get("agreement", one.pk))
    hr.post("upload_consent", one.pk, file=SimpleUploadedFile("동의.png", scan("PNG")))
    assert hr.take("consent_file", one.pk).content == scan("PNG")


def test_whoever_sees_no_pay_sees_no_contract(office: Office) -> None:
    one = completed(office)
    clerk = office.user(Role.PROJECT_CLERK, pay_right=PayRight.WITHHELD)
    office.project.clerks.add(clerk, through_defaults={"institution": office.institution})
    browser = client_of(office, clerk)
    page = browser.get("agreement", one.pk)
    assert (page.status_code, "96,968" in text(page)) == (200, False)
    assert browser.take("file", one.pk).status_code == 404


@pytest.mark.parametrize("page", ["list", "contracts"])
def test_a_list_costs_the_same_whatever_its_length(
    office: Office, page: str, django_assert_max_num_queries: Any
) -> None:
    office.employ_many(10, job="수목 관리")
    hr = client_of(office, office.hr_officer)
    hr.post("make", row=hr.get("make", all="1").context["ids"], due_on=soon())
    with django_assert_max_num_queries(60):
        hr.get(page)
