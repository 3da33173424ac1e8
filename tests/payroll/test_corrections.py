"""A later correction of a paid month: the closed slip stays, the difference is paid once in the open month."""

from datetime import date
from random import Random
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from closing import JULY, JUNE, MAY, close, compute, compute_again, confirm, fill, paid_for, slip_of
from office import LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.corrections import (
    CorrectedDayUnreadable,
    CorrectionDecided,
    CorrectionNotConfirmed,
    LaterCorrectionFollows,
    MonthNotPaid,
    NothingCorrected,
    OwnProposal,
    RuleBookUnchanged,
    WageNotPositive,
    confirm_corrections,
    propose_days,
    propose_law,
    propose_reversal,
    propose_wage,
    turn_down,
    withdraw,
)
from openinsa.payroll.actions.runs import pay_runs, prepare_runs, send_back_run
from openinsa.payroll.actions.supplements import NothingOwed, run_supplement
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.differences import CorrectedMonthRefused
from openinsa.payroll.explaining import retell
from openinsa.payroll.models import Correction, Difference, PayRun, PayslipLine
from openinsa.payroll.replaying import Verdict, replay_run
from openinsa.payroll.scope import corrections_of
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.staffing.actions.contracts import OutsideContract
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Day
from statements import counted_statements

pytestmark = pytest.mark.django_db
ABSENT_IN_TRUTH = {date(2026, 5, 12): "결"}


@pytest.fixture
def office() -> Office:
    return new_office()


def test_a_day_found_to_be_an_absence_takes_its_pay_and_the_weekly_holiday_from_the_next_slip(
    office: Office,
) -> None:
    contract = office.employ()
    close(office, MAY)
    paid = slip_of(contract, MAY)
    one = propose_days(office.clerk, paid.pk, ABSENT_IN_TRUTH, reason="출근부 대조")
    confirm(office, one)
    compute(office, JUNE)
    lines = dict(PayslipLine.objects.filter(month=MAY, side="earning").values_list("code", "amount"))
    assert lines == {"base": -LIVING_WAGE_DAY, "weekly_holiday": -LIVING_WAGE_DAY}
    slip = slip_of(contract, JUNE)
    sides = {
        side: sum(slip.lines.filter(side=side).values_list("amount", flat=True))
        for side in ("earning", "deduction", "employer")
    }
    assert (slip.gross, slip.deductions, slip.employer_total) == tuple(sides.values())
    assert slip.run.gross == slip.gross


