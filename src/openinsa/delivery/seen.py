"""When a worker looked at the own payslip and took its file. Told by the pages themselves; no mail carries a picture."""

from django.utils import timezone

from openinsa.delivery.models import Handover, Message
from openinsa.people.models import User


def note_page(by: User, slip_id: int) -> None:
    """The owner saw the page of a payslip."""
    _note(by, slip_id, "page_seen_at")


def note_file(by: User, slip_id: int) -> None:
    """The owner took the file of a payslip."""
    _note(by, slip_id, "file_fetched_at")


def _note(by: User, slip_id: int, column: str) -> None:
    own = Handover.objects.filter(slip=slip_id, person=by.person_id, **{column: None})
    if by.person_id and own.update(**{column: timezone.now()}):
        Message.objects.filter(handover__slip=slip_id, state=Message.State.SENT).update(
            state=Message.State.OPENED
        )


def note_seen(sender: object, by: User, slip_id: int, file: bool, **named: object) -> None:
    """What payroll's pages tell of a payslip that its owner looked at."""
    (note_file if file else note_page)(by, slip_id)
