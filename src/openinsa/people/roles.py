"""Who may do what, and over how much: one table read by every action, query and page."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    PROJECT_CLERK = "project_clerk", _("사업담당")
    DEPARTMENT_HEAD = "department_head", _("부서장")
    PAYROLL_OFFICER = "payroll_officer", _("급여담당")
    HR_OFFICER = "hr_officer", _("인사담당")
    AUDITOR = "auditor", _("감사담당")
    OPERATOR = "operator", _("운영자")
    WORKER = "worker", _("근로자")


class PayRight(TextChoices):
    """Whether somebody sees other people's pay: as the roles say, or decided for this user alone."""

    BY_ROLE = "", _("역할대로")
    GRANTED = "granted", _("볼 수 있음")
    WITHHELD = "withheld", _("볼 수 없음")


class Scope(StrEnum):
    """How far a permission reaches, narrowest first."""

    OWN = "own"
    PROJECTS = "projects"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    INSTALLATION = "installation"


BREADTH = {scope: breadth for breadth, scope in enumerate(Scope)}

CLERK, HEAD = Role.PROJECT_CLERK, Role.DEPARTMENT_HEAD
PAYROLL, HR, AUDITOR = Role.PAYROLL_OFFICER, Role.HR_OFFICER, Role.AUDITOR

SEE_PAY = "payroll.see"
PERMISSIONS: dict[str, dict[str, Scope]] = {
    "staffing.see": {
        CLERK: Scope.PROJECTS,
        HEAD: Scope.DEPARTMENT,
        PAYROLL: Scope.INSTITUTION,
        HR: Scope.INSTITUTION,
        AUDITOR: Scope.INSTITUTION,
    },
    "staffing.register": {CLERK: Scope.PROJECTS, HR: Scope.INSTITUTION},
    "staffing.insure": {PAYROLL: Scope.INSTITUTION, HR: Scope.INSTITUTION},
    "staffing.manage_projects": {HR: Scope.INSTITUTION},
    "staffing.record_days": {CLERK: Scope.PROJECTS, HR: Scope.INSTITUTION},
    "staffing.protect": {CLERK: Scope.PROJECTS, HR: Scope.INSTITUTION},
    "staffing.submit_month": {CLERK: Scope.PROJECTS, HR: Scope.INSTITUTION},
    "staffing.approve_month": {HEAD: Scope.DEPARTMENT},
    "payroll.see": {
        CLERK: Scope.PROJECTS,
        PAYROLL: Scope.INSTITUTION,
        HR: Scope.INSTITUTION,
        AUDITOR: Scope.INSTITUTION,
        Role.WORKER: Scope.OWN,
    },
    "payroll.run": {PAYROLL: Scope.INSTITUTION},
    "payroll.pay": {PAYROLL: Scope.INSTITUTION},
    "payroll.correct": {CLERK: Scope.PROJECTS, HR: Scope.INSTITUTION},
    "payroll.confirm_correction": {PAYROLL: Scope.INSTITUTION},
    "ending.draft": {CLERK: Scope.PROJECTS, PAYROLL: Scope.INSTITUTION, HR: Scope.INSTITUTION},
    "ending.confirm": {PAYROLL: Scope.INSTITUTION},
    "agreements.see": {
        CLERK: Scope.PROJECTS,
        PAYROLL: Scope.INSTITUTION,
        HR: Scope.INSTITUTION,
        AUDITOR: Scope.INSTITUTION,
    },
    "agreements.make": {CLERK: Scope.PROJECTS, HR: Scope.INSTITUTION},
    "agreements.send": {CLERK: Scope.PROJECTS, HR: Scope.INSTITUTION},
    "agreements.countersign": {HR: Scope.INSTITUTION},
    "agreements.sign": {Role.WORKER: Scope.OWN},
    "privacy.reveal": {CLERK: Scope.PROJECTS, PAYROLL: Scope.INSTITUTION, HR: Scope.INSTITUTION},
    "privacy.see_records": {AUDITOR: Scope.INSTITUTION},
    "privacy.review": {AUDITOR: Scope.INSTITUTION},
    "privacy.reveal_changes": {AUDITOR: Scope.INSTITUTION},
    "privacy.rotate_keys": {HR: Scope.INSTITUTION},
    "people.manage": {HR: Scope.INSTITUTION},
    "retention.see": {HR: Scope.INSTITUTION, AUDITOR: Scope.INSTITUTION},
    "retention.propose": {HR: Scope.INSTITUTION},
    "retention.confirm": {HR: Scope.INSTITUTION, AUDITOR: Scope.INSTITUTION},
    "retention.hold": {HR: Scope.INSTITUTION, AUDITOR: Scope.INSTITUTION},
    "retention.answer": {HR: Scope.INSTITUTION},
    "retention.ask": {Role.WORKER: Scope.OWN},
    "worker.ask": {Role.WORKER: Scope.OWN},
    "issuing.see": {
        CLERK: Scope.PROJECTS,
        HEAD: Scope.DEPARTMENT,
        PAYROLL: Scope.INSTITUTION,
        HR: Scope.INSTITUTION,
        AUDITOR: Scope.INSTITUTION,
    },
    "issuing.issue": {
        CLERK: Scope.PROJECTS,
        PAYROLL: Scope.INSTITUTION,
        HR: Scope.INSTITUTION,
        Role.WORKER: Scope.OWN,
    },
    "issuing.revoke": {HR: Scope.INSTITUTION},
    "issuing.set": {HR: Scope.INSTITUTION},
    "people.delegate": {HEAD: Scope.OWN, PAYROLL: Scope.OWN},
    "people.see_delegations": {
        CLERK: Scope.OWN,
        HEAD: Scope.OWN,
        PAYROLL: Scope.OWN,
        HR: Scope.INSTITUTION,
        AUDITOR: Scope.INSTITUTION,
    },
    "entrance.see_sign_ins": {
        HR: Scope.INSTITUTION,
        AUDITOR: Scope.INSTITUTION,
        Role.OPERATOR: Scope.INSTALLATION,
    },
    "delivery.see": {
        CLERK: Scope.PROJECTS,
        PAYROLL: Scope.INSTITUTION,
        HR: Scope.INSTITUTION,
        AUDITOR: Scope.INSTITUTION,
    },
    "delivery.send": {PAYROLL: Scope.INSTITUTION, HR: Scope.INSTITUTION},
    "delivery.set": {HR: Scope.INSTITUTION},
    "api.manage": {HR: Scope.INSTITUTION},
    "institutions.manage": {Role.OPERATOR: Scope.INSTALLATION},
    "jobs.see": {
        CLERK: Scope.OWN,
        HEAD: Scope.OWN,
        PAYROLL: Scope.INSTITUTION,
        HR: Scope.INSTITUTION,
        Role.OPERATOR: Scope.INSTALLATION,
    },
}

