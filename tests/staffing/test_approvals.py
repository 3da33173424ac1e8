"""Approved extensions, special industries and leave in place of pay: recorded by date, with what they change."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from closing import JUNE, compute
from office import Office, new_office
from openinsa.payroll.actions.runs import pay_runs
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.refusals import NotAllowed, ReasonMissing
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.approvals import (
    AgreedAfterThePay,
    ApprovalEndsElsewhere,
    ApprovalHolds,
    drop_approval,
    end_approval,
    record_approval,
)
from openinsa.staffing.actions.consents import record_consents
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.compensatory import banked_in_month
from openinsa.staffing.grid import Grid
from openinsa.staffing.models import Approval, Contract, Day
from openinsa.staffing.sheet import load_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def approved(office: Office, kind: str, first: int = 8, last: int = 14, **fields: Any) -> Approval:
    usual = {
        "dated_on": date(2026, 5, 20),
        "document": "인가 제12호",
        "valid_from": date(2026, 6, first),
        "valid_to": date(2026, 6, last),
    }
    return record_approval(office.hr_officer, office.project.pk, kind=kind, **{**usual, **fields})


def type_marks(office: Office, contract: Contract, **marks: str) -> dict[int, str]:
    now = dict(Day.objects.filter(contract=contract).values_list("date", "mark"))
    days = {date(2026, 6, int(name[1:])): mark for name, mark in marks.items()}
    cells = [CellChange(contract.pk, day, now.get(day, ""), mark) for day, mark in days.items()]
    answer = record_days(office.clerk, office.month().pk, uuid4(), "type", cells)
    return {
        date.fromisoformat(day).day: fault for day, fault in answer["limits"].get(contract.pk, {}).items()
    }


LONG_WEEK = {f"d{day}": "11" for day in range(8, 13)}


def test_an_approved_extension_lifts_the_marks_of_its_weeks_alone(office: Office) -> None:
    contract = office.employ()
    approved(office, "emergency")
    assert set(type_marks(office, contract, **LONG_WEEK).values()) == {"extension_without_consent"}
    paper = {"dated_on": date(2026, 6, 5), "document": "동의서", "valid_from": date(2026, 6, 8)}
    record_consents(office.clerk, office.project.pk, [contract.pk], {**paper, "kind": "extension"})
    assert type_marks(office, contract, d8="11") == {}
    later = {f"d{day}": "11" for day in range(15, 20)}
    assert set(type_marks(office, contract, **later)) == {15, 16, 17, 18, 19}


def test_an_approval_that_ended_earlier_lifts_nothing_after_it(office: Office) -> None:
    contract = office.employ()
    held = approved(office, "emergency", 1, 30)
    end_approval(office.hr_officer, held.pk, date(2026, 6, 7), reason="끝남")
    assert len(type_marks(office, contract, **LONG_WEEK)) == 5


def test_a_special_industry_asks_for_eleven_hours_of_rest_instead(office: Office) -> None:
    contract = office.employ()
    approved(office, "special_industry")
    assert type_marks(office, contract, **LONG_WEEK) == {}
    assert type_marks(office, contract, d8="09:00-23:00", d9="09:00-19:00") == {9: "short_rest"}


def test_a_special_industry_may_have_other_breaks(office: Office) -> None:
    contract = office.employ()
    type_marks(office, contract, d8="09:00-18:00/30")
    assert Day.objects.get(contract=contract).fault == "short_break"
    approved(office, "special_industry")
    assert Day.objects.get(contract=contract).fault == ""


def test_overtime_under_an_agreement_on_leave_is_banked_with_its_premium_and_not_paid(office: Office) -> None:
    contract = office.employ()
    approved(office, "compensatory", 1, 7)
    type_marks(office, contract, d1="10", d7="09:00-20:00", d8="10")
    assert banked_in_month(office.month()) == {contract.pk: 120 * 3 // 2 + 480 * 3 // 2 + 120 * 2}
    assert "보상휴가 19:00" in Grid(load_sheet(office.month())).rows[0].note
    fill_month(office.clerk, office.month().pk)
    compute(office, JUNE)
    slip = Payslip.objects.get(contract=contract)
    lines = {line.code: line for line in slip.lines.all()}
    assert slip.facts["minutes"]["overtime"] == 240
    assert lines["overtime"].inputs["days"] == [["2026-06-08", 120]]
    assert "holiday_first8" not in lines


def test_without_an_agreement_nothing_is_banked(office: Office) -> None:
    contract = office.employ()
    type_marks(office, contract, d1="10")
    assert banked_in_month(office.month()) == {}


def test_an_approval_is_refused_twice_for_one_day_backwards_and_without_a_reason(office: Office) -> None:
    held = approved(office, "emergency")
    with pytest.raises(ApprovalHolds):
        approved(office, "emergency", 14, 20)
    with pytest.raises(ApprovalEndsElsewhere):
        end_approval(office.hr_officer, held.pk, date(2026, 6, 1))
    with pytest.raises(ReasonMissing):
        drop_approval(office.hr_officer, held.pk, reason="")
    with pytest.raises(NotAllowed):
        drop_approval(office.clerk, held.pk, reason="지움")
    drop_approval(office.hr_officer, held.pk, reason="다른 사업의 문서")
    assert not Approval.objects.exists()


def test_leave_in_place_of_pay_is_agreed_before_the_work_and_never_behind_a_paid_month(
    office: Office,
) -> None:
    with pytest.raises(AgreedAfterThePay):
        approved(office, "compensatory", dated_on=date(2026, 6, 9))
    held = approved(office, "compensatory")
    office.employ()
    fill_month(office.clerk, office.month().pk)
    compute(office, JUNE)
    pay_runs(office.payroll_officer, [PayRun.objects.get().pk])
    for late in (
        lambda: approved(office, "compensatory", 20, 21),
        lambda: drop_approval(office.hr_officer, held.pk, reason="지움"),
        lambda: end_approval(office.hr_officer, held.pk, date(2026, 6, 9)),
    ):
        with pytest.raises(PaidMonthsFollow):
            late()


def test_the_pages_of_approvals_work(office: Office) -> None:
    project, officer = office.project.pk, office.hr_officer
    client = Client()
    set_context(None)
    client.force_login(officer)
    fields = {
        "kind": "emergency",
        "dated_on": "2026-05-20",
        "document": "인가 제12호",
        "valid_from": "2026-06-08",
        "valid_to": "",
    }
    for answer in (
        client.get(reverse("staffing:new_approval", args=[project])),
        client.post(reverse("staffing:new_approval", args=[project]), fields),
    ):
        assert answer.status_code in (200, 302)
    office.enter()
    held = Approval.objects.get().pk
    for name, pk in (("project", project), ("approval", held)):
        set_context(None)
        assert "인가 제12호" in client.get(reverse(f"staffing:{name}", args=[pk])).content.decode()
    set_context(None)
    client.post(reverse("staffing:approval", args=[held]), {"ends_on": "2026-06-10", "reason": "끝남"})
    office.enter()
    assert Approval.objects.get().valid_to == date(2026, 6, 10)


@pytest.mark.parametrize(("kind", "flagged"), [("emergency", False), ("compensatory", True)])
def test_the_slip_of_a_long_week_is_flagged_unless_an_approval_covers_it(
    office: Office, kind: str, flagged: bool
) -> None:
    contract = office.employ()
    approved(office, kind)
    type_marks(office, contract, **LONG_WEEK)
    fill_month(office.clerk, office.month().pk)
    compute(office, JUNE)
    assert ("weekly_limit_12" in Payslip.objects.get(contract=contract).facts["flags"]) == flagged
