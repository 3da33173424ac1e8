"""How the access record says what was read: files and values taken out, lists that were looked at, rows."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openinsa.privacy.reading import SEARCH, VIEW
from openinsa.privacy.words import PROTECTED_WORDS, TABLES

LISTS: dict[str, str | Promise] = {
    "access-records": _("접속기록"),
    "agreements": _("전자계약 목록"),
    "agreement_contracts": _("전자계약서를 만들 계약"),
    "audit_key": _("접속기록 열쇠"),
    "bases": _("기준액 결정"),
    "billed": _("고지내역 사람별 비교"),
    "consents": _("동의·인가"),
    "contract": _("계약"),
    "contract_watch": _("계약기간 점검"),
    "contracts": _("계약 목록"),
    "corrections": _("정정 목록"),
    "crews": _("교대 배정"),
    "day_reports": _("틀린 근무 알림"),
    "decided_settlements": _("반영한 보험료 정산"),
    "flexible": _("탄력적 근로시간제 대상"),
    "holds": _("파기 보류"),
    "handovers": _("급여명세서 교부"),
    "messages": _("보낸 메시지"),
    "bounces": _("되돌아온 메시지"),
    "invited": _("근로자 초대"),
    "hire_bases": _("취득 신고 보수월액"),
    "home": _("할 일"),
    "insurance_events": _("취득·상실 신고 대상"),
    "insured": _("보험·세금"),
    "interims": _("퇴직금 중간정산 목록"),
    "late-wages": _("임금 지연이자"),
    "late_bills": _("지급한 뒤에 온 고지"),
    "leave": _("연차 목록"),
    "leave_requests": _("휴가 신청"),
    "month": _("월 근무상황"),
    "month_sheet": _("월 근무상황"),
    "one_time": _("상여 목록"),
    "one_time_people": _("상여 대상"),
    "pay_items": _("수당과 공제"),
    "papers": _("발급한 문서"),
    "people": pgettext_lazy("list", "근로자"),
    "people-due": _("보존기간이 지난 사람"),
    "person": _("인적사항"),
    "picked": _("여럿을 골라 하는 일"),
    "promotions": _("연차 사용촉진"),
    "requests": _("정정·삭제 요구"),
    "settlements": _("정산 목록"),
    "sign-ins": _("로그인 기록"),
    "settlement": _("퇴직정산"),
    "findings": _("급여 계산에서 살펴볼 것"),
    "slip": _("급여명세서"),
    "slips": _("급여명세서 목록"),
    "unused_leave": _("연차 미사용수당"),
    "unused_leave_paid": _("지급한 연차 미사용수당"),
    "users": _("사용자"),
    "own_data": _("본인 자료"),
}


def what_read(stored: str, verb: str) -> str:
    """The word for what a record names: the same name may be of a page that was seen and of a file that left."""
    looked = verb in {VIEW, SEARCH}
    for words in (LISTS, PROTECTED_WORDS, TABLES) if looked else (PROTECTED_WORDS, LISTS, TABLES):
        if stored in words:
            return str(words[stored])
    return stored
