"""What an integration may be given: the permissions of the roles, as far as some role's reach goes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.people.roles import BREADTH, PERMISSIONS, Scope

GIVEN = (Scope.PROJECTS, Scope.DEPARTMENT, Scope.INSTITUTION)
NEVER = {
    "api.manage",  # an integration that makes integrations would never end
    "agreements.countersign",  # it cannot prove who it is, as whoever signs must
}
REACHES: dict[str, Promise] = {
    Scope.PROJECTS: _("맡은 사업"),
    Scope.DEPARTMENT: _("소속 부서"),
    Scope.INSTITUTION: _("기관 전체"),
}
WORDS: dict[str, Promise] = {
    "staffing.see": _("사업·근로자·계약·근무상황 보기"),
    "staffing.register": _("근로자·계약·수당 등록"),
    "staffing.insure": _("4대보험 자료 관리"),
    "staffing.manage_projects": _("사업 만들고 고치기"),
    "staffing.record_days": _("근무 입력"),
    "staffing.protect": _("동의·임신 보호 기록"),
    "staffing.submit_month": _("월 제출"),
    "staffing.approve_month": _("월 승인·돌려보내기"),
    "payroll.see": _("급여 보기"),
    "payroll.run": _("급여 계산"),
    "payroll.pay": _("급여 지급 처리"),
    "payroll.correct": _("정정 제안"),
    "payroll.confirm_correction": _("정정 확인"),
    "ending.draft": _("퇴직정산안 만들기"),
    "ending.confirm": _("퇴직정산 확정"),
    "agreements.see": _("전자계약 보기"),
    "agreements.make": _("전자계약서 만들기"),
    "agreements.send": _("전자계약서 보내기·취소"),
    "privacy.reveal": _("주민등록번호 등 가려진 값 보기"),
    "privacy.see_records": _("접속기록·변경 이력 보기"),
    "people.manage": _("부서·사용자·기관 설정 관리"),
    "jobs.see": _("작업 보기"),
}


def reaches_of(permission: str) -> list[Scope]:
    """How far a permission may be given, narrowest first: only as code knows it from some role."""
    known = set(PERMISSIONS[permission].values()) & set(GIVEN)
    return sorted(known, key=BREADTH.__getitem__)


def grantable() -> dict[str, list[Scope]]:
    """Every permission that an integration may have, with its possible reaches."""
    reaches = {one: reaches_of(one) for one in PERMISSIONS if one not in NEVER}
    return {permission: known for permission, known in reaches.items() if known}


def word_of(permission: str) -> str:
    return str(WORDS.get(permission, permission))
