"""Numbers as they are read on a payslip, in Korean and English, without rounding anything up."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from openinsa.compute.slips import LineCode

MINUTES_PER_HOUR = 60


class Words(NamedTuple):
    """The same thing said in two languages."""

    ko: str
    en: str


LABELS = {
    LineCode.BASE: Words("기본급", "Base pay"),
    LineCode.EXTRA_REGULAR: Words("소정근로 외 근로", "Work beyond the schedule"),
    LineCode.WEEKLY_HOLIDAY: Words("주휴수당", "Weekly holiday pay"),
    LineCode.PUBLIC_HOLIDAY: Words("유급공휴일수당", "Public holiday pay"),
    LineCode.PAID_LEAVE: Words("유급휴가수당", "Paid leave"),
    LineCode.OVERTIME: Words("연장근로수당", "Overtime pay"),
    LineCode.SETTLED_OVERTIME: Words("탄력근로 정산 연장수당", "Settled overtime of flexible hours"),
    LineCode.HOLIDAY_FIRST8: Words("휴일근로수당(8시간 이내)", "Holiday work up to 8 hours"),
    LineCode.HOLIDAY_BEYOND8: Words("휴일근로수당(8시간 초과)", "Holiday work beyond 8 hours"),
    LineCode.NIGHT: Words("야간근로수당", "Night premium"),
    LineCode.CLOSURE: Words("휴업수당", "Pay during closure"),
    LineCode.ALLOWANCE: Words("수당", "Allowance"),
    LineCode.ABSENCE_DEDUCTION: Words("결근·무급 공제", "Deduction for unpaid time"),
    LineCode.GROSS_ROUNDING: Words("끝수 조정", "Rounding of the gross"),
    LineCode.ONE_TIME: Words("상여", "One-time payment"),
    LineCode.PENSION: Words("국민연금", "National pension"),
    LineCode.HEALTH: Words("건강보험", "Health insurance"),
    LineCode.LONG_TERM_CARE: Words("장기요양보험", "Long-term care insurance"),
    LineCode.EMPLOYMENT: Words("고용보험", "Employment insurance"),
    LineCode.PENSION_SETTLEMENT: Words("국민연금 정산", "Settlement of the national pension"),
    LineCode.HEALTH_SETTLEMENT: Words("건강보험 정산", "Settlement of health insurance"),
    LineCode.LONG_TERM_CARE_SETTLEMENT: Words("장기요양보험 정산", "Settlement of long-term care insurance"),
    LineCode.EMPLOYMENT_SETTLEMENT: Words("고용보험 정산", "Settlement of employment insurance"),
    LineCode.INCOME_TAX: Words("소득세", "Income tax"),
    LineCode.ONE_TIME_INCOME_TAX: Words("상여 소득세", "Income tax on one-time payments"),
    LineCode.LOCAL_INCOME_TAX: Words("지방소득세", "Local income tax"),
    LineCode.OTHER_DEDUCTION: Words("기타 공제", "Other deduction"),
    LineCode.EMPLOYER_PENSION: Words("국민연금 기관부담금", "Employer's national pension"),
    LineCode.EMPLOYER_HEALTH: Words("건강보험 기관부담금", "Employer's health insurance"),
    LineCode.EMPLOYER_LONG_TERM_CARE: Words("장기요양보험 기관부담금", "Employer's long-term care insurance"),
    LineCode.EMPLOYER_EMPLOYMENT: Words("고용보험 기관부담금", "Employer's employment insurance"),
    LineCode.EMPLOYER_EMPLOYMENT_EXTRA: Words(
        "고용안정·직업능력개발 부담금", "Employer's extra employment premium"
    ),
    LineCode.EMPLOYER_ACCIDENT: Words("산재보험 부담금", "Industrial-accident insurance"),
}
"""What a line is called; allowances and agreed deductions carry their own names."""


def won(amount: int) -> Words:
    """12,121원, 12,121 won."""
    return Words(f"{amount:,}원", f"{amount:,} won")


@cache
def hours(minutes: int) -> Words:
    """168시간 or 165시간 45분."""
    whole, rest = divmod(minutes, MINUTES_PER_HOUR)
    if not rest:
        return Words(f"{whole}시간", f"{whole} h")
    return Words(f"{whole}시간 {rest}분", f"{whole} h {rest} min")


@cache
def days(count: int) -> Words:
    """21일, 21 days."""
    return Words(f"{count}일", f"{count} day" if count == 1 else f"{count} days")


@cache
def fraction_won(numerator: int, denominator: int) -> Words:
    """A wage per hour: 12,121원, or with two decimals and dots where more would follow."""
    whole, rest = divmod(numerator, denominator)
    if not rest:
        return won(whole)
    hundredths, beyond = divmod(rest * 100, denominator)
    written = f"{whole:,}.{hundredths:02d}{'…' if beyond else ''}"
    return Words(f"{written}원", f"{written} won")


@cache
def percent(parts_per_million: int) -> str:
    """4.75% of 47,500 parts per million."""
    whole, rest = divmod(parts_per_million, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") + "%"
