"""A month sheet of a test's own in the running site, and the grid as a test reads and works it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from playwright.sync_api import Page, expect

from openinsa.people.models import Institution, User
from openinsa.people.tenancy import within
from openinsa.staffing.actions.months import ensure_month, fill_empty_days
from openinsa.staffing.actions.projects import assign_clerks, make_project
from openinsa.staffing.actions.register import Registration, register
from openinsa.staffing.models import Contract, Day, Project, ProjectMonth
from openinsa.staffing.sheet import load_sheet
from site_fixtures import Site

JUNE = date(2026, 6, 1)
MAY = date(2026, 5, 1)
numbers = count(1)

PASTE = """([text]) => {
    const input = document.getElementById("grid-input");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
COPY = """() => {
    const input = document.getElementById("grid-input");
    const clipboardData = new DataTransfer();
    input.dispatchEvent(new ClipboardEvent("copy", {clipboardData, bubbles: true, cancelable: true}));
    return clipboardData.getData("text/plain");
}"""
CELL = """([row, day]) => {
    const table = document.getElementById("month-grid");
    const cell = table.tBodies[0].rows[row - 1].cells[1 + Number(table.dataset.earlier) + day];
    const text = cell.firstChild?.nodeType === 3 ? cell.firstChild.data : "";
    return [text, cell.className, cell.querySelector(".sr-only")?.textContent ?? ""];
}"""


@dataclass(frozen=True)
class MonthSheet:
    """A project's month: its address in the site and its contracts in the order of the rows."""

    path: str
    month_id: int
    institution_id: int
    contracts: tuple[int, ...]

    def stored(self, site: Site, row: int, day: int) -> list[str]:
        """The marks that the database holds for a cell; more than one would be a double."""
        with site.looking_in(), within(self.institution_id):
            days = Day.objects.filter(contract_id=self.contracts[row - 1], date=JUNE.replace(day=day))
            return list(days.values_list("mark", flat=True))

    def close(self, site: Site) -> None:
        """Take the month out of the clerk's hands, as a submission would."""
        with site.looking_in(), within(self.institution_id):
            ProjectMonth.objects.filter(pk=self.month_id).update(state=ProjectMonth.State.SUBMITTED)


def new_sheet(
    site: Site, names: Sequence[str], *, months: Sequence[date] = (JUNE,), **fields: object
) -> MonthSheet:
    """A new project with these people, ordinary days filled in for `months`; the last of them is the sheet."""
    with site.looking_in():
        institution = Institution.objects.get()
        with within(institution.pk):
            hr, clerk = User.objects.get(username="hr"), User.objects.get(username="clerk")
            project = _project(hr, clerk)
            if names:
                register(hr, [_registration(project, name, fields) for name in names])
            for first in months:
                month = ensure_month(project, first)
                fill_empty_days(clerk, load_sheet(month))
            contracts = tuple(Contract.objects.filter(project=project).values_list("pk", flat=True))
            return MonthSheet(f"/staffing/months/{month.pk}/", month.pk, institution.pk, contracts)


def _project(hr: User, clerk: User) -> Project:
    project = make_project(
        hr,
        department=clerk.department,
        name=f"격자 시험 {next(numbers)}",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        budget=0,
    )
    assign_clerks(hr, project.pk, [clerk])
    return project


def _registration(project: Project, name: str, fields: dict[str, object]) -> Registration:
    number = next(numbers)
    usual: dict[str, object] = {
        "place": f"시험 {number}행",
        "name": name,
        "resident_number": f"850412-{1_500_000 + number}",
        "department": project.department.name,
        "project": project.name,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 12, 31),
        "rate": 96_968,
        "bank": "농협",
        "account": f"3011{number:08}",
    }
    return Registration(**{**usual, **fields})  # type: ignore[arg-type]


class GridPage:
    """The open grid. Rows and days count from 1, as a person says them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def mark(self, row: int, day: int) -> str:
        return self._cell(row, day)[0]

    def looks(self, row: int, day: int) -> list[str]:
        return self._cell(row, day)[1].split()

    def words(self, row: int, day: int) -> str:
        return self._cell(row, day)[2]

    def marks(self, row: int, days: Sequence[int]) -> list[str]:
        return [self.mark(row, day) for day in days]

    def column(self, day: int, rows: int) -> list[str]:
        return [self.mark(row, day) for row in range(1, rows + 1)]

    def _cell(self, row: int, day: int) -> list[str]:
        return self.page.evaluate(CELL, [row, day])

    def choose(self, row: int, day: int, *, to: tuple[int, int] | None = None) -> None:
        """Click a cell; `to` takes the range up to another one with the shift key."""
        self._click(row, day)
        if to:
            self._click(*to, modifiers=["Shift"])

    def _click(self, row: int, day: int, **options: object) -> None:
        cells = self.page.locator(f"#month-grid tbody tr:nth-child({row}) td:not(.note):not(.earlier)")
        cells.nth(day - 1).click(**options)  # type: ignore[arg-type]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def paste(self, text: str) -> None:
        self.page.evaluate(PASTE, [text])

    def copied(self) -> str:
        return self.page.evaluate(COPY)

    @property
    def active(self) -> str:
        return self.page.get_attribute("#grid-input", "aria-label") or ""

    @property
    def said(self) -> str:
        return self.page.inner_text("#grid-said")

    @property
    def fault(self) -> str:
        return self.page.inner_text("#grid-fault")

    def total(self, row: int, name: str) -> str:
        names = ("worked", "minutes", "overtime", "holiday", "night", "leave", "half", "absent", "empty")
        place = names.index(name)
        return self.page.locator(f"#month-grid tbody tr:nth-child({row}) td.total").nth(place).inner_text()

    def foot(self, name: str, day: int) -> str:
        cells = self.page.locator(f"#month-grid tfoot tr[data-counts={name}] td:not(.note):not(.earlier)")
        return cells.nth(day - 1).inner_text()

    def saved(self) -> None:
        """Wait until the server has everything."""
        expect(self.page.locator("#grid-state[data-unsaved]:not([data-unsaved='0'])")).to_have_count(
            0, timeout=20_000
        )
        expect(self.page.locator("td.unsaved")).to_have_count(0, timeout=20_000)
        expect(self.page.locator("#month-grid td.stale")).to_have_count(0, timeout=20_000)
