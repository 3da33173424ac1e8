"""Every day of service earns leave once, whether years count from the day of hire or by the fiscal year."""

from datetime import date, timedelta

import pytest

from openinsa.leave.ledger import Exit, Granted, Taken, settled, unused
from openinsa.leave.spans import Reckoning, Span, months_after, spans_of

HIRED = date(2018, 7, 1)
BY_JANUARY = Reckoning(date(2019, 1, 1), fiscal_month=1)


def yearly(since: date, until: date, *reckonings: Reckoning) -> list[tuple[str, date, int, int]]:
    spans = [one for one in spans_of(since, until, reckonings) if one.basis not in {"month", "compared"}]
    return [(one.basis, one.granted_on, one.days, one.years) for one in spans]


def test_the_first_fiscal_year_is_a_share_and_the_next_are_whole() -> None:
    assert yearly(HIRED, date(2022, 1, 1), BY_JANUARY) == [
        ("fiscal", date(2019, 1, 1), 184, 1),
        ("fiscal", date(2020, 1, 1), 365, 1),
        ("fiscal", date(2021, 1, 1), 366, 2),
        ("fiscal", date(2022, 1, 1), 365, 3),
    ]


def test_months_of_the_first_year_arise_as_by_the_day_of_hire() -> None:
    months = [one for one in spans_of(HIRED, date(2030, 1, 1), [BY_JANUARY]) if one.basis == "month"]
    assert len(months) == 11
    assert months[-1].granted_on == date(2019, 6, 1)


def test_people_already_employed_get_a_share_from_their_last_grant_on() -> None:
    switched = Reckoning(date(2020, 1, 1), fiscal_month=1)
    assert yearly(HIRED, date(2021, 1, 1), switched) == [
        ("year", date(2019, 7, 1), 365, 1),
        ("fiscal", date(2020, 1, 1), 184, 2),
        ("fiscal", date(2021, 1, 1), 366, 2),
    ]


def test_back_to_the_day_of_hire_the_first_anniversary_is_a_share() -> None:
    back = Reckoning(date(2021, 1, 1))
    assert yearly(HIRED, date(2022, 7, 1), BY_JANUARY, back)[-3:] == [
        ("fiscal", date(2021, 1, 1), 366, 2),
        ("year", date(2021, 7, 1), 181, 3),
        ("year", date(2022, 7, 1), 365, 4),
    ]


@pytest.mark.parametrize("since", [HIRED, date(2018, 1, 1), date(2019, 12, 31), date(2016, 2, 29)])
@pytest.mark.parametrize("month", [1, 3, 7])
def test_no_day_of_service_is_granted_for_twice(since: date, month: int) -> None:
    switched = [Reckoning(date(2020, month, 1), fiscal_month=month), Reckoning(date(2024, month, 1))]
    spans = [one for one in spans_of(since, date(2027, 12, 31), switched) if one.basis in {"year", "fiscal"}]
    edges = [since, *(one.granted_on for one in spans)]
    assert [one.first for one in spans] == edges[:-1]
    assert all(one.days <= one.year_days + 1 for one in spans)


def test_who_was_hired_on_the_first_day_of_the_fiscal_year_has_the_same_by_either() -> None:
    since = date(2019, 1, 1)
    by_fiscal = [(one[1:]) for one in yearly(since, date(2023, 1, 1), BY_JANUARY)]
    assert by_fiscal == [one[1:] for one in yearly(since, date(2023, 1, 1))]


def test_a_span_is_counted_in_months_the_last_one_cut_short() -> None:
    span = Span(date(2026, 1, 31), date(2026, 3, 15), "fiscal")
    assert span.months == [(date(2026, 1, 31), date(2026, 3, 1)), (date(2026, 3, 1), date(2026, 3, 15))]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
    ],
)
def test_a_month_without_the_day_ends_with_it(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


END = date(2026, 6, 30)
LASTING = END + timedelta(days=185)


def test_the_end_of_work_adds_what_the_day_of_hire_gives_more() -> None:
    grants = settled([Granted(date(2026, 1, 1), LASTING, 4800, "fiscal")], Exit(7200, 4800, 2400, 0), END)
    assert [(one.due_on, one.cut_off, one.minutes) for one in unused(grants, [], END)] == [(END, True, 7200)]


def test_a_surplus_comes_off_what_is_left_and_never_below_nothing() -> None:
    held = [
        Granted(date(2025, 1, 1), date(2025, 12, 31), 480, "fiscal"),
        Granted(date(2026, 1, 1), LASTING, 4800, "fiscal"),
    ]
    grants = settled(held, Exit(480, 5280, 0, 4800), END)
    assert [one.minutes for one in grants] == [480, 0]
    taken = [Taken(date(2026, 2, 2), 960)]
    assert [one.minutes for one in unused(grants, taken, END)] == [480]
