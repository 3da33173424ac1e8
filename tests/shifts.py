"""Shift patterns for tests: the shipped forms, stored and followed as a person would do it."""

from datetime import date

from office import Office
from openinsa.staffing.actions.patterns import assign_crews, make_pattern
from openinsa.staffing.models import Contract, ShiftPattern
from openinsa.staffing.patterns import Pattern, usual_patterns

MONDAY = date(2026, 1, 5)


def usual(name: str, starts_on: date = MONDAY) -> Pattern:
    """A shipped form by its Korean name."""
    return next(one.pattern for one in usual_patterns(starts_on) if one.pattern.name == name)


def stored_pattern(office: Office, name: str = "4조2교대", starts_on: date = MONDAY) -> ShiftPattern:
    return make_pattern(office.hr_officer, usual(name, starts_on))


def follow(office: Office, contract: Contract, pattern: ShiftPattern, crew: int = 1, **days: date) -> None:
    """Let one person follow a crew for the whole contract, or for the days given."""
    assign_crews(
        office.hr_officer,
        contract.project_id,
        [contract.pk],
        pattern.pk,
        crew,
        days.get("valid_from", contract.starts_on),
        days.get("valid_to"),
    )
