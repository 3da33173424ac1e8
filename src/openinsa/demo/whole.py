"""The whole demo district, from nothing to an open month."""

from collections.abc import Callable

from openinsa.demo.agreements import agree
from openinsa.demo.delivering import deliver
from openinsa.demo.founding import DISTRICT_CODE, Founded, found_district
from openinsa.demo.issuing import issue_some, set_up_issuing
from openinsa.demo.months import close_month, close_past_month, leave_month_open
from openinsa.demo.plan import CLOSED_MONTHS, FULL, OPEN_MONTH, Size
from openinsa.people.models import Institution

Say = Callable[[str, int, int], None]


def make(say: Say = lambda *_: None, size: Size = FULL) -> Founded:
    """Found the district, close two months in bulk and one action by action, and leave the present one open."""
    *past, last = CLOSED_MONTHS
    steps = len(past) + 3
    say("가온구", 0, steps)
    founded = found_district(size)
    set_up_issuing(founded)
    for done, month in enumerate(past, 1):
        say("가온구", done, steps)
        close_past_month(founded, month)
    close_month(founded, last, lambda done, total: say(f"{last:%Y-%m}", done, total))
    say("가온구", steps - 1, steps)
    leave_month_open(founded, OPEN_MONTH)
    issue_some(founded)
    agree(founded)
    deliver(founded)
    say("가온구", steps, steps)
    return founded


def is_there() -> bool:
    """Whether the district has been made in this database."""
    return Institution.objects.filter(code=DISTRICT_CODE).exists()
