"""A bill that comes after its month was paid: the difference goes into the next open month, once, and can be taken back."""

from datetime import date

import pytest

from office import JUNE, Office, new_office
from openinsa.payroll.actions.bills import BillAlreadyPaid, BillNotConfirmed, undo_bill
from openinsa.payroll.actions.late_bills import (
    BillOnlyCompared,
    CarriedBillPaid,
    NothingToCarry,
    carry_late_bill,
    take_back_late_bill,
)
from openinsa.payroll.actions.runs import pay_runs
from openinsa.payroll.late_bills import carried_lines, late_people
from openinsa.payroll.models import CarriedBill, PayRun, PremiumBill
from openinsa.payroll.replaying import Verdict, replay_run
from openinsa.payroll.settlements import settle
from openinsa.people.models import InstitutionSetting
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.staffing.models import Contract
from payroll.test_bill_pages import asked
from payroll.test_bills import HEALTH, held, number_of
from payroll.test_settlements import compute
from statements import counted_statements

pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def pay(office: Office, month: date) -> None:
    compute(office, month)
    pay_runs(office.payroll_officer, list(PayRun.objects.filter(month=month).values_list("pk", flat=True)))


def deducted(contract: Contract, month: date) -> dict[str, int]:
    slip = contract.slips.get(run__month=month)
    return dict(slip.lines.exclude(side="earning").values_list("code", "amount"))


def late(office: Office, *rows: list[object]) -> PremiumBill:
    """A bill of June confirmed after June was paid."""
    return held(office, HEALTH, *rows)


