"""The side menu: one table, shown as far as the user's permissions reach."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import User
from openinsa.people.roles import Role


@dataclass(frozen=True)
class Entry:
    """One line of the menu; an empty permission means everybody, `role` narrows it further."""

    label: str | Promise
    page: str
    icon: str
    permission: str = ""
    role: str = ""


@dataclass(frozen=True)
class Section:
    label: str | Promise
    entries: tuple[Entry, ...]


MENU = (
    Section("", (Entry(_("할 일"), "home", "home"),)),
    Section(
        _("내 자료"),
        (
            Entry(_("내 근무"), "staffing:my_days", "calendar", role=Role.WORKER),
            Entry(_("내 급여명세서"), "payroll:my_slips", "slip", role=Role.WORKER),
        ),
    ),
    Section(
        _("인력"),
        (
            Entry(_("사업"), "staffing:projects", "folder", "staffing.see"),
            Entry(_("근로자"), "staffing:people", "people", "staffing.see"),
            Entry(_("계약"), "staffing:contracts", "contract", "staffing.see"),
            Entry(_("엑셀 등록"), "staffing:registrations", "upload", "staffing.register"),
        ),
    ),
    Section(
        _("월 마감"),
        (
            Entry(_("월 근무상황"), "staffing:months", "grid", "staffing.see"),
            Entry(_("급여 계산"), "payroll:runs", "money", "payroll.run"),
            Entry(_("급여명세서"), "payroll:slips", "slip", "staffing.see"),
        ),
    ),
    Section(
        _("관리"),
        (
            Entry(_("부서"), "people:departments", "building", "people.manage"),
            Entry(_("사용자"), "people:users", "key", "people.manage"),
            Entry(_("기관 설정"), "staffing:settings", "book", "people.manage"),
            Entry(_("접속기록"), "privacy:records", "shield", "privacy.see_records"),
            Entry(_("변경 이력"), "privacy:changes", "history", "privacy.see_records"),
            Entry(_("작업"), "jobs:jobs", "job", "jobs.see"),
        ),
    ),
)


def menu_of(user: User, path: str) -> list[dict[str, object]]:
    """Sections with the links this user may open; the entry of the current path is marked."""
    sections = []
    for section in MENU:
        links = [link for entry in section.entries if (link := link_of(entry, user))]
        if links:
            sections.append({"label": section.label, "links": links})
    everything = [link for section in sections for link in section["links"]]  # type: ignore[attr-defined]
    here = max((link for link in everything if covers(link, path)), key=lambda k: len(k["url"]), default=None)
    if here:
        here["current"] = True
    return sections


def link_of(entry: Entry, user: User) -> dict[str, object] | None:
    allowed = not entry.permission or user.may(entry.permission)
    if not allowed or (entry.role and entry.role not in user.roles):
        return None
    try:
        url = reverse(entry.page)
    except NoReverseMatch:
        return None
    return {"label": entry.label, "url": url, "icon": entry.icon, "current": False}


def covers(link: dict[str, object], path: str) -> bool:
    """A page belongs to the entry whose address it starts with; the start page only to itself."""
    url = str(link["url"])
    return path == url if url == "/" else path.startswith(url)
