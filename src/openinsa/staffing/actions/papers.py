"""A month handed out, as the attendance sheet or to be filled in; it leaves a line in the access record."""

from openinsa.documents.contracts import AttendanceSheet
from openinsa.exchange.origin import Origin
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reading import DOWNLOAD, PRINT
from openinsa.privacy.reasons import Reason
from openinsa.staffing.models import ProjectMonth
from openinsa.staffing.papers import attendance_sheet
from openinsa.staffing.scope import months_of, reach
from openinsa.staffing.sheet import Sheet, load_sheet


@action(permission="staffing.see")
def hand_out_attendance(
    by: User, month_id: int, *, reason: Reason | None = None, address: str | None = None
) -> AttendanceSheet:
    """The attendance sheet of a project's month. Raises NotFound, ReasonNeeded."""
    month = reach(months_of(by).select_related("institution", "project__department"), month_id)
    sheet = load_sheet(month)
    origin = hand_out(by, "attendance_sheet", people_in(sheet), reason=reason, address=address)
    return {**attendance_sheet(month, sheet), "origin": origin}


@action(permission="staffing.see")
def hand_out_month(
    by: User,
    month_id: int,
    *,
    printed: bool = False,
    reason: Reason | None = None,
    address: str | None = None,
) -> tuple[ProjectMonth, Sheet, Origin]:
    """A project's month: to be filled in elsewhere and read back, or `printed` as it stands.

    Raises NotFound, ReasonNeeded, ReasonToPrintNeeded.
    """
    month = reach(months_of(by).select_related("project__department"), month_id)
    sheet = load_sheet(month)
    what, verb = ("month_print", PRINT) if printed else ("month_sheet", DOWNLOAD)
    return month, sheet, hand_out(by, what, people_in(sheet), verb=verb, reason=reason, address=address)


def people_in(sheet: Sheet) -> list[int]:
    return [row.contract.person_id for row in sheet.rows.values()]
