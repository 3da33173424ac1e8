"""Bills of insurers: upload, columns to confirm, comparison with our own reckoning, confirming and undoing."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.exchange.bills import BillReading
from openinsa.exchange.cells import as_text, column_letters, is_blank, plain
from openinsa.payroll.actions import bills as act
from openinsa.payroll.actions.late_bills import carry_late_bill, take_back_late_bill
from openinsa.payroll.bill_forms import BillForm
from openinsa.payroll.bills import Compared, Comparison, bills_of, compare, label_of, read_file
from openinsa.payroll.correction_forms import ReasonForm
from openinsa.payroll.late_bills import Late, late_people
from openinsa.payroll.models import PremiumBill
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.roles import Scope
from openinsa.people.settings_in_force import settings_on
from openinsa.staffing.import_views import without_numbers
from openinsa.staffing.importing import FileNotRead, language, of_cell
from openinsa.staffing.scope import reach
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Column, Filter, Kind, Table, month_filter

SAMPLES = 3
SHOWN_FAULTS = 50
STATE_TONES = {
    PremiumBill.State.READ: "gray",
    PremiumBill.State.CONFIRMED: "success",
    PremiumBill.State.DROPPED: "gray",
}
BILLS = Table(
    name="bills",
    caption=_("보험료 고지내역"),
    order="-month",
    empty=_("올린 고지내역이 없습니다"),
    empty_hint=_("공단에서 내려받은 개인별 고지내역 엑셀을 그대로 올려 주세요."),
    columns=(
        Column(
            "insurance",
            _("보험"),
            link=lambda bill: reverse("payroll:bill", args=[bill.pk]),
            sort="insurance",
        ),
        Column("month", _("급여 월"), kind=Kind.MONTH),
        Column("state", _("상태"), kind=Kind.BADGE, tones=STATE_TONES),
        Column("people_count", _("사람"), kind=Kind.NUMBER, sort="people_count"),
        Column("name", _("파일명"), search=("name",)),
        Column("uploaded_by__name", _("올린 사람")),
        Column("uploaded_at", _("올린 일시"), kind=Kind.MOMENT),
    ),
    filters=(month_filter(PremiumBill, "month"),),
)


def bill_list(request: HttpRequest) -> HttpResponse:
    """The bills so far, and the form for a new one."""
    require(request.user.scope("payroll.see") == Scope.INSTITUTION, NotAllowed())
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    form = BillForm(request.POST or None, request.FILES or None, initial={"month": f"{last:%Y-%m}"})
    if request.method == "POST":
        require(request.user.may("payroll.run"), NotAllowed())
        if form.is_valid():
            given = form.cleaned_data
            file = given["file"]
            try:
                bill = act.take_bill(
                    request.user,
                    given["insurance"],
                    given["month"],
                    file.name,
                    file.read(),
                    given["password"],
                )
            except FileNotRead as refused:
                form.add_error("password" if refused.for_password else "file", str(refused))
            else:
                return redirect("payroll:bill", bill.pk)
    rows = bills_of(request.user).select_related("uploaded_by").defer("content_sealed")
    rows = rows.annotate(people_count=Count("people"))
    may_upload = request.user.may("payroll.run")
    return BILLS.respond(request, rows, "payroll/bills/list.html", form=form, may_upload=may_upload)


def bill(request: HttpRequest, bill_id: int) -> HttpResponse:
    """A bill beside our own reckoning, person by person; or what became of it."""
    shown = reach(bills_of(request.user), bill_id)
    if shown.state == PremiumBill.State.DROPPED:
        return render(request, "payroll/bills/dropped.html", {"bill": shown})
    reading = read_file(shown) if shown.state == PremiumBill.State.READ else None
    comparison = compare(shown)
    context = {
        "bill": shown,
        "tone": STATE_TONES[shown.state],
        "comparison": comparison,
        "taken": settings_on(shown.month).premium_bills == "taken",
        "may_decide": request.user.may("payroll.run"),
        "reason_form": ReasonForm(),
        "columns": columns_shown(reading) if reading else [],
        "lacking": [getattr(one, language()) for one in reading.lacking] if reading else [],
        "faults": [of_cell(fault) for fault in reading.faults[:SHOWN_FAULTS]] if reading else [],
        "fault_count": len(reading.faults) if reading else 0,
        "late": [one for one in comparison.people if one.known == "paid"],
    }
    return _table(comparison).respond(request, comparison.people, "payroll/bills/detail.html", **context)  # type: ignore[arg-type]


@require_POST
def columns(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Take what the officer says of the columns."""
    reach(bills_of(request.user), bill_id)
    told: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        kind, _colon, rest = name.partition(":")
        shape, _colon, column = rest.partition(":")
        if kind == "column":
            require(column.isdecimal(), NotFound())
            told.setdefault(shape, {})[column] = str(value)
    act.say_columns(request.user, bill_id, told)
    messages.success(request, say("이렇게 읽겠습니다. 같은 모양의 파일은 다음부터 이대로 읽습니다."))
    return redirect("payroll:bill", bill_id)


