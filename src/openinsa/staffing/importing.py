"""What an uploaded spreadsheet says, read afresh each time and compared with what is stored. Writes nothing."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.compute.minimum_wages import minimum_hourly_wages
from openinsa.exchange.cells import address
from openinsa.exchange.faults import Fault, FileRefused, Language
from openinsa.exchange.fields import ITEM, WAGES
from openinsa.exchange.reading import checked_register
from openinsa.exchange.register_checks import Known
from openinsa.exchange.register_reading import Person, RegisterReading
from openinsa.exchange.values import BY_TABLE, DAY_LABOUR, EXCEPTIONS, NO_EXCEPTION, REGULAR, SHORTER, USUAL
from openinsa.exchange.values import WEEKDAYS as HANGUL_WEEKDAYS
from openinsa.exchange.workbook import Workbook, read_workbook
from openinsa.people.models import Department, User
from openinsa.people.refusals import Refused
from openinsa.people.roles import Scope
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.register import Examined, examine
from openinsa.staffing.item_columns import item_names
from openinsa.staffing.models import Contract, ImportFile, RememberedMapping
from openinsa.staffing.registration import Registration, RegistrationFault
from openinsa.staffing.schedules import ORDINARY_DAYS, UnreadableShift, hours_of, shift_told
from openinsa.staffing.sheet import WEEKDAYS
from openinsa.web.forms import minutes_of

NEEDED = ("name", "resident_number", "start", "end")
OPTIONAL = (
    "job",
    "phone",
    "email",
    "bank",
    "account",
    "address",
    "family_members",
    "children_8_to_20",
    "daily_scheduled_minutes",
    "weekly_scheduled_days",
    "monthly_scheduled_minutes",
    "exception_document",
    "review_approval",
    "review_approved_on",
    "items_from",
)
KINDS_OF_WORK: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "tax_mode": (
        "tax_mode",
        {DAY_LABOUR: Contract.TaxMode.DAILY.value, BY_TABLE: Contract.TaxMode.TABLE.value},
    ),
    "part_time": ("part_time", {SHORTER: True, USUAL: False}),
    "kind_of_hire": ("day_labour", {DAY_LABOUR: True, REGULAR: False}),
    "exception_reason": (
        "exception_reason",
        {NO_EXCEPTION: Contract.ExceptionReason.NONE.value}
        | {said: reason for reason, (said, _words) in EXCEPTIONS.items()},
    ),
}
"""Which words of a register say what of a registration."""
FIELD_OF = {"starts_on": "start", "ends_on": "end", "rate": "daily_wage"}


class FileNotRead(Refused):
    """A file that cannot be read; the sentence is the format's own, in the reader's language."""

    status = 422
    sentence = _("%(why)s (아무것도 저장되지 않았습니다.)")

    def __init__(self, refused: FileRefused) -> None:
        super().__init__(why=refused.sentence(language()))
        self.for_password = refused.code.startswith("password")


@dataclass(frozen=True)
class FoundFault:
    """A fault as the screen lists it, whether the file or the stored data told it."""

    sheet: str
    row: int
    cell: str
    heading: str
    severity: str
    text: str


@dataclass
class ImportReading:
    """A register as read, its complete rows, the faults of the file and those against what is stored."""

    book: Workbook
    reading: RegisterReading
    rows: list[Registration]
    examined: Examined | None = None

    @cached_property
    def _by_place(self) -> dict[str, Person]:
        return {person.place: person for person in self.reading.people}

    @cached_property
    def faults(self) -> list[FoundFault]:
        """All faults in the order of the file; what the file already told is not told twice."""
        return [of_cell(fault) for fault in self.for_report]

    @property
    def error_count(self) -> int:
        return sum(fault.severity == "error" for fault in self.faults)

    @property
    def for_report(self) -> list[Fault]:
        """The faults as the error report marks them in the clerk's own file."""
        stored = [self._as_fault(fault) for fault in self.examined.faults] if self.examined else []
        cells = {(fault.sheet, fault.cell) for fault in self.reading.faults}
        own = [fault for fault in stored if (fault.sheet, fault.cell) not in cells]
        return sorted([*self.reading.faults, *own], key=lambda fault: (fault.sheet, fault.row, fault.column))

    def _as_fault(self, fault: RegistrationFault) -> Fault:
        person = self._by_place[fault.place]
        sheet, row = person.sheet, person.row
        read = self.reading.sheet(sheet)
        column, given = read.given(row, FIELD_OF.get(fault.field, fault.field))
        said: dict[str, object] = {"text": fault.text, "text_en": fault.text}
        return Fault(
            f"stored_{fault.severity}", sheet, row, column, read.mapping.headings[column], given, said
        )


def of_cell(fault: Fault) -> FoundFault:
    text = fault.text(language())
    return FoundFault(
        fault.sheet, fault.row + 1, address(fault.row, fault.column), fault.heading, fault.severity, text
    )


def language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "ko"