DELEGABLE: dict[str, tuple[str, ...]] = {
    "staffing.approve_month": ("staffing.approve_month", "staffing.see"),
    "payroll.run": ("payroll.run", "payroll.see", "staffing.see"),
    "payroll.pay": ("payroll.pay", "payroll.run", "payroll.see", "staffing.see"),
    "payroll.confirm_correction": ("payroll.confirm_correction", "payroll.see", "staffing.see"),
    "ending.confirm": ("ending.confirm", "payroll.see", "staffing.see"),
}
"""What may be lent to somebody for a time, and what has to be seen to do it. Deciding alone, never managing."""


def scope_of(roles: list[str], permission: str) -> Scope | None:
    """The widest reach that any of the roles gives for the permission; None means not allowed."""
    return widest(PERMISSIONS[permission][role] for role in roles if role in PERMISSIONS[permission])


def widest(scopes: Iterable[Scope | None]) -> Scope | None:
    """The farthest of several reaches, None where there is none."""
    return max((one for one in scopes if one), key=BREADTH.__getitem__, default=None)


def pay_scope(roles: list[str], right: str) -> Scope | None:
    """How far pay is seen: granted, as far as people are seen; withheld, the own slips at most."""
    usual = scope_of(roles, SEE_PAY)
    if right == PayRight.GRANTED:
        return widest([usual, scope_of(roles, "staffing.see")])
    if right == PayRight.WITHHELD:
        return Scope.OWN if Role.WORKER in roles else None
    return usual
