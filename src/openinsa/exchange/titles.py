"""Department, project and month as the lines around a table and the sheet's name tell them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from openinsa.exchange.cells import Cell, as_text, is_blank, plain, squeezed

LABELS = {
    "department": "담당부서명 담당부서 부서명 부서 소속부서 소속 담당과 주관부서 사업부서 운영부서 관리부서 과명 실과명 실과".split(),
    "project": "세부사업명 단위사업명 사업명칭 사업명 세부사업 단위사업 참여사업 과제명 일자리명 사업".split(),
    "month": "귀속연월 귀속월 해당월 대상월 근무월 연월 기준월 지급월".split(),
}
FIELD_OF_LABEL = {label: field for field, labels in LABELS.items() for label in labels}
BULLETS = r"[□■○●◎◇◆▶▷▣※*·\-\s]*"
SPACED = {label: r"\s*".join(label) for label in sorted(FIELD_OF_LABEL, key=len, reverse=True)}
LABELLED = re.compile(
    rf"(?:^|(?<=[\s,/|·(\[]))(?P<label>{'|'.join(SPACED.values())})\s*[:：=]\s*"
    rf"(?P<value>.*?)(?=(?:[\s,/|·)\]]+(?:{'|'.join(SPACED.values())})\s*[:：=])|\s{{2,}}|[,|)\]]|\s*\([^)]*[:：]|\(단위|$)"
)
MONTH = re.compile(
    r"(?<!\d)'?(?P<y>20\d{2}|\d{2})\s*(?:년도?|[.\-/])\s*(?P<m>1[0-2]|0?[1-9])(?:\s*월|(?=\.?\s*(?:$|[)\]분])))"
)
WHOLE_MONTH = re.compile(
    r"(?P<y>20\d{2})\s*[년.\-/]\s*(?P<m>1[0-2]|0?[1-9])\s*[월.\-/]\s*0?1\s*[일.]*\s*[~∼～\-부]"
)
ONLY_MONTH = re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])\s*월")
ONLY_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*(?:년|학년|\.)?")

BRACKETED = re.compile(r"[(\[<【〔{][^)\]>】〕}]*[)\]>】〕}]")
YEAR_AHEAD = re.compile(r"^'?(?:20)?\d{2}\s*(?:년도?|학년도)\s*(?:(?:1[0-2]|0?[1-9])\s*월(?:분)?)?\s*")
MONTH_BEHIND = re.compile(r"(?<=\S)[\s(_\-]+(?:'?(?:20)?\d{2}[년.]\s*)?(?:1[0-2]|0?[1-9])\s*월(?:분)?\)?$")
MONTH_AHEAD = re.compile(r"^(?:1[0-2]|0?[1-9])\s*월(?:분)?\s+")
LISTS, STEPS, PEOPLE = "lists", "steps", "people"
FORM_WORDS = {
    LISTS: "명단 명부 목록 리스트 현황 내역 내역서 조서 대장 일람 일람표 서식 양식 자료 인적사항 총괄 월별 붙임 별지 "
    "근무상황부 근무상황 상황부 출근부 근무표 근무실적 근무현황 근무일지 근태",
    STEPS: "채용 고용 선발 선정 임용 모집 등록 신규 최종 합격자",
    PEOPLE: "기간제근로자 기간제 근로자 근로자별 공공근로자 단시간근로자 일용근로자 일용직 참여자 참가자 채용자",
}
"""Words that belong to the form and not to the project: what kind of list, of what step, of whom."""

KIND_OF_WORD = {word: kind for kind, words in FORM_WORDS.items() for word in words.split()}
REMARK = re.compile(r"붙임|별지|별첨|단위|서식|양식|안|제?\d")
TIME_WORD = re.compile(r"'?(?:20)?\d{2}년도?(?:\d{1,2}월분?)?|(?:1[0-2]|0?[1-9])월분?")
SEPARATORS = " -–—:·_/|,~"
GENERIC_SHEET = re.compile(
    r"(?:sheet|시트|table|표|목록|리스트|명단|명부|근로자|기간제|인적사항|사업|사업별|전체|등록|양식|서식|작성|자료|총괄|근무상황부|출근부|근무표|채용|"
    r"참여자|현황|월분?|년|기간제근로자|data|list|[\d\s._\-()년월일차]+)+",
    re.IGNORECASE,
)
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True)
class Titles:
    """What lines say that stand above or between rows: labelled values, and the title itself."""

    department: str = ""
    project: str = ""
    month: date | None = None
    title: str = ""


def read_titles(rows: Iterable[Sequence[Cell]]) -> Titles:
    """Titles from the rows above a table. A label stands before a colon or in the cell to the left."""
    found = Titles()
    for row in rows:
        texts = [
            plain(as_text(cell)) if not isinstance(cell, date) else cell.isoformat()
            for cell in row
            if not is_blank(cell)
        ]
        found = _with_labelled(found, [as_text(cell) for cell in row if not is_blank(cell)])
        for text in texts:
            if found.month is None:
                found = replace(found, month=month_in(text))
            if not found.title and _like_a_title(text):
                found = replace(found, title=text)
    return found


def _with_labelled(found: Titles, texts: Sequence[str]) -> Titles:
    for position, text in enumerate(texts):
        for match in LABELLED.finditer(text):
            found = _with(found, squeezed(match["label"]), plain(match["value"]))
        label = re.sub(r"[:：]$", "", squeezed(text))
        if label in FIELD_OF_LABEL and position + 1 < len(texts):
            found = _with(found, label, plain(texts[position + 1]))
    return found


def _with(found: Titles, label: str, value: str) -> Titles:
    field = FIELD_OF_LABEL[label]
    if not value or getattr(found, field):
        return found
    if field == "month":
        return replace(found, month=month_in(value))
    return replace(found, department=value) if field == "department" else replace(found, project=value)


def _like_a_title(text: str) -> bool:
    labelled = LABELLED.search(text) or squeezed(text).rstrip(":：") in FIELD_OF_LABEL
    remark = text.startswith(("※", "*", "(단위", "단위")) or re.fullmatch(r"[<\[(【].*[)\]>】]", text)
    return len(text) > 3 and not labelled and not remark


def project_in_title(title: str) -> str:
    """The project's name in a title: without year, month, brackets and the words of the form around it."""
    inside = (plain(part[1:-1]) for part in BRACKETED.findall(title))
    named = next((text for text in inside if not month_in(text) and not REMARK.match(text)), "")
    return _without_form_words(plain(BRACKETED.sub(" ", title))) or _without_form_words(named)


