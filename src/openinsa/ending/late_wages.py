"""Interest on a month's wages paid late: from the pay day on for who is still employed, from the fifteenth day
after the end for who had left before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils import timezone

from openinsa.ending.employment import employments_of
from openinsa.ending.settings import SettingsByDay
from openinsa.payroll.models import PayRun, Payslip
from openinsa.rules.engine import day_number, load_rule_book


@dataclass(frozen=True)
class LateWages:
    """One slip paid late. left_on: the end of the employment where it was over before the pay day."""

    slip: Payslip
    left_on: date | None
    days: int
    interest: int

    @property
    def pk(self) -> int:
        return self.slip.pk

    @property
    def name(self) -> str:
        return self.slip.person.name

    @property
    def birth_date(self) -> date:
        return self.slip.person.birth_date

    @property
    def gross(self) -> int:
        return self.slip.gross


def paid_day(run: PayRun) -> date:
    """The day on which a run was confirmed as paid, or today while it is not."""
    return timezone.localdate(run.paid_at) if run.paid_at else timezone.localdate()


def late_wages(run: PayRun, paid_on: date) -> list[LateWages]:
    """What a run's slips bear in interest if they are paid on a day. Four statements, whatever the people."""
    slips = list(run.slips.select_related("person", "contract").order_by("person__name", "pk"))
    if not slips:
        return []
    employments = employments_of([slip.contract for slip in slips], SettingsByDay().gap_days)
    ends = [employments[slip.contract_id].until for slip in slips]
    left = [end if end < run.pay_date else None for end in ends]
    found = _interest(slips, left, run.pay_date, paid_on)
    return [LateWages(*one) for one in zip(slips, left, *found, strict=True)]


def _interest(
    slips: Sequence[Payslip], left: Sequence[date | None], pay_date: date, paid_on: date
) -> tuple[list[int], list[int]]:
    """Days late and interest of each slip, by the rule for who is employed or who had left."""
    due = day_number(pay_date)
    gross = np.array([slip.gross for slip in slips], np.int64)
    columns = {
        "payment_ground_date": np.array([day_number(one) if one else due for one in left], np.int64),
        "wages_due_on": np.full(len(slips), due, np.int64),
        "paid_on": np.full(len(slips), day_number(paid_on), np.int64),
        "unpaid_amount": gross,
        "unpaid_wages": gross,
    }
    targets = ["late_days", "late_interest", "wage_late_days", "wage_late_interest"]
    found = load_rule_book().run(targets, columns)
    gone = np.array([one is not None for one in left])
    days = np.where(gone, found["late_days"], found["wage_late_days"])
    return days.tolist(), np.where(gone, found["late_interest"], found["wage_late_interest"]).tolist()
