"""What a shift pattern comes to: hours a week, free days, who is on duty, and what to look at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import lcm

import numpy as np
from django.utils.translation import gettext as say

from openinsa.compute.shift_patterns import (
    DAYS_PER_WEEK,
    MINUTES_PER_DAY,
    Crews,
    PlannedDays,
    crews_on_duty,
    plan_days,
    weekly_holidays,
)
from openinsa.compute.tables import Whole
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.law import law_value
from openinsa.staffing.models import ContractVersion
from openinsa.staffing.patterns import FREE_DAYS, Pattern, Shift, clock, tables_of
from openinsa.web.templatetags.web import hours

SUNDAY = ContractVersion.Weekday.SUNDAY


@dataclass(frozen=True)
class Notice:
    """Something to look at again, with the article where one applies."""

    text: str
    law: str = ""


@dataclass(frozen=True)
class PlannedMonth:
    """One crew's days from first to last: the day's name, whether it is the week's paid holiday, minutes."""

    crew: int
    days: tuple[tuple[str, bool], ...]
    minutes: int
    worked_days: int


class Figures:
    """The figures of one pattern, at the values of the law on a day; weeks end as told."""

    def __init__(self, pattern: Pattern, on: date, week_ends_on: int = SUNDAY) -> None:
        self.pattern = pattern
        self.on = on
        self.week_ends_on = week_ends_on

    @cached_property
    def cycle_minutes(self) -> int:
        """Planned minutes of the cycle, breaks left out."""
        return sum(shift.plan.minutes for shift in self._shifts_of_cycle())

    @cached_property
    def weekly_minutes(self) -> int:
        """Average minutes a week; a part of a minute counts as one more."""
        return self._judged("cycle_weekly_minutes", self.cycle_minutes)

    @cached_property
    def weekly_scheduled_minutes(self) -> int:
        """Average agreed minutes a week, to hold against the contract."""
        agreed = sum(shift.scheduled_minutes for shift in self._shifts_of_cycle())
        return self._judged("cycle_weekly_minutes", agreed)

    @cached_property
    def longest_week(self) -> int:
        """Planned minutes of the longest week that any crew ever has."""
        return int(self._by_week(self._whole_weeks.minutes).max())

    @cached_property
    def fewest_free_days(self) -> int:
        """Free days of the week in which a crew has the fewest."""
        return int(self._by_week(~self._whole_weeks.works).min())

    @cached_property
    def shortest_rest(self) -> int:
        """Fewest minutes from the end of a shift to the begin of the next; negative where they overlap."""
        starts = self._starts_in_cycle()
        after = [*starts[1:], starts[0] + len(self.pattern.cycle) * MINUTES_PER_DAY]
        lengths = [shift.plan.ends - shift.plan.starts for shift in self._shifts_of_cycle()]
        return min(
            later - start - length for start, length, later in zip(starts, lengths, after, strict=True)
        )

    @cached_property
    def on_duty(self) -> Whole:
        """Crews on duty at each minute of the cycle."""
        cycles, shifts = tables_of([self.pattern])
        return crews_on_duty(cycles.what.tolist(), shifts, self.pattern.crew_offsets)

    def month(self, first: date, last: date) -> list[PlannedMonth]:
        """The days of every crew from first to last."""
        days, holiday = self._planned(first, last)
        names = [self._named(what) for what in days.what.tolist()]
        found = []
        for place in range(len(self.pattern.crew_offsets)):
            own = np.flatnonzero(days.person == place)
            found.append(
                PlannedMonth(
                    crew=place + 1,
                    days=tuple((names[row], bool(holiday[row])) for row in own),
                    minutes=int(days.minutes[own].sum()),
                    worked_days=int(days.works[own].sum()),
                )
            )
        return found

    def notices(self) -> Iterator[Notice]:
        """What an institution should look at again before it works by this pattern."""
        yield from self._long_weeks()
        yield from self._short_breaks()
        yield from self._no_rest()
        yield from self._hours_without_anybody()

    def _long_weeks(self) -> Iterator[Notice]:
        ordinary = law_value("weekly_limit_minutes", self.on)
        limit = hours(ordinary + law_value("weekly_overtime_limit_minutes", self.on))
        if self._judged("cycle_over_limit", self.cycle_minutes):
            text = say(
                "평균이 주 %(average)s이어서 %(limit)s을 넘습니다. 조를 늘리거나 근무를 줄이고, 적용제외 승인이나 탄력적 근로시간제가 있는지 확인해 주세요."
            )
            told = {"average": hours(self.weekly_minutes), "limit": limit}
            yield Notice(text % told, article("cycle_over_limit"))
        elif self._longest_week_over_limit:
            text = say(
                "가장 긴 주가 %(longest)s이어서 %(limit)s을 넘습니다. 순환을 고치고, 적용제외 승인이나 탄력적 근로시간제가 있는지 확인해 주세요."
            )
            yield Notice(
                text % {"longest": hours(self.longest_week), "limit": limit}, article("week_over_limit")
            )
        if self.weekly_scheduled_minutes > ordinary:
            text = say(
                "소정근로가 평균 주 %(agreed)s입니다. 소정근로는 주 %(limit)s까지이니 근무의 소정근로시간을 줄여 주세요. 줄인 시간은 연장근로입니다."
            )
            told = {"agreed": hours(self.weekly_scheduled_minutes), "limit": hours(ordinary)}
            yield Notice(text % told, article("cycle_weekly_minutes"))

    @property
    def _longest_week_over_limit(self) -> bool:
        """Without an agreement on flexible hours, which would be asked for by whoever works so."""
        week = {"week_worked_minutes": self.longest_week, "week_exempt_minutes": 0}
        return bool(_asked("week_over_limit", self.on, **week, flexible=False, week_planned_minutes=0))

    def _short_breaks(self) -> Iterator[Notice]:
        text = say(
            "'%(mark)s' 근무 %(worked)s에는 휴게가 %(needed)s 이상 있어야 하는데 %(given)s뿐입니다. 휴게를 늘려 주세요."
        )
        for shift in self.pattern.shifts:
            worked = shift.plan.minutes
            needed = _asked("minimum_break_minutes", self.on, working_minutes=worked)
            given = shift.plan.ends - shift.plan.starts - worked
            if given < needed:
                told = {"worked": hours(worked), "needed": hours(needed), "given": hours(given)}
                yield Notice(text % {"mark": shift.mark, **told}, article("minimum_break_minutes"))

    def _no_rest(self) -> Iterator[Notice]:
        if _asked("week_without_rest", self.on, week_free_days=self.fewest_free_days):
            text = say(
                "쉬는 날이 하루도 없는 주가 있습니다. 주휴일에 근무하는 주에는 휴일근로 가산임금이 나갑니다."
            )
            yield Notice(text, article("week_without_rest"))

    def _hours_without_anybody(self) -> Iterator[Notice]:
        if self.on_duty.min() >= self.pattern.on_duty:
            return
        text = say(
            "순환 %(day)d일째 %(clock)s에 근무하는 조가 %(there)d개입니다. 늘 %(wanted)d개 조가 근무하려면 순환이나 조별 시작 위치를 고쳐 주세요."
        )
        minute = int(np.argmax(self.on_duty < self.pattern.on_duty))
        there = int(self.on_duty[minute])
        place = {"day": minute // MINUTES_PER_DAY + 1, "clock": clock(minute)}
        yield Notice(text % {**place, "there": there, "wanted": self.pattern.on_duty})

    def _shifts_of_cycle(self) -> list[Shift]:
        found = (self.pattern.shift(what) for what in self.pattern.cycle)
        return [shift for shift in found if shift is not None]

    def _starts_in_cycle(self) -> list[int]:
        days = [day for day, what in enumerate(self.pattern.cycle) if what not in FREE_DAYS]
        shifts = zip(days, self._shifts_of_cycle(), strict=True)
        return [day * MINUTES_PER_DAY + shift.plan.starts for day, shift in shifts]

    def _judged(self, rule: str, minutes: int) -> int:
        return _asked(rule, self.on, cycle_minutes=minutes, cycle_days=len(self.pattern.cycle))

    @cached_property
    def _whole_weeks(self) -> PlannedDays:
        """Every crew over the days after which cycle and week begin together again, in whole weeks."""
        start = day_number(self.pattern.starts_on)
        first = start + (self.week_ends_on + 1 - start - 3) % DAYS_PER_WEEK
        last = first + lcm(len(self.pattern.cycle), DAYS_PER_WEEK) - 1
        return plan_days(self._crews(first, last), *tables_of([self.pattern]), first, last)

    def _by_week(self, values: np.ndarray) -> Whole:
        return values.astype(np.int64).reshape(-1, DAYS_PER_WEEK).sum(axis=1)

    def _planned(self, first: date, last: date) -> tuple[PlannedDays, np.ndarray]:
        begin, end = day_number(first) - DAYS_PER_WEEK, day_number(last) + DAYS_PER_WEEK
        days = plan_days(self._crews(begin, end), *tables_of([self.pattern]), begin, end)
        ends_on = np.full(len(days), self.week_ends_on)
        holiday = weekly_holidays(days, ends_on, np.full(len(days), self.pattern.holiday_on_a_free_day))
        shown = (days.date >= day_number(first)) & (days.date <= day_number(last))
        return days.take(shown), holiday[shown]

    def _crews(self, first: int, last: int) -> Crews:
        offsets = np.array(self.pattern.crew_offsets, np.int64)
        same = {"pattern": 0, "anchor": day_number(self.pattern.starts_on), "first": first, "last": last}
        columns = {name: np.full(len(offsets), value, np.int64) for name, value in same.items()}
        return Crews(person=np.arange(len(offsets)), offset=offsets, **columns)

    def _named(self, what: int) -> str:
        if what >= 0:
            return self.pattern.shifts[what].mark
        return next(name for name, number in FREE_DAYS.items() if number == what)


def _asked(rule: str, on: date, **given: int) -> int:
    day = np.array([day_number(on)], np.int64)
    columns = {name: np.array([value]) for name, value in given.items()}
    return int(load_rule_book().run([rule], {**columns, "work_date": day, "week_end": day})[rule][0])


def article(rule: str) -> str:
    """The article of law behind a rule, as its newest form names it."""
    return load_rule_book().rules[rule][-1].law