def test_the_difference_of_a_late_bill_is_taken_with_the_next_open_month_and_says_why(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    before = deducted(contract, JUNE)
    bill = late(office, ["김하늘", number_of(contract), before["health"] + 1_230, before["long_term_care"]])
    (one,) = late_people(bill)
    assert one.differing == {"health_settlement": (before["health"] + 1_230, before["health"])}
    assert (one.open_month, one.carried_to, one.employer_difference) == (JULY, None, 1_230)
    carry_late_bill(office.payroll_officer, bill.pk)
    (one,) = late_people(bill)
    assert one.carried_to == JULY
    compute(office, JULY)
    line = contract.slips.get(run__month=JULY).lines.get(code="health_settlement")
    assert line.amount == 1_230
    assert line.words_ko.startswith(
        f"2026-06 고지서 {before['health'] + 1_230:,}원 - 그달 뗀 {before['health']:,}원"
    )
    pay(office, JULY)
    assert replay_run(PayRun.objects.get(month=JULY)).verdict == Verdict.EQUAL
    compute(office, AUGUST)
    assert "health_settlement" not in deducted(contract, AUGUST)


def test_what_was_taken_too_much_comes_back_and_the_year_counts_it_as_charged(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    before = deducted(contract, JUNE)
    bill = late(office, ["김하늘", number_of(contract), before["health"] - 5_000, before["long_term_care"]])
    charged = settle(2026)[0].charged["health"]
    carry_late_bill(office.payroll_officer, bill.pk)
    assert settle(2026)[0].charged["health"] == charged - 5_000
    compute(office, JULY)
    assert deducted(contract, JULY)["health_settlement"] == -5_000


def test_a_settlement_on_a_late_bill_is_no_premium_of_the_year_and_stops_no_correction(
    office: Office,
) -> None:
    """The bill of April settles the year before: it is taken late too, and says nothing of this year's premium."""
    contract = office.employ()
    pay(office, JUNE)
    before = deducted(contract, JUNE)
    row = ["김하늘", number_of(contract), before["health"], before["long_term_care"], 40_000]
    bill = held(office, [*HEALTH, "건강보험 정산"], row)
    charged = settle(2026)[0].charged["health"]
    carry_late_bill(office.payroll_officer, bill.pk)
    assert settle(2026)[0].charged["health"] == charged
    assert carried_lines([contract.person_id]) == {(contract.person_id, JUNE): {"health_settlement"}}
    compute(office, JULY)
    assert deducted(contract, JULY)["health_settlement"] == 40_000


def test_a_premium_and_a_settlement_of_one_late_bill_come_in_one_line(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    before = deducted(contract, JUNE)
    row = ["김하늘", number_of(contract), before["health"] + 1_230, before["long_term_care"], 40_000]
    bill = held(office, [*HEALTH, "건강보험 정산"], row)
    charged = settle(2026)[0].charged["health"]
    carry_late_bill(office.payroll_officer, bill.pk)
    assert settle(2026)[0].charged["health"] == charged + 1_230
    compute(office, JULY)
    line = contract.slips.get(run__month=JULY).lines.get(code="health_settlement")
    assert line.amount == 41_230
    assert line.words_ko.count("2026-06 고지서") == 1


def test_a_late_pension_bill_has_a_line_of_its_own(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    before = deducted(contract, JUNE)
    heads = ["성명", "주민등록번호", "본인기여금", "사용자부담금"]
    row = ["김하늘", number_of(contract), before["pension"] + 90, before["pension"] + 190]
    bill = held(office, heads, row, insurance="pension")
    carry_late_bill(office.payroll_officer, bill.pk)
    assert late_people(bill)[0].employer_difference == 190
    compute(office, JULY)
    assert deducted(contract, JULY)["pension_settlement"] == 90


def test_a_late_bill_is_carried_once_and_not_for_whom_no_open_month_is_left(office: Office) -> None:
    stays, left = office.employ(), office.employ("박떠남", ends_on=date(2026, 6, 30))
    pay(office, JUNE)
    rows = [[one.person.name, number_of(one), 1_000, 100] for one in (stays, left)]
    bill = late(office, *rows)
    assert [one.person_id for one in carry_late_bill(office.payroll_officer, bill.pk)] == [stays.person_id]
    with pytest.raises(NothingToCarry):
        carry_late_bill(office.payroll_officer, bill.pk)
    assert {one.name: one.open_month for one in late_people(bill)} == {"김하늘": JULY, "박떠남": None}


def test_a_carried_difference_is_taken_back_while_its_month_is_unpaid(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    bill = late(office, ["김하늘", number_of(contract), 1_000, 100])
    by = office.payroll_officer
    carry_late_bill(by, bill.pk)
    compute(office, JULY)
    take_back_late_bill(by, bill.pk, reason="고지서가 틀림")
    assert PayRun.objects.get(month=JULY).state == PayRun.State.WAITING
    compute(office, JULY)
    assert "health_settlement" not in deducted(contract, JULY)
    carry_late_bill(by, bill.pk)
    pay(office, JULY)
    with pytest.raises(CarriedBillPaid):
        take_back_late_bill(by, bill.pk, reason="늦음")
    with pytest.raises(BillAlreadyPaid):
        undo_bill(by, bill.pk, reason="늦음")


def test_undoing_the_bill_takes_its_carried_differences_along(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    bill = late(office, ["김하늘", number_of(contract), 1_000, 100])
    carry_late_bill(office.payroll_officer, bill.pk)
    undo_bill(office.payroll_officer, bill.pk, reason="다른 달 파일")
    assert not CarriedBill.objects.exists()


def test_every_refusal_of_a_late_bill(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    bill = late(office, ["김하늘", number_of(contract), 1_000, 100])
    by = office.payroll_officer
    with pytest.raises(NotAllowed):
        carry_late_bill(office.clerk, bill.pk)
    with pytest.raises(NothingToCarry):
        take_back_late_bill(by, bill.pk, reason="없음")
    with pytest.raises(ReasonMissing):
        take_back_late_bill(by, bill.pk, reason=" ")
    InstitutionSetting.objects.update(premium_bills="compared")
    with pytest.raises(BillOnlyCompared):
        carry_late_bill(by, bill.pk)
    undo_bill(by, bill.pk, reason="시험")
    with pytest.raises(BillNotConfirmed):
        carry_late_bill(by, bill.pk)
    elsewhere = new_office("나래시")
    with pytest.raises(NotFound):
        carry_late_bill(elsewhere.payroll_officer, bill.pk)


def test_looking_at_late_people_takes_the_same_number_of_statements_for_any_number(office: Office) -> None:
    names = ("가하나", "나두리", "다세찌")
    contracts = [office.employ(name) for name in names]
    pay(office, JUNE)
    rows = [[one.person.name, number_of(one), 1_000, 100] for one in contracts]
    bill = late(office, rows[0])
    with counted_statements() as few:
        assert len(late_people(bill)) == 1
    undo_bill(office.payroll_officer, bill.pk, reason="시험")
    bill = late(office, *rows)
    with counted_statements() as many:
        assert len(late_people(bill)) == 3
    assert len(many) == len(few)


def test_a_late_bill_is_carried_and_taken_back_on_screen(office: Office) -> None:
    contract = office.employ()
    pay(office, JUNE)
    bill = late(office, ["김하늘", number_of(contract), 1_000, 100])
    by = office.payroll_officer
    assert "지급한 뒤에 온 고지" in asked(office, by, "bill", bill.pk).content.decode()
    assert "1명의 차이를 다음 급여에 반영" in asked(office, by, "late_bill", bill.pk).content.decode()
    assert asked(office, by, "carry_late_bill", bill.pk, sure=1).status_code == 302
    assert "2026-07" in asked(office, by, "late_bill", bill.pk).content.decode()
    assert asked(office, by, "take_back_late_bill", bill.pk, reason="틀림").status_code == 302
    assert not CarriedBill.objects.exists()
    assert asked(office, office.clerk, "late_bill", bill.pk).status_code == 404
