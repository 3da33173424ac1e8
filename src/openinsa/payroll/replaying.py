"""Whether closed slips still come out as they were paid, computed from what their run kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from openinsa.compute.explanation import line_words
from openinsa.compute.keeping import KeptOtherwise, restore
from openinsa.compute.month import compute_month
from openinsa.compute.slips import LineCode
from openinsa.compute.tables import MonthTables
from openinsa.payroll.correcting import LeaveCodes, corrected, leave_codes, places_of
from openinsa.payroll.differences import Unit, corrections_in_order, dues, item_of
from openinsa.payroll.models import PayRun, PayslipLine
from openinsa.rules.engine import load_rule_book
from openinsa.staffing.models import Contract


class Verdict(StrEnum):
    """What a replay found. OTHER_BOOK: the rule book of then is not at hand. NOT_KEPT: paid before runs kept
    what they were computed from, or kept in a form of an older version."""

    EQUAL = "equal"
    DIFFERS = "differs"
    OTHER_BOOK = "other_book"
    NOT_KEPT = "not_kept"


class Moved(NamedTuple):
    """A line that comes out otherwise: won as paid and as computed now, None where it is missing."""

    slip_id: int
    person_id: int
    label: str
    paid: int | None
    now: int | None


@dataclass
class Replay:
    run: PayRun
    verdict: Verdict
    slips: int = 0
    moved: list[Moved] = field(default_factory=list)


Key = tuple[int, str, str, date | None]
"""A line's slip, code, name, and the closed month of a difference."""


def replay_run(run: PayRun) -> Replay:
    """Compute a run again from what it kept, and compare every line. Nothing is stored."""
    now = dict(_differences(run))
    if run.kind == PayRun.Kind.REGULAR:
        kept = _kept_tables(run)
        if kept is None:
            return Replay(run, Verdict.NOT_KEPT)
        now |= dict(_own_lines(run, kept))
    paid, labels = _as_paid(run)
    people = dict(run.slips.values_list("pk", "person_id"))
    moved = [
        Moved(key[0], people[key[0]], labels.get(key, key[2] or key[1]), paid.get(key), now.get(key))
        for key in sorted(paid.keys() | now.keys(), key=str)
        if paid.get(key) != now.get(key)
    ]
    return Replay(run, _verdict(run, bool(moved)), len(people), moved)


def _as_paid(run: PayRun) -> tuple[dict[Key, int], dict[Key, str]]:
    """Won and label of the run's lines; lines of one name are one."""
    won: dict[Key, int] = {}
    labels: dict[Key, str] = {}
    for line in PayslipLine.objects.filter(slip__run=run):
        key = _key(line)
        won[key] = won.get(key, 0) + line.amount
        labels[key] = line.label
    return won, labels


def _verdict(run: PayRun, differs: bool) -> Verdict:
    if run.rule_book_version != load_rule_book().version:
        return Verdict.OTHER_BOOK
    return Verdict.DIFFERS if differs else Verdict.EQUAL


def _kept_tables(run: PayRun) -> MonthTables | None:
    """The tables of the run's slips and of those that share premiums with them."""
    if run.inputs is None:
        return None
    try:
        tables = restore(bytes(run.inputs.tables))
    except KeptOtherwise:
        return None
    own = np.array(list(run.slips.values_list("contract_id", flat=True)), np.int64)
    slips = tables.slips
    together = np.isin(slips.main_slip, slips.main_slip[np.isin(slips.slip, own)])
    return tables.of(slips.slip[together])


def _own_lines(run: PayRun, tables: MonthTables) -> Iterator[tuple[Key, int]]:
    """The lines of the run's own month as they come out now."""
    if run.inputs is None:
        return
    slip_of = dict(run.slips.values_list("contract_id", "pk"))
    laid_over = corrections_in_order(run.inputs.corrections)
    places = places_of(Contract.objects.filter(pk__in=tables.slips.slip.tolist()))
    codes = LeaveCodes(run.inputs.codes, leave_codes() if laid_over else {})
    slips = compute_month(corrected(tables, places, laid_over, codes))
    rows = zip(slips.lines.slip.tolist(), slips.lines.code.tolist(), slips.lines.amount.tolist(), strict=True)
    sums: dict[Key, int] = {}
    for (slip, number, amount), words in zip(rows, line_words(slips), strict=True):
        if slip in slip_of:
            code, label = item_of(LineCode(number).name.lower(), words.label_ko)
            key = (slip_of[slip], code, label, None)
            sums[key] = sums.get(key, 0) + amount
    yield from sums.items()


def _differences(run: PayRun) -> Iterator[tuple[Key, int]]:
    """The differences that the run paid, as they come out under the corrections of then."""
    paid = list(run.differences.select_related("slip"))
    laid_over = corrections_in_order({pk for one in paid for pk in one.corrections})
    slip_of = {Unit(run.project_id, one.slip.person_id, one.month): one.slip_id for one in paid}
    already = _already_then(run)
    for due in dues([run.project_id], laid_over, laid_over):
        if (slip := slip_of.get(due.unit)) is None:
            continue
        for (code, label), line in due.lines.items():
            won = line.new - already.get((slip, code, label, due.unit.month), line.new)
            if won:
                yield (slip, code, label, due.unit.month), won


def _already_then(run: PayRun) -> Mapping[Key, int]:
    """What had been paid for each line of a difference when the run was computed."""
    lines = PayslipLine.objects.filter(slip__run=run, month__isnull=False)
    return {_key(line): line.inputs["already"] for line in lines}


def _key(line: PayslipLine) -> Key:
    label = line.inputs["item_ko"] if line.month else line.label_ko
    return (line.slip_id, *item_of(line.code, label), line.month)
