"""Flexible hours as the rooms ask for them: the plan of people, and what the law has against it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import ContractVersion, FlexibleAgreement, FlexibleCover
from openinsa.staffing.rosters import RosterDay, rosters_of
from openinsa.staffing.sheet import days_between, plan_from, week_of

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
AVERAGE, LONG_WEEK, LONG_DAY = "plan_over_average", "plan_over_week", "plan_over_day"


@dataclass(frozen=True)
class PlanFault:
    """What a plan has against an article: the rule that finds it, where, and how many minutes were planned."""

    rule: str
    since: date
    to: date
    minutes: int


@dataclass(frozen=True)
class Plans:
    """Planned minutes of contracts by day, 0 where the plan has nothing."""

    versions: Mapping[int, Sequence[ContractVersion]]
    rosters: Mapping[int, Mapping[date, RosterDay]]

    def on(self, contract: int, day: date) -> int:
        """Minutes that a crew's shift, or else the week of the version in force, plans for the day."""
        roster = self.rosters.get(contract, {}).get(day)
        if roster is not None:
            shift = roster.pattern.shift(roster.what)
            return shift.scheduled_minutes if shift else 0
        version = self.version(contract, day)
        plan = plan_from(version, day.weekday()) if version else None
        return plan.minutes if plan else 0

    def version(self, contract: int, day: date) -> ContractVersion | None:
        """The version in force on the day, the nearest one before the first."""
        held = self.versions.get(contract, ())
        begun = [one for one in held if one.valid_from <= day]
        return begun[-1] if begun else next(iter(held), None)

    def weeks(self, contract: int, days: Iterable[date]) -> dict[date, int]:
        """What the plan has for each whole week that some days lie in, by its last day."""
        versions = ((day, self.version(contract, day)) for day in days)
        ends = {week_of(day, held.week_ends_on if held else 6) for day, held in versions}
        return {end: sum(self.on(contract, end - n * ONE_DAY) for n in range(7)) for end in sorted(ends)}


def plans_of(contracts: Collection[int], first: date, last: date) -> Plans:
    """The plans of some contracts over some days, whole weeks around them. Two statements, or four with crews."""
    versions: dict[int, list[ContractVersion]] = {one: [] for one in contracts}
    for version in ContractVersion.objects.filter(contract__in=contracts).order_by("valid_from"):
        versions[version.contract_id].append(version)
    return Plans(versions, rosters_of(versions, first - WEEK, last + WEEK))


def faults_of_plan(plans: Plans, cover: FlexibleCover, agreement: FlexibleAgreement) -> Iterator[PlanFault]:
    """What the law has against the plan of one contract under an agreement, unit period by unit period.

    The average is asked of whole unit periods alone: who joins or leaves in one is settled by what was worked.
    """
    for begin, end in agreement.units():
        since, to = max(begin, cover.valid_from), min(end, cover.valid_to)
        days = days_between(since, to)
        minutes = {day: plans.on(cover.contract_id, day) for day in days}
        total = sum(minutes.values())
        if (since, to) == (begin, end) and _is(AVERAGE, end, unit_planned_minutes=total, unit_days=len(days)):
            yield PlanFault(AVERAGE, begin, end, total)
        for last, planned in plans.weeks(cover.contract_id, days).items():
            if _is(LONG_WEEK, last, planned_week_minutes=planned, short_unit=agreement.short):
                yield PlanFault(LONG_WEEK, last - WEEK + ONE_DAY, last, planned)
        for day, planned in minutes.items():
            if _is(LONG_DAY, day, planned_day_minutes=planned, short_unit=agreement.short):
                yield PlanFault(LONG_DAY, day, day, planned)


@lru_cache(maxsize=4096)
def _is(rule: str, day: date, **given: int) -> bool:
    number = np.array([day_number(day)], np.int64)
    columns = {name: np.array([value]) for name, value in given.items()}
    return bool(load_rule_book().run([rule], {**columns, "work_date": number, "week_end": number})[rule][0])
