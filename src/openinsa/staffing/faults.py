"""What can be wrong with a day, in words. Errors forbid submission; warnings only tell."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

LONG_WEEK = "week_over_the_limit"
PART_TIME_WEEK = "part_time_week_over_the_limit"
MINOR_DAY_BY_AGREEMENT, MINOR_DAY = "minor_day_by_agreement", "minor_day_over_limit"
MINOR_WEEK_BY_AGREEMENT, MINOR_WEEK = "minor_week_by_agreement", "minor_week_over_limit"
MINOR_AT_NIGHT = "minor_at_night_or_on_a_holiday"
MINOR_FAULTS = (MINOR_DAY_BY_AGREEMENT, MINOR_WEEK_BY_AGREEMENT, MINOR_AT_NIGHT, MINOR_DAY, MINOR_WEEK)
"""What may be wrong with a minor's day, the gravest last."""
MINOR_WITHOUT_PARENTS = "minor_without_parental_consent"
NIGHT_WITHOUT_CONSENT = "night_without_consent"
PART_TIME_WITHOUT_CONSENT = "part_time_without_consent"
EXTENSION_WITHOUT_CONSENT = "extension_without_consent"
MISSING_CONSENTS = (
    EXTENSION_WITHOUT_CONSENT,
    PART_TIME_WITHOUT_CONSENT,
    NIGHT_WITHOUT_CONSENT,
    MINOR_WITHOUT_PARENTS,
)
"""What somebody should have agreed to in writing."""
MOTHER_SHORTER, MOTHER_AT_NIGHT = "mother_shorter_hours", "mother_at_night_or_on_a_holiday"
PREGNANT_OVERTIME = "pregnant_overtime"
AFTER_BIRTH_DAY, AFTER_BIRTH_WEEK = "after_birth_day_over_limit", "after_birth_week_over_limit"
AFTER_BIRTH_YEAR = "after_birth_year_over_limit"
MOTHER_FAULTS = (
    MOTHER_SHORTER,
    MOTHER_AT_NIGHT,
    AFTER_BIRTH_YEAR,
    AFTER_BIRTH_WEEK,
    AFTER_BIRTH_DAY,
    PREGNANT_OVERTIME,
)
"""What may be wrong with the day of an expectant mother or in the year after a birth, the gravest last."""
SHORT_REST = "short_rest"
LIMITS = (LONG_WEEK, SHORT_REST, PART_TIME_WEEK, *MINOR_FAULTS, *MISSING_CONSENTS, *MOTHER_FAULTS)
"""Messages about a day that come and go with other days of its week."""


class DayFault(NamedTuple):
    severity: str
    text: str
    law: str = ""


