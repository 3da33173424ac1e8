"""Files of papers handed out: each leaves a line in the access record. The file itself stays byte for byte."""

from django.db.models import QuerySet

from openinsa.issuing.actions import order_of
from openinsa.issuing.kinds import Asked
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.press import Press
from openinsa.issuing.queries import label_of
from openinsa.issuing.scope import ISSUES, SEES, Told, kind_of, own_papers, papers_of
from openinsa.people.acting import action
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.staffing.models import Contract


@action(permission=SEES)
def hand_out_paper(
    by: User, paper_id: int, *, reason: Reason | None = None, address: str | None = None
) -> IssuedPaper:
    """A paper whose file leaves the house. Raises NotFound, ReasonNeeded."""
    return _handed_out(by, papers_of(by), paper_id, reason, address)


@action(permission=ISSUES)
def hand_out_sample(
    by: User, kind_key: str, asked: Asked, *, reason: Reason | None = None, address: str | None = None
) -> bytes:
    """A sample of a paper about many: it tells of them as the paper would. Raises as `preview`, ReasonNeeded."""
    kind = kind_of(kind_key)
    order = order_of(by, kind, asked)
    hand_out(by, "issued_paper", people_in(order.told), label=kind.label, reason=reason, address=address)
    return Press(by, kind).sample(order.asked, order.content)


@action(permission=ISSUES)
def hand_out_own_paper(by: User, paper_id: int, *, address: str | None = None) -> IssuedPaper:
    """A worker's own paper; needs no reason. Raises NotFound."""
    return _handed_out(by, own_papers(by), paper_id, None, address)


@action(permission=SEES)
def hand_out_papers(
    by: User, papers: QuerySet[IssuedPaper], *, reason: Reason | None = None, address: str | None = None
) -> list[int]:
    """Many papers within reach whose files leave together; their numbers in order. Raises NotFound, ReasonNeeded."""
    found = list(papers.values_list("pk", "person_id"))
    if not found:
        raise NotFound()
    hand_out(by, "issued_paper", [person for _pk, person in found], reason=reason, address=address)
    return [pk for pk, _person in found]


def _handed_out(
    by: User, papers: QuerySet[IssuedPaper], paper_id: int, reason: Reason | None, address: str | None
) -> IssuedPaper:
    paper = papers.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound()
    hand_out(by, "issued_paper", people_in(paper), label=label_of(paper.kind), reason=reason, address=address)
    return paper


def people_in(paper: IssuedPaper | Told) -> list[int]:
    """Whom a paper tells of: one person, or everybody of its project, or of the institution."""
    if paper.person_id:
        return [paper.person_id]
    if paper.project_id:
        contracts = Contract.objects.filter(project_id=paper.project_id)
        return list(contracts.values_list("person_id", flat=True).distinct())
    return list(Person.objects.values_list("pk", flat=True))
