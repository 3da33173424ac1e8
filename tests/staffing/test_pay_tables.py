"""Tables of pay by grade and years of service: pasted, followed by pay items, kept while somebody is paid by them."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from office import JUNE, Office, new_office
from office_client import OfficeClient
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import PayRun, Payslip, PayslipLine
from openinsa.people.refusals import NotAllowed
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.pay_items import PayTableSaysNothing, grant_allowance
from openinsa.staffing.actions.pay_tables import (
    PayTableExists,
    PayTableInUse,
    PayTableLacksGrades,
    drop_pay_table,
    enter_pay_table,
)
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Allowance, PayTable

pytestmark = pytest.mark.django_db
ROWS = {"가급": [100_000, 120_000, 150_000], "나급": [80_000]}
BY_TABLE = {"name": "근속수당", "kind": "table", "amount": 0, "pay_table": "근속수당표", "valid_from": JUNE}


@pytest.fixture
def office() -> Office:
    return new_office()


def enter(office: Office, since: date = date(2026, 1, 1), rows: dict[str, list[int]] = ROWS) -> PayTable:
    return enter_pay_table(office.hr_officer, "근속수당표", since, "보수규정 별표 1", rows)


def grant(office: Office, *people: int, **fields: Any) -> None:
    grant_allowance(office.hr_officer, office.project.pk, people, {**BY_TABLE, **fields})


def run(office: Office, month: date = JUNE) -> PayRun:
    sheet = office.month(month)
    fill_month(office.clerk, sheet.pk)
    submit_month(office.clerk, sheet.pk)
    approve_month(office.head, sheet.pk)
    (one,) = prepare_runs(office.payroll_officer, month)
    compute_runs([one.pk], office.payroll_officer.pk)
    return PayRun.objects.get(pk=one.pk)


def paid() -> list[int]:
    lines = PayslipLine.objects.filter(label_ko="근속수당").order_by("slip__run__month", "slip__contract")
    return [line.amount for line in lines]


def test_the_grade_and_the_years_completed_on_the_first_of_the_month_decide_the_amount(
    office: Office,
) -> None:
    enter(office)
    fresh, year, long, other = (office.employ(name).pk for name in ("가", "나", "다", "라"))
    grant(office, fresh, grade="가급")
    grant(office, year, grade="가급", service_from=date(2025, 6, 1))
    grant(office, long, grade="가급", service_from=date(2010, 3, 2))
    grant(office, other, grade="나급", service_from=date(2025, 6, 2))
    run(office)
    assert paid() == [100_000, 120_000, 150_000, 80_000]


def test_a_new_table_holds_from_its_day_and_raises_the_ordinary_wage(office: Office) -> None:
    enter(office)
    contract = office.employ()
    grant(office, contract.pk, grade="나급")
    enter(office, date(2026, 7, 1), {"나급": [90_000]})
    run(office)
    run(office, date(2026, 7, 1))
    assert paid() == [80_000, 90_000]
    (wage,) = Payslip.objects.get(run__month=JUNE).facts["ordinary_hourly"]
    assert (wage["numerator"], wage["denominator"]) == (12_121 * 209 + 80_000, 209)


def test_a_computed_run_waits_when_a_table_changes(office: Office) -> None:
    one = run_with_table(office)
    enter(office, date(2026, 6, 1), {"가급": [1], "나급": [2]})
    one.refresh_from_db()
    assert one.state == PayRun.State.WAITING


def run_with_table(office: Office) -> PayRun:
    enter(office)
    grant(office, office.employ().pk, grade="나급")
    return run(office)


def test_a_grade_that_the_table_does_not_know_is_refused(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(PayTableSaysNothing, match="2026-06-01에 적용되는 등급 '가급'"):
        grant(office, contract.pk, grade="가급")
    enter(office, date(2026, 7, 1))
    with pytest.raises(PayTableSaysNothing):
        grant(office, contract.pk, grade="가급")
    enter(office)
    with pytest.raises(PayTableSaysNothing):
        grant(office, contract.pk, grade="다급")
    assert not Allowance.objects.exists()


def test_a_table_somebody_is_paid_by_keeps_the_grades_and_stays(office: Office) -> None:
    one = run_with_table(office)
    table = PayTable.objects.get()
    with pytest.raises(PayTableLacksGrades, match="등급 나급"):
        enter(office, date(2026, 9, 1), {"가급": [1]})
    with pytest.raises(PayTableExists):
        enter(office)
    with pytest.raises(PayTableInUse):
        drop_pay_table(office.hr_officer, table.pk)
    pay_runs(office.payroll_officer, [one.pk])
    with pytest.raises(PaidMonthsFollow):
        enter(office, date(2026, 6, 1))
    with pytest.raises(NotAllowed):
        drop_pay_table(office.head, table.pk)


def test_the_database_refuses_an_item_by_table_without_its_row(office: Office) -> None:
    contract = office.employ()
    enter(office)
    grant(office, contract.pk, grade="나급")
    with pytest.raises(IntegrityError, match="allowance_by_table_names_its_row"), transaction.atomic():
        Allowance.objects.update(grade="")


TYPED = {"name": "근속수당표", "valid_from": "2026-01-01", "source": "보수규정"}


def test_a_table_is_pasted_from_a_spreadsheet_shown_given_and_dropped(office: Office) -> None:
    browser = OfficeClient(office, office.hr_officer, "staffing")
    pasted = "등급\t0년\t1년\n가급\t100,000\t120,000원\n나급\t80000\t\n"
    assert browser.post("new_pay_table", **TYPED, rows=pasted).status_code == 302
    table = PayTable.objects.get()
    assert table.rows == {"가급": [100_000, 120_000], "나급": [80_000]}
    assert "120,000" in browser.get("pay_tables").content.decode()
    contract = office.employ()
    typed = {
        "row": [contract.pk],
        "name": "근속수당",
        "kind": "table",
        "pay_table": "근속수당표",
        "grade": "가급",
        "service_from": "2025-01-01",
        "valid_from": "2026-06-01",
        "tax": "taxable",
        "proration": "full",
        "condition": "none",
        "minimum_wage": "counted",
    }
    shown = (
        OfficeClient(office, office.hr_officer, "payroll")
        .post("preview_allowance", office.project.pk, **typed)
        .content.decode()
    )
    assert "120,000" in shown
    assert browser.post("grant_allowance", office.project.pk, **typed).status_code == 302
    assert Allowance.objects.get().reckoned == "근속수당표 가급"
    kept = browser.post("drop_pay_table", table.pk)
    assert kept.status_code == 409 or PayTable.objects.exists()
    Allowance.objects.all().delete()
    browser.post("drop_pay_table", table.pk)
    assert not PayTable.objects.exists()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("등급\t0년", "등급과 금액이 있는 줄이 없습니다"),
        ("가급\t100,000\n가급\t1", "두 번 나옵니다"),
        ("가급\t100,000\t만원", "1번째 줄 3번째 칸"),
        ("가급\t1\n나급", "금액이 없습니다"),
    ],
)
def test_what_is_no_table_is_told_by_line_and_cell(office: Office, rows: str, told: str) -> None:
    answer = OfficeClient(office, office.hr_officer, "staffing").post("new_pay_table", **TYPED, rows=rows)
    assert told in answer.content.decode()
    assert not PayTable.objects.exists()
