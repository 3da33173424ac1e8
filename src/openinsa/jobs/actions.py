"""Starting and stopping long work."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.jobs.models import Job
from openinsa.jobs.tasks import put_into_queue
from openinsa.jobs.work import ONLY_BY_WHO_ORDERED
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.people.roles import Scope


class JobNotStopped(Refused):
    sentence = _("멈추거나 실패한 작업만 이어서 할 수 있습니다. 작업의 지금 상태를 확인해 주세요.")


class OnlyByWhoOrdered(Refused):
    status = 403
    sentence = _(
        "이 작업은 지시한 사람만 이어서 할 수 있습니다. 지시한 사람에게 부탁하거나 새로 지시해 주세요. (이어서 하지 않았습니다.)"
    )


def start_job(by: User, kind: str, title: str, arguments: Mapping[str, Any], total: int = 0) -> Job:
    """Put a work into the queue; it starts when the transaction commits. Arguments hold ids, never names."""
    job = Job.objects.create(
        institution_id=by.institution_id,
        kind=kind,
        title=title,
        arguments=dict(arguments),
        total=total,
        requested_by=by,
    )
    put_into_queue(job.pk, job.institution_id)
    return job


def cancel_job(by: User, job_id: int) -> Job:
    """Ask a job to stop after its present chunk. Raises NotFound."""
    job = job_of(by, job_id)
    if not job.is_over:
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
    return job


def resume_job(by: User, job_id: int) -> Job:
    """Let a stopped or failed job go on with what is left. Raises NotFound, OnlyByWhoOrdered, JobNotStopped."""
    require(may_resume(by, job_of(by, job_id)), OnlyByWhoOrdered())
    job = Job.objects.select_for_update().get(pk=job_id)
    require(job.state in {Job.State.CANCELLED, Job.State.FAILED}, JobNotStopped())
    job.state, job.cancel_requested, job.message, job.finished_at = Job.State.WAITING, False, "", None
    job.save(update_fields=["state", "cancel_requested", "message", "finished_at"])
    put_into_queue(job.pk, job.institution_id)
    return job


def may_resume(by: User, job: Job) -> bool:
    """Whether a job that the user sees is the user's to go on with."""
    return job.kind not in ONLY_BY_WHO_ORDERED or job.requested_by_id == by.pk


def release_held_jobs(sender: type, institution_id: int, **named: Any) -> None:
    """Put the jobs that a suspension held back into the queue; each goes on where it stopped."""
    held = list(Job.objects.select_for_update().filter(state=Job.State.HELD))
    Job.objects.filter(pk__in=[job.pk for job in held]).update(state=Job.State.WAITING)
    for job in held:
        put_into_queue(job.pk, institution_id)


def job_of(by: User, job_id: int) -> Job:
    """A job that the user asked for, or any of the institution with the wider right. Raises NotFound."""
    job = Job.objects.filter(pk=job_id).first()
    wide = by.scope("jobs.see") == Scope.INSTITUTION
    require(job is not None and (wide or job.requested_by_id == by.pk), NotFound())
    return job  # type: ignore[return-value]
