"""The start page: each role sees what waits for it, and it goes away once done."""

from datetime import date

import pytest

from closing import MAY, close, confirm, slip_of
from office import JUNE, Office, new_office
from openinsa.ending.actions import confirm_settlements, draft_settlements, put_value, record_payment
from openinsa.home import pages, queries
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.people.roles import Role
from openinsa.privacy.actions import reveal
from openinsa.privacy.reasons import Reason
from openinsa.staffing.actions.months import approve_month, fill_month, send_back_month, submit_month

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 3)


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ("김하늘")
    office.employ("이바다")
    return office


def whats(office: Office, role: Role) -> list[list[str]]:
    """The tasks on the lists of the office's user with this role."""
    user = {
        Role.PROJECT_CLERK: office.clerk,
        Role.DEPARTMENT_HEAD: office.head,
        Role.HR_OFFICER: office.hr_officer,
        Role.PAYROLL_OFFICER: office.payroll_officer,
        Role.AUDITOR: office.auditor,
    }[role]
    return [[task.what for task in one.tasks] for one in pages.LISTS[role](user, TODAY)]


def test_a_month_wanders_from_the_clerk_to_the_head_to_payroll_and_away(office: Office) -> None:
    month = office.month(JUNE)
    line = "공원 환경정비 · 2026-06"
    assert whats(office, Role.PROJECT_CLERK) == [[line]]
    assert whats(office, Role.DEPARTMENT_HEAD)[:1] == [[]]

    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    assert whats(office, Role.PROJECT_CLERK) == [[]]
    assert whats(office, Role.DEPARTMENT_HEAD)[:1] == [[line]]

    approve_month(office.head, month.pk)
    assert whats(office, Role.DEPARTMENT_HEAD)[:1] == [[]]
    assert whats(office, Role.PAYROLL_OFFICER) == [["2026-06"], [], [], [], []]

    runs = [run.pk for run in prepare_runs(office.payroll_officer, JUNE)]
    compute_runs(runs, office.payroll_officer.pk)
    assert whats(office, Role.PAYROLL_OFFICER) == [[], [], ["2026-06"], [], []]
    assert queries.runs_to_pay(office.payroll_officer) == [{"month": JUNE, "projects": 1, "people_paid": 2}]

    pay_runs(office.payroll_officer, runs)
    assert whats(office, Role.PAYROLL_OFFICER) == [[], [], [], [], []]


def test_a_month_sent_back_stands_first_with_its_reason(office: Office) -> None:
    office.month(date(2026, 5, 1))
    june = office.month(JUNE)
    fill_month(office.clerk, june.pk)
    submit_month(office.clerk, june.pk)
    send_back_month(office.head, june.pk, reason="3일 결근 확인")
    first = next(iter(pages.LISTS[Role.PROJECT_CLERK](office.clerk, TODAY))).tasks[0]
    assert first.what.endswith("2026-06")
    assert "3일 결근 확인" in first.note


def test_a_contract_is_told_thirty_days_before_it_ends_and_not_earlier(office: Office) -> None:
    office.employ("박들", starts_on=date(2026, 3, 1), ends_on=date(2026, 8, 2))
    office.employ("최솔", starts_on=date(2026, 3, 1), ends_on=date(2026, 8, 3))
    ending, _over_budget, _watched = whats(office, Role.HR_OFFICER)
    assert ending == ["박들"]


def test_a_contract_whose_term_should_be_looked_at_stands_before_the_hr_officer_and_the_head(
    office: Office,
) -> None:
    office.employ("박들", starts_on=date(2026, 3, 1), ends_on=date(2026, 12, 20))
    one = office.employ("최솔", starts_on=date(2026, 1, 1), ends_on=date(2026, 11, 30))
    for role, user in ((Role.HR_OFFICER, office.hr_officer), (Role.DEPARTMENT_HEAD, office.head)):
        listed = list(pages.LISTS[role](user, TODAY))[-1]
        assert [task.what for task in listed.tasks] == ["최솔", "김하늘", "이바다"]
        assert listed.tasks[0].url == f"/staffing/contracts/{one.pk}/"
        assert listed.tasks[0].label == "11개월 이상 1년 미만"


def test_an_auditor_sees_who_looked_and_why(office: Office) -> None:
    person = office.employ("한별").person
    reveal(office.hr_officer, person, "account", reason=Reason("pay", "급여 계좌 확인"))
    (*_others, looks) = pages.LISTS[Role.AUDITOR](office.auditor, TODAY)
    assert looks.tasks[0].what == f"{office.hr_officer.name}: 계좌번호"
    assert looks.tasks[0].note == "급여 계좌 확인"


def test_a_long_list_shows_its_first_rows_and_how_many_there_are(office: Office) -> None:
    for number in range(queries.SHOWN + 3):
        office.month(JUNE, office.new_project(f"사업 {number:02}"))
    waiting = queries.months_to_fill(office.clerk, TODAY)
    assert (len(waiting.rows), waiting.count) == (queries.SHOWN, queries.SHOWN + 3)


def test_a_proposed_correction_waits_for_the_payroll_officer(office: Office) -> None:
    contract = office.employ("정정할 사람")
    close(office, MAY)
    one = propose_days(office.clerk, slip_of(contract, MAY).pk, {date(2026, 5, 12): "결"}, reason="대조")
    assert whats(office, Role.PAYROLL_OFFICER)[3] == ["정정할 사람"]
    confirm(office, one)
    assert whats(office, Role.PAYROLL_OFFICER)[3] == []


def test_who_left_waits_for_payroll_until_the_settlement_is_paid(office: Office) -> None:
    gone = office.employ("떠난이", ends_on=date(2026, 6, 30))
    office.employ("오래전에 떠난이", ends_on=date(2026, 1, 31), starts_on=date(2026, 1, 1))
    assert whats(office, Role.PAYROLL_OFFICER)[4] == ["오래전에 떠난이", "떠난이"]
    assert queries.endings_to_settle(office.payroll_officer, date(2027, 3, 1)).count == 3
    assert queries.endings_to_settle(office.payroll_officer, date(2026, 6, 29)).count == 1
    (one,) = draft_settlements(office.payroll_officer, [gone.pk])
    put_value(office.payroll_officer, one.pk, name="window_wages", value=7_000_000, reason="급여대장")
    put_value(office.payroll_officer, one.pk, name="daily_ordinary_wage", value=96_968, reason="급여대장")
    confirm_settlements(office.payroll_officer, [one.pk])
    record_payment(office.payroll_officer, one.pk, date(2026, 7, 10))
    assert whats(office, Role.PAYROLL_OFFICER)[4] == ["오래전에 떠난이"]
