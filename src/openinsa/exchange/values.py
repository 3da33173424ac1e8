"""From what a clerk typed to one form of every value. A function takes a cell and gives a Value, or raises.

Unreadable carries the name of the fault (faults.KINDS). Whether a value was changed is seen by comparing
`as_text(cell)` with `shown`, so that no change happens in silence.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from openinsa.exchange.cells import Cell, as_text, plain, squeezed
from openinsa.exchange.times import read_span

Value = Any


class Unreadable(ValueError):
    """A cell that does not hold what its column should. `kind` names the fault, `named` fills its sentence."""

    def __init__(self, kind: str, **named: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.named = named


@dataclass(frozen=True)
class Doubtful:
    """A value that is kept, with the name of the warning that goes with it."""

    value: str
    warning: str


EXCEL_BEGINS = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)
PARTED_DATE = re.compile(
    r"['’‘`]?(?P<y>\d{4}|\d{2})\s*[년.\-/,\s]\s*(?P<m>\d{1,2})\s*[월.\-/,\s]\s*(?P<d>\d{1,2})\s*[일.]?\s*"
    r"(?:\(?[월화수목금토일](?:요일)?\)?)?(?:\s+0{1,2}:00(?::00)?)?"
)
WHOLE_DATE = re.compile(r"(?P<y>\d{4}|\d{2})(?P<m>\d{2})(?P<d>\d{2})")
POWER_OF_TEN = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
RESIDENT = re.compile(r"(\d{6})[-–—‐−~.]?(\d{7})")
MASK = re.compile(r"[*＊●○xX#]{3,}")
HANGUL = re.compile(r"[가-힣]+")
NAME = re.compile(r"[가-힣A-Za-z .,'·\-]+|[^\W\d_]+(?:[ .'\-][^\W\d_]+)*")
CENTURIES = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "5": 1900,
    "6": 1900,
    "3": 2000,
    "4": 2000,
    "7": 2000,
    "8": 2000,
}
LEAST_ACCOUNT_DIGITS = 8
LONGEST_KOREAN_NAME = 4
EXACT_DIGITS = 15
EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
IN_ANGLES = re.compile(r"<([^<>]+)>$")
LONGEST_EMAIL = 120
OPEN_ENDED = "무기|정함이?없|기간없|정년|계속"
MOST_WON = 100_000_000


def read_date(cell: Cell, century: int = 2000) -> date:
    """A date typed as Excel date, serial number, 20260302, 260302, 2026.3.2., 26-03-02 or 2026년 3월 2일."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(as_text(cell))
    if text.isdecimal() and int(text) in SERIALS and len(text) == 5:
        return EXCEL_BEGINS + timedelta(days=int(text))
    match = PARTED_DATE.fullmatch(text) or WHOLE_DATE.fullmatch(text)
    if match is None:
        raise Unreadable("not_a_date")
    year = int(match["y"]) + (century if len(match["y"]) == 2 else 0)
    try:
        return date(year, int(match["m"]), int(match["d"]))
    except ValueError as wrong:
        raise Unreadable("no_such_date") from wrong


def read_last_day(cell: Cell) -> date:
    """A contract's last day; one without an end has that of the work in its project."""
    if re.search(OPEN_ENDED, squeezed(as_text(cell))):
        raise Unreadable("no_end")
    return read_date(cell)


def read_money(cell: Cell) -> int:
    """Whole won, typed as number or as text with commas, blanks, 원, ₩ or a won sign written as backslash."""
    if isinstance(cell, (bool, date, timedelta)):
        raise Unreadable("not_a_number")
    text = squeezed(as_text(cell)).replace(",", "").removesuffix("원정").removesuffix("원").removesuffix(".-")
    text = text.removeprefix("금").lstrip("₩￦\\")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    text = text.replace("△", "-").replace("▲", "-").replace("−", "-")
    try:
        amount = Decimal(text)
    except InvalidOperation as wrong:
        raise Unreadable("not_a_number") from wrong
    if not amount.is_finite():
        raise Unreadable("not_a_number")
    if amount <= 0:
        raise Unreadable("not_positive")
    if amount != amount.to_integral_value():
        raise Unreadable("not_whole")
    if amount > MOST_WON:
        raise Unreadable("out_of_range", least="1", most=f"{MOST_WON:,}")
    return int(amount)


