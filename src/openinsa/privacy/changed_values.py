"""A sealed value before and after a change, for an auditor with a reason: the history keeps both, sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as say

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.actions import PROTECTED, record_access
from openinsa.privacy.models import ChangeRecord
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import SealBroken, Sealer
from openinsa.privacy.words import PROTECTED_WORDS

PERSONS = "people_person"
OPENED = {
    PERSONS: {column: what for what, column in PROTECTED.items()},
    "ending_settlement": {"pension_account_sealed": "pension_account"},
}
"""By table: the columns that may be opened, and what the records call them."""


@dataclass(frozen=True)
class ChangedValue:
    """What a protected value was and became; empty where there was none."""

    label: str | Promise
    before: str
    after: str


def opened_by(change: ChangeRecord) -> dict[str, str]:
    """The columns of a change that can be opened, with what the records call them."""
    known = OPENED.get(change.table_name, {})
    held = {**(change.before or {}), **(change.after or {})}
    return {column: what for column, what in known.items() if held.get(column)}


@action(permission="privacy.reveal_changes")
def reveal_change(
    by: User, change_id: int, *, reason: Reason, address: str | None = None
) -> list[ChangedValue]:
    """Open the protected values of one change; each is put on record. Raises NotFound."""
    change = ChangeRecord.objects.filter(pk=change_id).first()
    require(change is not None and opened_by(change), NotFound())
    sealer = Sealer(by.institution_id or 0)
    person = change.row_id if change.table_name == PERSONS else None  # type: ignore[union-attr]
    opened = []
    for column, what in opened_by(change).items():  # type: ignore[arg-type]
        record_access(by, "reveal", what, person_id=person, address=address, **reason.recorded)
        before, after = (_opened(sealer, side, column) for side in (change.before, change.after))  # type: ignore[union-attr]
        opened.append(ChangedValue(PROTECTED_WORDS[what], before, after))
    return opened


def _opened(sealer: Sealer, side: Mapping[str, Any] | None, column: str) -> str:
    kept = (side or {}).get(column)
    try:
        return sealer.open(bytes.fromhex(kept.removeprefix("\\x"))) if kept else ""
    except SealBroken:
        return say("열 수 없음")
