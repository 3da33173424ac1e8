"""Opening a file: any format by its bytes, within bounds, and a clear sentence where it cannot be read."""

import io
import random
import zipfile
from collections.abc import Callable

import msoffcrypto
import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from clerks import WRITERS, as_csv, as_xls, as_xlsx
from openinsa.exchange.bills import read_bill
from openinsa.exchange.faults import REFUSALS, FileRefused
from openinsa.exchange.month_sheet import read_months
from openinsa.exchange.register import read_register
from openinsa.exchange.workbook import model, ooxml, opening, packing, read_workbook, without_password

GRID = [["성명", "금액"], ["김하늘", 96_968], ["박새봄", "00123"]]


def protected(password: str) -> bytes:
    """A workbook as Excel protects it."""
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(as_xlsx({"명단": GRID}))).encrypt(password, locked)
    return locked.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_cells_come_from_every_format_whatever_the_files_name(kind: str) -> None:
    (sheet,) = read_workbook("아무 이름.txt", WRITERS[kind]({"명단": GRID})).sheets
    assert (sheet.name, sheet.rows) == ("명단", GRID)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_korean_programs_write(encoding: str) -> None:
    (sheet,) = read_workbook("명단.csv", as_csv(GRID, encoding)).sheets
    assert (sheet.name, sheet.rows) == ("명단", [["성명", "금액"], ["김하늘", "96968"], ["박새봄", "00123"]])


def test_a_csv_may_be_separated_by_tabs_and_hold_line_ends_inside_cells() -> None:
    (sheet,) = read_workbook("a.csv", '성명\t"비\n고"\n김하늘\t1\n'.encode()).sheets
    assert sheet.rows == [["성명", "비\n고"], ["김하늘", "1"]]


def test_a_protected_file_opens_with_its_password_only() -> None:
    content = protected("비밀 1234")
    assert read_workbook("a.xlsx", content, "비밀 1234").sheets[0].rows == GRID
    with pytest.raises(FileRefused, match="암호로 보호된"):
        read_workbook("a.xlsx", content)
    with pytest.raises(FileRefused, match="맞지 않습니다"):
        read_workbook("a.xlsx", content, "틀림")
    assert msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted()
    assert read_workbook("a.xlsx", without_password(content, "비밀 1234")).sheets[0].rows == GRID


def test_hidden_rows_columns_and_sheets_are_noticed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx({"명단": GRID, "숨김": GRID})))
    book["명단"].column_dimensions["B"].hidden = True
    book["명단"].row_dimensions[3].hidden = True
    book["숨김"].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    first, second = read_workbook("a.xlsx", content.getvalue()).sheets
    assert (first.beside.hidden_rows, first.beside.hidden_columns) == ({2}, {1})
    assert (first.hidden, second.hidden) == (False, True)


def test_hidden_columns_and_formulas_without_a_value_are_noticed_in_xls_too() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("명단")
    sheet.write(0, 0, "성명")
    sheet.write(1, 1, xlwt.Formula("1/0"))
    sheet.col(1).hidden = True
    content = io.BytesIO()
    book.save(content)
    (read,) = read_workbook("a.xls", content.getvalue()).sheets
    assert (read.beside.hidden_columns, set(read.beside.broken)) == ({1}, {(1, 1)})


def test_a_formula_without_a_value_or_with_an_error_is_noticed_with_its_text() -> None:
    content = as_xlsx({"명단": [["=1/0", "=SUM(A1:A2)", 5]]})
    (sheet,) = read_workbook("a.xlsx", content).sheets
    assert sheet.beside.broken == {(0, 0): "=1/0", (0, 1): "=SUM(A1:A2)"}


def worksheet(cells: str) -> bytes:
    return f'<worksheet><sheetData><row r="2">{cells}</row></sheetData></worksheet>'.encode()


def test_a_glance_at_bare_values_finds_the_same_extents_as_the_whole_pass() -> None:
    content = worksheet('<c r="B2" t="s"><v>0</v></c><c r="AA2"><v>5</v></c>')
    assert ooxml.values_alone(content) == ooxml.Scan(content).result()
    assert (ooxml.Scan(content).height, ooxml.Scan(content).width) == (2, 27)


LOOKED_AT_CLOSELY = {
    "a formula": '<c r="B2"><f>1+1</f><v>2</v></c>',
    "an error": '<c r="B2" t="e"><v>#N/A</v></c>',
    "a hidden row": '<c r="B2"><v>5</v></c></row><row r="3" hidden="1"><c r="B3"><v>5</v></c>',
    "a cell that does not say where it is": '<c r="B2"><v>5</v></c><c><v>5</v></c>',
    "a cell that says it late": '<c r="B2"><v>5</v></c><c s="1" r="XFD9"><v>5</v></c>',
    "a cell of another prefix": '<c r="B2"><v>5</v></c><x:c r="XFD1048576"><v>5</v></x:c>',
    "a comment": '<c r="B2"><v>5</v></c><!-- <c r="XFD9"> -->',
    "stray cells far out": '<c r="B2"><v>5</v></c><c r="XFD1048576" s="3"/>',
    "no cell": "",
}


