"""Pay outside the monthly pay: given, taxed by the average of its months, paid with a month, taken back."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from office import JUNE, Office, new_office
from openinsa.payroll.actions.one_time import (
    OneTimeByTheDay,
    OneTimeTwice,
    PaidOutsideContract,
    PeriodIncomplete,
    PeriodTooLong,
    drop_one_time,
    pay_once,
)
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import OneTimePayment, PayRun, Payslip
from openinsa.payroll.one_time_reading import read_list
from openinsa.payroll.replaying import Verdict, replay_run
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Contract, Project
from payroll.test_bill_pages import asked
from payroll.test_bills import number_of, sheet

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def compute(office: Office, month: date) -> None:
    for project in Project.objects.all():
        one = office.month(month, project)
        fill_month(office.clerk, one.pk)
        submit_month(office.clerk, one.pk)
        approve_month(office.head, one.pk)
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month)):
        compute_runs(chunk, office.payroll_officer.pk)


def pay(office: Office, month: date) -> None:
    compute(office, month)
    pay_runs(office.payroll_officer, list(PayRun.objects.filter(month=month).values_list("pk", flat=True)))


def give(
    office: Office, contract: Contract, amount: int = 2_000_000, month: date = JUNE, **more: Any
) -> None:
    fields = {"name": "명절휴가비", "grounds": "내부 결재", **more}
    pay_once(office.hr_officer, {contract.pk: amount}, month, **fields)


def slip_of(contract: Contract, month: date = JUNE) -> Payslip:
    return Payslip.objects.get(contract=contract, run__month=month)


def line(slip: Payslip, code: str) -> Any:
    return slip.lines.get(code=code)


def test_a_payment_stands_on_the_slip_and_is_taxed_by_the_average_since_january(office: Office) -> None:
    contract = office.employ()
    pay(office, MAY)
    give(office, contract, 12_000_000)
    compute(office, JUNE)
    slip, before = slip_of(contract), slip_of(contract, MAY)
    assert line(slip, "one_time").label_ko == "명절휴가비"
    told = line(slip, "one_time_income_tax").inputs
    assert told["bonus_months"] == 7
    assert told["period_pay"] == before.taxable + slip.taxable - 12_000_000
    assert told["period_income_tax"] == line(before, "income_tax").amount + line(slip, "income_tax").amount


def test_a_period_that_was_agreed_counts_its_own_months(office: Office) -> None:
    contract = office.employ()
    pay(office, MAY)
    give(office, contract, covers_from=MAY, covers_to=date(2026, 6, 30))
    compute(office, JUNE)
    told = line(slip_of(contract), "one_time_income_tax").inputs
    assert told["bonus_months"] == 2


def test_a_period_that_ended_before_leaves_the_months_own_pay_out(office: Office) -> None:
    contract = office.employ()
    pay(office, MAY)
    give(office, contract, covers_from=date(2026, 4, 1), covers_to=date(2026, 5, 31))
    compute(office, JUNE)
    told = line(slip_of(contract), "one_time_income_tax").inputs
    assert told["period_pay"] == slip_of(contract, MAY).taxable


def test_the_next_payment_counts_from_the_last_one(office: Office) -> None:
    contract = office.employ()
    give(office, contract, month=MAY)
    pay(office, MAY)
    give(office, contract, name="성과급")
    compute(office, JUNE)
    assert line(slip_of(contract), "one_time_income_tax").inputs["bonus_months"] == 1


def test_a_paid_month_with_a_payment_replays_to_the_same_won(office: Office) -> None:
    contract = office.employ()
    give(office, contract)
    pay(office, JUNE)
    assert replay_run(PayRun.objects.get()).verdict == Verdict.EQUAL


def test_a_computed_month_waits_when_a_payment_comes_or_goes(office: Office) -> None:
    contract = office.employ()
    compute(office, JUNE)
    give(office, contract)
    assert PayRun.objects.get().state == PayRun.State.WAITING
    drop_one_time(office.hr_officer, OneTimePayment.objects.get().pk)
    assert not OneTimePayment.objects.exists()


def test_every_refusal_of_a_payment(office: Office) -> None:
    contract = office.employ()
    short = office.employ("박새봄", ends_on=date(2026, 5, 31))
    daily = office.employ("최바다", tax_mode="daily")
    give(office, contract)
    with pytest.raises(OneTimeTwice):
        give(office, contract)
    with pytest.raises(PaidOutsideContract):
        give(office, short)
    with pytest.raises(OneTimeByTheDay):
        give(office, daily)
    with pytest.raises(PeriodIncomplete):
        give(office, contract, name="성과급", covers_from=MAY)
    with pytest.raises(PeriodIncomplete):
        give(office, contract, name="성과급", covers_from=JUNE, covers_to=MAY)
    with pytest.raises(PeriodTooLong):
        give(office, contract, name="성과급", covers_from=date(2025, 5, 1), covers_to=JUNE)
    with pytest.raises(NobodyPicked):
        pay_once(office.hr_officer, {}, JUNE, name="성과급", grounds="결재")
    with pytest.raises(NotAllowed):
        pay_once(office.clerk, {contract.pk: 1}, JUNE, name="성과급", grounds="결재")
    pay(office, JUNE)
    with pytest.raises(PaidMonthsFollow):
        give(office, contract, name="성과급")
    with pytest.raises(PaidMonthsFollow):
        drop_one_time(office.hr_officer, OneTimePayment.objects.get().pk)
    elsewhere = new_office("나래시")
    with pytest.raises(NotFound):
        pay_once(elsewhere.hr_officer, {contract.pk: 1}, JUNE, name="성과급", grounds="결재")


def test_a_list_of_names_and_amounts_names_the_people(office: Office) -> None:
    contract = office.employ()
    rows = [["성명", "주민등록번호", "금액"], ["김하늘", number_of(contract), "300,000"], ["최없음", "", 5]]
    read = read_list(list(Contract.objects.select_related("person")), "상여.xlsx", sheet(*rows))
    assert read.amounts == {contract.pk: 300_000}
    assert [row.name for row in read.nobody] == ["최없음"]


def test_payments_are_given_listed_and_taken_back_on_screen(office: Office) -> None:
    contract, other = office.employ(), office.employ("박새봄")
    by = office.hr_officer
    file = SimpleUploadedFile("상여.xlsx", sheet(["성명", "금액"], ["김하늘", 300_000], ["최없음", 5]))
    shown = asked(office, by, "pay_once", office.project.pk, file=file).content.decode()
    assert 'value="300,000"' in shown
    assert "최없음" in shown
    typed = {"row": [contract.pk, other.pk], "name": "명절휴가비", "month": "2026-06", "grounds": "결재"}
    lacking = asked(office, by, "pay_once", office.project.pk, **typed, **{f"amount_{contract.pk}": "1"})
    assert "금액이 없는 사람이 있습니다: 박새봄" in lacking.content.decode()
    sent = asked(office, by, "pay_once", office.project.pk, **typed, amount="200,000")
    assert sent.status_code == 302
    listed = asked(office, by, "one_time").content.decode()
    assert "400,000" in listed
    assert "200,000" in asked(office, by, "one_time_project", office.project.pk).content.decode()
    asked(office, by, "drop_one_time", row=[one.pk for one in OneTimePayment.objects.all()])
    assert not OneTimePayment.objects.exists()
    assert asked(office, office.head, "one_time").status_code == 403
