"""Papers of a pay run as files: statements one by one, together or as an archive, and the ledger."""

import json
from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.views.decorators.http import require_GET

from openinsa.documents.calculation import calculation_pdf
from openinsa.documents.contracts import WageLedger
from openinsa.documents.wage_ledger import wage_ledger_pdf, wage_ledger_xlsx
from openinsa.documents.wage_statements import (
    wage_statement_pdf,
    wage_statements_pdf,
    write_wage_statements_zip,
)
from openinsa.payroll.actions.papers import (
    hand_out_calculation,
    hand_out_calculation_data,
    hand_out_ledger,
    hand_out_statement,
    hand_out_statements,
)
from openinsa.people.addresses import address_of
from openinsa.web.files import as_file
from openinsa.web.handing_out import why


@require_GET
def statement(request: HttpRequest, slip_id: int) -> HttpResponse:
    """One person's statement as a PDF."""
    given = hand_out_statement(request.user, slip_id, reason=why(request), address=address_of(request))
    return as_file(wage_statement_pdf(given), f"{say('임금명세서')} {given['month']} {given['name']}.pdf")


@require_GET
def calculation(request: HttpRequest, slip_id: int) -> HttpResponse:
    """How one person's payslip came about, as a PDF."""
    given = hand_out_calculation(request.user, slip_id, reason=why(request), address=address_of(request))
    return as_file(calculation_pdf(given), f"{say('계산 근거')} {given['month']} {given['name']}.pdf")


@require_GET
def calculation_data(request: HttpRequest, slip_id: int) -> HttpResponse:
    """The same as JSON, down to the tree of rules."""
    given = hand_out_calculation_data(request.user, slip_id, reason=why(request), address=address_of(request))
    text = json.dumps(given, ensure_ascii=False, indent=1)
    return as_file(text.encode(), f"{say('계산 근거')} {given['month']} {given['name']}.json")


@require_GET
def statements(request: HttpRequest, run_id: int) -> HttpResponse:
    """All statements of a run in one PDF, to be printed."""
    given = hand_out_statements(request.user, run_id, reason=why(request), address=address_of(request))
    first = given[0]
    return as_file(wage_statements_pdf(given), f"{say('임금명세서')} {first['project']} {first['month']}.pdf")


@require_GET
def statements_archive(request: HttpRequest, run_id: int) -> HttpResponse:
    """All statements of a run as single PDFs in an archive, to be handed on one by one."""
    given = hand_out_statements(request.user, run_id, reason=why(request), address=address_of(request))
    first, archive = given[0], BytesIO()
    write_wage_statements_zip(given, archive)
    return as_file(archive.getvalue(), f"{say('임금명세서')} {first['project']} {first['month']}.zip")


@require_GET
def ledger(request: HttpRequest, run_id: int) -> HttpResponse:
    """The wage ledger as a PDF."""
    return _ledger(request, run_id, wage_ledger_pdf, "pdf")


@require_GET
def ledger_sheet(request: HttpRequest, run_id: int) -> HttpResponse:
    """The wage ledger as a spreadsheet."""
    return _ledger(request, run_id, wage_ledger_xlsx, "xlsx")


def _ledger(
    request: HttpRequest, run_id: int, written: Callable[[WageLedger], bytes], kind: str
) -> HttpResponse:
    given = hand_out_ledger(request.user, run_id, reason=why(request), address=address_of(request))
    return as_file(written(given), f"{say('임금대장')} {given['project']} {given['month']}.{kind}")
