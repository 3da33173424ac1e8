"""Who sees whose pay and data: the commonest fault of this field, asked page by page."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from office import JUNE, Office, new_office
from openinsa.exchange.workbook import read_workbook
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.contracts import add_allowance
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month

pytestmark = pytest.mark.django_db
WAGE = 123_457
ALLOWANCE = 76_543


@pytest.fixture
def office() -> Office:
    return new_office()


def closed_month(office: Office) -> PayRun:
    """A month that was computed and not yet paid."""
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    (run,) = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([run.pk], office.payroll_officer.pk)
    run.refresh_from_db()
    return run


START = {role: "worker:start" if role == Role.WORKER else "home" for role in Role}


def opened(user: User, name: str, *arguments: object, **query: str) -> Any:
    """A page as a user gets it."""
    client = Client()
    set_context(None)
    client.force_login(user)
    set_context(None)
    answer = client.get(reverse(name, args=arguments), query)
    set_context(user.institution_id)
    return answer


def test_being_a_department_head_does_not_show_pay(office: Office) -> None:
    contract = office.employ(rate=WAGE)
    period = {"valid_from": contract.starts_on, "valid_to": contract.ends_on}
    add_allowance(office.hr_officer, contract.pk, {"name": "교통보조비", "amount": ALLOWANCE, **period})
    run = closed_month(office)
    slip = Payslip.objects.get()
    pages: list[tuple[str, tuple[object, ...]]] = [
        ("home", ()),
        ("staffing:projects", ()),
        ("staffing:project", (office.project.pk,)),
        ("staffing:people", ()),
        ("staffing:person", (contract.person_id,)),
        ("staffing:contracts", ()),
        ("staffing:contract", (contract.pk,)),
        ("staffing:months", ()),
        ("staffing:month", (office.month().pk,)),
    ]
    for name, arguments in pages:
        answer = opened(office.head, name, *arguments)
        assert answer.status_code == 200, name
        shown = answer.content.decode()
        for secret in (f"{WAGE:,}", f"{ALLOWANCE:,}", f"{slip.net:,}"):
            assert secret not in shown, (name, secret)
    closed = [
        opened(office.head, "payroll:slips"),
        opened(office.head, "payroll:slip", slip.pk),
        opened(office.head, "payroll:runs"),
        opened(office.head, "payroll:run", run.pk),
    ]
    assert {answer.status_code for answer in closed} <= {403, 404}


def test_the_menu_leads_nobody_to_a_closed_door(office: Office) -> None:
    person = office.employ().person
    for role in set(Role) - {Role.OPERATOR}:
        user = office.user(role, person=person if role == Role.WORKER else None)
        for section in opened(user, START[role]).context["menu"]:
            for link in section.links:
                client = Client()
                set_context(None)
                client.force_login(user)
                set_context(None)
                assert client.get(link.url, follow=True).status_code == 200, (role, link.url)
                set_context(office.institution.pk)


def test_a_clerk_sees_the_wage_that_the_clerk_registered(office: Office) -> None:
    contract = office.employ(rate=WAGE)
    assert f"{WAGE:,}" in opened(office.clerk, "staffing:contract", contract.pk).content.decode()


def test_nothing_is_published_to_a_worker_before_the_run_is_paid(office: Office) -> None:
    worker = office.user(Role.WORKER, person=office.employ().person)
    run = closed_month(office)
    slip = Payslip.objects.get()
    net = f"{slip.net:,}"
    assert opened(worker, "payroll:slip", slip.pk).status_code == 404
    assert net not in opened(worker, "payroll:my_slips").content.decode()
    assert net not in opened(worker, "worker:start").content.decode()
    pay_runs(office.payroll_officer, [run.pk])
    assert opened(worker, "payroll:slip", slip.pk).status_code == 200
    assert net in opened(worker, "payroll:my_slips").content.decode()
    assert net in opened(worker, "worker:start").content.decode()


LISTS = [
    ("hr_officer", "home", ()),
    ("clerk", "home", ()),
    ("payroll_officer", "home", ()),
    ("hr_officer", "staffing:projects", ()),
    ("hr_officer", "staffing:people", ()),
    ("hr_officer", "staffing:contracts", ()),
    ("hr_officer", "staffing:months", ()),
    ("hr_officer", "people:users", ()),
    ("payroll_officer", "payroll:runs", ()),
    ("payroll_officer", "payroll:slips", ()),
    ("clerk", "staffing:project", ("project",)),
    ("clerk", "staffing:month", ("month",)),
    ("clerk", "staffing:month_print", ("month",)),
    ("payroll_officer", "payroll:run", ("run",)),
    ("payroll_officer", "payroll:slip", ("slip",)),
    ("auditor", "privacy:changes", ()),
    ("auditor", "privacy:records", ()),
]


def test_pages_ask_the_database_no_more_often_for_thirty_people_than_for_two(office: Office) -> None:
    few, many = statements_of_pages(office, 2), statements_of_pages(new_office("나래시"), 30)
    assert few == many


def statements_of_pages(office: Office, people: int) -> dict[tuple[str, str], int]:
    """How many statements each list takes in an office of so many people."""
    for number in range(people):
        office.employ(f"근로자{number}")
    run = closed_month(office)
    ids = {"project": office.project.pk, "month": office.month().pk, "run": run.pk}
    ids["slip"] = Payslip.objects.latest("pk").pk
    taken = {}
    for who, name, wanted in LISTS:
        with CaptureQueriesContext(connection) as asked:
            answer = opened(getattr(office, who), name, *(ids[one] for one in wanted))
        assert answer.status_code == 200, name
        taken[who, name] = len(asked)
    return taken


def test_a_worker_takes_out_all_that_is_stored_about_oneself(office: Office) -> None:
    contract = office.employ("김하늘", phone="010-1234-5678", rate=WAGE)
    office.employ("박새봄")
    worker = office.user(Role.WORKER, person=contract.person)
    pay_runs(office.payroll_officer, [closed_month(office).pk])
    answer = taken_out(worker)
    assert answer.status_code == 200
    told = sheets_of(answer.content)
    whole = [name for name in told if name.startswith("전체 ")]
    assert told.keys() - set(whole) == {
        "인적사항",
        "계약",
        "수당",
        "약정 공제",
        "동의·인가",
        "임신·출산 보호",
        "근무",
        "급여명세서",
        "퇴직정산",
        "열람 기록",
    }
    assert {"전체 계약", "전체 급여명세서 항목", "전체 변경 이력"} <= set(whole)
    assert "010-1234-5678" in str(told["인적사항"])
    assert str(WAGE) in str(told["계약"])
    assert len(told["근무"]) == 1 + 30
    assert date(2026, 6, 1) in [day[0] for day in told["근무"][1:]]
    assert "박새봄" not in str(told)


def test_nobody_takes_out_what_is_not_about_oneself(office: Office) -> None:
    assert taken_out(office.hr_officer).status_code == 404


def taken_out(user: User) -> Any:
    """The answer to the button that downloads one's own data."""
    client = Client()
    set_context(None)
    client.force_login(user)
    set_context(None)
    answer = client.post(reverse("my_data"))
    set_context(user.institution_id)
    return answer


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """The cells of a workbook by sheet."""
    return {
        sheet.name: [list(row) for row in sheet.rows]
        for sheet in read_workbook("내 자료.xlsx", content).sheets
    }
