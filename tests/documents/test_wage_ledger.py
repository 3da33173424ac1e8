"""임금대장: the items of 근로기준법 시행령 제27조제1항, sums of pages, and the spreadsheet beside it."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from documents.reading import open_pdf, pictures_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.contracts import WageLedger
from openinsa.documents.wage_ledger import wage_ledger_pdf, wage_ledger_xlsx

HEAD = 7
"""The row of the spreadsheet that holds the headings."""


def ledger(people: int | None = None, items: list[str] | None = None) -> WageLedger:
    made = sample("wage_ledger")
    if people is not None:
        made["rows"] = [
            made["rows"][n % len(made["rows"])] | {"hired_on": f"19{10 + n % 80}-01-01"}
            for n in range(people)
        ]
    return made | {"items": made["items"] + (items or [])}


@pytest.fixture(scope="module")
def printed() -> str:
    return text_of(wage_ledger_pdf(ledger()))


@pytest.mark.parametrize("person", sample("wage_ledger")["rows"], ids=lambda row: row["identifier"])
def test_every_person_has_name_identifier_hire_date_job_and_basis_of_wage(printed: str, person: dict) -> None:
    for text in (person["name"], person["identifier"], person["hired_on"], person["job"]):
        assert text in printed
    assert all(basis.split()[1] in printed for basis in person["wage_basis"])


@pytest.mark.parametrize("person", sample("wage_ledger")["rows"], ids=lambda row: row["identifier"])
def test_every_person_has_amounts_per_item_deductions_and_sums(printed: str, person: dict) -> None:
    sums = (person["gross"], person["deductions_total"], person["net"])
    for won in (*person["items"].values(), *person["deductions"].values(), *sums):
        assert f"{won:,}" in printed


def test_days_and_hours_stand_with_overtime_night_and_holiday_hours_apart(printed: str) -> None:
    assert "근로일수 총 근로시간 연장근로 야간근로 휴일근로" in printed
    assert "19 152:00 5:00 1:00 8:00" in printed


def test_the_last_row_sums_up_everybody(printed: str) -> None:
    rows = sample("wage_ledger")["rows"]
    assert "합계 12명" in printed
    for name in ("gross", "deductions_total", "net"):
        assert f"{sum(row[name] for row in rows):,}" in printed


def test_every_page_repeats_the_headings_and_sums_up_its_own_people() -> None:
    given = ledger(people=40)
    pages = [page.extract_text() for page in open_pdf(wage_ledger_pdf(given)).pages]
    assert len(pages) > 2
    start = 0
    for page in pages:
        count = int(page.split("이 쪽 합계: ")[1].split("명")[0])
        gross = sum(row["gross"] for row in given["rows"][start : start + count])
        assert f"지급액 계 {gross:,} · 공제액 계" in " ".join(page.split())
        assert "생년월일" in page
        start += count
    assert start == 40


def test_no_person_is_torn_over_two_pages() -> None:
    pages = open_pdf(wage_ledger_pdf(ledger(people=40))).pages
    assert all(
        page.extract_text().count("일급 90,080원") == page.extract_text().count("-01-01\n") for page in pages
    )


def test_twenty_kinds_of_pay_still_fit_the_width_of_the_paper(tmp_path: Path) -> None:
    pdf = wage_ledger_pdf(ledger(items=[f"특수업무수당{n}" for n in range(12)]))
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    assert width > 800
    assert all(
        left > 25 and right < width - 25 for _n, left, _t, right, _b, _w in words_with_places(pdf, tmp_path)
    )
    assert all(picture.stat().st_size > 10_000 for picture in pictures_of(pdf, tmp_path))


@pytest.mark.parametrize("others", [2, 5, 8])
def test_the_name_of_an_item_breaks_between_its_words(others: int, tmp_path: Path) -> None:
    pdf = wage_ledger_pdf(ledger(items=["2026-05 기본급 차액", *(f"수당{n}" for n in range(others))]))
    words = [word for *_place, word in words_with_places(pdf, tmp_path)]
    assert words.count("기본급") == 2 * words.count("차액")
    assert "차액" in words


def test_the_same_ledger_is_the_same_file_to_the_byte() -> None:
    assert wage_ledger_pdf(ledger()) == wage_ledger_pdf(ledger())
    assert wage_ledger_xlsx(ledger()) == wage_ledger_xlsx(ledger())


def read_back(data_only: bool) -> list[list[object]]:
    book = load_workbook(BytesIO(wage_ledger_xlsx(ledger())), data_only=data_only)
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_the_spreadsheet_holds_numbers_that_can_be_reckoned_with() -> None:
    rows = read_back(data_only=True)
    headings = rows[HEAD - 1]
    for given, row in zip(ledger()["rows"], rows[HEAD:], strict=False):
        read = dict(zip(headings, row, strict=True))
        assert read["성명"] == given["name"]
        assert read["지급액 계"] == given["gross"]
        assert read["실지급액"] == given["net"]
        assert all(read[label] == given["items"].get(label, 0) for label in ledger()["items"])


def test_sums_of_the_spreadsheet_are_formulas_that_already_show_their_value() -> None:
    formulas, values = read_back(data_only=False)[-1], read_back(data_only=True)[-1]
    net = read_back(data_only=True)[HEAD - 1].index("실지급액")
    assert formulas[net].startswith("=SUM(")
    assert values[net] == sum(row["net"] for row in ledger()["rows"])


def test_the_spreadsheet_prints_on_a4_landscape_with_its_heading_on_every_page() -> None:
    sheet = load_workbook(BytesIO(wage_ledger_xlsx(ledger()))).active
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert sheet.freeze_panes == f"C{HEAD + 1}"


def test_a_name_that_looks_like_a_formula_is_text_in_the_spreadsheet() -> None:
    given = ledger()
    given["rows"][0]["name"] = "=1+1"
    sheet = load_workbook(BytesIO(wage_ledger_xlsx(given))).active
    cell = sheet.cell(HEAD + 1, 2)
    assert cell.data_type == "s"
    assert cell.value == "'=1+1"
