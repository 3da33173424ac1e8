"""What can be asked about leave: who has how much left. As many statements for one person as for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say

from openinsa.leave.banking import banked_ledgers_of
from openinsa.leave.due import Due, due_of
from openinsa.leave.ledger import Balance, Exit, balance
from openinsa.leave.ledgers import Ledger, ledgers_of
from openinsa.people.models import User
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of
from openinsa.web.templatetags.web import hours


@dataclass(frozen=True)
class PersonsLeave:
    """One contract's line in the list of leave."""

    contract: Contract
    balance: Balance
    daily_minutes: int
    banked: Balance

    @property
    def pk(self) -> int:
        return self.contract.pk

    @property
    def name(self) -> str:
        return self.contract.person.name

    @property
    def project(self) -> str:
        return self.contract.project.name

    @property
    def employed_since(self) -> date:
        return self.contract.starts_on

    @property
    def granted(self) -> int:
        return self.balance.granted

    @property
    def taken(self) -> int:
        return self.balance.taken

    @property
    def lapsed(self) -> int:
        return self.balance.lapsed

    @property
    def left(self) -> int:
        return self.balance.left

    @property
    def days_left(self) -> str:
        return in_days(self.left, self.daily_minutes)

    @property
    def ahead(self) -> int:
        """Minutes taken before they arose."""
        return max(-self.left, 0)

    @property
    def days_ahead(self) -> str:
        """The same in days, whole ones without a decimal: 4 or 0.5."""
        return in_days(self.ahead, self.daily_minutes).removesuffix(".0")

    @property
    def banked_left(self) -> int:
        """Minutes of compensatory leave."""
        return self.banked.left


def balances(user: User, on: date) -> list[PersonsLeave]:
    """The leave of everybody within reach who is employed on a day. A fixed number of statements."""
    contracts = contracts_of(user).filter(starts_on__lte=on, ends_on__gte=on)
    return leave_of(contracts.select_related("person", "project"), on)


def leave_of(contracts: Iterable[Contract], on: date, *, ahead: bool = True) -> list[PersonsLeave]:
    """The leave of contracts that are already loaded with person and project."""
    held = list(contracts)
    people = {contract.person_id for contract in held}
    found, banked = balances_of(people, on, ahead=ahead), banked_balances_of(people, on, ahead=ahead)
    minutes = daily_minutes([contract.pk for contract in held], on)
    return [
        PersonsLeave(one, found[one.person_id], minutes.get(one.pk, 0), banked[one.person_id])
        for one in held
        if one.pk in minutes
    ]


def balances_of(person_ids: Iterable[int], on: date, *, ahead: bool = True) -> dict[int, Balance]:
    """What stands in the ledgers of some people on a day; `ahead` counts what is written for later days too."""
    return _balances(ledgers_of(person_ids), on, ahead=ahead)


def banked_balances_of(person_ids: Iterable[int], on: date, *, ahead: bool = True) -> dict[int, Balance]:
    """The same of compensatory leave. Three statements."""
    return _balances(banked_ledgers_of(person_ids), on, ahead=ahead)


def _balances(ledgers: Mapping[int, Ledger], on: date, *, ahead: bool) -> dict[int, Balance]:
    found = {}
    for person, ledger in ledgers.items():
        employment = ledger.employment_on(on)
        until = employment.until if ahead else min(employment.until, on)
        found[person] = balance(*ledger.between(employment.since, until), on)
    return found


def unused_at_exit(contracts: Iterable[Contract]) -> dict[int, list[Due]]:
    """Leave for which pay is still owed when the employment of a contract ends, by contract.

    One entry for each last day of use. Nothing for a contract that another one follows: the employment goes
    on. What of it was paid or promoted is told, and `owed` is the rest. Compensatory leave stands beside annual
    leave. Eleven statements.
    """
    held = list(contracts)
    until = max((contract.ends_on for contract in held), default=date.min)
    by_contract: dict[int, list[Due]] = {contract.pk: [] for contract in held}
    for one in due_of({contract.person_id for contract in held}, until):
        if one.last_contract in by_contract and one.owed:
            by_contract[one.last_contract].append(one)
    return by_contract


def exit_of(person: int, on: date) -> tuple[date, Exit] | None:
    """What the end of a person's employment of a day settles between the fiscal year and the day of hire, with its
    last day; nothing where the day of hire granted all of it."""
    ledger = ledgers_of([person])[person]
    employment = ledger.employment_on(on)
    found = ledger.exits.get(employment.since)
    return (employment.until, found) if found else None


def own_facts(*, person: int, **_rest: object) -> list[tuple[str, str, str]]:
    """What a worker has left today, for their own page; nothing where there is nothing to tell."""
    today = timezone.localdate()
    address, told = reverse("leave:mine"), []
    for label, found in ((say("연차"), balances_of), (say("보상휴가"), banked_balances_of)):
        one = found([person], today)[person]
        if one.granted or one.taken:
            told.append((label, _standing(one.left), address))
    return told


def _standing(left: int) -> str:
    """What is left, or what was taken before it arose."""
    if left < 0:
        return say("미리 씀 %(time)s") % {"time": hours(-left)}
    return say("남음 %(time)s") % {"time": hours(left)}


def in_days(minutes: int, daily_minutes: int) -> str:
    """Minutes as days of a person's own length, to one decimal cut toward nothing: 11.5."""
    tenths = abs(minutes) * 10 // daily_minutes if daily_minutes else 0
    return f"{'-' if minutes < 0 and tenths else ''}{tenths // 10}.{tenths % 10}"


def daily_minutes(contract_ids: Sequence[int], on: date) -> dict[int, int]:
    """The agreed minutes of a day in the version that holds on a day, or else in the last one."""
    versions = Contract.objects.filter(pk__in=contract_ids, versions__valid_from__lte=on)
    found = versions.order_by("versions__valid_from").values_list("pk", "versions__daily_scheduled_minutes")
    return dict(found)