@pytest.mark.parametrize("cells", LOOKED_AT_CLOSELY.values(), ids=LOOKED_AT_CLOSELY.keys())
def test_a_glance_is_not_enough_for_whatever_is_no_bare_value(cells: str) -> None:
    assert ooxml.values_alone(worksheet(cells)) is None


def test_a_sheet_that_is_cut_off_is_looked_at_closely() -> None:
    assert ooxml.values_alone(worksheet('<c r="B2"><v>5</v></c>')[:-5]) is None


def test_a_package_that_unpacks_to_more_than_the_bound_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST_UNPACKED", 2**20)
    bomb = packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 2**21})
    with pytest.raises(FileRefused) as refused:
        read_workbook("a.xlsx", bomb)
    assert refused.value.code == "unpacks_too_large"


def test_a_sheet_with_a_cell_at_the_far_end_is_refused_before_it_is_laid_out() -> None:
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(FileRefused, match="너무 큽니다"):
        read_workbook("a.xlsx", content.getvalue())


def test_a_document_type_of_its_own_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><workbook>&b;</workbook>'
    with pytest.raises(FileRefused) as refused:
        read_workbook("a.xlsx", packed({"xl/workbook.xml": laughs}))
    assert refused.value.code == "damaged"


def _far(sheet: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active["ALM1"] = 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


SMALLEST: dict[str, Callable[[], object]] = {
    "empty_file": lambda: read_workbook("a.csv", b""),
    "too_large": lambda: read_workbook("a.csv", b"a" * (opening.LARGEST_FILE + 1)),
    "too_many_cells": lambda: read_workbook("a.xlsx", _far("명단")),
    "unpacks_too_large": lambda: read_workbook(
        "a.xlsx", packed({"xl/workbook.xml": b"", **{f"p{n}": b"" for n in range(packing.MOST_PARTS)}})
    ),
    "unknown_format": lambda: read_workbook("a.hwp", b"\x89PNG\r\n\0"),
    "web_page": lambda: read_workbook("a.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
    "damaged": lambda: read_workbook("a.xlsx", as_xlsx({"a": GRID})[:-200]),
    "password_missing": lambda: read_workbook("a.xlsx", protected("a")),
    "password_wrong": lambda: read_workbook("a.xlsx", protected("a"), "b"),
    "password_unsupported": lambda: read_workbook(
        "a.ods", packed({"content.xml": b"<a/>", "META-INF/manifest.xml": b"<encryption-data/>"})
    ),
    "unknown_letters": lambda: read_workbook("a.csv", b"\xff\xff\xff,\xff"),
    "no_table": lambda: read_register(read_workbook("a.csv", b"a,b")),
    "no_bill": lambda: read_bill(read_workbook("a.csv", b"a,b"), "health"),
    "no_month_table": lambda: read_months(read_workbook("a.csv", b"a,b")),
    "no_month": lambda: read_months(
        read_workbook("a.csv", "성명,생년월일,1,2,3,4,5,6,7\n김,690702,출,출,출,출,출,출,출".encode())
    ),
}


def test_every_refusal_has_a_smallest_file_that_causes_it() -> None:
    assert set(SMALLEST) == set(REFUSALS)


@pytest.mark.parametrize("code", SMALLEST)
def test_a_refusal_says_in_both_languages_what_is_wrong_and_how_to_mend_it(code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        SMALLEST[code]()
    assert refused.value.code == code
    for language in ("ko", "en"):
        sentence = refused.value.sentence(language)
        assert "{" not in sentence
        assert sentence.count(".") >= 2 or "?" in sentence


def refusal(content: bytes) -> str:
    """Why a file is refused; "" where it is read."""
    try:
        read_workbook("a.xls", content)
    except FileRefused as refused:
        return refused.code
    return ""


def test_a_cut_xls_is_refused_and_not_a_server_error() -> None:
    whole = as_xls({"명단": GRID})
    assert {refusal(whole[:cut]) for cut in range(9, 4_000, 397)} <= {"damaged", "unknown_format"}


def test_an_xls_that_claims_more_rows_than_the_format_has_is_refused_before_memory_is_reserved() -> None:
    whole = bytearray(as_xls({"명단": GRID}))
    claim = whole.index(bytes([0x00, 0x02, 0x0E, 0x00]))
    whole[claim + 8 : claim + 12] = (2**31).to_bytes(4, "little")
    assert refusal(bytes(whole)) == "damaged"


@given(seed=st.integers(0, 10**9), kind=st.sampled_from(list(WRITERS)))
@settings(max_examples=60, deadline=None)
def test_a_file_with_wrong_bytes_is_read_or_refused_and_nothing_else(seed: int, kind: str) -> None:
    chance = random.Random(seed)
    content = bytearray(WRITERS[kind]({"명단": GRID}))
    for _ in range(chance.randrange(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert refusal(bytes(content)) in {"", *REFUSALS}


def test_bounds_leave_room_for_any_district() -> None:
    assert model.MOST_ROWS >= 100_000
