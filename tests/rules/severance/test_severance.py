"""Average wage, service and severance against plain Python dates and fractions."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.rows import run

DAYS = st.dates(date(2013, 1, 1), date(2027, 12, 31))
WON = st.integers(0, 100_000_000)
SOME = settings(max_examples=200, deadline=None)


def same_day(day: date, months: int) -> date | None:
    """The same day so many months later (below 0: earlier), None where the month has no such day."""
    month = day.year * 12 + day.month - 1 + months
    try:
        return date(month // 12, month % 12 + 1, day.day)
    except ValueError:
        return None


def month_end(day: date, months: int) -> date:
    month = day.year * 12 + day.month + months
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


@SOME
@given(DAYS, st.booleans())
def test_the_three_months_begin_on_the_same_day_or_where_the_institution_says(
    ended: date, march: bool
) -> None:
    after = ended + timedelta(days=1)
    first = same_day(after, -3)
    if first is None:
        last = month_end(after, -3)
        first = last + timedelta(days=1) if march and last.month == 2 else last
    row = {"employment_ended": ended, "employed_since": date(2012, 8, 1), "missing_day_is_march": march}
    (start,) = run("average_window_start", [row])
    (count,) = run("average_window_days", [row])
    assert date(1970, 1, 1) + timedelta(days=start) == first
    assert count == (ended - first).days + 1
    assert 89 <= count <= 92


@SOME
@given(DAYS, st.integers(0, 9_000))
def test_months_and_years_of_service_are_those_of_the_calendar(since: date, length: int) -> None:
    ended = since + timedelta(days=length)
    months = 0
    while (
        same_day(since, months + 1) or month_end(since, months + 1) + timedelta(days=1)
    ) <= ended + timedelta(days=1):
        months += 1
    row = {"employed_since": since, "employment_ended": ended}
    assert run("service_months", [row]) == [months]
    assert run("completed_years", [row]) == [months // 12]
    years = months // 12
    anniversary = same_day(since, 12 * years) or date(since.year + years, 3, 1)
    assert run("service_years", [row]) == [years + (anniversary <= ended)]


@SOME
@given(WON, st.integers(1, 92), st.integers(0, 1_000_000), st.integers(365, 12_000), st.booleans())
def test_severance_is_the_larger_daily_wage_for_thirty_days_a_year(
    wages: int, days: int, ordinary: int, served: int, nearest: bool
) -> None:
    exact = max(Fraction(wages, days), Fraction(ordinary)) * 30 * served / 365
    row = {
        "employment_ended": date(2026, 6, 30),
        "three_month_wages": wages,
        "three_month_days": days,
        "daily_ordinary_wage": ordinary,
        "service_days": served,
        "completed_years": served // 366,
        "average_weekly_minutes": 2400,
        "severance_to_nearest": nearest,
    }
    wanted = (exact + Fraction(1, 2)).__floor__() if nearest else exact.__floor__()
    assert run("settled_severance", [row]) == [wanted if row["completed_years"] else 0]


@SOME
@given(WON, WON, st.integers(1, 30), st.booleans())
def test_what_is_paid_out_and_what_is_withheld_are_the_settlement(
    severance: int, notice: int, years: int, account: bool
) -> None:
    row = {
        "retired_on": date(2026, 6, 30),
        "settled_severance": severance,
        "notice_pay_due": notice,
        "service_years": years,
        "paid_into_pension_account": account,
    }
    tax, withheld, local, net = (
        run(name, [row])[0]
        for name in (
            "retirement_income_tax",
            "retirement_tax_withheld",
            "retirement_local_tax_withheld",
            "settlement_net",
        )
    )
    taxed_now = notice if account else severance + notice
    share = Fraction(tax * taxed_now, severance + notice) if severance + notice else 0
    assert withheld == share // 10 * 10
    assert local == withheld // 100 * 10
    assert net + withheld + local == severance + notice
