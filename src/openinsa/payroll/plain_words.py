"""Why a line of a payslip is there, in one plain sentence: beside the formula, which has the numbers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: dict[str, Promise] = {
    "base": _("계약서에서 정한 임금으로, 이 달에 일한 시간이나 날만큼 계산했습니다."),
    "extra_regular": _("약속한 시간보다 더 일했지만 법정 연장근로에는 들지 않는 시간의 임금입니다."),
    "weekly_holiday": _("한 주에 일하기로 한 날을 모두 나오면 쉬는 하루도 임금을 받습니다(주휴수당)."),
    "public_holiday": _("공휴일에 쉬어도 받는 하루치 임금입니다."),
    "paid_leave": _("연차처럼 임금을 받으며 쉰 날의 임금입니다."),
    "overtime": _("하루 8시간이나 한 주 40시간을 넘겨 일하면 반을 더 얹어 받습니다(연장수당)."),
    "settled_overtime": _("정해진 기간이 끝나 한꺼번에 셈한 연장근로의 임금입니다."),
    "holiday_first8": _("쉬는 날 8시간까지 일하면 반을 더 얹어 받습니다(휴일수당)."),
    "holiday_beyond8": _("쉬는 날 8시간을 넘긴 시간은 두 배로 받습니다(휴일수당)."),
    "night": _("밤 10시부터 아침 6시까지 일하면 반을 더 얹어 받습니다(야간수당)."),
    "closure": _("기관 사정으로 쉰 날에 받는 휴업수당입니다."),
    "allowance": _("계약이나 기관의 규칙으로 정한 수당입니다."),
    "absence_deduction": _("나오지 않은 시간만큼 빼는 금액입니다."),
    "gross_rounding": _("기관이 정한 단위로 끝자리를 맞춘 금액입니다."),
    "one_time": _("한 번 주는 상여나 지난 달의 차액입니다."),
    "pension": _("늙었을 때 받을 연금을 위해 나와 기관이 절반씩 냅니다(국민연금)."),
    "health": _("병원비를 돕는 보험료로 나와 기관이 절반씩 냅니다(건강보험)."),
    "long_term_care": _("나이 들어 돌봄이 필요할 때를 위해 건강보험료와 함께 냅니다(장기요양보험)."),
    "employment": _("일자리를 잃거나 아이를 기를 때 돕는 보험료입니다(고용보험)."),
    "pension_settlement": _("이미 낸 국민연금을 실제 소득에 맞춰 더하거나 돌려받는 금액입니다."),
    "health_settlement": _("이미 낸 건강보험료를 실제 임금에 맞춰 더하거나 돌려받는 금액입니다."),
    "long_term_care_settlement": _("이미 낸 장기요양보험료를 실제 임금에 맞춰 더하거나 돌려받는 금액입니다."),
    "employment_settlement": _("이미 낸 고용보험료를 실제 임금에 맞춰 더하거나 돌려받는 금액입니다."),
    "income_tax": _(
        "나라에 내는 세금을 미리 뗀 것입니다. 해가 끝나면 다시 셈해 돌려받거나 더 냅니다(소득세)."
    ),
    "one_time_income_tax": _("상여에서 미리 뗀 소득세입니다."),
    "local_income_tax": _("사는 곳에 내는 세금으로 소득세의 10%입니다(지방소득세)."),
    "other_deduction": _("내가 동의하거나 단체협약으로 정해 떼는 금액입니다."),
    "employer_pension": _("기관이 나를 위해 내는 국민연금입니다. 내 임금에서 떼지 않습니다."),
    "employer_health": _("기관이 나를 위해 내는 건강보험료입니다. 내 임금에서 떼지 않습니다."),
    "employer_long_term_care": _("기관이 나를 위해 내는 장기요양보험료입니다. 내 임금에서 떼지 않습니다."),
    "employer_employment": _("기관이 나를 위해 내는 고용보험료입니다. 내 임금에서 떼지 않습니다."),
    "employer_employment_extra": _(
        "기관만 내는 고용보험료(직업능력개발 등)입니다. 내 임금에서 떼지 않습니다."
    ),
    "employer_accident": _("일하다 다칠 때를 위한 산재보험료로 기관만 냅니다. 내 임금에서 떼지 않습니다."),
}
"""By the code of the line (compute/slips.py). Shares and hours are told as the usual case has them; the formula is exact."""


def why(code: str) -> str:
    """The sentence for a line, nothing for a line of another kind."""
    return str(WHY.get(code, ""))
