"""What changed in a month since a version of its sheet, for browsers that have it open."""

from datetime import date

from openinsa.staffing.actions.record_days import limits_by_row, row_totals, who_entered
from openinsa.staffing.kinds_of_time import kinds_of_time
from openinsa.staffing.models import Day, ProjectMonth
from openinsa.staffing.sheet import last_day, load_sheet


def news_since(month: ProjectMonth, version: int, *, mothers: bool = False) -> dict[str, object]:
    """State and version of the sheet and its newer cells: mark, fault, who and when.

    Costs one statement when nothing changed. `mothers`: the reader may know of pregnancies.
    """
    news: dict[str, object] = {
        "state": month.state,
        "sheet_version": month.sheet_version,
        "cells": [],
        "rows": {},
        "limits": {},
    }
    if month.sheet_version == version:
        return news
    changed = list(_changed_days(month, version))
    sheet = load_sheet(month, {day.contract_id for day in changed}, mothers=mothers)
    kinds = kinds_of_time(sheet)
    news["cells"] = [_cell(day) for day in changed]
    news["rows"] = row_totals(sheet, sheet.rows, kinds)
    news["limits"] = limits_by_row(sheet, sheet.rows, kinds)
    return news


def _changed_days(month: ProjectMonth, version: int) -> list[Day]:
    shown: tuple[date, date] = (month.month, last_day(month.month))
    newer = Day.objects.filter(contract__project_id=month.project_id, date__range=shown, version__gt=version)
    return list(newer.select_related("entered_by"))


def _cell(day: Day) -> dict[str, object]:
    return {
        "contract_id": day.contract_id,
        "date": day.date.isoformat(),
        "mark": day.mark,
        "fault": day.fault,
        "other": who_entered(day),
    }
