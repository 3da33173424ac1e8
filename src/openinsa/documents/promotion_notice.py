"""연차 사용촉진 통보서 as a PDF."""

from openinsa.documents.contracts import PromotionNotices
from openinsa.documents.printing import Paper, print_one


def promotion_notices_pdf(notices: PromotionNotices) -> bytes:
    """A4 upright, a page for each worker: what is left, until when, the reply or the days named. Raises
    UnprintableCharacter."""
    return print_one(Paper("promotion_notice", notices, notices["dated_on"]))
