"""What corrected months pay more or less than was paid: new less already paid, per person, month and line.

New is the closed month computed again, by the same `compute_month` as a pay run, from what it had been
computed from with the confirmed corrections laid over it. Already paid is the closed slip and every
difference for the month in any other run. A fixed number of statements, plus some for every month without
kept inputs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openinsa.compute.explanation import line_words
from openinsa.compute.keeping import KeptOtherwise, restore
from openinsa.compute.month import MonthSlips, compute_month
from openinsa.compute.slips import LineCode
from openinsa.compute.tables import MonthTables
from openinsa.payroll.correcting import (
    LeaveCodes,
    Place,
    corrected,
    leave_codes,
    places_of,
    touches,
    with_flexible_hours,
)
from openinsa.payroll.late_bills import carried_lines
from openinsa.payroll.models import Correction, Difference, MonthInputs, PayRun, Payslip, PayslipLine
from openinsa.payroll.month_tables import load_month
from openinsa.people.refusals import Refused
from openinsa.people.settings_in_force import settings_on
from openinsa.staffing.models import Contract

NAMED = {code.name.lower() for code in (LineCode.ALLOWANCE, LineCode.ONE_TIME, LineCode.OTHER_DEDUCTION)}
SIDES = ("earning", "deduction", "employer")

Item = tuple[str, str]
"""A line's code and, where several lines share the code, its name."""


class CorrectedMonthRefused(Refused):
    status = 422
    sentence = _(
        "정정한 내용으로는 %(name)s의 %(month)s을(를) 계산할 수 없습니다. %(why)s 정정할 내용을 확인해 주세요."
    )


class Unit(NamedTuple):
    """One person's pay of one closed month in one project."""

    project: int
    person: int
    month: date


