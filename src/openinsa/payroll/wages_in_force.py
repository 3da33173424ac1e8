"""The wage of a contract on a day, confirmed corrections counted, and until when it was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openinsa.payroll.models import Correction
from openinsa.staffing.models import Contract, ContractVersion

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wages:
    """A contract's versions in the order of time, and its confirmed wage corrections in theirs."""

    versions: Sequence[ContractVersion]
    corrections: Sequence[Correction]

    def on(self, day: date) -> int | None:
        """The rate on a day, None outside the contract."""
        rates = [version.rate for version in self.versions if version.valid_from <= day <= version.valid_to]
        rates += [int(one.rate or 0) for one in self.corrections if one.first_day <= day <= one.last_day]
        return rates[-1] if rates else None

    def agreed_until(self, day: date) -> date:
        """The last day before another wage begins; `day` must lie in the contract."""
        ends = next(one.valid_to for one in self.versions if one.valid_from <= day <= one.valid_to)
        for following in self.versions:
            if following.valid_from == ends + ONE_DAY and self.on(following.valid_from) == self.on(ends):
                ends = following.valid_to
        return ends


def wages_of(contract: Contract, before: Correction | None = None) -> Wages:
    """The contract's wages; with `before`, as they were when that correction was not yet made. Two statements."""
    made = contract.corrections.filter(kind=Correction.Kind.WAGE, state=Correction.State.CONFIRMED)
    if before is not None:
        made = made.filter(position__lt=before.position)
    return Wages(list(contract.versions.order_by("valid_from")), list(made.order_by("position")))
