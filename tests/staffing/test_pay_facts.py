"""Probation, kinds of job, the living wage and closed days: typed by people, felt by the real pay run."""

from datetime import date
from typing import Any

import pytest

from office import JUNE, Office, new_office
from office_client import OfficeClient
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.checks import findings
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import PayRun, Payslip, PayslipLine
from openinsa.people.models import InstitutionSetting
from openinsa.people.refusals import NotAllowed
from openinsa.staffing.actions.contracts import change_contract
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.actions.pay_facts import ProbationNotAllowed, ProbationTooLong, set_pay_facts
from openinsa.staffing.models import Contract, Day

pytestmark = pytest.mark.django_db
NOTHING: dict[str, Any] = {
    "probation_to": None,
    "simple_labour": False,
    "production_job": False,
    "last_year_gross": None,
}


@pytest.fixture
def office() -> Office:
    return new_office()


def run(office: Office, month: date = JUNE, closed: tuple[date, ...] = (), late: int = 0) -> PayRun:
    """The month filled with ordinary days, some of them closed, the first ones longer."""
    sheet = office.month(month)
    fill_month(office.clerk, sheet.pk)
    days = Day.objects.filter(date__range=(month, month.replace(day=28)))
    days.filter(date__in=closed).update(mark="휴업", code="closure", starts=None, ends=None, breaks=[])
    worked = days.filter(starts__isnull=False).order_by("date").values_list("pk", flat=True)
    Day.objects.filter(pk__in=list(worked[:late])).update(ends=20 * 60, mark="09:00-20:00/60")
    submit_month(office.clerk, sheet.pk)
    approve_month(office.head, sheet.pk)
    (one,) = prepare_runs(office.payroll_officer, month)
    compute_runs([one.pk], office.payroll_officer.pk)
    return PayRun.objects.get(pk=one.pk)


def say(office: Office, *contracts: Contract, **facts: Any) -> None:
    ids = [one.pk for one in contracts]
    set_pay_facts(office.hr_officer, office.project.pk, ids, **{**NOTHING, **facts})


def test_closed_days_are_paid_from_the_three_months_before(office: Office) -> None:
    office.employ()
    for month in (date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)):
        run(office, month, late=20)
    run(office, closed=(date(2026, 6, 1), date(2026, 6, 2)))
    earned = sum(Payslip.objects.exclude(run__month=JUNE).values_list("gross", flat=True))
    average = -(-earned // 92)
    line = PayslipLine.objects.get(code="closure")
    assert average > 96_968
    assert line.amount == 2 * -(-average * 70 // 100)
    assert line.law == "근로기준법 제46조제1항, 제2조제2항"


def test_untaxed_overtime_of_the_year_is_counted_from_month_to_month(office: Office) -> None:
    contract = office.employ(rate=88_000)
    say(office, contract, production_job=True, last_year_gross=20_000_000)
    for month in (date(2026, 4, 1), date(2026, 5, 1)):
        run(office, month, late=10)
    Payslip.objects.filter(run__month=date(2026, 4, 1)).update(facts={"untaxed_overtime": 2_300_000})
    run(office, late=10)
    april, may, june = (
        slip.facts.get("untaxed_overtime", 0) for slip in Payslip.objects.order_by("run__month")
    )
    assert (april, may > 0, june) == (2_300_000, True, max(0, 100_000 - may))


def test_probation_pay_asks_for_a_year_and_no_simple_labour_and_ends_with_the_third_month(
    office: Office,
) -> None:
    year, short = office.employ("일년"), office.employ("단기", ends_on=date(2026, 11, 30))
    with pytest.raises(ProbationNotAllowed, match="단기님의 계약은 1년 미만"):
        say(office, year, short, probation_to=date(2026, 2, 28))
    with pytest.raises(ProbationNotAllowed):
        say(office, year, probation_to=date(2026, 2, 28), simple_labour=True)
    with pytest.raises(ProbationTooLong, match="2026-01-01부터 2026-03-31"):
        say(office, year, probation_to=date(2026, 4, 1))
    say(office, year, probation_to=date(2026, 3, 31))
    year.refresh_from_db()
    assert year.probation_to == date(2026, 3, 31)
    with pytest.raises(NobodyPicked):
        say(office)
    with pytest.raises(NotAllowed):
        set_pay_facts(office.head, office.project.pk, [year.pk], **NOTHING)


def test_pay_below_minimum_living_wage_and_above_the_contract_stand_on_the_check_list(office: Office) -> None:
    office.employ(rate=88_000)
    InstitutionSetting.objects.update(living_hourly_wage=12_121, living_wage_source="생활임금 조례")
    found = {one.check for one in findings([run(office)])}
    assert "living_wage" in found
    assert "minimum_wage" not in found
    assert "above_contract" not in found


def test_a_probation_lets_ninety_percent_of_the_minimum_pass(office: Office) -> None:
    contract = office.employ(rate=75_000, starts_on=date(2026, 5, 1), ends_on=date(2026, 12, 31))
    assert "minimum_wage" in {one.check for one in findings([run(office)])}
    Contract.objects.filter(pk=contract.pk).update(probation_to=date(2026, 7, 31))
    (one,) = PayRun.objects.all()
    compute_runs([one.pk], office.payroll_officer.pk)
    assert "minimum_wage" not in {found.check for found in findings([one])}


def test_paid_hours_of_a_month_are_agreed_with_new_terms(office: Office) -> None:
    contract = office.employ()
    change_contract(
        office.hr_officer, contract.pk, JUNE, {"pay_basis": "monthly", "rate": 2_260_000, "month_hours": 226}
    )
    run(office)
    (wage,) = Payslip.objects.get().facts["ordinary_hourly"]
    assert (wage["numerator"], wage["denominator"]) == (10_000, 1)


def test_probation_and_kind_of_job_are_typed_for_the_picked_people(office: Office) -> None:
    contract = office.employ()
    browser = OfficeClient(office, office.hr_officer, "staffing")
    asked = browser.post("pay_facts", office.project.pk, row=[contract.pk]).content.decode()
    assert "수습 마지막 날" in asked
    typed = {"production_job": "on", "last_year_gross": "21,000,000", "reason": "청소 직종"}
    assert browser.post("pay_facts", office.project.pk, row=[contract.pk], **typed).status_code == 302
    contract.refresh_from_db()
    assert (contract.production_job, contract.last_year_gross) == (True, 21_000_000)
    assert "생산직 등" in browser.get("contract", contract.pk).content.decode()
    wrong = {**typed, "probation_to": "2026-06-30"}
    told = browser.post("pay_facts", office.project.pk, row=[contract.pk], **wrong).content.decode()
    assert "처음 3개월뿐입니다" in told


def test_a_living_wage_asks_for_its_source(office: Office) -> None:
    browser = OfficeClient(office, office.hr_officer, "staffing")
    page = browser.get("new_settings").content.decode()
    assert "생활임금 근거" in page
    told = browser.post("new_settings", living_hourly_wage="12,121").content.decode()
    assert "조례나 고시를 적어 주세요" in told
