"""People's data that leaves the house as a file: for a reason, on record, and marked with both."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.exchange.sheet_writing import NO_ORIGIN, Origin
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.actions import record_access
from openinsa.privacy.reasons import Reason
from openinsa.privacy.words import PROTECTED_WORDS, said


class ReasonNeeded(Refused):
    """A screen answers it with the form for the reason, a machine gets the sentence."""

    status = 422
    sentence = _(
        "'%(what)s'에는 %(count)d명의 개인정보가 들어 있습니다. 사유 구분과 사유를 함께 보내 주세요."
        " 내려받은 것은 없습니다."
    )


def hand_out(
    by: User,
    what: str,
    people: Iterable[int | None],
    *,
    label: object = "",
    unregistered: int = 0,
    reason: Reason | None,
    address: str | None = None,
) -> Origin:
    """Put on record who takes whose data out and why; what comes back is printed on the file.

    `what` is recorded, `label` says the same to people where no word is kept for it; `unregistered` people are in a
    file and not in the register yet. One's own data need no reason and bear no such line.
    Raises ReasonNeeded.
    """
    seen, named = {person for person in people if person}, str(label) or said(PROTECTED_WORDS, what)
    own, count = seen <= {by.person_id} and not unregistered, len(seen) + unregistered
    require(own or reason, ReasonNeeded(what=named, count=count))
    if count:
        one = next(iter(seen)) if len(seen) == 1 else None
        why = reason.recorded if reason and not own else {}
        record_access(by, "download", what, person_id=one, people=seen, count=count, address=address, **why)
    return NO_ORIGIN if own or reason is None else origin_of(by, named, count, reason)


def origin_of(by: User, label: str, count: int, reason: Reason) -> Origin:
    """What a file says of its own making, in the reader's language."""
    lines = (
        (say("기관"), by.institution.name if by.institution else ""),
        (say("자료"), label),
        (say("대상"), say("%(count)d명") % {"count": count}),
        (say("내려받은 사람"), f"{by.name} ({by.username})"),
        (say("내려받은 일시"), f"{timezone.localtime():%Y-%m-%d %H:%M}"),
        (say("사유"), reason.told),
    )
    return Origin(say("내려받은 기록"), lines)
