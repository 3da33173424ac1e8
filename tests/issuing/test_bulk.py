"""Papers by the thousand: in order, none twice, whatever happens to the job."""

import pytest
from django.db import DataError, IntegrityError, transaction

from closing import close
from issuing_office import TEST_KIND, give, office_that_issues
from office import JUNE, Office
from openinsa.issuing import bulk, press
from openinsa.issuing.bulk import NothingToIssue, issue_many
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import content_of
from openinsa.jobs.actions import cancel_job, resume_job
from openinsa.jobs.models import Job
from openinsa.jobs.work import perform
from openinsa.payroll.models import Payslip
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.staffing.storing import insert_with_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_that_issues()


def numbers(job: Job) -> list[int]:
    return list(IssuedPaper.objects.filter(job_id=job.pk).order_by("number").values_list("number", flat=True))


def test_everybody_gets_one_in_the_order_of_names_and_those_that_cannot_are_told(office: Office) -> None:
    names = office.employ_many(5)
    office.employ("보류")
    job = issue_many(office.hr_officer, TEST_KIND.key, purpose="일괄")
    perform(job.pk, office.institution.pk)
    job.refresh_from_db()
    papers = IssuedPaper.objects.filter(job_id=job.pk).order_by("number")
    assert [content_of(one)["data"]["name"] for one in papers] == names
    assert numbers(job) == [1, 2, 3, 4, 5]
    assert job.result["refused"] == 1


def test_a_job_that_is_stopped_and_goes_on_issues_none_twice_and_leaves_no_gap(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "USUAL_CHUNK", 2)
    office.employ_many(5)
    job = issue_many(office.hr_officer, TEST_KIND.key)
    whole = bulk._issue_chunk

    def stopped_meanwhile(*given: object) -> list[str]:
        cancel_job(office.hr_officer, job.pk)
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk, "_issue_chunk", stopped_meanwhile)
    perform(job.pk, office.institution.pk)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert numbers(job) == [1, 2]
    monkeypatch.setattr(bulk, "_issue_chunk", whole)
    resume_job(office.hr_officer, job.pk)
    perform(job.pk, office.institution.pk)
    perform(job.pk, office.institution.pk)
    assert numbers(job) == [1, 2, 3, 4, 5]


def test_papers_read_and_stored_in_parts_stand_in_the_order_of_names_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "READ_TOGETHER", 2)
    monkeypatch.setattr(press, "STORED_TOGETHER", 3)
    names = office.employ_many(7)
    office.employ("보류")
    job = issue_many(office.hr_officer, TEST_KIND.key)
    perform(job.pk, office.institution.pk)
    job.refresh_from_db()
    papers = IssuedPaper.objects.filter(job_id=job.pk).order_by("number")
    assert [content_of(one)["data"]["name"] for one in papers] == names
    assert numbers(job) == [1, 2, 3, 4, 5, 6, 7]
    assert job.result["refused"] == 1


def test_a_text_longer_than_its_column_is_refused_and_never_cut_off(office: Office) -> None:
    office.employ_many(1)
    perform(issue_many(office.hr_officer, TEST_KIND.key).pk, office.institution.pk)
    paper = IssuedPaper.objects.get()
    paper.pk, paper.number, paper.code_token, paper.request_id = None, 2, b"x", None
    paper.written_number = "긴" * 61
    with pytest.raises(DataError, match="60"), transaction.atomic():
        insert_with_files([paper])
    assert IssuedPaper.objects.count() == 1


def test_a_second_delivery_of_an_unfinished_job_makes_none_twice(office: Office) -> None:
    office.employ_many(3)
    job = issue_many(office.hr_officer, TEST_KIND.key)
    perform(job.pk, office.institution.pk)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, done=0)
    perform(job.pk, office.institution.pk)
    assert numbers(job) == [1, 2, 3]


def test_slips_of_a_paid_month_are_issued_once_each(office: Office) -> None:
    office.employ_many(4)
    close(office, JUNE)
    job = issue_many(office.payroll_officer, "wage_statement", month=JUNE)
    assert job.total == 4
    perform(job.pk, office.institution.pk)
    papers = IssuedPaper.objects.filter(kind="wage_statement")
    assert papers.count() == 4
    assert {one.subject_id for one in papers} == set(Payslip.objects.values_list("pk", flat=True))
    with pytest.raises(NothingToIssue):
        issue_many(office.payroll_officer, "wage_statement", month=JUNE)
    one = papers.first()
    assert one is not None
    fields = {field.attname: getattr(one, field.attname) for field in IssuedPaper._meta.concrete_fields}
    with pytest.raises(IntegrityError, match="one_valid_statement"), transaction.atomic():
        IssuedPaper.objects.create(
            **{**fields, "id": None, "number": 99, "code_token": b"x", "request_id": None}
        )


def test_only_what_can_be_issued_for_many_is_and_only_within_reach(office: Office) -> None:
    office.employ_many(2)
    with pytest.raises(NotFound):
        issue_many(office.hr_officer, "test_pay_paper")
    with pytest.raises(NotAllowed):
        issue_many(office.head, TEST_KIND.key)
    other = office_that_issues("다온구")
    elsewhere = other.project.pk
    office.enter()
    with pytest.raises(NotFound):
        issue_many(office.hr_officer, TEST_KIND.key, project_id=elsewhere)


def test_a_paper_given_before_does_not_stop_a_certificate_for_all(office: Office) -> None:
    contract = office.employ()
    give(office, contract)
    job = issue_many(office.hr_officer, TEST_KIND.key)
    perform(job.pk, office.institution.pk)
    assert numbers(job) == [2]
