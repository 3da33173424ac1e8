"""The employment that ends with a contract: a person's contracts in any projects, joined where no real gap lies.

Two statements for any number of contracts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openinsa.staffing.models import Contract, ContractVersion

ONE_DAY = timedelta(days=1)
FOUR_WEEKS = 28


@dataclass(frozen=True)
class Employment:
    """Contracts in the order of time. `gaps` are days between them that were not counted as a gap."""

    contracts: Sequence[Contract]
    gaps: int = 0

    @property
    def since(self) -> date:
        return self.contracts[0].starts_on

    @property
    def until(self) -> date:
        return max(contract.ends_on for contract in self.contracts)

    @property
    def last(self) -> Contract:
        """The contract with which the employment ends."""
        return max(self.contracts, key=lambda contract: (contract.ends_on, contract.pk))

    def versions(self) -> Iterable[ContractVersion]:
        return (version for contract in self.contracts for version in contract.versions.all())

    def average_weekly_minutes(self, until: date) -> int:
        """Agreed minutes a week averaged over the four weeks up to a day, or over a shorter employment."""
        first = max(until - timedelta(days=FOUR_WEEKS) + ONE_DAY, self.since)
        total = sum(
            version.weekly_scheduled_minutes * overlap(version.valid_from, version.valid_to, first, until)
            for version in self.versions()
        )
        return total // ((until - first).days + 1)

    def crosses(self, minutes: int) -> bool:
        """Whether some terms agree on fewer weekly minutes than this and others on at least as many."""
        agreed = {version.weekly_scheduled_minutes < minutes for version in self.versions()}
        return len(agreed) > 1


def overlap(since: date, until: date, first: date, last: date) -> int:
    """Days that two spans share, ends included."""
    return max((min(until, last) - max(since, first)).days + 1, 0)


def employments_of(
    contracts: Iterable[Contract], gap_days: Callable[[date], int]
) -> Mapping[int, Employment]:
    """The employment behind each contract, by its id; `gap_days` says how long a gap may be on its first day."""
    asked = list(contracts)
    held = Contract.objects.filter(person__in={contract.person_id for contract in asked})
    held = held.select_related("person", "project").prefetch_related("versions")
    by_contract: dict[int, Employment] = {}
    by_person: dict[int, list[Contract]] = {}
    for contract in held.order_by("starts_on", "pk"):
        by_person.setdefault(contract.person_id, []).append(contract)
    for own in by_person.values():
        for employment in _chains(own, gap_days):
            by_contract |= {contract.pk: employment for contract in employment.contracts}
    return {contract.pk: by_contract[contract.pk] for contract in asked}


def _chains(contracts: Sequence[Contract], gap_days: Callable[[date], int]) -> Iterable[Employment]:
    chain, gaps = [contracts[0]], 0
    for contract in contracts[1:]:
        ended = max(one.ends_on for one in chain)
        gap = (contract.starts_on - ended).days - 1
        if gap > gap_days(ended + ONE_DAY):
            yield Employment(tuple(chain), gaps)
            chain, gaps = [], 0
        else:
            gaps += max(gap, 0)
        chain.append(contract)
    yield Employment(tuple(chain), gaps)
