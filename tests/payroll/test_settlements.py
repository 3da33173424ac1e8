"""Premiums of a year settled on the pay that was paid: reckoned, carried into pay, taken back."""

from datetime import date

import pytest

from office import JUNE, Office, new_office
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.actions.settlements import (
    NothingToSettle,
    SettledAlready,
    SettledInPaidMonth,
    SettledOutsideContract,
    SettlementPaid,
    settle_premiums,
    undo_settlement,
)
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import PayRun, Payslip, PremiumSettlement, SettlementShare
from openinsa.payroll.replaying import Verdict, replay_run
from openinsa.payroll.settlements import settle, shares_of
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.staffing.actions.insured import Declaration, declare_insurance
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.models import Contract
from payroll.test_bill_pages import asked
from statements import counted_statements

pytestmark = pytest.mark.django_db
MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def declared(office: Office, name: str = "김하늘", base: int = 1_500_000) -> Contract:
    """Somebody whose health premium is reckoned on a reported income far below the pay."""
    contract = office.employ(name)
    told = Declaration("health", contract.starts_on, "by_law", "report", base)
    declare_insurance(office.hr_officer, [contract.pk], told)
    return contract


def compute(office: Office, month: date) -> None:
    one = office.month(month)
    if one.state == "open":
        fill_month(office.clerk, one.pk)
        submit_month(office.clerk, one.pk)
        approve_month(office.head, one.pk)
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month)):
        compute_runs(chunk, office.payroll_officer.pk)


def pay(office: Office, month: date) -> None:
    compute(office, month)
    pay_runs(office.payroll_officer, list(PayRun.objects.filter(month=month).values_list("pk", flat=True)))


