"""퇴직금 산정 내역서 as a PDF."""

from openinsa.documents.contracts import SettlementStatement
from openinsa.documents.printing import Paper, print_one


def settlement_statement_pdf(statement: SettlementStatement) -> bytes:
    """A4 upright: who, the months before the end, every figure with its formula, sums. Raises UnprintableCharacter."""
    return print_one(Paper("settlement_statement", statement, statement["dated_on"]))
