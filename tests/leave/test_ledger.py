"""What is left of leave: the earliest to lapse is taken first, and what is not there yet is taken in advance."""

from datetime import date

from openinsa.leave.ledger import Granted, Taken, balance
from openinsa.leave.queries import in_days

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
YEAR_END = date(2026, 12, 31)


def grants() -> list[Granted]:
    return [Granted(FEBRUARY, YEAR_END, 480), Granted(MARCH, YEAR_END, 480)]


def test_leave_that_was_taken_is_no_longer_left() -> None:
    found = balance(grants(), [Taken(date(2026, 3, 5), 480)], APRIL)
    assert (found.granted, found.taken, found.left, found.lapsed) == (960, 480, 480, 0)


def test_an_hour_of_leave_is_an_hour_of_the_ledger() -> None:
    assert balance(grants(), [Taken(date(2026, 3, 5), 60)], APRIL).left == 900


def test_leave_before_it_arises_is_taken_in_advance_of_the_next_grant() -> None:
    taken = [Taken(date(2026, 2, 10), 960)]
    assert balance(grants(), taken, date(2026, 2, 10)).left == -480
    assert balance(grants(), taken, MARCH).left == 0


def test_leave_beyond_everything_stays_below_nothing() -> None:
    assert balance(grants(), [Taken(date(2026, 3, 5), 1440)], APRIL).left == -480


def test_what_was_not_taken_in_time_has_lapsed() -> None:
    found = balance(grants(), [Taken(date(2026, 3, 5), 240)], date(2027, 1, 1))
    assert (found.left, found.lapsed) == (0, 720)


def test_the_grant_that_lapses_first_is_taken_first() -> None:
    later, sooner = Granted(FEBRUARY, date(2027, 6, 30), 480), Granted(MARCH, YEAR_END, 480)
    balance([later, sooner], [Taken(date(2026, 3, 5), 480)], APRIL)
    assert (later.left, sooner.left) == (480, 0)


def test_days_left_are_told_in_tenths_of_the_persons_own_day() -> None:
    assert in_days(720, 480) == "1.5"
    assert in_days(-240, 480) == "-0.5"
    assert in_days(0, 240) == "0.0"
