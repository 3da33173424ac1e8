"""From approved months to stored slips: the work of the pay run job.

Runs are computed in chunks, each in one transaction that replaces all slips of its runs: a stop at any
moment leaves whole chunks, and running again gives the same slips. People with contracts in several
projects stay in one chunk, because their premiums are reckoned once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from psycopg import Cursor

from openinsa.api.events import announce
from openinsa.compute.bulk import insert_rows, insert_table, next_ids
from openinsa.compute.keeping import keep
from openinsa.compute.month import MonthSlips, compute_month
from openinsa.compute.tables import MonthTables
from openinsa.jobs.models import Job
from openinsa.jobs.side_by_side import side_by_side
from openinsa.jobs.work import Progress
from openinsa.payroll.carrying import carry, pending_in
from openinsa.payroll.correcting import LeaveCodes, corrected, leave_codes, places_of, reaches_back_to
from openinsa.payroll.differences import confirmed
from openinsa.payroll.models import MonthInputs, PayRun, Payslip, RunFault
from openinsa.payroll.month_tables import load_month
from openinsa.payroll.slip_rows import FAULT_COLUMNS, SLIP_COLUMNS, SlipRows
from openinsa.people.settings_in_force import settings_on
from openinsa.people.tenancy import within
from openinsa.staffing.models import Contract, ProjectMonth
from openinsa.staffing.sheet import last_day

PEOPLE_PER_CHUNK = 3_000

DROP_OLD = [
    "DELETE FROM payroll_difference WHERE run_id = ANY(%s)",
    "DELETE FROM payroll_carriedcorrection WHERE run_id = ANY(%s)",
    "DELETE FROM payroll_payslip WHERE run_id = ANY(%s)",
    "DELETE FROM payroll_runfault WHERE run_id = ANY(%s)",
]
SUM_UP = """
    UPDATE payroll_payrun r SET state = 'computed', computed_at = %s, computed_by_id = %s, rule_book_version = %s,
        inputs_id = %s,
        people = s.people, gross = s.gross, deductions = s.deductions, net = s.net, employer_total = s.employer
    FROM (
        SELECT k.id, count(p.id) AS people, COALESCE(sum(p.gross), 0) AS gross,
               COALESCE(sum(p.deductions), 0) AS deductions, COALESCE(sum(p.net), 0) AS net,
               COALESCE(sum(p.employer_total), 0) AS employer
        FROM payroll_payrun k LEFT JOIN payroll_payslip p ON p.run_id = k.id
        WHERE k.id = ANY(%s) GROUP BY k.id
    ) AS s WHERE s.id = r.id
"""


def perform_pay_run(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Compute the runs that the job names; those paid or sent back meanwhile are left alone.

    A job that goes on after a stop computes only what it had not computed before.
    """
    with within(progress.institution_id, progress.actor_id):
        runnable = runnable_runs(arguments["runs"])
        total, chunks = runnable.count(), list(chunks_of(runnable.exclude(computed_by_job(progress.job_id))))
    done = total - sum(map(len, chunks))
    progress.report(done, total)

    def compute(chunk: list[int]) -> int:
        with within(progress.institution_id, progress.actor_id):
            compute_runs(chunk, progress.actor_id)
        return len(chunk)

    with closing(side_by_side(compute, chunks)) as results:
        for computed in results:
            done += computed
            progress.report(done, total)
    with within(progress.institution_id, progress.actor_id):
        people = Payslip.objects.filter(run__in=arguments["runs"]).count()
        faults = RunFault.objects.filter(run__in=arguments["runs"]).count()
    return {"runs": done, "people": people, "faults": faults}


def runnable_runs(run_ids: Sequence[int]) -> QuerySet[PayRun]:
    """The runs among these that may be computed: not paid, and their month approved."""
    month = ProjectMonth.objects.filter(project=OuterRef("project"), month=OuterRef("month"))
    approved = Exists(month.filter(state=ProjectMonth.State.APPROVED))
    regular = PayRun.objects.filter(approved, pk__in=run_ids, kind=PayRun.Kind.REGULAR)
    return regular.exclude(state=PayRun.State.PAID)


def computed_by_job(job_id: int) -> Q:
    """Runs computed since the job was asked for, and not to be computed again since."""
    asked_before = Job.objects.filter(pk=job_id, requested_at__lte=OuterRef("computed_at"))
    return Q(Exists(asked_before), state=PayRun.State.COMPUTED)


