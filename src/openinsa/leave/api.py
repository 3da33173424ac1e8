"""Leave for machines: balances, each grant with its reasons, promotion, kinds and settings, as on the pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from openinsa.api.bodies import SAID, FormBody, json_of, refuse
from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.documents.promotion_notice import promotion_notices_pdf
from openinsa.law.api import ExplainedValue
from openinsa.leave import actions as act
from openinsa.leave.forms import (
    AllowanceForm,
    DropGrantForm,
    DropPromotionForm,
    FirstNoticeForm,
    FirstPaperForm,
    GrantForm,
    LeaveSettingForm,
    PlanForm,
    SecondNoticeForm,
    SecondPaperForm,
)
from openinsa.leave.kinds import kinds_on, taken_kinds
from openinsa.leave.models import LeaveAllowance, LeaveGrant, LeaveSetting
from openinsa.leave.pages import balances_table
from openinsa.leave.promotion_pages import PAPERS, promotions_table
from openinsa.leave.promotions import Promoted, promotions_of
from openinsa.leave.queries import balances, exit_of, leave_of
from openinsa.leave.setting_actions import set_leave_settings
from openinsa.leave.telling import told_grant
from openinsa.people.models import User
from openinsa.privacy.reading import note_read
from openinsa.privacy.reasons import ReasonForm
from openinsa.staffing.api.room import Done, contract_under, manager, today
from openinsa.staffing.models import Contract, DayCode
from openinsa.staffing.scope import contracts_of, reach
from openinsa.web.files import as_file

room = Room("leave", _("연차와 휴가"))
MANAGES, REGISTERS = "people.manage", "staffing.register"
PICKED_AT_MOST = 20_000
GRANT = "contract_id basis granted_on expires_on days minutes note"
GrantTold = shape("LeaveGrant", LeaveGrant, GRANT)
SettingTold = shape(
    "LeaveSetting",
    LeaveSetting,
    "valid_from granting fiscal_month share_unit settlement advance advance_days source",
)
AllowanceTold = shape("LeaveAllowance", LeaveAllowance, "code valid_from days per source")


class UseTold(Schema):
    """Leave taken on a day; `recorded` and `reason` where a correction of a paid month changed the day."""

    date: date
    minutes: int
    mark: str
    recorded: str
    reason: str


class HeldGrantTold(Schema):
    """A grant in the ledger, with what was taken from it. What the end of an employment adds has the id 0."""

    id: int
    basis: str
    granted_on: date
    expires_on: date
    days: int
    minutes: int
    taken: int
    left: int
    note: str
    uses: list[UseTold]


class KindUsedTold(Schema):
    """How much of another leave was taken in its span; `days` is null where nobody says how many there are."""

    code: str
    label: str
    per: str
    days: int | None
    used: int


class SettledTold(Schema):
    """What the end of an employment settles between the fiscal year and the day of hire, in minutes."""

    until: date
    by_hire: int
    granted: int
    shortfall: int
    surplus: int


class LedgerTold(Schema):
    """One person's leave on a day, in minutes; `left` below 0 was taken in advance."""

    contract_id: int
    person_id: int
    on: date
    granted: int
    taken: int
    lapsed: int
    left: int
    days_left: str
    banked_left: int
    grants: list[HeldGrantTold]
    kinds: list[KindUsedTold]
    settled: SettledTold | None


class GrantWhole(GrantTold):
    """A grant with the rules behind it; leave by hand has none."""

    first: date | None
    last: date | None
    left: int
    uses: list[UseTold]
    days_explained: ExplainedValue | None
    time_explained: ExplainedValue | None


class LeaveKindTold(Schema):
    mark_id: int
    code: str
    label: str
    per: str
    days: int | None
    law: str
    of_the_law: bool
    paid: int | None


room.table(
    "/leave",
    "list_leave",
    balances_table,
    shown=balances_table(User()),
    may="staffing.see",
    rows=lambda call: balances(call.by, today()),
    also={"person_id": "contract__person_id"},
)


@room.post("/leave/reckon", may=MANAGES, answer=Done)
def grant_leave_anew(call: Call) -> dict[str, int]:
    """Write the leave of everybody employed in the past year anew from approved months."""
    return {"count": act.grant_anew(call.by, today())}


