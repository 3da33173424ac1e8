"""The file of a payslip: the issued paper's very bytes where one was issued, else the statement as it is printed."""

from collections.abc import Sequence

from openinsa.documents.wage_statements import print_each
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import file_of
from openinsa.payroll.models import Payslip
from openinsa.payroll.papers import wage_statements

WAGE_STATEMENT = "wage_statement"


def papers_of(slips: Sequence[int]) -> dict[int, IssuedPaper]:
    """The valid issued statements of payslips, by payslip."""
    valid = IssuedPaper.objects.filter(
        kind=WAGE_STATEMENT, subject_id__in=list(slips), state=IssuedPaper.State.ISSUED
    )
    return {one.subject_id: one for one in valid}


def files_of_slips(slips: Sequence[Payslip]) -> list[bytes]:
    """A PDF for each payslip, in their order. Raises UnprintableCharacter."""
    papers = papers_of([one.pk for one in slips])
    bare = [one.pk for one in slips if one.pk not in papers]
    printed = dict(zip(bare, _printed(bare), strict=True))
    return [file_of(papers[one.pk]) if one.pk in papers else printed[one.pk] for one in slips]


def _printed(ids: Sequence[int]) -> list[bytes]:
    if not ids:
        return []
    statements = wage_statements(Payslip.objects.filter(pk__in=ids).order_by("pk"))
    return list(print_each(statements))
