"""The demo district's months: two from before, one closed before your eyes, and one at work."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID, uuid5

from openinsa.demo.founding import Founded
from openinsa.demo.history import Ordinary, State, days_of, sheet_of_everybody, store_history
from openinsa.demo.plan import DemoProject
from openinsa.demo.samples import keep
from openinsa.exchange.month_workbook import MonthLine, month_workbook
from openinsa.jobs.models import Job
from openinsa.jobs.work import perform
from openinsa.payroll.actions.runs import pay_runs, run_month
from openinsa.payroll.models import PayRun
from openinsa.people.models import User
from openinsa.people.tenancy import within
from openinsa.staffing.actions.imports import save_month_sheet, take_month_sheet
from openinsa.staffing.actions.months import (
    approve_month,
    ensure_month,
    fill_month,
    send_back_month,
    submit_month,
)
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Day, ProjectMonth

Say = Callable[[int, int], None]

REQUESTS = UUID("6f1d1c2e-7d0b-4b8e-9b52-0d6f3a3f2026")
SENT_BACK_REASON = "3일 출장 확인서가 빠졌습니다. 확인하고 다시 올려 주세요."
SLIPS_OF_THE_HAND = ("츨", "연차?")
STATES_OF_THE_OPEN_MONTH = (State.OPEN, State.OPEN, State.SUBMITTED, State.SUBMITTED, State.APPROVED, None)


class MonthDidNotClose(Exception):
    """A pay run of the demo district that ended otherwise than it should."""


def close_past_month(founded: Founded, month: date) -> None:
    """A month that everybody handed over long ago: stored in bulk, computed by the real job, paid."""
    with within(founded.institution.pk):
        store_history(founded, month, dict.fromkeys(founded.projects, State.APPROVED))
    pay_month(founded, month)


def close_month(founded: Founded, month: date, say: Say) -> None:
    """A month as its people close it, action by action: enter, submit, approve, compute, pay.

    The days of the largest project come from a month sheet, those of the others from the grid.
    """
    for done, plan in enumerate(founded.projects):
        say(done, len(founded.projects))
        if done == 0:
            upload_days(founded, month, plan)
        else:
            enter_days(founded, month, plan)
        hand_over(founded, month, plan)
    say(len(founded.projects), len(founded.projects))
    pay_month(founded, month)


def upload_days(founded: Founded, month: date, plan: DemoProject) -> None:
    """Put a project's days in by uploading the month sheet that its clerk keeps."""
    clerk, project = founded.clerk_of(plan), founded.projects[plan]
    with within(founded.institution.pk, clerk.pk):
        sheet = ensure_month(project, month)
        path = keep(f"근무상황부_{month:%Y-%m}.xlsx", month_sheet(founded, month, plan))
        file = take_month_sheet(clerk, sheet.pk, path.name, path.read_bytes())
        save_month_sheet(clerk, file.pk)
    founded.files.append(path)


def month_sheet(founded: Founded, month: date, plan: DemoProject) -> bytes:
    """The plan's month of one project as a workbook: people down, days across."""
    sheet = sheet_of_everybody(founded, month, [plan])
    ordinary = Ordinary(sheet)
    lines = [
        MonthLine(
            row.contract.person.name,
            f"{row.contract.person.birth_date:%y%m%d}",
            {day.date: day.mark for day in days_of(founded, ordinary, row)},
        )
        for row in sheet.rows.values()
    ]
    return month_workbook(plan.department, plan.name, month, lines, holidays=set(sheet.holidays))


def enter_days(founded: Founded, month: date, plan: DemoProject) -> None:
    """Fill a project's ordinary days as its clerk, then put in the days that are not ordinary."""
    clerk, project = founded.clerk_of(plan), founded.projects[plan]
    with within(founded.institution.pk, clerk.pk):
        sheet = ensure_month(project, month)
        fill_month(clerk, sheet.pk)
        if marks := founded.odd_marks(month, plan):
            paste(clerk, sheet, marks)


def paste(clerk: User, sheet: ProjectMonth, marks: Mapping[tuple[int, date], str]) -> None:
    """Put marks over worked days; other days, such as holidays, stay as they are."""
    now = {
        (day.contract_id, day.date): day
        for day in Day.objects.filter(contract__project=sheet.project_id, date__in={day for _, day in marks})
    }
    cells = [
        CellChange(contract, day, now[contract, day].mark, mark)
        for (contract, day), mark in marks.items()
        if (contract, day) in now and now[contract, day].code == "work"
    ]
    request = uuid5(REQUESTS, f"{sheet.project_id} {sheet.month} {sorted(marks.values())}")
    record_days(clerk, sheet.pk, request, "paste", cells)


def hand_over(founded: Founded, month: date, plan: DemoProject) -> None:
    """Submit a project's month as its clerk, and approve it as the department head."""
    clerk, head = founded.clerk_of(plan), founded.heads[plan.department]
    with within(founded.institution.pk, clerk.pk):
        sheet = ProjectMonth.objects.get(project=founded.projects[plan], month=month)
        submit_month(clerk, sheet.pk)
    with within(founded.institution.pk, head.pk):
        approve_month(head, sheet.pk)


def pay_month(founded: Founded, month: date) -> None:
    """Run the month as the job that the screen starts, and confirm its payment. Raises MonthDidNotClose."""
    officer = founded.users["payroll"]
    with within(founded.institution.pk, officer.pk):
        job = run_month(officer, month)
    perform(job.pk, founded.institution.pk)
    with within(founded.institution.pk, officer.pk):
        job = Job.objects.get(pk=job.pk)
        if job.state != Job.State.DONE:
            raise MonthDidNotClose(f"{month:%Y-%m}: {job.state} {job.message}")
        pay_runs(officer, list(PayRun.objects.filter(month=month).values_list("pk", flat=True)))


def leave_month_open(founded: Founded, month: date) -> None:
    """The present month as a district is found on a working day: in every state, with slips of the hand.

    Every sixth project was not opened yet; the third one was sent back; the first has cells to mend.
    """
    plans = list(founded.projects)
    states = {
        plan: state
        for number, plan in enumerate(plans)
        if (state := STATES_OF_THE_OPEN_MONTH[number % len(STATES_OF_THE_OPEN_MONTH)]) is not None
    }
    with within(founded.institution.pk):
        store_history(founded, month, states)
    make_slips_of_the_hand(founded, month, plans[0])
    send_back(founded, month, plans[2])


def make_slips_of_the_hand(founded: Founded, month: date, plan: DemoProject) -> None:
    """Two cells that cannot be read, so that the grid has something to mark."""
    clerk, project = founded.clerk_of(plan), founded.projects[plan]
    with within(founded.institution.pk, clerk.pk):
        sheet = ProjectMonth.objects.get(project=project, month=month)
        worked = Day.objects.filter(contract__project=project, date__gte=month, code="work").order_by("pk")
        places = [(day.contract_id, day.date) for day in worked[3 : 3 + len(SLIPS_OF_THE_HAND)]]
        paste(clerk, sheet, dict(zip(places, SLIPS_OF_THE_HAND, strict=True)))


def send_back(founded: Founded, month: date, plan: DemoProject) -> None:
    head = founded.heads[plan.department]
    with within(founded.institution.pk, head.pk):
        sheet = ProjectMonth.objects.get(project=founded.projects[plan], month=month)
        send_back_month(head, sheet.pk, reason=SENT_BACK_REASON)