@require_POST
def confirm(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Let the bill hold for its month."""
    reach(bills_of(request.user), bill_id)
    confirmed = act.confirm_bill(request.user, bill_id, request.POST.get("shown", ""))
    text = say("%(month)s %(insurance)s 고지내역을 반영했습니다. 계산해 둔 급여는 다시 계산해 주세요.")
    named = {"month": f"{confirmed.month:%Y-%m}", "insurance": confirmed.get_insurance_display()}
    messages.success(request, text % named)
    return redirect("payroll:bill", bill_id)


@require_POST
def undo(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Take a confirmed bill back."""
    reach(bills_of(request.user), bill_id)
    act.undo_bill(request.user, bill_id, reason=request.POST.get("reason", ""))
    messages.success(request, say("고지내역을 취소했습니다. 그달 보험료는 다시 직접 계산합니다."))
    return redirect("payroll:bill", bill_id)


@require_POST
def drop(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Forget an upload."""
    reach(bills_of(request.user), bill_id)
    dropped = act.drop_bill(request.user, bill_id)
    messages.success(request, say("'%(name)s'을(를) 지웠습니다.") % {"name": dropped.name})
    return redirect("payroll:bills")


LATE = PlainTable(
    name="late_bills",
    whose="pk",
    caption=_("지급한 뒤에 온 고지"),
    order="name",
    page_size=200,
    empty=_("지급한 뒤에 고지된 사람이 없습니다"),
    columns=(
        Column("name", _("성명"), search=("name",), sort="name"),
        Column("birth_date", _("생년월일"), kind=Kind.DAY, sort="birth_date"),
        Column("billed", _("고지"), kind=Kind.WON, sort="billed"),
        Column("taken", _("그달 뗀 금액"), kind=Kind.WON, sort="taken"),
        Column("difference", _("차이"), kind=Kind.WON, sort="difference"),
        Column("lines", _("보험별 차이"), value=lambda one: _told_lines(one)),
        Column("employer_difference", _("기관부담금 차이"), kind=Kind.WON, sort="employer_difference"),
        Column("carried_to", _("반영하는 월"), kind=Kind.MONTH, sort="carried_to"),
        Column("open_month", _("지급하지 않은 달"), kind=Kind.MONTH, sort="open_month"),
    ),
)


def _told_lines(one: Late) -> str:
    return ", ".join(
        f"{label_of(line)} {billed - taken:,}" for line, (billed, taken) in one.differing.items()
    )


def late(request: HttpRequest, bill_id: int) -> HttpResponse:
    """The people of a confirmed bill who had been paid before it, and which month takes the difference of each."""
    shown = reach(bills_of(request.user), bill_id)
    people = late_people(shown) if shown.state == PremiumBill.State.CONFIRMED else []
    context = {
        "bill": shown,
        "carried": any(one.carried_to for one in people),
        "open": sum(bool(one.differing and one.open_month and not one.carried_to) for one in people),
        "may_decide": request.user.may("payroll.run"),
        "reason_form": ReasonForm(),
    }
    return LATE.respond(request, people, "payroll/bills/late.html", **context)  # type: ignore[arg-type]


@require_POST
def carry(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Carry the differences of a late bill into the next open months."""
    reach(bills_of(request.user), bill_id)
    carried = carry_late_bill(request.user, bill_id)
    text = say("%(count)d명의 차이를 다음 급여에 반영합니다. 계산해 둔 급여는 다시 계산해 주세요.")
    messages.success(request, text % {"count": len(carried)})
    return redirect("payroll:late_bill", bill_id)


@require_POST
def take_back(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Carry the differences of a late bill no longer."""
    reach(bills_of(request.user), bill_id)
    take_back_late_bill(request.user, bill_id, reason=request.POST.get("reason", ""))
    messages.success(request, say("차이를 급여에 반영하지 않습니다."))
    return redirect("payroll:late_bill", bill_id)


def _table(comparison: Comparison) -> PlainTable:
    """Per person and line: billed and reckoned, and what differs."""
    own = [column for line in comparison.lines for column in _columns_of(line)]
    return PlainTable(
        name="billed",
        whose="pk",
        caption=_("사람별 비교"),
        order="name",
        page_size=200,
        empty=_("고지내역에 우리 기관의 사람이 없습니다"),
        columns=(
            Column("name", _("성명"), search=("name",), sort="name"),
            Column("project", _("사업명"), search=("project",), sort="project"),
            Column("known_as", _("찾은 방법"), sort="known_as"),
            *own,
            Column("difference", _("차이"), kind=Kind.WON, sort="difference"),
        ),
        filters=(
            Filter(
                "only",
                _("보기"),
                [("differs", _("차이 있는 사람")), ("unknown", _("계산하지 못한 사람"))],
                lambda chosen: _differs if chosen == "differs" else _unknown,
            ),
        ),
    )


def _differs(one: Compared) -> bool:
    return bool(one.difference)


def _unknown(one: Compared) -> bool:
    return one.reckoned is None


def _columns_of(line: str) -> list[Column]:
    label = label_of(line)
    billed = Column(
        f"billed_{line}",
        say("%(line)s 고지") % {"line": label},
        kind=Kind.WON,
        value=lambda one: one.billed.get(line),
    )
    if line.endswith("settlement"):
        return [billed]
    own = Column(
        f"own_{line}",
        say("%(line)s 계산") % {"line": label},
        kind=Kind.WON,
        value=lambda one: None if one.reckoned is None else one.reckoned.get(line, 0),
    )
    return [billed, own]


def columns_shown(reading: BillReading) -> list[dict[str, object]]:
    """The columns of every sheet to confirm, once per shape."""
    shapes: dict[str, dict[str, object]] = {}
    for one in reading.sheets:
        body = one.sheet.rows[one.mapping.last_row + 1 :][: SAMPLES * 3]
        shapes.setdefault(
            one.mapping.shape,
            {
                "name": one.sheet.name,
                "choices": [(known.key, getattr(known, language())) for known in reading.fields],
                "columns": [
                    {
                        "name": f"column:{one.mapping.shape}:{column}",
                        "letters": column_letters(column),
                        "heading": heading,
                        "samples": ", ".join(
                            without_numbers(plain(as_text(row[column])))
                            for row in body
                            if column < len(row) and not is_blank(row[column])
                        ),
                        "field": one.mapping.columns.get(column, ""),
                    }
                    for column, heading in enumerate(one.mapping.headings)
                    if heading or column in one.mapping.columns
                ],
            },
        )
    return list(shapes.values())
