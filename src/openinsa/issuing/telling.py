"""What a frozen paper says, line by line, for whoever reads it on screen instead of on paper."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from openinsa.documents.words import words_of
from openinsa.privacy.masking import mask_address
from openinsa.web.templatetags.web import hours

LEFT_OUT = {"language", "issue", "origin", "version"}
MOST_LINES = 400
MASKED = "address"
LABELS = {
    "institution": _("기관"),
    "employments": _("근무 기간"),
    "starts_on": _("시작일"),
    "ends_on": _("종료일"),
    "since": _("시작일"),
    "until": _("종료일"),
    "months": _("달"),
    "pension": _("국민연금"),
    "health": _("건강보험"),
    "long_term_care": _("장기요양보험"),
    "employment": _("고용보험"),
    "income_tax": _("소득세"),
    "local_income_tax": _("지방소득세"),
    "other": _("그 밖의 사항"),
    "items": _("지급 내역"),
    "rows": _("근로자별 내역"),
    "paid_leave_days": _("유급휴가(일)"),
    "unpaid_leave_days": _("무급휴가(일)"),
    "settled": _("확정 여부"),
    "employed_since": _("입사일"),
    "daily_minutes": _("1일 소정근로시간"),
    "weekly_minutes": _("1주 소정근로시간"),
    "worked_minutes": _("총 근로시간"),
    "overtime_minutes": _("연장근로시간"),
    "night_minutes": _("야간근로시간"),
    "holiday_minutes": _("휴일근로시간"),
    "minutes": _("시간"),
    "granted": _("생긴 연차"),
    "taken": _("쓴 연차"),
    "lapsed": _("소멸한 연차"),
    "left": _("남은 연차"),
    "granted_days": _("생긴 연차(일)"),
    "taken_days": _("쓴 연차(일)"),
    "lapsed_days": _("소멸한 연차(일)"),
    "left_days": _("남은 연차(일)"),
    "grants": _("연차가 생긴 내역"),
    "uses": _("연차를 쓴 내역"),
    "basis": _("발생 사유"),
    "expires_on": _("쓸 수 있는 마지막 날"),
    "date": _("날짜"),
    "year": _("귀속연도"),
    "business_number": _("사업자등록번호"),
    "one_time": _("상여·일시금"),
    "non_taxable_kinds": _("비과세의 종류"),
    "kind": _("종류"),
    "payments": _("지급할 때마다의 내역"),
    "paid_month": _("지급월"),
    "work_month": _("근무월"),
    "taxable": _("과세대상"),
    "paid_on": _("지급한 날"),
    "dated_on": _("작성한 날"),
    "days": _("날수"),
    "won": _("금액(원)"),
    "counted_won": _("셈한 금액(원)"),
    "figures": _("계산한 값"),
    "label": _("항목"),
    "shown": _("값"),
    "sums": _("지급과 공제"),
    "notes": _("참고"),
    "paid_days": _("기초일수"),
    "wages": _("3개월의 임금"),
    "average_daily_wage": _("1일 평균임금"),
    "severance": _("퇴직금"),
    "addressed_to": _("받는 곳"),
    "as_of": _("기준일"),
    "workers": _("근로자"),
    "sex": _("성별"),
    "birth_date": _("생년월일"),
    "address": _("주소"),
    "history": _("이력"),
    "renewed": _("갱신한 계약기간"),
}


class Line(NamedTuple):
    """One value, with the word the form has for it; `depth` where it stands inside of another."""

    label: str
    value: str
    depth: int


def lines_of(content: dict[str, Any]) -> list[Line]:
    """The frozen data in its own order, called as the form calls it."""
    data = masked(content["data"])
    words = words_of(data["language"])
    return list(_lines(data, words, 0))[:MOST_LINES]


def masked(told: Any, within: str = "") -> Any:
    """The same data with home addresses masked: they stand in the file, which leaves for a reason."""
    if isinstance(told, dict):
        return {name: value if name == "issue" else masked(value, name) for name, value in told.items()}
    if isinstance(told, list):
        return [masked(one) for one in told]
    return mask_address(told) if within == MASKED else told


def _lines(data: dict[str, Any], words: dict[str, Any], depth: int) -> Any:
    for name, value in data.items():
        if name in LEFT_OUT or value in ("", None, [], {}):
            continue
        label = _label(name, words)
        if isinstance(value, dict):
            yield Line(label, "", depth)
            yield from _lines(value, words, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for place, one in enumerate(value, start=1):
                yield Line(f"{label} {place}", "", depth)
                yield from _lines(one, words, depth + 1)
        elif isinstance(value, list):
            yield Line(label, ", ".join(map(str, value)), depth)
        else:
            yield Line(label, _written(name, value), depth)


def _label(name: str, words: dict[str, Any]) -> str:
    """What the form calls it; what it prints without a word is called by one of ours."""
    if name in LABELS:
        return str(LABELS[name])
    word = words.get(name)
    return word if isinstance(word, str) else name.replace("_", " ")


def _written(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "O" if value else "–"
    if isinstance(value, int):
        return hours(value) if name.endswith("minutes") else f"{value:,}"
    return str(value)
