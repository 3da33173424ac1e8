"""The inputs of a payslip line in words: what an amount was reckoned from, as the reader sees it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.web.templatetags.web import hours, number, won

SAID: dict[str, tuple[str | Promise, Callable[[Any], str]]] = {
    "rate": (_("요율"), str),
    "premium_month": (_("부과 월"), lambda day: str(day)[:7]),
    "payment_date": (_("지급일"), str),
    "pension_income": (_("기준소득월액"), won),
    "health_base": (_("보수월액"), won),
    "health_premium": (_("건강보험료"), won),
    "employment_base": (_("고용보험 보수"), won),
    "accident_base": (_("산재보험 보수"), won),
    "table_taxable": (_("과세대상 월급여"), won),
    "income_tax": (_("소득세"), won),
    "bonus": (_("상여"), won),
    "period_pay": (_("지급대상기간의 다른 급여"), won),
    "bonus_months": (_("지급대상 개월 수"), number),
    "average_income_tax": (_("평균 월급여의 세액"), won),
    "period_income_tax": (_("지급대상기간에 뗀 소득세"), won),
    "family_members": (_("공제대상가족 수"), number),
    "children_8_to_20": (_("8세 이상 20세 이하 자녀 수"), number),
    "withholding_percent": (_("원천징수 비율"), lambda percent: f"{percent}%"),
    "work_month": (_("귀속월"), str),
    "reckoned": (_("직접 계산한 금액"), won),
    "new": (_("다시 계산한 금액"), won),
    "already": (_("이미 반영한 금액"), won),
    "unit": (_("단가"), won),
    "counted": (_("일수"), number),
    "minutes": (_("시간"), hours),
    "taken_of": (_("기준 금액"), won),
    "divisor": (_("나누는 일수"), number),
}


def said_inputs(inputs: Mapping[str, Any]) -> list[tuple[str | Promise, str]]:
    """Names and values of a line's inputs; what has no words for a reader is left to the stored line."""
    return [(SAID[name][0], SAID[name][1](value)) for name, value in inputs.items() if name in SAID]


def entered_days(inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The entered days behind a line: date and hours."""
    return [(day, hours(minutes)) for day, minutes in inputs.get("days", ())]
