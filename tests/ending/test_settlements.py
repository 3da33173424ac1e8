"""What is settled with who leaves: severance from paid slips, notice pay, tax, and what stays once confirmed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from closing import close, confirm
from ending_office import DECEMBER, LAST_MONTHS, NOVEMBER, OCTOBER, draft, mark, settled
from office import LIVING_WAGE_DAY, Office, new_office
from openinsa.ending.accounts import PensionAccountUnreadable
from openinsa.ending.actions import (
    EmploymentGoesOn,
    EndingSettingExists,
    GroundDoesNotHold,
    GroundMissing,
    NobodyToSettle,
    NoticeAfterTheEnd,
    PaidBeforeTheEnd,
    SettlementDecided,
    SettlementIncomplete,
    SettlementNotConfirmed,
    UnknownCause,
    ValueUnreadable,
    change_settlement,
    confirm_settlements,
    draft_settlements,
    drop_settlement,
    leave_out,
    put_value,
    reckon_again,
    record_payment,
    reopen_settlement,
    set_ending_settings,
)
from openinsa.ending.models import Settlement
from openinsa.ending.queries import Replay, leave_in_pay, replay
from openinsa.ending.reckoning import NotReckonable
from openinsa.ending.telling import value_of
from openinsa.leave.actions import grant_by_hand
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.actions.unused_leave import pay_unused_leave, take_back_unused_leave
from openinsa.payroll.models import OneTimePayment, Payslip, PayslipLine
from openinsa.payroll.unused_leave import OwedLeave, owed_leave
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.staffing.actions.pay_items import grant_allowance
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day
from statements import counted_statements

pytestmark = pytest.mark.django_db
A_YEAR_OF_ORDINARY_WAGE = 30 * LIVING_WAGE_DAY
LEAVE_LEFT = 56 * 12_121


@pytest.fixture
def office() -> Office:
    return new_office()


def codes(one: Settlement) -> set[str]:
    return {warning["code"] for warning in one.warnings}


def test_a_year_at_the_living_wage_earns_thirty_days_of_ordinary_wage(office: Office) -> None:
    one = settled(office, office.employ())
    assert one.given["window_wages"] == sum(month["won"] for month in one.months)
    assert one.given["excluded_days"] == 0
    assert (one.severance, one.income_tax, one.net) == (2_909_040, 0, 2_909_040)
    assert one.due_on == date(2027, 1, 14)


def test_a_day_short_of_a_year_earns_no_severance(office: Office) -> None:
    one = settled(office, office.employ(starts_on=date(2026, 1, 2)))
    assert (one.severance, one.net) == (0, 0)


def test_fourteen_hours_a_week_earn_no_severance(office: Office) -> None:
    terms = {"daily_scheduled_minutes": 210, "weekly_scheduled_days": 4, "rate": 45_000}
    one = settled(office, office.employ(**terms))
    assert one.given["average_weekly_minutes"] == 840
    assert one.severance == 0


def test_allowances_that_are_no_ordinary_wage_raise_the_average_wage(office: Office) -> None:
    contract = office.employ()
    item = {"name": "근속장려", "amount": 600_000, "valid_from": OCTOBER, "condition": "performance"}
    grant_allowance(office.hr_officer, office.project.pk, [contract.pk], item)
    one = settled(office, contract)
    wages = one.given["window_wages"]
    assert wages > 92 * LIVING_WAGE_DAY
    assert one.severance == wages * 30 * 365 // (92 * 365)


def test_a_bonus_of_some_months_enters_by_three_twelfths(office: Office) -> None:
    contract = office.employ()
    bonus = {"name": "명절휴가비", "amount": 1_200_000, "valid_from": date(2026, 9, 1), "months": 2**8 | 2**9}
    grant_allowance(office.hr_officer, office.project.pk, [contract.pk], bonus | {"condition": "performance"})
    one = settled(office, contract, months=(date(2026, 9, 1), *LAST_MONTHS))
    assert one.given["yearly_bonus"] == 2_400_000
    assert one.given["window_wages"] == sum(month["won"] for month in one.months)
    assert value_of(one.told, "average_daily_wage") == (one.given["window_wages"] + 600_000) // 92


def test_a_bonus_paid_once_enters_by_three_twelfths_too(office: Office) -> None:
    contract = office.employ()
    OneTimePayment.objects.create(
        institution=office.institution,
        contract=contract,
        month=NOVEMBER,
        name="성과상여금",
        amount=2_000_000,
        grounds="성과급 지침",
    )
    one = settled(office, contract)
    assert one.given["yearly_bonus"] == 2_000_000
    assert "성과상여금" not in {line["label"] for month in one.months for line in month["lines"]}


def test_a_salary_counts_by_calendar_days_when_the_three_months_begin_inside_a_month(
    office: Office,
) -> None:
    contract = office.employ(pay_basis="monthly", rate=3_100_000, ends_on=date(2026, 12, 15))
    one = settled(office, contract, months=(date(2026, 9, 1), *LAST_MONTHS))
    september = one.months[0]
    assert (september["month"], september["days"], september["counted_days"]) == ("2026-09", 30, 15)
    assert september["counted_won"] == 1_550_000
    assert sum(month["counted_days"] for month in one.months) == 91


def test_day_wages_count_by_the_days_that_lie_inside_the_three_months(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 12, 15))
    one = settled(office, contract, months=(date(2026, 9, 1), *LAST_MONTHS))
    base = next(line for line in one.months[0]["lines"] if line["label"] == "기본급")
    days = base["counted"] // LIVING_WAGE_DAY
    assert base["counted"] == days * LIVING_WAGE_DAY
    assert base["won"] > base["counted"] > 0


def test_sick_leave_is_left_out_with_its_days_and_its_wages(office: Office) -> None:
    contract = office.employ()
    for month in (OCTOBER, NOVEMBER):
        close(office, month)
    mark(office, contract, date(2026, 12, 7), date(2026, 12, 18), "병", "paid_sick_leave")
    close(office, DECEMBER)
    one = draft(office, contract)
    assert one.given["excluded_days"] == 12
    december = one.months[-1]
    assert december["counted_days"] == 31 - 12
    assert december["counted_won"] < december["won"]
    assert "days_left_out" in codes(one)


def test_after_a_leave_of_three_months_the_three_months_before_it_count(office: Office) -> None:
    """평균임금산정 특례 고시 제1조: 육아휴직이 10월부터 퇴직까지면 7~9월의 임금."""
    contract = office.employ()
    summer = [date(2026, month, 1) for month in (7, 8, 9)]
    for month in summer:
        close(office, month)
    for month in LAST_MONTHS:
        mark(office, contract, month, last_day(month), "육아", "childcare_leave")
    one = draft(office, contract)
    assert [month["month"] for month in one.months] == ["2026-07", "2026-08", "2026-09"]
    assert one.given["window_wages"] == sum(month["won"] for month in one.months) > 0
    assert (one.given["average_window_days"], one.given["excluded_days"]) == (92, 0)
    assert one.given["left_out_since"] == "2026-10-01"
    assert "before_leave" in codes(one)
    assert value_of(one.told, "three_month_days") == 92
    (confirmed,) = confirm_settlements(office.payroll_officer, [one.pk])
    assert replay([confirmed]) == [Replay.EQUAL]


def test_who_was_on_leave_from_the_first_day_has_the_ordinary_wage(office: Office) -> None:
    contract = office.employ(starts_on=OCTOBER)
    for month in LAST_MONTHS:
        mark(office, contract, month, last_day(month), "육아", "childcare_leave")
    one = draft(office, contract)
    assert "left_out_since" not in one.given


def test_probation_is_left_out_for_three_months_at_most(office: Office) -> None:
    contract = office.employ(starts_on=date(2026, 9, 15))
    Contract.objects.filter(pk=contract.pk).update(probation_to=date(2027, 1, 14))
    one = settled(office, contract, months=[date(2026, 9, 1), *LAST_MONTHS])
    assert one.given["excluded_days"] == (date(2026, 12, 14) - date(2026, 10, 1)).days + 1


def test_an_institution_may_keep_days_with_a_mark_in_from_a_day_on(office: Office) -> None:
    contract = office.employ()
    mark(office, contract, date(2026, 12, 7), date(2026, 12, 11), "병", "paid_sick_leave")
    rule = {"code": "paid_sick_leave", "left_out": False, "source": "복무 조례"}
    leave_out(office.hr_officer, valid_from=date(2026, 12, 9), **rule)
    one = settled(office, contract)
    assert one.given["excluded_days"] == 2


def test_contracts_in_two_projects_without_a_day_between_are_one_service(office: Office) -> None:
    number = {"resident_number": "900101-1999999"}
    office.employ("박새봄", ends_on=date(2026, 6, 30), **number)
    other = office.new_project("하천 정비")
    second = office.employ("박새봄", starts_on=date(2026, 7, 1), project=other.name, **number)
    one = settled(office, second)
    assert one.employed_since == date(2026, 1, 1)
    assert one.severance == A_YEAR_OF_ORDINARY_WAGE


def test_a_weekend_between_contracts_parts_them_unless_the_institution_joins_them(office: Office) -> None:
    number = {"resident_number": "900101-1999999"}
    office.employ("박새봄", ends_on=date(2026, 7, 3), **number)
    second = office.employ("박새봄", starts_on=date(2026, 7, 6), **number)
    one = settled(office, second)
    assert (one.employed_since, one.severance) == (date(2026, 7, 6), 0)
    set_ending_settings(
        office.hr_officer,
        date(2026, 1, 1),
        february="march",
        rounding="cut",
        gap_days=2,
        pays_fairness=False,
        source="내부 지침",
    )
    reckon_again(office.payroll_officer, [one.pk])
    one.refresh_from_db()
    assert (one.employed_since, one.severance) == (date(2026, 1, 1), A_YEAR_OF_ORDINARY_WAGE)
    assert "gaps_joined" in codes(one)


def test_a_contract_that_another_one_follows_is_not_settled(office: Office) -> None:
    number = {"resident_number": "900101-1999999"}
    first = office.employ("박새봄", ends_on=date(2026, 6, 30), **number)
    office.employ("박새봄", starts_on=date(2026, 7, 1), **number)
    with pytest.raises(EmploymentGoesOn):
        draft_settlements(office.payroll_officer, [first.pk])
    assert not Settlement.objects.exists()


def test_a_difference_paid_later_counts_for_the_month_it_is_about(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 12, 31))
    close(office, OCTOBER)
    slip = Payslip.objects.get()
    confirm(office, propose_days(office.clerk, slip.pk, {date(2026, 10, 20): "결"}, reason="출근부 대조"))
    close(office, NOVEMBER)
    close(office, DECEMBER)
    one = draft(office, contract)
    october = one.months[0]
    assert october["won"] == slip.gross - 2 * LIVING_WAGE_DAY


def test_a_dismissal_without_thirty_days_of_notice_is_paid_for(office: Office) -> None:
    contract = office.employ(starts_on=date(2026, 7, 1))
    one = settled(office, contract, "dismissed")
    assert one.notice_pay == A_YEAR_OF_ORDINARY_WAGE
    noticed = change_settlement(
        office.payroll_officer, one.pk, cause="dismissed", notice_given_on=date(2026, 12, 1)
    )
    assert noticed.notice_pay == 0
    with pytest.raises(NoticeAfterTheEnd):
        change_settlement(office.payroll_officer, one.pk, cause="dismissed", notice_given_on=date(2027, 1, 1))
    with pytest.raises(UnknownCause):
        change_settlement(office.payroll_officer, one.pk, cause="bored")


def test_severance_into_a_pension_account_is_not_taxed_and_an_own_account_needs_its_ground(
    office: Office,
) -> None:
    contract = office.employ(rate=1_000_000)
    one = settled(office, contract)
    assert (one.payment, one.income_tax) == ("pension_account", 0)
    with pytest.raises(GroundMissing):
        change_settlement(office.payroll_officer, one.pk, cause="resigned", payment="account")
    for ground in ("age", "small_sum"):
        with pytest.raises(GroundDoesNotHold):
            change_settlement(
                office.payroll_officer, one.pk, cause="resigned", payment="account", ground=ground
            )
    taxed = change_settlement(office.payroll_officer, one.pk, cause="died", payment="account", ground="death")
    assert taxed.income_tax > 0
    assert taxed.local_tax == taxed.income_tax // 100 * 10
    assert taxed.net == taxed.severance - taxed.income_tax - taxed.local_tax


def test_a_pension_account_that_is_no_number_is_refused_and_the_kept_one_stays(office: Office) -> None:
    one = settled(office, office.employ(rate=1_000_000))
    kept = change_settlement(
        office.payroll_officer, one.pk, cause="resigned", pension_account="110-2345-678901"
    )
    for number in ("나중에", "1-------1", "110-2345-"):
        with pytest.raises(PensionAccountUnreadable):
            change_settlement(office.payroll_officer, one.pk, cause="resigned", pension_account=number)
    one.refresh_from_db()
    assert bytes(one.pension_account_sealed) == bytes(kept.pension_account_sealed)


def test_a_month_without_a_paid_slip_keeps_a_settlement_from_being_confirmed(office: Office) -> None:
    contract = office.employ()
    one = settled(office, contract, months=(OCTOBER, NOVEMBER))
    assert one.warnings[0] == {"code": "months_missing", "months": "2026-12"}
    with pytest.raises(SettlementIncomplete, match="지급된 급여명세서가 없는 달"):
        confirm_settlements(office.payroll_officer, [one.pk])
    close(office, DECEMBER)
    (confirmed,) = confirm_settlements(office.payroll_officer, [one.pk])
    assert confirmed.severance == A_YEAR_OF_ORDINARY_WAGE


def test_a_value_put_by_hand_stands_with_its_reason_until_it_is_taken_back(office: Office) -> None:
    one = settled(office, office.employ(starts_on=date(2026, 7, 1)))
    earlier = {"name": "employed_since", "value": date(2025, 1, 1)}
    with pytest.raises(ReasonMissing):
        put_value(office.payroll_officer, one.pk, **earlier, reason=" ")
    for name, value in (("employed_since", date(2027, 1, 1)), ("excluded_days", 1_000), ("window_wages", -1)):
        with pytest.raises(ValueUnreadable):
            put_value(office.payroll_officer, one.pk, name=name, value=value, reason="인사카드")
    put = put_value(office.payroll_officer, one.pk, **earlier, reason="전산 도입 전 입사")
    assert put.employed_since == date(2025, 1, 1)
    assert put.severance == LIVING_WAGE_DAY * 30 * 730 // 365
    assert put.overrides["employed_since"]["why"] == "전산 도입 전 입사"
    back = put_value(office.payroll_officer, one.pk, name="employed_since", value=None, reason="잘못 넣음")
    assert (back.employed_since, back.severance, back.overrides) == (date(2026, 7, 1), 0, {})


def test_a_daily_wage_put_by_hand_takes_the_place_of_the_computed_one(office: Office) -> None:
    one = settled(office, office.employ())
    put = put_value(
        office.payroll_officer, one.pk, name="daily_ordinary_wage", value=120_000, reason="소급 인상"
    )
    assert put.severance == 3_600_000
    with pytest.raises(NotFound):
        put_value(office.payroll_officer, one.pk, name="settlement_net", value=1, reason="?")


def test_values_that_the_rules_cannot_hold_are_refused_and_nothing_is_kept(office: Office) -> None:
    one = settled(office, office.employ(), months=())
    put_value(office.payroll_officer, one.pk, name="window_wages", value=10**10, reason="시험")
    with pytest.raises(NotReckonable, match="김하늘"):
        put_value(office.payroll_officer, one.pk, name="yearly_bonus", value=10**10, reason="시험")
    one.refresh_from_db()
    assert set(one.overrides) == {"window_wages"}


def test_only_one_setting_and_one_word_on_a_mark_begin_on_a_day(office: Office) -> None:
    said = {"code": "official_leave", "valid_from": date(2026, 7, 1), "left_out": True, "source": "조례"}
    leave_out(office.hr_officer, **said)
    with pytest.raises(EndingSettingExists):
        leave_out(office.hr_officer, **said)
    with pytest.raises(NotAllowed):
        leave_out(office.payroll_officer, **said)


def test_what_is_confirmed_stays_and_comes_out_the_same(office: Office) -> None:
    one = settled(office, office.employ())
    (confirmed,) = confirm_settlements(office.payroll_officer, [one.pk])
    assert replay([confirmed]) == [Replay.EQUAL]
    with pytest.raises(SettlementDecided):
        change_settlement(office.payroll_officer, one.pk, cause="resigned")
    with pytest.raises(SettlementDecided):
        drop_settlement(office.payroll_officer, one.pk)
    assert reckon_again(office.payroll_officer, [one.pk]) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=one.pk).update(severance=1, net=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=one.pk).delete()


def test_a_settlement_kept_with_other_figures_or_another_rule_book_is_told_apart(office: Office) -> None:
    one = settled(office, office.employ())
    one.severance += 1
    assert replay([one]) == [Replay.DIFFERS]
    one.rule_book_version = "of then"
    assert replay([one]) == [Replay.OTHER_BOOK]


def test_a_confirmation_is_taken_back_with_a_reason_while_nothing_is_paid(office: Office) -> None:
    one = settled(office, office.employ())
    with pytest.raises(SettlementNotConfirmed):
        reopen_settlement(office.payroll_officer, one.pk, reason="아직")
    confirm_settlements(office.payroll_officer, [one.pk])
    with pytest.raises(ReasonMissing):
        reopen_settlement(office.payroll_officer, one.pk, reason="")
    assert reopen_settlement(office.payroll_officer, one.pk, reason="입사일 착오").is_open
    drop_settlement(office.payroll_officer, one.pk)
    assert not Settlement.objects.exists()


def leaves_with_leave(office: Office) -> Settlement:
    """A draft for an end in June with forty hours of leave carried over and sixteen earned; June is not paid yet."""
    contract = office.employ(ends_on=date(2026, 6, 30))
    lasts = {"granted_on": contract.starts_on, "expires_on": DECEMBER, "reason": "이월"}
    grant_by_hand(office.hr_officer, contract.pk, minutes=2400, **lasts)
    one = settled(office, contract, months=(date(2026, 4, 1), date(2026, 5, 1)))
    by_hand = {"name": "window_wages", "value": 9_000_000, "reason": "6월 급여 전"}
    return put_value(office.payroll_officer, one.pk, **by_hand)


def owed_to_leavers(office: Office) -> list[OwedLeave]:
    return owed_leave(office.payroll_officer, date(2026, 7, 31))


def test_leave_is_shown_in_the_settlement_and_paid_by_payroll_alone(office: Office) -> None:
    one = leaves_with_leave(office)
    assert one.leave_pay == owed_to_leavers(office)[0].amount == LEAVE_LEFT
    assert one.net == one.severance - one.income_tax - one.local_tax
    assert "through_payroll" in codes(one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.update(net=F("net") + F("leave_pay"))


def test_leave_is_paid_once_when_a_settlement_is_confirmed_reopened_and_leave_comes_out_of_the_pay(
    office: Office,
) -> None:
    by, one = office.payroll_officer, leaves_with_leave(office)
    confirm_settlements(by, [one.pk])
    (paid,) = pay_unused_leave(by, [owed.pk for owed in owed_to_leavers(office)])
    assert (owed_to_leavers(office), leave_in_pay(one)) == ([], LEAVE_LEFT)
    reopen_settlement(by, one.pk, reason="입사일 착오")
    reckon_again(by, [one.pk])
    assert Settlement.objects.get(pk=one.pk).leave_pay == 0
    confirm_settlements(by, [one.pk])
    assert owed_to_leavers(office) == []
    take_back_unused_leave(by, [paid.pk])
    assert leave_in_pay(one) == 0
    reopen_settlement(by, one.pk, reason="연차수당을 다시 봄")
    reckon_again(by, [one.pk])
    assert Settlement.objects.get(pk=one.pk).leave_pay == LEAVE_LEFT
    pay_unused_leave(by, [owed.pk for owed in owed_to_leavers(office)])
    close(office, date(2026, 6, 1))
    assert owed_to_leavers(office) == []
    lines = PayslipLine.objects.filter(label_ko__startswith="연차 미사용수당")
    assert [line.amount for line in lines] == [LEAVE_LEFT]


def ended_in_june(office: Office) -> Settlement:
    """A dismissal at the end of June whose settlement is confirmed."""
    contract = office.employ(ends_on=date(2026, 6, 30))
    months = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))
    one = settled(office, contract, "dismissed", months)
    return confirm_settlements(office.payroll_officer, [one.pk])[0]


def test_from_the_fifteenth_day_on_late_payment_bears_interest(office: Office) -> None:
    one = ended_in_june(office)
    with pytest.raises(PaidBeforeTheEnd):
        record_payment(office.payroll_officer, one.pk, date(2026, 6, 29))
    paid = record_payment(office.payroll_officer, one.pk, date(2026, 7, 24))
    assert (paid.late_days, paid.late_interest) == (10, A_YEAR_OF_ORDINARY_WAGE * 2 * 10 // 3_650)
    with pytest.raises(SettlementNotConfirmed):
        record_payment(office.payroll_officer, one.pk, date(2026, 7, 24))
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.update(late_interest=0)


def test_within_fourteen_days_or_in_a_proper_dispute_there_is_no_interest(office: Office) -> None:
    one = ended_in_june(office)
    paid = record_payment(office.payroll_officer, one.pk, date(2026, 7, 14), waived="체불 소송 중")
    assert (paid.late_days, paid.late_interest, paid.interest_waived) == (0, 0, "")


def test_interest_is_waived_for_a_ground_of_the_decree_alone(office: Office) -> None:
    one = ended_in_june(office)
    paid = record_payment(
        office.payroll_officer, one.pk, date(2026, 8, 14), waived="임금 존부를 소송에서 다툼"
    )
    assert (paid.late_days, paid.late_interest) == (31, 0)
    assert paid.interest_waived == "임금 존부를 소송에서 다툼"


def half_a_year_of_2027(office: Office) -> Settlement:
    office.project.ends_on = date(2027, 12, 31)
    office.project.save()
    contract = office.employ(starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30))
    return draft(office, contract)


def test_the_announced_fairness_allowance_is_told_and_paid_only_where_the_institution_says_so(
    office: Office,
) -> None:
    one = half_a_year_of_2027(office)
    assert one.fairness == 0
    assert {"code": "fairness_not_paid", "won": "1,260,000"} in one.warnings
    set_ending_settings(
        office.hr_officer,
        date(2027, 1, 1),
        february="march",
        rounding="cut",
        gap_days=0,
        pays_fairness=True,
        source="2027년 예산 편성 기준",
    )
    reckon_again(office.payroll_officer, [one.pk])
    one.refresh_from_db()
    assert (one.fairness, one.net) == (1_260_000, 0)
    assert "fairness_announced" in codes(one)


def test_severance_and_fairness_allowance_never_stand_together(office: Office) -> None:
    one = settled(office, office.employ())
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=one.pk).update(fairness=1)


def test_drafts_for_many_take_as_many_statements_as_for_few(office: Office) -> None:
    first = [office.employ(f"근로자{n}").pk for n in range(2)]
    second = [office.employ(f"사람{n}").pk for n in range(9)]
    for month in LAST_MONTHS:
        close(office, month)
    counts = []
    for people in (first, second):
        with counted_statements() as sent:
            draft_settlements(office.payroll_officer, people)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_clerks_draft_for_their_own_projects_and_payroll_alone_confirms(office: Office) -> None:
    one = settled(office, office.employ())
    elsewhere = office.user(Role.PROJECT_CLERK)
    with pytest.raises(NobodyToSettle):
        draft_settlements(elsewhere, [one.contract_id])
    with pytest.raises(NotFound):
        change_settlement(elsewhere, one.pk, cause="resigned")
    with pytest.raises(NotAllowed):
        confirm_settlements(office.clerk, [one.pk])
    with pytest.raises(NotAllowed):
        draft_settlements(office.auditor, [one.contract_id])
    assert change_settlement(office.clerk, one.pk, cause="resigned").cause == "resigned"
