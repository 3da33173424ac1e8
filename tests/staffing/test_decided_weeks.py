"""A week's paid holiday decided by the clerk, with who and why, down to the payslip and its explanation."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from closing import JUNE, compute
from office import Office, new_office
from openinsa.payroll.models import Payslip, PayslipLine
from openinsa.people.refusals import NotFound, ReasonMissing
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import ChangeRecord
from openinsa.staffing.actions.months import fill_month, submit_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.weeks import (
    MonthClosedForWeek,
    NotTheEndOfAWeek,
    NoWeeklyHoliday,
    WeekDecided,
    decide_week,
    leave_week_to_law,
)
from openinsa.staffing.models import Contract, DecidedWeek

pytestmark = pytest.mark.django_db
SUNDAY = date(2026, 6, 14)


@pytest.fixture
def office() -> Office:
    return new_office()


def decided(office: Office, contract: Contract, ruling: str, day: date = SUNDAY) -> DecidedWeek:
    return decide_week(office.clerk, contract.pk, week_end=day, ruling=ruling, reason="병원 진료 확인")


def paid_holidays(office: Office, contract: Contract) -> int:
    fill_month(office.clerk, office.month().pk)
    compute(office, JUNE)
    return Payslip.objects.get(contract=contract).facts["minutes"]["weekly_holiday_paid"]


def absent(office: Office, contract: Contract) -> None:
    cell = CellChange(contract.pk, date(2026, 6, 9), "", "결")
    record_days(office.clerk, office.month().pk, "6c3c2d3e-8c1c-4ca8-9b0e-6a3f5b7a1f11", "type", [cell])


def test_a_week_with_an_absence_is_paid_where_the_clerk_decides_so(office: Office) -> None:
    contract = office.employ()
    absent(office, contract)
    held = decided(office, contract, "granted")
    assert paid_holidays(office, contract) == 4 * 480
    line = PayslipLine.objects.get(slip__contract=contract, code="weekly_holiday")
    assert "담당자가 정한 주 있음" in line.words_ko
    assert line.inputs["decided_weeks"] == [["2026-06-14", 1]]
    assert (held.decided_by, held.grounds) == (office.clerk, "병원 진료 확인")
    assert ChangeRecord.objects.filter(verb="week_decided", actor_id=office.clerk.pk).exists()


def test_a_week_is_not_paid_where_the_clerk_withholds_it(office: Office) -> None:
    contract = office.employ()
    decided(office, contract, "withheld")
    assert paid_holidays(office, contract) == 3 * 480


def test_a_decision_taken_back_leaves_the_week_to_the_law(office: Office) -> None:
    contract = office.employ()
    leave_week_to_law(office.clerk, contract.pk, decided(office, contract, "withheld").pk)
    assert paid_holidays(office, contract) == 4 * 480


def test_what_cannot_be_decided_is_refused(office: Office) -> None:
    contract, short = office.employ(), office.employ("박바다", daily_scheduled_minutes=120)
    with pytest.raises(NotTheEndOfAWeek, match="2026-06-14"):
        decided(office, contract, "granted", date(2026, 6, 10))
    with pytest.raises(NoWeeklyHoliday):
        decided(office, short, "granted")
    with pytest.raises(NoWeeklyHoliday):
        decided(office, contract, "granted", date(2027, 1, 10))
    with pytest.raises(ReasonMissing):
        decide_week(office.clerk, contract.pk, week_end=SUNDAY, ruling="granted", reason=" ")
    held = decided(office, contract, "granted")
    with pytest.raises(WeekDecided):
        decided(office, contract, "withheld")
    with pytest.raises(NotFound):
        leave_week_to_law(office.clerk, short.pk, held.pk)
    fill_month(office.clerk, office.month().pk)
    submit_month(office.clerk, office.month().pk)
    for late in (
        lambda: decided(office, contract, "granted", date(2026, 6, 21)),
        lambda: leave_week_to_law(office.clerk, contract.pk, held.pk),
    ):
        with pytest.raises(MonthClosedForWeek):
            late()


def test_the_contract_shows_who_decided_when_and_why(office: Office) -> None:
    contract, clerk = office.employ().pk, office.clerk
    client = Client()
    address = reverse("staffing:decide_week", args=[contract])
    set_context(None)
    client.force_login(clerk)
    for answer in (
        client.get(address),
        client.post(address, {"week_end": "2026-06-14", "ruling": "granted", "reason": "병원 진료"}),
    ):
        assert answer.status_code in (200, 302)
    set_context(None)
    text = client.get(reverse("staffing:contract", args=[contract])).content.decode()
    assert "병원 진료" in text
    assert "사업담당" in text
    office.enter()
    held = DecidedWeek.objects.get().pk
    set_context(None)
    client.post(reverse("staffing:leave_week_to_law", args=[contract, held]))
    office.enter()
    assert not DecidedWeek.objects.exists()
