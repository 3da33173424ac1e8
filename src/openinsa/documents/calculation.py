"""계산 근거 as a PDF."""

from openinsa.documents.contracts import Calculation
from openinsa.documents.printing import Paper, print_one


def calculation_pdf(calculation: Calculation) -> bytes:
    """A4 upright: every line of a payslip down to its rules and days. Raises UnprintableCharacter."""
    return print_one(Paper("calculation", calculation, calculation["pay_date"]))
