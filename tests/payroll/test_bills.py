"""A month's premiums as the insurers billed them, from the spreadsheet to the payslip."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from office import JUNE, Office, new_office
from openinsa.exchange.workbook import read_workbook
from openinsa.payroll.actions.bills import (
    BillAlreadyPaid,
    BillDecided,
    BillHasFaults,
    BillHeldAlready,
    BillLacksColumns,
    BillNamesNobody,
    BillNotAsShown,
    BillNotConfirmed,
    confirm_bill,
    drop_bill,
    say_columns,
    take_bill,
    undo_bill,
)
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.bills import compare, read_file
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import BilledPerson, PayRun, Payslip, PremiumBill
from openinsa.payroll.replaying import Verdict, replay_run
from openinsa.people.models import InstitutionSetting
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.importing import FileNotRead
from openinsa.staffing.models import Contract, Project

pytestmark = pytest.mark.django_db
HEALTH = ["성명", "주민등록번호", "건강보험료", "장기요양보험료"]
Row = list[Any]


@pytest.fixture
def office() -> Office:
    return new_office()


def sheet(*rows: Row) -> bytes:
    """A workbook with these rows."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("고지내역")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return content.getvalue()


def billed(office: Office, *rows: Row, insurance: str = "health", month: date = JUNE) -> PremiumBill:
    """A bill of these rows, uploaded but not confirmed."""
    return take_bill(office.payroll_officer, insurance, month, "고지.xlsx", sheet(*rows))


def held(office: Office, *rows: Row, **more: Any) -> PremiumBill:
    """The same, confirmed as it was shown."""
    bill = billed(office, *rows, **more)
    return confirm_bill(office.payroll_officer, bill.pk, compare(bill).summary)


def approve(office: Office, month: date = JUNE) -> None:
    for project in Project.objects.all():
        one = office.month(month, project)
        fill_month(office.clerk, one.pk)
        submit_month(office.clerk, one.pk)
        approve_month(office.head, one.pk)


def compute(office: Office, projects: list[int] | None = None, month: date = JUNE) -> None:
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month, projects)):
        compute_runs(chunk, office.payroll_officer.pk)


def lines(contract: Contract, month: date = JUNE) -> dict[str, int]:
    slip = Payslip.objects.get(contract=contract, run__month=month)
    return dict(slip.lines.values_list("code", "amount"))


def number_of(contract: Contract) -> str:
    return Sealer(contract.institution_id).open(contract.person.resident_number_sealed)


def test_a_confirmed_bill_is_what_the_month_deducts_and_the_line_says_so(office: Office) -> None:
    contract = office.employ()
    approve(office)
    compute(office)
    reckoned = lines(contract)
    held(office, HEALTH, ["김하늘", number_of(contract), "91,110", 11_980])
    assert PayRun.objects.get().state == PayRun.State.WAITING
    compute(office)
    now = lines(contract)
    assert (now["health"], now["long_term_care"]) == (91_110, 11_980)
    assert (now["employer_health"], now["employer_long_term_care"]) == (91_110, 11_980)
    assert now["pension"] == reckoned["pension"]
    line = Payslip.objects.get().lines.get(code="health")
    assert line.words_ko == f"고지서 금액(직접 계산 {reckoned['health']:,}원) = 91,110원"
    assert line.inputs["reckoned"] == reckoned["health"]


def test_a_month_paid_by_a_bill_replays_to_the_same_won(office: Office) -> None:
    contract = office.employ()
    approve(office)
    held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980])
    compute(office)
    pay_runs(office.payroll_officer, [PayRun.objects.get().pk])
    assert replay_run(PayRun.objects.get()).verdict == Verdict.EQUAL


def test_without_the_setting_a_bill_is_only_compared(office: Office) -> None:
    contract = office.employ()
    InstitutionSetting.objects.update(premium_bills="compared")
    approve(office)
    held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980])
    compute(office)
    assert lines(contract)["health"] != 91_110


