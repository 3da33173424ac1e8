"""The whole months told beside the code, stored and paid in a real database, compared won for won."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from openinsa.golden.cases import same
from openinsa.golden.whole_months import expected, whole_months
from openinsa.payroll.models import RunFault
from openinsa.rules.choices import EmployerKind, number_of
from openinsa.rules.engine import day_number, load_rule_book
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


def test_what_nobody_enters_is_what_the_institution_and_the_law_say() -> None:
    """Premiums are those of the month of work; the employer's extra premium follows the institution's size."""
    given = [one.given for months in INSTITUTIONS for one in months]
    assert [one["month"] for one in given] == [one["premium_month"] for one in given]
    kinds = {(one["institution"]["employer_kind"], one["premium_month"]) for one in given}
    told = {
        (one["institution"]["employer_kind"], one["institution"]["employment_extra_ppm"]) for one in given
    }
    asked = {
        "employer_kind": np.array(
            [EmployerKind(number_of("employer_kind", kind)).name.lower() for kind, _month in sorted(kinds)]
        ),
        "premium_month": np.array(
            [day_number(date.fromisoformat(f"{month}-01")) for _kind, month in sorted(kinds)]
        ),
    }
    found = load_rule_book().run(["employment_extra_rate"], asked)["employment_extra_rate"]
    by_law = {(kind, int(ppm)) for (kind, _month), ppm in zip(sorted(kinds), found, strict=True)}
    assert told == by_law


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
