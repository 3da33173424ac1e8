"""A slip told down to its rules, as a paper to print and as data to read by machine."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as say

from openinsa.documents.contracts import Calculation, CalculationLine, CalculationValue
from openinsa.law.trees import Value
from openinsa.payroll.explaining import Retold
from openinsa.payroll.models import Payslip
from openinsa.payroll.papers import SHOWN_OF_THE_VERSION, language
from openinsa.web.templatetags.web import won


def calculation(slip: Payslip, lines: Sequence[Retold]) -> Calculation:
    """What the form prints, in the reader's language."""
    run = slip.run
    return {
        "language": language(),
        "institution": run.institution.name,
        "department": run.project.department.name,
        "project": run.project.name,
        "month": f"{run.month:%Y-%m}",
        "pay_date": run.pay_date.isoformat(),
        "name": slip.person.name,
        "identifier": slip.person.birth_date.isoformat(),
        "lines": [_line(line) for line in lines],
        "gross": slip.gross,
        "deductions_total": slip.deductions,
        "net": slip.net,
        "version": run.rule_book_version[:SHOWN_OF_THE_VERSION],
    }


def calculation_data(slip: Payslip, lines: Sequence[Retold]) -> dict[str, Any]:
    """The same in both languages. Money is whole won, a time whole minutes, a rate parts per million.

    `amount` is what the payslip holds, `now` what the line comes to computed afresh; either may be missing.
    """
    return {
        "institution": slip.run.institution.name,
        "project": slip.run.project.name,
        "month": f"{slip.run.month:%Y-%m}",
        "pay_date": slip.run.pay_date.isoformat(),
        "name": slip.person.name,
        "birth_date": slip.person.birth_date.isoformat(),
        "gross": slip.gross,
        "deductions": slip.deductions,
        "net": slip.net,
        "rule_book_version": slip.run.rule_book_version,
        "lines": [{**line.data, "amount": line.stored, "now": line.now} for line in lines],
    }


def _line(line: Retold) -> CalculationLine:
    return {
        "label": line.label,
        "amount": won(line.stored or 0),
        "now": "" if line.same else won(line.now or 0),
        "words": line.words,
        "law": line.law,
        "days": [f"{day[5:]} {time}" for day, time in line.days],
        "tree": [_value(line.tree)] if line.tree else [],
    }


def _value(value: Value) -> CalculationValue:
    return {
        "label": value.label,
        "shown": value.shown,
        "words": value.words,
        "law": value.law,
        "since": say("%(day)s부터") % {"day": value.since} if value.since else "",
        "note": "" if value.verified else value.note,
        "inputs": [_value(one) for one in value.inputs],
    }
