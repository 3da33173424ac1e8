"""What a paper says as an HWPX file, to go on working with; the paper that was given out stays the PDF."""

from openinsa.documents.hwpx import BLOCKS, print_hwpx
from openinsa.documents.printing import Paper
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import content_of, label_of
from openinsa.issuing.scope import SEES, papers_of
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.staffing.scope import reach


@action(permission=SEES)
def hand_out_editable(
    by: User, paper_id: int, *, reason: Reason | None = None, address: str | None = None
) -> tuple[IssuedPaper, bytes]:
    """The texts of a paper as HWPX, for a reason and on record. Raises NotFound, ReasonNeeded."""
    paper = reach(papers_of(by), paper_id)
    content = content_of(paper)
    require(content["form"] in BLOCKS, NotFound())
    told = label_of(paper.kind)
    hand_out(by, "issued_paper", [paper.person_id], label=told, reason=reason, address=address)
    return paper, print_hwpx(Paper(content["form"], content["data"], paper.issued_at.date().isoformat()))


def has_editable(content: dict) -> bool:
    """Whether what a paper says can be had as HWPX."""
    return content["form"] in BLOCKS
