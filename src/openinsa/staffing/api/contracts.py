"""Contracts with their dated terms, what to look at in them, and weeks decided by hand."""

from collections.abc import Mapping
from typing import Any

from django.forms import Field

from openinsa.api.bodies import FormBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.people.models import User
from openinsa.privacy.reading import note_read
from openinsa.staffing.actions.contracts import change_contract
from openinsa.staffing.actions.contracts import end_contract as end
from openinsa.staffing.actions.fixed_term import set_exemption, state_exception
from openinsa.staffing.actions.weeks import decide_week, leave_week_to_law
from openinsa.staffing.api.room import contract_under, room, today
from openinsa.staffing.contract_watch import watched
from openinsa.staffing.fixed_term_forms import ExceptionForm, ExemptionForm
from openinsa.staffing.forms import EndForm, ScheduleForm, TermsForm
from openinsa.staffing.models import Allowance, Contract, ContractVersion, DecidedWeek, Deduction
from openinsa.staffing.pages.contract_watch import EXCEPTION, EXEMPTION, watch_table
from openinsa.staffing.pages.contracts import CONTRACTS, TERMS, contracts_table
from openinsa.staffing.paper_forms import DecidedWeekForm
from openinsa.staffing.queries import contracts_with_terms
from openinsa.staffing.scope import contracts_of, reach, sees_pay

REGISTERS = "staffing.register"
FIELDS = (
    "project_id person_id starts_on ends_on agreed_end job tax_mode day_labour probation_to simple_labour"
    " production_job exempt_approval exempt_from exempt_to exception_reason exception_document"
    " childcare_leave_days"
)
VERSION = (
    "valid_from valid_to pay_basis daily_scheduled_minutes weekly_scheduled_minutes weekly_scheduled_days"
    " monthly_scheduled_minutes month_hours part_time week_ends_on schedule"
)
TermsTold = shape("Terms", ContractVersion, VERSION, rate=int | None)
WeekTold = shape("DecidedWeek", DecidedWeek, "contract_id week_end ruling grounds decided_by_id decided_at")
AllowanceTold = shape("Allowance", Allowance, "contract_id name kind amount valid_from valid_to")
DeductionTold = shape("Deduction", Deduction, "contract_id name kind amount valid_from valid_to agreement")
ContractTold = shape("Contract", Contract, FIELDS)


class ContractWhole(ContractTold):
    """A contract with its terms; pay only for those who see it."""

    terms: list[TermsTold]
    decided_weeks: list[WeekTold]
    allowances: list[AllowanceTold]
    deductions: list[DeductionTold]


room.table(
    "/contracts",
    "list_contracts",
    contracts_table,
    shown=CONTRACTS,
    may="staffing.see",
    rows=lambda call: contracts_with_terms(call.by, today()),
    also={"person_id": "person_id", "project_id": "project_id"},
)
room.table(
    "/contracts/watch",
    "list_watched_contracts",
    watch_table,
    shown=watch_table(User()),
    may="staffing.see",
    rows=lambda call: watched(call.by, today()),
)


def whole(by: User, contract: Contract) -> dict[str, Any]:
    pays = sees_pay(by)
    told = {name: getattr(contract, name) for name in ("id", *FIELDS.split())}
    terms = [
        {name: getattr(one, name) for name in ("id", *VERSION.split())} | {"rate": one.rate if pays else None}
        for one in contract.versions.all()
    ]
    return told | {
        "terms": terms,
        "decided_weeks": list(contract.decided_weeks.all()),
        "allowances": list(contract.allowances.all()) if pays else [],
        "deductions": list(contract.deductions.all()) if pays else [],
    }


@room.get("/contracts/{int:contract_id}", of=contract_under("staffing.see"), answer=ContractWhole)
def show_contract(call: Call, contract: Contract) -> dict[str, Any]:
    """One contract with its terms in the order in which they hold, its pay items and decided weeks."""
    note_read("contract", [contract.person_id])
    return whole(call.by, contract)


def _term_fields() -> Mapping[str, Field]:
    return TermsForm.base_fields


@room.post(
    "/contracts/{int:contract_id}/terms",
    of=contract_under(REGISTERS),
    body=FormBody(TermsForm, fields=_term_fields),
    answer=TermsTold,
    status=201,
)
def add_terms(call: Call, contract: Contract, given: dict[str, Any]) -> ContractVersion:
    """New terms from a day on; what held before stays as it was."""
    fields = {name: given[name] for name in (*TERMS, "week_ends_on", "part_time") if given[name] is not None}
    return change_contract(call.by, contract.pk, given["valid_from"], fields, reason=given["reason"])


@room.post(
    "/contracts/{int:contract_id}/schedule",
    of=contract_under(REGISTERS),
    body=FormBody(ScheduleForm),
    answer=TermsTold,
    status=201,
)
def add_schedule(call: Call, contract: Contract, given: dict[str, Any]) -> ContractVersion:
    """Weekdays and times from a day on, or for some days; the hours agreed follow from them."""
    terms = ScheduleForm().terms(given)
    return change_contract(
        call.by, contract.pk, given["valid_from"], terms, valid_to=given["valid_to"], reason=given["reason"]
    )


@room.post(
    "/contracts/{int:contract_id}/end",
    of=contract_under(REGISTERS),
    body=FormBody(EndForm),
    answer=ContractTold,
)
def end_contract(call: Call, contract: Contract, given: dict[str, Any]) -> Contract:
    """End a contract earlier than agreed."""
    return end(call.by, contract.pk, given["ends_on"], reason=given["reason"])


def _exception(contract: Contract) -> dict[str, Any]:
    return {name: getattr(contract, name) for name in EXCEPTION}


@room.patch(
    "/contracts/{int:contract_id}/exception",
    of=contract_under(REGISTERS),
    body=FormBody(ExceptionForm, now=_exception),
    answer=ContractTold,
)
def edit_exception(call: Call, contract: Contract, given: dict[str, Any]) -> Contract:
    """Why two years of fixed-term employment do not bind a contract."""
    return state_exception(call.by, contract.pk, **given)


def _exemption(contract: Contract) -> dict[str, Any]:
    return {name: getattr(contract, name) for name in EXEMPTION}


@room.patch(
    "/contracts/{int:contract_id}/exemption",
    of=contract_under(REGISTERS),
    body=FormBody(ExemptionForm, now=_exemption),
    answer=ContractTold,
)
def edit_exemption(call: Call, contract: Contract, given: dict[str, Any]) -> Contract:
    """Since when the law's hours, breaks and holidays do not bind a contract."""
    return set_exemption(call.by, contract.pk, **given)


@room.post(
    "/contracts/{int:contract_id}/weeks",
    of=contract_under("staffing.record_days"),
    body=FormBody(DecidedWeekForm),
    answer=WeekTold,
    status=201,
)
def decide_over_week(call: Call, contract: Contract, given: dict[str, Any]) -> DecidedWeek:
    """Pay a week's holiday, or not, whatever the attendance."""
    return decide_week(call.by, contract.pk, **given)


def week_of_contract(by: User, contract_id: int, week_id: int) -> DecidedWeek:
    contract = reach(contracts_of(by, "staffing.record_days"), contract_id)
    return reach(DecidedWeek.objects.filter(contract=contract), week_id)


@room.delete("/contracts/{int:contract_id}/weeks/{int:week_id}", of=week_of_contract)
def drop_decision_over_week(call: Call, week: DecidedWeek) -> None:
    """Leave a week's holiday to the law's test again."""
    leave_week_to_law(call.by, week.contract_id, week.pk)
