"""How near the contracts of people are to two years, and which of them look like splitting. Pure: no database.

The rule book judges single contracts; what the earlier contracts of a person add to each is summed here, in
whatever department or project they were (기간제 및 단시간근로자 보호 등에 관한 법률 제4조).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from openinsa.compute.tables import Flags, Whole
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.rules.engine.kinds import DAYS

Columns = dict[str, np.ndarray]
NO_GROUND, OPEN_ENDED = "none", "open_ended"
FAR = 2**23
"""More than any day number, to order rows by person and day in one number."""
OF_A_CONTRACT = [
    "excepted_contract",
    "elder_contract",
    "short_week_contract",
    "eleven_months_or_more",
    "just_under_a_year",
    "exactly_a_year",
]


class Term(NamedTuple):
    """One contract as the two years ask about it. `weekly_minutes`: the most of its versions."""

    contract: int
    person: int
    starts_on: date
    ends_on: date
    birth_date: date
    weekly_minutes: int
    reason: str
    childcare_leave_days: int


@dataclass(frozen=True)
class Reckoned:
    """Contracts in the order of persons and first days, each column with one entry per contract.

    With `_with_gaps`: as if short gaps had not parted the person's contracts.
    """

    contract: Whole
    counted_days: Whole
    pass_on: Whole
    over: Flags
    near: Flags
    counted_days_with_gaps: Whole
    pass_on_with_gaps: Whole
    over_with_gaps: Flags
    near_with_gaps: Flags
    excepted: Flags
    elder: Flags
    short_week: Flags
    ground_fails: Flags
    eleven_months: Flags
    just_under_a_year: Flags
    a_year: Flags
    split: Flags

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each contract stands in the columns."""
        return {contract: place for place, contract in enumerate(self.contract.tolist())}

    def day(self, place: int, *, with_gaps: bool = False) -> date:
        """The day on which a contract's person has two years behind."""
        return day_of(int((self.pass_on_with_gaps if with_gaps else self.pass_on)[place]))


def first_watched_day() -> date:
    """Contracts made earlier fall under older forms of the decree, which are not in the rule book."""
    dated = load_rule_book().parameters["stated_exception_stands"].values.values()
    return day_of(max(values[0].since for values in dated))


def reckon(terms: Sequence[Term], watched_on: date, notice_days: int) -> Reckoned:
    """Every contract beside the earlier ones of its person; all contracts of a person must be among them.

    A contract without an end is no fixed term and is left out; its last day is that of a project.
    """
    since = first_watched_day()
    fixed = [one for one in terms if one.starts_on >= since and one.reason != OPEN_ENDED]
    held = sorted(fixed, key=lambda one: (one[1], one[2], one[0]))
    given = _columns(held) | {"watched_on": np.full(len(held), day_number(watched_on))}
    found = given | _run(OF_A_CONTRACT, given)
    person = np.array([one.person for one in held], np.int64)
    begins = _begins(person)
    found |= {"gap_days": _gaps(found, begins, np.ones(len(held), np.bool_))}
    found |= _run(["joined_to_earlier", "perhaps_joined_to_earlier"], found)
    found |= _counted(found, begins)
    notice = np.full(len(held), notice_days)
    surely = _two_years(found, begins, "joined_to_earlier", notice)
    perhaps = _two_years(found, begins, "perhaps_joined_to_earlier", notice)
    return Reckoned(
        contract=np.array([one.contract for one in held], np.int64),
        counted_days=surely["counted_days"],
        pass_on=surely["two_years_pass_on"],
        over=surely["over_two_years"],
        near=surely["near_two_years"],
        counted_days_with_gaps=perhaps["counted_days"],
        pass_on_with_gaps=perhaps["two_years_pass_on"],
        over_with_gaps=perhaps["over_two_years"],
        near_with_gaps=perhaps["near_two_years"],
        excepted=found["excepted_contract"],
        elder=found["elder_contract"],
        short_week=found["short_week_contract"],
        ground_fails=(found["exception_reason"] != NO_GROUND) & ~found["excepted_contract"],
        eleven_months=found["eleven_months_or_more"],
        just_under_a_year=found["just_under_a_year"],
        a_year=found["exactly_a_year"],
        split=_split(found, begins),
    )


