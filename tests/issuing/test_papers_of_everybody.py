"""Staff at the screens for ledgers and registers: papers that tell of everybody of a project or of the institution."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from closing import JUNE, close
from documents.reading import text_of
from exports import taken_out_by_form
from issuing_office import office_that_issues
from office import Office
from openinsa.issuing.kinds import KINDS, OF_EVERYBODY
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import content_of
from openinsa.people.models import User
from openinsa.people.roles import PayRight, Role
from openinsa.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
CHOICE, REGISTER, LEDGER = "/issuing/everybody/", "worker_register", "wage_ledger"
OF_PROJECT = "project_worker_register"
YEAR = {"since": "2026-01-01", "until": "2026-12-31", "language": "ko"}
ADDRESS = "가온구 큰길 12"


@pytest.fixture
def office() -> Office:
    office = office_that_issues()
    office.employ("김하늘", address=ADDRESS)
    return office


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(answer: HttpResponse) -> str:
    return answer.content.decode()


def only_paper(office: Office) -> IssuedPaper:
    office.enter()
    return IssuedPaper.objects.get()


def test_every_kind_of_everybody_is_offered_to_hr_and_opens(office: Office) -> None:
    desk = at_desk(office.hr_officer)
    assert f'href="{CHOICE}"' in said(desk.get("/issuing/"))
    offered = said(desk.get(CHOICE))
    for kind in KINDS.values():
        assert (f"{CHOICE}{kind.key}/" in offered) == (kind.about in OF_EVERYBODY)
        answer = desk.get(f"{CHOICE}{kind.key}/").status_code
        assert answer == (200 if kind.about in OF_EVERYBODY else 404)


def test_hr_issues_the_register_of_the_institution_and_its_page_masks_home_addresses(office: Office) -> None:
    desk = at_desk(office.hr_officer)
    told = said(desk.post(f"{CHOICE}{REGISTER}/", {**YEAR, "purpose": "근로감독"}, follow=True))
    assert "김하늘" in told
    assert ADDRESS not in told
    assert "가온구 ******" in told
    paper = only_paper(office)
    assert (paper.series, paper.project_id) == ("register", None)
    assert content_of(paper)["asked"]["purpose"] == "근로감독"
    looked = AccessRecord.objects.filter(actor_id=office.hr_officer.pk, what="issuing_issuedpaper").get()
    assert len(looked.people) == 1


def test_payroll_issues_the_ledger_of_a_month_of_a_project(office: Office) -> None:
    close(office, JUNE)
    desk, address = at_desk(office.payroll_officer), f"{CHOICE}{LEDGER}/"
    typed = {"project": office.project.pk, "month": "2026-06", "language": "en"}
    told = said(desk.post(address, typed, follow=True))
    assert office.project.name in told
    assert "김하늘" in told
    paper = only_paper(office)
    assert (paper.kind, paper.project_id, paper.language) == (LEDGER, office.project.pk, "en")
    assert content_of(paper)["data"]["month"] == "2026-06"


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (LEDGER, {"month": "2026-05"}, "2026-05에는 지급이 확정된 이 사업의 급여가 없습니다"),
        (LEDGER, {"month": "2026-13"}, "올바른"),
        (OF_PROJECT, {"since": "2020-01-01", "until": "2020-12-31"}, "근무한 사람이 없어"),
        (OF_PROJECT, {"since": "2026-12-31", "until": "2026-01-01"}, "근무한 사람이 없어"),
        (OF_PROJECT, {"since": "2026-02-30", "until": "2026-12-31"}, "없는 날짜"),
    ],
)
def test_what_cannot_be_issued_is_told_in_the_form_and_nothing_is_stored(
    office: Office, kind: str, typed: dict[str, str], sentence: str
) -> None:
    desk = at_desk(office.hr_officer)
    sent = {"project": office.project.pk, "language": "ko", **typed}
    assert sentence in said(desk.post(f"{CHOICE}{kind}/", sent))
    office.enter()
    assert not IssuedPaper.objects.exists()


def test_from_its_page_a_project_stands_there_already(office: Office) -> None:
    desk = at_desk(office.clerk)
    address = f"{CHOICE}?project={office.project.pk}"
    assert address in said(desk.get(f"/staffing/projects/{office.project.pk}/"))
    offered = said(desk.get(address))
    assert f"{CHOICE}{LEDGER}/?project={office.project.pk}" in offered
    assert f"{CHOICE}{REGISTER}/" not in offered
    form = desk.get(f"{CHOICE}{OF_PROJECT}/?project={office.project.pk}")
    assert f'value="{office.project.pk}" selected' in said(form)


def test_a_sample_asks_why_and_names_everybody_in_the_record(office: Office) -> None:
    office.employ("박바다")
    desk, address = at_desk(office.clerk), f"{CHOICE}{OF_PROJECT}/"
    typed = {**YEAR, "project": office.project.pk, "preview": "1"}
    asked = said(desk.post(address, typed))
    assert "2명의 개인정보" in asked
    sample = text_of(taken_out_by_form(desk, address, typed).content)
    assert "견본" in sample
    assert "박바다" in sample
    office.enter()
    assert not IssuedPaper.objects.exists()
    record = AccessRecord.objects.get(what="issued_paper", verb="download")
    assert len(record.people) == 2


def test_a_sample_of_nobody_is_refused_before_anything_is_asked(office: Office) -> None:
    typed = {**YEAR, "since": "2020-01-01", "until": "2020-12-31", "preview": "1"}
    told = said(at_desk(office.hr_officer).post(f"{CHOICE}{REGISTER}/", typed))
    assert "근무한 사람이 없어" in told


def test_a_double_click_issues_one_paper(office: Office) -> None:
    typed = {**YEAR, "request_id": "7d9f2f5e-6c55-4a31-9d5e-0d3b3b0d1c12"}
    desk = at_desk(office.hr_officer)
    for _ in range(2):
        assert desk.post(f"{CHOICE}{REGISTER}/", typed).status_code == 302
    assert only_paper(office).number == 1


def test_a_clerk_issues_for_the_own_projects_and_never_for_the_institution(office: Office) -> None:
    other = office.new_project("방역")
    stranger = at_desk(office.user(Role.PROJECT_CLERK))
    assert "방역" not in said(stranger.get(f"{CHOICE}{OF_PROJECT}/"))
    told = stranger.post(f"{CHOICE}{OF_PROJECT}/", {**YEAR, "project": other.pk})
    assert told.status_code == 200
    for address in (CHOICE, f"{CHOICE}{OF_PROJECT}/"):
        for project in (other.pk, "x", "9" * 30):
            assert stranger.get(f"{address}?project={project}").status_code == 404
    assert at_desk(office.clerk).get(f"{CHOICE}{REGISTER}/").status_code == 403
    office.enter()
    assert not IssuedPaper.objects.exists()


def test_nothing_of_another_institution_is_offered_or_taken(office: Office) -> None:
    foreign = office_that_issues("다온구")
    desk, address = at_desk(foreign.hr_officer), f"{CHOICE}{OF_PROJECT}/"
    assert office.project.name not in said(desk.get(address))
    assert desk.get(f"{address}?project={office.project.pk}").status_code == 404
    assert desk.post(address, {**YEAR, "project": office.project.pk}).status_code == 200
    assert "김하늘" not in said(desk.post(f"{CHOICE}{REGISTER}/", YEAR))
    office.enter()
    assert not IssuedPaper.objects.exists()


def test_who_may_not_see_pay_is_offered_registers_alone(office: Office) -> None:
    blind = at_desk(office.user(Role.HR_OFFICER, pay_right=PayRight.WITHHELD))
    offered = said(blind.get(CHOICE))
    assert LEDGER not in offered
    assert REGISTER in offered
    assert blind.get(f"{CHOICE}{LEDGER}/").status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DEPARTMENT_HEAD])
def test_who_issues_nothing_finds_no_way_there(office: Office, role: Role) -> None:
    desk = at_desk(office.user(role))
    assert CHOICE not in said(desk.get("/issuing/"))
    assert CHOICE not in said(desk.get(f"/staffing/projects/{office.project.pk}/"))
    assert desk.get(CHOICE).status_code == 403


def test_a_worker_is_not_let_in(office: Office) -> None:
    contract = office.employ("박바다")
    assert at_desk(office.user(Role.WORKER, person=contract.person)).get(CHOICE).status_code == 403


def test_whoever_opens_a_ledger_has_seen_everybody_of_the_project(office: Office) -> None:
    office.employ("박바다")
    close(office, JUNE)
    desk = at_desk(office.payroll_officer)
    desk.post(f"{CHOICE}{LEDGER}/", {"project": office.project.pk, "month": "2026-06", "language": "ko"})
    paper = only_paper(office)
    at_desk(office.auditor).get(f"/issuing/papers/{paper.pk}/")
    office.enter()
    looked = AccessRecord.objects.get(actor_id=office.auditor.pk, what="issuing_issuedpaper")
    assert len(looked.people) == 2


def test_days_begin_with_the_year_and_end_today(office: Office) -> None:
    form = at_desk(office.hr_officer).get(f"{CHOICE}{REGISTER}/").context["form"]
    today = timezone.localdate()
    assert form.fields["since"].initial == today.replace(month=1, day=1)
    assert form.fields["until"].initial == today
