"""Leave that nobody can take any more is owed as pay: once, for the right time, from the right day."""

from datetime import date

import pytest

from office import Office, new_office
from openinsa.leave.actions import grant_by_hand
from openinsa.leave.due import due_of
from openinsa.leave.ledger import Granted, Taken, unused
from openinsa.leave.queries import unused_at_exit
from openinsa.staffing.models import Contract
from statements import counted_statements

YEAR_END = date(2026, 12, 31)


def granted(day: date, last: date, minutes: int = 480) -> Granted:
    return Granted(day, last, minutes)


def test_what_lapses_is_unused_from_its_last_day() -> None:
    grants = [granted(date(2026, 2, 1), YEAR_END), granted(date(2026, 3, 1), YEAR_END)]
    found = unused(grants, [Taken(date(2026, 6, 2), 600)], date(2027, 6, 30))
    assert [(one.due_on, one.minutes) for one in found] == [(YEAR_END, 360)]


def test_what_could_still_be_taken_is_unused_from_the_last_day_of_work() -> None:
    grants = [granted(date(2026, 2, 1), YEAR_END), granted(date(2026, 3, 1), date(2026, 5, 31))]
    found = unused(grants, [], date(2026, 6, 30))
    assert [(one.due_on, one.minutes) for one in found] == [
        (date(2026, 5, 31), 480),
        (date(2026, 6, 30), 480),
    ]


def test_leave_that_would_arise_after_the_end_is_not_owed() -> None:
    assert unused([granted(date(2026, 7, 1), YEAR_END)], [], date(2026, 6, 30)) == []


def give(office: Office, contract: Contract, last_day: date, minutes: int = 2400) -> None:
    grant_by_hand(
        office.hr_officer,
        contract.pk,
        minutes=minutes,
        granted_on=contract.starts_on,
        expires_on=last_day,
        reason="이월",
    )


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.mark.django_db
def test_the_exit_settlement_asks_for_what_the_end_of_work_and_earlier_lapses_left(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 6, 30))
    give(office, contract, date(2026, 3, 31), 480)
    give(office, contract, YEAR_END)
    owed = unused_at_exit([contract])[contract.pk]
    assert [(one.due_on, one.employment_over, one.owed) for one in owed] == [
        (date(2026, 3, 31), False, 480),
        (date(2026, 6, 30), True, 2400),
    ]


@pytest.mark.django_db
def test_a_contract_that_another_one_follows_leaves_nothing_to_settle(office: Office) -> None:
    number = {"resident_number": "900101-1999999"}
    first = office.employ(ends_on=date(2026, 6, 30), **number)
    last = office.employ(starts_on=date(2026, 7, 1), **number)
    give(office, first, YEAR_END)
    owed = unused_at_exit([first, last])
    assert owed[first.pk] == []
    assert [(one.contract, one.due_on, one.owed) for one in owed[last.pk]] == [(last.pk, YEAR_END, 2400)]


@pytest.mark.django_db
def test_what_many_leave_unused_costs_as_many_statements_as_of_one(office: Office) -> None:
    contracts = [office.employ(f"박새봄{number}", ends_on=date(2026, 6, 30)) for number in range(4)]
    for one in contracts:
        give(office, one, YEAR_END)
    with counted_statements() as few:
        unused_at_exit(contracts[:1])
    with counted_statements() as many:
        assert all(unused_at_exit(contracts).values())
    assert len(many) == len(few)


@pytest.mark.django_db
def test_nobody_without_leave_is_owed_any(office: Office) -> None:
    contract = office.employ()
    assert due_of([contract.person_id], YEAR_END) == []
    assert unused_at_exit([]) == {}