DAY_FAULTS: dict[str, DayFault] = {
    "unknown_mark": DayFault(
        "error",
        _(
            "알 수 없는 부호입니다. 부호표의 부호, 시간(8 또는 9.5), 시각(09:00-18:00) 가운데 하나로 적어 주세요."
        ),
    ),
    "hours_beyond_a_day": DayFault(
        "error", _("하루 시간은 0보다 크고 24시간 이하여야 합니다. 시간을 고쳐 주세요.")
    ),
    "break_longer_than_the_shift": DayFault(
        "error",
        _("휴게가 근무시간보다 깁니다. 시각 뒤의 휴게(분)를 고쳐 주세요."),
        "근로기준법 제54조제1항",
    ),
    "break_outside_the_shift": DayFault(
        "error",
        _(
            "휴게 시각이 근무시간 밖이거나 앞의 휴게와 겹칩니다. 09:00-18:00/12:00-12:30,15:00-15:30처럼 이른 것부터 적어 주세요."
        ),
        "근로기준법 제54조제1항",
    ),
    "too_many_breaks": DayFault(
        "error", _("휴게는 하루에 네 번까지 적습니다. 이어진 휴게를 하나로 적어 주세요.")
    ),
    "short_break": DayFault(
        "warning",
        _(
            "휴게가 모자랍니다. 4시간에 30분, 8시간에 1시간 이상입니다. 더 쉬었다면 09:00-19:00/60처럼 휴게(분)를 적어 주세요."
        ),
        "근로기준법 제54조제1항",
    ),
    "break_on_request": DayFault(
        "warning",
        _("4시간 근로에 휴게가 없습니다. 근로자가 휴게 없이 일하겠다고 분명히 청한 문서가 있어야 합니다."),
        "근로기준법 제54조제1항 단서",
    ),
    "not_a_public_holiday": DayFault(
        "error",
        _("이 날은 공휴일이 아닙니다. 근무하지 않았다면 휴가나 휴무 부호로 고쳐 주세요."),
        "관공서의 공휴일에 관한 규정 제2조",
    ),
    "not_the_weekly_holiday": DayFault(
        "error",
        _("계약의 주휴일이 아닌 날입니다. 계약의 주휴일을 확인하거나 부호를 고쳐 주세요."),
        "근로기준법 제55조제1항",
    ),
    "leave_on_a_free_day": DayFault(
        "error", _("근무할 날이 아니어서 휴가나 결근을 쓸 수 없습니다. 이 칸의 부호를 고쳐 주세요.")
    ),
    "leave_hours_beyond_the_day": DayFault(
        "error",
        _(
            "휴가 시간은 0보다 크고 그날 일하기로 한 시간보다 짧아야 합니다. 하루를 모두 쉬면 부호만 적어 주세요."
        ),
    ),
    "duty_beside_leave": DayFault(
        "error", _("휴가나 결근, 다른 당직과 함께 적을 수 없는 당직입니다. 그날의 부호를 하나로 고쳐 주세요.")
    ),
    "duty_within_the_shift": DayFault(
        "error",
        _(
            "근로로 셈하는 당직이 그날의 근무가 끝나기 전에 시작합니다. 근무 시각이나 당직 시각을 고쳐 주세요."
        ),
    ),
    "missing": DayFault("error", _("입력하지 않은 날입니다. 부호를 넣어 주세요.")),
    "day_to_come_refused": DayFault(
        "error", _("아직 오지 않은 날의 근무는 받지 않습니다. 그 날이 지난 뒤에 입력해 주세요.")
    ),
    "day_to_come": DayFault("warning", _("아직 오지 않은 날의 근무입니다. 그 날이 지난 뒤 확인해 주세요.")),
    "work_on_holiday": DayFault(
        "warning", _("휴일근로입니다. 가산임금이 붙습니다."), "근로기준법 제56조제2항"
    ),
    "exempt_work_on_holiday": DayFault(
        "warning",
        _("적용 제외 기간에 휴일에 일했습니다. 일한 시간의 임금은 나가고 가산임금은 붙지 않습니다."),
        "근로기준법 제63조",
    ),
    "work_without_plan": DayFault("warning", _("근무일이 아닌 날의 근무입니다. 시간을 확인해 주세요.")),
    "free_on_a_scheduled_day": DayFault(
        "warning", _("근무하기로 한 날을 쉬는 날로 적었습니다. 이 날의 임금은 나가지 않습니다.")
    ),
    LONG_WEEK: DayFault(
        "warning", _("이 주의 근로시간이 법정 한도(연장 12시간)를 넘습니다."), "근로기준법 제53조제1항"
    ),
    MINOR_DAY_BY_AGREEMENT: DayFault(
        "warning",
        _("18세 미만은 하루 7시간까지입니다. 8시간까지 일하려면 본인과의 합의가 있어야 합니다."),
        "근로기준법 제69조",
    ),
    MINOR_DAY: DayFault(
        "warning", _("18세 미만은 합의해도 하루 8시간을 넘겨 일할 수 없습니다."), "근로기준법 제69조"
    ),
    MINOR_WEEK_BY_AGREEMENT: DayFault(
        "warning",
        _("18세 미만은 1주 35시간까지입니다. 40시간까지 일하려면 본인과의 합의가 있어야 합니다."),
        "근로기준법 제69조",
    ),
    MINOR_WEEK: DayFault(
        "warning", _("18세 미만은 합의해도 1주 40시간을 넘겨 일할 수 없습니다."), "근로기준법 제69조"
    ),
    MINOR_AT_NIGHT: DayFault(
        "warning",
        _(
            "18세 미만의 야간근로(22:00~06:00)와 휴일근로에는 본인의 동의와 고용노동부의 인가가 있어야 합니다."
        ),
        "근로기준법 제70조제2항",
    ),
    SHORT_REST: DayFault(
        "warning",
        _(
            "앞 근무가 끝나고 11시간을 쉬지 못했습니다. 특례 업종과 3개월을 넘는 탄력근로에서는 근로일 사이에 11시간을 이어서 쉬어야 합니다."
        ),
        "근로기준법 제51조의2제2항, 제59조제2항",
    ),
    EXTENSION_WITHOUT_CONSENT: DayFault(
        "warning",
        _("인가받은 특별연장근로에도 본인의 동의가 있어야 합니다. 기록된 동의가 없습니다."),
        "근로기준법 제53조제4항",
    ),
    MINOR_WITHOUT_PARENTS: DayFault(
        "warning",
        _("18세 미만인 사람의 나이 증명서와 친권자·후견인 동의서가 기록되어 있지 않습니다."),
        "근로기준법 제66조",
    ),
    NIGHT_WITHOUT_CONSENT: DayFault(
        "warning",
        _(
            "18세 이상 여성의 야간근로(22:00~06:00)와 휴일근로에는 본인의 동의가 있어야 합니다. 기록된 동의가 없습니다."
        ),
        "근로기준법 제70조제1항",
    ),
    PART_TIME_WITHOUT_CONSENT: DayFault(
        "warning",
        _("단시간근로자가 약정한 시간을 넘겨 일하려면 본인의 동의가 있어야 합니다. 기록된 동의가 없습니다."),
        "기간제 및 단시간근로자 보호 등에 관한 법률 제6조제1항",
    ),
    MOTHER_SHORTER: DayFault(
        "warning",
        _("임신기 단축을 청할 수 있는 주(12주 이내, 32주 이후)가 아니거나 하루 2시간을 넘습니다."),
        "근로기준법 제74조제7항",
    ),
    MOTHER_AT_NIGHT: DayFault(
        "warning",
        _(
            "임신 중이거나 산후 1년이 지나지 않은 사람의 야간근로(22:00~06:00)와 휴일근로에는 본인의 청구·동의와 고용노동부의 인가가 있어야 합니다."
        ),
        "근로기준법 제70조제2항",
    ),
    PREGNANT_OVERTIME: DayFault(
        "warning", _("임신 중인 사람에게 시간외근로를 시킬 수 없습니다."), "근로기준법 제74조제5항"
    ),
    AFTER_BIRTH_DAY: DayFault(
        "warning", _("산후 1년이 지나지 않은 사람의 시간외근로는 하루 2시간까지입니다."), "근로기준법 제71조"
    ),
    AFTER_BIRTH_WEEK: DayFault(
        "warning", _("산후 1년이 지나지 않은 사람의 시간외근로는 1주 6시간까지입니다."), "근로기준법 제71조"
    ),
    AFTER_BIRTH_YEAR: DayFault(
        "warning",
        _("산후 1년이 지나지 않은 사람의 시간외근로가 출산 뒤 150시간을 넘었습니다."),
        "근로기준법 제71조",
    ),
    PART_TIME_WEEK: DayFault(
        "warning",
        _("단시간근로자의 약정 시간을 넘는 근로가 이 주에 12시간을 넘습니다."),
        "기간제 및 단시간근로자 보호 등에 관한 법률 제6조제1항",
    ),
}


def fault_words(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """What faults are and mean, and the article, in the reader's language."""
    return {
        name: {
            "status": DAY_FAULTS[name].severity,
            "text": str(DAY_FAULTS[name].text),
            "law": DAY_FAULTS[name].law,
        }
        for name in sorted(names)
    }
