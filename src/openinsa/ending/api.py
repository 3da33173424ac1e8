"""Ends of employments for machines: who leaves, settlements from draft to payment, severance before the end.

What is done is answered without amounts: those are told to who may see pay.
"""

from datetime import date
from typing import Annotated, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field, StrictInt, StrictStr

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.files import hand_out
from openinsa.api.problems import FieldsRefused
from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.ending import actions as act
from openinsa.ending import pages
from openinsa.ending.accounts import masked_account, show_account
from openinsa.ending.exclusions import BY_LAW
from openinsa.ending.forms import (
    DetailsForm,
    EndingSettingForm,
    InterimForm,
    LeftOutForm,
    PaidForm,
    PaidOnForm,
    ReasonForm,
    value_form,
)
from openinsa.ending.interim import running_contracts, settle_interim
from openinsa.ending.late_wages import late_wages, paid_day
from openinsa.ending.models import EndingSetting, InterimSettlement, LeftOut, Settlement
from openinsa.ending.queries import endings_with_settlement, figures_told, leave_in_pay, replay
from openinsa.ending.reckoning import OVERRIDABLE
from openinsa.ending.scope import endings_of, settlements_of
from openinsa.ending.telling import value_of
from openinsa.ending.warnings import said
from openinsa.law.api import ExplainedValue
from openinsa.payroll.models import PayRun
from openinsa.payroll.scope import runs_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy import reasons
from openinsa.privacy.reading import note_read
from openinsa.staffing.api.people import Value
from openinsa.staffing.api.room import Done, Picked, Strict, today
from openinsa.staffing.models import Contract, DayCode
from openinsa.staffing.scope import reach

room = Room("ending", _("퇴직정산"))
SEES, DRAFTS, CONFIRMS, MANAGES = "payroll.see", "ending.draft", "ending.confirm", "people.manage"
FIELDS = (
    "contract_id person_id ended_on employed_since cause note notice_given_on payment ground pension_provider state"
    " due_on drafted_at confirmed_by_id confirmed_at paid_on interest_waived rule_book_version"
)
MONEY = "severance notice_pay income_tax local_tax net leave_pay fairness late_days late_interest"
INTERIM = "contract_id person_id settled_on requested_on ground document paid_on employed_since settled_by_id settled_at"
INTERIM_MONEY = "severance income_tax local_tax net"
SettlementTold = shape("Settlement", Settlement, FIELDS)
SettlementPay = shape("SettlementPay", Settlement, f"{FIELDS} {MONEY}")
InterimTold = shape("InterimSettlement", InterimSettlement, INTERIM)
InterimPay = shape("InterimSettlementPay", InterimSettlement, f"{INTERIM} {INTERIM_MONEY}")
SettingTold = shape(
    "EndingSetting", EndingSetting, "valid_from february rounding gap_days pays_fairness source"
)
LeftOutTold = shape("MarkLeftOut", LeftOut, "code valid_from left_out source")


class SettlementWarning(Schema):
    """What to look at in a settlement: danger and warning before information."""

    tone: str
    text: str


class ByHandTold(Schema):
    """A value that can be put by hand: what the rules read now, and why where somebody put it."""

    name: str
    value: Any = None
    put: bool
    why: str


class InterestTold(Schema):
    late_days: int
    late_interest: int


class SettlementWhole(SettlementPay):
    """A settlement with every figure explained. `replay`: whether a confirmed one still comes out the same."""

    account: str
    leave_in_pay: int
    figures: list[ExplainedValue]
    months: list[Any]
    warnings: list[SettlementWarning]
    by_hand: list[ByHandTold]
    replay: str | None
    interest_today: InterestTold | None


class InterimWhole(InterimPay):
    figures: list[ExplainedValue]


class LateSlipTold(Schema):
    """One slip of a run paid late; `left_on` where the employment was over before the pay day."""

    slip_id: int
    person_id: int
    name: str
    gross: int
    left_on: date | None
    days: int
    interest: int


class LateWagesTold(Schema):
    run_id: int
    paid_on: date
    total: int
    slips: list[LateSlipTold]


class ByLawTold(Schema):
    code: str
    law: str