def test_the_comparison_names_billed_reckoned_and_difference_before_the_month_is_computed(
    office: Office,
) -> None:
    contract = office.employ()
    fill_month(office.clerk, office.month().pk)
    bill = billed(office, HEALTH, ["김하늘", number_of(contract), 100_000, 13_000])
    found = compare(bill)
    (one,) = found.people
    assert one.reckoned is not None
    assert one.difference == 113_000 - sum(one.reckoned.values())
    assert found.by_project == [("공원 환경정비", 1, 113_000, sum(one.reckoned.values()), one.difference)]


def test_people_without_a_bill_and_rows_of_nobody_are_listed(office: Office) -> None:
    contract = office.employ()
    office.employ("박새봄")
    fill_month(office.clerk, office.month().pk)
    found = compare(
        billed(
            office,
            HEALTH,
            ["김하늘", number_of(contract), 1_000, 100],
            ["최없음", "701010-1234567", 1_000, 100],
            ["합계", "", 2_000, 200],
        )
    )
    assert [one.name for one in found.people] == ["김하늘"]
    assert [one.name for one in found.nobody] == ["최없음"]
    assert [one.name for one in found.unbilled] == ["박새봄"]


def test_a_name_borne_by_two_decides_nothing_without_a_date_of_birth(office: Office) -> None:
    office.employ("김하늘", resident_number="850412-1000901")
    other = office.employ("김하늘", resident_number="900101-2000902")
    alone = compare(billed(office, ["성명", "건강보험료", "요양보험료"], ["김하늘", 1_000, 100]))
    assert [one.known for one in alone.nobody] == ["several"]
    with_birth = compare(
        billed(office, ["성명", "생년월일", "건강보험료", "요양보험료"], ["김하늘", "900101", 1_000, 100])
    )
    assert [(one.pk, one.known) for one in with_birth.people] == [(other.person_id, "birth")]


def test_a_name_alone_never_means_who_is_still_here_when_a_namesake_has_left(office: Office) -> None:
    office.employ("김하늘", resident_number="850412-1000901", ends_on=date(2026, 5, 31))
    office.employ("김하늘", resident_number="900101-2000902")
    found = compare(billed(office, ["성명", "건강보험료", "요양보험료"], ["김하늘", 1_000, 100]))
    assert [one.known for one in found.nobody] == ["several"]


def test_a_masked_resident_number_serves_as_date_of_birth(office: Office) -> None:
    contract = office.employ()
    found = compare(billed(office, HEALTH, ["김하늘", "850412-1******", 1_000, 100]))
    assert [(one.pk, one.known) for one in found.people] == [(contract.person_id, "birth")]


def test_settlements_of_a_bill_stand_on_lines_of_their_own(office: Office) -> None:
    contract = office.employ()
    approve(office)
    heads = [*HEALTH, "건강정산보험료", "요양정산보험료"]
    held(office, heads, ["김하늘", number_of(contract), 91_110, 11_980, -12_340, 5_000])
    compute(office)
    now = lines(contract)
    assert (now["health_settlement"], now["long_term_care_settlement"]) == (-12_340, 5_000)


def test_pension_and_employment_are_billed_with_the_employers_part(office: Office) -> None:
    contract = office.employ()
    approve(office)
    heads = [
        "근로자명",
        "생년월일",
        "근로자 실업급여보험료",
        "사업주 실업급여보험료",
        "사업주 고안직능보험료",
        "산재보험료",
    ]
    held(office, heads, ["김하늘", "850412", 22_000, 22_010, 20_000, 23_000], insurance="employment")
    held(
        office,
        ["성명", "주민등록번호", "본인기여금", "사용자부담금"],
        ["김하늘", number_of(contract), 120_000, 120_010],
        insurance="pension",
    )
    compute(office)
    now = lines(contract)
    assert (now["pension"], now["employer_pension"]) == (120_000, 120_010)
    assert (now["employment"], now["employer_employment"]) == (22_000, 22_010)
    assert (now["employer_employment_extra"], now["employer_accident"]) == (20_000, 23_000)


def test_a_bill_is_deducted_once_from_somebody_in_two_projects_computed_apart(office: Office) -> None:
    first = office.employ()
    office.new_project("다른 사업")
    second = office.employ("김하늘", project="다른 사업", resident_number=number_of(first))
    approve(office)
    held(office, HEALTH, ["김하늘", number_of(first), 91_110, 11_980])
    compute(office, [first.project_id])
    compute(office, [second.project_id])
    assert lines(first)["health"] == 91_110
    assert "health" not in lines(second)


