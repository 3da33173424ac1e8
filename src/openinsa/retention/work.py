"""The work of a destruction's job: part after part, each in a transaction of its own."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from openinsa.jobs.work import Progress
from openinsa.people.tenancy import within
from openinsa.privacy.rotation import let_old_keys_go
from openinsa.retention.certificates import finish
from openinsa.retention.models import Destruction, DestructionItem

JOB_KIND = "destruction"
SUBJECTS_AT_A_TIME = 500


def perform_destruction(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Destroy what an approved destruction names; one that is finished is left alone.

    Killed at any moment it goes on with what is still open, for each part ends together with its mark.
    """
    which = int(arguments["destruction"])
    with within(progress.institution_id, progress.actor_id):
        if Destruction.objects.filter(pk=which, state=Destruction.State.DONE).exists():
            return _told(which)
        items = DestructionItem.objects.filter(destruction=which)
        total = items.count()
        done = total - items.filter(outcome=DestructionItem.Outcome.OPEN).count()
    progress.report(done, total)
    while dealt := _next_part(progress, which):
        done += dealt
        progress.report(done, total)
    with within(progress.institution_id, progress.actor_id):
        finish(which)
    let_old_keys_go(progress.institution_id, progress.actor_id)  # the history may have held the last values
    with within(progress.institution_id, progress.actor_id):
        return _told(which)


def _next_part(progress: Progress, which: int) -> int:
    with within(progress.institution_id, progress.actor_id), connection.cursor() as cursor:
        cursor.execute("SELECT openinsa_destroy(%s, %s)", [which, SUBJECTS_AT_A_TIME])
        return int(cursor.fetchone()[0])


def _told(which: int) -> dict[str, int]:
    parts = Destruction.objects.get(pk=which).parts.values_list("destroyed", "kept", "rows")
    destroyed, kept, rows = (sum(column) for column in zip(*parts, strict=True)) if parts else (0, 0, 0)
    return {"destroyed": destroyed, "kept": kept, "rows": rows}
