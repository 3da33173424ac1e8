"""The start page: one list of things to do per role; whoever has several roles sees several lists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.home import queries
from openinsa.home.own_data import own_data, own_data_for_machines
from openinsa.home.queries import Waiting
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.read_words import what_read
from openinsa.privacy.reading import note_read, person_of
from openinsa.staffing.models import ProjectMonth
from openinsa.web.files import as_file
from openinsa.worker.queries import leave_label


@dataclass(frozen=True)
class Task:
    what: str
    note: str = ""
    url: str = ""
    label: str | Promise = ""
    tone: str = "gray"


@dataclass(frozen=True)
class TaskList:
    """Tasks of one kind; `more` leads to all of them, `nothing` is said when there are none."""

    title: str | Promise
    icon: str
    tasks: list[Task]
    count: int
    nothing: str | Promise
    more: str = ""


def home(request: HttpRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    if list(user.roles) == [Role.WORKER] and user.person_id:
        return redirect("worker:start")
    lists = [one for role in user.roles for one in LISTS[Role(role)](user, today)]
    context = {
        "lists": lists,
        "figures": queries.figures_of(user, today) if user.may("staffing.see") else None,
        "today": today,
        "worker": Role.WORKER in user.roles and user.person_id is not None,
        "jobs": queries.latest_jobs() if Role.OPERATOR in user.roles else None,
    }
    return render(request, "home/home.html", context)


@require_POST
def my_data(request: HttpRequest) -> HttpResponse:
    """A worker's own data as a spreadsheet."""
    require(Role.WORKER in request.user.roles and request.user.person_id, NotFound())
    content = own_data(request.user, address_of(request))
    return as_file(content, f"{say('내 자료')} {timezone.localdate()}.xlsx")


@require_POST
def my_data_json(request: HttpRequest) -> HttpResponse:
    """A worker's own data for a machine."""
    require(Role.WORKER in request.user.roles and request.user.person_id, NotFound())
    content = own_data_for_machines(request.user, address_of(request))
    return as_file(content, f"{say('내 자료')} {timezone.localdate()}.json")


def _clerk(user: User, today: date) -> Iterable[TaskList]:
    waiting = queries.months_to_fill(user, today)
    tasks = [_month_task(month, month.sent_back_reason) for month in waiting.rows]
    more = f"{reverse('staffing:months')}?state=open"
    yield _list(
        _("입력할 월 근무상황"), "grid", tasks, waiting, _("입력할 달이 없습니다. 모두 제출했습니다."), more
    )
    yield from _workers(user, today)


def _head(user: User, today: date) -> Iterable[TaskList]:
    waiting = queries.months_to_approve(user)
    tasks = [_month_task(month) for month in waiting.rows]
    more = f"{reverse('staffing:months')}?state=submitted"
    yield _list(_("승인할 월 근무상황"), "stamp", tasks, waiting, _("승인을 기다리는 달이 없습니다."), more)
    yield _watch(user, today)


def _payroll(user: User, today: date) -> Iterable[TaskList]:
    runs = reverse("payroll:runs")
    to_run = [
        Task(
            f"{row['month']:%Y-%m}",
            say("승인된 사업 %(count)d개") % {"count": row["projects"]},
            f"{runs}?month={row['month']:%Y-%m}",
        )
        for row in queries.months_to_run()
    ]
    yield TaskList(
        _("계산할 급여"), "money", to_run, len(to_run), _("승인되어 계산을 기다리는 달이 없습니다."), runs
    )
    faulty = queries.runs_with_faults(user)
    tasks = [
        Task(
            run.project.name,
            say("%(month)s · 계산하지 못한 사람 %(count)d명")
            % {"month": f"{run.month:%Y-%m}", "count": run.faulty},
            reverse("payroll:run", args=[run.pk]),
            _("확인 필요"),
            "danger",
        )
        for run in faulty.rows
    ]
    yield _list(_("오류가 있는 급여 계산"), "warning", tasks, faulty, _("오류가 있는 계산이 없습니다."), runs)
    to_pay = [
        Task(
            f"{row['month']:%Y-%m}",
            say("사업 %(projects)d개 · %(people)d명")
            % {"projects": row["projects"], "people": row["people_paid"]},
            f"{runs}?month={row['month']:%Y-%m}",
        )
        for row in queries.runs_to_pay(user)
    ]
    yield TaskList(
        _("지급할 급여"), "check", to_pay, len(to_pay), _("지급을 기다리는 급여가 없습니다."), runs
    )
    corrections = queries.corrections_to_confirm(user)
    tasks = [
        Task(
            one.contract.person.name,
            f"{one.contract.project.name} · {one.reason}",
            reverse("payroll:correction", args=[one.pk]),
        )
        for one in corrections.rows
    ]
    more = f"{reverse('payroll:corrections')}?stage=proposed"
    yield _list(_("확정할 정정"), "history", tasks, corrections, _("확정을 기다리는 정정이 없습니다."), more)
    left = queries.endings_to_settle(user, today)
    tasks = [
        Task(
            one.person.name,
            one.project.name,
            reverse("ending:settlement", args=[one.settlement_id])
            if one.settlement_id
            else reverse("ending:list"),
            say("%(day)s 퇴직") % {"day": one.ends_on},
        )
        for one in left.rows
    ]
    more = reverse("ending:list")
    yield _list(_("정산할 퇴직"), "exit", tasks, left, _("정산을 기다리는 퇴직자가 없습니다."), more)


