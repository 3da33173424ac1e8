"""A new key for the chains of access records, while the site runs: every chain says itself where it changes."""

from django.db import connection
from django.utils import timezone

from openinsa.privacy.anchors import drop_key_change
from openinsa.privacy.audit_keys import CHANGED, AuditKeyGiven, current_key, keep_new_key, mark_of
from openinsa.privacy.chain import Access, append
from openinsa.privacy.models import AccessChain, Channel

TURN = "UPDATE privacy_accesschain SET key = %s WHERE institution_id = %s"


def begin_rotation() -> bool:
    """Make a new key where it is a file's, and let the file of anchors go on under the key of now.

    Whether there is a new one; that of the environment is new when somebody set it.
    """
    try:
        keep_new_key()
    except AuditKeyGiven:
        return drop_key_change() is not None
    drop_key_change()
    return True


def change_chain(institution_id: int) -> bool:
    """Record the change, under the key before, and let the next record have the key of now; False where it had it.

    In the institution's own transaction. What it writes is the last thing that this transaction does.
    """
    mark = mark_of(current_key())
    head = AccessChain.objects.filter(institution=institution_id).first()
    if head is None or head.key == mark:
        return False
    change = Access(
        at=timezone.now(),
        actor_id=0,
        verb=CHANGED,
        what="audit_key",
        person_id=None,
        people=[],
        count=0,
        channel=str(Channel.JOB),
        reason=mark,
    )
    append(institution_id, [change])
    with connection.cursor() as cursor:
        cursor.execute(TURN, [mark, institution_id])
    return True
