"""Differences of closed months as lines of the slips that pay them.

A run locks the corrections that concern it before it reads what was paid, so that two runs at one time
cannot pay the same difference twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max

from openinsa.payroll.correcting import touches
from openinsa.payroll.differences import Due, confirmed, dues, line_of
from openinsa.payroll.models import CarriedCorrection, Correction, Difference, Payslip, PayslipLine
from openinsa.rules.engine import load_rule_book

# Confirmed corrections with the projects of the person in which no paid run has carried them yet.
PENDING = """
    SELECT c.id, o.project_id
    FROM payroll_correction c JOIN staffing_contract k ON k.id = c.contract_id
    JOIN staffing_contract o ON o.person_id = k.person_id
    WHERE c.state = 'confirmed' AND o.project_id = ANY(%s) AND NOT EXISTS (
        SELECT FROM payroll_carriedcorrection d JOIN payroll_payrun r ON r.id = d.run_id
        WHERE d.correction_id = c.id AND r.project_id = o.project_id AND r.state = 'paid'
    )
    ORDER BY c.id
"""
LOCKED = f"{PENDING} FOR UPDATE OF c"
ADD_TO_SLIPS = """
    UPDATE payroll_payslip p SET gross = p.gross + d.gross, non_taxable = p.non_taxable + d.non_taxable,
        taxable = p.taxable + d.gross - d.non_taxable, deductions = p.deductions + d.deductions,
        net = p.net + d.net, employer_total = p.employer_total + d.employer_total
    FROM (
        SELECT slip_id, sum(gross) AS gross, sum(non_taxable) AS non_taxable, sum(deductions) AS deductions,
            sum(net) AS net, sum(employer_total) AS employer_total
        FROM payroll_difference WHERE run_id = ANY(%s) GROUP BY slip_id
    ) AS d WHERE d.slip_id = p.id
"""


@dataclass(frozen=True)
class Pending:
    """Corrections still to be carried, by project, and all that hold for the same people."""

    of_project: Mapping[int, set[int]]
    corrections: Sequence[Correction]
    holding: Sequence[Correction]

    def __bool__(self) -> bool:
        return bool(self.corrections)


def pending_in(project_ids: Iterable[int], *, lock: bool = False) -> Pending:
    """What some projects still have to carry. One statement where there is nothing, three else."""
    of_project: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(LOCKED if lock else PENDING, [list(project_ids)])
        for correction, project in cursor.fetchall():
            of_project[project].add(correction)
    ids = set().union(*of_project.values())
    if not ids:
        return Pending({}, [], [])
    contracts = Correction.objects.filter(pk__in=ids).values("contract__person")
    holding = list(confirmed().filter(contract__person__in=contracts))
    return Pending(of_project, [one for one in holding if one.pk in ids], holding)


def carry(run_of_project: Mapping[int, int], pending: Pending, before: date | None) -> None:
    """Add what is due to the slips of some runs, and note which corrections the runs carry.

    A person's difference goes to the person's slip in the same project; without one it stays due, and so it
    does where the corrected month cannot be computed. `before`: the month of regular runs, which pay for
    earlier months only.
    """
    if not pending:
        return
    slips = _slips_by_place(run_of_project.values())
    refused: set[int] = set()
    owed = dues(run_of_project, pending.corrections, pending.holding, before, refused)
    carried = [(slips[place], due) for due in owed if (place := due.unit[:2]) in slips]
    reasons = {one.pk: one for one in pending.corrections}
    _add_lines(carried, reasons)
    _add_differences(carried, run_of_project, pending.holding)
    with connection.cursor() as cursor:
        cursor.execute(ADD_TO_SLIPS, [list(run_of_project.values())])
    able = {place: slip for place, slip in slips.items() if slip.person_id not in refused}
    _note_carried(run_of_project, pending, able, before)


def _slips_by_place(run_ids: Iterable[int]) -> dict[tuple[int, ...], Payslip]:
    """The slips of some runs by project and person; of a person with two employments, the later one's."""
    slips = Payslip.objects.filter(run__in=list(run_ids)).select_related("run").order_by("contract")
    return {(slip.run.project_id, slip.person_id): slip for slip in slips}


def _add_lines(carried: Sequence[tuple[Payslip, Due]], pending: Mapping[int, Correction]) -> None:
    slips = {slip.pk for slip, _due in carried}
    ends = PayslipLine.objects.filter(slip__in=slips).order_by().values_list("slip").annotate(Max("position"))
    position = {slip: 1 + last for slip, last in ends}
    lines = []
    for slip, due in carried:
        of_unit = [
            one
            for one in pending.values()
            if one.contract.person_id == due.unit.person and touches(one, due.unit.month)
        ]
        reasons = list(dict.fromkeys(one.reason for one in of_unit))
        for line in due.moved:
            place = position.get(slip.pk, 0)
            position[slip.pk] = place + 1
            columns = line_of(due, line, reasons, [one.pk for one in of_unit])
            lines.append(
                PayslipLine(institution_id=slip.institution_id, slip=slip, position=place, **columns)
            )
    PayslipLine.objects.bulk_create(lines)


def _add_differences(
    carried: Sequence[tuple[Payslip, Due]], run_of_project: Mapping[int, int], holding: Sequence[Correction]
) -> None:
    version = load_rule_book().version
    Difference.objects.bulk_create(
        Difference(
            institution_id=slip.institution_id,
            run_id=run_of_project[due.unit.project],
            slip=slip,
            month=due.unit.month,
            gross=due.gross,
            non_taxable=due.non_taxable,
            deductions=due.total("deduction"),
            net=due.net,
            employer_total=due.total("employer"),
            rule_book_version=version,
            corrections=[one.pk for one in holding if one.contract.person_id == due.unit.person],
        )
        for slip, due in carried
        if due.moved or due.non_taxable
    )


def _note_carried(
    run_of_project: Mapping[int, int],
    pending: Pending,
    slips: Mapping[tuple[int, ...], Payslip],
    before: date | None,
) -> None:
    """A correction is carried by a run that pays for all its months to a slip of the person."""
    CarriedCorrection.objects.bulk_create(
        CarriedCorrection(institution_id=slip.institution_id, correction=one, run_id=run)
        for project, run in run_of_project.items()
        for one in pending.corrections
        if one.pk in pending.of_project.get(project, ())
        and (slip := slips.get((project, one.contract.person_id)))
        and (before is None or one.last_day < before)
    )
