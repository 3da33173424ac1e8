"""Papers about the end of an employment: that it ended, what was settled, data for the separation statement, and the
letter of resignation to be signed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.record_contracts import (
    ExitCertificate,
    PaidDaysOfMonth,
    ResignationLetter,
    SeparationData,
)
from openinsa.ending.causes import CAUSE_LABELS
from openinsa.ending.employment import Employment, employments_of
from openinsa.ending.models import Settlement
from openinsa.ending.papers import settlement_statement
from openinsa.ending.settings import SettingsByDay
from openinsa.issuing.kinds import About, Asked, Contents, Item, Kind, register_kinds
from openinsa.issuing.somebody import Span, contracts_of, head_of, office_of, refused_or
from openinsa.issuing.worked_months import WorkedMonth, unearned_holidays, worked_months
from openinsa.law.trees import tree_of
from openinsa.people.refusals import NotFound, Refused
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import last_day

LOOKED_BACK = timedelta(days=548)
"""Eighteen months, in which insured days are counted (고용보험법 시행규칙 제82조의2제7항)."""


class StillEmployed(Refused):
    sentence = _(
        "%(name)s님의 근무는 %(until)s까지입니다. 그날이 지난 뒤에 발급해 주세요. 발급한 것은 없습니다."
    )


class NotSettledYet(Refused):
    sentence = _(
        "%(name)s님의 퇴직 정산이 아직 확정되지 않았습니다. 급여담당이 정산을 확정한 뒤에 발급해 주세요."
        " 발급한 것은 없습니다."
    )


@dataclass(frozen=True)
class Ended:
    """The employment behind the contract asked about, with its confirmed settlement where there is one."""

    contract: Contract
    employment: Employment
    settlement: Settlement | None

    @property
    def cause(self) -> str:
        """As settled; of a contract that ran to its agreed end, that; else nothing is known."""
        if self.settlement:
            return str(CAUSE_LABELS.get(self.settlement.cause, self.settlement.cause))
        last = self.employment.last
        return (
            "" if last.agreed_end and last.agreed_end > last.ends_on else str(CAUSE_LABELS["contract_ended"])
        )


def ended(asked: Sequence[Asked]) -> dict[int | None, Ended]:
    """What is known of the employments asked about, by contract. Five statements."""
    contracts = contracts_of(asked)
    employments = employments_of(contracts.values(), SettingsByDay().gap_days)
    lasts = {employment.last.pk for employment in employments.values()}
    settled = {one.contract_id: one for one in confirmed().filter(contract__in=lasts)}
    return {
        pk: Ended(one, employments[pk], settled.get(employments[pk].last.pk)) for pk, one in contracts.items()
    }


def confirmed() -> QuerySet[Settlement]:
    """Settlements that stay as they are."""
    kept = Settlement.objects.exclude(state=Settlement.State.DRAFTED)
    return kept.select_related("institution", "person", "contract__project__department")


def exits(asked: Sequence[Asked]) -> Contents:
    """Certificates that an employment ended; only what was asked for (근로기준법 제39조제2항)."""
    found = ended(asked)
    return [_exit(one, found.get(one.subject_id)) for one in asked]


def _exit(one: Asked, found: Ended | None) -> ExitCertificate | Exception:
    if found is None:
        return NotFound()
    since, until = found.employment.since, found.employment.until
    if until >= timezone.localdate():
        return StillEmployed(name=found.contract.person.name, until=until)
    last = found.employment.last

    def asked_for(name: str, said: str) -> str:
        return said if name in one.items else ""

    return {
        **head_of(found.contract.person),
        "department": asked_for("department", found.contract.project.department.name),
        "project": asked_for("project", last.project.name),
        "job": asked_for("job", last.job),
        "cause": asked_for("cause", found.cause),
        "starts_on": since.isoformat(),
        "ends_on": until.isoformat(),
        "service_days": (until - since).days + 1 - found.employment.gaps,
    }


def separations(asked: Sequence[Asked]) -> Contents:
    """Data for separation statements of employments that have ended."""
    found = ended(asked)
    spans = {one.contract.person_id: looked_at(one.employment) for one in found.values()}
    days: dict[int, list[WorkedMonth]] = defaultdict(list)
    for month in worked_months([(person, *span) for person, span in spans.items()], by_project=False):
        days[month.person_id].append(month)
    unearned = unearned_holidays(spans)
    return [_separation(found.get(one.subject_id), days, unearned) for one in asked]


def looked_at(employment: Employment) -> Span:
    """The last eighteen months of an employment."""
    return max(employment.since, employment.until - LOOKED_BACK), employment.until


def _separation(
    found: Ended | None, days: Mapping[int, Sequence[WorkedMonth]], unearned: Mapping[Any, int]
) -> SeparationData | Exception:
    if found is None:
        return NotFound()
    person, employment, settled = found.contract.person, found.employment, found.settlement
    if employment.until >= timezone.localdate():
        return StillEmployed(name=person.name, until=employment.until)
    version = max(employment.last.versions.all(), key=lambda one: one.valid_from)
    return {
        **head_of(person),
        "business_number": found.contract.institution.business_number,
        "starts_on": employment.since.isoformat(),
        "ends_on": employment.until.isoformat(),
        "cause": found.cause,
        "daily_minutes": version.daily_scheduled_minutes,
        "weekly_minutes": version.weekly_scheduled_minutes,
        "months": _paid_days(employment, days.get(person.pk, ()), unearned),
        "wages": [] if settled is None else [_wages(month) for month in settled.months],
        "average_daily_wage": _average(settled),
        "severance": settled.severance if settled else 0,
    }


def _paid_days(
    employment: Employment, days: Sequence[WorkedMonth], unearned: Mapping[Any, int]
) -> list[PaidDaysOfMonth]:
    """The months looked at, each from its first day in the employment to its last."""
    first, last = looked_at(employment)
    told = []
    for one in days:
        begins, ends = max(one.month, first), min(last_day(one.month), last)
        holidays = max(one.weekly_holidays - unearned.get((one.person_id, one.month), 0), 0)
        told.append(_paid_days_of(one, begins, ends, one.paid_days + holidays))
    return told


def _paid_days_of(one: WorkedMonth, begins: date, ends: date, paid: int) -> PaidDaysOfMonth:
    return {
        "month": f"{one.month:%Y-%m}",
        "starts_on": begins.isoformat(),
        "ends_on": ends.isoformat(),
        "days": (ends - begins).days + 1,
        "paid_days": min(paid, (ends - begins).days + 1),
    }


def _wages(kept: Mapping[str, Any]) -> Any:
    return {name: kept[name] for name in ("month", "project", "days", "counted_days", "won", "counted_won")}


def _average(settled: Settlement | None) -> str:
    told = settled.told["values"].get("average_daily_wage") if settled else None
    return tree_of({**told, "name": "average_daily_wage", "inputs": ()}).shown if told else ""


def settlements(asked: Sequence[Asked]) -> Contents:
    """Severance statements of confirmed settlements."""
    contracts = contracts_of(asked)
    found = {one.contract_id: settlement_statement(one) for one in confirmed().filter(contract__in=contracts)}
    return [_settlement(contracts.get(one.subject_id or 0), found) for one in asked]


def _settlement(contract: Contract | None, found: Mapping[int, Any]) -> Any:
    if contract is None:
        return NotFound()
    return found.get(contract.pk) or NotSettledYet(name=contract.person.name)


def letters(asked: Sequence[Asked]) -> Contents:
    """Letters of resignation, filled with who it is."""
    contracts = contracts_of(asked)
    first = next(iter(contracts.values()), None)
    office = office_of(first.institution, asked[0].language) if first else ""
    return [refused_or(_letter(contracts.get(one.subject_id or 0), office)) for one in asked]


def _letter(contract: Contract | None, office: str) -> ResignationLetter | None:
    if contract is None:
        return None
    return {
        **head_of(contract.person),
        "department": contract.project.department.name,
        "project": contract.project.name,
        "job": contract.job,
        "starts_on": contract.starts_on.isoformat(),
        "addressed_to": office,
    }


register_kinds(
    Kind(
        key="severance_statement",
        label=_("퇴직금 산정 내역서"),
        form="settlement_statement",
        about=About.EMPLOYMENT,
        contents=settlements,
        tells_pay=True,
    ),
    Kind(
        key="exit_certificate",
        label=_("퇴직(계약만료) 확인서"),
        form="exit_certificate",
        about=About.EMPLOYMENT,
        contents=exits,
        items=(
            Item("department", _("부서")),
            Item("project", _("사업")),
            Item("job", _("직무")),
            Item("cause", _("퇴직 사유")),
        ),
    ),
    Kind(
        key="separation_data",
        label=_("이직확인서 작성 자료"),
        form="separation_data",
        about=About.EMPLOYMENT,
        contents=separations,
        tells_pay=True,
    ),
    Kind(
        key="resignation_letter",
        label=_("사직서"),
        form="resignation_letter",
        about=About.EMPLOYMENT,
        contents=letters,
        series="blank",
    ),
)
