"""Pay items as columns of a register: from the cells to what each person gets."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from office import JUNE, Office, new_office
from office_client import OfficeClient
from openinsa.exchange.template import register_template
from openinsa.exchange.workbook import read_workbook
from openinsa.staffing.actions.imports import save_register as save
from openinsa.staffing.actions.imports import summary, take_register
from openinsa.staffing.actions.pay_items import grant_allowance
from openinsa.staffing.actions.register import RegistrationHasFaults
from openinsa.staffing.importing import read_import
from openinsa.staffing.item_columns import item_names
from openinsa.staffing.models import Allowance, ImportFile
from statements import counted_statements

pytestmark = pytest.mark.django_db
HEADINGS = ["성명", "주민등록번호", "부서", "사업명", "계약시작일", "계약종료일", "일급", "급식비(원)", "교통비", "수당 적용일"]  # fmt: skip


@pytest.fixture
def office() -> Office:
    """An office in which somebody has a meal allowance and a fare by the day."""
    office = new_office()
    held = office.employ("이미 있는 사람")
    meal = {
        "name": "급식비",
        "amount": 130_000,
        "valid_from": JUNE,
        "tax": "meal",
        "proration": "calendar_days",
    }
    fare = {"name": "교통비", "amount": 3_000, "valid_from": JUNE, "kind": "per_worked_day"}
    share = {
        "name": "비율수당",
        "amount": 50_000,
        "valid_from": JUNE,
        "kind": "share",
        "measure": "basic_pay",
    }
    for item in (meal, fare, share):
        grant_allowance(office.hr_officer, office.project.pk, [held.pk], item)
    return office


def numbered(place: int) -> str:
    return f"8402{place // 100 + 10:02}-16651{place % 100:02}"


def taken(office: Office, *rows: list[Any], headings: list[str] = HEADINGS, first: int = 0) -> ImportFile:
    """A file with a row for each person; what is given stands from the meal on."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as written:
        sheet = written.add_worksheet("명단")
        place = [office.department.name, office.project.name, "2026-06-01", "2026-12-31", 96_968]
        people = [
            [f"김하나{chr(0xAC00 + n)}", numbered(n), *place, *row] for n, row in enumerate(rows, first)
        ]
        for number, row in enumerate([headings, *people]):
            sheet.write_row(number, 0, row)
    return take_register(office.clerk, "명단.xlsx", content.getvalue())


def test_the_columns_are_the_items_that_are_won(office: Office) -> None:
    assert item_names() == ["교통비", "급식비"]


def test_an_amount_in_a_column_is_given_like_the_item_before(office: Office) -> None:
    file = taken(office, [140_000, 4_000], ["-", ""], [150_000, 0, "2026-07-01"])
    save(office.clerk, file.pk, summary(read_import(office.clerk, file)))
    given = Allowance.objects.exclude(contract__person__name="이미 있는 사람").order_by("pk")
    told = [(one.name, one.amount, one.kind, one.tax, one.valid_from, one.valid_to) for one in given]
    end = date(2026, 12, 31)
    assert told == [
        ("급식비", 140_000, "monthly", "meal", JUNE, end),
        ("교통비", 4_000, "per_worked_day", "taxable", JUNE, end),
        ("급식비", 150_000, "monthly", "meal", date(2026, 7, 1), end),
    ]
    assert [one.proration for one in given] == ["calendar_days", "full", "calendar_days"]
    assert [one.ordinary_from for one in given] == [JUNE, JUNE, date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("row", "cell", "told"),
    [
        (["십사만"], "H2", "급식비"),
        (["", "-3,000"], "I2", "교통비"),
        ([140_000, "", "2027-01-01"], "J2", "계약 기간"),
    ],
)
def test_a_wrong_amount_or_day_is_named_by_its_cell(
    office: Office, row: list[Any], cell: str, told: str
) -> None:
    file = taken(office, row)
    reading = read_import(office.clerk, file)
    (fault,) = [one for one in reading.faults if one.severity == "error"]
    assert fault.cell == cell
    assert told in f"{fault.heading} {fault.text}"
    with pytest.raises(RegistrationHasFaults):
        save(office.clerk, file.pk, summary(reading))
    assert not Allowance.objects.exclude(contract__person__name="이미 있는 사람").exists()


def test_an_amount_a_month_is_refused_for_day_labour(office: Office) -> None:
    headings = [*HEADINGS[:8], "과세 방식"]
    reading = read_import(office.clerk, taken(office, [140_000, "일용"], headings=headings))
    faults = [(fault.cell, fault.severity) for fault in reading.faults]
    assert ("H2", "error") in faults


def test_a_column_whose_item_is_gone_is_not_used(office: Office) -> None:
    file = taken(office, [140_000, 4_000])
    Allowance.objects.all().delete()
    reading = read_import(office.clerk, file)
    assert [row.items for row in reading.rows] == [()]


def test_statements_do_not_grow_with_people(office: Office) -> None:
    counts = []
    for people in (2, 40):
        file = taken(office, *([140_000, 4_000] for _n in range(people)), first=people)
        shown = summary(read_import(office.clerk, file))
        with counted_statements() as counted:
            save(office.clerk, file.pk, shown)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_template_offers_the_items_and_their_first_day(office: Office) -> None:
    sheet = read_workbook("a.xlsx", register_template(items=item_names())).sheets[0]
    assert sheet.rows[2][-3:] == ["교통비", "급식비", "수당 적용일"]
    plain = read_workbook("a.xlsx", register_template()).sheets[0]
    assert "수당 적용일" not in plain.rows[2]


def test_the_downloaded_list_of_contracts_has_a_column_for_each_item(office: Office) -> None:
    page = OfficeClient(office, office.hr_officer, "staffing").take("contracts", download="xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(page.content)).active.values)
    heading = next(row for row in rows if "성명" in row)
    row = rows[rows.index(heading) + 1]
    told = dict(zip(heading, row, strict=True))
    assert (told["급식비"], told["교통비"]) == (130_000, 3_000)