def compute_runs(run_ids: Sequence[int], actor_id: int) -> tuple[int, int]:
    """Replace the slips of some runs of one month, inside the caller's transaction.

    Corrections of earlier months that are still to be paid come with them. Returns how many slips were
    computed, and how many people could not be. Statements: a fixed number, whatever the number of people.
    """
    runs = list(runnable_runs(run_ids).order_by("pk").select_for_update())
    if not runs:
        return 0, 0
    month, pay_date = runs[0].month, runs[0].pay_date
    run_of_project = {run.project_id: run.pk for run in runs}
    with connection.cursor() as wrapped:
        cursor: Cursor = wrapped.cursor
        setting = settings_on(month)
        pending = pending_in(run_of_project, lock=True)
        tables = load_month(cursor, setting, month, pay_date, list(run_of_project))
        inputs, as_corrected = _keep_inputs(setting.institution_id, month, tables, run_of_project)
        slips = compute_month(as_corrected)
        _store(cursor, setting.institution_id, slips, run_of_project)
        carry(run_of_project, pending, month)
        sum_up(cursor, list(run_of_project.values()), actor_id, slips.rule_book_version, inputs.pk)
        announce(setting.institution_id, "run.computed", list(run_of_project.values()))
        _drop_inputs(runs)
    return len(slips.slips), len(slips.faults)


def _keep_inputs(
    institution_id: int, month: date, tables: MonthTables, project_ids: Iterable[int]
) -> tuple[MonthInputs, MonthTables]:
    """Keep the tables of a month, and give them with the corrections that reach into it laid over them."""
    codes = leave_codes()
    own = confirmed(Contract.objects.filter(project__in=project_ids))
    since = reaches_back_to(tables, month)
    reaching = list(own.filter(first_day__lte=last_day(month), last_day__gte=since))
    inputs = MonthInputs.objects.create(
        institution_id=institution_id,
        month=month,
        tables=keep(tables),
        codes=list(codes),
        corrections=[one.pk for one in reaching],
    )
    people = Contract.objects.filter(person__in={one.contract.person_id for one in reaching})
    places = places_of(people) if reaching else {}
    return inputs, corrected(tables, places, reaching, LeaveCodes(list(codes)))


def _drop_inputs(runs: Sequence[PayRun]) -> None:
    """Drop what no run was computed from any more."""
    before = {run.inputs_id for run in runs} - {None}
    if before:
        MonthInputs.objects.filter(
            ~Exists(PayRun.objects.filter(inputs=OuterRef("pk"))), pk__in=before
        ).delete()


def sum_up(
    cursor: Cursor, run_ids: Sequence[int], actor_id: int, rule_book_version: str, inputs_id: int | None
) -> None:
    """Bring the sums of some runs up to their slips."""
    cursor.execute(SUM_UP, [timezone.now(), actor_id, rule_book_version, inputs_id, run_ids])


def _store(cursor: Cursor, institution_id: int, slips: MonthSlips, run_of_project: Mapping[int, int]) -> None:
    for statement in DROP_OLD:
        cursor.execute(statement, [list(run_of_project.values())])
    contracts = Contract.objects.filter(project__in=run_of_project).order_by()
    places = {
        pk: (run_of_project[project], person)
        for pk, project, person in contracts.values_list("pk", "project_id", "person_id")
    }
    ids = next_ids(cursor, "payroll_payslip", len(slips.slips))
    rows = SlipRows(institution_id, slips, places, ids)
    insert_rows(cursor, "payroll_payslip", SLIP_COLUMNS, rows.slips())
    insert_table(cursor, "payroll_payslipline", rows.lines())
    insert_rows(cursor, "payroll_runfault", FAULT_COLUMNS, rows.faults())


def chunks_of(runs: Iterable[PayRun]) -> Iterator[list[int]]:
    """Run ids in chunks of one month and about so many people; projects that share a person stay together."""
    by_month: dict[Any, list[PayRun]] = defaultdict(list)
    for run in runs:
        by_month[run.month].append(run)
    for month, members in sorted(by_month.items()):
        run_of = {run.project_id: run.pk for run in members}
        in_month = Contract.objects.filter(
            project__in=run_of, starts_on__lte=last_day(month), ends_on__gte=month
        )
        people = dict(in_month.values_list("project_id").annotate(count=Count("pk")))
        shared = in_month.filter(
            person__in=in_month.values("person_id")
            .annotate(n=Count("pk"))
            .filter(n__gt=1)
            .values("person_id")
        )
        chunk: list[int] = []
        size = 0
        for group in groups_sharing_people(sorted(run_of), shared.values_list("project_id", "person_id")):
            chunk += [run_of[project] for project in group]
            size += sum(people.get(project, 0) for project in group)
            if size >= PEOPLE_PER_CHUNK:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk


def groups_sharing_people(projects: Sequence[int], shared: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Projects grouped so that no person stands in two groups; `shared` pairs project and person."""
    group_of = {project: project for project in projects}
    members = {project: [project] for project in projects}
    first_seen: dict[int, int] = {}
    for project, person in shared:
        first = first_seen.setdefault(person, project)
        keep, drop = group_of[first], group_of[project]
        if keep != drop:
            for moved in members[drop]:
                group_of[moved] = keep
            members[keep] += members.pop(drop)
    yield from members.values()
