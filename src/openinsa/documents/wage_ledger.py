"""임금대장 as a PDF and as a spreadsheet whose sums are formulas."""

from collections.abc import Callable
from operator import itemgetter

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from openinsa.documents.contracts import WageLedger
from openinsa.documents.printing import Paper, print_one
from openinsa.documents.spreadsheet import Column, FormSheet, Row, write_form
from openinsa.documents.words import words_of
from openinsa.exchange.origin import NO_ORIGIN

SPENT = [
    ("worked_days", "worked_days", "number"),
    ("worked_time", "worked_minutes", "minutes"),
    ("overtime", "overtime_minutes", "minutes"),
    ("night", "night_minutes", "minutes"),
    ("holiday", "holiday_minutes", "minutes"),
]
"""Word of the heading, name in `Hours`, kind of cell."""


def wage_ledger_pdf(ledger: WageLedger) -> bytes:
    """A4 landscape, one block a person, sums of each page and of all. Raises UnprintableCharacter."""
    return print_one(Paper("wage_ledger", ledger, ledger["pay_date"]))


def wage_ledger_xlsx(ledger: WageLedger) -> bytes:
    """One row a person and one column an item; the same bytes for the same data."""
    words = words_of(ledger["language"])
    rows = [{**row, "number": number} for number, row in enumerate(ledger["rows"], start=1)]
    return write_form(
        FormSheet(
            title=f"{words['ledger']} {ledger['month']}",
            notes=[
                ledger["institution"],
                f"{words['department']}: {ledger['department']}",
                f"{words['project']}: {ledger['project']}",
                f"{words['pay_date']} {ledger['pay_date']}",
            ],
            columns=_columns(ledger),
            rows=rows,
            foot=words["sum"],
            frozen=2,
            made_on=ledger["pay_date"],
            origin=ledger.get("origin", NO_ORIGIN),
        )
    )


def _columns(ledger: WageLedger) -> list[Column]:
    words = words_of(ledger["language"])
    who = [
        Column(words["number"], "number", itemgetter("number"), width=6),
        *(
            Column(words[name], "text", itemgetter(name))
            for name in ("name", "identifier", "hired_on", "job")
        ),
        Column(words["wage_basis"], "text", lambda row: ", ".join(row["wage_basis"])),
    ]
    spent = [Column(words[word], kind, _hours(name), summed=True) for word, name, kind in SPENT]
    columns = [*who, *spent]
    gross = len(columns) + len(ledger["items"])
    deductions_total = gross + 1 + len(ledger["deductions"])
    columns += [Column(label, "number", _amount("items", label), summed=True) for label in ledger["items"]]
    columns.append(_row_sum(words["gross"], "gross", len(who) + len(spent), gross))
    columns += [
        Column(label, "number", _amount("deductions", label), summed=True) for label in ledger["deductions"]
    ]
    columns.append(_row_sum(words["deductions_total"], "deductions_total", gross + 1, deductions_total))
    columns.append(
        Column(
            words["net"],
            "number",
            itemgetter("net"),
            summed=True,
            formula=lambda row: (
                f"={xl_rowcol_to_cell(row, gross)}-{xl_rowcol_to_cell(row, deductions_total)}"
            ),
        )
    )
    return columns


def _row_sum(label: str, name: str, first: int, end: int) -> Column:
    """The sum of the columns from `first` up to `end`; a plain value when there are none."""
    adds = (lambda row: f"=SUM({xl_range(row, first, row, end - 1)})") if end > first else None
    return Column(label, "number", itemgetter(name), summed=True, formula=adds)


def _hours(name: str) -> Callable[[Row], int]:
    return lambda row: row["hours"][name]


def _amount(side: str, label: str) -> Callable[[Row], int]:
    return lambda row: row[side].get(label, 0)
