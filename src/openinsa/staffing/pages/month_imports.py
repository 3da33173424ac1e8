"""A month sheet on its way in, and the month as the spreadsheet that comes back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.views.decorators.http import require_GET, require_POST

from openinsa.exchange.locking import opened_if_locked_by
from openinsa.exchange.month_sheet import read_mark
from openinsa.exchange.month_workbook import MonthLine, month_workbook
from openinsa.people.addresses import address_of
from openinsa.staffing.actions import imports
from openinsa.staffing.actions.papers import hand_out_month
from openinsa.staffing.importing import FileNotRead, imports_of
from openinsa.staffing.models import DayCode, ImportFile
from openinsa.staffing.month_importing import LEFT_OUT, read_month_import
from openinsa.staffing.pages.imports import SHOWN_FAULTS, State, spreadsheet, upload_form
from openinsa.staffing.scope import months_of, reach
from openinsa.staffing.sheet import Row, Sheet
from openinsa.web.handing_out import hands_out_workbook, password_in_session, why

COMES_BACK = "month:{month_id}"
"""What the made password of a month's workbook is bound to, so that it opens by itself when it is uploaded."""


def upload(request: HttpRequest, month_id: int) -> HttpResponse:
    """The form for one month's sheet."""
    month = reach(months_of(request.user, "staffing.record_days").select_related("project"), month_id)
    form = upload_form(request)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        own = password_in_session(request, COMES_BACK.format(month_id=month.pk))
        content = opened_if_locked_by(own, given["file"].read())
        try:
            file = imports.take_month_sheet(
                request.user, month.pk, given["file"].name, content, given["password"]
            )
        except FileNotRead as refused:
            form.add_error("password" if refused.for_password else "file", str(refused))
        else:
            return redirect("staffing:month_import", file.pk)
    return render(request, "staffing/imports/month.html", {"month": month, "form": form})


@require_GET
def show(request: HttpRequest, import_id: int) -> HttpResponse:
    """Who was found, what would change, what is wrong."""
    file = _file(request, import_id)
    if file.state == State.SAVED:
        return redirect("staffing:month", file.counts["month_id"])
    if file.state == State.DROPPED:
        return redirect("staffing:registrations")
    read = read_month_import(request.user, file)
    context = {
        "file": file,
        "read": read,
        "faults": [*read.errors, *read.warnings][:SHOWN_FAULTS],
        "fault_count": len(read.faults),
        "codes": DayCode.objects.all(),
        "left_out": LEFT_OUT,
    }
    return render(request, "staffing/imports/month_reading.html", context)


@require_POST
def confirm_marks(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take what the file's own marks mean."""
    _file(request, import_id)
    marks = {
        name.removeprefix("mark:"): str(value)
        for name, value in request.POST.items()
        if name.startswith("mark:")
    }
    imports.confirm_marks(request.user, import_id, marks)
    return redirect("staffing:month_import", import_id)


@require_POST
def save(request: HttpRequest, import_id: int) -> HttpResponse:
    """Record the days of the file."""
    _file(request, import_id)
    file = imports.save_month_sheet(request.user, import_id)
    text = say("%(people)d명, %(cells)d칸을 저장했습니다.")
    messages.success(request, text % {"people": file.counts["people"], "cells": file.counts["cells"]})
    return redirect("staffing:month", file.counts["month_id"])


@hands_out_workbook(bound_to=COMES_BACK)
@require_GET
def download(request: HttpRequest, month_id: int) -> HttpResponse:
    """The month as a spreadsheet that reads back identical."""
    asked = {"reason": why(request), "address": address_of(request)}
    month, sheet, origin = hand_out_month(request.user, month_id, **asked)
    content = month_workbook(
        month.project.department.name,
        month.project.name,
        month.month,
        [_line(sheet, row) for row in sheet.rows.values()],
        holidays=sheet.holidays,
        legend={code.mark: code.label_ko for code in sheet.codes} | sheet.shift_names,
        total_headings=[say("근무일수"), say("연차·휴가"), say("결근")],
        origin=origin,
    )
    return spreadsheet(content, f"{say('근무상황부')} {month.project.name} {month.month:%Y-%m}")


def _line(sheet: Sheet, row: Row) -> MonthLine:
    person, totals = row.contract.person, sheet.totals(row)
    days = {
        day: read_mark(row.days[day].mark) for day in sheet.dates if day in row.days and row.days[day].mark
    }
    counts = [totals["worked_days"], totals["leave_days"], totals["absent_days"]]
    return MonthLine(person.name, f"{person.birth_date:%y%m%d}", days, counts)


def _file(request: HttpRequest, import_id: int) -> ImportFile:
    return reach(imports_of(request.user).filter(kind=ImportFile.Kind.MONTH_SHEET), import_id)