def read_resident_number(cell: Cell) -> str:
    """A resident's or foreigner's number as 840212-1665104; the date in it must exist.

    The check digit is not looked at: numbers given since 2020-10 have none (주민등록법 시행규칙 제2조), and
    a number may have been changed since. Leading zeros that a number format lost come back where only one
    reading is possible: born 2000 to 2009, so that the seventh digit tells the century.
    """
    text = squeezed(as_text(cell))
    if POWER_OF_TEN.fullmatch(text):
        raise Unreadable("digits_lost")
    if MASK.search(text):
        raise Unreadable("number_hidden")
    if text.isdecimal() and 10 <= len(text) < 13 and text.zfill(13)[6] in "3478":
        text = text.zfill(13)
    match = RESIDENT.fullmatch(text)
    if match is None:
        raise Unreadable("number_length")
    number = f"{match[1]}-{match[2]}"
    birth_of(number)
    return number


def birth_of(number: str) -> date:
    """The date of birth in a resident or foreigner's number. Raises Unreadable."""
    year, month, day = (int(number[n : n + 2]) for n in (0, 2, 4))
    try:
        return date(CENTURIES[number[7]] + year, month, day)
    except ValueError as wrong:
        raise Unreadable("number_has_no_such_date") from wrong


def read_birth(cell: Cell) -> str:
    """A date of birth as 690702, from any form of a date or from a whole resident number."""
    text = squeezed(as_text(cell))
    if match := RESIDENT.fullmatch(text):
        return match[1]
    if match := re.fullmatch(r"(\d{6})-?[\d*●○xX]{0,7}", text):
        text = match[1]
    if text.isdecimal() and len(text) == 5:
        text = text.zfill(6)
    try:
        return read_date(text if not isinstance(cell, (date, datetime)) else cell, 1900).strftime("%y%m%d")
    except Unreadable as wrong:
        if re.fullmatch(r"\d{6}", text) and text[2:] == "0229":
            return text
        raise Unreadable("birth_unreadable") from wrong


def read_name(cell: Cell) -> str | Doubtful:
    """A name with single blanks; between the syllables of a short Korean name there are none."""
    name = plain(as_text(cell))
    whole = name.replace(" ", "")
    single = all(len(part) == 1 for part in name.split(" "))
    if HANGUL.fullmatch(whole) and (len(whole) <= LONGEST_KOREAN_NAME or single):
        name = whole
    return name if NAME.fullmatch(name) else Doubtful(name, "name_has_signs")


def read_item_amount(cell: Cell) -> int | None:
    """Whole won of a pay item; nothing or a dash says that the person does not get it."""
    return None if squeezed(as_text(cell)) in {"0", "-", "–", "0원"} else read_money(cell)


def read_phone(cell: Cell) -> str | Doubtful:
    """A telephone number as 010-1234-5678; a leading zero that a number format lost comes back."""
    text = plain(as_text(cell))
    digits = re.sub(r"[\s.\-–—~()/]", "", text)
    if digits.startswith("+82"):
        digits = "0" + digits[3:].lstrip("0")
    if not digits.isdecimal():
        return Doubtful(text, "phone_unreadable")
    if digits[0] != "0" and 9 <= len(digits) <= 10:
        digits = f"0{digits}"
    if digits.startswith("02") and len(digits) in (9, 10):
        return f"02-{digits[2:-4]}-{digits[-4:]}"
    if digits[0] == "0" and len(digits) in (10, 11):
        return f"{digits[:3]}-{digits[3:-4]}-{digits[-4:]}"
    if len(digits) == 12 and digits.startswith("050"):
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
    if len(digits) == 8 and digits[0] == "1":
        return f"{digits[:4]}-{digits[4:]}"
    return Doubtful(text, "phone_unreadable")


def read_email(cell: Cell) -> str | Doubtful:
    """A mail address; a name in front of it and full-width signs are taken away."""
    text = squeezed(as_text(cell)).removeprefix("mailto:")
    found = IN_ANGLES.search(text)
    address = found[1] if found else text
    if len(address) > LONGEST_EMAIL or not EMAIL.fullmatch(address):
        return Doubtful(plain(as_text(cell)), "email_unreadable")
    name, _at, host = address.rpartition("@")
    return f"{name}@{host.lower()}"


