"""Months under flexible hours, from the agreement to the slip: the plan decides over days and weeks, the unit period
is settled where it ends, also across months that were paid.

The unit period of four weeks from Monday 18 May to 14 June is planned for 50, 30, 50 and 30 hours. Two planned days
are public holidays and not worked, Monday 25 May (6 hours) and Wednesday 3 June (10 hours): 144 hours by the plan.
"""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from closing import JULY, JUNE, MAY, close, compute, confirm, slip_of
from flexible import covered, plan
from office import Office, new_office
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.models import PayRun, RunFault
from openinsa.payroll.replaying import Verdict, replay_run
from openinsa.staffing.actions.contracts import end_contract
from openinsa.staffing.actions.flexible_hours import end_flexible_hours
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Contract, Day

pytestmark = pytest.mark.django_db
HOURLY = 12_000
SHORT_DAYS = [date(2026, 5, 26) + timedelta(days=n) for n in range(4)]
SHORT_DAYS += [date(2026, 6, 8) + timedelta(days=n) for n in range(5)]


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def contract(office: Office) -> Contract:
    contract = office.employ(pay_basis="hourly", rate=HOURLY, starts_on=date(2026, 5, 18))
    plan(office, contract)
    return contract


def works(office: Office, contract: Contract, hours: dict[date, int]) -> None:
    """Fill the months of some days by the plan, then write other hours on these days."""
    for first in sorted({day.replace(day=1) for day in hours}):
        month = office.month(first)
        fill_month(office.clerk, month.pk)
        held = dict(Day.objects.filter(contract=contract).values_list("date", "mark"))
        cells = [
            CellChange(contract.pk, day, held.get(day, ""), str(count))
            for day, count in hours.items()
            if day.replace(day=1) == first
        ]
        record_days(office.clerk, month.pk, uuid4(), "type", cells)


def earned(contract: Contract, month: date) -> dict[str, int]:
    assert list(RunFault.objects.values_list("message_ko", flat=True)) == []
    lines = slip_of(contract, month).lines.filter(side="earning")
    return dict(lines.values_list("code", "amount"))


def test_days_by_the_plan_hold_no_overtime(office: Office, contract: Contract) -> None:
    covered(office, contract)
    compute(office, MAY)
    assert "overtime" not in earned(contract, MAY)


def test_without_an_agreement_the_same_days_hold_overtime(office: Office, contract: Contract) -> None:
    compute(office, MAY)
    assert earned(contract, MAY)["overtime"] == 5 * 2 * HOURLY * 3 // 2


def test_a_unit_period_is_settled_in_the_month_in_which_it_ends(office: Office, contract: Contract) -> None:
    """Eight hours on the nine days planned for six: 144 + 18 - 160 are two hours, paid once already."""
    covered(office, contract)
    works(office, contract, dict.fromkeys(SHORT_DAYS, 8))
    close(office, MAY)
    assert "settled_overtime" not in earned(contract, MAY)
    close(office, JUNE)
    assert earned(contract, JUNE)["settled_overtime"] == 2 * HOURLY // 2
    line = slip_of(contract, JUNE).lines.get(code="settled_overtime")
    assert "162시간" in line.words_ko
    assert "162 h" in line.words_en
    assert ["2026-05-26", 480] in line.inputs["days"]


def test_what_was_overtime_by_the_day_is_not_settled_again(office: Office, contract: Contract) -> None:
    covered(office, contract)
    works(office, contract, {**dict.fromkeys(SHORT_DAYS, 8), date(2026, 5, 20): 12})
    close(office, MAY)
    compute(office, JUNE)
    assert earned(contract, MAY)["overtime"] == 2 * HOURLY * 3 // 2
    assert earned(contract, JUNE)["settled_overtime"] == 2 * HOURLY // 2


def test_who_leaves_after_a_long_week_is_settled_by_the_days_worked(
    office: Office, contract: Contract
) -> None:
    """Fifty hours in the one week worked are ten beyond forty."""
    covered(office, contract)
    end_contract(office.hr_officer, contract.pk, date(2026, 5, 24))
    compute(office, MAY)
    assert earned(contract, MAY)["settled_overtime"] == 10 * HOURLY // 2


def test_an_agreement_that_ends_early_is_settled_there(office: Office, contract: Contract) -> None:
    agreement = covered(office, contract)
    end_flexible_hours(office.hr_officer, agreement.pk, date(2026, 5, 24))
    compute(office, MAY)
    assert earned(contract, MAY)["settled_overtime"] == 10 * HOURLY // 2


def test_a_corrected_day_of_a_paid_month_moves_the_settlement_that_follows(
    office: Office, contract: Contract
) -> None:
    """Two hours of 26 May were not worked: May loses them, and June its settlement."""
    covered(office, contract)
    works(office, contract, dict.fromkeys(SHORT_DAYS, 8))
    close(office, MAY)
    one = propose_days(office.clerk, slip_of(contract, MAY).pk, {SHORT_DAYS[0]: "6"}, reason="출근부 대조")
    confirm(office, one)
    compute(office, JUNE)
    lines = slip_of(contract, JUNE).lines
    assert not lines.filter(code="settled_overtime").exists()
    assert lines.get(month=MAY, code="base").amount == -2 * HOURLY


def test_a_day_corrected_after_the_settlement_was_paid_moves_it_once(
    office: Office, contract: Contract
) -> None:
    covered(office, contract)
    works(office, contract, dict.fromkeys(SHORT_DAYS, 8))
    close(office, MAY)
    close(office, JUNE)
    one = propose_days(office.clerk, slip_of(contract, MAY).pk, {SHORT_DAYS[0]: "6"}, reason="출근부 대조")
    confirm(office, one)
    close(office, JULY)
    lines = slip_of(contract, JULY).lines
    assert lines.get(month=MAY, code="base").amount == -2 * HOURLY
    assert lines.get(month=JUNE, code="settled_overtime").amount == -HOURLY


def test_a_paid_month_with_a_settlement_replays_to_the_same_won(office: Office, contract: Contract) -> None:
    covered(office, contract)
    works(office, contract, dict.fromkeys(SHORT_DAYS, 8))
    close(office, MAY)
    run = close(office, JUNE)
    assert earned(contract, JUNE)["settled_overtime"] == HOURLY
    assert replay_run(PayRun.objects.get(pk=run.pk)).verdict == Verdict.EQUAL
