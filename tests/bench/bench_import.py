"""From the bytes of a clerk's workbook to what is stored: reading alone, and the whole way through the pages."""

import io
import random
import re
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from stage import fresh_database

from clerks import Habits, a_person, a_sheet
from openinsa.exchange.month_sheet import read_months
from openinsa.exchange.month_workbook import MonthLine, month_workbook
from openinsa.exchange.reading import checked_register
from openinsa.exchange.register_checks import Known
from openinsa.exchange.workbook import read_workbook

if TYPE_CHECKING:
    from django.http import HttpResponse

    from office import Office

PEOPLE = 13_500
MONTH_PEOPLE = 2_000
READING_LIMIT = 0.002
DAY_LIMIT = 0.0005
STORED_PEOPLE = 3_000
STORED_LIMIT = 0.005
STORED_MONTH_PEOPLE = 200
JULY, DAYS = date(2026, 7, 1), 31
SATURDAY, SUNDAY = 5, 6
SELECT = re.compile(r"<select.*?</select>", re.DOTALL)


def run() -> list[dict[str, Any]]:
    """A city's register and month sheet read; a large project's register and a month of days stored."""
    with fresh_database():
        _register_stored(_Clerk("A"), people=3)  # what a process loads at its first request
        stored = [_register_stored(_Clerk("R")), _month_stored(_Clerk("M"))]
    return [_register_read(), _month_read(), *stored]


def _row(job: str, unit: str, count: int, seconds: float, limit: float) -> dict[str, Any]:
    return {"job": f"import: {job}", "unit": unit, "count": count, "seconds": seconds, "limit": limit}


def _register_read() -> dict[str, Any]:
    content = _register_file(PEOPLE, "공원녹지과", "꽃길 조성")
    start = time.perf_counter()
    reading = checked_register(read_workbook("register.xlsx", content), Known())
    seconds = time.perf_counter() - start
    _require(len(reading.people) == PEOPLE)
    return _row("read and check a register", "person", PEOPLE, seconds, READING_LIMIT)


def _month_read() -> dict[str, Any]:
    days = {date(2026, 3, number): "출" if number % 7 else 9.5 for number in range(1, 32)}
    people = [MonthLine(f"가나{number}", "690702", days) for number in range(MONTH_PEOPLE)]
    content = month_workbook("공원녹지과", "꽃길 조성", date(2026, 3, 1), people)
    start = time.perf_counter()
    (read,) = read_months(read_workbook("month.xlsx", content))
    seconds = time.perf_counter() - start
    _require(read.marks == MONTH_PEOPLE * len(days))
    return _row("read a month sheet", "day", read.marks, seconds, DAY_LIMIT)