class LeftOutMarksTold(Schema):
    """What the institution said of its marks, and what the law leaves out by itself."""

    own: list[LeftOutTold]
    by_law: list[ByLawTold]


class PickedSettlements(Strict):
    settlements: list[Annotated[StrictInt, Field(ge=1, le=2**62)]] = Field(min_length=1, max_length=20_000)


class PutSent(Strict):
    """Won, days or minutes as a number, a day as 2026-11-22; null lets the computed value hold again."""

    value: StrictInt | StrictStr | None = Field(default=None, examples=[3_150_000])
    reason: StrictStr = Field(min_length=1, max_length=200)


def settlement_under(permission: str) -> Any:
    def find(by: User, settlement_id: int) -> Settlement:
        return reach(settlements_of(by, permission), settlement_id)

    return find


def draft_of(by: User, settlement_id: int) -> Settlement:
    one = reach(settlements_of(by, DRAFTS), settlement_id)
    require(one.is_open, act.SettlementDecided(name=one.person.name))
    return one


def contract_to_settle(permission: str) -> Any:
    def find(by: User, contract_id: int) -> Contract:
        return reach(endings_of(by, permission).select_related("person", "project"), contract_id)

    return find


def _all(rows: Any, ids: list[int]) -> list[int]:
    """The ids, if every one is within reach. Raises NotFound."""
    wanted = set(ids)
    require(rows.filter(pk__in=wanted).count() == len(wanted), NotFound())
    return list(wanted)


room.table(
    "/endings",
    "list_endings",
    pages.ENDINGS,
    may=SEES,
    rows=lambda call: endings_with_settlement(call.by, today()),
    also={"person_id": "person_id", "project_id": "project_id", "settlement_id": "settlement_id"},
)


@room.post("/settlements", may=DRAFTS, body=ModelBody(Picked), answer=list[SettlementTold], status=201)
def draft_settlements(call: Call, given: Picked) -> list[Settlement]:
    """Draft a settlement for each ending contract of the list that has none yet, all or nobody."""
    within = endings_with_settlement(call.by, today()).filter(pk__in=endings_of(call.by, DRAFTS))
    made = act.draft_settlements(call.by, _all(within, given.contracts))
    note_read("settlement", [one.person_id for one in made])
    return made


@room.post("/settlements/reckon", may=DRAFTS, body=ModelBody(PickedSettlements), answer=Done)
def reckon_settlements(call: Call, given: PickedSettlements) -> dict[str, int]:
    """Reckon drafts anew from what is known now; confirmed ones stay."""
    return {"count": act.reckon_again(call.by, _all(settlements_of(call.by, DRAFTS), given.settlements))}


@room.post(
    "/settlements/confirm", may=CONFIRMS, body=ModelBody(PickedSettlements), answer=list[SettlementTold]
)
def confirm_settlements(call: Call, given: PickedSettlements) -> list[Settlement]:
    """Reckon drafts a last time and let them stay as they are, all or none."""
    made = act.confirm_settlements(call.by, _all(settlements_of(call.by, CONFIRMS), given.settlements))
    note_read("settlement", [one.person_id for one in made])
    return made


@room.get("/settlements/{int:settlement_id}", of=settlement_under(SEES), answer=SettlementWhole)
def show_settlement(call: Call, one: Settlement) -> dict[str, Any]:
    """One settlement: every figure down to what was entered, the months behind it, what was put by hand."""
    note_read("settlement", [one.person_id])
    confirmed = one.state == Settlement.State.CONFIRMED
    return {
        **{name: getattr(one, name) for name in ("id", *FIELDS.split(), *MONEY.split())},
        "account": masked_account(one),
        "leave_in_pay": leave_in_pay(one),
        "figures": [figure.tree for figure in figures_told(one)],
        "months": one.months,
        "warnings": [{"tone": tone, "text": text} for tone, text in said(one.warnings)],
        "by_hand": [_by_hand(one, name) for name in OVERRIDABLE],
        "replay": None if one.is_open else replay([one])[0].value,
        "interest_today": act.interest_of(one, today()) if confirmed else None,
    }


