"""Pay runs: which months can be run, starting, one run with its checks and slips, paying, papers."""

from datetime import date
from typing import Any

from ninja import Schema

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.files import hand_out
from openinsa.api.rooms import Call
from openinsa.jobs.api import JobTold
from openinsa.jobs.models import Job
from openinsa.payroll.actions.corrections import propose_law
from openinsa.payroll.actions.runs import pay_runs as pay
from openinsa.payroll.actions.runs import run_month, send_back_run
from openinsa.payroll.actions.supplements import run_supplement
from openinsa.payroll.api.room import (
    RUNS,
    SEES,
    CorrectionTold,
    Done,
    Ids,
    Month,
    Reasoned,
    RunTold,
    Strict,
    first_of,
    project_under,
    room,
    run_shown,
    run_under,
)
from openinsa.payroll.checks import Finding, findings, months_not_approved
from openinsa.payroll.correction_forms import SupplementForm
from openinsa.payroll.models import Correction, PayRun, Payslip
from openinsa.payroll.pages import papers
from openinsa.payroll.pages.runs import RUNS as RUNS_TABLE
from openinsa.payroll.pages.slips import SLIPS
from openinsa.payroll.queries import month_behind, runnable_months, runs_with_faults_counted
from openinsa.payroll.replaying import Replay, replay_run
from openinsa.payroll.scope import slips_of
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.rules.engine import load_rule_book
from openinsa.staffing.models import Project
from openinsa.web.files import KINDS


class RunnableMonth(Schema):
    """A month with approved projects that are not paid."""

    month: date
    projects: int


class FaultTold(Schema):
    """Somebody who could not be computed, and why."""

    contract_id: int
    code: str
    message: str


class FindingTold(Schema):
    """Something to look at before paying; `stops_payment` has to be mended first."""

    check: str
    title: str
    name: str
    detail: str
    slip_id: int | None
    stops_payment: bool


class RunWhole(RunTold):
    """A run with what to look at; `month_id` is the month of work that it pays."""

    month_id: int
    open_months: int
    faults: list[FaultTold]
    findings: list[FindingTold]


class ReplayedLine(Schema):
    slip_id: int
    person_id: int
    label: str
    paid: int | None
    now: int | None


class ReplayTold(Schema):
    """Whether a paid run still comes out as it was paid, under the rule book at hand."""

    verdict: str
    slips: int
    rule_book_version: str
    book_at_hand: str
    moved: list[ReplayedLine]


class StartSent(Strict):
    """The month to compute: all its approved projects, or some."""

    month: Month
    projects: Ids | None = None


class RunsSent(Strict):
    runs: Ids


room.table(
    "/runs",
    "list_runs",
    RUNS_TABLE,
    may=SEES,
    rows=lambda call: runs_with_faults_counted(call.by),
    also={"project_id": "project_id"},
)


@room.get("/runs/ready", may=RUNS, answer=list[RunnableMonth])
def list_months_to_run(call: Call) -> Any:
    """Months with approved projects that are not paid yet, newest first."""
    return runnable_months()


@room.post("/runs", may=RUNS, body=ModelBody(StartSent), answer=JobTold, status=201)
def start_runs(call: Call, given: StartSent) -> Job:
    """Compute a month as a job; `run.computed` tells of it, and so does the job itself."""
    return run_month(call.by, first_of(given.month), given.projects)


@room.post("/runs/pay", may="payroll.pay", body=ModelBody(RunsSent), answer=Done)
def pay_runs(call: Call, given: RunsSent) -> dict[str, int]:
    """Confirm payment of computed runs and lock their months for ever, all or none."""
    return {"count": pay(call.by, given.runs)}


@room.get("/runs/{int:run_id}", of=run_shown, answer=RunWhole)
def show_run(call: Call, run: PayRun) -> dict[str, Any]:
    """One run with its sums, who could not be computed and what to look at before paying."""
    faults = list(run.faults.select_related("contract"))
    found = findings([run])
    note_read("findings", [*(one.contract.person_id for one in faults), *_people_of(found)])
    return {name: getattr(run, name) for name in RunTold.model_fields} | {
        "month_id": month_behind(run).pk,
        "open_months": len(list(months_not_approved(run.month))),
        "faults": faults,
        "findings": [vars(one) | {"title": str(one.title), "detail": str(one.detail)} for one in found],
    }


def _people_of(found: list[Finding]) -> list[int]:
    slips = {one.slip_id for one in found if one.slip_id}
    return list(Payslip.objects.filter(pk__in=slips).order_by().values_list("person_id", flat=True))


room.table(
    "/runs/{int:run_id}/slips",
    "list_slips_of_run",
    SLIPS,
    of=run_under(SEES),
    rows=lambda call, run: slips_of(call.by).filter(run=run),
    also={"person_id": "person_id", "contract_id": "contract_id"},
)


@room.post("/runs/{int:run_id}/send-back", of=run_under(RUNS), body=ModelBody(Reasoned), answer=RunTold)
def send_run_back(call: Call, run: PayRun, given: Reasoned) -> PayRun:
    """Return an unpaid run's month to its clerk with a reason; its slips go."""
    return send_back_run(call.by, run.pk, reason=given.reason)


FILES = {
    "statements.pdf": ("take_statements_of_run", papers.statements),
    "statements.zip": ("take_statements_of_run_one_by_one", papers.statements_archive),
    "ledger.pdf": ("take_wage_ledger", papers.ledger),
    "ledger.xlsx": ("take_wage_ledger_sheet", papers.ledger_sheet),
}
for name, (operation, page) in FILES.items():
    media = KINDS[name[name.index(".") :]]
    hand_out(room, f"/runs/{{int:run_id}}/{name}", operation, media, page, of=run_under(SEES))


def paid_run(by: User, run_id: int) -> PayRun:
    run = run_under(SEES)(by, run_id)
    require(run.state == PayRun.State.PAID, NotFound())
    return run


@room.get("/runs/{int:run_id}/replay", of=paid_run, answer=ReplayTold)
def replay_paid_run(call: Call, run: PayRun) -> dict[str, Any]:
    """A paid run computed again from what it kept: equal, or the lines that come out otherwise."""
    found: Replay = replay_run(run)
    note_read("payroll_payslip", [one.person_id for one in found.moved])
    return {
        "verdict": found.verdict,
        "slips": found.slips,
        "rule_book_version": run.rule_book_version,
        "book_at_hand": load_rule_book().version,
        "moved": found.moved,
    }


@room.post(
    "/runs/{int:run_id}/correct-law",
    of=run_under("payroll.correct"),
    body=ModelBody(Reasoned),
    answer=list[CorrectionTold],
    status=201,
)
def correct_run_by_law(call: Call, run: PayRun, given: Reasoned) -> list[Correction]:
    """Propose that a paid run be computed under the rule book of today, for each person whose pay moves by it."""
    return propose_law(call.by, run.pk, reason=given.reason)


@room.post(
    "/projects/{int:project_id}/supplement",
    of=project_under(RUNS),
    body=FormBody(SupplementForm),
    answer=RunTold,
    status=201,
)
def compute_supplement(call: Call, project: Project, given: dict[str, Any]) -> PayRun:
    """Compute what people who have left the project are owed by corrections, as a run of its own."""
    return run_supplement(call.by, project.pk, given["pay_date"])
