"""The choices that the law leaves an institution, in words; why each is a choice stands in docs/wages.md."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SettingWords(NamedTuple):
    """A setting's name and its options by word, the usual one first."""

    label: str | Promise
    options: Mapping[str, str | Promise]


YES_OR_NO = {"true": _("예"), "false": _("아니요")}
HOURLY_ROUNDINGS = {
    "exact": _("끝수 그대로"),
    "floor_1": _("원 미만 버림"),
    "half_up_1": _("원 미만 반올림"),
    "ceil_1": _("원 미만 올림"),
}

SETTING_WORDS: Mapping[str, SettingWords] = {
    "line_rounding": SettingWords(
        _("급여 항목의 끝수"),
        {
            "floor_1": _("원 미만 버림"),
            "half_up_1": _("원 미만 반올림"),
            "ceil_1": _("원 미만 올림"),
            "floor_10": _("10원 미만 버림"),
            "ceil_10": _("10원 미만 올림"),
        },
    ),
    "gross_rounding": SettingWords(
        _("지급액 합계의 끝수"),
        {"none": _("그대로"), "ceil_10": _("10원 미만 올림"), "floor_10": _("10원 미만 버림")},
    ),
    "hourly_ordinary_rounding": SettingWords(_("시간당 통상임금의 끝수"), HOURLY_ROUNDINGS),
    "monthly_hours_rounding": SettingWords(
        _("월 기준시간"),
        {
            "ceil_hour": _("시간으로 올림(209)"),
            "half_up_hour": _("시간으로 반올림"),
            "exact": _("끝수 그대로"),
        },
    ),
    "proration": SettingWords(
        _("월급의 일할 계산"),
        {
            "calendar_days": _("그 달의 일수로"),
            "thirty_days": _("30일로"),
            "scheduled_days": _("소정근로일수로"),
        },
    ),
    "absence_deduction": SettingWords(
        _("월급의 결근 공제"), {"hourly": _("시간급으로"), "calendar_day": _("그 달의 하루치로")}
    ),
    "absence_loses_weekly_holiday": SettingWords(_("월급에서 결근한 주의 주휴도 공제"), YES_OR_NO),
    "paid_time_rate": SettingWords(
        _("주휴·공휴일·휴가의 임금"), {"base": _("기본 시급"), "ordinary": _("통상임금")}
    ),
    "weekly_holiday_formula": SettingWords(
        _("주휴시간 계산"),
        {
            "by_date": _("2025-08-14 판결 앞뒤로 다르게"),
            "divisor_at_least_5": _("주 시간 ÷ 일수(5일 미만은 5일)"),
            "fifth_of_40": _("주 시간(40시간까지) ÷ 5"),
        },
    ),
    "joiner_partial_week": SettingWords(
        _("주 중간에 입사한 주의 주휴"), {"none": _("주지 않음"), "paid": _("줌")}
    ),
    "whole_week_excused": SettingWords(
        _("한 주를 모두 쉰 주의 주휴"), {"none": _("주지 않음"), "paid": _("줌")}
    ),
    "midnight_rule": SettingWords(
        _("자정을 넘긴 근무와 휴일"),
        {"start_day": _("시작한 날에 속함"), "split_at_holiday": _("휴일이 바뀌는 자정에 나눔")},
    ),
    "holiday_minutes_count_toward_40": SettingWords(_("휴일근로를 주 40시간에 셈"), YES_OR_NO),
    "public_holiday_on_unscheduled_day": SettingWords(
        _("근무일이 아닌 날의 공휴일"), {"unpaid": _("무급"), "paid": _("유급")}
    ),
    "public_holiday_work_unscheduled": SettingWords(
        _("근무일이 아닌 공휴일의 근무"), {"holiday": _("휴일근로"), "ordinary": _("보통 근로")}
    ),
    "daily_tax_unit": SettingWords(
        _("일용근로소득세 소액부징수 단위"), {"payment": _("지급할 때마다"), "day": _("하루마다")}
    ),
    "employment_first_month": SettingWords(
        _("입사한 달의 고용보험료"),
        {"actual_pay": _("실제 보수로 공제"), "bill_rule": _("다음 달부터 공제")},
    ),
}