def _hr(user: User, today: date) -> Iterable[TaskList]:
    ending = queries.endings(user, today)
    tasks = [
        Task(
            contract.person.name,
            contract.project.name,
            reverse("staffing:contract", args=[contract.pk]),
            say("%(day)s 종료") % {"day": contract.ends_on},
            "warning" if (contract.ends_on - today).days < 8 else "gray",
        )
        for contract in ending.rows
    ]
    yield _list(
        _("30일 안에 끝나는 계약"),
        "contract",
        tasks,
        ending,
        _("30일 안에 끝나는 계약이 없습니다."),
        reverse("staffing:contracts"),
    )
    over = queries.projects_over_budget(user, today)
    tasks = [
        Task(
            project.name,
            str(project.department),
            reverse("staffing:project", args=[project.pk]),
            say("%(amount)s원 초과") % {"amount": f"{-project.left:,}"},
            "danger",
        )
        for project in over.rows
    ]
    yield _list(
        _("예산을 넘는 사업"),
        "warning",
        tasks,
        over,
        _("예산을 넘는 사업이 없습니다."),
        reverse("staffing:projects"),
    )
    yield _watch(user, today)
    yield from _agreements(user)
    yield from _workers(user, today)
    yield from _retention(user, today)


def _agreements(user: User) -> Iterable[TaskList]:
    """Contracts that workers have signed and the institution has not; silent when there is none."""
    waiting = queries.agreements_to_countersign(user)
    if waiting.count:
        tasks = [
            Task(
                one.contract.person.name,
                one.contract.project.name,
                reverse("agreements:agreement", args=[one.pk]),
                say("%(day)s 시작") % {"day": one.contract.starts_on},
                "warning",
            )
            for one in waiting.rows
        ]
        more = f"{reverse('agreements:list')}?state=signed"
        yield _list(_("기관 서명을 기다리는 전자계약"), "stamp", tasks, waiting, "", more)


def _workers(user: User, today: date) -> Iterable[TaskList]:
    """What workers asked with their phones; silent when there is nothing."""
    asked = queries.leave_to_answer(user)
    if asked.count:
        tasks = [
            Task(
                one.contract.person.name,
                f"{leave_label(one)} · {one.first_day} ~ {one.last_day}",
                reverse("worker:leave_request", args=[one.pk]),
                one.contract.project.name,
                "danger" if one.first_day <= today else "warning",
            )
            for one in asked.rows
        ]
        more = f"{reverse('worker:leave_requests')}?state=open"
        yield _list(_("답변할 휴가 신청"), "calendar", tasks, asked, "", more)
    told = queries.reports_to_answer(user)
    if told.count:
        tasks = [
            Task(
                one.contract.person.name,
                one.contract.project.name,
                reverse("worker:day_report", args=[one.pk]),
                str(one.day),
                "warning",
            )
            for one in told.rows
        ]
        yield _list(
            _("답변할 틀린 근무 알림"), "edit", tasks, told, "", f"{reverse('worker:day_reports')}?state=open"
        )


