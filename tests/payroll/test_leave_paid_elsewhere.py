"""Leave pay that was paid outside the product is owed no more, and owed again when the record is taken back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from office import Office, new_office
from openinsa.leave.actions import grant_by_hand
from openinsa.leave.models import UnusedLeavePay
from openinsa.payroll.actions.paid_elsewhere import (
    PaidElsewhereAmountOfMany,
    PaidElsewhereInTheFuture,
    record_paid_elsewhere,
)
from openinsa.payroll.actions.unused_leave import NoUnusedLeavePicked, take_back_unused_leave
from openinsa.payroll.unused_leave import owed_leave, owed_today
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.tenancy import set_context
from openinsa.staffing.models import Allowance, Project

pytestmark = pytest.mark.django_db
PAID = {"paid_on": date(2026, 6, 20), "note": "지출결의 12호"}
FORTY_HOURS = 40 * 12_121


@pytest.fixture
def office() -> Office:
    return new_office()


def left(office: Office, name: str) -> None:
    contract = office.employ(name)
    days = {"granted_on": contract.starts_on, "expires_on": date(2026, 5, 31), "reason": "이월"}
    grant_by_hand(office.hr_officer, contract.pk, minutes=2400, **days)


def keys(office: Office) -> list[str]:
    return [one.pk for one in owed_leave(office.payroll_officer, date(2026, 6, 30))]


def test_what_was_paid_elsewhere_is_owed_no_more_and_stands_in_no_pay(office: Office) -> None:
    for name in ("김하늘", "박새봄"):
        left(office, name)
    record_paid_elsewhere(office.payroll_officer, keys(office), **PAID)
    assert keys(office) == []
    assert [one.amount for one in UnusedLeavePay.objects.all()] == [FORTY_HOURS, FORTY_HOURS]
    assert not Allowance.objects.exists()


def test_it_is_owed_again_when_the_record_is_taken_back(office: Office) -> None:
    left(office, "김하늘")
    (one,) = record_paid_elsewhere(office.payroll_officer, keys(office), amount=480_000, **PAID)
    assert one.amount == 480_000
    assert take_back_unused_leave(office.payroll_officer, [one.pk]) == 1
    assert len(keys(office)) == 1


def test_a_record_wants_a_day_that_has_come_a_note_and_one_person_for_an_amount(office: Office) -> None:
    for name in ("김하늘", "박새봄"):
        left(office, name)
    picked = keys(office)
    with pytest.raises(PaidElsewhereAmountOfMany):
        record_paid_elsewhere(office.payroll_officer, picked, amount=1, **PAID)
    with pytest.raises(PaidElsewhereInTheFuture):
        record_paid_elsewhere(office.payroll_officer, picked, **PAID | {"paid_on": date(9999, 1, 1)})
    with pytest.raises(ReasonMissing):
        record_paid_elsewhere(office.payroll_officer, picked, **PAID | {"note": " "})
    with pytest.raises(NoUnusedLeavePicked):
        record_paid_elsewhere(office.payroll_officer, [], **PAID)
    with pytest.raises(NotFound):
        record_paid_elsewhere(office.payroll_officer, [*picked, "0-20260531-0"], **PAID)
    with pytest.raises(NotAllowed):
        record_paid_elsewhere(office.clerk, picked, **PAID)
    assert not UnusedLeavePay.objects.exists()


def test_the_payroll_officer_records_it_on_screen(office: Office) -> None:
    left(office, "김하늘")
    picked = keys(office)
    set_context(None)
    client = Client()
    client.force_login(office.payroll_officer)
    asked = client.post("/payroll/unused-leave/elsewhere/", {"row": picked}).content.decode()
    assert "다른 데서 지급한 연차 미사용수당" in asked
    typed = {"row": picked, "answered": "1", "paid_on": "2026-06-20", "note": "지출결의 12호"}
    answer = client.post("/payroll/unused-leave/elsewhere/", typed, follow=True).content.decode()
    assert "2026-06-20" in answer
    assert "지출결의 12호" in answer
    assert client.post("/payroll/unused-leave/elsewhere/", {"row": "0-20260531-0"}).status_code == 404


def test_leave_that_may_still_be_taken_today_is_not_yet_listed_as_owed(office: Office) -> None:
    today = timezone.localdate()
    Project.objects.filter(pk=office.project.pk).update(ends_on=today.replace(year=today.year + 1, day=1))
    contract = office.employ("김하늘", ends_on=today.replace(year=today.year + 1, day=1))
    for expires_on in (today - timedelta(days=1), today):
        days = {"granted_on": contract.starts_on, "expires_on": expires_on, "reason": "이월"}
        grant_by_hand(office.hr_officer, contract.pk, minutes=480, **days)
    assert [one.due_on for one in owed_today(office.payroll_officer)] == [today - timedelta(days=1)]
