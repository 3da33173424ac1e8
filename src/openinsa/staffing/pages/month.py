"""One project's month: the grid, its saves, one person's form, the steps, the spreadsheet, the print."""

import json
from collections.abc import Callable
from datetime import date
from typing import cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.actions import months
from openinsa.staffing.actions.motherhood import mothers_seen
from openinsa.staffing.actions.papers import hand_out_month
from openinsa.staffing.actions.record_days import CELLS_AT_MOST, CellChange, record_days
from openinsa.staffing.grid import Cell, Column, Grid, words_of_rows
from openinsa.staffing.grid_news import news_since
from openinsa.staffing.grid_words import code_list, grid_data
from openinsa.staffing.models import ContractVersion, ProjectMonth
from openinsa.staffing.scope import months_of, reach
from openinsa.staffing.sheet import Sheet, contracts_in, load_sheet
from openinsa.web.handing_out import why

ROWS_PER_PAGE = 300
KINDS = ("type", "paste", "fill", "undo")
MALFORMED, TOO_MANY = 422, 413


@require_GET
def show(request: HttpRequest, month_id: int) -> HttpResponse:
    """The month grid; beyond 300 people in pages."""
    month = _month(request.user, month_id)
    page = Paginator(contracts_in(month).values_list("pk", flat=True), ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    sheet = load_sheet(month, page.object_list, mothers=request.user.may("staffing.protect"))
    mothers_seen(request.user, sheet, address=address_of(request))
    _note(sheet)
    grid = Grid(sheet, words_of_rows(sheet))
    editable = month.is_open and _may_record(request.user, month)
    context = {
        "month": month,
        "grid": grid,
        "page": page,
        "editable": editable,
        "may_submit": editable and request.user.may("staffing.submit_month"),
        "may_approve": request.user.may("staffing.approve_month"),
        "codes": code_list(grid),
        "data": grid_data(grid, editable=editable),
        "states": [label for _value, label in ProjectMonth.State.choices],
        "reached": ProjectMonth.State.values.index(month.state),
    }
    return render(request, "staffing/month/grid.html", context)


@require_GET
def print_view(request: HttpRequest, month_id: int) -> HttpResponse:
    """Every row of the month on A4 landscape, for a reason that stands on the page."""
    asked = {"reason": why(request), "address": address_of(request)}
    month, sheet, origin = hand_out_month(request.user, month_id, printed=True, **asked)
    context = {"month": month, "grid": Grid(sheet), "origin": origin}
    return render(request, "staffing/month/print.html", context)


@require_POST
def save_cells(request: HttpRequest, month_id: int) -> JsonResponse:
    """Store changed cells, or with `dry_run` only say what would become of them; an answer per cell."""
    _month(request.user, month_id)
    try:
        asked = json.loads(request.body)
        cells = [
            CellChange(int(row), date.fromisoformat(day), str(old), str(new))
            for row, day, old, new in asked["cells"]
        ]
        request_id, kind, dry_run = UUID(str(asked["request_id"])), asked["kind"], bool(asked.get("dry_run"))
        require(kind in KINDS, Refused())
    except (ValueError, KeyError, TypeError, RawPostDataException, Refused):
        return _refusal(
            _("보낸 내용을 읽을 수 없어 아무것도 저장하지 않았습니다. 화면을 새로 고쳐 다시 해 주세요."),
            MALFORMED,
        )
    if len(cells) > CELLS_AT_MOST:
        return _refusal(
            _(
                "한 번에 %(most)d칸까지 저장합니다. %(count)d칸이 와서 아무것도 저장하지 않았습니다. 나누어 붙여넣어 주세요."
            )
            % {"most": CELLS_AT_MOST, "count": len(cells)},
            TOO_MANY,
        )
    return _answered(lambda: record_days(request.user, month_id, request_id, kind, cells, dry_run=dry_run))


@require_GET
def changes(request: HttpRequest, month_id: int) -> JsonResponse:
    """Cells that changed after the sheet version the browser knows, with who changed them."""
    month, since = _month(request.user, month_id), request.GET.get("since", "")
    if not since.isdecimal():
        return _refusal(_("표의 판 번호가 없습니다. 화면을 새로 고쳐 주세요."), MALFORMED)
    return _answered(lambda: news_since(month, int(since), mothers=request.user.may("staffing.protect")))


def person(request: HttpRequest, month_id: int, contract_id: int) -> HttpResponse:
    """One person's month as a plain form that needs no script."""
    month = _month(request.user, month_id)
    order = list(contracts_in(month).values_list("pk", flat=True))
    require(contract_id in order, NotFound())
    sheet = load_sheet(month, [contract_id], mothers=request.user.may("staffing.protect"))
    mothers_seen(request.user, sheet, address=address_of(request))
    _note(sheet)
    grid = Grid(sheet, words_of_rows(sheet))
    place = order.index(contract_id)
    if request.method == "POST":
        _save_person(request, month, grid)
        return redirect("staffing:month_person", month_id, contract_id)
    context = {
        "month": month,
        "grid": grid,
        "row": grid.rows[0],
        "weeks": _weeks(grid),
        "codes": code_list(grid),
        "weekdays": [label for _value, label in ContractVersion.Weekday.choices],
        "request_id": uuid4(),
        "editable": month.is_open and _may_record(request.user, month),
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
    }
    return render(request, "staffing/month/person.html", context)


def _save_person(request: HttpRequest, month: ProjectMonth, grid: Grid) -> None:
    row = grid.rows[0]
    cells = [
        CellChange(
            row.contract_id,
            cell.date,
            request.POST.get(f"old-{cell.date}", ""),
            request.POST[f"new-{cell.date}"],
        )
        for cell in row.cells
        if request.POST.get(f"new-{cell.date}", "") != request.POST.get(f"old-{cell.date}", "")
    ]
    answer = record_days(request.user, month.pk, _request_id(request), "type", cells)
    _tell(request, cast("dict[str, int]", answer["counts"]))


def _request_id(request: HttpRequest) -> UUID:
    """What tells a form sent twice from two forms; a form without it is one of its own."""
    try:
        return UUID(request.POST.get("request_id", ""))
    except ValueError:
        return uuid4()


def _tell(request: HttpRequest, counts: dict[str, int]) -> None:
    """One toast about what was stored and what was not."""
    stored = sum(counts.get(status, 0) for status in ("ok", "warning", "error"))
    kept_out = counts.get("conflict", 0) + counts.get("locked", 0)
    messages.success(request, _("%(count)d칸을 저장했습니다.") % {"count": stored})
    if kept_out:
        text = _(
            "%(count)d칸은 다른 사람이 먼저 바꾸었거나 잠겨 있어 저장하지 않았습니다. 지금 값을 확인해 주세요."
        )
        messages.warning(request, text % {"count": kept_out})


def _weeks(grid: Grid) -> list[list[tuple[Column, Cell] | None]]:
    """Columns with their cells in weeks of seven from Monday, None where the month has no day."""
    days = [*zip(grid.days, grid.rows[0].cells, strict=True)]
    before, after = grid.days[0].date.weekday(), 6 - grid.days[-1].date.weekday()
    places = [*[None] * before, *days, *[None] * after]
    return [places[start : start + 7] for start in range(0, len(places), 7)]


def _fill(request: HttpRequest, month_id: int) -> str:
    count = months.fill_month(request.user, month_id)
    return _("빈 칸 %(count)d개를 기본 부호로 채웠습니다.") % {"count": count}


def _submit(request: HttpRequest, month_id: int) -> str:
    months.submit_month(request.user, month_id)
    return _("부서장에게 제출했습니다.")


def _approve(request: HttpRequest, month_id: int) -> str:
    months.approve_month(request.user, month_id)
    return _("승인했습니다. 급여담당이 계산할 수 있습니다.")


def _send_back(request: HttpRequest, month_id: int) -> str:
    months.send_back_month(request.user, month_id, reason=request.POST.get("reason", ""))
    return _("사유와 함께 담당자에게 돌려보냈습니다.")


STEPS: dict[str, Callable[[HttpRequest, int], str]] = {
    "fill": _fill,
    "submit": _submit,
    "approve": _approve,
    "send-back": _send_back,
}


@require_POST
def step(request: HttpRequest, month_id: int, name: str) -> HttpResponse:
    """Take the month one step on its way and come back to it."""
    require(name in STEPS, NotFound())
    messages.success(request, STEPS[name](request, month_id))
    return redirect("staffing:month", month_id)


def _note(sheet: Sheet) -> None:
    """Whose days are shown goes on record."""
    note_read("month", (row.contract.person_id for row in sheet.rows.values()))


def _month(user: User, month_id: int) -> ProjectMonth:
    return reach(months_of(user).select_related("project__department"), month_id)


def _may_record(user: User, month: ProjectMonth) -> bool:
    return (
        user.may("staffing.record_days")
        and months_of(user, "staffing.record_days").filter(pk=month.pk).exists()
    )


def _answered(act: Callable[[], dict[str, object]]) -> JsonResponse:
    try:
        return JsonResponse(act())
    except Refused as refused:
        return _refusal(str(refused), refused.status)


def _refusal(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)
