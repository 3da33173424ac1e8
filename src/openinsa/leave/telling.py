"""How a grant of leave came about, down to the days that were attended, and what was taken from it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from openinsa.law.trees import Value, tree_of
from openinsa.leave.days import CorrectedDay, corrected_days_of
from openinsa.leave.granting import columns_of, rules_of
from openinsa.leave.ledger import Granted, Taken, balance
from openinsa.leave.ledgers import ledgers_of
from openinsa.leave.models import LeaveGrant
from openinsa.rules.engine import load_rule_book

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """One grant explained. first, last: the days of service that earned it, nothing for leave by hand.

    days: how the days came about by the rules; time: how they became minutes. corrected: days of the service
    that later corrections changed.
    """

    first: date | None
    last: date | None
    days: Value | None
    time: Value | None
    uses: list[Taken]
    left: int
    corrected: list[CorrectedDay] = field(default_factory=list)


def told_grant(grant: LeaveGrant) -> Told:
    """A fixed number of statements."""
    held = _held(grant)
    uses, left = (held.uses, held.left) if held else ([], 0)
    if "first" not in grant.figures:
        return Told(None, None, None, None, uses, left)
    figures = {name: value for name, value in grant.figures.items() if name != "first"}
    columns = columns_of([figures])
    target, minutes = rules_of(figures)
    book = load_rule_book()
    columns |= {"full_time_leave_days": book.run([target], columns)[target]}
    first, last = date.fromisoformat(grant.figures["first"]), grant.granted_on - ONE_DAY
    return Told(
        first=first,
        last=last,
        days=tree_of(book.explain(target, columns).as_dict()),
        time=tree_of(book.explain(minutes, columns).as_dict()),
        uses=uses,
        left=left,
        corrected=[one for one in corrected_days_of([grant.person_id]) if first <= one.date <= last],
    )


def _held(grant: LeaveGrant) -> Granted | None:
    """The grant in its ledger, with what was taken from it."""
    ledger = ledgers_of([grant.person_id])[grant.person_id]
    employment = ledger.employment_on(grant.granted_on)
    grants = balance(*ledger.between(employment.since, employment.until), grant.granted_on).grants
    return next((one for one in grants if one.pk == grant.pk), None)
