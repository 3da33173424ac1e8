"""People's data that leaves the house as a file or on paper: for a reason, on record, and marked with both."""

from collections.abc import Iterable
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.exchange.origin import NO_ORIGIN, Origin
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.actions import record_access
from openinsa.privacy.reading import DOWNLOAD, PRINT
from openinsa.privacy.reasons import Reason
from openinsa.privacy.words import PROTECTED_WORDS, said


class ReasonNeeded(Refused):
    """A screen answers it with the form for the reason, a machine gets the sentence."""

    status = 422
    verb: ClassVar[str] = DOWNLOAD
    sentence = _(
        "'%(what)s'에는 %(count)d명의 개인정보가 들어 있습니다. 사유 구분과 사유를 함께 보내 주세요."
        " 내려받은 것은 없습니다."
    )


class ReasonToPrintNeeded(ReasonNeeded):
    """The same before a page that is made to be printed."""

    verb = PRINT
    sentence = _(
        "'%(what)s'에는 %(count)d명의 개인정보가 들어 있습니다. 사유 구분과 사유를 함께 보내 주세요."
        " 인쇄한 것은 없습니다."
    )


NEEDED = {DOWNLOAD: ReasonNeeded, PRINT: ReasonToPrintNeeded}
TOLD = {
    DOWNLOAD: (_("내려받은 기록"), _("내려받은 사람"), _("내려받은 일시")),
    PRINT: (_("인쇄한 기록"), _("인쇄한 사람"), _("인쇄한 일시")),
}
"""What a file or a printed page calls the record, whoever made it, and when."""


def hand_out(
    by: User,
    what: str,
    people: Iterable[int | None],
    *,
    verb: str = DOWNLOAD,
    label: object = "",
    unregistered: int = 0,
    reason: Reason | None,
    address: str | None = None,
) -> Origin:
    """Put on record who takes whose data out and why; what comes back is printed on the file.

    `what` is recorded, `label` says the same to people where no word is kept for it; `unregistered` people are in a
    file and not in the register yet. One's own data need no reason and bear no such line.
    Raises ReasonNeeded, ReasonToPrintNeeded.
    """
    seen, named = {person for person in people if person}, str(label) or said(PROTECTED_WORDS, what)
    own, count = seen <= {by.person_id} and not unregistered, len(seen) + unregistered
    require(own or reason, NEEDED[verb](what=named, count=count))
    if count:
        one = next(iter(seen)) if len(seen) == 1 else None
        why = reason.recorded if reason and not own else {}
        record_access(by, verb, what, person_id=one, people=seen, count=count, address=address, **why)
    return NO_ORIGIN if own or reason is None else origin_of(by, named, count, reason, verb)


def origin_of(by: User, label: str, count: int, reason: Reason, verb: str = DOWNLOAD) -> Origin:
    """What a file or a printed page says of its own making, in the reader's language."""
    title, who, when = map(str, TOLD[verb])
    lines = (
        (say("기관"), by.institution.name if by.institution else ""),
        (say("자료"), label),
        (say("대상"), say("%(count)d명") % {"count": count}),
        (who, f"{by.name} ({by.username})"),
        (when, f"{timezone.localtime():%Y-%m-%d %H:%M}"),
        (say("사유"), reason.told),
    )
    return Origin(title, lines)
