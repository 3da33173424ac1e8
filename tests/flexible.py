"""Flexible hours for tests: a plan of fifty and thirty hours in turn, agreed and followed as people would do it."""

from datetime import date
from typing import Any

from office import Office
from openinsa.staffing.actions.flexible_hours import agree_flexible_hours, cover_people
from openinsa.staffing.actions.patterns import assign_crews, make_pattern
from openinsa.staffing.marks import Plan
from openinsa.staffing.models import Contract, FlexibleAgreement
from openinsa.staffing.patterns import Pattern, Shift

BEGINS = date(2026, 5, 18)
"""A Monday on which a week of fifty hours begins."""
BREAK = ((720, 780),)
LONG = Shift("길게", "긴 날", Plan(540, 1200, BREAK), 600)
SHORT = Shift("짧게", "짧은 날", Plan(540, 960, BREAK), 360)
IN_TURN = Pattern(
    "긴 주와 짧은 주",
    BEGINS,
    (LONG, SHORT),
    (*["길게"] * 5, "off", "off", *["짧게"] * 5, "off", "off"),
    (0,),
    0,
    False,
    "weekday",
)


def plan(office: Office, *contracts: Contract, pattern: Pattern = IN_TURN, since: date = BEGINS) -> None:
    """Let people work by a pattern from a day on."""
    stored = make_pattern(office.hr_officer, pattern)
    assign_crews(office.hr_officer, office.project.pk, [one.pk for one in contracts], stored.pk, 1, since)


def agreed(office: Office, **fields: Any) -> FlexibleAgreement:
    """Unit periods of four weeks from the first long week on."""
    usual = {
        "kind": "three_months",
        "unit_length": 4,
        "unit": "weeks",
        "starts_on": BEGINS,
        "ends_on": date(2026, 8, 9),
        "agreed_on": date(2026, 5, 11),
        "agreed_with": "박근로",
        "document": "서면 합의 제3호",
        "wage_plan": "",
    }
    return agree_flexible_hours(office.hr_officer, office.project.pk, {**usual, **fields})


def covered(office: Office, *contracts: Contract, **fields: Any) -> FlexibleAgreement:
    """People who work by the plan under the agreement."""
    agreement = agreed(office, **fields)
    return cover_people(office.hr_officer, agreement.pk, [one.pk for one in contracts])