@dataclass
class Line:
    """One item of a corrected month. new, already: won, 0 where the item is missing."""

    code: str
    side: str
    label_ko: str
    label_en: str
    law: str
    new: int = 0
    already: int = 0

    @property
    def difference(self) -> int:
        return self.new - self.already

    @property
    def label(self) -> str:
        """The item's name in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_ko


@dataclass
class Due:
    """What a corrected month owes (below 0: was paid too much), its lines in the order of a payslip."""

    unit: Unit
    lines: dict[Item, Line] = field(default_factory=dict)
    new_non_taxable: int = 0
    already_non_taxable: int = 0

    @property
    def moved(self) -> list[Line]:
        """The lines that differ."""
        ordered = sorted(self.lines.items(), key=lambda one: (LineCode[one[0][0].upper()], one[0][1]))
        return [line for _item, line in ordered if line.difference]

    @property
    def non_taxable(self) -> int:
        return self.new_non_taxable - self.already_non_taxable

    def total(self, side: str) -> int:
        return sum(line.difference for line in self.lines.values() if line.side == side)

    @property
    def gross(self) -> int:
        return self.total("earning")

    @property
    def net(self) -> int:
        return self.gross - self.total("deduction")


def confirmed(contracts: QuerySet[Contract] | None = None) -> QuerySet[Correction]:
    """Confirmed corrections in the order in which they are laid over a month; of some people, or of all."""
    found = Correction.objects.filter(state=Correction.State.CONFIRMED)
    if contracts is not None:
        found = found.filter(contract__person__in=contracts.values("person_id"))
    return _in_order(found)


def _in_order(found: QuerySet[Correction]) -> QuerySet[Correction]:
    """In the order in which they are laid over a month, each with its days."""
    joined = with_flexible_hours(found).select_related("contract")
    return joined.prefetch_related("days").order_by("position")


def corrections_in_order(ids: Iterable[int]) -> list[Correction]:
    """Some corrections in the order in which they are laid over a month."""
    return list(_in_order(Correction.objects.filter(pk__in=list(ids))))


def dues(
    project_ids: Iterable[int],
    asked: Sequence[Correction],
    laid_over: Sequence[Correction],
    before: date | None = None,
    refused: set[int] | None = None,
) -> list[Due]:
    """What the months that the asked corrections touch still owe in some projects, earliest month first.

    `laid_over` are all corrections that hold, in their order. `before`: only months before this one.
    Raises CorrectedMonthRefused; where `refused` is given, people whose month cannot be computed are put
    there and left out instead.
    """
    slips = _closed_slips(project_ids, asked, before)
    if not slips:
        return []
    people = {slip.person_id for slip in slips}
    places = places_of(Contract.objects.filter(person__in=people))
    found = {unit: Due(unit) for unit in map(_unit_of, slips)}
    of_inputs: dict[tuple[int | None, date], dict[Place, Due]] = defaultdict(dict)
    for slip in slips:
        unit = _unit_of(slip)
        of_inputs[slip.run.inputs_id, unit.month][unit.project, unit.person] = found[unit]
    for key, tables, codes in _kept(slips, places, people):
        now = compute_month(corrected(tables, places, laid_over, codes))
        if refused is None:
            _require_no_fault(now, key[1])
        else:
            refused |= {places[fault.slip][1] for fault in now.faults}
        _add_new(of_inputs[key], now, places)
    _add_already(found, slips)
    billed = carried_lines(people)
    for unit, due in found.items():
        for code in billed.get((unit.person, unit.month), ()):
            due.lines.pop((code, ""), None)
    known = [unit for unit in found if not refused or unit.person not in refused]
    return [found[unit] for unit in sorted(known, key=lambda unit: (unit.month, unit.project, unit.person))]


def _closed_slips(
    project_ids: Iterable[int], asked: Sequence[Correction], before: date | None
) -> list[Payslip]:
    """The paid slips of the people and months that the corrections touch."""
    if not asked:
        return []
    people = {one.contract.person_id for one in asked}
    closed = Payslip.objects.filter(
        person__in=people,
        run__project__in=list(project_ids),
        run__kind=PayRun.Kind.REGULAR,
        run__state=PayRun.State.PAID,
        run__month__gte=min(one.first_day for one in asked).replace(day=1),
    ).select_related("run")
    if before is not None:
        closed = closed.filter(run__month__lt=before)
    of_person: dict[int, list[Correction]] = defaultdict(list)
    for one in asked:
        of_person[one.contract.person_id].append(one)
    return [
        slip
        for slip in closed.order_by("pk")
        if any(touches(one, slip.run.month) for one in of_person[slip.person_id])
    ]


def _unit_of(slip: Payslip) -> Unit:
    return Unit(slip.run.project_id, slip.person_id, slip.run.month)


def _kept(
    slips: Sequence[Payslip], places: Mapping[int, Place], people: set[int]
) -> Iterator[tuple[tuple[int | None, date], MonthTables, LeaveCodes]]:
    """The tables that closed months were computed from, only the rows of some people in them, with their key.

    A month whose tables were not kept, or not in a way that can still be read, is read from the contracts and
    days as they stand.
    """
    now = leave_codes()
    wanted = {slip.run.inputs_id for slip in slips} - {None}
    own = np.array(list(places), np.int64)
    restored: set[int | None] = set()
    for inputs in MonthInputs.objects.filter(pk__in=wanted).order_by("month", "pk"):
        try:
            tables = restore(bytes(inputs.tables))
        except KeptOtherwise:
            continue
        restored.add(inputs.pk)
        chosen = tables.of(tables.slips.slip[np.isin(tables.slips.slip, own)])
        yield (inputs.pk, inputs.month), chosen, LeaveCodes(inputs.codes, now)
    without: dict[tuple[int | None, date], list[PayRun]] = defaultdict(list)
    for slip in slips:
        if slip.run.inputs_id not in restored:
            without[slip.run.inputs_id, slip.run.month].append(slip.run)
    for key, runs in without.items():
        yield key, _as_they_stand(runs, people), LeaveCodes(list(now), now)


def _as_they_stand(runs: Sequence[PayRun], people: set[int]) -> MonthTables:
    """A month's tables from the contracts and days of now. Some statements."""
    month, pay_date = runs[0].month, runs[0].pay_date
    projects = {run.project_id for run in runs}
    with connection.cursor() as wrapped:
        return load_month(wrapped.cursor, settings_on(month), month, pay_date, list(projects), list(people))


