"""One person's days as the person reads them: what was written down, and what is planned for the days to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from openinsa.people.settings_in_force import settings_on
from openinsa.staffing.holidays import project_holidays
from openinsa.staffing.models import Contract, ContractVersion, Day, DayCode, ProjectMonth
from openinsa.staffing.queries import days_of_person
from openinsa.staffing.rosters import rosters_of
from openinsa.staffing.sheet import Row, Sheet

TONES = {
    DayCode.Kind.WORK: "primary",
    DayCode.Kind.FREE: "gray",
    DayCode.Kind.LEAVE: "success",
    DayCode.Kind.HALF: "success",
    DayCode.Kind.DUTY: "warning",
}
LOOK_AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class OwnDay:
    """A day of a contract; `planned` where nothing is written down yet. `label` says what the mark means."""

    date: date
    project: str
    mark: str
    label: str
    tone: str
    starts: int | None
    ends: int | None
    planned: bool
    fault: bool = False


def own_days(person_id: int, first: date, last: date) -> list[OwnDay]:
    """What is written down of a person's days, and the plan of those that hold nothing yet, by date."""
    codes = {code.code: code for code in DayCode.objects.all()}
    recorded = days_of_person(person_id, first, last)
    known = {(day.contract_id, day.date) for day in recorded}
    told = [_recorded(day, codes.get(day.leave_code or day.code)) for day in recorded]
    own = Contract.objects.filter(person_id=person_id, starts_on__lte=last, ends_on__gte=first)
    for contract in own.select_related("project", "person"):
        told += [
            one for one in planned_days_of(contract, first, last) if (contract.pk, one.date) not in known
        ]
    return sorted(told, key=lambda day: (day.date, day.project))


def next_shift(person_id: int, today: date, minute: int) -> OwnDay | None:
    """The next work that has not ended at a minute of today, within a month."""
    days = (day for day in own_days(person_id, today, today + LOOK_AHEAD) if day.ends is not None)
    return next((day for day in days if day.date > today or (day.ends or 0) > minute), None)


def _recorded(day: Day, code: DayCode | None) -> OwnDay:
    label, tone = (code.label, TONES[code.kind]) if code else (day.mark, "gray")  # type: ignore[index]
    return OwnDay(
        day.date,
        day.contract.project.name,
        day.mark,
        label,
        "danger" if day.fault else tone,
        day.starts,
        day.ends,
        planned=False,
        fault=bool(day.fault),
    )


def planned_days_of(contract: Contract, first: date, last: date) -> Iterable[OwnDay]:
    """What the contract or its shift pattern has for each day, as the month would be filled with."""
    row = Row(contract, list(ContractVersion.objects.filter(contract=contract).order_by("valid_from")))
    sheet = Sheet(
        ProjectMonth(project=contract.project, month=first.replace(day=1)),
        {contract.pk: row},
        list(DayCode.objects.all()),
        project_holidays(contract.project_id, first, last),
        settings_on(last),
        rosters_of({contract.pk: row.versions}, first, last),
    )
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [_planned(sheet, row, day) for day in days if row.version_on(day)]


def _planned(sheet: Sheet, row: Row, day: date) -> OwnDay:
    mark = sheet.default(row, day)
    reading = sheet.read(row, day, mark)
    code = sheet.codes_by_name.get(reading.code)
    shift = sheet.shift_names.get(mark)
    label = shift or (code.label if code else mark)
    tone = TONES[code.kind] if code else "primary"  # type: ignore[index]
    project = row.contract.project.name
    return OwnDay(day, project, mark, label, tone, reading.starts, reading.ends, planned=True)
