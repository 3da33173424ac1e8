"""The side menu: one table, shown as far as the user's permissions reach."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openinsa.people.models import User
from openinsa.people.roles import Role, Scope


@dataclass(frozen=True)
class Entry:
    """One line of the menu; an empty permission means everybody, `role` narrows it further.

    `others` asks that the permission reaches beyond what is one's own.
    """

    label: str | Promise
    page: str
    icon: str
    permission: str = ""
    role: Any = ""
    others: bool = False


@dataclass(frozen=True)
class Section:
    label: str | Promise
    entries: tuple[Entry, ...]


OWN = Section(
    _("내 자료"),
    (
        Entry(_("내 화면"), "worker:start", "person", role=Role.WORKER),
        Entry(_("내 근무"), "staffing:my_days", "calendar", role=Role.WORKER),
        Entry(_("내 연차"), "leave:mine", "clock", role=Role.WORKER),
        Entry(_("내 급여명세서"), "payroll:my_slips", "slip", role=Role.WORKER),
        Entry(_("내 근로계약서"), "agreements:mine", "contract", role=Role.WORKER),
        Entry(_("내 개인정보"), "retention:mine", "shield", role=Role.WORKER),
    ),
)

MENU = (
    Section("", (Entry(_("할 일"), "home", "home"),)),
    OWN,
    Section(
        _("인력"),
        (
            Entry(_("사업"), "staffing:projects", "folder", "staffing.see"),
            Entry(pgettext_lazy("list", "근로자"), "staffing:people", "people", "staffing.see"),
            Entry(_("계약"), "staffing:contracts", "contract", "staffing.see"),
            Entry(_("전자계약"), "agreements:list", "edit", "agreements.see"),
            Entry(_("발급한 문서"), "issuing:papers", "stamp", "issuing.see"),
            Entry(_("계약기간 점검"), "staffing:contract_watch", "calendar", "staffing.see"),
            Entry(_("엑셀 등록"), "staffing:registrations", "upload", "staffing.register"),
        ),
    ),
    Section(
        _("월 마감"),
        (
            Entry(_("월 근무상황"), "staffing:months", "grid", "staffing.see"),
            Entry(_("휴가 신청"), "worker:leave_requests", "calendar", "staffing.record_days"),
            Entry(_("틀린 근무 알림"), "worker:day_reports", "edit", "staffing.record_days"),
            Entry(_("연차"), "leave:balances", "clock", "staffing.see"),
            Entry(_("상여"), "payroll:one_time", "plus", "staffing.insure"),
            Entry(_("급여 계산"), "payroll:runs", "money", "payroll.run"),
            Entry(_("급여명세서"), "payroll:slips", "slip", "payroll.see", others=True),
            Entry(_("급여명세서 교부"), "delivery:handovers", "upload", "delivery.see"),
            Entry(_("정정"), "payroll:corrections", "history", "payroll.see", others=True),
            Entry(_("퇴직정산"), "ending:list", "exit", "payroll.see", others=True),
        ),
    ),
    Section(
        _("4대보험"),
        (
            Entry(_("취득·상실"), "payroll:insurance_events", "people", "staffing.insure"),
            Entry(_("보험료 고지내역"), "payroll:bills", "shield", "payroll.run"),
            Entry(_("보험료 정산"), "payroll:settlements", "scales", "payroll.run"),
        ),
    ),
    Section(_("참고"), (Entry(_("법령과 규칙"), "law:topics", "scales"),)),
    Section(
        _("관리"),
        (
            Entry(_("기관 설정"), "staffing:settings", "settings", "people.manage"),
            Entry(pgettext_lazy("list", "부서"), "people:departments", "building", "people.manage"),
            Entry(_("사용자"), "people:users", "people", "people.manage"),
            Entry(_("교부 설정"), "delivery:settings", "settings", "delivery.set"),
            Entry(_("위임"), "entrance:delegations", "stamp", "people.see_delegations"),
            Entry(_("연계"), "api:integrations", "key", "api.manage"),
            Entry(pgettext_lazy("list", "기관"), "staffing:institutions", "building", "institutions.manage"),
            Entry(_("작업"), "jobs:jobs", "job", "jobs.see"),
        ),
    ),
    Section(
        _("보안과 개인정보"),
        (
            Entry(_("로그인 규칙"), "entrance:rules", "shield", "people.manage"),
            Entry(_("로그인 기록"), "entrance:sign_ins", "clock", "entrance.see_sign_ins"),
            Entry(_("접속기록"), "privacy:records", "eye", "privacy.see_records"),
            Entry(_("접속기록 점검"), "privacy:review", "check", "privacy.see_records"),
            Entry(_("변경 이력"), "privacy:changes", "history", "privacy.see_records"),
            Entry(_("암호 열쇠"), "jobs:keys", "key", "privacy.rotate_keys"),
            Entry(_("보존과 파기"), "retention:plan", "calendar", "retention.see"),
        ),
    ),
)

TABS = (
    Entry(pgettext_lazy("tab", "처음"), "worker:start", "home"),
    Entry(pgettext_lazy("tab", "근무"), "staffing:my_days", "calendar"),
    Entry(pgettext_lazy("tab", "급여"), "payroll:my_slips", "slip"),
    Entry(pgettext_lazy("tab", "증명서"), "worker:certificates", "stamp"),
    Entry(pgettext_lazy("tab", "더보기"), "worker:more", "menu"),
)
"""What lies under the thumb of a worker: the foot of the screen on a phone."""


@dataclass
class Link:
    """An entry as one user sees it on one page."""

    label: str | Promise
    url: str
    icon: str
    current: bool = False

    def covers(self, path: str) -> bool:
        """A page belongs to the entry whose address it starts with; the start page only to itself."""
        return path == self.url if self.url == "/" else path.startswith(self.url)


@dataclass(frozen=True)
class ShownSection:
    label: str | Promise
    links: list[Link]


def menu_of(user: User, path: str) -> list[ShownSection]:
    """Sections with the links this user may open; the entry of the current path is marked."""
    sections = [ShownSection(section.label, links_of(section, user)) for section in MENU]
    shown = [section for section in sections if section.links]
    near = [link for section in shown for link in section.links if link.covers(path)]
    if near:
        max(near, key=lambda link: len(link.url)).current = True
    return shown


def tabs_of(user: User, path: str) -> list[Link]:
    """The foot of the screen of those who are nothing but workers, the current place marked."""
    if list(user.roles) != [Role.WORKER] or not user.person_id:
        return []
    links = [link_of(entry) for entry in TABS]
    start, *others = links
    near = [link for link in others if link.covers(path)]
    (near[0] if near else start).current = bool(near) or path == start.url
    return links


def links_of(section: Section, user: User) -> list[Link]:
    return [link_of(entry) for entry in section.entries if may_open(entry, user)]


def link_of(entry: Entry) -> Link:
    return Link(entry.label, _address(entry.page, get_script_prefix()), entry.icon)


@cache
def _address(page: str, prefix: str) -> str:
    """Where a page of the menu lies, below the prefix of the site: looked up once, for it stays there."""
    return reverse(page)


def may_open(entry: Entry, user: User) -> bool:
    right = not entry.permission or user.may(entry.permission)
    if entry.others and user.scope(entry.permission) == Scope.OWN:
        return False
    return right and (not entry.role or entry.role in user.roles)