def test_an_undone_bill_leaves_the_month_to_our_own_reckoning(office: Office) -> None:
    contract = office.employ()
    approve(office)
    bill = held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980])
    compute(office)
    undo_bill(office.payroll_officer, bill.pk, reason="다른 달 파일")
    assert PayRun.objects.get().state == PayRun.State.WAITING
    compute(office)
    assert lines(contract)["health"] != 91_110
    assert not BilledPerson.objects.exists()


def test_a_bill_by_which_somebody_was_paid_stays(office: Office) -> None:
    contract = office.employ()
    approve(office)
    bill = held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980])
    compute(office)
    pay_runs(office.payroll_officer, [PayRun.objects.get().pk])
    with pytest.raises(BillAlreadyPaid):
        undo_bill(office.payroll_officer, bill.pk, reason="늦음")


def test_a_bill_after_payment_changes_nothing_and_says_so(office: Office) -> None:
    contract = office.employ()
    approve(office)
    compute(office)
    pay_runs(office.payroll_officer, [PayRun.objects.get().pk])
    bill = held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980])
    assert [one.known for one in bill.people.all()] == ["paid"]
    undo_bill(office.payroll_officer, bill.pk, reason="늦음")


def test_columns_that_were_explained_once_are_read_so_in_the_next_file(office: Office) -> None:
    contract = office.employ()
    heads, row = ["성명", "주민등록번호", "건강보험료", "ㄱ", "ㄴ"], ["김하늘", number_of(contract), 1, 2, 3]
    bill = billed(office, heads, row)
    with pytest.raises(BillLacksColumns):
        confirm_bill(office.payroll_officer, bill.pk, compare(bill).summary)
    shape = read_file(bill).sheets[0].mapping.shape
    say_columns(office.payroll_officer, bill.pk, {shape: {"3": "long_term_care"}})
    bill.refresh_from_db()
    assert compare(bill).people[0].billed == {"health": 1, "long_term_care": 2}
    assert compare(billed(office, heads, row)).people[0].billed == {"health": 1, "long_term_care": 2}


def test_every_refusal_of_a_bill(office: Office) -> None:
    contract = office.employ()
    row = ["김하늘", number_of(contract), 1_000, 100]
    first = held(office, HEALTH, row)
    second = billed(office, HEALTH, row)
    by = office.payroll_officer
    with pytest.raises(BillHeldAlready):
        confirm_bill(by, second.pk, compare(second).summary)
    with pytest.raises(BillDecided):
        drop_bill(by, first.pk)
    with pytest.raises(BillNotConfirmed):
        undo_bill(by, second.pk, reason="시험")
    with pytest.raises(ReasonMissing):
        undo_bill(by, first.pk, reason=" ")
    undo_bill(by, first.pk, reason="시험")
    with pytest.raises(BillNotAsShown):
        confirm_bill(by, second.pk, "0/0/0")
    unreadable = billed(office, HEALTH, ["김하늘", number_of(contract), "백만", 100])
    with pytest.raises(BillHasFaults):
        confirm_bill(by, unreadable.pk, compare(unreadable).summary)
    nobody = billed(office, HEALTH, ["최없음", "701010-1234567", 1_000, 100])
    with pytest.raises(BillNamesNobody):
        confirm_bill(by, nobody.pk, compare(nobody).summary)
    with pytest.raises(FileNotRead):
        billed(office, ["가", "나"], [1, 2])
    with pytest.raises(NotAllowed):
        take_bill(office.clerk, "health", JUNE, "고지.xlsx", sheet(HEALTH, row))
    drop_bill(by, nobody.pk)
    elsewhere = new_office("나래시")
    with pytest.raises(NotFound):
        drop_bill(elsewhere.payroll_officer, second.pk)


def test_a_dropped_bill_leaves_nothing_of_its_file(office: Office) -> None:
    bill = billed(office, HEALTH, ["김하늘", "850412-1******", 1_000, 100])
    assert read_workbook("고지.xlsx", sheet(HEALTH)).sheets
    assert bytes(drop_bill(office.payroll_officer, bill.pk).content_sealed) == b""
