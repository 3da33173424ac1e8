"""The registration template: the easiest case of a register, and one that is read as it was downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openinsa.exchange.sheet_writing import Written, written
from openinsa.exchange.values import EXCEPTIONS

SHEET, GUIDE, LISTS = "등록", "작성요령", "목록"
TITLE = "기간제근로자 등록 서식"
HEADING_ROW = 2
ROWS = 1_000
TEXT, DAY, WON, WHOLE = "@", "yyyy-mm-dd", "#,##0", "0"
BANKS = (
    "국민 기업 농협 신한 우리 하나 한국씨티 SC제일 아이엠 부산 경남 광주 전북 제주 수협 산업 새마을금고 신협 우체국 산림조합 저축은행 "
    "카카오뱅크 케이뱅크 토스뱅크"
).split()


@dataclass(frozen=True)
class Column:
    """One column of the template: heading, form of its cells, an example and what to write."""

    heading: str
    form: str
    example: Any
    explanation: str
    width: int = 14
    needed: bool = False


COLUMNS = (
    Column("연번", WHOLE, "예시", "비워 두어도 됩니다. '예시'라고 적힌 행은 등록하지 않습니다.", 6),
    Column("성명", TEXT, "홍길동", "성명만 적습니다. 외국인은 여권의 로마자 이름을 적습니다.", 16, True),
    Column(
        "주민등록번호",
        TEXT,
        "840212-1234567",
        "주민(외국인)등록번호 13자리. 붙임표는 없어도 됩니다.",
        18,
        True,
    ),
    Column("부서", TEXT, "", "목록에서 고르거나 적습니다.", 18, True),
    Column("사업명", TEXT, "", "목록에서 고르거나 적습니다.", 28, True),
    Column("담당업무", TEXT, "환경정비", "예: 환경정비, 산불감시", 16),
    Column("계약시작일", DAY, date(2026, 3, 2), "첫 근무일. 예: 2026-03-02", 13, True),
    Column("계약종료일", DAY, date(2026, 8, 31), "마지막 근무일. 예: 2026-08-31", 13, True),
    Column(
        "일급",
        WON,
        88_080,
        "하루 임금(원). 시급이나 월급이면 제목을 '시급', '월급'으로 바꾸어 적습니다.",
        12,
        True,
    ),
    Column("휴대전화", TEXT, "010-1234-5678", "임금명세서 안내를 받을 번호", 16),
    Column(
        "전자우편", TEXT, "hong@example.com", "임금명세서와 인증번호를 받을 주소. 없으면 비워 둡니다.", 22
    ),
    Column("은행", TEXT, "농협", "목록에서 고르거나 적습니다.", 12),
    Column("계좌번호", TEXT, "01234567890123", "앞자리 0을 그대로 적습니다. 이 칸은 글자로 저장됩니다.", 20),
    Column("1일 근로시간", TEXT, "8", "비워 두면 8시간입니다. 예: 8, 7.5", 12),
    Column("주 근무일수", WHOLE, 5, "비워 두면 5일입니다.", 12),
    Column("공제대상 가족 수", WHOLE, 1, "본인을 포함한 수. 비워 두면 1명입니다.", 12),
    Column("8세 이상 20세 이하 자녀 수", WHOLE, 0, "비워 두면 0명입니다.", 14),
    Column(
        "과세 방식",
        TEXT,
        "간이세액표",
        "간이세액표 또는 일용. 비워 두면 간이세액표입니다. 일용은 3개월(건설현장 1년)이 되는 달부터 간이세액표로 바뀝니다.",
        12,
    ),
    Column("고용 형태", TEXT, "상용", "하루 단위로 고용하면 일용. 비워 두면 상용입니다.", 12),
    Column(
        "기간제 사용기간 예외 사유",
        TEXT,
        "",
        "2년을 넘겨 고용할 수 있는 사유. 목록에서 고르고, 없으면 비워 둡니다. 55세 이상과 주 15시간 미만은 적지 않아도 압니다.",
        24,
    ),
    Column("예외 사유 문서", TEXT, "", "예외 사유를 뒷받침하는 문서번호나 승인번호", 18),
    Column(
        "사전심사 승인번호",
        TEXT,
        "",
        "기간제근로자 채용 사전심사의 승인번호. 사업마다 한 번만 적어도 됩니다.",
        18,
    ),
    Column("사전심사 승인일", DAY, "", "사전심사를 승인받은 날. 예: 2026-01-15", 13),
    Column("근무요일", TEXT, "월~금", "비워 두면 월요일부터 주 근무일수만큼입니다. 예: 월~금, 화,목,토", 14),
    Column("근무시간", TEXT, "09:00~18:00", "비워 두면 09:00부터 1일 근로시간만큼입니다.", 16),
    Column("휴게시간", TEXT, "12:00~13:00", "예: 12:00~13:00, 60분. 비워 두면 점심 1시간입니다.", 16),
    Column(
        "월 소정근로시간",
        TEXT,
        "",
        "주마다 달라 한 달 시간을 따로 정했을 때만 적습니다. 4대보험의 월 60시간 판단에 씁니다. 예: 56",
        14,
    ),
    Column(
        "단시간근로자 여부",
        TEXT,
        "",
        "단시간 또는 통상. 비워 두면 1주 40시간 미만이 단시간근로자입니다.",
        16,
    ),
)


ITEMS_FROM = Column(
    "수당 적용일", DAY, "", "수당을 주기 시작하는 날. 비워 두면 계약을 시작하는 날입니다.", 13
)


def item_column(name: str) -> Column:
    """The column of a pay item of the institution."""
    told = "받는 사람만 금액(원)을 적습니다. 지급 방식과 과세 구분은 기관에서 마지막으로 준 대로입니다."
    return Column(name, WON, "", told, 12)


def register_template(
    departments: Sequence[str] = (), projects: Sequence[str] = (), items: Sequence[str] = ()
) -> bytes:
    """The template as .xlsx, with drop-downs of the institution's departments, projects and the usual banks, and
    a column for each of its pay items."""
    columns = (*COLUMNS, *map(item_column, items), *([ITEMS_FROM] if items else []))
    with written() as file:
        sheet = file.sheet(SHEET)
        _write_guide(file, columns)
        _write_register(file, sheet, columns)
        reasons = [said for said, _words in EXCEPTIONS.values()]
        lists = {"부서": departments, "사업명": projects, "은행": BANKS, "기간제 사용기간 예외 사유": reasons}
        _write_lists(file, sheet, lists)
    return file.content


def _write_register(file: Written, sheet: Any, columns: Sequence[Column]) -> None:
    head = {
        "bold": True,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "locked": True,
    }
    sheet.write_string(0, 0, TITLE, file.look(bold=True, font_size=14))
    sheet.write_string(
        1, 0, "※ 진한 제목은 반드시 적습니다. 제목에 마우스를 올리면 설명이 보입니다.", file.look()
    )
    for number, column in enumerate(columns):
        cells = file.look(num_format=column.form, locked=False)
        colour = "#D5E3F7" if column.needed else "#EDF1F5"
        sheet.set_column(number, number, column.width, cells)
        sheet.write_string(HEADING_ROW, number, column.heading, file.look(**head, bg_color=colour))
        sheet.write_comment(HEADING_ROW, number, column.explanation, {"x_scale": 2})
        example = file.look(num_format=column.form, locked=False, font_color="#6D7882", italic=True)
        _write_example(sheet, number, column.example, example)
    _add_checks(sheet, columns)
    sheet.freeze_panes(HEADING_ROW + 1, 2)
    sheet.protect(
        "",
        {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True},
    )


def _write_example(sheet: Any, number: int, value: Any, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(HEADING_ROW + 1, number, value, look)
    elif value != "":
        sheet.write(HEADING_ROW + 1, number, value, look)


def _add_checks(sheet: Any, columns: Sequence[Column]) -> None:
    """Excel itself says when a date or an amount is none; our reading checks all of it again."""
    first, last = HEADING_ROW + 1, HEADING_ROW + ROWS
    for number, column in enumerate(columns):
        if column.form == DAY:
            rule = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
        elif column.form == WON:
            rule = {"validate": "integer", "criteria": ">", "value": 0}
        else:
            continue
        told = {
            "error_title": column.heading,
            "error_message": column.explanation[:255],
            "ignore_blank": True,
        }
        sheet.data_validation(first, number, last, number, {**rule, **told})


def _write_lists(file: Written, sheet: Any, lists: dict[str, Sequence[str]]) -> None:
    """Drop-downs take their values from a hidden sheet; other values may be typed as well."""
    hidden = file.sheet(LISTS)
    hidden.hide()
    for number, (heading, values) in enumerate(lists.items()):
        hidden.write_column(0, number, list(values))
        if values:
            letter = chr(ord("A") + number)
            source = f"={LISTS}!${letter}$1:${letter}${len(values)}"
            column = next(n for n, c in enumerate(COLUMNS) if c.heading == heading)
            rule = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
            sheet.data_validation(HEADING_ROW + 1, column, HEADING_ROW + ROWS, column, rule)


def _write_guide(file: Written, columns: Sequence[Column]) -> None:
    sheet = file.sheet(GUIDE)
    sheet.write_row(0, 0, ["칸", "반드시", "쓰는 법"], file.look(bold=True, bottom=1))
    for row, column in enumerate(columns, start=1):
        needed = "예" if column.needed else ""
        sheet.write_row(row, 0, [f"· {column.heading}", needed, column.explanation], file.look())
    sheet.set_column(0, 0, 28)
    sheet.set_column(2, 2, 70)
