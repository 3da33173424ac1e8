"""When the steps of promotion are due, and what the steps taken are worth, by the rules of rules/leave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from openinsa.leave.employments import Employment
from openinsa.leave.ledger import Granted, balance
from openinsa.leave.ledgers import Ledger, ledgers_of
from openinsa.leave.models import LeaveGrant, LeavePromotion
from openinsa.rules.engine import day_number, day_of, load_rule_book
from openinsa.staffing.models import Contract

NO_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Window:
    """The days of the steps for leave that lapses after one day."""

    first_from: date
    first_until: date
    second_until: date


class Step(TextChoices):
    """Where the promotion of somebody's leave stands on a day."""

    LATER = "later", _("아직 때가 아님")
    FIRST = "first", _("1차 촉구할 때")
    FIRST_MISSED = "first_missed", _("1차 촉구 놓침")
    PLAN = "plan", _("근로자 회신 기다림")
    SECOND = "second", _("2차 통보할 때")
    SECOND_MISSED = "second_missed", _("2차 통보 놓침")
    LATE = "late", _("기한 뒤에 해서 수당 지급")
    DONE = "done", _("촉진 마침")


@dataclass(frozen=True)
class Promoted:
    """Leave of one person that lapses after one day, with the days of its promotion and what was done.

    minutes: what is left of it today. worth: minutes that need not be paid when they lapse.
    """

    contract: Contract
    last_day: date
    first_year: bool
    later: bool
    minutes: int
    window: Window
    plan_until: date | None
    record: LeavePromotion | None
    worth: int
    step: str

    @property
    def pk(self) -> str:
        return f"{self.contract.person_id}-{self.last_day:%Y%m%d}-{int(self.later)}"

    @property
    def name(self) -> str:
        return self.contract.person.name

    @property
    def project(self) -> str:
        return self.contract.project.name

    @property
    def first_from(self) -> date:
        return self.window.first_from

    @property
    def first_until(self) -> date:
        return self.window.first_until

    @property
    def second_until(self) -> date:
        return self.window.second_until

    @property
    def first_noticed_on(self) -> date | None:
        return self.record.first_noticed_on if self.record else None

    @property
    def second_noticed_on(self) -> date | None:
        return self.record.second_noticed_on if self.record else None


Part = tuple[int, date, bool, bool]
"""A person, a last day of use, leave of a first year, leave that arose after the first notice."""


def promotions_of(contracts: Iterable[Contract], today: date) -> list[Promoted]:
    """The leave of some people that will lapse while they are employed, with its promotion. Five statements."""
    by_person = {contract.person_id: contract for contract in contracts}
    ledgers = ledgers_of(by_person)
    parts = _parts(ledgers, today)
    records = {
        (one.person_id, one.last_day, one.first_year, one.later): one
        for one in LeavePromotion.objects.filter(person__in=by_person)
    }
    shown = sorted(part for part, minutes in parts.items() if minutes or part in records)
    if not shown:
        return []
    held = [records.get(part) for part in shown]
    worth = iter(promoted_minutes([one for one in held if one]))
    plans = iter(plan_days([one for one in held if one]))
    found = []
    for part, window, record in zip(shown, windows_of([part[1:] for part in shown]), held, strict=True):
        minutes = next(worth) if record else 0
        plan = next(plans) if record else None
        step = _step(window, record, plan, minutes, today)
        person, last_day, first_year, later = part
        found.append(
            Promoted(
                by_person[person],
                last_day,
                first_year,
                later,
                parts[part],
                window,
                plan,
                record,
                minutes,
                step,
            )
        )
    return found


def _parts(ledgers: Mapping[int, Ledger], today: date) -> dict[Part, int]:
    """Minutes left today of leave that lapses while its employment lasts."""
    usable = [
        (person, grant)
        for person, ledger in ledgers.items()
        for grant in _usable(ledger, ledger.employment_on(today), today)
    ]
    if not usable:
        return {}
    first = windows_of([(grant.expires_on, _of_first_year(grant), False) for _person, grant in usable])
    parts: dict[Part, int] = defaultdict(int)
    for (person, grant), window in zip(usable, first, strict=True):
        first_year = _of_first_year(grant)
        later = first_year and grant.granted_on > window.first_from
        parts[person, grant.expires_on, first_year, later] += grant.left
    return parts


