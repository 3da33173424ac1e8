"""What changed in a month since a version of its sheet, for browsers that have it open."""

from datetime import date

from django.utils import timezone

from openinsa.staffing.actions.record_days import week_faults
from openinsa.staffing.faults import DAY_FAULTS
from openinsa.staffing.models import Day, ProjectMonth
from openinsa.staffing.sheet import last_day, load_sheet


def news_since(month: ProjectMonth, version: int) -> dict[str, object]:
    """State and version of the sheet and its newer cells: mark, fault, who and when.

    Costs one statement when nothing changed.
    """
    news: dict[str, object] = {
        "state": month.state,
        "sheet_version": month.sheet_version,
        "cells": [],
        "rows": {},
    }
    if month.sheet_version == version:
        return news
    changed = list(_changed_days(month, version))
    sheet = load_sheet(month, {day.contract_id for day in changed})
    rows = sheet.rows.values()
    news["cells"] = [_cell(day) for day in changed]
    news["rows"] = {row.contract.pk: sheet.totals(row) for row in rows}
    news["other_faults"] = [vars(fault) for row in rows for fault in week_faults(row)]
    return news


def _changed_days(month: ProjectMonth, version: int) -> list[Day]:
    shown: tuple[date, date] = (month.month, last_day(month.month))
    newer = Day.objects.filter(contract__project_id=month.project_id, date__range=shown, version__gt=version)
    return list(newer.select_related("entered_by"))


def _cell(day: Day) -> dict[str, object]:
    fault = DAY_FAULTS.get(day.fault)
    return {
        "contract_id": day.contract_id,
        "date": day.date.isoformat(),
        "status": fault.severity if fault else "ok",
        "mark": day.mark,
        "fault": day.fault,
        "text": str(fault.text) if fault else "",
        "law": fault.law if fault else "",
        "other": {
            "name": day.entered_by.name if day.entered_by else "",
            "at": timezone.localtime(day.entered_at).strftime("%H:%M"),
        },
    }