def _by_hand(one: Settlement, name: str) -> dict[str, Any]:
    value, put = one.given.get(name, ""), one.overrides.get(name)
    read = value if value != "" else value_of(one.told, name)
    return {"name": name, "value": read, "put": put is not None, "why": put["why"] if put else ""}


def _details(one: Settlement) -> dict[str, Any]:
    return {name: getattr(one, name, "") for name in DetailsForm.base_fields}


@room.patch(
    "/settlements/{int:settlement_id}",
    of=draft_of,
    body=FormBody(DetailsForm, now=_details),
    answer=SettlementTold,
)
def edit_settlement(call: Call, one: Settlement, given: dict[str, Any]) -> Settlement:
    """Cause, notice and way of payment of a draft; the figures follow. Without a number the account stays."""
    note_read("settlement", [one.person_id])
    return act.change_settlement(call.by, one.pk, **given)


class ValueBody(FormBody):
    """A value whose type depends on its name, and the reason."""

    def __init__(self) -> None:
        super().__init__(forms.Form, make=lambda data, found: value_form(found[1], data))

    def schema(self) -> dict[str, Any]:
        return PutSent.model_json_schema()


def value_to_put(by: User, settlement_id: int, name: str) -> tuple[Settlement, str]:
    one = draft_of(by, settlement_id)
    require(name in OVERRIDABLE, NotFound())
    return one, name


@room.post(
    "/settlements/{int:settlement_id}/values/{slug:name}",
    of=value_to_put,
    body=ValueBody(),
    answer=SettlementTold,
)
def put_settlement_value(call: Call, found: tuple[Settlement, str], given: dict[str, Any]) -> Settlement:
    """Put a value by hand in place of the computed one (`window_wages`, `employed_since`, ...)."""
    one, name = found
    note_read("settlement", [one.person_id])
    return act.put_value(call.by, one.pk, name=name, **given)


def settlement_to_reveal(by: User, settlement_id: int) -> Settlement:
    one = reach(settlements_of(by), settlement_id)
    require(by.may("privacy.reveal"), NotAllowed())
    require(one.pension_account_sealed is not None, NotFound())
    return one


@room.post(
    "/settlements/{int:settlement_id}/reveal/account",
    of=settlement_to_reveal,
    body=FormBody(reasons.ReasonForm),
    answer=Value,
    shown_once=True,
)
def reveal_pension_account(call: Call, one: Settlement, given: dict[str, Any]) -> dict[str, str]:
    """Show the number of the pension account for a reason; the access record keeps both."""
    return {"value": show_account(call.by, one.pk, reason=given["why"], address=call.address)}


@room.delete("/settlements/{int:settlement_id}", of=settlement_under(DRAFTS))
def drop_settlement(call: Call, one: Settlement) -> None:
    """Drop a draft."""
    act.drop_settlement(call.by, one.pk)


@room.post(
    "/settlements/{int:settlement_id}/reopen",
    of=settlement_under(CONFIRMS),
    body=FormBody(ReasonForm),
    answer=SettlementTold,
)
def reopen_settlement(call: Call, one: Settlement, given: dict[str, Any]) -> Settlement:
    """Take a confirmation back while nothing is paid."""
    note_read("settlement", [one.person_id])
    return act.reopen_settlement(call.by, one.pk, **given)


@room.post(
    "/settlements/{int:settlement_id}/pay",
    of=settlement_under(CONFIRMS),
    body=FormBody(PaidForm),
    answer=SettlementTold,
)
def pay_settlement(call: Call, one: Settlement, given: dict[str, Any]) -> Settlement:
    """Record the day of payment; after the fourteenth day interest is told."""
    note_read("settlement", [one.person_id])
    return act.record_payment(call.by, one.pk, **given)


hand_out(
    room,
    "/settlements/{int:settlement_id}/statement.pdf",
    "take_settlement_statement",
    "application/pdf",
    pages.statement,
    of=settlement_under(SEES),
)
room.table(
    "/interim-settlements",
    "list_running_employments",
    pages.INTERIMS,
    may=SEES,
    rows=lambda call: running_contracts(call.by, today()),
    also={"person_id": "person_id", "project_id": "project_id"},
)


