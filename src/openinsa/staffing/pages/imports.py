"""A register on its way in: upload, reading to confirm, faults, saving, and what became of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from openinsa.exchange.error_report import error_report
from openinsa.exchange.faults import FileRefused
from openinsa.exchange.locking import opened_if_locked_by
from openinsa.exchange.register_reading import sums
from openinsa.exchange.template import register_template
from openinsa.people import addresses
from openinsa.people.models import Department
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.actions import imports
from openinsa.staffing.forms import UploadForm
from openinsa.staffing.import_views import (
    changes_shown,
    columns_shown,
    projects_shown,
    skipped_shown,
    without_numbers,
)
from openinsa.staffing.importing import FileNotRead, imports_of, language, read_import
from openinsa.staffing.item_columns import item_names
from openinsa.staffing.models import ImportFile
from openinsa.staffing.scope import projects_of, reach
from openinsa.web.handing_out import hands_out_workbook, password_in_session, why
from openinsa.web.tables import SPREADSHEET, Column, Filter, Kind, Table

State = ImportFile.State
LARGE = 1_000
"""From so many rows on a file is saved as a job with progress."""

COMES_BACK = "register"
"""What the made password of a marked register is bound to, so that it opens by itself when it is uploaded again."""

SHOWN_FAULTS = 200
MEGABYTE = 2**20
STATE_TONES = {
    State.UPLOADED: "gray",
    State.CHECKED: "information",
    State.SAVED: "success",
    State.DROPPED: "gray",
}
FILES = Table(
    name="registrations",
    caption=_("올린 파일"),
    order="-uploaded_at",
    empty=_("올린 파일이 없습니다"),
    empty_hint=_("가지고 있는 엑셀 명단을 그대로 올려 주세요. 서식을 내려받아 써도 됩니다."),
    columns=(
        Column("name", _("파일명"), search=("name",), link=lambda f: address_of(f)),
        Column("kind", _("종류")),
        Column("state", _("상태"), kind=Kind.BADGE, tones=STATE_TONES),
        Column("people", _("사람"), kind=Kind.NUMBER, value=lambda f: f.counts.get("people", 0)),
        Column("errors", _("오류"), kind=Kind.NUMBER, value=lambda f: f.counts.get("errors", 0)),
        Column("uploaded_by__name", _("올린 사람")),
        Column("uploaded_at", _("올린 일시"), kind=Kind.MOMENT),
    ),
    filters=(Filter("state", _("상태"), list(State.choices), lambda state: Q(state=state)),),
)
STEPS = (_("파일 올리기"), _("열 확인"), _("점검"), _("저장"))


def address_of(file: ImportFile) -> str:
    page = "staffing:month_import" if file.kind == ImportFile.Kind.MONTH_SHEET else "staffing:registration"
    return reverse(page, args=[file.pk])


def registrations(request: HttpRequest) -> HttpResponse:
    """The uploads, and the form for a new one."""
    require(request.user.may("staffing.register"), NotAllowed())
    form = upload_form(request)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        content = opened_if_locked_by(password_in_session(request, COMES_BACK), given["file"].read())
        try:
            file = imports.take_register(request.user, given["file"].name, content, given["password"])
        except FileNotRead as refused:
            form.add_error("password" if refused.for_password else "file", str(refused))
        else:
            return redirect("staffing:registration", file.pk)
    rows = imports_of(request.user).select_related("uploaded_by").defer("content_sealed")
    return FILES.respond(request, rows, "staffing/imports/list.html", form=form)


def upload_form(request: HttpRequest) -> UploadForm:
    """The form as sent. Raises FileNotRead for a file so large that the server did not keep it."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    if request.method == "POST" and not request.FILES and size > most:
        raise FileNotRead(FileRefused("too_large", size=size // MEGABYTE, most=most // MEGABYTE))
    return UploadForm(request.POST or None, request.FILES or None)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The template with the departments and projects that the user may choose, and the institution's pay items."""
    require(request.user.may("staffing.register"), NotAllowed())
    projects = projects_of(request.user, "staffing.register")
    departments = Department.objects.order_by("name").values_list("name", flat=True)
    names = list(projects.values_list("name", flat=True))
    content = register_template(list(departments), names, item_names())
    return spreadsheet(content, say("기간제근로자 등록 서식"))


@require_GET
def registration(request: HttpRequest, import_id: int) -> HttpResponse:
    """How a file is read: sums, faults, columns to confirm, changes; or what became of it."""
    file = reach(imports_of(request.user).filter(kind=ImportFile.Kind.REGISTER), import_id)
    if file.state in {State.SAVED, State.DROPPED}:
        context = {"file": file, "labels": list(STEPS), "reached": len(STEPS)}
        return render(request, "staffing/imports/done.html", context)
    read = read_import(request.user, file)
    imports.keep_counts(request.user, file, read)
    faults = read.faults
    confirmed = file.state == State.CHECKED
    context = {
        "file": file,
        "labels": list(STEPS),
        "reached": 1 if not confirmed else 2 if read.error_count else 3,
        "read": read,
        "sums": sums(read.reading.people),
        "projects": projects_shown(read.reading),
        "faults": [(fault, without_numbers(fault.text)) for fault in faults[:SHOWN_FAULTS]],
        "fault_count": len(faults),
        "error_count": read.error_count,
        "columns": columns_shown(read.reading, item_names()),
        "changes": changes_shown(read.reading),
        "skipped": skipped_shown(read.reading),
        "summary": imports.summary(read),
        "confirmed": confirmed,
    }
    return render(request, "staffing/imports/reading.html", context)


@require_POST
def confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take what the clerk says of columns and sheets."""
    columns: dict[str, dict[str, str]] = {}
    sheets: dict[str, list[str]] = {}
    for name, value in request.POST.items():
        kind, _colon, rest = name.partition(":")
        if kind == "column":
            shape, _colon, column = rest.partition(":")
            columns.setdefault(shape, {})[str(_whole(column))] = str(value)
        elif kind in {"department", "project"}:
            sheets.setdefault(rest, ["", ""])[kind == "project"] = str(value).strip()
    imports.confirm_reading(
        request.user, import_id, columns, {name: (a, b) for name, (a, b) in sheets.items()}
    )
    messages.success(
        request, say("이렇게 읽겠습니다. 같은 모양의 파일은 다음부터 묻지 않고 이대로 읽습니다.")
    )
    return redirect("staffing:registration", import_id)


@require_POST
def save(request: HttpRequest, import_id: int) -> HttpResponse:
    """Register everybody in the file, at once or as a job."""
    file = reach(imports_of(request.user).filter(kind=ImportFile.Kind.REGISTER), import_id)
    shown = request.POST.get("shown", "")
    if file.counts.get("people", 0) >= LARGE:
        return redirect("jobs:job", imports.save_register_later(request.user, import_id, shown).pk)
    imports.save_register(request.user, import_id, shown)
    messages.success(request, say("등록했습니다. 저장한 값을 다시 읽어 파일의 합계와 같은지 확인했습니다."))
    return redirect("staffing:registration", import_id)


@hands_out_workbook(bound_to=COMES_BACK)
@require_GET
def faults_file(request: HttpRequest, import_id: int) -> HttpResponse:
    """The clerk's own file back, faulty cells marked and a column added."""
    file = reach(imports_of(request.user).filter(kind=ImportFile.Kind.REGISTER), import_id)
    require(file.state not in {State.SAVED, State.DROPPED}, NotFound())
    read = read_import(request.user, file)
    asked = {"reason": why(request), "address": addresses.address_of(request)}
    origin = imports.hand_out_faults(request.user, read, **asked)
    headings = {sheet.name: sheet.mapping.last_row for sheet in read.reading.sheets}
    content = error_report(read.book, read.for_report, headings, language(), origin)
    return spreadsheet(content, f"{file.name.rpartition('.')[0]} {say('확인할 내용')}")


@require_POST
def drop(request: HttpRequest, import_id: int) -> HttpResponse:
    """Forget an upload."""
    file = imports.drop_file(request.user, import_id)
    messages.success(request, say("'%(name)s'을(를) 지웠습니다.") % {"name": file.name})
    return redirect("staffing:registrations")


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to download under a Korean name."""
    response = HttpResponse(content, content_type=SPREADSHEET)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response


def _whole(text: Any) -> int:
    require(str(text).isdecimal(), NotFound())
    return int(text)
