"""Limits of the law on a row of the month, as marks on its days."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from openinsa.staffing.faults import (
    EXTENSION_WITHOUT_CONSENT,
    LONG_WEEK,
    MINOR_AT_NIGHT,
    MINOR_DAY_BY_AGREEMENT,
    MINOR_FAULTS,
    MINOR_WEEK_BY_AGREEMENT,
    PART_TIME_WEEK,
    SHORT_REST,
)
from openinsa.staffing.kinds_of_time import KindsOfTime
from openinsa.staffing.law import days_as_minor, law_value, minor_day_faults, rest_too_short, week_limit
from openinsa.staffing.models import Approval, Consent
from openinsa.staffing.protected_limits import missing_consents, mother_limits, nights_and_holidays
from openinsa.staffing.sheet import Row, Sheet, week_of, worked_minutes_by_week

MINUTES_PER_DAY = 24 * 60
EMERGENCY, SPECIAL = Approval.Kind.EMERGENCY, Approval.Kind.SPECIAL_INDUSTRY
LIFTING = (EMERGENCY, SPECIAL)
BY_AGREEMENT = {MINOR_DAY_BY_AGREEMENT, MINOR_WEEK_BY_AGREEMENT}


def limits_of(sheet: Sheet, row: Row, kinds: KindsOfTime) -> dict[date, str]:
    """The days beyond a limit of the law, or without a paper it asks for, each with its message.

    An error of the day itself goes first.
    """
    return (
        missing_consents(sheet, row, kinds)
        | dict.fromkeys(part_time_weeks_over_the_limit(row, kinds), PART_TIME_WEEK)
        | dict.fromkeys(extended_without_consent(sheet, row), EXTENSION_WITHOUT_CONSENT)
        | dict.fromkeys(weeks_over_the_limit(sheet, row), LONG_WEEK)
        | dict.fromkeys(rest_between_days(sheet, row), SHORT_REST)
        | minor_limits(sheet, row, kinds)
        | mother_limits(sheet, row, kinds)
    )


def weeks_over_the_limit(sheet: Sheet, row: Row) -> Iterator[date]:
    """The worked days of weeks with more overtime than the law allows (근로기준법 제53조제1항).

    The limit looks at the week's hours alone; daily overtime does not count toward it (2020도15393). An approved
    extension or the agreement of a special industry lifts it for the weeks in which it covers a day of work.
    """
    over = _long_weeks(sheet, row)
    over -= _lifted(sheet, row, *LIFTING) if over and sheet.approvals else set()
    yield from _worked_days(row, over)


def extended_without_consent(sheet: Sheet, row: Row) -> Iterator[date]:
    """The days of long weeks under an approved extension to which the worker did not consent (제53조제4항)."""
    over = _long_weeks(sheet, row) if sheet.approvals else set()
    extended = over & _lifted(sheet, row, EMERGENCY) - _lifted(sheet, row, SPECIAL) if over else set()
    for day in _worked_days(row, extended):
        if not sheet.consents_to(row, Consent.Kind.EXTENSION, day):
            yield day


def _long_weeks(sheet: Sheet, row: Row) -> set[date]:
    """The ends of the weeks beyond the limit with its allowed overtime; the plan is the limit under flexible hours."""
    weeks = worked_minutes_by_week(row)
    over = {end for end, minutes in weeks.items() if _overtime(end, minutes) > 0}
    if row.contract_id not in sheet.flexible:
        return over
    return {end for end in over if weeks[end] > _flexible_limit(sheet, row, end)}


def _flexible_limit(sheet: Sheet, row: Row, end: date) -> int:
    """The most that a week may hold: what is planned of it under flexible hours, and the allowed overtime."""
    flexible = any(sheet.flexible_on(row, end - timedelta(days=n)) for n in range(7))
    limit = week_limit(flexible, sheet.planned_week(row, end) if flexible else 0, end)
    return limit + law_value("weekly_overtime_limit_minutes", end)


def _worked_days(row: Row, over: set[date]) -> Iterator[date]:
    """The days of work in some weeks, exempt days left out."""
    if not over:
        return
    for day, entered in sorted(row.days.items()):
        version = row.version_on(day)
        counts = entered.worked_minutes and not row.exempt_on(day)
        if version and counts and week_of(day, version.week_ends_on) in over:
            yield day


def _lifted(sheet: Sheet, row: Row, *kinds: str) -> set[date]:
    """The ends of the weeks with a day of work that an approval covers (제53조제4항, 제59조제1항)."""
    return {
        week_of(day, version.week_ends_on)
        for day, entered in row.days.items()
        if entered.worked_minutes and (version := row.version_on(day))
        if any(sheet.approves(kind, day) for kind in kinds)
    }


def rest_between_days(sheet: Sheet, row: Row) -> Iterator[date]:
    """The days that begin less than eleven hours after the day before ended, in a special industry (제59조제2항)
    or under flexible hours of more than three months (제51조의2제2항)."""
    ended = None
    for day, entered in sorted(row.days.items()):
        if entered.starts is None or entered.ends is None:
            continue
        begins = day.toordinal() * MINUTES_PER_DAY + entered.starts
        cover = sheet.flexible_on(row, day)
        agreed = sheet.approves(SPECIAL, day) or (cover is not None and cover.long)
        if agreed and ended is not None and rest_too_short(begins - ended, day):
            yield day
        ended = day.toordinal() * MINUTES_PER_DAY + entered.ends


def part_time_weeks_over_the_limit(row: Row, kinds: KindsOfTime) -> Iterator[date]:
    """The days with work beyond the agreed hours of a part-timer, in weeks of more than the law allows.

    기간제 및 단시간근로자 보호 등에 관한 법률 제6조제1항.
    """
    weeks: dict[date, list[date]] = defaultdict(list)
    beyond = kinds.overtime.get(row.contract.pk, {})
    for day in sorted(beyond):
        version = row.version_on(day)
        if version and version.part_time:
            weeks[week_of(day, version.week_ends_on)].append(day)
    for end, days in weeks.items():
        if sum(beyond[day] for day in days) > law_value("weekly_overtime_limit_minutes", end):
            yield from days


def minor_limits(sheet: Sheet, row: Row, kinds: KindsOfTime) -> dict[date, str]:
    """The days of a person under eighteen that ask for an agreement nobody recorded, go beyond it, or lie at
    night or on a holiday without permission (근로기준법 제69조, 제70조제2항)."""
    worked = {day: minutes for day, entered in row.days.items() if (minutes := entered.worked_minutes)}
    birth_date = row.contract.person.birth_date
    young = days_as_minor(birth_date, worked)
    if not young:
        return {}
    weeks, found = worked_minutes_by_week(row), {}
    kept_apart = young & nights_and_holidays(row, kinds)
    for day, minutes in worked.items():
        version = row.version_on(day)
        week = weeks.get(week_of(day, version.week_ends_on), 0) if version else 0
        names = set() if row.exempt_on(day) else minor_day_faults(birth_date, day, minutes, week)
        if sheet.consents_to(row, Consent.Kind.MINOR_EXTENSION, day):
            names -= BY_AGREEMENT
        if day in kept_apart:
            allowed = sheet.consents_to(row, Consent.Kind.NIGHT_PERMISSION, day)
            names |= set() if allowed else {MINOR_AT_NIGHT}
        if names:
            found[day] = max(names, key=MINOR_FAULTS.index)
    return found


def _overtime(week_end: date, minutes: int) -> int:
    """Minutes beyond the week's limit with its allowed overtime; 0 or less is within the law."""
    return (
        minutes
        - law_value("weekly_limit_minutes", week_end)
        - law_value("weekly_overtime_limit_minutes", week_end)
    )