def _usable(ledger: Ledger, employment: Employment, today: date) -> list[Granted]:
    if not employment.since <= today <= employment.until:
        return []
    held = balance(*ledger.between(employment.since, today), today).grants
    return [grant for grant in held if today <= grant.expires_on <= employment.until]


def _of_first_year(grant: Granted) -> bool:
    return grant.basis == LeaveGrant.Basis.MONTH


def _step(window: Window, record: LeavePromotion | None, plan: date | None, worth: int, today: date) -> str:
    if record is None:
        begun = Step.FIRST.value if today <= window.first_until else Step.FIRST_MISSED.value
        return Step.LATER.value if today < window.first_from else begun
    if worth:
        return Step.DONE.value
    if record.second_noticed_on or not window.first_from <= record.first_noticed_on <= window.first_until:
        return Step.LATE.value
    if today > window.second_until:
        return Step.SECOND_MISSED.value
    return Step.PLAN.value if plan and today <= plan else Step.SECOND.value


def plan_days(promotions: Sequence[LeavePromotion]) -> list[date]:
    """Until when each worker may say when the leave will be taken."""
    return _plan_until([(one.last_day, one.first_noticed_on) for one in promotions])


def reply_days(promoted: Sequence[Promoted], day: date) -> list[date]:
    """Until when each worker may name days after a notice received on a day. No statement."""
    return _plan_until([(one.last_day, day) for one in promoted])


def _plan_until(asked: Sequence[tuple[date, date]]) -> list[date]:
    """The last day of the reply for (last day of use, day of the first notice)."""
    columns = {
        "leave_last_day": _days(last_day for last_day, _noticed_on in asked),
        "first_noticed_on": _days(noticed_on for _last_day, noticed_on in asked),
    }
    return [day_of(day) for day in load_rule_book().run(["plan_until"], columns)["plan_until"].tolist()]


def windows_of(asked: Sequence[tuple[date, bool, bool]]) -> list[Window]:
    """The windows for (last day of use, leave of a first year, arose after the first notice)."""
    columns = {
        "leave_last_day": np.array([day_number(one[0]) for one in asked], np.int64),
        "first_year_leave": np.array([one[1] for one in asked], np.bool_),
        "arose_after_first_notice": np.array([one[2] for one in asked], np.bool_),
    }
    wanted = ["promotion_from", "promotion_until", "second_notice_until"]
    found = load_rule_book().run(wanted, columns)
    return [
        Window(*map(day_of, days)) for days in zip(*(found[name].tolist() for name in wanted), strict=True)
    ]


def promoted_by_day(promotions: Iterable[LeavePromotion]) -> Mapping[tuple[int, date], int]:
    """Minutes that need not be paid when they lapse, by person and last day of use. One statement."""
    held = list(promotions)
    worth: dict[tuple[int, date], int] = defaultdict(int)
    for one, minutes in zip(held, promoted_minutes(held), strict=True):
        worth[one.person_id, one.last_day] += minutes
    return worth


def promoted_minutes(promotions: Sequence[LeavePromotion]) -> list[int]:
    """What each is worth: its minutes where every step was taken in time, otherwise nothing."""
    columns = {
        "leave_last_day": _days(one.last_day for one in promotions),
        "first_noticed_on": _days(one.first_noticed_on for one in promotions),
        "plan_received_on": _days(one.plan_received_on for one in promotions),
        "second_noticed_on": _days(one.second_noticed_on for one in promotions),
        "first_year_leave": np.array([one.first_year for one in promotions], np.bool_),
        "arose_after_first_notice": np.array([one.later for one in promotions], np.bool_),
        "plan_received": np.array([one.plan_received_on is not None for one in promotions], np.bool_),
        "second_noticed": np.array([one.second_noticed_on is not None for one in promotions], np.bool_),
        "noticed_minutes": np.array([one.minutes for one in promotions], np.int64),
    }
    return load_rule_book().run(["promoted_minutes"], columns)["promoted_minutes"].tolist()


def _days(days: Iterable[date | None]) -> np.ndarray:
    return np.array([day_number(day or NO_DAY) for day in days], np.int64)
