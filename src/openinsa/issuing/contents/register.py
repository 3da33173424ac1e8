"""근로자명부: everybody employed within some days, of an institution or of one project (근로기준법 제41조, 시행령 제20조)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import RegisteredWorker, WorkerRegister
from openinsa.ending.employment import Employment
from openinsa.issuing.contents.employment import Service, hours_in_words, position_of, service_of, version_of
from openinsa.issuing.kinds import About, Asked, Contents, Kind, register_kinds
from openinsa.issuing.somebody import Span, span_of, whole_span
from openinsa.people.models import Person
from openinsa.people.refusals import NotFound, Refused
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.sheet import WOMENS_NUMBERS


class NobodyEmployed(Refused):
    sentence = _(
        "%(since)s ~ %(until)s에 근무한 사람이 없어 근로자명부에 적을 사람이 없습니다. 기간을 다시 골라 주세요. "
        "발급한 것은 없습니다."
    )


@dataclass(frozen=True)
class Entry:
    """One employment on the register, with the earlier ones of the same person."""

    employment: Employment
    earlier: Sequence[Employment]

    @property
    def person(self) -> Person:
        return self.employment.contracts[0].person


def worker_registers(asked: Sequence[Asked]) -> Contents:
    """Registers of the institution or, with `subject_id`, of a project. A fixed number of statements."""
    since, until = whole_span(asked)
    touched = Contract.objects.filter(starts_on__lte=until, ends_on__gte=since).values("person")
    service = service_of(Person.objects.filter(pk__in=touched))
    projects = Project.objects.in_bulk([one.subject_id for one in asked if one.subject_id])
    return [_register_or_refusal(one, service, projects) for one in asked]


def _register_or_refusal(
    asked: Asked, service: Service, projects: Mapping[int, Project]
) -> WorkerRegister | Exception:
    if asked.subject_id and asked.subject_id not in projects:
        return NotFound()
    span = span_of(asked)
    entries = entries_of(service, span, asked.subject_id)
    if not entries:
        return NobodyEmployed(since=span[0], until=span[1])
    institution = service.contracts[entries[0].employment.contracts[0].pk].institution
    return {
        "language": "en" if get_language() == "en" else "ko",
        "institution": institution.name,
        "project": projects[asked.subject_id].name if asked.subject_id else "",
        "as_of": min(span[1], timezone.localdate()).isoformat(),
        "workers": _workers(entries, service, Sealer(institution.pk)),
    }


def entries_of(service: Service, span: Span, project_id: int | None) -> list[Entry]:
    """The employments with a day in a span, of a project or of all, by name."""
    since, until = span
    entries: dict[int, Entry] = {}
    for contract in service.contracts.values():
        chain = service.chains[contract.pk]
        wanted = project_id in {None, contract.project_id}
        if wanted and contract.starts_on <= until and contract.ends_on >= since and since <= until:
            entries[chain.contracts[0].pk] = Entry(chain, _earlier(chain, service))
    return sorted(entries.values(), key=lambda one: (one.person.name, one.person.pk, one.employment.since))


def _earlier(chain: Employment, service: Service) -> list[Employment]:
    own = (service.chains[one.pk] for one in service.of_person(chain.contracts[0].person_id))
    earlier = {one.contracts[0].pk: one for one in own if one.until < chain.since}
    return list(earlier.values())


def _workers(entries: Sequence[Entry], service: Service, sealer: Sealer) -> list[RegisteredWorker]:
    return [_worker(entry, service, sealer) for entry in entries]


def _worker(entry: Entry, service: Service, sealer: Sealer) -> RegisteredWorker:
    person, chain = entry.person, entry.employment
    last = service.contracts[chain.last.pk]
    over = chain.until < service.today
    return {
        "name": person.name,
        "sex": sex_of(sealer.open(person.resident_number_sealed)),
        "birth_date": person.birth_date.isoformat(),
        "address": sealer.open(person.address_sealed),
        "history": [_told(service.contracts[one.last.pk], one.since, one.until) for one in entry.earlier],
        "job": last.job,
        "hired_on": chain.since.isoformat(),
        "period": _span_said(chain.contracts[0].starts_on, chain.contracts[0].ends_on),
        "renewed": [_span_said(one.starts_on, one.ends_on) for one in chain.contracts[1:]],
        "other": [
            position_of(service, last),
            hours_in_words(version_of(service, last).weekly_scheduled_minutes),
        ],
        "ended_on": chain.until.isoformat() if over else "",
        "ended_for": service.causes.get(last.pk, "") if over else "",
    }


def sex_of(resident_number: str) -> str:
    """As the seventh digit of the resident number says it."""
    woman = resident_number.partition("-")[2].startswith(WOMENS_NUMBERS)
    return pgettext("sex", "여") if woman else pgettext("sex", "남")


def _span_said(since: date, until: date) -> str:
    return f"{since} ~ {until}"


def _told(contract: Contract, since: date, until: date) -> str:
    return " ".join(part for part in (_span_said(since, until), contract.project.name, contract.job) if part)


register_kinds(
    Kind(
        key="worker_register",
        label=_("근로자명부"),
        form="worker_register",
        about=About.INSTITUTION,
        contents=worker_registers,
        by_worker=False,
        series="register",
        of_days=True,
    ),
    Kind(
        key="project_worker_register",
        label=_("근로자명부(사업별)"),
        form="worker_register",
        about=About.PROJECT_MONTH,
        contents=worker_registers,
        by_worker=False,
        series="register",
        of_days=True,
    ),
)
