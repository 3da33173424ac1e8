"""The file of a payslip: the issued paper's very bytes where one was issued, else the statement as it is printed."""

import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from openinsa.documents.wage_statements import print_each
from openinsa.issuing.actions import complete, contents_of
from openinsa.issuing.kinds import KINDS, Asked, Kind
from openinsa.issuing.models import IssuedPaper, SigningKey
from openinsa.issuing.numbering import take_numbers
from openinsa.issuing.press import Order, Press
from openinsa.issuing.queries import file_of
from openinsa.issuing.scope import Told
from openinsa.payroll.models import Payslip
from openinsa.payroll.papers import wage_statements
from openinsa.people.acting import record_verb
from openinsa.people.models import User
from openinsa.people.refusals import Refused

log = logging.getLogger(__name__)

WAGE_STATEMENT = "wage_statement"


def issue_statements(by: User, slips: Sequence[Payslip]) -> dict[int, int]:
    """Issue a statement for each paid payslip that has no valid one. The papers' rows, by payslip.

    An institution without a signing key hands over what is printed, as it is; so it does where one cannot be issued.
    """
    ids, kind = [one.pk for one in slips], KINDS.get(WAGE_STATEMENT)
    if kind is not None and SigningKey.objects.filter(retired_at=None).exists():
        try:
            with transaction.atomic():
                _issue(by, kind, slips)
        except Refused as refused:
            log.warning("statements could not be issued: %s", type(refused).__name__)
    return dict(valid_papers(ids).values_list("subject_id", "pk"))


def _issue(by: User, kind: Kind, slips: Sequence[Payslip]) -> None:
    press = Press(by, kind)
    take_numbers(
        by.institution_id or 0, kind.series, press.day.year, 0
    )  # nobody else issues in this series now
    there = set(valid_papers([one.pk for one in slips]).values_list("subject_id", flat=True))
    left = [one for one in slips if one.pk not in there]
    asked = [complete(kind, Asked("ko", one.person_id, one.pk), by) for one in left]
    contents = contents_of(kind, asked)
    orders = [
        Order(one, Told(slip.person_id, slip.contract_id, slip.run.project_id, slip.pk), content)
        for one, slip, content in zip(asked, left, contents, strict=True)
        if not isinstance(content, Exception)
    ]
    if orders:
        record_verb(by, "papers_issued", *press.give_out([orders]))


def valid_papers(slips: Sequence[int]) -> QuerySet[IssuedPaper]:
    """The valid issued statements of payslips."""
    return IssuedPaper.objects.filter(
        kind=WAGE_STATEMENT, subject_id__in=list(slips), state=IssuedPaper.State.ISSUED
    )


def files_of_slips(slips: Sequence[Payslip]) -> list[bytes]:
    """A PDF for each payslip, in their order. Raises UnprintableCharacter."""
    papers = {one.subject_id: one for one in valid_papers([one.pk for one in slips])}
    bare = [one.pk for one in slips if one.pk not in papers]
    printed = dict(zip(bare, _printed(bare), strict=True))
    return [file_of(papers[one.pk]) if one.pk in papers else printed[one.pk] for one in slips]


def _printed(ids: Sequence[int]) -> list[bytes]:
    if not ids:
        return []
    statements = wage_statements(Payslip.objects.filter(pk__in=ids).order_by("pk"))
    return list(print_each(statements))
