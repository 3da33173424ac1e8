"""Sample workbooks of the demo district: the whole register, one large month sheet, and a file to try.

They are written from the plan and read back by the code that reads what clerks upload.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from django.conf import settings

from openinsa.demo.numbers import resident_number
from openinsa.demo.plan import DemoContract, District
from openinsa.exchange.sheet_writing import written
from openinsa.exchange.template import DAY, HEADING_ROW, TEXT, TITLE, WON
from openinsa.exchange.values import birth_of

NEW_SEED, NEW_PEOPLE = 20261201, 25
WAGE_HEADINGS = {"daily": "일급", "hourly": "시급", "monthly": "월급"}
HEADINGS = (
    *("연번", "성명", "주민등록번호", "부서", "사업명", "담당업무", "계약시작일", "계약종료일"),
    *WAGE_HEADINGS.values(),
    *("휴대전화", "전자우편", "은행", "계좌번호", "주소", "1일 근로시간", "주 근무일수"),
    *("공제대상 가족 수", "8세 이상 20세 이하 자녀 수"),
)
WIDTHS = (6, 18, 18, 16, 40, 16, 12, 12, 12, 12, 12, 16, 22, 12, 18, 24, 12, 12, 12, 12)


def register_workbook(contracts: Sequence[DemoContract]) -> bytes:
    """A register in the shape of the template, all three pay bases side by side."""
    with written() as file:
        sheet = file.sheet("등록")
        sheet.write_string(0, 0, TITLE, file.look(bold=True, font_size=14))
        for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADING_ROW, column, heading, file.look(bold=True, border=1, align="center"))
        looks = {
            str: file.look(num_format=TEXT),
            date: file.look(num_format=DAY),
            int: file.look(num_format=WON),
        }
        for number, contract in enumerate(contracts, start=1):
            for column, value in enumerate(row_of(number, contract)):
                if value is not None and value != "":
                    sheet.write(HEADING_ROW + number, column, value, looks[type(value)])
        sheet.freeze_panes(HEADING_ROW + 1, 2)
    return file.content


def row_of(number: int, one: DemoContract) -> list[str | int | date | None]:
    """One person's cells, in the order of the headings."""
    wages = [one.rate if basis == one.pay_basis else None for basis in WAGE_HEADINGS]
    return [
        *(number, one.name, one.resident_number, one.project.department, one.project.name, one.project.job),
        *(one.starts_on, one.ends_on, *wages),
        *(one.phone, one.email, one.bank, one.account, one.address),
        *(str(one.daily_minutes // 60), one.weekly_days, one.family_members, one.children_8_to_20),
    ]


def write_samples(district: District) -> list[Path]:
    """Write the sample workbooks into the data folder; the register of everybody comes first."""
    files = {"등록_전체.xlsx": district.contracts, "등록_새사업.xlsx": new_project(district)}
    return [keep(name, register_workbook(contracts)) for name, contracts in files.items()]


def keep(name: str, content: bytes) -> Path:
    """Write a file of the demo into the data folder, and say where it is."""
    path = settings.DATA / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def new_project(district: District) -> list[DemoContract]:
    """People nobody has registered yet, in a project that does not exist yet: a file to try the import with."""
    chance = Random(NEW_SEED)
    project = replace(district.projects[0], name="겨울철 제설 및 한파 대비", job="제설")
    period = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 31)}
    return [
        replace(
            one,
            project=project,
            resident_number=resident_number(
                chance, birth_of(one.resident_number), woman=False, foreigner=False
            ),
            **period,
        )
        for one in district.contracts[:NEW_PEOPLE]
    ]