def _require_no_fault(slips: MonthSlips, month: date) -> None:
    if slips.faults:
        fault = slips.faults[0]
        name = Contract.objects.values_list("person__name", flat=True).get(pk=fault.slip)
        why = fault.message_en if get_language() == "en" else fault.message_ko
        raise CorrectedMonthRefused(name=name, month=f"{month:%Y-%m}", why=why)


def _add_new(found: Mapping[Place, Due], slips: MonthSlips, places: Mapping[int, Place]) -> None:
    """Add what the corrected month pays, for the people and projects that are asked about."""
    for slip, non_taxable in zip(slips.slips.slip.tolist(), slips.slips.non_taxable.tolist(), strict=True):
        if due := found.get(places[slip]):
            due.new_non_taxable += non_taxable
    lines = zip(
        slips.lines.slip.tolist(),
        slips.lines.code.tolist(),
        slips.lines.amount.tolist(),
        line_words(slips),
        strict=True,
    )
    for slip, number, amount, words in lines:
        due = found.get(places[slip])
        if due is None:
            continue
        code = LineCode(number)
        line = Line(code.name.lower(), code.side.name.lower(), words.label_ko, words.label_en, words.law)
        due.lines.setdefault(item_of(line.code, line.label_ko), line).new += amount


def _add_already(found: dict[Unit, Due], slips: Sequence[Payslip]) -> None:
    """Add what the closed slips paid, and the differences for their months in all runs. Three statements."""
    unit_of = {slip.pk: _unit_of(slip) for slip in slips}
    for slip in slips:
        found[unit_of[slip.pk]].already_non_taxable += slip.non_taxable
    own = PayslipLine.objects.filter(slip__in=unit_of, month=None)
    for line in own:
        _add_paid(found[unit_of[line.slip_id]], line, line.label_ko, line.label_en)
    later = {
        "slip__person__in": {unit.person for unit in found},
        "slip__run__project__in": {unit.project for unit in found},
        "month__in": {unit.month for unit in found},
    }
    where = {"project": F("slip__run__project_id"), "person": F("slip__person_id")}
    told = {"item_ko": KT("inputs__item_ko"), "item_en": KT("inputs__item_en")}
    for line in PayslipLine.objects.filter(**later).annotate(**where, **told):
        if due := found.get(Unit(line.project, line.person, line.month)):
            _add_paid(due, line, line.item_ko, line.item_en)
    for one in Difference.objects.filter(**later).annotate(**where):
        if due := found.get(Unit(one.project, one.person, one.month)):
            due.already_non_taxable += one.non_taxable


def _add_paid(due: Due, line: PayslipLine, label_ko: str, label_en: str) -> None:
    held = Line(line.code, line.side, label_ko, label_en, line.law)
    due.lines.setdefault(item_of(line.code, label_ko), held).already += line.amount


def item_of(code: str, label_ko: str) -> Item:
    """What makes two lines the same item: a changed wording does not make another one."""
    return code, label_ko if code in NAMED else ""


def line_of(due: Due, line: Line, reasons: Sequence[str], corrections: Sequence[int]) -> dict[str, Any]:
    """The columns of a difference's line on a slip: its month in the name, new and already in the words."""
    month = f"{due.unit.month:%Y-%m}"
    because = f"{', '.join(reasons)}: " if reasons else ""
    inputs = {
        "item_ko": line.label_ko,
        "item_en": line.label_en,
        "work_month": month,
        "new": line.new,
        "already": line.already,
        "reasons": list(reasons),
        "corrections": list(corrections),
    }
    return {
        "side": line.side,
        "code": line.code,
        "month": due.unit.month,
        "amount": line.difference,
        "label_ko": f"{month} {line.label_ko} 차액",
        "label_en": f"{month} {line.label_en}, difference",
        "words_ko": f"{because}{month} 다시 계산 {line.new:,}원 - 이미 반영 {line.already:,}원"
        f" = {line.difference:,}원",
        "words_en": f"{because}{month} computed again {line.new:,} won - already on payslips"
        f" {line.already:,} won = {line.difference:,} won",
        "law": line.law,
        "inputs": inputs,
    }