@room.get(
    "/contracts/{int:contract_id}/interim-settlements", of=contract_to_settle(SEES), answer=list[InterimWhole]
)
def list_interim_settlements(call: Call, contract: Contract) -> list[dict[str, Any]]:
    """Severance of one person that was settled before the end."""
    note_read("settlement", [contract.person_id])
    names = ("id", *INTERIM.split(), *INTERIM_MONEY.split())
    return [
        {name: getattr(one, name) for name in names} | {"figures": [part.tree for part in figures_told(one)]}
        for one in InterimSettlement.objects.filter(person=contract.person_id)
    ]


@room.post(
    "/contracts/{int:contract_id}/interim-settlements",
    of=contract_to_settle(CONFIRMS),
    body=FormBody(InterimForm),
    answer=InterimTold,
    status=201,
)
def add_interim_settlement(call: Call, contract: Contract, given: dict[str, Any]) -> InterimSettlement:
    """Settle severance up to a day at the worker's request; the service after it begins anew."""
    note_read("settlement", [contract.person_id])
    return settle_interim(call.by, contract.pk, **given)


def run_of(by: User, run_id: int) -> PayRun:
    require(by.may(SEES), NotAllowed())
    return reach(runs_of(by), run_id)


def _paid_on() -> list[dict[str, Any]]:
    return [
        {
            "in": "query",
            "name": "paid_on",
            "required": False,
            "schema": {"type": "string", "format": "date"},
            "description": "The day of payment; without it the day of the run, or today.",
        }
    ]


@room.get("/runs/{int:run_id}/late-wages", of=run_of, answer=LateWagesTold, parameters=_paid_on)
def show_late_wages(call: Call, run: PayRun) -> dict[str, Any]:
    """Interest on the wages of a run if it is paid on a day after its pay day."""
    day = _day_asked(call, run)
    rows = late_wages(run, day)
    note_read("late-wages", [row.slip.person_id for row in rows])
    names = "name gross left_on days interest".split()
    slips = [
        {"slip_id": row.pk, "person_id": row.slip.person_id, **{name: getattr(row, name) for name in names}}
        for row in rows
    ]
    return {"run_id": run.pk, "paid_on": day, "total": sum(row.interest for row in rows), "slips": slips}


def _day_asked(call: Call, run: PayRun) -> date:
    """Raises FieldsRefused."""
    given = call.request.GET.get("paid_on")
    form = PaidOnForm({"paid_on": given or paid_day(run)})
    if not form.is_valid():
        raise FieldsRefused([{"parameter": "paid_on", "detail": one} for one in form.errors["paid_on"]])
    return form.cleaned_data["paid_on"]


@room.get("/ending-settings", may=MANAGES, answer=list[SettingTold])
def list_ending_settings(call: Call) -> Any:
    """How settlements are reckoned, newest first."""
    return EndingSetting.objects.all()


@room.post("/ending-settings", may=MANAGES, body=FormBody(EndingSettingForm), answer=SettingTold, status=201)
def add_ending_settings(call: Call, given: dict[str, Any]) -> EndingSetting:
    """Settings for ends from a day on; confirmed settlements keep theirs."""
    return act.set_ending_settings(call.by, **given)


@room.get("/ending-settings/marks", may=MANAGES, answer=LeftOutMarksTold)
def list_marks_left_out(call: Call) -> dict[str, Any]:
    """Which marks the average wage leaves out, by the institution's word or by law."""
    codes = [code for code in DayCode.objects.values_list("code", flat=True) if code in BY_LAW]
    by_law = [{"code": code, "law": str(BY_LAW[code])} for code in codes]
    return {"own": list(LeftOut.objects.all()), "by_law": by_law}


def _left_out_form(data: Any, _row: object) -> LeftOutForm:
    return LeftOutForm(data, codes=[(one.code, one.label) for one in DayCode.objects.all()])


@room.post(
    "/ending-settings/marks",
    may=MANAGES,
    body=FormBody(LeftOutForm, make=_left_out_form, fields=lambda: LeftOutForm(codes=[]).fields),
    answer=LeftOutTold,
    status=201,
)
def leave_mark_out(call: Call, given: dict[str, Any]) -> LeftOut:
    """Say whether the average wage leaves out days with a mark, from a day on."""
    return act.leave_out(call.by, **given)
