"""Data for statutory papers about income: the year of the work, what was withheld, what is not taxed by kind."""

from datetime import date

import pytest

from closing import JUNE, MAY, close, confirm, slip_of
from office import Office, new_office
from openinsa.documents.printing import Paper, print_one
from openinsa.issuing.contents.wages import NothingPaid
from openinsa.issuing.kinds import KINDS, Asked
from openinsa.payroll.actions.corrections import propose_wage
from openinsa.payroll.models import Payslip, PayslipLine
from openinsa.staffing.models import Allowance, Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


@pytest.fixture
def office() -> Office:
    return new_office()


def told(kind: str, *contracts: Contract):  # noqa: ANN201 - contents as the kind gives them
    return KINDS[kind].contents([Asked("ko", person_id=one.person_id, **YEAR) for one in contracts])


def allow(office: Office, contract: Contract, name: str, amount: int, tax: str) -> None:
    Allowance.objects.create(
        institution=office.institution,
        contract=contract,
        name=name,
        amount=amount,
        tax=tax,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )


def kinds_of(content: dict) -> dict[str, int]:
    return {one["kind"]: one["amount"] for one in content["non_taxable_kinds"]}


def test_it_adds_up_to_the_slips_of_the_year(office: Office) -> None:
    contract = office.employ("김하늘")
    for month in (MAY, JUNE):
        close(office, month)
    (content,) = told("income_data", contract)
    lines = PayslipLine.objects.filter(side="deduction")
    for kind in ("income_tax", "local_income_tax", "pension", "health", "long_term_care", "employment"):
        assert content[kind] == sum(lines.filter(code=kind).values_list("amount", flat=True))
    assert content["gross"] == sum(Payslip.objects.values_list("gross", flat=True))
    assert [month["month"] for month in content["months"]] == ["2026-05", "2026-06"]
    assert print_one(Paper("income_data", content, "2026-11-10")).startswith(b"%PDF")


def test_what_is_not_taxed_is_told_by_kind_up_to_the_limit_of_each_month(office: Office) -> None:
    contract = office.employ("김하늘")
    allow(office, contract, "급식비", 140_000, "meal")
    allow(office, contract, "자가운전", 250_000, "car")
    allow(office, contract, "당직비", 30_000, "untaxed")
    for month in (MAY, JUNE):
        close(office, month)
    (content,) = told("income_data", contract)
    assert kinds_of(content) == {"meal": 280_000, "car": 400_000, "untaxed": 60_000}
    assert content["non_taxable"] == 740_000 == sum(Payslip.objects.values_list("non_taxable", flat=True))


def test_what_no_allowance_explains_any_more_is_still_in_the_sum(office: Office) -> None:
    contract = office.employ("김하늘")
    allow(office, contract, "급식비", 140_000, "meal")
    close(office, MAY)
    Allowance.objects.update(name="식사비")
    (content,) = told("income_data", contract)
    assert kinds_of(content) == {"other": 140_000}


def test_a_difference_belongs_to_the_year_of_the_work_and_is_a_kind_of_its_own(office: Office) -> None:
    contract = office.employ("김하늘", ends_on=date(2026, 12, 31))
    close(office, MAY)
    before = slip_of(contract, MAY).gross
    confirm(office, propose_wage(office.clerk, slip_of(contract, MAY).pk, MAY, 100_000, reason="일급 착오"))
    close(office, JUNE)
    (content,) = told("income_data", contract)
    assert content["months"][0]["gross"] > before
    assert content["gross"] == sum(Payslip.objects.values_list("gross", flat=True))


def test_those_taxed_by_the_day_have_their_own_data_with_days_and_last_day(office: Office) -> None:
    contract = office.employ("일용", tax_mode="daily", rate=200_000)
    close(office, MAY)
    (content,) = told("daily_income_data", contract)
    slip, (payment,) = slip_of(contract, MAY), content["payments"]
    assert (payment["work_month"], payment["paid_month"]) == ("2026-05", "2026-06")
    assert (payment["taxable"], payment["last_day"]) == (slip.taxable, "2026-05-29")
    assert payment["worked_days"] > 15
    withheld = PayslipLine.objects.filter(slip=slip, code="income_tax").values_list("amount", flat=True)
    assert payment["income_tax"] == sum(withheld) > 0
    assert print_one(Paper("daily_income_data", content, "2026-11-10")).startswith(b"%PDF")
    (refused,) = told("income_data", contract)
    assert isinstance(refused, NothingPaid)


@pytest.mark.parametrize("kind", ["income_data", "daily_income_data"])
def test_many_take_as_many_statements_as_one(office: Office, kind: str) -> None:
    tax = "daily" if kind == "daily_income_data" else "table"
    contracts = [office.employ(f"근로자{n}", tax_mode=tax) for n in range(4)]
    for contract in contracts:
        allow(office, contract, "급식비", 140_000, "meal")
    close(office, MAY)
    with counted_statements() as for_one:
        told(kind, contracts[0])
    with counted_statements() as for_many:
        contents = told(kind, *contracts)
    assert len(for_one) == len(for_many)
    assert [content["name"] for content in contents] == [f"근로자{n}" for n in range(4)]