def _without_form_words(text: str) -> str:
    text = MONTH_AHEAD.sub("", YEAR_AHEAD.sub("", text))
    words = text.split(" ")
    while words and _kinds(words[-1]) and PEOPLE not in _kinds(words[-1]):
        words.pop()
    while words and PEOPLE in _kinds(words[-1]):
        words.pop()
    ahead = list(takewhile(_kinds, words))
    if any(LISTS in _kinds(word) for word in ahead):
        words = words[len(ahead) :]
    return plain(" ".join(words)).strip(SEPARATORS)


def _kinds(word: str) -> set[str]:
    """What a word of the form is made of; nothing when a part of it belongs to the project."""
    kinds, rest = {"sign"}, word.strip(SEPARATORS)
    while rest:
        part = max((known for known in KIND_OF_WORD if rest.endswith(known)), key=len, default="")
        if not part:
            return {"month"} if TIME_WORD.fullmatch(rest) else set()
        kinds.add(KIND_OF_WORD[part])
        rest = rest[: -len(part)].strip(SEPARATORS)
    return kinds


def generic(sheet_name: str) -> bool:
    """Whether a sheet's name says nothing of its content."""
    return GENERIC_SHEET.fullmatch(squeezed(sheet_name)) is not None


def project_of_sheet(sheet_name: str, titles: Titles, *, one_of_many: bool) -> str:
    """The project of a whole sheet: as labelled, else by the sheet's name where each project has a sheet,
    else by the title, else by the sheet's name. "" where nothing says it."""
    if titles.project:
        return titles.project
    name = "" if generic(sheet_name) else MONTH_BEHIND.sub("", plain(sheet_name)).strip(SEPARATORS)
    if one_of_many and name:
        cut = len(sheet_name) == LONGEST_SHEET_NAME and titles.title.startswith(name)
        return titles.title if cut else name
    return project_in_title(titles.title) or name


def month_in(text: str) -> date | None:
    """The first day of the month that a text names with its year."""
    if match := MONTH.search(text) or WHOLE_MONTH.search(text):
        year = int(match["y"])
        return date(year + 2000 if year < 100 else year, int(match["m"]), 1)
    return None


def month_from(texts: Iterable[str]) -> date | None:
    """The month from texts that name year and month apart, such as a file's name and a sheet's name."""
    year = month = None
    for text in texts:
        if whole := month_in(text):
            return whole
        year = year or next((int(match[1]) for match in ONLY_YEAR.finditer(text)), None)
        month = month or next((int(match["m"]) for match in ONLY_MONTH.finditer(text)), None)
    return date(year, month, 1) if year and month else None