@room.get("/contracts/{int:contract_id}/leave", of=contract_under("staffing.see"), answer=LedgerTold)
def show_leave(call: Call, contract: Contract) -> dict[str, Any]:
    """One person's ledger today, or on the day the contract ended: every grant, what was taken, what is left."""
    on = min(today(), contract.ends_on)
    note_read("leave", [contract.person_id])
    found = next(iter(leave_of([contract], on, ahead=on == today())), None)
    ended = exit_of(contract.person_id, on)
    names = ("granted", "taken", "lapsed", "left", "banked_left")
    return {
        "contract_id": contract.pk,
        "person_id": contract.person_id,
        "on": on,
        **{name: getattr(found, name) if found else 0 for name in names},
        "days_left": found.days_left if found else "0.0",
        "grants": [_held(one) for one in found.balance.grants] if found else [],
        "kinds": _kinds_used(contract.person_id, on),
        "settled": {"until": ended[0], **vars(ended[1])} if ended else None,
    }


def _held(one: Any) -> dict[str, Any]:
    names = "basis granted_on expires_on days minutes taken left note uses".split()
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}


def _kinds_used(person: int, on: date) -> list[dict[str, Any]]:
    return [
        {
            "code": one.kind.code,
            "label": one.kind.label,
            "per": one.kind.per,
            "days": one.kind.days,
            "used": one.used,
        }
        for one in taken_kinds([person], on)[person]
        if one.used
    ]


@room.post(
    "/contracts/{int:contract_id}/leave-grants",
    of=lambda by, contract_id: manager(by, contract_id, contracts_of(by)),
    body=FormBody(GrantForm),
    answer=GrantTold,
    status=201,
)
def add_leave(call: Call, contract: Contract, given: dict[str, Any]) -> LeaveGrant:
    """Add leave by hand that follows from no recorded day."""
    return act.grant_by_hand(call.by, contract.pk, **given)


def grant_of(by: User, grant_id: int) -> LeaveGrant:
    return reach(LeaveGrant.objects.filter(contract__in=contracts_of(by)), grant_id)


@room.get("/leave-grants/{int:grant_id}", of=grant_of, answer=GrantWhole)
def show_leave_grant(call: Call, grant: LeaveGrant) -> dict[str, Any]:
    """How one grant came about, down to the rules, and what was taken from it."""
    note_read("leave", [grant.person_id])
    told = told_grant(grant)
    return {
        **{name: getattr(grant, name) for name in ("id", *GRANT.split())},
        **{name: getattr(told, name) for name in ("first", "last", "left", "uses")},
        "days_explained": told.days,
        "time_explained": told.time,
    }


def own_grant_of(by: User, grant_id: int) -> LeaveGrant:
    return manager(by, grant_id, LeaveGrant.objects.filter(contract__in=contracts_of(by)))


@room.post("/leave-grants/{int:grant_id}/drop", of=own_grant_of, body=FormBody(DropGrantForm))
def drop_leave(call: Call, grant: LeaveGrant, given: dict[str, Any]) -> None:
    """Take back leave that was added by hand; the history keeps it."""
    act.drop_grant(call.by, grant.pk, **given)


@room.get("/leave-kinds", may="staffing.see", answer=list[LeaveKindTold])
def list_leave_kinds(call: Call) -> list[dict[str, Any]]:
    """How many days each leave has, by law or by the institution's own rule; null where nobody knows."""
    marks = dict(DayCode.objects.values_list("code", "pk"))
    names = "code label per days law of_the_law paid".split()
    return [
        {"mark_id": marks[one.code], **{name: getattr(one, name) for name in names}}
        for one in kinds_on(today())
    ]


def leave_mark_of(by: User, code_id: int) -> DayCode:
    return manager(by, code_id, DayCode.objects.filter(kind=DayCode.Kind.LEAVE))


@room.post(
    "/marks/{int:code_id}/leave-days",
    of=leave_mark_of,
    body=FormBody(AllowanceForm),
    answer=AllowanceTold,
    status=201,
)
def set_leave_days(call: Call, code: DayCode, given: dict[str, Any]) -> LeaveAllowance:
    """How many days of a leave the institution's own rule gives from a day on."""
    return act.set_leave_allowance(call.by, code.pk, **given)


@room.get("/leave-settings", may=MANAGES, answer=list[SettingTold])
def list_leave_settings(call: Call) -> Any:
    """How leave is granted, newest first."""
    return LeaveSetting.objects.all()


@room.post("/leave-settings", may=MANAGES, body=FormBody(LeaveSettingForm), answer=SettingTold, status=201)
def add_leave_settings(call: Call, given: dict[str, Any]) -> LeaveSetting:
    """Settings from a day on; the leave of everybody employed then is written anew."""
    return set_leave_settings(call.by, **given)


