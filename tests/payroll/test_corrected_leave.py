"""A corrected day of a paid month reaches the ledger of leave: what arose, what was taken, what is owed."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from closing import MAY, close, confirm, slip_of
from office import Office, new_office
from openinsa.leave.actions import grant_by_hand
from openinsa.leave.models import BankedLeave, LeaveGrant
from openinsa.leave.queries import balances_of
from openinsa.payroll.actions.corrections import propose_days, propose_reversal
from openinsa.payroll.actions.unused_leave import pay_unused_leave
from openinsa.payroll.unused_leave import owed_leave
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.approvals import record_approval
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Contract

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture
def office() -> Office:
    return new_office()


def paid_may(office: Office) -> Contract:
    contract = office.employ(starts_on=MAY)
    close(office, MAY)
    return contract


def correct(office: Office, contract: Contract, mark: str) -> None:
    marks = {DAY: mark}
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, marks, reason="출근부 대조"))


def months_of(contract: Contract) -> list[date]:
    return [one.granted_on for one in LeaveGrant.objects.filter(person=contract.person_id)]


def test_an_absence_found_later_takes_the_day_of_that_month_and_its_reversal_gives_it_back(
    office: Office,
) -> None:
    contract = paid_may(office)
    assert months_of(contract) == [date(2026, 6, 1)]
    one = propose_days(office.clerk, slip_of(contract, MAY).pk, {DAY: "결"}, reason="출근부 대조")
    confirm(office, one)
    assert months_of(contract) == []
    confirm(office, propose_reversal(office.clerk, one.pk, reason="잘못 봄"))
    assert months_of(contract) == [date(2026, 6, 1)]


def test_a_day_found_to_be_leave_is_taken_and_the_ledger_says_why(office: Office) -> None:
    contract = paid_may(office)
    correct(office, contract, "연")
    found = balances_of([contract.person_id], date(2026, 6, 30))[contract.person_id]
    assert (found.granted, found.taken, found.left) == (480, 480, 0)
    grant = LeaveGrant.objects.get(person=contract.person_id)
    set_context(None)
    client = Client()
    client.force_login(office.clerk)
    for address in (f"/leave/contracts/{contract.pk}/", f"/leave/grants/{grant.pk}/"):
        shown = client.get(address).content.decode()
        assert "출근부 대조" in shown
        assert "2026-05-12" in shown


def test_leave_paid_although_a_correction_found_it_taken_is_shown_as_paid_too_much(office: Office) -> None:
    contract = paid_may(office)
    days = {"granted_on": MAY, "expires_on": date(2026, 5, 31), "reason": "이월"}
    grant_by_hand(office.hr_officer, contract.pk, minutes=960, **days)
    (owed,) = owed_leave(office.payroll_officer, date(2026, 6, 30))
    pay_unused_leave(office.payroll_officer, [owed.pk])
    correct(office, contract, "연")
    (owed,) = owed_leave(office.payroll_officer, date(2026, 6, 30))
    assert (owed.owed, owed.amount) == (-480, -8 * 12_121)


def test_overtime_found_later_is_banked_under_the_agreement(office: Office) -> None:
    contract = office.employ(starts_on=MAY)
    agreed = {"kind": "compensatory", "dated_on": date(2025, 12, 1), "document": "합의-1"}
    record_approval(office.hr_officer, office.project.pk, valid_from=date(2026, 1, 1), **agreed)
    cells = [CellChange(contract.pk, DAY, "", "9")]
    record_days(office.clerk, office.month(MAY).pk, uuid4(), "type", cells)
    close(office, MAY)
    assert BankedLeave.objects.get().minutes == 90
    correct(office, contract, "10")
    assert BankedLeave.objects.get().minutes == 180