def imports_of(user: User) -> QuerySet[ImportFile]:
    """The uploads that a user may see: one's own, or all with the wide right to register."""
    if user.scope("staffing.register") == Scope.INSTITUTION:
        return ImportFile.objects.all()
    return (
        ImportFile.objects.filter(uploaded_by=user)
        if user.may("staffing.register")
        else ImportFile.objects.none()
    )


def content_of(file: ImportFile) -> bytes:
    return base64.b64decode(Sealer(file.institution_id).open(file.content_sealed))


def book_of(file: ImportFile) -> Workbook:
    """The sheets of an upload. Raises FileNotRead."""
    try:
        return read_workbook(file.name, content_of(file))
    except FileRefused as refused:
        raise FileNotRead(refused) from refused


def read_import(by: User, file: ImportFile) -> ImportReading:
    """Read and check an upload as confirmed so far. Raises FileNotRead."""
    return read_book(by, file, book_of(file))


def read_book(by: User, file: ImportFile, book: Workbook) -> ImportReading:
    """As `read_import`, for one who has the sheets of the upload at hand."""
    known = Known(
        frozenset(Department.objects.values_list("name", flat=True)) or None, minimum_hourly_wages()
    )
    told = {sheet: (names[0], names[1]) for sheet, names in file.mapping.get("sheets", {}).items()}
    confirmed = {**remembered(), **columns_in(file.mapping)}
    try:
        reading = checked_register(book, known, confirmed, told, item_names())
    except FileRefused as refused:
        raise FileNotRead(refused) from refused
    rows = registrations(reading.people)
    return ImportReading(book, reading, rows, examine(by, rows) if rows else None)


def columns_in(mapping: Mapping[str, Any]) -> dict[str, dict[int, str]]:
    """Meanings of columns by shape, as JSON keeps them."""
    return {
        shape: {int(column): key for column, key in columns.items()}
        for shape, columns in mapping.get("columns", {}).items()
    }


def remembered() -> dict[str, dict[int, str]]:
    """What clerks of the institution confirmed before."""
    rows = RememberedMapping.objects.values_list("shape", "mapping")
    return columns_in(
        {"columns": {shape: mapping["columns"] for shape, mapping in rows if "columns" in mapping}}
    )


def registrations(people: Iterable[Person]) -> list[Registration]:
    """The complete rows as the action takes them; rows with something missing have their fault already."""
    return [registration(person) for person in people if is_complete(person)]


def is_complete(person: Person) -> bool:
    fields = person.fields
    has_wage = any(map(fields.get, WAGES))
    return has_wage and bool(person.department and person.project) and all(map(fields.get, NEEDED))


def registration(person: Person) -> Registration:
    fields = person.fields
    wage = next(key for key in WAGES if fields.get(key))
    given = {key: fields[key] for key in OPTIONAL if fields.get(key) is not None}
    for key, (column, words) in KINDS_OF_WORK.items():
        if fields.get(key) is not None:
            given[column] = words[fields[key]]
    given |= week_told(fields)
    items = [(key.removeprefix(ITEM), won) for key, won in fields.items() if key.startswith(ITEM)]
    return Registration(
        place=person.place,
        name=fields["name"],
        resident_number=fields["resident_number"],
        department=person.department,
        project=person.project,
        starts_on=fields["start"],
        ends_on=fields["end"],
        rate=fields[wage],
        pay_basis=WAGES[wage],
        items=tuple(items),
        **given,
    )


def week_told(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The week's plan and its hours where a row names weekdays or times; nothing where it names neither.

    Times without a break have that of the hours a day that are told, else the noon hour.
    """
    times, weekdays = fields.get("work_times") or "", fields.get("work_days") or ""
    daily = fields.get("daily_scheduled_minutes")
    if times and "-" not in times:
        daily, times = daily or minutes_of(times), ""
    if not times and not weekdays:
        return {} if daily is None else {"daily_scheduled_minutes": daily}
    try:
        shift = shift_told(times, fields.get("break_times") or "", daily)
    except UnreadableShift:
        return {}
    count = len(weekdays) or fields.get("weekly_scheduled_days") or ORDINARY_DAYS
    chosen = [WEEKDAYS[HANGUL_WEEKDAYS.index(day)] for day in weekdays] or WEEKDAYS[:count]
    schedule = dict.fromkeys(chosen, shift)
    hours = hours_of(schedule)
    del hours["weekly_scheduled_minutes"]
    return {"schedule": schedule, **hours}


def why_skipped(why: str) -> str:
    """The reason for leaving out a row or a sheet, in words."""
    words = {
        "title": say("제목"),
        "total": say("소계·합계 행"),
        "note": say("설명 행"),
        "example": say("예시 행"),
        "heading_again": say("제목 행이 되풀이됨"),
        "line_between": say("부서·사업을 알리는 행"),
        "only_a_running_number": say("번호만 있는 빈 행"),
        "hidden_sheet": say("숨긴 시트"),
        "no_heading_row": say("명단이 없는 시트"),
        "empty_sheet": say("빈 시트"),
    }
    return words.get(why, why)