def test_the_closed_slip_and_its_days_stay_as_they_were(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    slip = slip_of(contract, MAY)
    before = (list(slip.lines.values()), slip.gross, list(Day.objects.order_by("pk").values("date", "mark")))
    confirm(office, propose_days(office.clerk, slip.pk, ABSENT_IN_TRUTH, reason="출근부 대조"))
    slip.refresh_from_db()
    assert (
        list(slip.lines.values()),
        slip.gross,
        list(Day.objects.order_by("pk").values("date", "mark")),
    ) == before


def test_computing_the_open_month_twice_pays_the_difference_once(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    compute(office, JUNE)
    first = paid_for(contract, MAY)
    compute_again(office, JUNE)
    assert paid_for(contract, MAY) == first
    assert Difference.objects.count() == 1


def test_a_second_correction_pays_only_what_is_further_due(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    slip = slip_of(contract, MAY)
    confirm(office, propose_days(office.clerk, slip.pk, ABSENT_IN_TRUTH, reason="대조"))
    close(office, JUNE)
    confirm(office, propose_days(office.clerk, slip.pk, {date(2026, 5, 20): "결"}, reason="또 대조"))
    compute(office, JULY)
    lines = dict(
        PayslipLine.objects.filter(slip__run__month=JULY, month=MAY, side="earning").values_list(
            "code", "amount"
        )
    )
    assert lines == {"base": -LIVING_WAGE_DAY, "weekly_holiday": -LIVING_WAGE_DAY}
    assert paid_for(contract, MAY) == as_if_right_at_once(
        office, {**ABSENT_IN_TRUTH, date(2026, 5, 20): "결"}
    )


def as_if_right_at_once(
    office: Office, marks: dict[date, str], rate: int = LIVING_WAGE_DAY
) -> dict[tuple[str, str], int]:
    """What May pays to somebody alike whose days were right from the start."""
    project = office.new_project("처음부터 맞은 사업")
    contract = office.employ("처음부터 맞은 사람", project=project.name, rate=rate)
    month = office.month(MAY, project)
    fill_month(office.clerk, month.pk)
    cells = [CellChange(contract.pk, day, "출", mark) for day, mark in marks.items()]
    record_days(office.clerk, month.pk, uuid4(), "type", cells)
    compute(office, MAY, project)
    return dict(paid_for(contract, MAY))


def test_the_order_of_corrections_and_of_pay_runs_changes_no_sum(office: Office) -> None:
    first, second = {date(2026, 5, 12): "결"}, {date(2026, 5, 13): "10", date(2026, 5, 29): "연"}
    sums = []
    for number, steps in enumerate([(first, second), (second, first), ({**first, **second},)]):
        project = office.new_project(f"사업 {number}")
        contract = office.employ(f"근로자 {number}", project=project.name)
        close(office, MAY, project)
        for marks in steps:
            confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, marks, reason="대조"))
            compute(office, JUNE, project)
        compute(office, JUNE, project)
        sums.append(paid_for(contract, MAY))
    assert sums[0] == sums[1] == sums[2] == as_if_right_at_once(office, {**first, **second})


def test_a_correction_taken_back_gives_the_difference_back(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    before = paid_for(contract, MAY)
    one = propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조")
    confirm(office, one)
    close(office, JUNE)
    assert paid_for(contract, MAY) != before
    confirm(office, propose_reversal(office.clerk, one.pk, reason="출근부가 잘못됨"))
    compute(office, JULY)
    assert paid_for(contract, MAY) == before
    assert slip_of(contract, JULY).gross - slip_of(contract, JUNE).gross != 0


def test_a_correction_taken_back_before_it_was_paid_pays_nothing(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    one = propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조")
    confirm(office, one)
    compute(office, JUNE)
    confirm(office, propose_reversal(office.clerk, one.pk, reason="착오"))
    assert PayRun.objects.get(month=JUNE).state == PayRun.State.WAITING
    compute_again(office, JUNE)
    assert not Difference.objects.exists()


def test_a_corrected_last_day_of_april_moves_the_weekly_holiday_of_may(office: Office) -> None:
    contract = office.employ()
    april = date(2026, 4, 1)
    for month in (april, MAY, JUNE):
        close(office, month)
    slip = slip_of(contract, april)
    confirm(office, propose_days(office.clerk, slip.pk, {date(2026, 4, 29): "결"}, reason="대조"))
    compute(office, JULY)
    found = set(
        PayslipLine.objects.filter(side="earning", month__isnull=False).values_list("month", "code", "amount")
    )
    assert found == {
        (april, "base", -LIVING_WAGE_DAY),
        (MAY, "weekly_holiday", -LIVING_WAGE_DAY),
    }


def test_an_open_month_begins_its_week_on_the_corrected_days(office: Office) -> None:
    contract = office.employ()
    april = date(2026, 4, 1)
    close(office, april)
    slip = slip_of(contract, april)
    confirm(office, propose_days(office.clerk, slip.pk, {date(2026, 4, 29): "결"}, reason="대조"))
    compute(office, MAY)
    holiday = slip_of(contract, MAY).lines.get(code="weekly_holiday", month=None)
    assert holiday.amount == 4 * LIVING_WAGE_DAY
    assert Difference.objects.get().month == april
    assert all(line.same for line in retell(slip_of(contract, MAY)))
    assert replay_run(PayRun.objects.get(month=MAY)).verdict == Verdict.EQUAL


def test_a_corrected_day_before_a_move_to_another_project_moves_the_week_there(office: Office) -> None:
    april, second = date(2026, 4, 1), office.new_project("옮긴 사업")
    same = {"resident_number": "850412-1888888"}
    before = office.employ("옮긴 사람", ends_on=date(2026, 4, 30), **same)
    office.employ("남은 사람")
    after = office.employ("옮긴 사람", starts_on=MAY, project=second.name, **same)
    close(office, april)
    close(office, MAY, second)
    confirm(
        office,
        propose_days(office.clerk, slip_of(before, april).pk, {date(2026, 4, 29): "결"}, reason="대조"),
    )
    compute(office, JUNE, second)
    line = PayslipLine.objects.get(month=MAY, side="earning")
    assert (line.slip.contract_id, line.code, line.amount) == (after.pk, "weekly_holiday", -LIVING_WAGE_DAY)


def test_a_wage_corrected_from_a_day_pays_closed_months_and_changes_the_contract_for_open_ones(
    office: Office,
) -> None:
    contract = office.employ()
    close(office, MAY)
    close(office, JUNE)
    one = propose_wage(
        office.clerk,
        slip_of(contract, MAY).pk,
        date(2026, 5, 18),
        LIVING_WAGE_DAY + 8_000,
        reason="호봉 누락",
    )
    confirm(office, one)
    one.refresh_from_db()
    assert (one.first_day, one.last_day) == (date(2026, 5, 18), date(2026, 6, 30))
    assert [(v.valid_from, v.rate) for v in contract.versions.all()] == [
        (date(2026, 1, 1), LIVING_WAGE_DAY),
        (JULY, LIVING_WAGE_DAY + 8_000),
    ]
    compute(office, JULY)
    months = dict(PayslipLine.objects.filter(code="base", month__isnull=False).values_list("month", "amount"))
    assert months == {MAY: 9 * 8_000, JUNE: 21 * 8_000}
    confirm(office, propose_reversal(office.clerk, one.pk, reason="착오"))
    compute_again(office, JULY)
    assert not Difference.objects.exists()
    assert {v.rate for v in contract.versions.all()} == {LIVING_WAGE_DAY}


def test_two_contracts_of_one_person_share_premiums_also_in_the_difference(office: Office) -> None:
    second = office.new_project("둘째 사업")
    one = office.employ("김하늘", resident_number="850412-1999999")
    other = office.employ("김하늘", resident_number="850412-1999999", project=second.name)
    for project in (office.project, second):
        fill(office, MAY, project)
    runs = prepare_runs(office.payroll_officer, MAY)
    compute_runs([run.pk for run in runs], office.payroll_officer.pk)
    pay_runs(office.payroll_officer, [run.pk for run in runs])
    before = paid_for(one, MAY)
    confirm(office, propose_days(office.clerk, slip_of(other, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    for project in (office.project, second):
        fill(office, JUNE, project)
    compute_runs([run.pk for run in prepare_runs(office.payroll_officer, JUNE)], office.payroll_officer.pk)
    sides = set(PayslipLine.objects.filter(month=MAY).values_list("slip__contract", "side"))
    assert {(one.pk, "deduction"), (other.pk, "earning")} <= sides
    assert paid_for(one, MAY) != before


def test_who_has_left_is_owed_and_paid_by_a_run_of_its_own(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 5, 31))
    office.employ("남은 사람")
    close(office, MAY)
    more = {date(2026, 5, 12): "10"}
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, more, reason="연장 누락"))
    close(office, JUNE)
    assert not Difference.objects.exists()
    run = run_supplement(office.payroll_officer, office.project.pk, date(2026, 7, 20))
    again = run_supplement(office.payroll_officer, office.project.pk, date(2026, 7, 25))
    assert run.pk == again.pk
    slip = again.slips.get()
    assert slip.net == again.net == Difference.objects.get().net > 0
    assert set(slip.lines.values_list("month", flat=True)) == {MAY}
    told = retell(slip)
    assert [(line.label, line.stored) for line in told] == [
        (line.label, line.amount) for line in slip.lines.all()
    ]
    assert all(line.same for line in told)
    pay_runs(office.payroll_officer, [again.pk])
    assert replay_run(PayRun.objects.get(pk=again.pk)).verdict == Verdict.EQUAL
    with pytest.raises(NothingOwed):
        run_supplement(office.payroll_officer, office.project.pk, date(2026, 8, 20))


def test_who_has_left_is_paid_while_others_of_the_project_wait_for_their_next_pay(office: Office) -> None:
    leaver, stays = office.employ("나간 사람", ends_on=date(2026, 5, 31)), office.employ("남은 사람")
    close(office, MAY)
    more = {date(2026, 5, 12): "10"}
    for one in (leaver, stays):
        confirm(office, propose_days(office.clerk, slip_of(one, MAY).pk, more, reason="연장 누락"))
    run = run_supplement(office.payroll_officer, office.project.pk, date(2026, 7, 20))
    assert run.slips.get().contract == leaver
    assert [one.correction.contract for one in run.carried.all()] == [leaver]
    compute(office, JUNE)
    assert paid_for(stays, MAY) == paid_for(leaver, MAY)


def test_a_leaver_who_was_paid_too_much_gets_no_slip(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 5, 31))
    close(office, MAY)
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    with pytest.raises(NothingOwed):
        run_supplement(office.payroll_officer, office.project.pk, date(2026, 7, 20))


def test_a_closed_month_replays_to_the_same_won_after_corrections_and_other_changes(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    close(office, JUNE)
    contract.person.family_members = 4
    contract.person.save()
    assert [replay_run(run).verdict for run in PayRun.objects.all()] == [Verdict.EQUAL, Verdict.EQUAL]


def test_a_change_of_family_since_does_not_leak_into_the_difference(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    contract.person.family_members = 4
    contract.person.save()
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    compute(office, JUNE)
    assert paid_for(contract, MAY) == as_if_right_at_once(office, ABSENT_IN_TRUTH)


def test_a_month_paid_before_runs_kept_their_grounds_is_corrected_from_its_days(office: Office) -> None:
    contract = office.employ()
    run = close(office, MAY)
    PayRun.objects.filter(pk=run.pk).update(inputs=None)
    assert replay_run(PayRun.objects.get(pk=run.pk)).verdict == Verdict.NOT_KEPT
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    compute(office, JUNE)
    assert paid_for(contract, MAY) == as_if_right_at_once(office, ABSENT_IN_TRUTH)


def test_a_run_under_another_rule_book_says_that_it_is_not_at_hand(office: Office) -> None:
    office.employ()
    run = close(office, MAY)
    PayRun.objects.filter(pk=run.pk).update(rule_book_version="another")
    found = replay_run(PayRun.objects.get(pk=run.pk))
    assert (found.verdict, found.moved) == (Verdict.OTHER_BOOK, [])


def test_a_line_that_comes_out_otherwise_is_named(office: Office) -> None:
    contract = office.employ()
    run = close(office, MAY)
    line = slip_of(contract, MAY).lines.get(code="base")
    PayslipLine.objects.filter(pk=line.pk).update(amount=line.amount + 10)
    found = replay_run(run)
    assert found.verdict == Verdict.DIFFERS
    assert [(one.paid, one.now) for one in found.moved] == [(line.amount + 10, line.amount)]


def test_a_changed_rule_book_is_a_correction_for_those_whose_pay_moves(office: Office) -> None:
    contract = office.employ()
    run = close(office, MAY)
    with pytest.raises(RuleBookUnchanged):
        propose_law(office.clerk, run.pk, reason="고시 정정")
    PayRun.objects.filter(pk=run.pk).update(rule_book_version="before the correction")
    with pytest.raises(NothingCorrected):
        propose_law(office.clerk, run.pk, reason="고시 정정")
    line = slip_of(contract, MAY).lines.get(code="pension")
    PayslipLine.objects.filter(pk=line.pk).update(amount=line.amount - 1_000)
    confirm(office, *propose_law(office.clerk, run.pk, reason="고시 정정"))
    compute(office, JUNE)
    found = PayslipLine.objects.get(month=MAY)
    assert (found.code, found.amount) == ("pension", 1_000)
    assert "고시 정정" in found.words_ko


def test_corrections_of_many_people_take_as_many_statements_as_of_one(office: Office) -> None:
    people = [office.employ(f"근로자{n}") for n in range(6)]
    close(office, MAY)
    made = [
        propose_days(office.clerk, slip_of(one, MAY).pk, ABSENT_IN_TRUTH, reason="대조") for one in people
    ]
    with counted_statements() as confirming_one:
        confirm(office, made[0])
    fill(office, JUNE)
    (run,) = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([run.pk], office.payroll_officer.pk)
    with counted_statements() as of_one:
        compute_runs([run.pk], office.payroll_officer.pk)
    with counted_statements() as confirming_five:
        confirm(office, *made[1:])
    assert len(confirming_five) == len(confirming_one), "\n".join(confirming_five)
    with counted_statements() as of_six:
        compute_runs([run.pk], office.payroll_officer.pk)
    assert Difference.objects.count() == 6
    assert len(of_six) == len(of_one), "\n".join(of_six)


def test_two_open_months_pay_the_difference_once_whichever_is_computed_first(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    compute(office, JULY)
    right = paid_for(contract, MAY)
    compute(office, JUNE)
    assert paid_for(contract, MAY) == right
    assert Difference.objects.get().slip.run.month == JULY
    send_back_run(office.payroll_officer, PayRun.objects.get(month=JULY).pk, reason="다시 봄")
    compute_again(office, JUNE)
    assert paid_for(contract, MAY) == right
    assert Difference.objects.get().slip.run.month == JUNE


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_corrected_and_paid_when_all_slips_together_pay_what_was_right(
    office: Office, seed: int
) -> None:
    """Days and wages corrected, taken back and paid in any order come to the same won as if right at once."""
    chance = Random(seed)
    contract = office.employ()
    close(office, MAY)
    slip, months = slip_of(contract, MAY), [JUNE, JULY, date(2026, 8, 1)]
    working = [date(2026, 5, day) for day in (4, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 26, 27)]
    truth: dict[date, str] = {}
    rate = LIVING_WAGE_DAY
    for _step in range(6):
        day, mark = chance.choice(working), chance.choice(["결", "연", "9:30", "4", "08:00-19:30"])
        if truth.get(day, "출") != mark:
            truth[day] = mark
            confirm(office, propose_days(office.clerk, slip.pk, {day: mark}, reason="대조"))
        if chance.random() < 0.4:
            rate += 1_111
            confirm(office, propose_wage(office.clerk, slip.pk, MAY, rate, reason="호봉"))
        if months and chance.random() < 0.5:
            (close if chance.random() < 0.6 else compute)(office, months[0])
            if PayRun.objects.get(month=months[0]).state == PayRun.State.PAID:
                months.pop(0)
    compute(office, months[0] if months else date(2026, 9, 1))
    assert paid_for(contract, MAY) == as_if_right_at_once(office, truth, rate)
    verdicts = {replay_run(run).verdict for run in PayRun.objects.filter(state=PayRun.State.PAID)}
    assert verdicts == {Verdict.EQUAL}


class TestRefusals:
    """What may not be corrected, and by whom."""

    def test_an_unpaid_month_is_mended_itself(self, office: Office) -> None:
        contract = office.employ()
        compute(office, MAY)
        with pytest.raises(MonthNotPaid):
            propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조")

    def test_the_same_marks_correct_nothing(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        slip = slip_of(contract, MAY)
        with pytest.raises(NothingCorrected):
            propose_days(office.clerk, slip.pk, {date(2026, 5, 12): "출"}, reason="대조")
        with pytest.raises(NothingCorrected):
            propose_wage(office.clerk, slip.pk, date(2026, 5, 12), LIVING_WAGE_DAY, reason="대조")

    @pytest.mark.parametrize("mark", ["몰라", "25", "", "공휴"])
    def test_a_mark_that_means_nothing_there_is_refused_whole(self, office: Office, mark: str) -> None:
        contract = office.employ()
        close(office, MAY)
        marks = {date(2026, 5, 12): mark, date(2026, 5, 13): "결"}
        with pytest.raises(CorrectedDayUnreadable), transaction.atomic():
            propose_days(office.clerk, slip_of(contract, MAY).pk, marks, reason="대조")
        assert not Correction.objects.exists()

    def test_a_reason_is_asked_for(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        with pytest.raises(ReasonMissing):
            propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason=" ")

    def test_a_wage_is_a_positive_sum_from_a_day_of_a_paid_month_of_the_contract(
        self, office: Office
    ) -> None:
        contract = office.employ()
        close(office, MAY)
        slip = slip_of(contract, MAY)
        with pytest.raises(WageNotPositive):
            propose_wage(office.clerk, slip.pk, date(2026, 5, 12), 0, reason="대조")
        with pytest.raises(OutsideContract):
            propose_wage(office.clerk, slip.pk, date(2025, 5, 12), 100_000, reason="대조")
        with pytest.raises(MonthNotPaid):
            propose_wage(office.clerk, slip.pk, JUNE, 100_000, reason="대조")

    def test_a_month_that_cannot_be_computed_with_the_correction_is_refused(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        marks = {date(2026, 5, 12): "09:00-09:00", date(2026, 5, 13): "08:00-18:00"}
        with pytest.raises(CorrectedMonthRefused):
            propose_days(office.clerk, slip_of(contract, MAY).pk, marks, reason="대조")

    def test_the_clerk_proposes_and_the_payroll_officer_confirms(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        slip = slip_of(contract, MAY)
        for user in (office.payroll_officer, office.auditor, office.head):
            with pytest.raises(NotAllowed):
                propose_days(user, slip.pk, ABSENT_IN_TRUTH, reason="대조")
        one = propose_days(office.clerk, slip.pk, ABSENT_IN_TRUTH, reason="대조")
        for user in (office.clerk, office.auditor, office.hr_officer):
            with pytest.raises(NotAllowed):
                confirm_corrections(user, [one.pk])
        assert list(corrections_of(office.auditor)) == [one]
        stranger = office.user(Role.PROJECT_CLERK)
        assert not corrections_of(stranger).exists()
        with pytest.raises(NotFound):
            propose_days(stranger, slip.pk, ABSENT_IN_TRUTH, reason="대조")

    def test_nobody_confirms_an_own_proposal(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        both = office.user(Role.HR_OFFICER)
        both.roles = [Role.HR_OFFICER, Role.PAYROLL_OFFICER]
        both.save()
        one = propose_days(both, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조")
        with pytest.raises(OwnProposal):
            confirm_corrections(both, [one.pk])

    def test_a_correction_is_decided_once(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        one = propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조")
        with pytest.raises(CorrectionNotConfirmed):
            propose_reversal(office.clerk, one.pk, reason="착오")
        turn_down(office.payroll_officer, one.pk, reason="근거 없음")
        for again in (lambda: confirm(office, one), lambda: withdraw(office.clerk, one.pk)):
            with pytest.raises(CorrectionDecided):
                again()
        with pytest.raises(IntegrityError, match="decided correction stays"), transaction.atomic():
            Correction.objects.filter(pk=one.pk).update(reason="다른 사유")

    def test_what_was_corrected_again_is_taken_back_in_turn(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        slip = slip_of(contract, MAY)
        first = propose_days(office.clerk, slip.pk, ABSENT_IN_TRUTH, reason="대조")
        confirm(office, first)
        confirm(office, propose_days(office.clerk, slip.pk, {date(2026, 5, 12): "연"}, reason="대조"))
        with pytest.raises(LaterCorrectionFollows):
            propose_reversal(office.clerk, first.pk, reason="착오")

    def test_a_paid_difference_stays(self, office: Office) -> None:
        contract = office.employ()
        close(office, MAY)
        confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
        close(office, JUNE)
        with pytest.raises(IntegrityError, match="paid run stay"), transaction.atomic():
            Difference.objects.update(gross=0, net=0, deductions=0)
