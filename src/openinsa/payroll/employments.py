"""The employment that a slip pays: contracts that follow each other without a day between are one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openinsa.payroll.models import Payslip
from openinsa.staffing.models import Contract, ContractVersion
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Employment:
    """One person's contracts in one project, in the order of time and without a gap."""

    contracts: Sequence[Contract]

    @property
    def starts_on(self) -> date:
        return self.contracts[0].starts_on

    @property
    def ends_on(self) -> date:
        return self.contracts[-1].ends_on

    def versions_in(self, month: date) -> list[ContractVersion]:
        """What the contracts said in the month, in the order of time."""
        versions = (version for contract in self.contracts for version in contract.versions.all())
        return [one for one in versions if one.valid_from <= last_day(month) and one.valid_to >= month]


def employments_of(slips: Sequence[Payslip]) -> dict[int, Employment]:
    """The employment behind each slip, by the contract of the slip. Two statements."""
    contracts = Contract.objects.filter(
        project__in={slip.contract.project_id for slip in slips},
        person__in={slip.person_id for slip in slips},
    )
    chains: dict[tuple[int, int], list[list[Contract]]] = defaultdict(list)
    for contract in contracts.order_by("starts_on").prefetch_related("versions"):
        held = chains[contract.project_id, contract.person_id]
        if held and held[-1][-1].ends_on + ONE_DAY == contract.starts_on:
            held[-1].append(contract)
        else:
            held.append([contract])
    by_contract = {one.pk: chain for held in chains.values() for chain in held for one in chain}
    return {slip.contract_id: Employment(by_contract[slip.contract_id]) for slip in slips}
