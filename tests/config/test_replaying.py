"""Closed months computed again from the command line: equal, or named by numbers, never by people."""

import io
from datetime import date

import pytest
from rich.console import Console

from closing import JUNE, MAY, close, slip_of
from office import new_office
from openinsa.config.replaying import replay_all
from openinsa.payroll.models import PayRun, PayslipLine

pytestmark = pytest.mark.django_db


def said(month: date | None = None) -> tuple[int, str]:
    """The exit code of the command and what it printed."""
    written = io.StringIO()
    code = replay_all(Console(file=written, width=200), month)
    return code, written.getvalue()


def test_every_institutions_closed_months_are_replayed_and_counted() -> None:
    for name in ("가온구", "나래시"):
        office = new_office(name)
        office.employ("김하늘")
        close(office, MAY)
        close(office, JUNE)
    assert said() == (0, "4 equal, 0 differs, 0 other book, 0 not kept\n")
    assert said(MAY)[1].startswith("2 equal")


def test_a_line_that_comes_out_otherwise_is_told_without_a_name() -> None:
    office = new_office()
    contract = office.employ("김하늘")
    run = close(office, MAY)
    line = slip_of(contract, MAY).lines.get(code="base")
    PayslipLine.objects.filter(pk=line.pk).update(amount=1)
    code, text = said()
    assert code == 1
    assert f"run {run.pk}: comes out otherwise" in text
    assert f"paid 1, now {line.amount}" in text
    assert "김하늘" not in text


def test_another_rule_book_and_months_without_grounds_are_told_and_are_no_fault() -> None:
    office = new_office()
    office.employ("김하늘")
    for month, change in ((MAY, {"rule_book_version": "another"}), (JUNE, {"inputs": None})):
        PayRun.objects.filter(pk=close(office, month).pk).update(**change)
    code, text = said()
    assert code == 0
    assert "another rule book" in text
    assert text.endswith("0 equal, 0 differs, 1 other book, 1 not kept\n")
