"""Certificates of employment and career: only what was asked for (근로기준법 제39조, 시행령 제19조)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import Employment, EmploymentCertificate
from openinsa.ending.causes import CAUSE_LABELS
from openinsa.ending.employment import Employment as Chain
from openinsa.ending.employment import employments_of
from openinsa.ending.models import Settlement
from openinsa.ending.settings import SettingsByDay
from openinsa.issuing.kinds import About, Asked, Contents, Item, Kind, register_kinds
from openinsa.issuing.somebody import head_of
from openinsa.people.refusals import NotFound, Refused
from openinsa.staffing.contract_papers import kind_of, wage_in_words
from openinsa.staffing.models import Contract, ContractVersion

LEAST_SERVICE_DAYS, YEARS_AFTER_LEAVING = 30, 3
"""시행령 제19조: who served thirty days without a break may ask, for three years after leaving."""
ONE_DAY = timedelta(days=1)
POSITIONS = {
    "daily": _("일용근로자"),
    "part_time": _("단시간근로자"),
    "open_ended": _("무기계약근로자"),
    "fixed_term": _("기간제근로자"),
}


class NotEmployedNow(Refused):
    sentence = _(
        "%(name)s님의 이 계약은 %(starts_on)s ~ %(ends_on)s이므로 오늘 재직 중이 아닙니다. 끝난 근무는 경력증명서로 "
        "발급해 주세요. 발급한 것은 없습니다."
    )


class NotBegunYet(Refused):
    sentence = _(
        "%(name)s님에게는 오늘까지 시작한 근무가 없습니다. 계약이 시작된 뒤에 발급해 주세요. 발급한 것은 없습니다."
    )


class NoRightYet(Refused):
    sentence = _(
        "%(name)s님이 계속 근무한 날은 %(days)d일입니다. 증명서는 계속 %(least)d일 이상 근무한 뒤부터 청구할 수 "
        "있습니다(근로기준법 시행령 제19조). 더 일찍 필요하면 인사담당에게 요청해 주세요. 발급한 것은 없습니다."
    )


class RightOver(Refused):
    sentence = _(
        "%(name)s님은 %(ended_on)s에 퇴직했습니다. 증명서는 퇴직 후 %(years)d년까지 청구할 수 있습니다"
        "(근로기준법 시행령 제19조). 그래도 필요하면 인사담당에게 요청해 주세요. 발급한 것은 없습니다."
    )


@dataclass(frozen=True)
class Service:
    """The contracts of people up to today, the employments behind them, and why each ended."""

    today: date
    contracts: Mapping[int, Contract]
    chains: Mapping[int, Chain]
    causes: Mapping[int, str]

    def of_person(self, person_id: int | None) -> list[Contract]:
        """All contracts of somebody that have begun, the earliest first."""
        return [one for one in self.contracts.values() if one.person_id == person_id and self.has_begun(one)]

    def of_employment(self, contract: Contract) -> list[Contract]:
        """The contracts that one employment with a contract consists of, as far as they have begun."""
        joined = {one.pk for one in self.chains[contract.pk].contracts}
        return [one for one in self.of_person(contract.person_id) if one.pk in joined]

    def has_begun(self, contract: Contract) -> bool:
        return contract.starts_on <= self.today

    def served(self, contract: Contract) -> int:
        """Days without a break up to today, of the employment behind a contract."""
        chain = self.chains[contract.pk]
        return (min(chain.until, self.today) - chain.since).days + 1 - chain.gaps


def service_of(people: Any) -> Service:
    """What is known of people, given as ids or as a query. A fixed number of statements."""
    held = Contract.objects.filter(person__in=people)
    beside = ("person__institution", "institution", "project__department")
    rows = held.select_related(*beside).prefetch_related("versions").order_by("starts_on", "pk")
    contracts = {one.pk: one for one in rows}
    chains = employments_of(contracts.values(), SettingsByDay().gap_days)
    return Service(timezone.localdate(), contracts, chains, _causes(contracts))


def _causes(contracts: Mapping[int, Contract]) -> dict[int, str]:
    """Why contracts ended: as settled, or that their agreed term was over; where neither is known, nothing."""
    over = str(CAUSE_LABELS["contract_ended"])
    told = {pk: over for pk, one in contracts.items() if (one.agreed_end or one.ends_on) <= one.ends_on}
    settled = Settlement.objects.filter(contract__in=contracts).exclude(state=Settlement.State.DRAFTED)
    return told | {pk: str(CAUSE_LABELS[cause]) for pk, cause in settled.values_list("contract_id", "cause")}


def employment_certificates(asked: Sequence[Asked]) -> Contents:
    """재직증명서: the employment that goes on today, every contract of it."""
    service = service_of({one.person_id for one in asked if one.person_id})
    return [_refused_or(_employed, one, service) for one in asked]


def career_certificates(asked: Sequence[Asked]) -> Contents:
    """경력증명서: every employment here so far."""
    service = service_of({one.person_id for one in asked if one.person_id})
    return [_refused_or(_career, one, service) for one in asked]


Certified = Callable[[Asked, Service], EmploymentCertificate]


def _refused_or(certified: Certified, asked: Asked, service: Service) -> EmploymentCertificate | Exception:
    try:
        return certified(asked, service)
    except Refused as refused:
        return refused


def _employed(asked: Asked, service: Service) -> EmploymentCertificate:
    contract = service.contracts.get(asked.subject_id or 0)
    if contract is None or contract.person_id != asked.person_id:
        raise NotFound()
    name, days = contract.person.name, {"starts_on": contract.starts_on, "ends_on": contract.ends_on}
    if not contract.starts_on <= service.today <= contract.ends_on:
        raise NotEmployedNow(name=name, **days)
    if asked.own:
        check_right(service, [contract])
    return _certificate(asked, service, service.of_employment(contract))


def _career(asked: Asked, service: Service) -> EmploymentCertificate:
    contracts = service.of_person(asked.person_id)
    if not contracts:
        whose = next((one for one in service.contracts.values() if one.person_id == asked.person_id), None)
        raise NotBegunYet(name=whose.person.name) if whose else NotFound()
    if asked.own:
        check_right(service, contracts)
    return _certificate(asked, service, contracts)


def check_right(service: Service, contracts: Sequence[Contract]) -> None:
    """Whether the law lets the worker ask for these. Raises RightOver, NoRightYet."""
    last = max(contracts, key=lambda one: one.ends_on)
    name = last.person.name
    if service.today > years_after(last.ends_on, YEARS_AFTER_LEAVING):
        raise RightOver(name=name, ended_on=last.ends_on, years=YEARS_AFTER_LEAVING)
    days = max(service.served(one) for one in contracts)
    if days < LEAST_SERVICE_DAYS:
        raise NoRightYet(name=name, days=days, least=LEAST_SERVICE_DAYS)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; after 29 February the 28th."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap_day else day.day)


def _certificate(asked: Asked, service: Service, contracts: Sequence[Contract]) -> EmploymentCertificate:
    told: EmploymentCertificate = {
        **head_of(contracts[0].person),  # type: ignore[typeddict-item]
        "employments": [_employment(asked, service, one) for one in contracts],
    }
    if "period" in asked.items:
        told["service_days"] = _days_of_all(_span(one, service.today) for one in contracts)
    return told


def _span(contract: Contract, today: date) -> tuple[date, date]:
    return contract.starts_on, min(contract.ends_on, today)


def _days_of_all(spans: Iterable[tuple[date, date]]) -> int:
    """Days in spans ordered by their first day, every day once."""
    total, counted_to = 0, date.min
    for since, until in spans:
        total += max((until - max(since - ONE_DAY, counted_to)).days, 0)
        counted_to = max(counted_to, until)
    return total


def _employment(asked: Asked, service: Service, contract: Contract) -> Employment:
    told: dict[str, object] = {}
    for item in asked.items:
        told |= TELLERS[item](service, contract)
    return told  # type: ignore[return-value]


def _period(service: Service, contract: Contract) -> dict[str, object]:
    since, until = _span(contract, service.today)
    goes_on = contract.ends_on >= service.today
    return {
        "starts_on": since.isoformat(),
        "ends_on": "" if goes_on else until.isoformat(),
        "service_days": (until - since).days + 1,
    }


def _place(_service: Service, contract: Contract) -> dict[str, object]:
    return {"department": contract.project.department.name, "project": contract.project.name}


def _job(_service: Service, contract: Contract) -> dict[str, object]:
    return {"job": contract.job}


def _position(service: Service, contract: Contract) -> dict[str, object]:
    return {"position": position_of(service, contract)}


def position_of(service: Service, contract: Contract) -> str:
    """What somebody is by the terms of a contract; of a minor it tells of the terms, not of the age."""
    return str(POSITIONS[kind_of(contract, version_of(service, contract), minors=False)])


def _wage(service: Service, contract: Contract) -> dict[str, object]:
    return {"wage": wage_in_words(version_of(service, contract))}


def _hours(service: Service, contract: Contract) -> dict[str, object]:
    version = version_of(service, contract)
    return {
        "hours": say("1일 %(day)s, 1주 %(week)s")
        % {
            "day": hours_in_words(version.daily_scheduled_minutes),
            "week": hours_in_words(version.weekly_scheduled_minutes),
        }
    }


def hours_in_words(minutes: int) -> str:
    """8시간, 3시간 30분."""
    hours, rest = divmod(minutes, 60)
    words = say("%(hours)d시간 %(minutes)d분") if rest else say("%(hours)d시간")
    return words % {"hours": hours, "minutes": rest}


def _cause(service: Service, contract: Contract) -> dict[str, object]:
    """Nothing while the employment goes on, be it by a later contract."""
    over = (
        service.chains[contract.pk].until < service.today
        and service.chains[contract.pk].last.pk == contract.pk
    )
    cause = service.causes.get(contract.pk, "") if over else ""
    return {"ended_for": cause} if cause else {}


def version_of(service: Service, contract: Contract) -> ContractVersion:
    """The terms of today, or the last ones."""
    started = [one for one in contract.versions.all() if one.valid_from <= service.today]
    return max(started or contract.versions.all(), key=lambda one: one.valid_from)


TELLERS: dict[str, Callable[[Service, Contract], dict[str, object]]] = {
    "period": _period,
    "place": _place,
    "job": _job,
    "position": _position,
    "hours": _hours,
    "wage": _wage,
    "cause": _cause,
}
PERIOD, PLACE, JOB, POSITION = (
    Item("period", _("근무기간")),
    Item("place", _("소속과 사업")),
    Item("job", _("직무")),
    Item("position", _("지위")),
)
HOURS, WAGE = Item("hours", _("근로시간"), usual=False), Item("wage", _("임금"))
CAUSE = Item("cause", _("퇴직 사유"), usual=False)
USUAL = (PERIOD, PLACE, JOB, POSITION, HOURS)

register_kinds(
    Kind(
        key="employment_certificate",
        label=_("재직증명서"),
        form="employment_certificate",
        about=About.EMPLOYMENT,
        contents=employment_certificates,
        items=USUAL,
    ),
    Kind(
        key="employment_certificate_with_wage",
        label=_("재직증명서(임금 포함)"),
        form="employment_certificate",
        about=About.EMPLOYMENT,
        contents=employment_certificates,
        items=(*USUAL, WAGE),
        tells_pay=True,
    ),
    Kind(
        key="career_certificate",
        label=_("경력증명서"),
        form="career_certificate",
        about=About.PERSON,
        contents=career_certificates,
        items=(*USUAL, CAUSE),
    ),
    Kind(
        key="career_certificate_with_wage",
        label=_("경력증명서(임금 포함)"),
        form="career_certificate",
        about=About.PERSON,
        contents=career_certificates,
        items=(*USUAL, CAUSE, WAGE),
        tells_pay=True,
    ),
)
