"""Pay for unused leave goes into the next pay once, at the ordinary wage of the last day of use, as its own line."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from closing import close, compute
from exports import taken_out
from office import Office, new_office
from openinsa.leave.actions import grant_by_hand
from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.actions.unused_leave import (
    NoMonthForUnusedLeave,
    NothingOwedForLeave,
    NoUnusedLeavePicked,
    UnusedLeaveWithoutWage,
    pay_unused_leave,
    take_back_unused_leave,
)
from openinsa.payroll.models import PayRun, PayslipLine
from openinsa.payroll.ordinary_wages import hourly_ordinary_wages
from openinsa.payroll.unused_leave import owed_leave
from openinsa.people.models import InstitutionSetting, User
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.pay_items import grant_allowance
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Allowance, Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
LAST = date(2026, 5, 31)
FORTY_HOURS = 40 * 12_121


@pytest.fixture
def office() -> Office:
    return new_office()


def left(office: Office, contract: Contract, last_day: date = LAST, minutes: int = 2400) -> Contract:
    """Leave by hand that nobody took until its last day."""
    days = {"granted_on": contract.starts_on, "expires_on": last_day}
    grant_by_hand(office.hr_officer, contract.pk, minutes=minutes, **days, reason="이월")
    return contract


def keys(office: Office) -> list[str]:
    return [one.pk for one in owed_leave(office.payroll_officer, date(2026, 6, 30))]


def test_lapsed_leave_is_a_line_of_its_own_in_the_first_month_that_is_not_paid(office: Office) -> None:
    contract = left(office, office.employ())
    office.employ("박새봄")
    close(office, MAY)
    pay_unused_leave(office.payroll_officer, keys(office))
    compute(office, JUNE)
    line = PayslipLine.objects.get(slip__contract=contract, label_ko__startswith="연차 미사용수당")
    assert (line.amount, line.label_ko) == (FORTY_HOURS, "연차 미사용수당(기한 2026-05-31) 40시간×12,121원")
    assert PayslipLine.objects.filter(label_ko__startswith="연차 미사용수당").count() == 1


def test_leave_that_was_paid_is_not_owed_again(office: Office) -> None:
    left(office, office.employ())
    picked = keys(office)
    stored = pay_unused_leave(office.payroll_officer, picked)
    assert [(one.minutes, one.amount, one.law) for one in stored] == [
        (2400, FORTY_HOURS, "근로기준법 제60조제5항; 시행령 제33조")
    ]
    assert keys(office) == []
    with pytest.raises(NotFound):
        pay_unused_leave(office.payroll_officer, picked)


def test_a_computed_run_waits_when_unused_leave_is_put_into_it(office: Office) -> None:
    left(office, office.employ())
    run = compute(office, MAY)
    pay_unused_leave(office.payroll_officer, keys(office))
    assert PayRun.objects.get(pk=run.pk).state == PayRun.State.WAITING


def test_leave_cut_off_by_the_end_of_work_is_paid_with_the_last_month(office: Office) -> None:
    contract = left(office, office.employ(ends_on=date(2026, 6, 15)), date(2026, 12, 31))
    (owed,) = owed_leave(office.payroll_officer, date(2026, 6, 30))
    assert (owed.due.employment_over, owed.due_on, owed.month) == (True, date(2026, 6, 15), JUNE)
    pay_unused_leave(office.payroll_officer, [owed.pk])
    compute(office, JUNE)
    lines = PayslipLine.objects.filter(slip__contract=contract)
    assert lines.get(label_ko__startswith="연차 미사용수당").amount == FORTY_HOURS


def test_leave_that_was_paid_is_not_paid_again_when_the_last_day_of_work_moves(office: Office) -> None:
    contract = left(office, office.employ(ends_on=date(2026, 6, 15)), date(2026, 12, 31))
    pay_unused_leave(office.payroll_officer, keys(office))
    Contract.objects.filter(pk=contract.pk).update(ends_on=date(2026, 6, 20))
    contract.versions.update(valid_to=date(2026, 6, 20))
    assert keys(office) == []
    grant = {"granted_on": contract.starts_on, "expires_on": date(2026, 12, 31), "reason": "누락"}
    grant_by_hand(office.hr_officer, contract.pk, minutes=480, **grant)
    (owed,) = owed_leave(office.payroll_officer, date(2026, 6, 30))
    assert (owed.due_on, owed.owed, owed.due.set_off) == (date(2026, 6, 20), 480, 2400)
    shown = signed_in(office.payroll_officer).get("/payroll/unused-leave/").content.decode()
    assert "퇴사 · 먼저 준 40:00 뺌" in shown


def test_two_payments_at_the_same_moment_do_not_both_stand(office: Office) -> None:
    left(office, office.employ())
    (stored,) = pay_unused_leave(office.payroll_officer, keys(office))
    again = grant_allowance(
        office.hr_officer,
        office.project.pk,
        [stored.contract_id],
        {"name": "연차", "amount": 1, "valid_from": JUNE},
    )
    assert again
    stored.pk, stored.item_id = None, Allowance.objects.exclude(pk=stored.item_id).get().pk
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.save(force_insert=True)


def test_the_wage_of_a_paid_slip_is_read_and_not_computed_again(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    with counted_statements() as read:
        assert hourly_ordinary_wages([(contract.pk, LAST)]) == {(contract.pk, LAST): (12_121, 1)}
    assert len(read) == 2


def test_the_ordinary_wage_of_the_last_day_of_use_holds_and_not_todays(office: Office) -> None:
    contract = left(office, office.employ())
    raised = {"name": "직무수당", "amount": 209_000, "valid_from": JUNE}
    grant_allowance(office.hr_officer, office.project.pk, [contract.pk], raised)
    wages = hourly_ordinary_wages([(contract.pk, LAST), (contract.pk, JUNE), (contract.pk, date(2025, 1, 1))])
    assert wages == {(contract.pk, LAST): (12_121, 1), (contract.pk, JUNE): (13_121, 1)}
    (owed,) = owed_leave(office.payroll_officer, date(2026, 6, 30))
    assert owed.amount == FORTY_HOURS


def test_unused_leave_comes_out_of_a_month_that_is_not_paid_and_stays_in_a_paid_one(office: Office) -> None:
    left(office, office.employ())
    close(office, MAY)
    (stored,) = pay_unused_leave(office.payroll_officer, keys(office))
    assert take_back_unused_leave(office.payroll_officer, [stored.pk]) == 1
    assert not UnusedLeavePay.objects.exists()
    (stored,) = pay_unused_leave(office.payroll_officer, keys(office))
    close(office, JUNE)
    with pytest.raises(PaidMonthsFollow):
        take_back_unused_leave(office.payroll_officer, [stored.pk])
    with pytest.raises(NotFound):
        take_back_unused_leave(office.payroll_officer, [stored.pk, 0])


def test_nothing_is_put_into_a_pay_when_one_of_those_picked_cannot(office: Office) -> None:
    left(office, office.employ(ends_on=LAST), LAST)
    close(office, MAY)
    left(office, office.employ("박새봄"))
    with pytest.raises(NoMonthForUnusedLeave):
        pay_unused_leave(office.payroll_officer, keys(office))
    with pytest.raises(NoUnusedLeavePicked):
        pay_unused_leave(office.payroll_officer, [])
    with pytest.raises(NoUnusedLeavePicked):
        take_back_unused_leave(office.payroll_officer, [])
    with pytest.raises(NotAllowed):
        pay_unused_leave(office.clerk, keys(office))
    assert not UnusedLeavePay.objects.exists()


def test_leave_that_turns_out_to_have_been_taken_is_shown_as_paid_too_much(office: Office) -> None:
    contract = left(office, office.employ())
    pay_unused_leave(office.payroll_officer, keys(office))
    contract.leave_grants.update(minutes=1920)
    (owed,) = owed_leave(office.payroll_officer, date(2026, 6, 30))
    assert (owed.owed, owed.amount, owed.law) == (-480, -8 * 12_121, "민법 제741조; 대법원 2021다227100")
    with pytest.raises(NothingOwedForLeave):
        pay_unused_leave(office.payroll_officer, [owed.pk])


def test_a_day_before_the_first_settings_has_no_wage(office: Office) -> None:
    left(office, office.employ())
    InstitutionSetting.objects.update(valid_from=JUNE)
    with pytest.raises(UnusedLeaveWithoutWage):
        pay_unused_leave(office.payroll_officer, keys(office))


def test_the_list_of_many_costs_as_many_statements_as_of_one(office: Office) -> None:
    left(office, office.employ())
    keys(office)
    with counted_statements() as few:
        keys(office)
    for number in range(4):
        left(office, office.employ(f"박새봄{number}"))
    with counted_statements() as many:
        assert len(keys(office)) == 5
    assert len(many) == len(few)


def signed_in(user: User) -> Client:
    set_context(None)
    client = Client()
    client.force_login(user)
    return client


def test_the_payroll_officer_puts_unused_leave_into_the_pay_and_takes_it_out_on_screen(
    office: Office,
) -> None:
    left(office, office.employ())
    row = keys(office)
    client = signed_in(office.payroll_officer)
    shown = client.get("/payroll/unused-leave/").content.decode()
    assert "484,840" in shown
    assert "2026-05-31" in shown
    answer = client.post("/payroll/unused-leave/pay/", {"row": row}, follow=True).content.decode()
    assert "484,840원을 급여에 넣었습니다" in answer
    office.enter()
    stored = UnusedLeavePay.objects.get()
    answer = client.post("/payroll/unused-leave/paid/take-back/", {"row": [stored.pk]}, follow=True)
    assert "1건을 되돌렸습니다" in answer.content.decode()
    assert taken_out(client, "/payroll/unused-leave/", {"download": "xlsx"})["Content-Type"].endswith("sheet")
    assert client.get("/payroll/unused-leave/?project=없는 사업&month=2026-05").status_code == 200


def test_heads_and_workers_do_not_see_other_peoples_pay_for_leave(office: Office) -> None:
    left(office, office.employ())
    client = signed_in(office.head)
    assert client.get("/payroll/unused-leave/").status_code == 403
    assert client.get("/payroll/unused-leave/paid/").status_code == 403
    office.enter()
    client = signed_in(office.clerk)
    assert client.get("/payroll/unused-leave/").status_code == 200
    assert client.post("/payroll/unused-leave/pay/", {"row": "1-20260531"}).status_code == 403
    assert client.post("/payroll/unused-leave/paid/take-back/", {"row": "1"}).status_code == 403
