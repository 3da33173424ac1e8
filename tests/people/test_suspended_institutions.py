"""A suspended institution: nobody of it gets in, its work waits, and lifting it lets everything go on."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.jobs import work
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.people.institutions import (
    AlreadySuspended,
    InstitutionSuspended,
    NotSuspended,
    in_every_institution,
    operator_at_the_server,
    resume_institution,
    suspend_institution,
)
from openinsa.people.models import Institution, InstitutionRecord
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.tenancy import NOBODY, set_context, within
from openinsa.privacy.models import ChangeRecord

pytestmark = pytest.mark.django_db
SENTENCE = str(InstitutionSuspended())
WORD = "a long enough word"


@pytest.fixture
def office() -> Office:
    return new_office("가온구")


def suspend(office: Office) -> None:
    suspend_institution(operator_at_the_server(), office.institution.pk, reason="계약 종료")
    office.institution.refresh_from_db()


def resume(office: Office) -> None:
    resume_institution(operator_at_the_server(), office.institution.pk)
    office.institution.refresh_from_db()


def sign_in(office: Office, client: Client) -> Any:
    username = office.clerk.username
    set_context(None)
    return client.post(reverse("account_login"), {"login": username, "password": WORD})


def test_signing_in_to_a_suspended_institution_is_refused_with_one_sentence(office: Office) -> None:
    assert office.clerk
    suspend(office)
    client = Client()
    answer = sign_in(office, client)
    assert answer.status_code == 403
    assert SENTENCE in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_wrong_password_does_not_tell_that_the_institution_is_suspended(office: Office) -> None:
    username = office.clerk.username
    suspend(office)
    set_context(None)
    answer = Client().post(reverse("account_login"), {"login": username, "password": "something else"})
    assert SENTENCE not in answer.content.decode()


def test_who_is_signed_in_already_reads_the_sentence_on_every_page_and_can_leave(office: Office) -> None:
    client = Client()
    client.force_login(office.clerk)
    suspend(office)
    set_context(None)
    page = client.get(reverse("staffing:projects"))
    assert (page.status_code, SENTENCE in page.content.decode()) == (403, True)
    part = client.post(reverse("people:new_user"), headers={"HX-Request": "true"})
    assert (part.status_code, part.content.decode()) == (403, SENTENCE)
    assert client.post(reverse("account_logout")).status_code == 302


def test_after_the_suspension_is_lifted_everybody_gets_in_again(office: Office) -> None:
    assert office.clerk
    suspend(office)
    resume(office)
    assert sign_in(office, Client()).status_code == 302


def test_a_neighbour_goes_on_working_meanwhile(office: Office) -> None:
    suspend(office)
    neighbour = new_office("나래시")
    client = Client()
    client.force_login(neighbour.clerk)
    set_context(None)
    assert client.get(reverse("staffing:projects")).status_code == 200


def test_suspending_and_resuming_are_on_the_operators_record_and_in_the_institutions_history(
    office: Office,
) -> None:
    suspend(office)
    resume(office)
    with within(NOBODY):
        lines = InstitutionRecord.objects.filter(code=office.institution.code).order_by("pk")
        assert [(one.verb, one.reason) for one in lines] == [("suspended", "계약 종료"), ("resumed", "")]
    verbs = ChangeRecord.objects.filter(table_name="people_institution").order_by("pk")
    assert [(one.verb, one.reason) for one in verbs] == [
        ("institution_suspended", "계약 종료"),
        ("institution_resumed", ""),
    ]


def test_the_record_of_institutions_is_the_operators_alone(office: Office) -> None:
    suspend(office)
    assert not InstitutionRecord.objects.exists()
    with within(None):
        assert not InstitutionRecord.objects.exists()


def test_what_cannot_be_suspended_or_resumed_says_why(office: Office) -> None:
    operator, institution_id = operator_at_the_server(), office.institution.pk
    with pytest.raises(NotSuspended):
        resume_institution(operator, institution_id)
    with pytest.raises(ReasonMissing):
        suspend_institution(operator, institution_id, reason=" ")
    with pytest.raises(NotFound):
        suspend_institution(operator, 10**9, reason="없는 기관")
    suspend(office)
    with pytest.raises(AlreadySuspended):
        suspend_institution(operator, institution_id, reason="또")


def test_an_officer_of_the_institution_cannot_suspend_it(office: Office) -> None:
    with pytest.raises(NotAllowed):
        suspend_institution(office.hr_officer, office.institution.pk, reason="사유")


@pytest.fixture
def steps() -> Iterator[list[int]]:
    """A work of three steps that calls whatever stands in `during` before each."""
    done: list[int] = []

    def count(progress: work.Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        for step in range(len(done), 3):
            progress.report(step, 3)
            done.append(step)
            if during := DURING.pop(step, None):
                during()
        return {"steps": len(done)}

    work.register_work("counting", count)
    yield done
    del work.WORKS["counting"]


DURING: dict[int, Any] = {}


def performed(job: Job) -> Job:
    work.perform(job.pk, job.institution_id)
    set_context(job.institution_id)
    job.refresh_from_db()
    return job


def test_a_job_of_a_suspended_institution_does_not_start(office: Office, steps: list[int]) -> None:
    job = start_job(office.payroll_officer, "counting", "세기", {})
    suspend(office)
    assert (performed(job).state, steps) == ("held", [])


def test_a_job_under_way_stops_at_its_next_step_and_goes_on_after_the_suspension(
    office: Office, steps: list[int]
) -> None:
    job = start_job(office.payroll_officer, "counting", "세기", {})
    DURING[1] = lambda: suspend(office)
    assert (performed(job).state, steps) == ("held", [0, 1])
    resume(office)
    job.refresh_from_db()
    assert job.state == "waiting"
    assert (performed(job).state, job.result, steps) == ("done", {"steps": 3}, [0, 1, 2])


def test_what_comes_by_itself_passes_by_the_suspended_and_goes_on_after_a_fault(office: Office) -> None:
    suspend(office)
    broken, after = new_office("나래시").institution.pk, new_office("다온군").institution.pk
    seen: list[int] = []

    def work(institution_id: int) -> None:
        seen.append(institution_id)
        Institution.objects.filter(pk=institution_id).update(
            name="바뀜" if institution_id != broken else None
        )

    in_every_institution(work)
    assert seen == [broken, after]
    for pk, name in ((office.institution.pk, "가온구"), (broken, "나래시"), (after, "바뀜")):
        with within(pk):
            assert Institution.objects.get(pk=pk).name == name
