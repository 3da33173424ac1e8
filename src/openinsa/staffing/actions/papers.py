"""The attendance sheet handed out; it leaves a line in the access record."""

from openinsa.documents.contracts import AttendanceSheet
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.privacy.actions import record_access
from openinsa.staffing.papers import attendance_sheet
from openinsa.staffing.scope import months_of, reach


@action(permission="staffing.see")
def hand_out_attendance(by: User, month_id: int, *, address: str | None = None) -> AttendanceSheet:
    """The attendance sheet of a project's month. Raises NotFound."""
    month = reach(months_of(by).select_related("institution", "project__department"), month_id)
    sheet = attendance_sheet(month)
    record_access(by, "download", "attendance_sheet", count=len(sheet["rows"]), address=address)
    return sheet
