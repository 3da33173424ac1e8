"""Days without a consent that the law asks for, and days of mothers beyond what it allows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from openinsa.staffing.faults import (
    MINOR_WITHOUT_PARENTS,
    MOTHER_AT_NIGHT,
    MOTHER_FAULTS,
    MOTHER_SHORTER,
    NIGHT_WITHOUT_CONSENT,
    PART_TIME_WITHOUT_CONSENT,
)
from openinsa.staffing.kinds_of_time import KindsOfTime
from openinsa.staffing.law import days_as_minor, mother_day_faults, shorter_hours
from openinsa.staffing.models import Consent
from openinsa.staffing.motherhood import Mother
from openinsa.staffing.sheet import Row, Sheet, week_of
from openinsa.staffing.since_birth import overtime_before

SHORTER_HOURS = "pregnancy_hours"
"""The code of hours that an expectant mother works less at full pay."""
Kind = Consent.Kind


def missing_consents(sheet: Sheet, row: Row, kinds: KindsOfTime) -> dict[date, str]:
    """The days for which somebody should have agreed in writing and nobody recorded it."""
    return (
        dict.fromkeys(_beyond_part_time(sheet, row, kinds), PART_TIME_WITHOUT_CONSENT)
        | dict.fromkeys(_women_at_night(sheet, row, kinds), NIGHT_WITHOUT_CONSENT)
        | dict.fromkeys(_minors(sheet, row), MINOR_WITHOUT_PARENTS)
    )


def _beyond_part_time(sheet: Sheet, row: Row, kinds: KindsOfTime) -> Iterator[date]:
    for day in kinds.overtime.get(row.contract_id, {}):
        version = row.version_on(day)
        if version and version.part_time and not sheet.consents_to(row, Kind.PART_TIME, day):
            yield day


def _women_at_night(sheet: Sheet, row: Row, kinds: KindsOfTime) -> list[date]:
    """Days of adult women at night or on a holiday; the number is opened only where a day asks for it."""
    nights = nights_and_holidays(row, kinds)
    grown = nights - days_as_minor(row.contract.person.birth_date, nights)
    days = [day for day in grown if not sheet.consents_to(row, Kind.NIGHT_CONSENT, day)]
    return days if days and sheet.is_woman(row.contract.person) else []


def _minors(sheet: Sheet, row: Row) -> Iterator[date]:
    worked = [day for day, entered in row.days.items() if entered.worked_minutes]
    for day in days_as_minor(row.contract.person.birth_date, worked):
        if not sheet.consents_to(row, Kind.PARENTAL, day):
            yield day


def mother_limits(sheet: Sheet, row: Row, kinds: KindsOfTime) -> dict[date, str]:
    """The days of an expectant mother, or in the year after a birth, that the law does not allow
    (근로기준법 제70조제2항, 제71조, 제74조제5항·제7항)."""
    found: dict[date, set[str]] = defaultdict(set)
    for mother in sheet.mothers.get(row.contract.person_id, ()):
        for day, name in _overtime_faults(sheet, row, mother, kinds):
            found[day].add(name)
        for day in nights_and_holidays(row, kinds):
            protected = mother.is_pregnant(day) or mother.gave_birth_within_a_year(day)
            if protected and not sheet.consents_to(row, Kind.NIGHT_PERMISSION, day):
                found[day].add(MOTHER_AT_NIGHT)
        for day in _too_short(sheet, row, mother):
            found[day].add(MOTHER_SHORTER)
    return {day: max(names, key=MOTHER_FAULTS.index) for day, names in found.items()}


def _overtime_faults(
    sheet: Sheet, row: Row, mother: Mother, kinds: KindsOfTime
) -> Iterator[tuple[date, str]]:
    beyond = kinds.beyond.get(row.contract_id, {})
    weeks = _by_week(row, beyond)
    year = overtime_before(sheet).get(row.contract.person_id, 0)
    for day, minutes in sorted(beyond.items()):
        born_on = mother.born_on if mother.gave_birth_within_a_year(day) else None
        if born_on is not None and day >= sheet.dates[0]:
            year += minutes
        if born_on is None and not mother.is_pregnant(day):
            continue
        version = row.version_on(day)
        week = weeks[week_of(day, version.week_ends_on)] if version else minutes
        for name in mother_day_faults(day, born_on, minutes, week, year):
            yield day, name


def _by_week(row: Row, minutes: Mapping[date, int]) -> dict[date, int]:
    weeks: dict[date, int] = defaultdict(int)
    for day, count in minutes.items():
        version = row.version_on(day)
        if version is not None:
            weeks[week_of(day, version.week_ends_on)] += count
    return weeks


def _too_short(sheet: Sheet, row: Row, mother: Mother) -> Iterator[date]:
    """Days shortened for a pregnancy outside its first and last weeks, or by more than the law has."""
    for day, entered in row.days.items():
        if entered.leave_code != SHORTER_HOURS or row.version_on(day) is None:
            continue
        planned = max(sheet.agreed_on(row, day)[0], 0)
        allowed = shorter_hours(mother.due_on, day, planned) if mother.is_pregnant(day) else 0
        if entered.leave_minutes > allowed:
            yield day


def nights_and_holidays(row: Row, kinds: KindsOfTime) -> set[date]:
    """The days of a row with work at night or on a holiday."""
    return kinds.night.get(row.contract_id, {}).keys() | kinds.holiday.get(row.contract_id, {}).keys()
