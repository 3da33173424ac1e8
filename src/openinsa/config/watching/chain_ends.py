"""Whether the end of each institution's chain of access records holds: quick enough to be asked every minute.

`openinsa audit verify` reads all of it.
"""

import itertools
from collections.abc import Iterator

from django.db import connection

from openinsa.people.models import Institution
from openinsa.people.tenancy import within
from openinsa.privacy.chain import COLUMNS, KeyWalk

LAST = 200
ENDS = f"""
    SELECT number, digest, {COLUMNS} FROM privacy_accessrecord ORDER BY number DESC LIMIT {LAST}
"""
HEAD = "SELECT number, digest FROM privacy_accesschain"


def broken_ends() -> Iterator[str]:
    """The codes of institutions whose last records do not follow from each other or do not reach the head."""
    with within(None):
        known = list(Institution.objects.values_list("pk", "code"))
    for institution_id, code in known:
        with within(institution_id):
            if not _holds(institution_id):
                yield code


def _holds(institution_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        number, digest = cursor.fetchone() or (0, b"")
        cursor.execute(ENDS)
        rows = cursor.fetchall()[::-1]
    if not rows:
        return True  # nothing recorded yet, or all of it archived
    if (rows[-1][0], bytes(rows[-1][1])) != (number, bytes(digest)):
        return False
    keys = KeyWalk()
    return all(
        after[0] == before[0] + 1
        and keys.holds(bytes(before[1]), institution_id, after[0], bytes(after[1]), after[2:])
        for before, after in itertools.pairwise(rows)
    )
