"""Severance settled before the end: grounds, days, what it comes to, and the service that begins anew."""

from datetime import date
from typing import Any

import pytest

from closing import close
from ending_office import LAST_MONTHS, draft
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.ending.actions import confirm_settlements
from openinsa.ending.interim import (
    DepositOnlyOnce,
    InterimOutsideEmployment,
    InterimSettledAlready,
    InterimWagesUnknown,
    NothingToSettleYet,
    SettledAtTheEnd,
    settle_interim,
)
from openinsa.ending.models import InterimSettlement
from openinsa.ending.queries import Replay, replay
from openinsa.ending.reckoning import NotReckonable
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.staffing.models import Contract, ContractVersion

pytestmark = pytest.mark.django_db
ASKED = {
    "settled_on": date(2026, 9, 30),
    "requested_on": date(2026, 10, 1),
    "ground": "house",
    "document": "등기부 등본",
    "paid_on": date(2026, 10, 5),
}


@pytest.fixture
def office() -> Office:
    return new_office()


def employed(office: Office) -> Contract:
    """Somebody since 2025-01-01, with July to September 2026 paid."""
    contract = office.employ()
    Contract.objects.filter(pk=contract.pk).update(starts_on=date(2025, 1, 1))
    ContractVersion.objects.filter(contract=contract).update(valid_from=date(2025, 1, 1))
    for month in (7, 8, 9):
        close(office, date(2026, month, 1))
    contract.refresh_from_db()
    return contract


def end(contract: Contract, day: date) -> None:
    ContractVersion.objects.filter(contract=contract).update(valid_to=day)
    Contract.objects.filter(pk=contract.pk).update(ends_on=day)


def ask(office: Office, contract: Contract, **changed: Any) -> InterimSettlement:
    return settle_interim(office.payroll_officer, contract.pk, **{**ASKED, **changed})


def test_service_after_an_interim_settlement_begins_anew(office: Office) -> None:
    contract = employed(office)
    one = ask(office, contract)
    days = (date(2026, 9, 30) - date(2025, 1, 1)).days + 1
    assert one.severance == 96_968 * 30 * days // 365
    assert one.net == one.severance - one.income_tax - one.local_tax
    for month in LAST_MONTHS:
        close(office, month)
    last = draft(office, contract)
    assert last.given["service_days"] == 92
    assert last.severance == 96_968 * 30 * 92 // 365
    assert "service_anew" in {warning["code"] for warning in last.warnings}
    (confirmed,) = confirm_settlements(office.payroll_officer, [last.pk])
    assert replay([confirmed]) == [Replay.EQUAL]


def test_what_may_not_be_settled_before_the_end(office: Office) -> None:
    short = office.employ("한 해 미만", starts_on=date(2026, 3, 1))
    contract = employed(office)
    with pytest.raises(InterimOutsideEmployment):
        ask(office, contract, settled_on=date(2024, 12, 31))
    with pytest.raises(InterimOutsideEmployment):
        ask(office, contract, requested_on=date(2026, 10, 6))
    with pytest.raises(InterimWagesUnknown):
        ask(office, contract, settled_on=date(2026, 10, 31))
    with pytest.raises(NothingToSettleYet):
        ask(office, short)
    ask(office, contract, ground="deposit")
    with pytest.raises(InterimSettledAlready):
        ask(office, contract)
    with pytest.raises(DepositOnlyOnce):
        ask(office, contract, settled_on=date(2026, 10, 31), ground="deposit")
    with pytest.raises(NotAllowed):
        settle_interim(office.auditor, contract.pk, **ASKED)
    elsewhere = new_office("다른 기관").payroll_officer
    with pytest.raises(NotFound):
        settle_interim(elsewhere, contract.pk, **ASKED)


def test_it_is_settled_and_explained_on_screen(office: Office) -> None:
    contract = employed(office)
    browser = OfficeClient(office, office.payroll_officer, "ending")
    assert "2026-12-31" in text(browser.get("interims"))
    typed = {name: str(value) for name, value in ASKED.items()}
    refused = browser.post("interim", contract.pk, **{**typed, "settled_on": "2024-01-01"})
    assert "기준일은 계약 기간" in text(refused)
    assert browser.post("interim", contract.pk, **typed).status_code == 302
    shown = text(browser.get("interim", contract.pk))
    assert "2026-09-30까지 정산함" in shown
    assert "등기부 등본" in shown
    assert "1일 평균임금 × 30일 × 재직일수 ÷ 365" in shown


def test_the_last_day_and_what_the_end_has_settled_are_not_settled_before_the_end(office: Office) -> None:
    contract = employed(office)
    end(contract, date(2026, 9, 30))
    with pytest.raises(SettledAtTheEnd):
        ask(office, contract)
    last = draft(office, contract)
    confirm_settlements(office.payroll_officer, [last.pk])
    with pytest.raises(SettledAtTheEnd):
        ask(office, contract, settled_on=date(2026, 9, 29))
    assert not InterimSettlement.objects.exists()


def test_a_contract_that_follows_changes_nothing_of_what_is_settled_before_it(office: Office) -> None:
    contract = employed(office)
    end(contract, date(2026, 9, 30))
    follows = office.employ("이어짐", starts_on=date(2026, 10, 1), daily_scheduled_minutes=120)
    Contract.objects.filter(pk=follows.pk).update(person=contract.person_id)
    days = (date(2026, 9, 30) - date(2025, 1, 1)).days + 1
    assert ask(office, contract).severance == 96_968 * 30 * days // 365


def test_a_day_before_the_rule_book_begins_is_refused_with_its_reason(office: Office) -> None:
    contract = office.employ()
    Contract.objects.filter(pk=contract.pk).update(starts_on=date(2001, 1, 1))
    ContractVersion.objects.filter(contract=contract).update(valid_from=date(2001, 1, 1))
    with pytest.raises(NotReckonable, match="김하늘"):
        ask(office, contract, settled_on=date(2005, 9, 30))
    assert not InterimSettlement.objects.exists()
