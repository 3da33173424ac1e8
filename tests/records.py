"""Records of kinds that an office has none of by itself, made as their rooms make them or stored as they store."""

from collections.abc import Callable
from datetime import date
from typing import Any

from agreements.agreeing import made
from office import JUNE, Office
from openinsa.ending.actions import draft_settlements
from openinsa.leave.actions import grant_by_hand
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.models import Payslip, PremiumBill
from openinsa.staffing.actions.motherhood import note_pregnancy
from openinsa.staffing.models import Approval, Consent, Contract, FlexibleAgreement
from shifts import stored_pattern

JULY = date(2026, 7, 6)


def _agreement(office: Office, contract: Contract) -> Any:
    return FlexibleAgreement.objects.create(
        institution=office.institution,
        project=contract.project,
        kind="two_weeks",
        unit_length=2,
        unit="weeks",
        starts_on=JULY,
        ends_on=date(2026, 7, 19),
        agreed_on=JUNE,
        document="취업규칙",
    )


def _approval(office: Office, contract: Contract) -> Any:
    return Approval.objects.create(
        institution=office.institution,
        project=contract.project,
        kind="emergency",
        valid_from=JUNE,
        dated_on=JUNE,
        document="인가서",
    )


def _consent(office: Office, contract: Contract) -> Any:
    return Consent.objects.create(
        institution=office.institution,
        person_id=contract.person_id,
        kind="night_consent",
        valid_from=JUNE,
        dated_on=JUNE,
        document="동의서",
    )


def _bill(office: Office, contract: Contract) -> Any:
    return PremiumBill.objects.create(
        institution=office.institution,
        insurance="health",
        month=JUNE,
        name="고지.xlsx",
        state="confirmed",
        content_sealed=b"",
        uploaded_by=office.payroll_officer,
    )


def _motherhood(office: Office, contract: Contract) -> Any:
    return note_pregnancy(
        office.hr_officer, contract.person_id, told_on=JUNE, due_on=date(2026, 12, 14), document="진단서"
    )


def _grant(office: Office, contract: Contract) -> Any:
    terms = {"minutes": 480, "granted_on": JUNE, "expires_on": date(2026, 12, 31), "reason": "이월"}
    return grant_by_hand(office.hr_officer, contract.pk, **terms)


def _correction(office: Office, contract: Contract) -> Any:
    slip = Payslip.objects.get()
    return propose_days(office.clerk, slip.pk, {date(2026, 6, 10): "결"}, reason="출근부 대조")


MADE: dict[str, Callable[[Office, Contract], Any]] = {
    "agreements_agreement": made,
    "staffing_flexibleagreement": _agreement,
    "staffing_approval": _approval,
    "staffing_consent": _consent,
    "staffing_motherhood": _motherhood,
    "staffing_shiftpattern": lambda office, _contract: stored_pattern(office),
    "leave_leavegrant": _grant,
    "payroll_correction": _correction,
    "payroll_premiumbill": _bill,
    "ending_settlement": lambda office, contract: draft_settlements(office.clerk, [contract.pk])[0],
}