def _run(targets: list[str], given: Columns) -> Columns:
    return load_rule_book().run(targets, given)


def _columns(terms: Sequence[Term]) -> Columns:
    return {
        "contract_starts_on": np.array([day_number(one.starts_on) for one in terms], np.int64),
        "contract_ends_on": np.array([day_number(one.ends_on) for one in terms], np.int64),
        "birth_date": np.array([day_number(one.birth_date) for one in terms], np.int64),
        "weekly_scheduled_minutes": np.array([one.weekly_minutes for one in terms], np.int64),
        "exception_reason": np.array([one.reason for one in terms], np.str_),
        "childcare_leave_days": np.array([one.childcare_leave_days for one in terms], np.int64),
    }


def _begins(group: Whole) -> Flags:
    """Where a group begins in a column of groups that stand together."""
    return np.concatenate([np.ones(min(len(group), 1), np.bool_), group[1:] != group[:-1]])


def _latest_end_before(found: Columns, begins: Flags, chosen: Flags) -> Whole:
    """The latest last day among a person's earlier contracts that are chosen; far away where there is none."""
    group = np.cumsum(begins)
    ends = np.where(chosen, found["contract_ends_on"], -FAR) + group * 4 * FAR
    latest = np.maximum.accumulate(ends) if len(ends) else ends
    before = np.concatenate([np.full(min(len(ends), 1), -FAR), latest[:-1] - group[1:] * 4 * FAR])
    return np.where(begins, -FAR, np.maximum(before, -FAR))


def _gaps(found: Columns, begins: Flags, chosen: Flags) -> Whole:
    """Days between a contract and the person's earlier ones, below 0 where they overlap."""
    gap = found["contract_starts_on"] - _latest_end_before(found, begins, chosen) - 1
    return np.clip(gap, DAYS.lowest, DAYS.highest)


def _counted(found: Columns, begins: Flags) -> Columns:
    """From which day on each contract counts, and how many days, those of parallel contracts once."""
    earlier = _latest_end_before(found, begins, ~found["excepted_contract"])
    counted_from = np.maximum(found["contract_starts_on"], earlier + 1)
    own = np.maximum(found["contract_ends_on"] - counted_from + 1, 0)
    given = found | {"counted_from": counted_from, "own_contract_days": own}
    return {"counted_from": counted_from, **_run(["counted_contract_days"], given)}


def _two_years(found: Columns, begins: Flags, joins: str, notice_days: Whole) -> Columns:
    """The rules of two years, the earlier contracts joined as one of the two rules of gaps says."""
    days = found["counted_contract_days"]
    until = np.cumsum(days)
    chain = begins | ~found[joins]
    before_chain = (until - days)[np.flatnonzero(chain)][np.cumsum(chain) - 1] if len(days) else until
    counted_before = until - days - before_chain
    given = found | {"counted_days_before": counted_before, "two_years_notice_days": notice_days}
    told = _run(["two_years_pass_on", "over_two_years", "near_two_years"], given)
    since = _over_since(told, np.cumsum(chain))
    over = since < FAR
    return {
        "counted_days": counted_before + days,
        "two_years_pass_on": np.where(over, since, told["two_years_pass_on"]),
        "over_two_years": over,
        "near_two_years": told["near_two_years"] & ~over,
    }


def _over_since(told: Columns, chain: Whole) -> Whole:
    """The day on which two years had passed first in each contract's chain up to it, FAR where they have not.

    Who has lost the fixed term does not get it back by a later contract with an exception.
    """
    passed = np.where(told["over_two_years"], FAR - told["two_years_pass_on"], 0)
    return FAR - (np.maximum.accumulate(passed + chain * 4 * FAR) - chain * 4 * FAR)


def _split(found: Columns, begins: Flags) -> Flags:
    """Whether a person's contracts up to each were parted by short gaps time after time."""
    short = found["perhaps_joined_to_earlier"] & (found["gap_days"] > 0) & ~begins
    until = np.cumsum(short)
    first = (until - short)[np.flatnonzero(begins)][np.cumsum(begins) - 1] if len(until) else until
    return _run(["split_contracts"], found | {"short_gaps": until - first})["split_contracts"]