class _Clerk:
    """An HR officer at the pages of a new office, and the seconds that the pages and jobs took."""

    def __init__(self, code: str) -> None:
        from django.db import transaction
        from django.test import Client

        from office import new_office

        with transaction.atomic():
            self.office: Office = new_office(f"가온구 {code}", code)
            self.user = self.office.hr_officer
            _require(bool(self.office.project.pk))
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(self.user)
        self.seconds = 0.0

    def inside(self) -> AbstractContextManager[None]:
        from openinsa.people.tenancy import within

        return within(self.office.institution.pk, self.user.pk)

    def timed(self, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        done = work()
        self.seconds += time.perf_counter() - start
        return done

    def see(self, address: str) -> str:
        return self._answer(lambda: self.client.get(address)).content.decode()

    def send(self, address: str, **fields: Any) -> str:
        """Send a form; the address that the answer leads to."""
        return self._answer(lambda: self.client.post(address, fields))["Location"]

    def _answer(self, ask: Callable[[], "HttpResponse"]) -> "HttpResponse":
        answer: HttpResponse = self.timed(ask)
        if answer.status_code >= 400:
            raise RuntimeError(answer.content.decode())
        return answer


def _register_stored(clerk: _Clerk, people: int = STORED_PEOPLE) -> dict[str, Any]:
    """Upload, reading shown, columns confirmed, check shown, saved (many as a job) and the sums read back."""
    from openinsa.staffing.models import ContractVersion

    office = clerk.office
    file = _Upload("명단.xlsx", _register_file(people, office.department.name, office.project.name))
    address = clerk.send("/staffing/registrations/", file=file.opened())
    page = clerk.see(address)
    clerk.send(f"{address}confirm/", **_proposed(page))
    shown = re.search(r'name="shown" value="([^"]+)"', clerk.see(address))
    _require(shown is not None)
    saved = clerk.send(f"{address}save/", shown=shown[1])  # type: ignore[index]
    if saved != address:
        clerk.timed(lambda: _perform(clerk, saved))
    with clerk.inside():
        rates = list(ContractVersion.objects.values_list("rate", flat=True))
    _require(f"{len(rates)}/{sum(rates)}" == shown[1] and len(rates) == people)  # type: ignore[index]
    return _row("a register, upload to stored", "person", people, clerk.seconds, STORED_LIMIT)


def _perform(clerk: _Clerk, address: str) -> None:
    """What a worker does with the job that a page started."""
    from openinsa.jobs.models import Job
    from openinsa.jobs.work import perform

    number = int(address.rstrip("/").rpartition("/")[2])
    perform(number, clerk.office.institution.pk)
    with clerk.inside():
        job = Job.objects.get(pk=number)
    if job.state != Job.State.DONE:
        raise RuntimeError(f"the job ended as {job.state}: {job.message}")


def _month_stored(clerk: _Clerk) -> dict[str, Any]:
    """Upload, check shown, saved: the days of a month that was empty."""
    from openinsa.staffing.models import Day

    month, content = _month_to_fill(clerk)
    address = clerk.send(
        f"/staffing/months/{month}/upload/", file=_Upload("근무상황부.xlsx", content).opened()
    )
    _require(f"{STORED_MONTH_PEOPLE}" in clerk.see(address))
    clerk.send(f"{address}save/")
    count = STORED_MONTH_PEOPLE * DAYS
    with clerk.inside():
        _require(Day.objects.filter(contract__project=clerk.office.project).exclude(mark="").count() == count)
    return _row("a month sheet, upload to stored", "day", count, clerk.seconds, DAY_LIMIT)


def _month_to_fill(clerk: _Clerk) -> tuple[int, bytes]:
    """A month without any day, and its sheet as a clerk sends it."""
    office = clerk.office
    with clerk.inside():
        names = office.employ_many(STORED_MONTH_PEOPLE)
        month = office.month(JULY).pk
    marks = {day: _mark(day) for day in (JULY + timedelta(days=number) for number in range(DAYS))}
    lines = [MonthLine(name, "850412", marks) for name in names]
    return month, month_workbook(office.department.name, office.project.name, JULY, lines)


def _mark(day: date) -> str | float:
    return {SATURDAY: "휴", SUNDAY: "주"}.get(day.weekday(), 8 if day.day % 2 else "출")


@dataclass(frozen=True)
class _Upload:
    name: str
    content: bytes

    def opened(self) -> Any:
        from django.core.files.uploadedfile import SimpleUploadedFile

        return SimpleUploadedFile(self.name, self.content)


def _proposed(page: str) -> dict[str, str]:
    """The choices of a form as the page proposes them."""
    chosen = {}
    for select in SELECT.findall(page):
        name, value = re.search(r'name="([^"]+)"', select), re.search(r'value="([^"]*)" selected', select)
        if name:
            chosen[name[1]] = value[1] if value else ""
    return chosen


def _register_file(people: int, department: str, project: str) -> bytes:
    chance = random.Random(7)
    made = [a_person(chance) for _ in range(people)]
    return _as_xlsx(a_sheet(made, Habits.drawn(chance), department, project))


def _as_xlsx(grid: list[list[Any]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("명단")
        for row, cells in enumerate(grid):
            sheet.write_row(row, 0, cells)
    return content.getvalue()


def _require(holds: bool) -> None:
    if not holds:
        raise RuntimeError("what was stored is not what the file says")
