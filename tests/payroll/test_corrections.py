"""A later correction of a paid month: the closed slip stays, the difference is paid once in the open month."""

from datetime import date

import pytest
from closing import JUNE, MAY, close, compute, compute_again, confirm, paid_for, slip_of

from office import LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.models import Difference, PayslipLine
from openinsa.staffing.models import Day

pytestmark = pytest.mark.django_db
ABSENT_IN_TRUTH = {date(2026, 5, 12): "결"}


@pytest.fixture
def office() -> Office:
    return new_office()


def test_a_day_found_to_be_an_absence_takes_its_pay_and_the_weekly_holiday_from_the_next_slip(
    office: Office,
) -> None:
    contract = office.employ()
    close(office, MAY)
    paid = slip_of(contract, MAY)
    one = propose_days(office.clerk, paid.pk, ABSENT_IN_TRUTH, reason="출근부 대조")
    confirm(office, one)
    compute(office, JUNE)
    lines = dict(PayslipLine.objects.filter(month=MAY, side="earning").values_list("code", "amount"))
    assert lines == {"base": -LIVING_WAGE_DAY, "weekly_holiday": -LIVING_WAGE_DAY}
    slip = slip_of(contract, JUNE)
    sides = {
        side: sum(slip.lines.filter(side=side).values_list("amount", flat=True))
        for side in ("earning", "deduction", "employer")
    }
    assert (slip.gross, slip.deductions, slip.employer_total) == tuple(sides.values())
    assert slip.run.gross == slip.gross


def test_the_closed_slip_and_its_days_stay_as_they_were(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    slip = slip_of(contract, MAY)
    before = (list(slip.lines.values()), slip.gross, list(Day.objects.order_by("pk").values("date", "mark")))
    confirm(office, propose_days(office.clerk, slip.pk, ABSENT_IN_TRUTH, reason="출근부 대조"))
    slip.refresh_from_db()
    assert (
        list(slip.lines.values()),
        slip.gross,
        list(Day.objects.order_by("pk").values("date", "mark")),
    ) == before


def test_computing_the_open_month_twice_pays_the_difference_once(office: Office) -> None:
    contract = office.employ()
    close(office, MAY)
    confirm(office, propose_days(office.clerk, slip_of(contract, MAY).pk, ABSENT_IN_TRUTH, reason="대조"))
    compute(office, JUNE)
    first = paid_for(contract, MAY)
    compute_again(office, JUNE)
    assert paid_for(contract, MAY) == first
    assert Difference.objects.count() == 1
