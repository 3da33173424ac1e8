"""The page of insured people and the pay run look at the same agreed hours and pay of a person."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from compute.months import allowance_row, month_tables, number, slip_row, version_row
from openinsa.compute.month import compute_month
from openinsa.compute.tables import MONTH_TAXABLE, MonthTables
from openinsa.payroll.insured import facts_of
from openinsa.rules.choices import AllowanceTax, PayBasis
from openinsa.rules.engine import load_rule_book

MARCH = date(2027, 3, 1)
AGREED = (
    ("hourly", 10_700, PayBasis.HOURLY),
    ("daily", 85_600, PayBasis.DAILY),
    ("monthly", 400_000, PayBasis.MONTHLY),
)


def people(seed: int, count: int = 40) -> MonthTables:
    """People of March 2027 with one to three contracts of few hours, hired for two months, none of them at work."""
    chance = Random(seed)
    slips, versions, allowances = [], [], []
    slip = 0
    for _person in range(count):
        main = slip + 1
        hired = [MARCH + timedelta(days=chance.choice([0, 0, 0, 5, 14])) for _ in range(chance.randint(1, 3))]
        for begin in sorted(hired):
            slip += 1
            slips.append(
                slip_row(
                    slip,
                    MARCH,
                    main_slip=main,
                    employed_from=number(begin),
                    hired_on=number(min(hired)),
                    contract_months=2,
                    employment_base=MONTH_TAXABLE,
                )
            )
            week = chance.choice([300, 600, 840, 900, 1_200])
            _name, rate, basis = chance.choice(AGREED)
            versions.append(
                version_row(
                    slip,
                    valid_from=number(begin),
                    pay_basis=basis.value,
                    rate=rate + chance.randint(0, 900),
                    daily_scheduled_minutes=week // 3,
                    weekly_scheduled_minutes=week,
                    weekly_scheduled_days=3,
                    monthly_scheduled_minutes=week * 365 // 84,
                )
            )
            if chance.random() < 0.3:
                tax = chance.choice([AllowanceTax.TAXABLE, AllowanceTax.MEAL])
                amount = chance.randint(10_000, 300_000)
                allowances.append(allowance_row(slip, amount=amount, tax=tax.value, valid_from=number(begin)))
    return month_tables(slips=slips, versions=versions, allowances=allowances, days=[])


@pytest.mark.parametrize("seed", range(8))
def test_who_is_told_to_be_insured_by_agreed_pay_is_insured_in_the_pay_run(seed: int) -> None:
    tables = people(seed)
    slips = tables.slips
    main = np.flatnonzero(slips.main_slip == slips.slip)
    told = facts_of(tables)
    inside = load_rule_book().run(["employment_insured"], told)["employment_insured"]
    paid = compute_month(tables)
    assert not paid.faults
    assert paid.slips.insured_employment[main].tolist() == inside[main].tolist()
    assert {True, False} <= set(inside[main].tolist())
