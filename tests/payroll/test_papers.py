"""Papers of a pay run: what the forms are filled with, who may take them, and the record that remains."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from documents.reading import open_pdf, text_of
from exports import WHY, taken_out
from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.papers import NothingToPrint, hand_out_ledger, hand_out_statements
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.papers import wage_ledger, wage_statements
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import AccessRecord
from openinsa.staffing.actions.contracts import change_contract
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ("김하늘", job="녹지 관리")
    return office


def run(office: Office) -> PayRun:
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    (made,) = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([made.pk], office.payroll_officer.pk)
    return PayRun.objects.get(pk=made.pk)


def asked_by(user: User, name: str, number: int):  # noqa: ANN201 - Django's answer of a test client
    client = Client()
    set_context(None)
    client.force_login(user)
    set_context(None)
    return client.get(reverse(name, args=[number]))


def taken_by(user: User, name: str, number: int):  # noqa: ANN201 - Django's answer of a test client
    client = Client()
    set_context(None)
    client.force_login(user)
    set_context(None)
    return taken_out(client, reverse(name, args=[number]))


def test_a_statement_is_filled_with_what_the_slip_says(office: Office) -> None:
    made = run(office)
    slip = Payslip.objects.get()
    (statement,) = wage_statements(made.slips.all())
    assert (statement["gross"], statement["net"]) == (slip.gross, slip.net)
    assert sum(line["amount"] for line in statement["earnings"]) == slip.gross
    assert sum(line["amount"] for line in statement["deductions"]) == slip.deductions
    assert statement["hours"]["worked_days"] == 21
    assert statement["hours"]["worked_minutes"] == 21 * 480
    assert statement["wage_basis"] == [f"일급 {LIVING_WAGE_DAY:,}원"]
    assert (statement["starts_on"], statement["ends_on"]) == ("2026-06-01", "2026-06-30")
    assert all(line["how"] for line in statement["earnings"])


def test_a_wage_that_changed_inside_the_month_is_named_with_its_first_day(office: Office) -> None:
    contract = office.employ("이바다")
    change_contract(office.hr_officer, contract.pk, JUNE.replace(day=16), {"rate": 100_000})
    run(office)
    (statement,) = wage_statements(Payslip.objects.filter(contract=contract))
    assert statement["wage_basis"] == [f"일급 {LIVING_WAGE_DAY:,}원", "일급 100,000원 (2026-06-16부터)"]


def test_contracts_that_follow_each_other_are_one_employment_on_paper(office: Office) -> None:
    number = "700101-1234568"
    office.employ("재계약", resident_number=number, ends_on=JUNE.replace(day=16))
    second = office.employ("재계약", resident_number=number, starts_on=JUNE.replace(day=17), rate=100_000)
    run(office)
    (statement,) = wage_statements(Payslip.objects.filter(contract=second))
    assert statement["hired_on"] == "2026-01-01"
    assert (statement["starts_on"], statement["ends_on"]) == ("2026-06-01", "2026-06-30")
    assert statement["hours"]["worked_days"] == 21
    assert statement["wage_basis"] == [f"일급 {LIVING_WAGE_DAY:,}원", "일급 100,000원 (2026-06-17부터)"]


def test_the_ledger_sums_to_the_run_and_has_a_column_for_every_item(office: Office) -> None:
    office.employ("이바다")
    made = run(office)
    ledger = wage_ledger(made)
    assert sum(row["gross"] for row in ledger["rows"]) == made.gross
    assert sum(row["net"] for row in ledger["rows"]) == made.net
    for row in ledger["rows"]:
        assert sum(row["items"][item] for item in ledger["items"]) == row["gross"]
        assert sum(row["deductions"][item] for item in ledger["deductions"]) == row["deductions_total"]


def test_filling_papers_takes_the_same_number_of_statements_for_one_person_and_for_many(
    office: Office,
) -> None:
    one = run(office)
    counts = [statements_to_fill(one)]
    other = new_office("나래구")
    for number in range(5):
        other.employ(f"사람{number}")
    counts.append(statements_to_fill(run(other)))
    assert counts[0] == counts[1]


def statements_to_fill(made: PayRun) -> int:
    with counted_statements() as sent:
        wage_statements(made.slips.all())
        wage_ledger(made)
    return len(sent)


def test_the_officer_takes_all_statements_as_one_pdf_and_as_an_archive(office: Office) -> None:
    office.employ("이바다")
    made = run(office)
    together = taken_by(office.payroll_officer, "payroll:statements", made.pk)
    assert together["Content-Type"] == "application/pdf"
    assert len(open_pdf(together.content).pages) == 2
    office.enter()
    archive = ZipFile(
        BytesIO(taken_by(office.payroll_officer, "payroll:statements_archive", made.pk).content)
    )
    assert [name.split()[1] for name in archive.namelist()] == ["김하늘", "이바다"]
    assert "이바다" in text_of(archive.read(archive.namelist()[1]))


def test_the_officer_takes_the_ledger_as_pdf_and_as_spreadsheet(office: Office) -> None:
    made = run(office)
    assert f"{made.net:,}" in text_of(taken_by(office.payroll_officer, "payroll:ledger", made.pk).content)
    office.enter()
    book = load_workbook(BytesIO(taken_by(office.payroll_officer, "payroll:ledger_sheet", made.pk).content))
    assert "김하늘" in [cell.value for cell in book.active["B"]]


def test_a_worker_takes_the_own_statement_once_it_is_paid_and_nobody_elses(office: Office) -> None:
    other = office.employ("이바다")
    made = run(office)
    own = Payslip.objects.exclude(contract=other).get()
    worker = office.user(Role.WORKER, person=own.person)
    assert asked_by(worker, "payroll:statement", own.pk).status_code == 404
    office.enter()
    pay_runs(office.payroll_officer, [made.pk])
    mine = asked_by(worker, "payroll:statement", own.pk)
    assert "김하늘" in text_of(mine.content)
    office.enter()
    assert asked_by(worker, "payroll:statement", Payslip.objects.get(contract=other).pk).status_code == 404
    assert asked_by(worker, "payroll:statements", made.pk).status_code == 404


def test_taking_papers_is_written_into_the_access_record(office: Office) -> None:
    made = run(office)
    hand_out_statements(office.auditor, made.pk, reason=WHY, address="192.0.2.1")
    hand_out_ledger(office.auditor, made.pk, reason=WHY)
    records = AccessRecord.objects.order_by("pk").values_list("verb", "what", "count", "address")
    assert list(records)[-2:] == [
        ("download", "wage_statement", 1, "192.0.2.1"),
        ("download", "wage_ledger", 1, None),
    ]


def test_a_run_without_slips_says_that_it_must_be_computed_first(office: Office) -> None:
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    (waiting,) = prepare_runs(office.payroll_officer, JUNE)
    with pytest.raises(NothingToPrint) as refusal:
        hand_out_statements(office.payroll_officer, waiting.pk)
    assert "먼저 급여를 계산해 주세요" in str(refusal.value)


def test_the_english_reader_gets_english_papers(office: Office) -> None:
    from django.utils.translation import override

    made = run(office)
    with override("en"):
        (statement,) = wage_statements(made.slips.all())
    assert statement["language"] == "en"
    assert all("원" not in line["how"] for line in statement["earnings"])
