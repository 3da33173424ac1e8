"""Workbooks as clerks keep them, made by other people's software, with the truth beside them."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

Truth = dict[str, Any]
Grid = list[list[Any]]

FAMILY = "김 이 박 최 정 강 조 윤 장 임 한 오 남궁 황보 제갈 선우".split()
GIVEN = "민준 서연 하은 도윤 수아 영숙 순자 종수 미경 나래 빛나 건".split()
ABROAD = ["NGUYEN THI HOA", "BATBAYAR SARNAI", "LI XIAOMING", "MARIA SANTOS DELA CRUZ"]
BANKS = "농협 국민 신한 우리 하나 기업 새마을금고 카카오뱅크 우체국".split()
JOBS = ["환경정비", "산불감시", "도서관 보조", "체육시설 관리"]

HEADINGS: dict[str, list[str]] = {
    "name": ["성명", "성 명", "이름", "성함", "근로자명", "참여자 성명", "성명(한글)"],
    "resident_number": ["주민등록번호", "주민번호", "주민등록번호\n(외국인등록번호)", "주민(외국인)등록번호"],
    "phone": ["연락처", "휴대전화", "핸드폰", "전화번호", "휴대폰 번호", "H.P"],
    "start": ["계약시작일", "채용일자", "근로개시일", "입사일", "계약 시작일자", "고용일"],
    "end": ["계약종료일", "만료일자", "근로종료일", "퇴사예정일", "계약만료일"],
    "daily_wage": ["일급", "일당(원)", "임금단가", "일 비", "1일 임금", "일급 (단위:원)"],
    "bank": ["은행", "은행명", "입금은행", "금융기관"],
    "account": ["계좌번호", "계좌", "입금계좌", "통장번호", "급여계좌번호"],
    "job": ["담당업무", "직무", "업무내용", "직종"],
}
DATES: list[Callable[[date], Any]] = [
    lambda d: d,
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month}.{d.day}.",
    lambda d: f"{d.year}. {d.month}. {d.day}.",
    lambda d: f"{d:%y.%m.%d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: int(f"{d:%Y%m%d}"),
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d.year}년 {d.month}월 {d.day}일",
    lambda d: f"'{d:%y}.{d.month}.{d.day}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}({'월화수목금토일'[d.weekday()]})",
    lambda d: (d - date(1899, 12, 30)).days,
]
MONEY: list[Callable[[int], Any]] = [
    lambda won: won,
    lambda won: f"{won:,}",
    lambda won: f"{won}원",
    lambda won: f"{won:,} 원",
    lambda won: f"₩{won:,}",
    lambda won: float(won),
    lambda won: f" {won:,}",
]
NUMBERS: list[Callable[[str], Any]] = [
    lambda n: n,
    lambda n: n.replace("-", ""),
    lambda n: n.replace("-", " - "),
    lambda n: n.replace("-", "–"),
    lambda n: int(n.replace("-", "")),
]
PHONES: list[Callable[[str], Any]] = [
    lambda p: p,
    lambda p: p.replace("-", ""),
    lambda p: p.replace("-", "."),
    lambda p: p.replace("-", " "),
    lambda p: int(p.replace("-", "")),
    lambda p: f"+82 {p[1:]}",
]
NAMES: list[Callable[[str], str]] = [
    lambda name: name,
    lambda name: name if name.isascii() else " ".join(name),
    lambda name: f" {name} ",
]


def a_person(chance: random.Random) -> Truth:
    """One made-up person; the check digit of the number is left to chance."""
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    foreign = chance.random() < 0.1
    digit = (5 if foreign else 1) + (born.year >= 2000) * 2 + chance.randrange(2)
    start = date(2026, 1, 2) + timedelta(days=chance.randrange(150))
    return {
        "name": chance.choice(ABROAD) if foreign else chance.choice(FAMILY) + chance.choice(GIVEN),
        "resident_number": f"{born:%y%m%d}-{digit}{chance.randrange(10**6):06d}",
        "phone": f"010-{chance.randrange(1000, 10000)}-{chance.randrange(10000):04d}",
        "start": start,
        "end": start + timedelta(days=chance.randrange(30, 200)),
        "daily_wage": chance.choice([82_560, 88_080, 96_968, 102_000]),
        "bank": chance.choice(BANKS),
        "account": f"{chance.randrange(10**12):012d}",
        "job": chance.choice(JOBS),
    }


@dataclass
class Habits:
    """How one clerk keeps a sheet; every habit is drawn once per sheet."""

    chance: random.Random
    headings: dict[str, str] = field(default_factory=dict)
    two_rows: bool = False
    titled: bool = True
    serial: bool = True
    subtotals: bool = False
    order: list[str] = field(default_factory=list)

    @classmethod
    def drawn(cls, chance: random.Random) -> "Habits":
        order = list(HEADINGS)
        chance.shuffle(order)
        two_rows = chance.random() < 0.4
        if two_rows:
            order = [key for key in order if key not in {"start", "end", "bank", "account"}]
            order += ["start", "end", "bank", "account"]
        headings = {key: chance.choice(words) for key, words in HEADINGS.items()}
        return cls(
            chance,
            headings,
            two_rows,
            chance.random() < 0.8,
            chance.random() < 0.7,
            chance.random() < 0.5,
            order,
        )


def written_as(person: Truth, habits: Habits) -> list[Any]:
    """A person's cells in the order of the sheet, each in some clerk's form."""
    chance = habits.chance
    forms: dict[str, list[Callable[[Any], Any]]] = {
        "start": DATES,
        "end": DATES,
        "daily_wage": MONEY,
        "resident_number": NUMBERS,
        "phone": PHONES,
        "name": NAMES,
    }
    return [chance.choice(forms[key])(person[key]) if key in forms else person[key] for key in habits.order]


def a_sheet(people: Sequence[Truth], habits: Habits, department: str, project: str) -> Grid:
    """A whole sheet: titles, headings, people with subtotals between, total and notes below."""
    grid: Grid = []
    if habits.titled:
        grid.append([f"2026년 {project} 기간제근로자 채용 명단"])
        grid.append([f"부서명 : {department}", "", "", "(단위: 원)"])
    else:
        grid.append(["담당부서", department, "", f"사업명: {project}"])
    grid.append([])
    grid += _heading_rows(habits)
    for position, person in enumerate(people):
        grid.append([*([position + 1] if habits.serial else []), *written_as(person, habits)])
        if habits.subtotals and position % 7 == 6:
            grid.append(_total("소 계", people[position - 6 : position + 1], habits))
    grid.append([])
    grid.append(_total("합 계", people, habits))
    grid.append(["※ 주민등록번호 등 개인정보가 포함되어 있으니 취급에 유의"])
    width = max(map(len, grid))
    return [[*row, *[""] * (width - len(row))] for row in grid]


def _heading_rows(habits: Habits) -> Grid:
    serial = ["연번"] if habits.serial else []
    if not habits.two_rows:
        return [[*serial, *(habits.headings[key] for key in habits.order), "비고"]]
    plain = [habits.headings[key] for key in habits.order[:-4]]
    upper = [*serial, *plain, "근무기간", "", "급여계좌", "", "비고"]
    lower = [*([""] if serial else []), *[""] * len(plain), "시작", "종료", "은행", "계좌번호", ""]
    return [upper, lower]


def _total(word: str, people: Sequence[Truth], habits: Habits) -> list[Any]:
    row: list[Any] = [""] * (len(habits.order) + habits.serial)
    row[0] = word
    row[habits.serial + habits.order.index("daily_wage")] = f"{sum(p['daily_wage'] for p in people):,}"
    return row


def as_xlsx(sheets: dict[str, Grid]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append([None if cell == "" else cell for cell in row])
    return _saved(book)


def as_xls(sheets: dict[str, Grid]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, grid in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(grid):
            for c, cell in enumerate(row):
                if cell != "":
                    sheet.write(r, c, cell, *([dated] if isinstance(cell, date) else []))
    return _saved(book)


def as_ods(sheets: dict[str, Grid]) -> bytes:
    book = OpenDocumentSpreadsheet()
    for name, grid in sheets.items():
        table = Table(name=name)
        for row in grid:
            line = TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    return _saved(book)


def _ods_cell(cell: Any) -> TableCell:
    if cell == "":
        return TableCell()
    if isinstance(cell, date):
        made = TableCell(valuetype="date", datevalue=cell.isoformat())
    elif isinstance(cell, (int, float)):
        made = TableCell(valuetype="float", value=str(cell))
    else:
        made = TableCell(valuetype="string")
    made.addElement(P(text=str(cell)))
    return made


def as_csv(grid: Grid, encoding: str = "utf-8-sig") -> bytes:
    """As Excel saves it in Korea; CP949 knows only the wide won sign and the short dash."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(grid)
    known = str.maketrans("₩–", "￦-") if encoding == "cp949" else {}
    return text.getvalue().translate(known).encode(encoding)


def _saved(book: Any) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WRITERS: dict[str, Callable[[dict[str, Grid]], bytes]] = {"xlsx": as_xlsx, "xls": as_xls, "ods": as_ods}
