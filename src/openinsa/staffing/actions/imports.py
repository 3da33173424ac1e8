"""A clerk's spreadsheet on its way in: kept sealed, its reading confirmed, saved as a whole, then forgotten."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext_lazy as _

from openinsa.exchange.faults import FileRefused
from openinsa.exchange.origin import Origin
from openinsa.exchange.workbook import Workbook, read_workbook, without_password
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.jobs.work import Progress
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.people.tenancy import within
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.record_days import record_on
from openinsa.staffing.actions.register import RegistrationHasFaults, RegistrationResult, register
from openinsa.staffing.importing import (
    FileNotRead,
    ImportReading,
    imports_of,
    read_book,
    read_import,
    remembered,
)
from openinsa.staffing.models import ImportFile, RememberedMapping
from openinsa.staffing.month_importing import MonthImport, month_sheet_in, read_month_import
from openinsa.staffing.scope import months_of, reach

State, Kind = ImportFile.State, ImportFile.Kind
MARKS = "month marks"
JOB_KIND = "register_people"


class AlreadySaved(Refused):
    sentence = _("'%(name)s'은(는) 이미 저장했거나 취소한 파일입니다. 고친 파일은 새로 올려 주세요.")


class NotWhatWasShown(Refused):
    sentence = _(
        "확인한 뒤에 읽은 결과가 달라졌습니다(확인 %(shown)s, 지금 %(now)s). 다시 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class MonthSheetHasFaults(Refused):
    sentence = _("고칠 곳이 %(count)d건 있습니다. 첫 곳: %(first)s (아무것도 저장되지 않았습니다.)")


class CellsNotTaken(Refused):
    sentence = _(
        "%(count)d칸이 잠겨 있거나 그사이 바뀌었습니다. 달의 상태를 확인하고 다시 올려 주세요. (아무것도 저장되지 않았습니다.)"
    )


@action(permission="staffing.register")
def take_register(by: User, name: str, content: bytes, password: str = "") -> ImportFile:
    """Keep an uploaded register, sealed and without its password, until it is saved. Raises FileNotRead."""
    file, book = _take(by, Kind.REGISTER, name, content, password)
    read = read_book(by, file, book)
    if {sheet.mapping.shape for sheet in read.reading.sheets} <= remembered().keys():
        file.state = State.CHECKED
    file.counts = _counts(read)
    file.save(update_fields=["state", "counts"])
    return file


@action(permission="staffing.record_days")
def take_month_sheet(
    by: User, project_month_id: int, name: str, content: bytes, password: str = ""
) -> ImportFile:
    """Keep an uploaded month sheet for one project's month. Raises NotFound, FileNotRead."""
    month = reach(months_of(by, "staffing.record_days").select_related("project"), project_month_id)
    file, book = _take(by, Kind.MONTH_SHEET, name, content, password)
    known = RememberedMapping.objects.filter(shape=MARKS).first()
    file.mapping = {"month_id": month.pk, "marks": known.mapping if known else {}}
    file.save(update_fields=["mapping"])
    month_sheet_in(book, month)
    return file


def _take(by: User, kind: object, name: str, content: bytes, password: str) -> tuple[ImportFile, Workbook]:
    try:
        plain = without_password(content, password or None)
        book = read_workbook(name, plain)
    except FileRefused as refused:
        raise FileNotRead(refused) from refused
    sealed = Sealer(by.institution_id or 0).seal(base64.b64encode(plain).decode())
    file = ImportFile.objects.create(
        institution_id=by.institution_id, kind=kind, name=name[:200], content_sealed=sealed, uploaded_by=by
    )
    return file, book


@action(permission="staffing.register")
def hand_out_faults(
    by: User, read: ImportReading, *, reason: Reason | None = None, address: str | None = None
) -> Origin:
    """Give a register back with its faults marked, resident numbers and all. Raises ReasonNeeded."""
    count = len(read.reading.people)
    return hand_out(by, "registration_faults", (), unregistered=count, reason=reason, address=address)


@action(permission="staffing.register")
def confirm_reading(
    by: User,
    import_id: int,
    columns: Mapping[str, Mapping[str, str]],
    sheets: Mapping[str, tuple[str, str]],
) -> ImportFile:
    """Say which column is which field, by shape, and what sheets belong to; remembered for the next file.

    Raises NotFound, AlreadySaved.
    """
    file = _open_file(by, import_id)
    file.mapping = {
        "columns": {shape: dict(meanings) for shape, meanings in columns.items()},
        "sheets": {name: list(names) for name, names in sheets.items()},
    }
    file.state = State.CHECKED
    file.save(update_fields=["mapping", "state"])
    for shape, meanings in columns.items():
        RememberedMapping.objects.update_or_create(
            shape=shape,
            institution_id=by.institution_id,
            defaults={"mapping": {"columns": dict(meanings)}, "confirmed_by": by},
        )
    return file


@action(permission="staffing.register")
def keep_counts(by: User, file: ImportFile, read: ImportReading) -> ImportFile:
    """Let the list of uploads tell what a reading of the file shows."""
    counts = _counts(read)
    if file.counts != counts:
        file.counts = counts
        file.save(update_fields=["counts"])
    return file


