"""Reading an insurer's bill from its spreadsheet: who, and won by line of the payslip.

No layout is fixed: the heading row is found by the words that bills use, and a clerk may give every column
another meaning, remembered by the shape of the headings. A file that hides the resident number is read by
date of birth and name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from openinsa.exchange import headings, values
from openinsa.exchange.cells import Cell, as_text, is_blank, plain, squeezed
from openinsa.exchange.faults import Fault, FileRefused
from openinsa.exchange.fields import BY_KEY, Field, Vocabulary
from openinsa.exchange.register import TOTALS, Confirmed
from openinsa.exchange.values import Unreadable
from openinsa.exchange.workbook import Sheet, Workbook

MOST_WON = values.MOST_WON
NOTHING = {"", "-", "0", "해당없음", "없음"}


def read_amount(cell: Cell) -> int:
    """Whole won of a bill: a blank or a dash is nothing, and what comes back is below 0."""
    text = squeezed(as_text(cell)).replace("△", "-").replace("▲", "-").replace("−", "-")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if text in NOTHING:
        return 0
    if isinstance(cell, (bool, date, timedelta)):
        raise Unreadable("not_a_number")
    if text.startswith("-"):
        return -values.read_money(text[1:])
    return 0 if text.strip("0,.원") == "" else values.read_money(cell)


def read_number_or_birth(cell: Cell) -> str:
    """A whole resident number, or the date of birth as 850412 where the rest is hidden."""
    try:
        return values.read_resident_number(cell)
    except Unreadable:
        return values.read_birth(cell)


def _amount(key: str, ko: str, en: str, words: str, parts: tuple[str, ...] = ()) -> Field:
    return Field(key, ko, en, read_amount, words, parts)


WHO = (
    BY_KEY["name"],
    Field(
        "resident_number",
        "주민등록번호",
        "resident number",
        read_number_or_birth,
        BY_KEY["resident_number"].words,
        BY_KEY["resident_number"].parts,
    ),
    BY_KEY["birth"],
)
HEALTH = (
    _amount(
        "health",
        "건강보험료(근로자)",
        "health premium of the worker",
        "건강보험료산출보험료 건강보험료산정보험료 건강산출보험료 건강산정보험료 건강보험료개인부담금 건강보험개인부담금 건강개인부담금 "
        "건강보험료본인부담금 건강보험본인부담금 건강보험료근로자 건강보험근로자 건강보험료고지금액 건강보험료고지보험료 건강고지보험료 "
        "건강보험료 건강보험 건강 산출보험료 산정보험료 개인부담금 본인부담금",
    ),
    _amount(
        "long_term_care",
        "장기요양보험료(근로자)",
        "long-term care premium of the worker",
        "장기요양보험료산출보험료 장기요양보험료산정보험료 요양보험료산출보험료 요양산출보험료 요양산정보험료 장기요양보험료개인부담금 장기요양개인부담금 "
        "요양개인부담금 장기요양보험료본인부담금 장기요양본인부담금 장기요양보험료근로자 장기요양근로자 장기요양보험료고지금액 요양고지보험료 "
        "장기요양보험료 장기요양보험 장기요양 요양보험료 요양보험 요양",
    ),
    _amount(
        "health_settlement",
        "건강보험 정산",
        "settlement of health insurance",
        "건강보험료정산보험료 건강보험료정산금액 건강보험정산 건강정산보험료 건강정산금액 건강정산 건강보험료연말정산 건강연말정산 정산보험료 정산금액",
    ),
    _amount(
        "long_term_care_settlement",
        "장기요양보험 정산",
        "settlement of long-term care insurance",
        "장기요양보험료정산보험료 장기요양보험료정산금액 장기요양정산 요양정산보험료 요양정산금액 요양정산 장기요양보험료연말정산 요양연말정산",
    ),
    _amount(
        "employer_health",
        "건강보험료(기관)",
        "health premium of the employer",
        "건강보험료기관부담금 건강보험기관부담금 건강기관부담금 건강보험료사용자부담금 건강보험사용자부담금 건강사용자부담금 건강보험료사업주 기관부담금",
    ),
    _amount(
        "employer_long_term_care",
        "장기요양보험료(기관)",
        "long-term care premium of the employer",
        "장기요양보험료기관부담금 장기요양기관부담금 요양기관부담금 장기요양보험료사용자부담금 장기요양사용자부담금 요양사용자부담금 장기요양보험료사업주",
    ),
)
PENSION = (
    _amount(
        "pension",
        "국민연금(근로자)",
        "pension premium of the worker",
        "본인기여금 근로자기여금 기여금 연금보험료기여금 국민연금본인부담금 국민연금개인부담금 국민연금근로자 연금개인부담금 개인부담금 본인부담금 "
        "국민연금보험료 국민연금 연금보험료",
        ("기여금",),
    ),
    _amount(
        "employer_pension",
        "국민연금(기관)",
        "pension premium of the employer",
        "사용자부담금 부담금 연금보험료부담금 국민연금사용자부담금 국민연금기관부담금 연금기관부담금 기관부담금 국민연금사업주",
        ("사용자",),
    ),
)
EMPLOYMENT = (
    _amount(
        "employment",
        "고용보험(근로자)",
        "unemployment premium of the worker",
        "근로자실업급여보험료 근로자실업급여 실업급여근로자 실업급여보험료근로자 고용보험근로자실업급여 고용보험근로자 고용보험개인부담금 고용보험본인부담금 "
        "고용개인부담금 고용보험료근로자 근로자부담금 개인부담금 본인부담금 고용보험료 고용보험",
    ),
    _amount(
        "employment_settlement",
        "고용보험 정산",
        "settlement of employment insurance",
        "고용보험정산 고용보험료정산 고용정산 근로자정산보험료 고용보험근로자정산 실업급여정산 근로자실업급여정산",
    ),
    _amount(
        "employer_employment",
        "고용보험 실업급여(기관)",
        "unemployment premium of the employer",
        "사업주실업급여보험료 사업주실업급여 실업급여사업주 실업급여보험료사업주 고용보험사업주실업급여 고용보험기관부담금 고용보험사업주 사업주부담금 기관부담금",
    ),
    _amount(
        "employer_employment_extra",
        "고용안정·직업능력개발(기관)",
        "employer's extra employment premium",
        "사업주고안직능보험료 고안직능보험료 고안직능 고용안정직업능력개발보험료 고용안정직업능력개발 사업주고용안정직업능력개발",
        ("고안", "직업능력"),
    ),
    _amount(
        "employer_accident",
        "산재보험료(기관)",
        "industrial-accident premium",
        "산재보험료 산재보험 산재 산재보험산정보험료 산재개별실적보험료",
        ("산재",),
    ),
)
ONE_TIME = (
    _amount(
        "amount",
        "금액",
        "amount",
        "금액 지급액 지급금액 상여금 상여 명절휴가비 성과급 격려금 포상금 amount",
        ("금액", "지급액", "상여", "휴가비"),
    ),
)
INSURANCES = {"health": HEALTH, "pension": PENSION, "employment": EMPLOYMENT, "one_time": ONE_TIME}
"""What the bill of each insurer may say of a person, and a list of one-time payments."""
NEEDED = {
    "health": ("health", "long_term_care"),
    "pension": ("pension",),
    "employment": ("employment",),
    "one_time": ("amount",),
}
"""Without these columns a file decides nothing."""
ANOTHER = ("번호", "사유", "기간", "일자", "여부", "코드", "보수월액", "소득월액", "구분")
VOCABULARIES = {name: Vocabulary((*WHO, *own), 2, ANOTHER) for name, own in INSURANCES.items()}


@dataclass(frozen=True)
class BillRow:
    """One row: who, as far as the file tells, and won by line. `number` whole, `birth` as 850412, else ""."""

    sheet: str
    row: int
    name: str
    number: str
    birth: str
    amounts: Mapping[str, int]


@dataclass
class BillSheet:
    sheet: Sheet
    mapping: headings.Mapping


@dataclass
class BillReading:
    """All that a bill says. `lacking` are needed columns that no sheet has."""

    insurance: str
    sheets: list[BillSheet] = field(default_factory=list)
    rows: list[BillRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def fields(self) -> Sequence[Field]:
        """What a column may mean."""
        return VOCABULARIES[self.insurance].fields

    @property
    def lacking(self) -> list[Field]:
        known = {key for one in self.sheets for key in one.mapping.columns.values()}
        return [one for one in self.fields if one.key in NEEDED[self.insurance] and one.key not in known]


def read_bill(book: Workbook, insurance: str, confirmed: Confirmed | None = None) -> BillReading:
    """Read every sheet that names people and premiums. Raises FileRefused where none does."""
    reading = BillReading(insurance)
    for sheet in book.sheets:
        mapping = None if sheet.hidden else find_bill(sheet.rows, insurance)
        if mapping is None:
            continue
        told = (confirmed or {}).get(mapping.shape)
        reading.sheets.append(BillSheet(sheet, mapping.changed(told) if told is not None else mapping))
    if not reading.sheets:
        raise FileRefused("no_bill")
    for one in reading.sheets:
        _read_sheet(reading, one)
    return reading


def find_bill(rows: Sequence[Sequence[Cell]], insurance: str) -> headings.Mapping | None:
    """The columns of a bill: whom it concerns, and what it asks for."""
    return headings.find_mapping(rows, words=VOCABULARIES[insurance])


def _read_sheet(reading: BillReading, one: BillSheet) -> None:
    fields = {known.key: known for known in reading.fields}
    who = {known.key for known in WHO}
    for row in range(one.mapping.last_row + 1, len(one.sheet.rows)):
        cells = one.sheet.rows[row]
        given = {key: cells[column] for column, key in one.mapping.columns.items() if column < len(cells)}
        if all(is_blank(cell) for cell in given.values()):
            continue
        names = [squeezed(as_text(given[key])) for key in who if key in given]
        if not any(names) or any(TOTALS.fullmatch(text) for text in names if text):
            text = plain(" ".join(as_text(cell) for cell in cells if not is_blank(cell)))
            reading.left_out.append((one.sheet.name, row, text[:80]))
            continue
        found = {}
        for key, cell in given.items():
            if key in who and is_blank(cell):
                continue
            try:
                value = fields[key].read(cell)
            except Unreadable as wrong:
                column = one.mapping.column_of(key) or 0
                heading, text = one.mapping.headings[column], as_text(cell)
                reading.faults.append(
                    Fault(wrong.kind, one.sheet.name, row, column, heading, text, wrong.named)
                )
            else:
                found[key] = value.value if isinstance(value, values.Doubtful) else value
        reading.rows.append(_row(one.sheet.name, row, found, who))


def _row(sheet: str, row: int, found: Mapping[str, str | int], who: set[str]) -> BillRow:
    number = str(found.get("resident_number", ""))
    whole = "-" in number
    birth = str(found.get("birth", "")) or number[:6]
    amounts = {key: int(value) for key, value in found.items() if key not in who}
    return BillRow(sheet, row, str(found.get("name", "")), number if whole else "", birth, amounts)