def _retention(user: User, today: date) -> Iterable[TaskList]:
    """What the monthly look found due, proposals to approve, and demands to answer; silent when there is nothing."""
    note = queries.what_is_due() if user.may("retention.propose") else None
    if note and note.total:
        told = say("%(day)s 기준 %(count)d건") % {"day": note.day, "count": note.total}
        task = Task(say("보존기간이 지난 자료"), told, reverse("retention:preview"), tone="warning")
        yield TaskList(_("파기할 자료"), "history", [task], note.total, "", reverse("retention:plan"))
    waiting = queries.destructions_to_approve(user)
    if waiting.count:
        tasks = [
            Task(
                say("%(day)s 기준 파기") % {"day": one.on_day},
                one.proposed_by.name,
                reverse("retention:destruction", args=[one.pk]),
            )
            for one in waiting.rows
        ]
        yield _list(_("승인할 파기"), "stamp", tasks, waiting, "", reverse("retention:register"))
    asked = queries.requests_to_answer() if user.may("retention.answer") else None
    if asked and asked.count:
        tasks = [
            Task(
                f"{one.person.name} · {one.get_kind_display()}",
                one.text,
                reverse("retention:request", args=[one.pk]),
                say("%(day)s까지") % {"day": one.due_on},
                "danger" if one.due_on < today else "warning",
            )
            for one in asked.rows
        ]
        yield _list(_("답변할 정정·삭제 요구"), "people", tasks, asked, "", reverse("retention:requests"))


def _watch(user: User, today: date) -> TaskList:
    """Contracts whose term should be looked at, the gravest first."""
    waiting = queries.contracts_to_watch(user, today)
    tasks = [
        Task(
            one.name or one.project,
            f"{one.project} · {one.text}" if one.name else one.text,
            one.address,
            one.label,
            one.tone,
        )
        for one in waiting.rows
    ]
    return _list(
        _("계약기간 점검"),
        "calendar",
        tasks,
        waiting,
        _("살펴볼 계약이 없습니다."),
        reverse("staffing:contract_watch"),
    )


def _auditor(user: User, today: date) -> Iterable[TaskList]:
    due = queries.access_review_due(today)
    address = reverse("privacy:review")
    tasks = [Task(f"{due:%Y-%m}", "", f"{address}?month={due:%Y-%m}", _("점검 전"), "warning")] if due else []
    nothing = _("지난달 점검을 마쳤거나 점검할 기록이 없습니다.")
    yield TaskList(_("접속기록 점검"), "check", tasks, len(tasks), nothing, address)
    count, latest = queries.latest_looks(today.replace(day=1))
    names = dict(User.objects.filter(pk__in={one.actor_id for one in latest}).values_list("pk", "name"))
    tasks = [
        Task(
            say("%(actor)s: %(what)s")
            % {"actor": names.get(one.actor_id, one.actor_id), "what": what_read(one.what, one.verb)},
            one.reason,
            label=f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}",
        )
        for one in latest
    ]
    yield TaskList(
        _("이번 달 개인정보 열람"),
        "shield",
        tasks,
        count,
        _("이번 달에 개인정보를 본 사람이 없습니다."),
        reverse("privacy:records"),
    )
    yield from _retention(user, today)


def _nothing(user: User, today: date) -> Iterable[TaskList]:
    return ()


LISTS: dict[Any, Callable[[User, date], Iterable[TaskList]]] = {
    Role.PROJECT_CLERK: _clerk,
    Role.DEPARTMENT_HEAD: _head,
    Role.PAYROLL_OFFICER: _payroll,
    Role.HR_OFFICER: _hr,
    Role.AUDITOR: _auditor,
    Role.OPERATOR: _nothing,
    Role.WORKER: _nothing,
}


def _month_task(month: ProjectMonth, sent_back: str = "") -> Task:
    note = say("돌려보냄: %(reason)s") % {"reason": sent_back} if sent_back else ""
    label = say("%(count)d명") % {"count": month.people}
    return Task(
        f"{month.project.name} · {month.month:%Y-%m}",
        note or month.project.department.name,
        reverse("staffing:month", args=[month.pk]),
        _("돌려보냄") if sent_back else label,
        "warning" if sent_back else "gray",
    )


def _list(
    title: str | Promise, icon: str, tasks: list[Task], waiting: Waiting, nothing: str | Promise, more: str
) -> TaskList:
    note_read("home", (person_of(row) for row in waiting.rows))
    return TaskList(title, icon, tasks, waiting.count, nothing, more)
