"""One person's month computed afresh and told down to the rules, for the screen. Nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openinsa.compute.bulk import ShortAnswers
from openinsa.compute.explanation import explain
from openinsa.compute.month import compute_month
from openinsa.law.trees import Value, tree_of
from openinsa.payroll.correcting import LeaveCodes, corrected, leave_codes
from openinsa.payroll.differences import corrections_in_order
from openinsa.payroll.inputs import entered_days
from openinsa.payroll.models import Correction, PayRun, Payslip, PayslipLine
from openinsa.payroll.month_tables import load_month
from openinsa.payroll.pay_day import pay_date_by
from openinsa.people.refusals import Refused
from openinsa.people.settings_in_force import settings_on

CONTRACTS_OF_THE_PERSON = """
    SELECT c.id, c.project_id, c.person_id
    FROM staffing_contract own JOIN staffing_contract c ON c.person_id = own.person_id WHERE own.id = %(contract)s
"""

STORED = ("position", "code", "side", "label_ko", "label_en", "words_ko", "words_en", "law", "inputs")


class NotComputable(Refused):
    sentence = _(
        "이 명세서는 지금의 계약과 근무로는 다시 계산할 수 없습니다. 계산할 때의 내용은 명세서에 그대로 있습니다."
    )


@dataclass(frozen=True)
class Retold:
    """A line computed afresh beside the slip's own. stored, now: won, None where the line is missing.

    data: the line in both languages with its side, inputs and tree, for those who read it by machine.
    """

    label: str
    words: str
    law: str
    stored: int | None
    now: int | None
    days: list[tuple[str, str]]
    tree: Value | None
    data: Mapping[str, Any]

    @property
    def same(self) -> bool:
        return self.stored == self.now


def retell(slip: Payslip) -> list[Retold]:
    """Every line of a slip computed afresh in the reader's language, with the rules behind it.

    Lines that only the slip holds stand at the end, then differences of closed months, which stay as they
    are told; a supplement holds nothing else. Raises NotComputable.
    """
    held_lines = list(slip.lines.all())
    stored = {(line.code, line.label_ko): line for line in held_lines if line.month is None}
    told = [] if slip.run.kind == PayRun.Kind.SUPPLEMENT else _told_afresh(slip)
    language = "en" if get_language() == "en" else "ko"
    lines = []
    for one in told:
        held = stored.pop((one["code"], one["label_ko"]), None)
        lines.append(
            Retold(
                label=one[f"label_{language}"],
                words=one[f"words_{language}"],
                law=one["law"],
                stored=held.amount if held else None,
                now=one["amount"],
                days=entered_days(one["inputs"]),
                tree=tree_of(one["tree"]) if one["tree"] else None,
                data=one,
            )
        )
    gone = [_as_stored(line, None, entered_days(line.inputs)) for line in stored.values()]
    differences = [_as_stored(line, line.amount, []) for line in held_lines if line.month is not None]
    return lines + gone + differences


def _as_stored(line: PayslipLine, now: int | None, days: list[tuple[str, str]]) -> Retold:
    data = {name: getattr(line, name) for name in STORED} | {"tree": None}
    return Retold(line.label, line.words, line.law, line.amount, now, days, None, data)


def _told_afresh(slip: Payslip) -> list[dict[str, Any]]:
    laid_over = corrections_in_order(slip.run.inputs.corrections if slip.run.inputs else [])
    try:
        return explain_contract(slip.contract_id, slip.run.month, laid_over)
    except KeyError as unknown:
        raise NotComputable() from unknown


def explain_contract(
    contract_id: int, month: date, laid_over: Sequence[Correction] = ()
) -> list[dict[str, Any]]:
    """The lines of one contract's month with words, article, inputs and the tree of rules behind them.

    Computed together with the person's other contracts of the month, as in the run, and with the corrections
    that the run had laid over it. Raises KeyError when the month cannot be computed for it.
    """
    setting = settings_on(month)
    with ShortAnswers(connection.connection) as cursor:
        held = cursor.answer_to(CONTRACTS_OF_THE_PERSON, {"contract": contract_id})
        places = {contract: (project, person) for contract, project, person in held}
        projects, people = ({place[which] for place in places.values()} for which in (0, 1))
        tables = load_month(cursor, setting, month, pay_date_by(setting, month), list(projects), list(people))
    if laid_over:
        tables = corrected(tables, places, laid_over, LeaveCodes(list(leave_codes())))
    return explain(compute_month(tables), contract_id)
