"""Papers about pay: only what was paid, summed up to the won, in as many statements for many as for one."""

from datetime import date

import pytest
from django.utils import translation

from closing import JULY, JUNE, MAY, close, compute, confirm, paid_for, slip_of
from office import Office, new_office
from openinsa.documents.printing import Paper, print_one
from openinsa.documents.wage_statements import wage_statement_pdf
from openinsa.issuing.contents.wages import NoPaidLedger, NothingPaid
from openinsa.issuing.kinds import KINDS, Asked
from openinsa.issuing.scope import SlipNotPaid
from openinsa.payroll.actions.corrections import propose_wage
from openinsa.payroll.models import Payslip, PayslipLine
from openinsa.people.refusals import NotFound
from openinsa.staffing.models import Allowance, Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


@pytest.fixture
def office() -> Office:
    return new_office()


def told(kind: str, *asked: Asked):  # noqa: ANN201 - contents as the kind gives them
    return KINDS[kind].contents(asked)


def about(contract: Contract, **named) -> Asked:  # noqa: ANN003 - fields of Asked
    return Asked(**{"language": "ko", "person_id": contract.person_id, **named})


def test_a_statement_is_that_of_the_paid_slip(office: Office) -> None:
    contract = office.employ("김하늘", job="녹지 관리")
    close(office, MAY)
    slip = slip_of(contract, MAY)
    (content,) = told("wage_statement", about(contract, subject_id=slip.pk))
    assert (content["name"], content["net"], content["month"]) == ("김하늘", slip.net, "2026-05")
    assert wage_statement_pdf(content).startswith(b"%PDF")


def test_an_unpaid_slip_and_somebody_elses_give_no_statement(office: Office) -> None:
    contract, other = office.employ("김하늘"), office.employ("이바다")
    compute(office, MAY)
    slip = slip_of(contract, MAY)
    unpaid, foreign = told(
        "wage_statement", about(contract, subject_id=slip.pk), about(other, subject_id=slip.pk)
    )
    assert isinstance(unpaid, SlipNotPaid)
    assert isinstance(foreign, NotFound)


def test_a_certificate_has_every_paid_month_and_adds_up_to_the_slips(office: Office) -> None:
    contract = office.employ("김하늘")
    for month in (MAY, JUNE):
        close(office, month)
    compute(office, JULY)
    (content,) = told("wage_certificate", about(contract, **YEAR))
    slips = Payslip.objects.filter(run__state="paid")
    assert [month["month"] for month in content["months"]] == ["2026-05", "2026-06"]
    for name, column in (("gross", "gross"), ("net", "net"), ("deductions_total", "deductions")):
        assert sum(month[name] for month in content["months"]) == sum(slips.values_list(column, flat=True))
    month = content["months"][0]
    assert sum(month["deductions"].values()) == month["deductions_total"]
    assert month["deductions"]["pension"] > 0
    assert content["employments"][0]["project"] == office.project.name
    assert print_one(Paper("wage_certificate", content, "2026-11-10")).startswith(b"%PDF")


def test_a_difference_that_was_paid_later_stands_in_its_month_of_work(office: Office) -> None:
    contract = office.employ("김하늘")
    close(office, MAY)
    before = slip_of(contract, MAY).gross
    confirm(office, propose_wage(office.clerk, slip_of(contract, MAY).pk, MAY, 100_000, reason="일급 착오"))
    close(office, JUNE)
    (content,) = told("wage_certificate", about(contract, **YEAR))
    may, june = content["months"]
    earned = sum(won for (side, _code), won in paid_for(contract, MAY).items() if side == "earning")
    assert may["gross"] == earned > before
    assert may["gross"] + june["gross"] == before + slip_of(contract, JUNE).gross
    assert may["pay_date"] < june["pay_date"]


def test_where_nothing_was_paid_the_refusal_names_who_and_when(office: Office) -> None:
    contract = office.employ("김하늘")
    (refused,) = told("wage_certificate", about(contract, **YEAR))
    assert isinstance(refused, NothingPaid)
    assert "김하늘" in str(refused)
    assert "2026-01-01" in str(refused)


def test_a_ledger_is_given_of_a_paid_month_alone(office: Office) -> None:
    office.employ("김하늘")
    run = close(office, MAY)
    asked = [Asked("ko", subject_id=office.project.pk, since=month) for month in (MAY, JUNE)]
    paid, open_month = told("wage_ledger", *asked)
    assert sum(row["gross"] for row in paid["rows"]) == run.gross
    assert isinstance(open_month, NoPaidLedger)
    assert "2026-06" in str(open_month)


def test_a_family_allowance_is_told_beside_the_basis_of_the_wage(office: Office) -> None:
    contract = office.employ("김하늘")
    Allowance.objects.create(
        institution=office.institution,
        contract=contract,
        name="가족수당",
        amount=40_000,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    close(office, MAY)
    (paid,) = told("wage_ledger", Asked("ko", subject_id=office.project.pk, since=MAY))
    assert [basis for basis in paid["rows"][0]["wage_basis"] if basis.startswith("가족수당: ")]
    assert PayslipLine.objects.filter(label_ko="가족수당", amount=40_000).exists()


@pytest.mark.parametrize("kind", ["wage_statement", "wage_certificate"])
def test_many_take_as_many_statements_as_one(office: Office, kind: str) -> None:
    contracts = [office.employ(f"근로자{n}") for n in range(4)]
    close(office, MAY)
    close(office, JUNE)
    asked = [
        about(one, subject_id=slip_of(one, month).pk, **YEAR)
        for one, month in zip(contracts, (MAY, JUNE, MAY, JUNE), strict=True)
    ]
    with counted_statements() as for_one:
        told(kind, asked[0])
    with counted_statements() as for_many:
        contents = told(kind, *asked)
    assert len(for_one) == len(for_many)
    assert [content["name"] for content in contents] == [f"근로자{n}" for n in range(4)]


def test_in_english_labels_are_english(office: Office) -> None:
    contract = office.employ("김하늘")
    close(office, MAY)
    with translation.override("en"):
        (content,) = told("wage_statement", about(contract, subject_id=slip_of(contract, MAY).pk))
    assert content["language"] == "en"
    assert content["earnings"][0]["label"].isascii()