@action(permission="staffing.register", record="file_dropped")
def drop_file(by: User, import_id: int) -> ImportFile:
    """Forget an upload; nothing of its content stays. Raises NotFound, AlreadySaved."""
    return _forget(_open_file(by, import_id), State.DROPPED, {})


@action(permission="staffing.register", record="file_saved")
def save_register(
    by: User, import_id: int, shown: str, *, progress: Callable[[int, int], None] | None = None
) -> ImportFile:
    """Register everybody in the file, or nobody; `shown` is what the clerk confirmed (see `summary`).

    Raises NotFound, AlreadySaved, FileNotRead, NotWhatWasShown, RegistrationHasFaults.
    """
    file = _open_file(by, import_id)
    read = read_import(by, file)
    now = summary(read)
    require(shown == now, NotWhatWasShown(shown=shown, now=now))
    if first := next((fault for fault in read.faults if fault.severity == "error"), None):
        place = f"{first.sheet} {first.cell}"
        raise RegistrationHasFaults(place=place, text=first.text, count=read.error_count)
    result = register(by, read.rows, examined=read.examined, progress=progress)
    return _forget(file, State.SAVED, _plain(result))


@action(permission="staffing.register")
def save_register_later(by: User, import_id: int, shown: str) -> Job:
    """Save a large file as a job with progress. Raises NotFound, AlreadySaved."""
    file = _open_file(by, import_id)
    arguments = {"import_id": file.pk, "shown": shown}
    return start_job(
        by, JOB_KIND, f"{file.get_kind_display()}: {file.name}", arguments, file.counts.get("people", 0)
    )


def perform_register(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The job behind `save_register_later`; all in one transaction, so that a stop leaves nothing behind."""
    with within(progress.institution_id, progress.actor_id):
        by = User.objects.get(pk=progress.actor_id)
        saved = save_register(by, arguments["import_id"], arguments["shown"], progress=progress.report)
        progress.finish(saved.counts)
    return saved.counts


@action(permission="staffing.record_days")
def confirm_marks(by: User, import_id: int, marks: Mapping[str, str]) -> ImportFile:
    """Say what the file's own marks mean here; remembered for the next month. Raises NotFound, AlreadySaved."""
    file = _open_file(by, import_id)
    file.mapping = {**file.mapping, "marks": {**file.mapping.get("marks", {}), **marks}}
    file.save(update_fields=["mapping"])
    RememberedMapping.objects.update_or_create(
        shape=MARKS,
        institution_id=by.institution_id,
        defaults={"mapping": file.mapping["marks"], "confirmed_by": by},
    )
    return file


@action(permission="staffing.record_days", record="file_saved")
def save_month_sheet(by: User, import_id: int) -> ImportFile:
    """Record the days of a month sheet, all of them or none.

    Raises NotFound, AlreadySaved, MonthSheetHasFaults, CellsNotTaken.
    """
    file = _open_file(by, import_id)
    read = read_month_import(by, file, to_save=True)
    if read.errors or read.stored is None:
        first = read.errors[0]
        raise MonthSheetHasFaults(count=len(read.errors), first=f"{first.cell} {first.text}")
    request_id = uuid5(NAMESPACE_OID, f"{by.institution_id} {file.pk}")
    answer = record_on(by, read.stored, request_id, read.changes)
    counts: Mapping[str, int] = answer["counts"]  # type: ignore[assignment]
    kept_out = counts.get("conflict", 0) + counts.get("locked", 0)
    require(not kept_out, CellsNotTaken(count=kept_out))
    return _forget(file, State.SAVED, _month_counts(read, answer))


def _month_counts(read: MonthImport, answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "month_id": read.month.pk,
        "people": len(read.lines),
        "cells": len(read.changes),
        **answer["counts"],
    }


def summary(read: ImportReading) -> str:
    """People, wages and pay items of a reading in one short text: what the clerk confirms is what is saved."""
    items = sum(amount for row in read.rows for _name, amount in row.items)
    told = f"{len(read.rows)}/{sum(row.rate for row in read.rows)}"
    return f"{told}/{items}" if items else told


def _open_file(by: User, import_id: int) -> ImportFile:
    file = reach(imports_of(by).select_for_update(), import_id)
    require_open(file)
    return file


def require_open(file: ImportFile) -> None:
    """Raises AlreadySaved for a file whose content is no longer kept."""
    require(file.state not in {State.SAVED, State.DROPPED}, AlreadySaved(name=file.name))


def _counts(read: ImportReading) -> dict[str, int]:
    errors = read.error_count
    return {
        "people": len(read.reading.people),
        "errors": errors,
        "warnings": len(read.faults) - errors,
    }


def _forget(file: ImportFile, state: object, counts: dict[str, Any]) -> ImportFile:
    """The content has served; only its counts stay."""
    file.state, file.content_sealed, file.counts = state, b"", counts or file.counts
    file.save(update_fields=["state", "content_sealed", "counts"])
    return file


def _plain(result: RegistrationResult) -> dict[str, Any]:
    found = asdict(result)
    return {**found, "earliest_start": str(result.earliest_start), "latest_end": str(result.latest_end)}