def promoted(call: Call) -> list[Promoted]:
    employed = contracts_of(call.by).filter(starts_on__lte=today(), ends_on__gte=today())
    return promotions_of(employed.select_related("person", "project").order_by("starts_on", "pk"), today())


room.table(
    "/leave-promotions",
    "list_leave_promotions",
    promotions_table,
    shown=promotions_table(User()),
    may="staffing.see",
    rows=promoted,
    also={"contract_id": "contract__pk", "person_id": "contract__person_id"},
)


class Promotions(FormBody):
    """`promotions`, the ids of the list of promotions, beside the fields of a form."""

    def read(self, request: HttpRequest, row: Any) -> Any:
        """Ids and cleaned fields. Raises FieldsRefused, and NotFound for what is out of reach."""
        given = json_of(request)
        keys = given.pop("promotions", None)
        if not isinstance(keys, list) or not 1 <= len(keys) <= PICKED_AT_MOST:
            refuse("/promotions", str(SAID["array"]))
        if not all(isinstance(one, str) for one in keys):
            refuse("/promotions", str(SAID["string"]))
        act.picked_promotions(request.user, keys)
        return keys, self.cleaned(given, row)

    def schema(self) -> dict[str, Any]:
        described = super().schema()
        ids = {"type": "string", "maxLength": 60, "examples": ["42-20261231-0"]}
        picked = {"type": "array", "items": ids, "minItems": 1, "maxItems": PICKED_AT_MOST}
        described["properties"] = {"promotions": picked, **described["properties"]}
        described["required"] = ["promotions", *described.get("required", [])]
        return described


Picked = tuple[list[str], dict[str, Any]]


@room.post("/leave-promotions/first", may=REGISTERS, body=Promotions(FirstNoticeForm), answer=Done)
def record_first_notices(call: Call, given: Picked) -> dict[str, int]:
    """When people were told in writing how much leave is left, and where the proof is."""
    keys, fields = given
    return {"count": len(act.record_first_notice(call.by, keys, **fields))}


@room.post("/leave-promotions/plan", may=REGISTERS, body=Promotions(PlanForm), answer=Done)
def record_leave_plans(call: Call, given: Picked) -> dict[str, int]:
    """The days of leave that people named themselves."""
    keys, fields = given
    return {"count": len(act.record_plan(call.by, keys, **fields))}


@room.post("/leave-promotions/second", may=REGISTERS, body=Promotions(SecondNoticeForm), answer=Done)
def record_second_notices(call: Call, given: Picked) -> dict[str, int]:
    """The days of leave that were named to people who had named none."""
    keys, fields = given
    return {"count": len(act.record_second_notice(call.by, keys, **fields))}


@room.post("/leave-promotions/drop", may=REGISTERS, body=Promotions(DropPromotionForm), answer=Done)
def drop_leave_promotions(call: Call, given: Picked) -> dict[str, int]:
    """Take back what was recorded of some promotions; the history keeps it."""
    keys, fields = given
    return {"count": act.drop_promotion(call.by, keys, **fields)}


class FirstPaper(ReasonForm, FirstPaperForm):
    """Why the first notices are taken out, and their day."""


class SecondPaper(ReasonForm, SecondPaperForm):
    """Why the second notices are taken out, their day, and the days that they name."""


def _notices(call: Call, given: Picked, step: str) -> HttpResponse:
    keys, fields = given
    named = {name: fields[name] for name in ("day", "appointed") if name in fields}
    paper = act.hand_out_notices(call.by, keys, step, reason=fields["why"], address=call.address, **named)
    return as_file(promotion_notices_pdf(paper), f"{PAPERS[step].name} {paper['dated_on']}.pdf")


@room.file(
    "/leave-promotions/first.pdf",
    "application/pdf",
    method="POST",
    may=REGISTERS,
    body=Promotions(FirstPaper),
    shown_once=True,
)
def take_first_notices(call: Call, given: Picked) -> HttpResponse:
    """The first notices to be printed; the access record says why they were taken."""
    return _notices(call, given, "first")


@room.file(
    "/leave-promotions/second.pdf",
    "application/pdf",
    method="POST",
    may=REGISTERS,
    body=Promotions(SecondPaper),
    shown_once=True,
)
def take_second_notices(call: Call, given: Picked) -> HttpResponse:
    """The second notices to be printed; the access record says why they were taken."""
    return _notices(call, given, "second")
