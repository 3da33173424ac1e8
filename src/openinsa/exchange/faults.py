"""Every refusal and every fault of a file, as one catalogue: what, how to mend it, in both languages.

A refusal (FileRefused) stops the reading of a whole file. A Fault names one cell; an error forbids saving,
a warning only asks to look again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from openinsa.exchange.cells import address

Language = Literal["ko", "en"]
Severity = Literal["error", "warning"]


class Sentence(NamedTuple):
    ko: str
    en: str


class FileRefused(Exception):
    """A file that cannot be read at all. `sentence(language)` says why and how to mend it."""

    def __init__(self, code: str, **named: object) -> None:
        super().__init__(code)
        self.code = code
        self.named = named

    def sentence(self, language: Language = "ko") -> str:
        return str(getattr(REFUSALS[self.code], language)).format(**self.named)

    def __str__(self) -> str:
        return self.sentence("ko")


REFUSALS: dict[str, Sentence] = {
    "empty_file": Sentence(
        "빈 파일입니다. 저장이 끝난 파일인지 확인해 다시 올려 주세요.",
        "The file is empty. Check that it was saved completely and upload it again.",
    ),
    "too_large": Sentence(
        "파일이 {size}MB로 너무 큽니다(최대 {most}MB). 그림이나 다른 시트를 지우거나 파일을 나누어 올려 주세요.",
        "The file has {size} MB; at most {most} MB are read. Remove pictures or other sheets, or split the file.",
    ),
    "unpacks_too_large": Sentence(
        "압축을 풀면 {most}MB가 넘는 파일이라 열지 않았습니다. 필요한 표만 새 파일에 복사해 올려 주세요.",
        "The file would unpack to more than {most} MB and was not opened. Copy the table into a new file.",
    ),
    "too_many_cells": Sentence(
        "'{sheet}' 시트의 표가 너무 큽니다({rows}행 × {columns}열). 최대 {most_rows}행, {most_columns}열까지 읽습니다. "
        "표 밖에 남은 글자를 지우거나 파일을 나누어 주세요.",
        "Sheet '{sheet}' is too large ({rows} rows by {columns} columns). At most {most_rows} rows and "
        "{most_columns} columns are read. Clear stray cells outside the table or split the file.",
    ),
    "unknown_format": Sentence(
        "읽을 수 없는 형식입니다. 엑셀(.xlsx, .xls), 한셀·리브레오피스(.ods) 또는 CSV로 저장해 다시 올려 주세요.",
        "The format cannot be read. Save the file as Excel (.xlsx, .xls), OpenDocument (.ods) or CSV.",
    ),
    "web_page": Sentence(
        "이름만 엑셀이고 내용은 웹 문서입니다. 엑셀에서 열어 '다른 이름으로 저장 > Excel 통합 문서(.xlsx)'로 저장해 올려 주세요.",
        "The file is a web page under a spreadsheet's name. Open it in Excel and save it as .xlsx.",
    ),
    "damaged": Sentence(
        "파일이 손상되어 열 수 없습니다. 엑셀에서 열리는지 확인하고 다시 저장해 올려 주세요.",
        "The file is damaged. Check that a spreadsheet program opens it and save it again.",
    ),
    "password_missing": Sentence(
        "암호로 보호된 파일입니다. 파일 암호를 함께 입력하거나 암호를 풀고 저장해 올려 주세요.",
        "The file is protected by a password. Enter the password with it, or save it without one.",
    ),
    "password_wrong": Sentence(
        "파일 암호가 맞지 않습니다. 암호를 다시 입력해 주세요.",
        "The password does not open the file. Enter it again.",
    ),
    "password_unsupported": Sentence(
        "이 형식의 암호는 풀 수 없습니다. 암호를 풀고 저장해 올려 주세요.",
        "This kind of protection cannot be opened. Save the file without a password.",
    ),
    "unknown_letters": Sentence(
        "CSV의 글자를 읽을 수 없습니다. UTF-8 또는 한국어(CP949)로 저장해 다시 올려 주세요.",
        "The letters of the CSV cannot be read. Save it as UTF-8 or Korean (CP949).",
    ),
    "no_table": Sentence(
        "'성명'과 '주민등록번호' 같은 제목이 있는 표를 찾지 못했습니다. 제목 행이 있는지 확인하거나 서식을 내려받아 옮겨 적어 주세요.",
        "No table with headings such as name and resident number was found. Check the heading row or use the template.",
    ),
    "no_bill": Sentence(
        "'성명'과 보험료 금액의 제목이 있는 표를 찾지 못했습니다. 고른 보험의 고지내역인지, 제목 행이 있는지 확인해 주세요.",
        "No table with headings for names and premiums was found. Check that it is a bill of the chosen insurance.",
    ),
    "no_month_table": Sentence(
        "성명과 1일부터 말일까지의 칸이 있는 월 근무표를 찾지 못했습니다. 제목 행에 성명과 날짜가 있는지 확인해 주세요.",
        "No month sheet with names and a column per day was found. Check that the heading row holds both.",
    ),
    "no_month": Sentence(
        "'{sheet}' 시트가 어느 달의 것인지 적혀 있지 않습니다. 제목에 '2026년 3월'처럼 적거나 달을 골라 주세요.",
        "Sheet '{sheet}' does not say which month it is. Write it into the title, like 2026년 3월, or choose it.",
    ),
}


class FaultKind(NamedTuple):
    """What can be wrong with a cell. The sentences follow its place: {value} is what stands there."""

    severity: Severity
    ko: str
    en: str


KINDS: dict[str, FaultKind] = {
    "missing": FaultKind(
        "error",
        "비어 있습니다. {expected}",
        "is empty. {expected_en}",
    ),
    "broken_formula": FaultKind(
        "error",
        '수식 "{value}"의 값이 없거나 오류입니다. 계산된 값을 숫자나 글자로 적어 주세요.',
        'the formula "{value}" has no value or an error. Write the value itself.',
    ),
    "number_has_no_such_date": FaultKind(
        "error",
        '"{value}"의 앞 6자리는 없는 생년월일입니다. 주민등록번호를 확인해 840212-1234567처럼 적어 주세요.',
        '"{value}" begins with a date of birth that does not exist. Write it like 840212-1234567.',
    ),
    "number_length": FaultKind(
        "error",
        '"{value}"은(는) 13자리가 아닙니다. 주민(외국인)등록번호 13자리를 840212-1234567처럼 적어 주세요.',
        '"{value}" does not have 13 digits. Write all 13, like 840212-1234567.',
    ),
    "number_hidden": FaultKind(
        "error",
        '"{value}"은(는) 가려진 번호입니다. 13자리를 모두 적어 주세요.',
        '"{value}" is masked. Write all 13 digits.',
    ),
    "digits_lost": FaultKind(
        "error",
        '"{value}"은(는) 엑셀이 지수로 바꾸어 뒷자리를 잃었습니다. 칸 서식을 텍스트로 바꾸고 다시 적어 주세요.',
        '"{value}" lost its last digits when it became a power of ten. Format the cell as text and write it again.',
    ),
    "same_number": FaultKind(
        "error",
        '"{value}"은(는) {other}과(와) 같은 번호이고 한 사업에서 기간이 겹칩니다. 번호를 고치거나 한 행을 지워 주세요.',
        '"{value}" is also the number of {other}, over the same days in one project. Correct it or delete a row.',
    ),
    "same_number_other_name": FaultKind(
        "error",
        '"{value}"은(는) 이름이 다른 {other}과(와) 같은 번호입니다. 번호나 성명을 고쳐 주세요.',
        '"{value}" is also the number of {other}, who has another name. Correct the number or the name.',
    ),
    "no_such_date": FaultKind(
        "error",
        '"{value}"은(는) 없는 날짜입니다. 2026-02-28처럼 적어 주세요.',
        '"{value}" is not a date of the calendar. Write it like 2026-02-28.',
    ),
    "not_a_date": FaultKind(
        "error",
        '"{value}"은(는) 날짜가 아닙니다. 2026-02-28처럼 적어 주세요.',
        '"{value}" is not a date. Write it like 2026-02-28.',
    ),
    "ends_before_start": FaultKind(
        "error",
        '"{value}"은(는) 시작일({other})보다 앞섭니다. 시작일과 종료일을 확인해 주세요.',
        '"{value}" lies before the start ({other}). Check both dates.',
    ),
    "not_a_number": FaultKind(
        "error",
        '"{value}"은(는) 금액이 아닙니다. 88,080처럼 숫자로 적어 주세요.',
        '"{value}" is not an amount. Write digits, like 88,080.',
    ),
    "unknown_tax_mode": FaultKind(
        "error",
        '"{value}"은(는) 알 수 없는 과세 방식입니다. 간이세액표 또는 일용이라고 적어 주세요.',
        '"{value}" is no known way of taxing. Write 간이세액표 (by the table) or 일용 (day labour).',
    ),
    "going_missing": FaultKind(
        "error",
        '출근 "{value}"만 있고 퇴근이 없습니다. 퇴근 시각을 적거나 출근을 지워 주세요.',
        'there is a time of coming, "{value}", and none of going. Write it, or clear the cell.',
    ),
    "coming_missing": FaultKind(
        "error",
        '퇴근 "{value}"만 있고 출근이 없습니다. 출근 시각을 적거나 퇴근을 지워 주세요.',
        'there is a time of going, "{value}", and none of coming. Write it, or clear the cell.',
    ),
    "times_unreadable": FaultKind(
        "error",
        '"{value}"에서 출근과 퇴근 시각을 읽을 수 없습니다. 09:00과 18:00처럼 적거나 두 칸에 부호 하나를 적어 주세요.',
        '"{value}" does not give times of coming and going. Write 09:00 and 18:00, or one mark for both cells.',
    ),
    "no_end": FaultKind(
        "error",
        '"{value}"은(는) 날짜가 아닙니다. 무기계약이면 이 사업에서 일하는 마지막 날(보통 사업 종료일)을 적고, '
        "'기간제 사용기간 예외 사유'에 무기계약이라고 적어 주세요.",
        '"{value}" is no date. For a contract without an end write the last day of work in this project, and '
        "무기계약 as the ground for an exception from two years.",
    ),
    "unknown_weekdays": FaultKind(
        "warning",
        '"{value}"에서 요일을 읽지 못해 쓰지 않습니다. 월~금이나 화,목,토처럼 적거나 등록한 뒤 계약에서 정해 주세요.',
        '"{value}" names no weekdays and is not used. Write 월~금 or 화,목,토, or set them in the contract later.',
    ),
    "unknown_times": FaultKind(
        "warning",
        '"{value}"에서 근무시각을 읽지 못해 쓰지 않습니다. 09:00~18:00처럼 적거나 등록한 뒤 계약에서 정해 주세요.',
        '"{value}" is no time from and to and is not used. Write it like 09:00~18:00, or set it in the contract.',
    ),
    "unknown_break": FaultKind(
        "warning",
        '"{value}"에서 휴게를 읽지 못해 쓰지 않습니다. 12:00~13:00이나 60분처럼 적거나 등록한 뒤 계약에서 정해 주세요.',
        '"{value}" is no break and is not used. Write it like 12:00~13:00 or 60분, or set it in the contract.',
    ),
    "unknown_part_time": FaultKind(
        "warning",
        '"{value}"은(는) 단시간근로자인지 알 수 없어 1주 시간으로 판단합니다. 단시간 또는 통상이라고 적어 주세요.',
        '"{value}" does not say whether it is part-time work; the hours of the week decide. Write 단시간 or 통상.',
    ),
    "break_outside_times": FaultKind(
        "error",
        '휴게 "{value}"이(가) 근무시간({other}) 밖이거나 그만큼 깁니다. 휴게나 근무시간을 고쳐 주세요.',
        'the break "{value}" lies outside the times of work ({other}) or is as long as they are. Correct one of them.',
    ),
    "hours_differ": FaultKind(
        "error",
        '1일 근로시간 "{value}"이(가) 근무시간에서 휴게를 뺀 {other}와 다릅니다. 한쪽을 고쳐 주세요.',
        'the hours a day "{value}" differ from the times of work less the break, {other}. Correct one of them.',
    ),
    "days_differ": FaultKind(
        "error",
        '주 근무일수 "{value}"이(가) 근무요일({other})의 수와 다릅니다. 한쪽을 고쳐 주세요.',
        'the days a week "{value}" are not as many as the weekdays of work ({other}). Correct one of them.',
    ),
    "unknown_exception_reason": FaultKind(
        "error",
        '"{value}"은(는) 알 수 없는 예외 사유입니다. 서식의 목록에서 고르거나 비워 주세요.',
        '"{value}" is no known ground for an exception. Choose one of the template\'s list or leave it empty.',
    ),
    "not_whole": FaultKind(
        "error",
        '"{value}"에 소수가 있습니다. 원 단위의 정수로 적어 주세요.',
        '"{value}" is not whole. Write whole won.',
    ),
    "not_positive": FaultKind(
        "error",
        '"{value}"은(는) 0보다 커야 합니다. 금액을 확인해 주세요.',
        '"{value}" must be more than 0. Check the amount.',
    ),
    "out_of_range": FaultKind(
        "error",
        '"{value}"은(는) {least}부터 {most}까지만 쓸 수 있습니다. 값을 확인해 주세요.',
        '"{value}" must lie between {least} and {most}. Check the value.',
    ),
    "below_minimum_wage": FaultKind(
        "warning",
        '"{value}"원은 그날의 최저임금({other}원)보다 적습니다. 금액이나 근로시간을 확인해 주세요.',
        '"{value}" won is below the minimum wage of that day ({other}). Check the amount or the hours.',
    ),
    "unknown_department": FaultKind(
        "error",
        '"{value}" 부서가 없습니다. 부서 이름을 확인해 주세요.{other}',
        'there is no department "{value}". Check its name.{other}',
    ),
    "other_department": FaultKind(
        "error",
        '"{value}"은(는) 같은 사업의 다른 행과 다른 부서입니다. "{other}"이(가) 맞는지 확인해 주세요.',
        '"{value}" differs from the department of this project in the other rows ("{other}"). Check it.',
    ),
    "account_short": FaultKind(
        "warning",
        '"{value}"은(는) 계좌번호로는 너무 짧습니다. 통장의 번호를 확인해 주세요.',
        '"{value}" is too short for an account number. Check it.',
    ),
    "account_unreadable": FaultKind(
        "warning",
        '"{value}"은(는) 계좌번호로 읽을 수 없습니다. 숫자와 붙임표로만 적어 주세요.',
        '"{value}" is no account number. Write digits and hyphens only.',
    ),
    "other_holder": FaultKind(
        "warning",
        '예금주 "{value}"이(가) 성명({other})과 다릅니다. 본인 계좌인지 확인해 주세요.',
        'the account holder "{value}" is not the person ({other}). Check whose account it is.',
    ),
    "phone_unreadable": FaultKind(
        "warning",
        '"{value}"은(는) 전화번호로 읽을 수 없습니다. 010-1234-5678처럼 적어 주세요.',
        '"{value}" is no telephone number. Write it like 010-1234-5678.',
    ),
    "email_unreadable": FaultKind(
        "warning",
        '"{value}"은(는) 전자우편 주소로 읽을 수 없습니다. hong@example.com처럼 적어 주세요.',
        '"{value}" is no mail address. Write it like hong@example.com.',
    ),
    "name_has_signs": FaultKind(
        "warning",
        '"{value}"에 이름이 아닌 글자가 있습니다. 성명만 적어 주세요.',
        '"{value}" holds signs that are no part of a name. Write the name alone.',
    ),
    "birth_unreadable": FaultKind(
        "error",
        '"{value}"에서 생년월일을 읽을 수 없습니다. 69.07.02처럼 적어 주세요.',
        'no date of birth can be read from "{value}". Write it like 69.07.02.',
    ),
    "birth_differs": FaultKind(
        "warning",
        '"{value}"은(는) 주민등록번호의 생년월일과 다릅니다. 둘 가운데 맞는 것을 확인해 주세요.',
        '"{value}" is not the date of birth in the resident number. Check both.',
    ),
    "person_twice": FaultKind(
        "error",
        '"{value}"은(는) {other}과(와) 이름과 생년월일이 같습니다. 한 행을 지우거나 생년월일을 고쳐 주세요.',
        '"{value}" has the name and the date of birth of {other}. Delete a row or correct the date.',
    ),
    "weekday_differs": FaultKind(
        "error",
        '요일이 "{value}"로 적혀 있지만 {other}입니다. 표가 어느 달의 것인지 확인해 주세요.',
        'the weekday says "{value}" but the day is a {other}. Check which month the sheet is for.',
    ),
    "stored_error": FaultKind("error", "{text}", "{text_en}"),
    "stored_warning": FaultKind("warning", "{text}", "{text_en}"),
    "no_such_day": FaultKind(
        "error",
        "{value}일은 이 달에 없습니다. 이 칸을 비워 주세요.",
        "this month has no day {value}. Clear the cell.",
    ),
}

EXPECTED: dict[str, Sentence] = {
    "name": Sentence("성명을 적어 주세요.", "Write the name."),
    "resident_number": Sentence(
        "주민(외국인)등록번호 13자리를 840212-1234567처럼 적어 주세요.",
        "Write the 13 digits like 840212-1234567.",
    ),
    "start": Sentence("계약 시작일을 2026-03-02처럼 적어 주세요.", "Write the first day like 2026-03-02."),
    "end": Sentence("계약 종료일을 2026-12-31처럼 적어 주세요.", "Write the last day like 2026-12-31."),
    "daily_wage": Sentence("임금을 88,080처럼 숫자로 적어 주세요.", "Write the wage in digits, like 88,080."),
    "project": Sentence("사업명을 적어 주세요.", "Write the project."),
    "department": Sentence("부서명을 적어 주세요.", "Write the department."),
    "birth": Sentence("생년월일을 69.07.02처럼 적어 주세요.", "Write the date of birth like 69.07.02."),
}
"""What an empty cell of a field should hold."""


@dataclass(frozen=True)
class Fault:
    """One fault of one cell. `row` and `column` count from 0, `value` is what the file holds there."""

    kind: str
    sheet: str
    row: int
    column: int
    heading: str
    value: str
    named: dict[str, object] = field(default_factory=dict, hash=False)

    @property
    def cell(self) -> str:
        return address(self.row, self.column)

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind].severity

    def text(self, language: Language = "ko") -> str:
        """The sentence without its place, for a column beside the row."""
        said: dict[str, object] = {"value": self.value, "other": "", **self.named}
        return str(getattr(KINDS[self.kind], language)).format(**said)

    def sentence(self, language: Language = "ko") -> str:
        """The sentence with row and heading in front."""
        if language == "ko":
            return f"{self.row + 1}행 '{self.heading}': {self.text('ko')}"
        return f"Row {self.row + 1}, '{self.heading}': {self.text('en')}"


def missing(sheet: str, row: int, column: int, heading: str, what: str) -> Fault:
    """The fault of an empty cell that should hold a field."""
    expected = EXPECTED[what]
    said: dict[str, object] = {"expected": expected.ko, "expected_en": expected.en}
    return Fault("missing", sheet, row, column, heading, "None", said)


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that forbid saving."""
    return [fault for fault in faults if fault.severity == "error"]
