"""How the records say what was done: words for the verbs and tables that the database stores."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "insert": _("더함"),
    "update": _("바꿈"),
    "delete": _("지움"),
    "reveal": _("보기"),
    "view": _("월 근무상황에서 봄"),
    "download": _("내려받기"),
    "register": _("등록"),
    "department_made": _("부서 만듦"),
    "user_made": _("사용자 만듦"),
    "user_changed": _("사용자 고침"),
    "user_invited": _("사용자 초대"),
    "project_made": _("사업 만듦"),
    "project_changed": _("사업 고침"),
    "holiday_swapped": _("휴일 대체"),
    "holiday_swap_taken_back": _("휴일 대체 거둠"),
    "consents_recorded": _("동의·인가 기록"),
    "consent_ended": _("동의·인가 끝냄"),
    "consent_dropped": _("동의·인가 지움"),
    "motherhood_noted": _("임신 보호 기록"),
    "motherhood_ended": _("출산·종료 기록"),
    "motherhood_dropped": _("임신 보호 지움"),
    "clerks_assigned": _("사업담당 정함"),
    "people_registered": _("근로자 등록"),
    "contract_changed": _("계약 조건 바꿈"),
    "contract_ended": _("계약 일찍 끝냄"),
    "allowance_added": _("수당 더함"),
    "month_submitted": _("월 제출"),
    "month_approved": _("월 승인"),
    "month_sent_back": _("월 돌려보냄"),
    "run_sent_back": _("급여 돌려보냄"),
}
TABLES: dict[str, Promise] = {
    "people_department": _("부서"),
    "people_institutionsetting": _("기관 설정"),
    "people_person": _("인적사항"),
    "people_user": _("사용자"),
    "staffing_project": _("사업"),
    "staffing_projectclerk": _("사업담당"),
    "staffing_contract": _("계약"),
    "staffing_contractversion": _("근로조건"),
    "staffing_consent": _("동의·인가"),
    "staffing_motherhood": _("임신·출산 보호"),
    "staffing_allowance": _("수당"),
    "staffing_daycode": _("근무 부호"),
    "staffing_day": _("근무한 날"),
    "staffing_institutionholiday": _("기관 휴일"),
    "staffing_projectmonth": _("월 근무상황"),
    "payroll_payrun": _("급여 계산"),
    "payroll_payslip": _("급여명세서"),
}
PROTECTED_WORDS: dict[str, Promise] = {
    "resident_number": _("주민등록번호"),
    "phone": _("전화번호"),
    "account": _("계좌번호"),
    "address": _("주소"),
    "wage_statement": _("임금명세서"),
    "wage_ledger": _("임금대장"),
    "attendance_sheet": _("근무상황부"),
    "motherhood": _("임신·출산 보호"),
}


def said(words: dict[str, Promise], stored: str) -> str:
    """The word for a stored name, or the name itself where nobody gave it one yet."""
    return str(words.get(stored, stored))
