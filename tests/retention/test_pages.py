"""Keeping and destroying on screen: the plan, the look ahead, two people, the certificate, holds."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.reading import text_of
from home.test_what_waits import whats
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.people.roles import Role
from openinsa.retention.actions import ask, place_hold
from openinsa.retention.models import Destruction, DueNote, Hold, PersonRequest, RetentionChoice
from openinsa.retention.tasks import note_due_everywhere
from openinsa.staffing.models import Contract
from retention.keeping import upload, worked_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def hr(office: Office) -> OfficeClient:
    return OfficeClient(office, office.hr_officer, "retention")


@pytest.fixture
def auditor(office: Office) -> OfficeClient:
    return OfficeClient(office, office.auditor, "retention")


def test_the_plan_tells_kind_period_and_law_and_what_nobody_verified(hr: OfficeClient) -> None:
    shown = text(hr.get("plan"))
    for told in ("임금대장", "국세기본법 제85조의3제2항", "5년", "접속기록", "2년", "확인되지 않음", "30일"):
        assert told in shown


def test_the_plan_reads_in_english_without_hangul_in_its_words(hr: OfficeClient) -> None:
    hr.client.cookies["django_language"] = "en"
    shown = text(hr.get("plan"))
    assert "Framework Act on National Taxes art. 85-3(2)" in shown
    assert "임금대장" not in shown


def test_hr_lengthens_a_period_and_a_shorter_one_is_refused_on_the_form(hr: OfficeClient) -> None:
    answer = hr.post("choose", "wages", years="3", source="내부 기준")
    assert "5년보다 짧게" in text(answer)
    assert hr.post("choose", "wages", years="10", source="기록관리기준표").status_code == 302
    assert RetentionChoice.objects.get().years == 10
    assert "기록관리기준표" in text(hr.get("plan"))
    assert hr.get("choose", "public_records").status_code == 200
    assert hr.get("choose", "backups").status_code == 200
    assert hr.get("choose", "nothing").status_code == 404


def test_a_simulated_day_shows_what_will_be_due_and_proposes_nothing(
    office: Office, hr: OfficeClient
) -> None:
    office.employ("김하늘")
    Contract.objects.update(agreed_end=None)
    shown = text(hr.get("preview", on="2040-01-01"))
    assert "김**" in shown
    assert "김하늘" not in shown.replace("김하늘로", "")
    assert "주민등록번호" in shown
    assert "공원 환경정비" in shown
    assert "오지 않은 날" in shown
    assert "파기 제안</h2>" not in shown
    assert "기한이 된 자료가 없습니다" in text(hr.get("preview"))


def test_from_the_proposal_to_the_certificate_two_people_act(
    office: Office, hr: OfficeClient, auditor: OfficeClient
) -> None:
    upload(office)
    assert "올린 엑셀과 그 내용" in text(hr.get("preview"))
    answer = hr.post("propose", on_day=timezone.localdate().isoformat(), kinds="uploads", note="연례")
    one = Destruction.objects.get()
    assert answer["Location"] == reverse("retention:destruction", args=[one.pk])
    assert "승인하고 파기" not in text(hr.get("destruction", one.pk))
    assert "승인하고 파기" in text(auditor.get("destruction", one.pk))
    assert auditor.get("certificate", one.pk).status_code == 404
    assert auditor.post("approve", one.pk).status_code == 302
    worked_off(office, one)
    office.enter()
    printed = text_of(auditor.get("certificate", one.pk).content)
    for told in ("개인정보 파기 확인서", f"{timezone.localdate().year}-001", "인사담당", "감사담당", "연례"):
        assert told in printed
    assert auditor.get("certificate", one.pk).content == hr.get("certificate", one.pk).content
    assert "파기함" in text(hr.get("register"))


def test_a_proposal_is_withdrawn_with_a_reason(office: Office, hr: OfficeClient) -> None:
    upload(office)
    hr.post("propose", on_day=timezone.localdate().isoformat(), kinds="uploads")
    one = Destruction.objects.get()
    assert hr.post("withdraw", one.pk, reason="").status_code == 200
    assert hr.post("withdraw", one.pk, reason="다시 확인").status_code == 302
    assert "거둠" in text(hr.get("destruction", one.pk))


def test_the_auditor_holds_a_project_or_a_person_and_lifts_it(office: Office, auditor: OfficeClient) -> None:
    person = office.employ("김하늘").person
    auditor.post("holds", project=office.project.pk, cause="audit", reason="감사원 감사")
    auditor.post("hold_person", person.pk, cause="lawsuit", reason="임금 소송")
    shown = text(auditor.get("holds"))
    assert "감사원 감사" in shown
    assert "김**" in shown
    hold = Hold.objects.get(person=person)
    auditor.post("hold", hold.pk, reason="소송 끝남")
    assert "소송 끝남" in text(auditor.get("hold", hold.pk))


def test_a_demand_is_answered_and_read_by_the_worker(office: Office, hr: OfficeClient) -> None:
    worker = office.user(Role.WORKER, person=office.employ("김하늘").person)
    row = ask(worker, kind="deletion", text="전화번호를 지워 주세요")
    assert any("김하늘 · 삭제" in one for many in whats(office, Role.HR_OFFICER) for one in many)
    assert "전화번호를 지워 주세요" in text(hr.get("request", row.pk))
    hr.post("request", row.pk, state="refused", text="퇴직 후 3년까지 필요합니다. 이의는 감사담당에게.")
    assert "이의는 감사담당에게" in text(OfficeClient(office, worker, "retention").get("mine"))
    late = ask(worker, kind="stop", text="쓰지 마세요")
    PersonRequest.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert "기한이 지났습니다" in text(hr.get("request", late.pk))


def test_once_a_month_what_is_due_is_told_on_the_start_page(office: Office) -> None:
    upload(office)
    assert not any("보존기간이 지난 자료" in many for many in whats(office, Role.HR_OFFICER))
    note_due_everywhere()
    office.enter()
    assert DueNote.objects.get().counts == {"uploads": 1}
    assert any("보존기간이 지난 자료" in many for many in whats(office, Role.HR_OFFICER))


def test_a_held_upload_is_not_told_as_due(office: Office) -> None:
    upload(office)
    place_hold(office.auditor, cause="audit", reason="감사")
    note_due_everywhere()
    office.enter()
    assert DueNote.objects.get().counts == {}


def test_clerks_and_workers_see_none_of_it(office: Office) -> None:
    for user in (office.clerk, office.payroll_officer, office.user(Role.WORKER)):
        browser = OfficeClient(office, user, "retention")
        for page in ("plan", "preview", "register", "holds", "requests"):
            assert browser.get(page).status_code == 403, page
