"""The whole months told beside the code, stored and paid in a real database, compared won for won."""

from typing import Any

import pytest

from openinsa.golden.cases import same
from openinsa.golden.whole_months import expected, whole_months
from openinsa.payroll.models import RunFault
from payroll.told_months import (
    Told,
    institution_of,
    pay,
    store,
    stored_days,
    stored_payslip,
    told_by_settings,
)

pytestmark = pytest.mark.django_db
NOT_STORED = {"payment_taxes"}
"""Fields of a told month that a stored slip holds in one sum only."""
INSTITUTIONS = told_by_settings()
TOLD = dict(whole_months())


@pytest.mark.parametrize("months", INSTITUTIONS, ids=lambda months: f"{len(months)} from {months[0].name}")
def test_a_told_month_that_is_stored_and_paid_comes_to_the_same_won(months: list[Told]) -> None:
    office = institution_of(months)
    store(office, months)
    assert {one.name: found for one in months if (found := differing_days(one))} == {}
    pay(office, months)
    assert list(RunFault.objects.values_list("message_ko", flat=True)) == []
    assert {one.name: found for one in months if (found := differing(one))} == {}


def differing(one: Told) -> dict[str, tuple[Any, Any]]:
    """What was wanted and what is stored, where they differ."""
    got, wanted = stored_payslip(one), expected(TOLD[one.name])
    return {
        field: (value, got[field])
        for field, value in wanted.items()
        if field not in NOT_STORED and not same(value, got[field])
    }


def differing_days(one: Told) -> list[tuple[Any, Any]]:
    """Days that the grid stored otherwise than told."""
    told = {day["date"]: day for day in one.given["days"]}
    stored = {day["date"]: day for day in stored_days(one) if day["date"] in told}
    return [(day, stored.get(on)) for on, day in told.items() if stored.get(on) != day]
