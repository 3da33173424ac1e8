"""Closed pay runs computed again on the server, institution by institution: figures only, no names."""

from collections import Counter
from datetime import date

import django
from rich.console import Console

from openinsa.config.doctor import migrations_are_applied


def replay_all(console: Console, month: date | None) -> int:
    """Replay every paid run, or those of a month; one line per run that is not equal, then the counts.

    0 when every run that could be replayed is equal, 1 otherwise.
    """
    django.setup()
    from openinsa.payroll.models import PayRun
    from openinsa.payroll.replaying import Verdict, replay_run
    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within

    if trouble := migrations_are_applied():
        console.print(f"migrations: {trouble}.")
        return 1
    counts: Counter[Verdict] = Counter()
    with within(None):
        institutions = list(Institution.objects.order_by("pk").values_list("pk", flat=True))
    for institution_id in institutions:
        with within(institution_id):
            runs = PayRun.objects.filter(state=PayRun.State.PAID).select_related("inputs")
            for run in (runs if month is None else runs.filter(month=month)).order_by("month", "pk"):
                found = replay_run(run)
                counts[found.verdict] += 1
                if found.verdict != Verdict.EQUAL:
                    console.print(f"{run.month:%Y-%m} run {run.pk}: {SAID[found.verdict]}")
                for line in found.moved:
                    console.print(f"  slip {line.slip_id} {line.label}: paid {line.paid}, now {line.now}")
    console.print(", ".join(f"{counts[one]} {one.value.replace('_', ' ')}" for one in Verdict))
    return 1 if counts[Verdict.DIFFERS] else 0


SAID = {
    "differs": "comes out otherwise",
    "other_book": "was computed under another rule book, which is not at hand; lines under today's:",
    "not_kept": "kept nothing to compute it from",
}
