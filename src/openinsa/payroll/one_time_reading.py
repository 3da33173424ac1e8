"""A spreadsheet of names and amounts beside the people of a project. Writes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from openinsa.exchange.bills import BillRow, read_bill
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook import read_workbook, without_password
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.importing import FileNotRead, FoundFault, of_cell
from openinsa.staffing.models import Contract


@dataclass
class ListRead:
    """Amounts by contract, and rows that mean nobody of the project or several people."""

    amounts: dict[int, int] = field(default_factory=dict)
    contracts: list[Contract] = field(default_factory=list)
    nobody: list[BillRow] = field(default_factory=list)
    faults: list[FoundFault] = field(default_factory=list)


def read_list(people: Sequence[Contract], name: str, content: bytes, password: str = "") -> ListRead:
    """Whom each row means and what is paid. Raises FileNotRead."""
    try:
        reading = read_bill(read_workbook(name, without_password(content, password or None)), "one_time")
    except FileRefused as refused:
        raise FileNotRead(refused) from refused
    found = ListRead(faults=[of_cell(fault) for fault in reading.faults])
    sealer = Sealer(people[0].institution_id) if people else None
    by_token = {bytes(one.person.resident_number_token): one for one in people}
    named: dict[str, list[Contract]] = defaultdict(list)
    for one in people:
        named[one.person.name].append(one)
    for row in reading.rows:
        same = named.get(row.name, [])
        if row.number and sealer:
            same = [known] if (known := by_token.get(sealer.token(row.number))) else []
        elif row.birth:
            same = [one for one in same if f"{one.person.birth_date:%y%m%d}" == row.birth]
        if len(same) == 1 and row.amounts.get("amount", 0) > 0:
            found.amounts[same[0].pk] = found.amounts.get(same[0].pk, 0) + row.amounts["amount"]
            found.contracts += [same[0]] if same[0] not in found.contracts else []
        else:
            found.nobody.append(row)
    return found
