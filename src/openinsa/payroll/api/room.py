"""The room of the API, what its operations reach, months and years in addresses, and bodies that several take."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from openinsa.api.lists import parameter
from openinsa.api.problems import FieldsRefused
from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.payroll.models import Correction, PayRun, Payslip, PremiumBill
from openinsa.payroll.pages.months import asked_month
from openinsa.payroll.queries import corrections_with_stage, runs_with_faults_counted
from openinsa.payroll.scope import corrections_of, runs_of, slips_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.roles import Scope
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.scope import contracts_of, projects_of, reach, sees_pay

room = Room("payroll", _("급여"))
SEES, RUNS = "payroll.see", "payroll.run"
MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
YEAR = r"^20[0-9]{2}$"
Ids = Annotated[list[Annotated[StrictInt, Field(ge=1, lt=2**62)]], Field(min_length=1, max_length=20_000)]
Month = Annotated[StrictStr, Field(pattern=MONTH, examples=["2026-06"])]
Reason = Annotated[StrictStr, Field(min_length=1, max_length=300)]

RunTold = shape(
    "PayRun",
    PayRun,
    "project_id month kind state pay_date rule_book_version people gross deductions net employer_total"
    " computed_at paid_at",
)
CorrectionTold = shape(
    "Correction",
    Correction,
    "contract_id kind first_day last_day rate reason reverses_id state proposed_by_id proposed_at"
    " decided_by_id decided_at answer",
)


class Strict(BaseModel):
    """A body without a form: exact types, no unknown fields."""

    model_config = ConfigDict(extra="forbid")


class Reasoned(Strict):
    reason: Reason


class Done(Schema):
    """How many rows it was about."""

    count: int


class MovedTold(Schema):
    """Won before and after."""

    label: str
    old: int
    new: int


def today() -> date:
    return timezone.localdate()


def first_of(month: str) -> date:
    """The first day of a month sent as 2026-06."""
    return date.fromisoformat(f"{month}-01")


def month_asked(call: Call) -> date:
    """The month in the address, this one where none is named. Raises FieldsRefused."""
    text, found = call.request.GET.get("month", ""), asked_month(call.request)
    if text and f"{found:%Y-%m}" != text:
        raise FieldsRefused([{"parameter": "month", "detail": say("2026-06처럼 써 주세요.")}])
    return found


def asks_month() -> list[dict[str, Any]]:
    return [parameter("month", {"type": "string", "pattern": MONTH}, say("달. 비우면 이번 달입니다."))]


def year_asked(call: Call) -> int:
    """The year in the address, this one where none is named. Raises FieldsRefused."""
    text = call.request.GET.get("year", "") or f"{today().year}"
    if not (text.isascii() and text.isdigit() and len(text) == len("2026") and text.startswith("20")):
        raise FieldsRefused([{"parameter": "year", "detail": say("2026처럼 써 주세요.")}])
    return int(text)


def asks_year() -> list[dict[str, Any]]:
    return [parameter("year", {"type": "string", "pattern": YEAR}, say("해. 비우면 올해입니다."))]


def run_under(permission: str) -> Callable[[User, int], PayRun]:
    def find(by: User, run_id: int) -> PayRun:
        return reach(runs_of(by, permission), run_id)

    return find


def run_shown(by: User, run_id: int) -> PayRun:
    return reach(runs_with_faults_counted(by), run_id)


def slip_of(by: User, slip_id: int) -> Payslip:
    require(sees_pay(by), NotFound())
    return reach(slips_of(by), slip_id)


def closed_slip(by: User, slip_id: int) -> Payslip:
    """A slip that can be corrected. Raises NotFound."""
    slip = reach(slips_of(by, "payroll.correct"), slip_id)
    require(slip.run.state == PayRun.State.PAID and slip.run.kind == PayRun.Kind.REGULAR, NotFound())
    return slip


def correction_shown(by: User, correction_id: int) -> Correction:
    return reach(corrections_with_stage(by), correction_id)


def correction_under(permission: str) -> Callable[[User, int], Correction]:
    def find(by: User, correction_id: int) -> Correction:
        return reach(corrections_of(by, permission), correction_id)

    return find


def bill_of(by: User, bill_id: int) -> PremiumBill:
    require(by.scope(SEES) == Scope.INSTITUTION, NotFound())
    return reach(PremiumBill.objects.all(), bill_id)


def decided_bill(by: User, bill_id: int) -> PremiumBill:
    """A bill, for who may decide on it. Raises NotAllowed, NotFound."""
    require(by.may(RUNS), NotAllowed())
    return bill_of(by, bill_id)


def project_seen(by: User, project_id: int) -> Project:
    require(sees_pay(by), NotAllowed())
    return reach(projects_of(by, SEES), project_id)


def project_under(permission: str) -> Callable[[User, int], Project]:
    def find(by: User, project_id: int) -> Project:
        require(sees_pay(by) and by.may(permission), NotAllowed())
        return reach(projects_of(by, permission), project_id)

    return find


def contract_seen(by: User, contract_id: int) -> Contract:
    require(sees_pay(by), NotAllowed())
    return reach(contracts_of(by, SEES).select_related("person", "project__department"), contract_id)


def contract_insured(by: User, contract_id: int) -> Contract:
    """A contract whose person's facts may be changed. Raises NotAllowed, NotFound."""
    require(sees_pay(by) and by.may("staffing.insure"), NotAllowed())
    return reach(contracts_of(by, "staffing.insure").select_related("person", "project"), contract_id)


def require_whole_institution(by: User) -> None:
    """What names everybody is shown only to a right over the whole institution. Raises NotAllowed."""
    require(by.scope(SEES) == Scope.INSTITUTION, NotAllowed())
