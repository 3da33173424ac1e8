"""The frame in which long work runs: progress, cancel, one result.

A room registers its work by name when it loads; a job row names it. The work commits chunk by chunk, each
chunk in a transaction of its own, so that a stop at any moment leaves whole chunks and nothing half-done.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from openinsa.api.events import announce
from openinsa.jobs.models import Job
from openinsa.people.models import Institution
from openinsa.people.refusals import Refused
from openinsa.people.tenancy import within

log = logging.getLogger(__name__)

Work = Callable[["Progress", Mapping[str, Any]], Mapping[str, Any]]
WORKS: dict[str, Work] = {}
ONLY_BY_WHO_ORDERED: set[str] = set()
"""Works that nobody else lets go on, as signing is: a job acts in the name of whoever ordered it."""
REASONS: dict[str, Promise] = {}
"""Why works leave something as it was, in a few words without a name, by the class of the refusal."""
TROUBLE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""The database went away or is full, as Django says it, or as rows in bulk meet it, which go by the driver."""
AROUND: list[Callable[[str, int, int], AbstractContextManager[None]]] = []
"""What is done around every work by whoever runs the queue: kind, number of the job and of its institution."""


class Cancelled(Exception):
    """Somebody asked the job to stop."""


class Held(Exception):
    """The institution was suspended; the job waits until that is lifted."""


class Progress:
    """What a work knows of its job: who asked, for which institution, and how to tell how far it is."""

    def __init__(self, job_id: int, institution_id: int, actor_id: int) -> None:
        self.job_id, self.institution_id, self.actor_id = job_id, institution_id, actor_id
        self.finished = False

    def finish(self, result: Mapping[str, Any]) -> None:
        """Let the job be done together with the caller's transaction, so that no end lies between the two."""
        _finish(self, Job.State.DONE, "", result)
        self.finished = True

    def report(self, done: int, total: int, message: str = "") -> None:
        """Tell how far the work is, between two chunks.

        Raises Cancelled when a stop was asked for or the job is gone with its institution, or Held.
        """
        with within(self.institution_id, self.actor_id):
            job = Job.objects.filter(pk=self.job_id)
            here = job.update(done=done, total=total, message=message[:300])
            stopped = not here or job.filter(cancel_requested=True).exists()
            waits = not stopped and held(self.job_id, self.institution_id)
        if stopped:
            raise Cancelled
        if waits:
            raise Held


def register_work(
    kind: str,
    work: Work,
    *,
    only_by_who_ordered: bool = False,
    reasons: Mapping[type[Refused], Promise] | None = None,
) -> None:
    """Make a work known by the name that its jobs carry, and why it leaves something as it was."""
    WORKS[kind] = work
    if only_by_who_ordered:
        ONLY_BY_WHO_ORDERED.add(kind)
    REASONS.update({refusal.__name__: words for refusal, words in (reasons or {}).items()})


def perform(job_id: int, institution_id: int, *, last: bool = True) -> None:
    """Run one job to its end. A job that is over is left alone, so that a repeated delivery does nothing.

    Raises what stands in TROUBLE, unless this is the last attempt.
    """
    job = _begun(job_id, institution_id)
    if job is None:
        return
    progress = Progress(job.pk, institution_id, job.requested_by_id)
    try:
        result = _carried_out(job, progress)
    except Cancelled:
        _finish(
            progress, Job.State.CANCELLED, _("요청에 따라 멈췄습니다. 이어서 하면 남은 것부터 계속합니다.")
        )
    except Held:
        log.info("job %s waits until its institution is resumed", job_id)
    except Refused as refusal:
        _finish(progress, Job.State.FAILED, str(refusal))
    except Exception as fault:
        if isinstance(fault, TROUBLE):
            connection.close()
            if not last:
                raise
        log.exception("job %s failed", job_id)
        _finish(
            progress,
            Job.State.FAILED,
            _("예상하지 못한 오류로 멈췄습니다. 다시 해도 같으면 운영자에게 알려 주세요."),
        )
    else:
        if not progress.finished:
            _finish(progress, Job.State.DONE, "", result)


def _carried_out(job: Job, progress: Progress) -> Mapping[str, Any]:
    with ExitStack() as around:
        for each in AROUND:
            around.enter_context(each(job.kind, job.pk, job.institution_id))
        return WORKS[job.kind](progress, job.arguments)


def _begun(job_id: int, institution_id: int) -> Job | None:
    """The job, running from now on; None when it is over or waits for its institution."""
    with within(institution_id):
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.is_over or held(job_id, institution_id):
            return None
        job.state = Job.State.RUNNING
        job.save(update_fields=["state"])
        return job


def held(job_id: int, institution_id: int) -> bool:
    """Mark a job as held when its institution is suspended, and say whether it was.

    The institution's row stays locked until the mark is stored, so that lifting the suspension meanwhile
    finds the job.
    """
    suspended = Institution.objects.filter(pk=institution_id, suspended_at__isnull=False)
    if not suspended.select_for_update(no_key=True).exists():
        return False
    Job.objects.filter(pk=job_id).update(state=Job.State.HELD)
    return True


def _finish(
    progress: Progress, state: Job.State, message: str, result: Mapping[str, Any] | None = None
) -> None:
    with within(progress.institution_id, progress.actor_id):
        Job.objects.filter(pk=progress.job_id).update(
            state=state, message=message[:300], result=dict(result or {}), finished_at=timezone.now()
        )
        announce(progress.institution_id, "job.finished", [progress.job_id], state=str(state))