def read_account(cell: Cell) -> str | Doubtful:
    """The digits of an account number, leading zeros kept."""
    text = squeezed(as_text(cell))
    if POWER_OF_TEN.fullmatch(text) or (isinstance(cell, float) and len(text) > EXACT_DIGITS):
        raise Unreadable("digits_lost")
    digits = re.sub(r"[-–—.]", "", text)
    if not digits.isdecimal():
        return Doubtful(plain(as_text(cell)), "account_unreadable")
    return digits if len(digits) >= LEAST_ACCOUNT_DIGITS else Doubtful(text, "account_short")


def read_words(cell: Cell) -> str:
    return plain(as_text(cell))


def whole_number(least: int, most: int) -> Callable[[Cell], int]:
    """A reader of small whole numbers, typed as 5, 5일 or 5명."""

    def read(cell: Cell) -> int:
        match = re.fullmatch(r"(\d{1,4})(?:명|일|인|분|시간)?", squeezed(as_text(cell)))
        if match is None or not least <= int(match[1]) <= most:
            raise Unreadable("out_of_range", least=str(least), most=str(most))
        return int(match[1])

    return read


def read_hours(cell: Cell) -> int:
    """Daily hours typed as 8, 7.5, 8시간, 7:30 or an Excel duration, in minutes."""
    if isinstance(cell, timedelta):
        return cell // timedelta(minutes=1)
    text = squeezed(as_text(cell)).removesuffix("시간")
    if match := re.fullmatch(r"(\d{1,2}):([0-5]\d)", text):
        minutes = Decimal(int(match[1]) * 60 + int(match[2]))
    elif re.fullmatch(r"\d{1,2}(\.\d{1,2})?", text):
        minutes = Decimal(text) * 60
    else:
        raise Unreadable("out_of_range", least="0:30", most="24:00")
    if minutes != int(minutes) or not 30 <= minutes <= 1440:
        raise Unreadable("out_of_range", least="0:30", most="24:00")
    return int(minutes)


WEEKDAYS = "월화수목금토일"


def read_weekdays(cell: Cell) -> str:
    """The weekdays of work as one run of letters, 월화수목금, from 월~금, 월,수,금, 주5일(월-금) or 평일."""
    text = re.sub(
        r"^주\d일|요일|[()\[\]]",
        "",
        squeezed(as_text(cell)).replace("평일", "월~금").replace("매일", "월~일"),
    )
    text = re.sub(
        r"([월화수목금토일])[~∼～〜\-–]([월화수목금토일])",
        lambda span: _weekdays_between(span[1], span[2]),
        text,
    )
    named = re.sub(r"[,，.·/및와과]", "", text)
    if not named or set(named) - set(WEEKDAYS) or len(set(named)) != len(named):
        raise Unreadable("unknown_weekdays")
    return "".join(day for day in WEEKDAYS if day in named)


def _weekdays_between(first: str, last: str) -> str:
    since, to = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return WEEKDAYS[since : to + 1] if since <= to else WEEKDAYS[since:] + WEEKDAYS[: to + 1]


def read_work_times(cell: Cell) -> str:
    """From when to when somebody works, as 09:00-18:00; hours alone, 8시간, as 8:00."""
    if span := read_span(as_text(cell)):
        return span
    try:
        return hours_and_minutes(read_hours(cell))
    except Unreadable as wrong:
        raise Unreadable("unknown_times") from wrong


def read_break_times(cell: Cell) -> str:
    """When somebody rests, 12:00-13:00,17:00-17:30, or how long, as 1:00 from 1시간, 60분 or 60."""
    text = squeezed(as_text(cell))
    spans = [read_span(part) for part in re.split(r"[,，;·및]", text)]
    if spans and all(spans):
        return ",".join(spans)
    match = re.fullmatch(r"(?:(\d)시간)?(?:(\d{1,3})분?)?|(\d):([0-5]\d)", text)
    if not text or match is None:
        raise Unreadable("unknown_break")
    hours, minutes = (match[1], match[2]) if match[3] is None else (match[3], match[4])
    return hours_and_minutes(int(hours or 0) * 60 + int(minutes or 0))


