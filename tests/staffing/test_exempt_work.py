"""Exempt work in the month: no mark for long weeks, breaks or holiday premiums, and the pay run does as the grid says."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

import pytest

from closing import JUNE, close, compute_again, fill, slip_of
from office import Office, new_office
from openinsa.payroll.models import PayRun, PayslipLine
from openinsa.staffing.actions.fixed_term import set_exemption
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Contract, Day

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 6, 1), date(2026, 12, 31)


@pytest.fixture
def office() -> Office:
    return new_office()


def put(office: Office, contract: Contract, *marks: tuple[int, str]) -> Mapping[str, object]:
    cells = [CellChange(contract.pk, date(2026, 6, day), "", mark) for day, mark in marks]
    return record_days(office.clerk, office.month().pk, uuid4(), "type", cells)


def exempt(office: Office, contract: Contract, first: date = FIRST) -> None:
    set_exemption(office.hr_officer, contract.pk, "서울동부-2026-12", first, LAST)


def test_a_week_of_seventy_hours_is_not_marked(office: Office) -> None:
    contract = office.employ()
    exempt(office, contract)
    answer = put(office, contract, *((day, "14") for day in range(8, 13)))
    assert answer["limits"] == {contract.pk: {}} or answer["limits"] == {}
    assert answer["rows"][contract.pk]["overtime_minutes"] == 0


def test_a_shift_without_a_break_and_work_on_a_holiday_are_not_marked_as_for_others(office: Office) -> None:
    contract = office.employ()
    exempt(office, contract)
    put(office, contract, (2, "09:00-18:00/0"), (7, "8"))
    faults = dict(Day.objects.values_list("date__day", "fault"))
    assert faults == {2: "", 7: "exempt_work_on_holiday"}


def test_days_already_entered_are_read_again_when_the_approval_is_written_down(office: Office) -> None:
    contract = office.employ()
    put(office, contract, (2, "09:00-18:00/0"))
    assert Day.objects.get().fault == "short_break"
    exempt(office, contract)
    assert Day.objects.get().fault == ""
    set_exemption(office.hr_officer, contract.pk, "", None, None)
    assert Day.objects.get().fault == "short_break"


def test_the_days_before_the_approval_are_marked_as_ever(office: Office) -> None:
    contract = office.employ()
    exempt(office, contract, date(2026, 6, 15))
    answer = put(office, contract, *((day, "14") for day in range(8, 13)))
    assert set(answer["limits"][contract.pk].values()) == {"week_over_the_limit"}


def test_the_pay_run_pays_no_premium_and_a_computed_run_waits_for_a_new_approval(office: Office) -> None:
    contract = office.employ()
    put(office, contract, *((day, "14") for day in range(8, 13)))
    fill(office, JUNE)
    compute_again(office, JUNE)
    assert PayslipLine.objects.filter(code="overtime").exists()
    exempt(office, contract)
    assert PayRun.objects.get().state == PayRun.State.WAITING
    compute_again(office, JUNE)
    assert not PayslipLine.objects.filter(code="overtime").exists()
    base = PayslipLine.objects.get(code="base")
    assert "적용 제외" in base.words_ko
    assert slip_of(contract, JUNE).facts["minutes"]["overtime"] == 0


def test_no_exemption_reaches_into_a_paid_month(office: Office) -> None:
    contract = office.employ()
    close(office, JUNE)
    with pytest.raises(PaidMonthsFollow):
        exempt(office, contract)
