"""The pay run: what other systems paid wrongly, twice, or from data of yesterday."""

from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.runs import PayBelowNothing, RunNotComputed, pay_runs, prepare_runs
from openinsa.payroll.checks import findings
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import PayRun, Payslip, PayslipLine
from openinsa.payroll.pages.runs import MonthUnreadable
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.contracts import add_allowance, change_contract, end_contract
from openinsa.staffing.actions.insured import Declaration, declare_insurance
from openinsa.staffing.actions.months import approve_month, fill_month, send_back_month, submit_month
from openinsa.staffing.actions.settings import add_holiday, change_day_code, set_settings
from openinsa.staffing.models import Allowance, Contract, Day, DayCode

pytestmark = pytest.mark.django_db
MONTHLY = 2_400_000
TUESDAY = date(2026, 6, 2)
SETTINGS = {
    "employer_kind": "local_government",
    "accident_rate_ppm": 9_660,
    "pay_day": 25,
    "source": "내부결재",
}


@pytest.fixture
def office() -> Office:
    return new_office()


def approve(office: Office, month: date = JUNE) -> None:
    one = office.month(month)
    fill_month(office.clerk, one.pk)
    submit_month(office.clerk, one.pk)
    approve_month(office.head, one.pk)


def run(office: Office, month: date = JUNE) -> PayRun:
    """Compute the month of the office's project."""
    runs = prepare_runs(office.payroll_officer, month)
    for chunk in chunks_of(runs):
        compute_runs(chunk, office.payroll_officer.pk)
    return PayRun.objects.get(pk=runs[0].pk)


def gross_of(contract: Contract) -> int:
    return Payslip.objects.get(contract=contract).gross


def test_money_is_kept_in_whole_won_everywhere() -> None:
    broken = (models.FloatField, models.DecimalField)
    rooms = {"people", "staffing", "payroll", "jobs", "privacy"}
    fields = [f for model in apps.get_models() if model._meta.app_label in rooms for f in model._meta.fields]
    assert [f for f in fields if isinstance(f, broken)] == []


def test_joiner_leaver_and_both_in_one_month_are_paid_for_their_own_days(office: Office) -> None:
    joiner = office.employ("입사자", starts_on=date(2026, 6, 15))
    leaver = office.employ("퇴사자", ends_on=date(2026, 6, 12))
    both = office.employ("열흘 근무자", starts_on=date(2026, 6, 8), ends_on=date(2026, 6, 19))
    whole = office.employ("전월 근무자")
    approve(office)
    run(office)
    base = {
        line.slip.contract_id: line.amount // LIVING_WAGE_DAY
        for line in PayslipLine.objects.filter(code="base").select_related("slip")
    }
    assert base == {joiner.pk: 12, leaver.pk: 9, both.pk: 10, whole.pk: 21}


def test_monthly_pay_of_joiner_leaver_and_both_is_prorated_by_calendar_days(office: Office) -> None:
    monthly = {"pay_basis": "monthly", "rate": MONTHLY}
    joiner = office.employ("입사자", starts_on=date(2026, 6, 16), **monthly)
    leaver = office.employ("퇴사자", ends_on=date(2026, 6, 15), **monthly)
    both = office.employ("열흘 근무자", starts_on=date(2026, 6, 11), ends_on=date(2026, 6, 20), **monthly)
    whole = office.employ("전월 근무자", **monthly)
    approve(office)
    run(office)
    assert [gross_of(one) for one in (joiner, leaver, both, whole)] == [
        MONTHLY * days // 30 for days in (15, 15, 10, 30)
    ]


@pytest.mark.parametrize(
    ("proration", "amount", "words"), [("full", 60_000, "60,000원"), ("calendar_days", 30_000, "15일")]
)
def test_an_allowance_states_whether_it_is_prorated(
    office: Office, proration: str, amount: int, words: str
) -> None:
    joiner = office.employ(starts_on=date(2026, 6, 16))
    agreed = {"valid_from": joiner.starts_on, "valid_to": joiner.ends_on, "proration": proration}
    add_allowance(office.hr_officer, joiner.pk, {"name": "교통보조비", "amount": 60_000, **agreed})
    approve(office)
    run(office)
    line = PayslipLine.objects.get(label_ko="교통보조비")
    assert line.amount == amount
    assert words in line.words_ko


def test_every_way_of_proration_has_a_word_on_the_screen() -> None:
    assert {str(label) for label in Allowance.Proration.labels} == {"전액", "일할"}


def test_days_entered_again_after_a_month_was_sent_back_change_the_slip(office: Office) -> None:
    contract = office.employ()
    approve(office)
    run(office)
    month, before = office.month(), gross_of(contract)
    send_back_month(office.head, month.pk, reason="6월 2일은 결근")
    Day.objects.filter(contract=contract, date=TUESDAY).update(
        mark="결", code="absence", starts=None, ends=None, breaks=[]
    )
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    run(office)
    assert gross_of(contract) == before - 2 * LIVING_WAGE_DAY  # the day, and the holiday of its week


def new_terms(office: Office, contract: Contract) -> None:
    change_contract(office.hr_officer, contract.pk, date(2026, 6, 15), {"rate": 120_000})


def an_end(office: Office, contract: Contract) -> None:
    Day.objects.filter(contract=contract, date__gt=date(2026, 6, 29)).delete()
    end_contract(office.hr_officer, contract.pk, date(2026, 6, 29))