def hours_and_minutes(minutes: int) -> str:
    """A length of time as 7:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def read_month_hours(cell: Cell) -> int:
    """Hours of a month typed as 56, 56.5, 56시간 or 56:30, in minutes."""
    text = squeezed(as_text(cell)).removesuffix("시간")
    match = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2})|:([0-5]\d))?", text)
    minutes = Decimal(match[1]) * 60 if match else Decimal(0)
    if match and (match[2] or match[3]):
        minutes += Decimal(f"0.{match[2]}") * 60 if match[2] else int(match[3])
    if not 0 < minutes <= LONGEST_MONTH or minutes != int(minutes):
        raise Unreadable("out_of_range", least="1", most=str(LONGEST_MONTH // 60))
    return int(minutes)


LONGEST_MONTH = 31 * 24 * 60
SHORTER, USUAL = "단시간", "통상"
"""Whether somebody is a part-time worker, as written in a register."""


def read_part_time(cell: Cell) -> str:
    """단시간 for a part-time worker, 통상 for a full-time one."""
    text = squeezed(as_text(cell)).lower()
    if text in {"o", "○", "ㅇ", "예", "y", "yes", "해당", "v", "✓"} or SHORTER in text or "시간제" in text:
        return SHORTER
    if text in {"x", "×", "아니오", "아니요", "n", "no", "-", "비해당", "해당없음"} or any(
        word in text for word in (USUAL, "전일", "풀타임", "일반")
    ):
        return USUAL
    raise Unreadable("unknown_part_time")


DAY_LABOUR, BY_TABLE, REGULAR = "일용", "간이세액표", "상용"
"""How tax is withheld and somebody is employed, as written in a register."""


def read_tax_mode(cell: Cell) -> str:
    """일용 for day labour, 간이세액표 for whoever is taxed by the table, in the words that clerks use."""
    text = squeezed(as_text(cell))
    if DAY_LABOUR in text:
        return DAY_LABOUR
    if any(word in text for word in ("간이", "세액표", "상용", "근로소득", "일반")):
        return BY_TABLE
    raise Unreadable("unknown_tax_mode")


def read_kind_of_hire(cell: Cell) -> str:
    """일용 for people hired by the day; every other word means the usual contract."""
    return DAY_LABOUR if DAY_LABOUR in squeezed(as_text(cell)) else REGULAR


NO_EXCEPTION = "없음"
EXCEPTIONS = {
    "project_completion": (
        "사업의 완료·특정한 업무의 완성",
        "사업의완료 사업완료 업무의완성 업무완성 특정업무 한시사업 1호",
    ),
    "stand_in": ("휴직·파견 등 결원 대체", "결원 대체 휴직 파견 2호"),
    "study": ("학업·직업훈련 이수", "학업 직업훈련 3호"),
    "elder": ("고령자(55세 이상)", "고령 55세 만55세 4호"),
    "professional": ("전문적 지식·기술(박사, 기술사, 전문자격)", "전문 박사 기술사 자격"),
    "job_scheme": ("복지정책·실업대책 일자리", "복지 실업 공공근로 일자리 정부정책 5호"),
    "other_act": ("다른 법령이 기간을 달리 정함", "다른법령 타법령 법령"),
    "defence": ("군사·국가안전보장·외교·통일 업무", "군사 안전보장 안보 외교 통일"),
    "university": ("대학의 조교·겸임교원 등", "대학 조교 교원 강사"),
    "high_earner": ("관리자·전문가 가운데 근로소득 상위 25%", "상위25 근로소득 고소득"),
    "short_week": ("1주 15시간 미만", "15시간 초단시간 단시간"),
    "sports": ("선수·체육지도자", "선수 체육 지도자"),
    "research": ("연구기관의 연구업무", "연구"),
    "open_ended": ("무기계약(기간의 정함이 없음)", "무기 공무직 정함이없 정년까지"),
}
"""Grounds for an exception from two years as a register writes them, and words by which each is known."""


def read_exception_reason(cell: Cell) -> str:
    """A ground for an exception from two years, in the words of the list; a dash is none."""
    text = squeezed(as_text(cell))
    if text in {NO_EXCEPTION, "-", "–", "해당없음", "x", "X"}:
        return NO_EXCEPTION
    for said, _words in EXCEPTIONS.values():
        if text == squeezed(said):
            return said
    for said, words in EXCEPTIONS.values():
        if any(word in text for word in words.split()):
            return said
    raise Unreadable("unknown_exception_reason")


def shown(value: Value) -> str:
    """A normalised value as it is shown and compared: dates as 2026-03-02, amounts without commas."""
    return value.isoformat() if isinstance(value, date) else str(value)
