"""Premiums of mixed months against the rates reckoned by hand in fractions."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openinsa.rules.engine import DateBeforeFirstValue, UnknownKey
from rules.rows import run

PENSION = {2021: "4.5", 2026: "4.75", 2027: "5", 2028: "5.25", 2029: "5.5", 2030: "5.75", 2031: "6"}
BANDS = {
    2020: (320_000, 5_030_000),
    2021: (330_000, 5_240_000),
    2022: (350_000, 5_530_000),
    2023: (370_000, 5_900_000),
    2024: (390_000, 6_170_000),
    2025: (400_000, 6_370_000),
    2026: (410_000, 6_590_000),
}
HEALTH = {2021: "6.86", 2022: "6.99", 2023: "7.09", 2026: "7.19"}
LIMITS = {
    2021: (19_140, 7_047_900),
    2022: (19_500, 7_307_100),
    2023: (19_780, 7_822_560),
    2024: (19_780, 8_481_420),
    2025: (19_780, 9_008_340),
    2026: (20_160, 9_183_480),
}
CARE_OF_PREMIUM = {2021: "11.52", 2022: "12.27"}
CARE_ON_PAY = {2023: "0.9082", 2024: "0.9182", 2026: "0.9448"}
INSURED = dict.fromkeys(
    (
        "pension_insured",
        "health_insured",
        "long_term_care_insured",
        "employment_insured",
        "employment_extra_insured",
        "accident_insured",
    ),
    True,
)


def month(**changed: Any) -> dict[str, Any]:
    bases = dict.fromkeys(("pension_base", "health_base", "employment_base", "accident_base"), 3_000_000)
    return bases | INSURED | {"premium_month": date(2026, 6, 1), "accident_rate": 9_600} | changed


@st.composite
def months(draw: st.DrawFn) -> dict[str, Any]:
    at = date(draw(st.integers(2021, 2026)), draw(st.integers(1, 12)), 1)
    pay = draw(st.integers(0, 10_000_000) | st.integers(0, 400_000_000))
    bases = dict.fromkeys(("pension_base", "health_base", "employment_base", "accident_base"), pay)
    return month(premium_month=at) | bases


def of_year(values: dict[int, Any], year: int) -> Any:
    return values[max(since for since in values if since <= year)]


def cut(amount: Fraction) -> int:
    return int(amount) // 10 * 10


def share(percent: str) -> Fraction:
    return Fraction(percent) / 100


def pension_by_hand(row: dict[str, Any]) -> int:
    at = row["premium_month"]
    floor, ceiling = of_year(BANDS, at.year if at.month >= 7 else at.year - 1)
    income = min(max(row["pension_base"] // 1000 * 1000, floor), ceiling)
    return cut(income * share(of_year(PENSION, at.year)))


def health_by_hand(row: dict[str, Any]) -> int:
    floor, ceiling = of_year(LIMITS, row["premium_month"].year)
    whole = row["health_base"] * share(of_year(HEALTH, row["premium_month"].year))
    return cut(min(max(whole, Fraction(floor)), Fraction(ceiling)) / 2)


def care_by_hand(row: dict[str, Any]) -> int:
    at = row["premium_month"]
    if at >= date(2026, 11, 1):
        ratio = Fraction("0.1314")
    elif at.year >= 2023:
        ratio = share(of_year(CARE_ON_PAY, at.year)) / share(of_year(HEALTH, at.year))
    else:
        ratio = share(of_year(CARE_OF_PREMIUM, at.year))
    return cut(health_by_hand(row) * ratio)


def employment_by_hand(row: dict[str, Any]) -> int:
    percent = "0.9" if row["premium_month"] >= date(2022, 7, 1) else "0.8"
    return cut(row["employment_base"] * share(percent))


BY_HAND = {
    "pension": pension_by_hand,
    "health": health_by_hand,
    "long_term_care": care_by_hand,
    "employment_insurance": employment_by_hand,
}
BATCHES = st.lists(months(), min_size=1, max_size=25)


@given(BATCHES)
def test_premiums_of_mixed_months_are_what_they_are_by_hand_and_the_employer_pays_the_same(
    rows: list[dict[str, Any]],
) -> None:
    for insurance, by_hand in BY_HAND.items():
        wanted = [by_hand(row) for row in rows]
        assert run(f"{insurance}_employee", rows) == wanted, insurance
        assert run(f"{insurance}_employer", rows) == wanted, insurance


@given(BATCHES, st.integers(0, 25), st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_a_batch_in_two_parts_changes_a_premium(
    rows: list[dict[str, Any]], place: int, random: Any
) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    mixed = [rows[place] for place in order]
    parts = [part for part in (mixed[:place], mixed[place:]) if part]
    for insurance in BY_HAND:
        target = f"{insurance}_employee"
        together = run(target, rows)
        apart = [premium for part in parts for premium in run(target, part)]
        assert apart == [together[place] for place in order], insurance


@given(months(), st.integers(0, 5_000_000))
def test_higher_pay_never_has_a_lower_premium(row: dict[str, Any], more: int) -> None:
    bases = {name: value + more for name, value in row.items() if name.endswith("_base")}
    for insurance in BY_HAND:
        lower, higher = run(f"{insurance}_employee", [row, row | bases])
        assert lower <= higher, insurance
        assert lower % 10 == higher % 10 == 0, insurance


@given(months())
def test_whoever_is_not_insured_pays_nothing_and_nothing_is_paid_for_them(row: dict[str, Any]) -> None:
    outside = row | dict.fromkeys(INSURED, False) | {"employment_extra_rate": 8_500}
    for insurance in BY_HAND:
        assert run(f"{insurance}_employee", [outside]) == run(f"{insurance}_employer", [outside]) == [0]
    assert run("employment_extra_employer", [outside]) == [0]
    assert run("industrial_accident_employer", [outside]) == [0]


@given(st.integers(0, 200_000_000))
def test_a_health_premium_cut_as_a_whole_differs_by_at_most_five_won(pay: int) -> None:
    by_half, by_whole = run(
        "health_share",
        [month(health_base=pay, health_whole_cut=False), month(health_base=pay, health_whole_cut=True)],
    )
    assert 0 <= by_whole - by_half <= 5


@pytest.mark.parametrize(
    ("kind", "premium"),
    [
        ("local_government", 25_500),
        ("under_150", 7_500),
        ("over_150_priority", 13_500),
        ("from_150_to_999", 19_500),
        ("over_1000", 25_500),
    ],
)
def test_the_employers_extra_premium_goes_by_the_kind_of_employer(kind: str, premium: int) -> None:
    assert run("employment_extra_employer", [month(employer_kind=kind)]) == [premium]


def test_an_institution_may_state_its_own_extra_rate() -> None:
    assert run("employment_extra_employer", [month(employment_extra_rate=1_000)]) == [3_000]


def test_an_employer_of_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownKey) as refused:
        run("employment_extra_employer", [month(employer_kind="a_big_one")])
    assert "local_government" in refused.value.english


def test_a_month_before_the_first_rate_is_refused_and_not_guessed() -> None:
    rows = [month(), month(premium_month=date(2020, 12, 1))]
    with pytest.raises(DateBeforeFirstValue) as refused:
        run("pension_employee", rows)
    assert refused.value.rows == [1]


def test_the_accident_rate_of_government_before_2026_is_unknown_and_refused() -> None:
    row = month(premium_month=date(2025, 12, 1), accident_industry="government")
    del row["accident_rate"]
    with pytest.raises(DateBeforeFirstValue):
        run("industrial_accident_employer", [row])
