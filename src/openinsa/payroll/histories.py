"""Which records of payroll have a history page, and what belongs to each."""

from openinsa.payroll.bills import bills_of
from openinsa.payroll.models import (
    BilledPerson,
    CarriedBill,
    CorrectedDay,
    Correction,
    Difference,
    OneTimePayment,
    PayRun,
    Payslip,
    PremiumBill,
    PremiumSettlement,
    SettlementShare,
)
from openinsa.payroll.scope import corrections_of, runs_of, slips_of
from openinsa.people.models import Person
from openinsa.privacy.histories import Part, add_parts, name_by, register_history
from openinsa.staffing.models import Contract


def register() -> None:
    """Make the room's records known."""
    register_history(
        PayRun,
        runs_of,
        named=("project__name", "month"),
        page="payroll:run",
    )
    register_history(
        Payslip,
        slips_of,
        named=("person__name", "run__month"),
        page="payroll:slip",
    )
    register_history(
        Correction,
        corrections_of,
        Part(CorrectedDay, "correction"),
        named=("contract__person__name", "first_day"),
        page="payroll:correction",
    )
    register_history(
        PremiumBill,
        bills_of,
        Part(BilledPerson, "bill"),
        Part(CarriedBill, "bill"),
        named=("month", "name"),
        page="payroll:bill",
    )
    add_parts(
        Contract, Part(OneTimePayment, "contract", of_pay=True), Part(Correction, "contract", of_pay=True)
    )
    add_parts(Person, Part(PremiumSettlement, "person", of_pay=True))
    name_by(CorrectedDay, "date")
    name_by(Difference, "slip__person__name", "month")
    name_by(OneTimePayment, "name", "month")
    name_by(PremiumSettlement, "person__name", "year")
    name_by(SettlementShare, "settlement__person__name", "month")
    name_by(CarriedBill, "person__name", "month")
