"""Leave in place of pay: banked when a month is approved, taken by its mark, owed as pay when it was not taken."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from closing import close, compute, compute_again, fill
from office import Office, new_office
from openinsa.leave.actions import grant_anew
from openinsa.leave.models import BankedLeave, UnusedLeavePay
from openinsa.leave.queries import banked_balances_of, unused_at_exit
from openinsa.payroll.actions.unused_leave import pay_unused_leave
from openinsa.payroll.models import PayslipLine
from openinsa.payroll.unused_leave import owed_leave
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.approvals import record_approval
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db
APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def agree(office: Office, use_months: int | None = None) -> None:
    record_approval(
        office.hr_officer,
        office.project.pk,
        kind="compensatory",
        dated_on=date(2025, 12, 1),
        document="합의-1",
        valid_from=date(2026, 1, 1),
        use_months=use_months,
    )


def enter(office: Office, contract: Contract, day: date, mark: str) -> None:
    month = office.month(day.replace(day=1))
    record_days(office.clerk, month.pk, uuid4(), "type", [CellChange(contract.pk, day, "", mark)])


def overtime(office: Office, use_months: int | None = None, **fields: object) -> Contract:
    """Two hours of overtime in April 2026, three hours of leave."""
    contract = office.employ(**fields)
    agree(office, use_months)
    enter(office, contract, date(2026, 4, 7), "10")
    fill(office, APRIL)
    return contract


def left(contract: Contract, on: date) -> tuple[int, int, int]:
    found = banked_balances_of([contract.person_id], on)[contract.person_id]
    return found.granted, found.taken, found.left


def test_overtime_of_an_approved_month_is_leave_with_its_premium(office: Office) -> None:
    contract = overtime(office, 3)
    one = BankedLeave.objects.get()
    assert (one.minutes, one.month, one.use_until) == (180, APRIL, date(2026, 7, 31))
    assert left(contract, date(2026, 4, 30)) == (180, 0, 180)


def test_hours_and_days_under_its_mark_are_taken_from_it(office: Office) -> None:
    contract = overtime(office)
    enter(office, contract, date(2026, 5, 6), "보상 2")
    assert left(contract, date(2026, 5, 31)) == (180, 120, 60)


def test_what_was_not_taken_is_owed_at_the_wage_of_the_last_month_of_use(office: Office) -> None:
    contract = overtime(office, 1)
    (owed,) = owed_leave(office.payroll_officer, date(2026, 6, 30))
    assert (owed.due_on, owed.owed, owed.due.wage_place) == (
        date(2026, 5, 31),
        180,
        (contract.pk, date(2026, 5, 31)),
    )
    assert owed.amount == 3 * 12_121
    close(office, APRIL)
    close(office, MAY)
    pay_unused_leave(office.payroll_officer, [owed.pk])
    compute(office, JUNE)
    line = PayslipLine.objects.get(slip__contract=contract, label_ko__startswith="보상휴가 미사용수당")
    assert (line.amount, line.label_ko) == (
        36_363,
        "보상휴가 미사용수당(2026-04 근무, 기한) 3시간×12,121원",
    )
    assert owed_leave(office.payroll_officer, date(2026, 6, 30)) == []
    assert UnusedLeavePay.objects.get().kind == "compensatory"


def test_the_end_of_work_settles_it_and_what_was_taken_is_not_owed(office: Office) -> None:
    contract = overtime(office, ends_on=date(2026, 5, 31))
    assert [(one.kind, one.owed) for one in unused_at_exit([contract])[contract.pk] if one.earned_in] == [
        ("compensatory", 180)
    ]
    enter(office, contract, date(2026, 5, 6), "보상 3")
    assert [one for one in unused_at_exit([contract])[contract.pk] if one.earned_in] == []


def test_without_an_agreement_overtime_is_paid_and_nothing_is_banked(office: Office) -> None:
    contract = office.employ()
    enter(office, contract, date(2026, 4, 7), "10")
    fill(office, APRIL)
    assert not BankedLeave.objects.exists()


def test_leave_reckoned_again_banks_the_same_once(office: Office) -> None:
    contract = overtime(office)
    grant_anew(office.hr_officer, date(2026, 6, 30))
    assert left(contract, date(2026, 6, 30)) == (180, 0, 180)


def test_banked_leave_of_many_costs_as_many_statements_as_of_one(office: Office) -> None:
    contracts = [overtime(office)]
    with counted_statements() as few:
        banked_balances_of([contracts[0].person_id], JUNE)
    contracts += [office.employ(f"박새봄{number}") for number in range(3)]
    with counted_statements() as many:
        banked_balances_of([one.person_id for one in contracts], JUNE)
    assert len(many) == len(few)


def signed_in(user: User) -> Client:
    set_context(None)
    client = Client()
    client.force_login(user)
    return client


def test_clerks_and_workers_see_what_is_banked_and_what_was_taken(office: Office) -> None:
    contract = overtime(office, 3)
    enter(office, contract, date(2026, 5, 6), "보상 2")
    worker = office.user(Role.WORKER, person=contract.person)
    clerk = signed_in(office.clerk)
    shown = clerk.get(f"/leave/contracts/{contract.pk}/").content.decode()
    assert "2026-07-31" in shown
    assert "2026-05-06 (2:00)" in shown
    grid = clerk.get(f"/staffing/months/{office.enter().month(MAY).pk}/").content.decode()
    assert "보상휴가 남음 1:00" in grid
    client = signed_in(worker)
    assert "2026-05-06 (2:00)" in client.get("/leave/mine/").content.decode()
    assert "남음 0:00" in client.get("/staffing/my-days/").content.decode()
    payroll = signed_in(office.enter().payroll_officer)
    assert payroll.get("/payroll/unused-leave/").status_code == 200


def test_a_month_computed_under_the_agreement_does_not_pay_the_overtime(office: Office) -> None:
    contract = overtime(office)
    compute_again(office, APRIL)
    assert not PayslipLine.objects.filter(slip__contract=contract, code="overtime_pay").exists()
