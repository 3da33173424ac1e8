"""Long work: how far it is, stopping it, and exactly one result."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.jobs import work
from openinsa.jobs.actions import JobNotStopped, cancel_job, job_of, resume_job, start_job
from openinsa.jobs.models import Job
from openinsa.people.models import Department, User
from openinsa.people.refusals import NotFound, Refused
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context, within

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def counting() -> Iterator[list[int]]:
    """A work of three steps; the list holds the steps that were done."""
    steps: list[int] = []

    def count(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        for step in range(arguments["from"], 3):
            progress.report(step, 3, f"step {step}")
            steps.append(step)
        progress.report(3, 3)
        return {"steps": len(steps)}

    work.register_work("counting", count)
    yield steps
    del work.WORKS["counting"]


def started(office: Office, kind: str = "counting", **arguments: Any) -> Job:
    return start_job(office.payroll_officer, kind, "세기", {"from": 0, **arguments})


def perform(job: Job) -> Job:
    work.perform(job.pk, job.institution_id)
    set_context(job.institution_id)
    job.refresh_from_db()
    return job


def test_a_job_tells_how_far_it_is_and_what_came_of_it(office: Office, counting: list[int]) -> None:
    job = perform(started(office))
    assert (job.state, job.done, job.total, job.percent) == ("done", 3, 3, 100)
    assert job.result == {"steps": 3}
    assert job.finished_at is not None


def test_a_job_delivered_twice_is_done_once(office: Office, counting: list[int]) -> None:
    job = perform(started(office))
    perform(job)
    assert counting == [0, 1, 2]


def test_a_job_stops_at_its_next_step_when_asked(office: Office, counting: list[int]) -> None:
    job = started(office)
    cancel_job(office.payroll_officer, job.pk)
    assert perform(job).state == "cancelled"
    assert counting == []


def test_a_work_whose_job_is_gone_with_its_institution_does_nothing_more(office: Office) -> None:
    reached: list[str] = []

    def outlived(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        with within(progress.institution_id):
            Job.objects.filter(pk=progress.job_id).delete()
        progress.report(1, 2)
        reached.append("after the end")
        return {}

    work.register_work("outlived", outlived)
    job = started(office, "outlived")
    work.perform(job.pk, job.institution_id)
    del work.WORKS["outlived"]
    assert reached == []


def test_a_stopped_job_goes_on_when_asked_and_is_done_once(office: Office, counting: list[int]) -> None:
    job = started(office)
    cancel_job(office.payroll_officer, job.pk)
    perform(job)
    resume_job(office.payroll_officer, job.pk)
    assert perform(job).state == "done"
    assert counting == [0, 1, 2]


def test_a_job_that_is_not_stopped_cannot_be_resumed(office: Office, counting: list[int]) -> None:
    job = started(office)
    with pytest.raises(JobNotStopped):
        resume_job(office.payroll_officer, job.pk)
    perform(job)
    with pytest.raises(JobNotStopped):
        resume_job(office.payroll_officer, job.pk)


def test_another_persons_job_cannot_be_resumed(office: Office, counting: list[int]) -> None:
    job = started(office)
    cancel_job(office.payroll_officer, job.pk)
    perform(job)
    with pytest.raises(NotFound):
        resume_job(office.clerk, job.pk)


def test_a_refusal_ends_the_job_with_its_sentence(office: Office) -> None:
    def refuse(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        raise Refused

    work.register_work("refusing", refuse)
    job = perform(started(office, "refusing"))
    assert (job.state, job.message) == ("failed", str(Refused()))


def test_a_broken_work_leaves_nothing_of_its_last_chunk(office: Office) -> None:
    def break_off(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        with work.within(progress.institution_id):
            Department.objects.create(institution_id=progress.institution_id, name="반쯤 된 부서")
            raise RuntimeError("broken")

    work.register_work("breaking", break_off)
    job = perform(started(office, "breaking"))
    assert job.state == "failed"
    assert not Department.objects.filter(name="반쯤 된 부서").exists()


def test_somebody_elses_job_is_not_found(office: Office, counting: list[int]) -> None:
    job = started(office)
    with pytest.raises(NotFound):
        job_of(office.clerk, job.pk)
    assert job_of(office.hr_officer, job.pk) == job


def test_an_operator_sees_that_work_goes_on_but_opens_none_of_it(office: Office, counting: list[int]) -> None:
    job = started(office)
    set_context(None)
    operator = User.objects.create_user(
        "operator", "a long enough word", roles=[Role.OPERATOR], name="운영자"
    )
    client = Client()
    client.force_login(operator)
    address = reverse("jobs:job", args=[job.pk])
    page = client.get(reverse("jobs:jobs")).content.decode()
    assert job.kind in page
    assert office.institution.name in page
    assert job.title not in page
    assert address not in page
    assert client.get(address).status_code == 404
