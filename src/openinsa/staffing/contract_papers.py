"""From stored contracts to what the employment contract says on paper (근로기준법 제17조, 기간제법 제17조)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple, cast

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from openinsa.documents.contracts import ContractKind, EmploymentContract, Language, PayItem, WorkHours
from openinsa.people.models import InstitutionSetting, InsuredState
from openinsa.people.refusals import Refused
from openinsa.people.settings_in_force import NoSettings
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.law import is_minor, law_value
from openinsa.staffing.models import (
    Allowance,
    Consent,
    Contract,
    ContractVersion,
    CrewAssignment,
    Deduction,
    Project,
    ShiftPattern,
)
from openinsa.staffing.patterns import clock
from openinsa.staffing.sheet import WEEKDAYS

HOUR = 60
WEEKLY_HOLIDAYS = (
    _("월요일"), _("화요일"), _("수요일"), _("목요일"), _("금요일"), _("토요일"), _("일요일"),
)  # fmt: skip
WAGES = {
    ContractVersion.PayBasis.HOURLY: (pgettext_lazy("wage", "시급"), _("1시간마다")),
    ContractVersion.PayBasis.DAILY: (pgettext_lazy("wage", "일급"), _("1일마다")),
    ContractVersion.PayBasis.MONTHLY: (pgettext_lazy("wage", "월급"), _("한 달마다")),
}


class DutiesMissing(Refused):
    sentence = _(
        "“%(name)s”님의 계약에 직무가 없습니다. 근로계약서에는 업무의 내용을 적어야 하므로 계약 화면에서 직무를 "
        "먼저 입력해 주세요. (계약서를 만들지 않았습니다.)"
    )


class Facts(NamedTuple):
    """What belongs to a set of contracts, by contract or by person."""

    versions: Mapping[int, list[ContractVersion]]
    allowances: Mapping[int, list[Allowance]]
    deductions: Mapping[int, list[Deduction]]
    crews: Mapping[int, list[CrewAssignment]]
    uninsured: Mapping[int, list[InsuredState]]
    consents: Mapping[int, list[Consent]]
    settings: Sequence[InstitutionSetting]
    sealers: Mapping[int, Sealer]


def contract_contents(
    contracts: Sequence[Contract], language: Language
) -> list[EmploymentContract | Exception]:
    """What the paper of each contract says, in their order: a fixed number of statements for any number.

    The terms are those of the newest version; `terms_from` tells when they begin where that is not the first
    day. A refusal stands in place of a content that the law leaves incomplete: DutiesMissing, NoSettings.
    """
    with override(language):
        facts = _facts_of(contracts)
        return [_content_or_refusal(one, facts, language) for one in _with_places(contracts)]


def _with_places(contracts: Sequence[Contract]) -> list[Contract]:
    """The same contracts with person, project, department and institution at hand."""
    beside = ("person", "project__department", "institution")
    found = Contract.objects.select_related(*beside).in_bulk([one.pk for one in contracts])
    return [found[one.pk] for one in contracts]


def _facts_of(contracts: Sequence[Contract]) -> Facts:
    ids, people = [one.pk for one in contracts], [one.person_id for one in contracts]
    out = InsuredState.objects.filter(person_id__in=people).order_by("insurance", "valid_from")
    crews = CrewAssignment.objects.filter(contract_id__in=ids).select_related("pattern")
    parental = Consent.objects.filter(person_id__in=people, kind=Consent.Kind.PARENTAL)
    return Facts(
        versions=_by(ContractVersion.objects.filter(contract_id__in=ids), "contract_id"),
        allowances=_by(Allowance.objects.filter(contract_id__in=ids), "contract_id"),
        deductions=_by(Deduction.objects.filter(contract_id__in=ids), "contract_id"),
        crews=_by(crews.prefetch_related("pattern__shift_types"), "contract_id"),
        uninsured=_by(out, "person_id"),
        consents=_by(parental, "person_id"),
        settings=list(InstitutionSetting.objects.order_by("-valid_from")),
        sealers={one: Sealer(one) for one in {one.institution_id for one in contracts}},
    )


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _content_or_refusal(
    contract: Contract, facts: Facts, language: Language
) -> EmploymentContract | Exception:
    try:
        return _content(contract, facts, language)
    except (DutiesMissing, NoSettings) as refused:
        return refused


def _content(contract: Contract, facts: Facts, language: Language) -> EmploymentContract:
    if not contract.job.strip():
        raise DutiesMissing(name=contract.person.name)
    version = facts.versions[contract.pk][-1]
    crew = next(iter(facts.crews.get(contract.pk, [])[-1:]), None)
    short_week = _short_week(version)
    told = {
        "language": language,
        **_parties(contract, facts),
        **_term(contract, version),
        **_place(contract),
        **_hours(version, crew),
        **_holidays(version, crew, short_week),
        **_pay(contract, version, facts),
        "uninsured": _uninsured(facts.uninsured.get(contract.person_id, []), contract.starts_on),
        "minor_papers": _minor_papers(facts.consents.get(contract.person_id, []), contract.starts_on),
        "signed_on": "",
    }
    return cast("EmploymentContract", told)


def _parties(contract: Contract, facts: Facts) -> dict[str, Any]:
    person, institution = contract.person, contract.institution
    sealer = facts.sealers[contract.institution_id]
    return {
        "institution": institution.name,
        "business_number": institution.business_number,
        "office": institution.head_title or institution.name,
        "name": person.name,
        "identifier": person.birth_date.isoformat(),
        "address": sealer.open(person.address_sealed),
        "phone": sealer.open(person.phone_sealed),
    }


def _term(contract: Contract, version: ContractVersion) -> dict[str, Any]:
    later = version.valid_from > contract.starts_on
    return {
        "kind": kind_of(contract, version),
        "part_time": version.part_time,
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": "" if _open_ended(contract) else contract.ends_on.isoformat(),
        "terms_from": version.valid_from.isoformat() if later else "",
        "probation_to": contract.probation_to.isoformat() if contract.probation_to else "",
    }


def kind_of(contract: Contract, version: ContractVersion, *, minors: bool = True) -> ContractKind:
    """Which of the standard forms it is; youth comes first, for it asks for the most, unless it is left out."""
    if minors and is_minor(contract.person.birth_date, contract.starts_on):
        return "minor"
    if contract.day_labour:
        return "daily"
    if version.part_time:
        return "part_time"
    return "open_ended" if _open_ended(contract) else "fixed_term"


def _open_ended(contract: Contract) -> bool:
    return contract.exception_reason == Contract.ExceptionReason.OPEN_ENDED


def _place(contract: Contract) -> dict[str, Any]:
    """The only place of work that is on record is the department; the project says where its work is done."""
    department, project = contract.project.department.name, contract.project.name
    return {
        "department": department,
        "project": project,
        "workplace": f"{contract.institution.name} {department} ({project})",
        "duties": contract.job,
    }


def _hours(version: ContractVersion, crew: CrewAssignment | None) -> dict[str, Any]:
    return {
        "roster": crew.pattern.name if crew else "",
        "hours": _shifts(crew.pattern) if crew else _week(version),
        "week_days": version.weekly_scheduled_days,
        "week_minutes": version.weekly_scheduled_minutes,
        "month_minutes": version.monthly_scheduled_minutes,
        "month_hours": version.month_hours,
    }


def _shifts(pattern: ShiftPattern) -> list[WorkHours]:
    return [
        _work_hours(one.name, [one.starts, one.ends, _pairs(one.breaks)], one.scheduled_minutes)
        for one in pattern.shift_types.all()
    ]


def _pairs(breaks: Sequence[int]) -> list[list[int]]:
    return [list(pair) for pair in zip(breaks[::2], breaks[1::2], strict=True)]


def _week(version: ContractVersion) -> list[WorkHours]:
    """Each workday of a part-timer by itself (기간제법 제17조제6호), for others those alike together."""
    plans = [(day, version.schedule[name]) for day, name in enumerate(WEEKDAYS) if version.schedule.get(name)]
    if version.part_time:
        return [_work_hours(_weekday(day), plan) for day, plan in plans]
    alike = groupby(sorted(plans, key=lambda one: (str(one[1]), one[0])), key=lambda one: one[1])
    runs = sorted(([day for day, _plan in days], plan) for plan, days in alike)
    return [_work_hours("·".join(map(_weekday, days)), plan) for days, plan in runs]


def _weekday(day: int) -> str:
    return str(ContractVersion.Weekday(day).label)


def _work_hours(days: str, plan: Sequence[Any], minutes: int | None = None) -> WorkHours:
    starts, ends, breaks = plan
    rest = sum(to - since for since, to in breaks)
    return {
        "days": days,
        "starts": clock(starts),
        "ends": clock(ends),
        "breaks": ", ".join(f"{clock(since)} ~ {clock(to)}" for since, to in breaks),
        "minutes": ends - starts - rest if minutes is None else minutes,
    }


def _short_week(version: ContractVersion) -> int:
    """Below how many hours a week rights to rest end, where the agreed hours stay below it; otherwise 0."""
    least = law_value("weekly_holiday_threshold", version.valid_from)
    return least // HOUR if version.weekly_scheduled_minutes < least else 0


def _holidays(version: ContractVersion, crew: CrewAssignment | None, short_week: int) -> dict[str, Any]:
    leave = "none" if short_week else "in_proportion" if version.part_time else "by_law"
    by_roster = crew and crew.pattern.weekly_holiday == ShiftPattern.WeeklyHoliday.FREE_DAY
    day = (
        crew.pattern.get_weekly_holiday_display()
        if by_roster and crew
        else WEEKLY_HOLIDAYS[version.week_ends_on]
    )
    return {"weekly_holiday": "" if short_week else str(day), "short_week": short_week, "leave": leave}


def _pay(contract: Contract, version: ContractVersion, facts: Facts) -> dict[str, Any]:
    allowances = [one for one in facts.allowances.get(contract.pk, []) if one.valid_to >= version.valid_from]
    deductions = [one for one in facts.deductions.get(contract.pk, []) if one.valid_to >= version.valid_from]
    return {
        "wage": _wage(version),
        "allowances": [_allowance(one, contract, version) for one in allowances],
        "deductions": [_deduction(one, contract, version) for one in deductions],
        "paid": _paid(contract),
        "pay_day": _setting_on(facts.settings, version.valid_from).pay_day,
        "to_account": contract.person.account_sealed is not None,
    }


def _wage(version: ContractVersion) -> PayItem:
    label, how = WAGES[ContractVersion.PayBasis(version.pay_basis)]
    return {"label": str(label), "shown": _won(version.rate), "how": str(how)}


def wage_in_words(version: ContractVersion) -> str:
    """일급 96,968원."""
    wage = _wage(version)
    return f"{wage['label']} {wage['shown']}"


def _won(amount: int) -> str:
    return say("%(won)s원") % {"won": f"{amount:,}"}


def _allowance(one: Allowance, contract: Contract, version: ContractVersion) -> PayItem:
    by_table = one.kind == Allowance.Kind.TABLE
    shown = one.said_amount if one.kind == Allowance.Kind.SHARE else _won(one.amount)
    conditions = [] if one.condition == Allowance.Condition.NONE else [str(one.get_condition_display())]
    return {
        "label": one.name,
        "shown": say("호봉표의 금액") if by_table else shown,
        "how": ", ".join([one.reckoned, *conditions, *_days_said(one, contract, version)]),
    }


def _deduction(one: Deduction, contract: Contract, version: ContractVersion) -> PayItem:
    how = [str(one.get_kind_display()), one.agreement, *_days_said(one, contract, version)]
    return {"label": one.name, "shown": _won(one.amount), "how": ", ".join(how)}


def _days_said(one: Allowance | Deduction, contract: Contract, version: ContractVersion) -> list[str]:
    """From when to when, where that is not as long as the terms themselves."""
    if one.valid_from <= version.valid_from and one.valid_to >= contract.ends_on:
        return []
    return [f"{max(one.valid_from, version.valid_from)} ~ {min(one.valid_to, contract.ends_on)}"]


def _paid(contract: Contract) -> str:
    """Only who is taxed by the day is paid for less than a month."""
    by_day = contract.tax_mode == Contract.TaxMode.DAILY
    return contract.project.day_labour_payment if by_day else Project.DayLabourPayment.MONTHLY.value


def _setting_on(settings: Sequence[InstitutionSetting], day: date) -> InstitutionSetting:
    found = next((one for one in settings if one.valid_from <= day), None)
    if found is None:
        raise NoSettings(month=f"{day:%Y-%m}")
    return found


def _uninsured(states: Sequence[InsuredState], day: date) -> list[str]:
    """The insurances that were declared not to hold on a day, with why; the newest declaration counts."""
    held = {one.insurance: one for one in states if one.valid_from <= day}
    out = [one for one in held.values() if one.standing == InsuredState.Standing.OUT]
    return [f"{one.get_insurance_display()}({one.get_ground_display()})" for one in out]


def _minor_papers(consents: Sequence[Consent], day: date) -> str:
    return ", ".join(one.document for one in consents if one.holds_on(day))