def an_allowance(office: Office, contract: Contract) -> None:
    period = {"valid_from": JUNE, "valid_to": contract.ends_on}
    add_allowance(office.hr_officer, contract.pk, {"name": "급량비", "amount": 100_000, **period})


def another_joiner(office: Office, contract: Contract) -> None:
    office.employ("늦게 등록된 사람", starts_on=date(2026, 6, 22))


def a_second_contract(office: Office, contract: Contract) -> None:
    office.new_project("저녁 사업")
    office.employ(
        "두 사업", resident_number="900101-1234567", project="저녁 사업", daily_scheduled_minutes=120
    )


def more_family(office: Office, contract: Contract) -> None:
    contract.person.family_members = 4
    contract.person.save()


def a_holiday(office: Office, contract: Contract) -> None:
    add_holiday(office.hr_officer, date(2026, 6, 15), "구민의 날", "구 조례 제1호")


def a_setting(office: Office, contract: Contract) -> None:
    set_settings(office.hr_officer, JUNE, SETTINGS)


def a_mark(office: Office, contract: Contract) -> None:
    sick = DayCode.objects.get(code="paid_sick_leave")
    change_day_code(office.hr_officer, sick.pk, paid=False, attendance="absent")


def a_month_sent_back(office: Office, contract: Contract) -> None:
    send_back_month(office.head, office.month().pk, reason="다시 확인")


CHANGES = [
    new_terms,
    an_end,
    an_allowance,
    another_joiner,
    a_second_contract,
    more_family,
    a_holiday,
    a_setting,
    a_mark,
    a_month_sent_back,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_nothing_is_paid_from_what_no_longer_holds(
    office: Office, change: Callable[[Office, Contract], None]
) -> None:
    contract = office.employ("두 사업", resident_number="900101-1234567")
    approve(office)
    computed = run(office)
    change(office, contract)
    computed.refresh_from_db()
    assert computed.state == "waiting"
    with pytest.raises(RunNotComputed):
        pay_runs(office.payroll_officer, [computed.pk])


def test_a_new_account_or_a_joiner_of_later_months_leaves_a_computed_run_payable(office: Office) -> None:
    contract = office.employ()
    approve(office)
    computed = run(office)
    contract.person.bank = "신한"
    contract.person.save()
    office.employ("칠월 입사자", starts_on=date(2026, 7, 1))
    assert pay_runs(office.payroll_officer, [computed.pk]) == 1


def test_nobody_is_paid_less_than_nothing(office: Office) -> None:
    absent = office.employ("결근자")
    told = Declaration("pension", JUNE, "in", "notice", base=5_000_000)
    declare_insurance(office.payroll_officer, [absent.pk], told)
    fill_month(office.clerk, office.month().pk)
    Day.objects.filter(code="work").update(mark="결", code="absence", starts=None, ends=None, breaks=[])
    approve(office)
    computed = run(office)
    with pytest.raises(PayBelowNothing, match="결근자"):
        pay_runs(office.payroll_officer, [computed.pk])
    assert [(found.name, found.stops_payment) for found in findings([computed])] == [("결근자", True)]
    assert not PayRun.objects.filter(state="paid").exists()


def test_a_wage_below_the_minimum_is_brought_up_by_name(office: Office) -> None:
    office.employ("적게 받는 사람", rate=50_000)
    office.employ("생활임금을 받는 사람")
    approve(office)
    found = {(one.check, one.name) for one in findings([run(office)])}
    assert found == {("minimum_wage", "적게 받는 사람")}


def test_an_earlier_contract_that_now_ends_sooner_sends_the_later_months_run_back_to_waiting(
    office: Office,
) -> None:
    number = "900101-1234567"
    earlier = office.employ(resident_number=number, ends_on=date(2026, 5, 31))
    office.employ(resident_number=number, starts_on=JUNE)
    approve(office)
    computed = run(office)
    end_contract(office.hr_officer, earlier.pk, date(2026, 5, 20))
    computed.refresh_from_db()
    assert computed.state == "waiting"


def test_a_job_that_comes_late_computes_no_month_that_was_sent_back_meanwhile(office: Office) -> None:
    office.employ()
    approve(office)
    (prepared,) = prepare_runs(office.payroll_officer, JUNE)
    send_back_month(office.head, office.month().pk, reason="다시 확인")
    assert compute_runs([prepared.pk], office.payroll_officer.pk) == (0, 0)
    assert not Payslip.objects.exists()


@pytest.mark.parametrize("month", ["", "2026-13", "유월"])
def test_a_month_that_cannot_be_read_starts_nothing_and_is_named_as_such(office: Office, month: str) -> None:
    client, officer = Client(), office.payroll_officer
    set_context(None)
    client.force_login(officer)
    set_context(None)
    answer = client.post(reverse("payroll:start"), {"month": month})
    assert answer.status_code == MonthUnreadable.status
    assert str(MonthUnreadable.sentence) in answer.content.decode()


def test_a_contract_older_than_the_rule_book_is_paid_in_a_month_of_today(office: Office) -> None:
    office.project.starts_on = date(1999, 1, 1)
    office.project.save()
    old = office.employ("오래 일한 사람", starts_on=date(1999, 3, 2))
    young = office.employ("새로 온 사람")
    approve(office)
    run(office)
    assert gross_of(old) == gross_of(young)
