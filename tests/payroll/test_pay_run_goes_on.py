"""A pay run that was stopped goes on with the projects it had not computed."""

import pytest

from office import JUNE, Office, new_office
from openinsa.jobs.models import Job
from openinsa.jobs.work import Cancelled, Progress
from openinsa.payroll import computing
from openinsa.payroll.actions.runs import run_month
from openinsa.payroll.models import PayRun
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month

pytestmark = pytest.mark.django_db


class StopsAfterOneRun(Progress):
    def report(self, done: int, total: int, message: str = "") -> None:
        super().report(done, total, message)
        if done == 1:
            raise Cancelled


@pytest.fixture
def office() -> Office:
    office = new_office()
    for name in ("하나", "둘", "셋"):
        project = office.new_project(name)
        office.employ(f"사람 {name}", project=name)
        month = office.month(JUNE, project)
        fill_month(office.clerk, month.pk)
        submit_month(office.clerk, month.pk)
        approve_month(office.head, month.pk)
    return office


@pytest.fixture(autouse=True)
def one_project_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "PEOPLE_PER_CHUNK", 1)


def stopped_job(office: Office) -> Job:
    job = run_month(office.payroll_officer, JUNE)
    with pytest.raises(Cancelled):
        computing.perform_pay_run(
            StopsAfterOneRun(job.pk, office.institution.pk, office.payroll_officer.pk), job.arguments
        )
    return job


def go_on(office: Office, job: Job) -> dict[str, int]:
    progress = Progress(job.pk, office.institution.pk, office.payroll_officer.pk)
    return dict(computing.perform_pay_run(progress, job.arguments))


def test_what_was_computed_before_the_stop_is_not_computed_again(office: Office) -> None:
    job = stopped_job(office)
    before = PayRun.objects.get(state=PayRun.State.COMPUTED)
    assert go_on(office, job) == {"runs": 3, "people": 3, "faults": 0}
    assert set(PayRun.objects.values_list("state", flat=True)) == {PayRun.State.COMPUTED}
    assert PayRun.objects.get(pk=before.pk).computed_at == before.computed_at


def test_a_run_whose_grounds_changed_after_the_stop_is_computed_again(office: Office) -> None:
    job = stopped_job(office)
    PayRun.objects.filter(state=PayRun.State.COMPUTED).update(state=PayRun.State.WAITING)
    assert go_on(office, job)["people"] == 3


def test_a_new_job_computes_everything_afresh(office: Office) -> None:
    go_on(office, stopped_job(office))
    assert go_on(office, run_month(office.payroll_officer, JUNE))["people"] == 3
