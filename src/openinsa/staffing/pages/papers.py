"""The attendance sheet of a month as a file."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.views.decorators.http import require_GET

from openinsa.documents.attendance_sheet import attendance_sheet_pdf, attendance_sheet_xlsx
from openinsa.documents.contracts import AttendanceSheet
from openinsa.people.addresses import address_of
from openinsa.staffing.actions.papers import hand_out_attendance
from openinsa.web.files import as_file
from openinsa.web.handing_out import why


@require_GET
def attendance(request: HttpRequest, month_id: int) -> HttpResponse:
    """The attendance sheet as a PDF with boxes for stamps."""
    return _attendance(request, month_id, attendance_sheet_pdf, "pdf")


@require_GET
def attendance_spreadsheet(request: HttpRequest, month_id: int) -> HttpResponse:
    """The attendance sheet as a spreadsheet."""
    return _attendance(request, month_id, attendance_sheet_xlsx, "xlsx")


def _attendance(
    request: HttpRequest, month_id: int, written: Callable[[AttendanceSheet], bytes], kind: str
) -> HttpResponse:
    given = hand_out_attendance(request.user, month_id, reason=why(request), address=address_of(request))
    return as_file(written(given), f"{say('근무상황부')} {given['project']} {given['month']}.{kind}")
