"""From grants and leave taken to what is left. Pure: no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from openinsa.leave.spans import FISCAL

SETTLED = "settled"
"""The basis of what the end of an employment adds."""


class Taken(NamedTuple):
    """Leave taken on a day; a month that is still open holds it too, as planned or worked so far.

    mark: what stands in the cell. recorded, reason: what a correction of a paid month found there, and why.
    """

    date: date
    minutes: int
    mark: str = ""
    recorded: str = ""
    reason: str = ""


@dataclass
class Granted:
    """One grant and what was taken from it, day by day in `uses`."""

    granted_on: date
    expires_on: date
    minutes: int
    basis: str = ""
    days: int = 0
    note: str = ""
    pk: int = 0
    taken: int = field(default=0, init=False)
    uses: list[Taken] = field(default_factory=list, init=False)

    @property
    def left(self) -> int:
        return self.minutes - self.taken


@dataclass(frozen=True)
class Balance:
    """What stands in one person's ledger on a day, in minutes; `left` below 0 was taken in advance."""

    granted: int
    taken: int
    lapsed: int
    left: int
    grants: tuple[Granted, ...] = ()


def balance(grants: Iterable[Granted], taken: Iterable[Taken], on: date) -> Balance:
    """What is left on a day.

    Each leave comes from the grant that lapses first among those that can still be used on its day; where
    none is there yet, from the next to arise, which counts as taken in advance until it does.
    """
    held = sorted(grants, key=lambda grant: (grant.expires_on, grant.granted_on))
    beyond, total = 0, 0
    for leave in sorted(taken):
        total += leave.minutes
        beyond += _take(held, leave)
    arisen = [grant for grant in held if grant.granted_on <= on]
    lapsed = sum(grant.left for grant in arisen if grant.expires_on < on)
    usable = sum(grant.left for grant in arisen if grant.expires_on >= on)
    advance = beyond + sum(grant.taken for grant in held if grant.granted_on > on)
    return Balance(sum(grant.minutes for grant in arisen), total, lapsed, usable - advance, tuple(held))


class Unused(NamedTuple):
    """Leave that nobody can take any more. `due_on` is the last day on which it could be taken; `cut_off`
    leave would have lapsed later, had the employment not ended on that day. Leave in place of pay names the
    first day of the work that earned it."""

    due_on: date
    cut_off: bool
    minutes: int
    earned_on: date | None = None


def unused(grants: Iterable[Granted], taken: Iterable[Taken], until: date) -> list[Unused]:
    """What an employment up to a day leaves unused, by the last day of its use: the lapse or that day."""
    found: dict[tuple[date, bool], int] = {}
    for grant in balance(grants, taken, until).grants:
        if grant.left and grant.granted_on <= until:
            place = min(grant.expires_on, until), grant.expires_on > until
            found[place] = found.get(place, 0) + grant.left
    return [Unused(*place, minutes) for place, minutes in sorted(found.items())]


def unused_by_work(grants: Iterable[Granted], taken: Iterable[Taken], until: date) -> list[Unused]:
    """The same of leave in place of pay: each month of work apart, for each has its own last day of use."""
    return [
        Unused(min(grant.expires_on, until), grant.expires_on > until, grant.left, grant.granted_on)
        for grant in balance(grants, taken, until).grants
        if grant.left and grant.granted_on <= until
    ]


def _take(held: Iterable[Granted], leave: Taken) -> int:
    """Take a leave from grants not lapsed on its day, those that have arisen first; returns what is missing."""
    missing = leave.minutes
    usable = [grant for grant in held if grant.expires_on >= leave.date]
    for grant in sorted(usable, key=lambda grant: grant.granted_on > leave.date):
        part = min(missing, grant.left)
        if part:
            grant.taken += part
            grant.uses.append(leave._replace(minutes=part))
        missing -= part
    return missing


@dataclass(frozen=True)
class Exit:
    """What the end of an employment settles between the fiscal year and the day of hire, in minutes.

    by_hire, granted: what either gave. shortfall is added, surplus taken off what could still be used.
    """

    by_hire: int
    granted: int
    shortfall: int
    surplus: int


def settled(grants: Iterable[Granted], exit_: Exit, until: date) -> list[Granted]:
    """The grants of an employment as its end settles them: a shortfall arises on its last day, a surplus comes off
    the latest grants that could still be used."""
    held, beyond = list(grants), exit_.surplus
    for grant in sorted(held, key=lambda one: one.granted_on, reverse=True):
        if grant.expires_on > until and grant.basis == FISCAL:
            part = min(beyond, grant.minutes)
            grant.minutes -= part
            beyond -= part
    if exit_.shortfall:
        held.append(Granted(until, date.max, exit_.shortfall, SETTLED))
    return held
