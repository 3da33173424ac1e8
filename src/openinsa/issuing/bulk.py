"""Papers by the thousand as one job: chunk by chunk in order, each in one transaction, none twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import Language
from openinsa.documents.wage_statements import processes_kept
from openinsa.issuing.actions import complete, contents_of
from openinsa.issuing.kinds import KINDS, About, Asked, Kind
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.numbering import take_numbers
from openinsa.issuing.press import Order, Press
from openinsa.issuing.scope import ISSUES, Told, kind_of, may_issue_for_others
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.jobs.work import Progress
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.scope import slips_of
from openinsa.people.acting import action, record_verb
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, Refused, require
from openinsa.people.tenancy import within
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, projects_of, reach

JOB_KIND = "issue_papers"
NAMES = UUID("5f2d9a58-6f6e-4f6b-9a64-3f0c8f4f7a11")
TOLD_AT_MOST = 20
IN_BULK = {About.PAYSLIP, About.EMPLOYMENT}
CHUNK = {"wage_statement": 1_000}
USUAL_CHUNK = 50
READ_TOGETHER = 250


class NothingToIssue(Refused):
    sentence = _(
        "발급할 것이 없습니다. 지급한 급여나 근무하는 사람이 없거나 이미 모두 발급했습니다. 달과 사업을 확인해 주세요."
    )


@dataclass(frozen=True)
class Wanted:
    """What a job issues: one kind, of a month or of today, of one project or of all within reach."""

    kind: Kind
    month: date | None = None
    project_id: int | None = None
    language: Language = "ko"
    purpose: str = ""

    @property
    def arguments(self) -> dict[str, Any]:
        month = self.month.isoformat() if self.month else None
        return {
            "kind": self.kind.key,
            "month": month,
            "project": self.project_id,
            "language": self.language,
            "purpose": self.purpose,
        }

    @classmethod
    def read(cls, arguments: Mapping[str, Any]) -> "Wanted":
        month = date.fromisoformat(arguments["month"]) if arguments["month"] else None
        kind = kind_of(arguments["kind"])
        return cls(kind, month, arguments["project"], arguments["language"], arguments["purpose"])


def kinds_in_bulk(user: User) -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.about in IN_BULK and may_issue_for_others(user, kind)]


@action(permission=ISSUES)
def issue_many(
    by: User,
    kind_key: str,
    *,
    month: date | None = None,
    project_id: int | None = None,
    language: Language = "ko",
    purpose: str = "",
) -> Job:
    """Start a job that issues a kind for everybody within reach. Raises NotFound, NotAllowed, NothingToIssue."""
    kind = kind_of(kind_key)
    require(kind.about in IN_BULK, NotFound())
    require(may_issue_for_others(by, kind), NotAllowed())
    if project_id is not None:
        reach(projects_of(by, ISSUES), project_id)
    wanted = Wanted(kind, month, project_id, language, purpose)
    total = subjects(by, wanted).count()
    require(total, NothingToIssue())
    title = say("%(kind)s 발급 %(month)s") % {"kind": kind.label, "month": f"{month:%Y-%m}" if month else ""}
    return start_job(by, JOB_KIND, title.strip(), wanted.arguments, total=total)


def subjects(by: User, wanted: Wanted) -> QuerySet[Any]:
    """Slips or contracts in the order of their numbers, those that have a valid paper left out."""
    return SUBJECTS[wanted.kind.about](by, wanted)


def _slips(by: User, wanted: Wanted) -> QuerySet[Payslip]:
    slips = slips_of(by).filter(run__state=PayRun.State.PAID, run__project__in=projects_of(by, ISSUES))
    if wanted.month:
        slips = slips.filter(run__month=wanted.month)
    if wanted.project_id:
        slips = slips.filter(run__project=wanted.project_id)
    valid = IssuedPaper.objects.filter(kind=wanted.kind.key, state=IssuedPaper.State.ISSUED)
    return slips.exclude(pk__in=valid.values("subject_id")).order_by(
        "run__project__name", "person__name", "pk"
    )


def _contracts(by: User, wanted: Wanted) -> QuerySet[Contract]:
    """Those that run today."""
    today = timezone.localdate()
    running = contracts_of(by, ISSUES).filter(starts_on__lte=today).exclude(ends_on__lt=today)
    if wanted.project_id:
        running = running.filter(project=wanted.project_id)
    return running.order_by("project__name", "person__name", "pk")


SUBJECTS = {About.PAYSLIP: _slips, About.EMPLOYMENT: _contracts}


def issue_papers(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The work: what has a paper of this job already is passed by, so that a resumed job goes on where it was."""
    wanted = Wanted.read(arguments)
    ids = _ids(progress, wanted)
    done, refused = 0, []
    size = CHUNK.get(wanted.kind.form, USUAL_CHUNK)
    progress.report(0, len(ids))
    with processes_kept(len(ids)):
        for at in range(0, len(ids), size):
            refused += _issue_chunk(progress, wanted, ids[at : at + size])
            done += len(ids[at : at + size])
            progress.report(done, len(ids))
    with within(progress.institution_id, progress.actor_id):
        issued = IssuedPaper.objects.filter(job_id=progress.job_id).count()
    return {"issued": issued, "refused": len(refused), "told": refused[:TOLD_AT_MOST]}


