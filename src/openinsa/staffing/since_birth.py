"""The overtime of mothers from the birth up to a sheet's month, by the rules that the pay run uses."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from openinsa.staffing.holidays import project_holidays
from openinsa.staffing.kinds_of_time import kinds_of_time
from openinsa.staffing.models import Contract, ContractVersion, Day, ProjectMonth
from openinsa.staffing.rosters import rosters_of
from openinsa.staffing.sheet import ONE_DAY, WEEK, Entered, Row, Sheet, last_day


def overtime_before(sheet: Sheet) -> Mapping[int, int]:
    """Minutes by person, of those who gave birth within a year before the month; nobody else is looked up.

    A fixed number of statements, whatever the number of mothers and months.
    """
    if sheet.overtime_before is None:
        first = sheet.dates[0]
        births = {
            person: max(born)
            for person, mothers in sheet.mothers.items()
            if (born := [m.born_on for m in mothers if m.born_on and m.gave_birth_within_a_year(first)])
        }
        sheet.overtime_before = _sums(sheet, births) if births else {}
    return sheet.overtime_before


def _sums(sheet: Sheet, births: Mapping[int, date]) -> dict[int, int]:
    first, until = min(births.values()), sheet.dates[0] - ONE_DAY
    rows = _rows(births, first, until)
    holidays = project_holidays(sheet.project_month.project_id, first - WEEK, until + WEEK)
    rosters = rosters_of({pk: row.versions for pk, row in rows.items()}, first - WEEK, until)
    sums: dict[int, int] = defaultdict(int)
    month = first.replace(day=1)
    while month <= until:
        reaching = {pk: row for pk, row in rows.items() if _reaches(row, month)}
        alone = ProjectMonth(institution_id=sheet.project_month.institution_id, month=month)
        found = kinds_of_time(Sheet(alone, reaching, sheet.codes, holidays, sheet.setting, rosters)).beyond
        for pk, minutes in found.items():
            person = rows[pk].contract.person_id
            since = max(births[person], month)
            sums[person] += sum(count for day, count in minutes.items() if since <= day <= last_day(month))
        month = last_day(month) + ONE_DAY
    return sums


def _reaches(row: Row, month: date) -> bool:
    return row.contract.starts_on <= last_day(month) and row.contract.ends_on >= month


def _rows(births: Mapping[int, date], first: date, until: date) -> dict[int, Row]:
    """The contracts of the mothers in those days, with their terms and days."""
    contracts = Contract.objects.filter(person__in=births, starts_on__lte=until, ends_on__gte=first)
    rows = {one.pk: Row(one, []) for one in contracts.select_related("person")}
    for version in ContractVersion.objects.filter(contract__in=rows).order_by("valid_from"):
        rows[version.contract_id].versions.append(version)
    worked = Day.objects.filter(contract__in=rows, date__range=(first - WEEK, until))
    for contract_id, day, mark, code, starts, ends, breaks, *rest in worked.values_list(*Entered._fields):
        entered = Entered(contract_id, day, mark, code, starts, ends, tuple(breaks), *rest)
        rows[contract_id].days[day] = entered
    return rows