def test_what_is_due_on_the_real_pay_less_what_was_deducted_is_settled(office: Office) -> None:
    contract = declared(office)
    pay(office, MAY)
    pay(office, JUNE)
    (one,) = settle(2026)
    slips = Payslip.objects.filter(contract=contract)
    pay_sum = sum(slip.taxable for slip in slips)
    assert (one.pay, one.months, one.base) == (pay_sum, 2, pay_sum // 2)
    by_hand = one.base * 71_900 // 1_000_000 // 2 // 10 * 10
    assert one.due["health"] == 2 * by_hand
    assert one.charged["health"] == 2 * (1_500_000 * 71_900 // 1_000_000 // 2 // 10 * 10)
    assert one.due["employment"] == pay_sum * 9_000 // 1_000_000 // 10 * 10
    assert one.amounts["health_settlement"] == one.due["health"] - one.charged["health"] > 0


def test_the_employers_part_is_reckoned_beside_the_workers_and_stands_on_no_payslip(office: Office) -> None:
    contract = declared(office)
    pay(office, MAY)
    (one,) = settle(2026)
    assert one.employer("employer_health") == one.health > 0
    assert one.employer("employer_long_term_care") == one.long_term_care > 0
    assert one.employer_due["employer_employment_extra"] == one.pay * 8_500 // 1_000_000 // 10 * 10
    assert one.employer_due["employer_accident"] == one.pay * 9_660 // 1_000_000 // 10 * 10
    assert one.employer_total == one.health + one.long_term_care
    settle_premiums(office.payroll_officer, 2026, [contract.person_id], JUNE)
    kept = PremiumSettlement.objects.get()
    assert sum(kept.employer_due.values()) - sum(kept.employer_charged.values()) == one.employer_total
    compute(office, JUNE)
    employer = Payslip.objects.get(run__month=JUNE).lines.filter(side="employer")
    assert {line.code for line in employer} == {
        "employer_pension",
        "employer_health",
        "employer_long_term_care",
        "employer_employment",
        "employer_employment_extra",
        "employer_accident",
    }
    assert "건강보험(기관)" in asked(office, office.payroll_officer, "settlements").content.decode()


def test_the_difference_is_carried_in_instalments_that_sum_to_it(office: Office) -> None:
    contract = declared(office)
    pay(office, MAY)
    (one,) = settle(2026)
    settle_premiums(office.payroll_officer, 2026, [contract.person_id], JUNE, 3)
    shares = list(SettlementShare.objects.all())
    assert [share.month for share in shares] == [JUNE, JULY, date(2026, 8, 1)]
    assert sum(share.amounts["health_settlement"] for share in shares) == one.amounts["health_settlement"]
    pay(office, JUNE)
    line = Payslip.objects.get(run__month=JUNE).lines.get(code="health_settlement")
    assert line.amount == shares[0].amounts["health_settlement"]
    assert replay_run(PayRun.objects.get(month=JUNE)).verdict == Verdict.EQUAL


def test_what_comes_back_comes_back_at_once() -> None:
    shares = shares_of({"health_settlement": -40_000, "employment_settlement": 100}, JUNE, 4)
    assert shares[0] == (JUNE, {"health_settlement": -40_000, "employment_settlement": 40})
    assert sum(won.get("employment_settlement", 0) for _month, won in shares) == 100


def test_who_leaves_is_settled_with_the_last_month_in_it(office: Office) -> None:
    contract = declared(office)
    pay(office, MAY)
    compute(office, JUNE)
    (one,) = settle(2026, [contract.person_id])
    assert one.months == 2
    settle_premiums(office.payroll_officer, 2026, [contract.person_id], JUNE)
    assert PayRun.objects.get(month=JUNE).state == PayRun.State.WAITING
    compute(office, JUNE)
    taken = Payslip.objects.get(run__month=JUNE).lines.get(code="health_settlement")
    assert taken.amount == one.amounts["health_settlement"]


def test_a_settlement_is_undone_while_nothing_of_it_was_paid(office: Office) -> None:
    contract = declared(office)
    pay(office, MAY)
    settle_premiums(office.payroll_officer, 2026, [contract.person_id], JUNE)
    undo_settlement(office.payroll_officer, PremiumSettlement.objects.get().pk)
    assert not SettlementShare.objects.exists()
    settle_premiums(office.payroll_officer, 2026, [contract.person_id], JUNE)
    pay(office, JUNE)
    with pytest.raises(SettlementPaid):
        undo_settlement(office.payroll_officer, PremiumSettlement.objects.get().pk)


def test_every_refusal_of_a_settlement(office: Office) -> None:
    contract = declared(office)
    pay(office, MAY)
    by, who = office.payroll_officer, [contract.person_id]
    with pytest.raises(NobodyPicked):
        settle_premiums(by, 2026, [], JUNE)
    with pytest.raises(NotFound):
        settle_premiums(by, 2025, who, JUNE)
    with pytest.raises(SettledInPaidMonth):
        settle_premiums(by, 2026, who, MAY)
    with pytest.raises(SettledOutsideContract):
        settle_premiums(by, 2026, who, date(2026, 11, 1), 3)
    with pytest.raises(NotAllowed):
        settle_premiums(office.clerk, 2026, who, JUNE)
    settle_premiums(by, 2026, who, JUNE)
    with pytest.raises(SettledAlready):
        settle_premiums(by, 2026, who, JUNE)
    with pytest.raises(NotFound):
        undo_settlement(by, 0)


def test_nobody_is_settled_for_nothing(office: Office) -> None:
    contract = office.employ()
    pay(office, MAY)
    with pytest.raises(NothingToSettle):
        settle_premiums(office.payroll_officer, 2026, [contract.person_id], JUNE)


def test_settling_takes_the_same_number_of_statements_for_any_number_of_people(office: Office) -> None:
    declared(office)
    compute(office, MAY)
    with counted_statements() as few:
        settle(2026)
    for name in ("박새봄", "최바다", "정가람"):
        declared(office, name)
    compute(office, MAY)
    with counted_statements() as many:
        assert len(settle(2026)) == 4
    assert len(many) == len(few)


def test_a_year_is_settled_on_screen(office: Office) -> None:
    contract = declared(office)
    pay(office, MAY)
    by = office.payroll_officer
    listed = asked(office, by, "settlements").content.decode()
    assert "김하늘" in listed
    assert "1985-04-12" in listed
    first = asked(office, by, "settle", row=[contract.person_id]).content.decode()
    assert "1명의 급여에 반영" in first
    late = asked(office, by, "settle", row=[contract.person_id], month="2026-06", instalments=13)
    assert "12회까지 나눌 수 있습니다." in late.content.decode()
    sent = asked(office, by, "settle", row=[contract.person_id], month="2026-06", instalments=2)
    assert sent.status_code == 302
    assert "김하늘" in asked(office, by, "decided_settlements").content.decode()
    assert asked(office, office.clerk, "settlements").status_code == 403
    asked(office, by, "undo_settlements", row=[PremiumSettlement.objects.get().pk])
    assert not PremiumSettlement.objects.exists()