def _ids(progress: Progress, wanted: Wanted) -> list[int]:
    with within(progress.institution_id, progress.actor_id):
        return list(subjects(_actor(progress), wanted).values_list("pk", flat=True))


def _actor(progress: Progress) -> User:
    return User.objects.select_related("institution").get(pk=progress.actor_id)


def _issue_chunk(progress: Progress, wanted: Wanted, ids: Sequence[int]) -> list[str]:
    """One chunk in one transaction. Returns why some could not be issued."""
    refused: list[str] = []
    with within(progress.institution_id, progress.actor_id):
        by = _actor(progress)
        press = Press(by, wanted.kind)
        take_numbers(progress.institution_id, wanted.kind.series, press.day.year, 0)
        left = _left(progress, by, wanted, ids)
        if not left:
            return []
        parts = (left[at : at + READ_TOGETHER] for at in range(0, len(left), READ_TOGETHER))
        papers = press.give_out(_orders(progress, by, wanted, part, refused) for part in parts)
        if papers:
            record_verb(by, "papers_issued", *papers)
    return refused


def _orders(
    progress: Progress, by: User, wanted: Wanted, part: Sequence[Told], refused: list[str]
) -> list[Order]:
    """What is to be printed of a part of a chunk. Adds to `refused` why some cannot be."""
    asked = [_asked(by, wanted, told) for told in part]
    contents = contents_of(wanted.kind, asked)
    refused += [str(content) for content in contents if isinstance(content, Exception)]
    return [
        Order(one, told, content, _request(progress, told), job_id=progress.job_id)
        for one, told, content in zip(asked, part, contents, strict=True)
        if not isinstance(content, Exception)
    ]


def _left(progress: Progress, by: User, wanted: Wanted, ids: Sequence[int]) -> list[Told]:
    """What of a chunk has no paper yet, in its order. Nobody else issues in this series until the chunk is stored."""
    found = subjects(by, wanted).filter(pk__in=ids).values_list(*TOLD[wanted.kind.about])
    requests = {_request(progress, one): one for one in starmap(Told, found)}
    done = set(IssuedPaper.objects.filter(request_id__in=requests).values_list("request_id", flat=True))
    return [one for request, one in requests.items() if request not in done]


TOLD = {
    About.PAYSLIP: ("person", "contract", "run__project", "pk"),
    About.EMPLOYMENT: ("person", "pk", "project", "pk"),
}
"""What `Told` takes, of a slip and of a contract."""


def _asked(by: User, wanted: Wanted, told: Told) -> Asked:
    asked = Asked(wanted.language, told.person_id, told.subject_id, purpose=wanted.purpose)
    return complete(wanted.kind, asked, by)


def _request(progress: Progress, told: Told) -> UUID:
    return uuid5(NAMES, f"{progress.job_id}:{told.subject_id}")
