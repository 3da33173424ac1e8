"""From a kept settlement to what its paper prints. No statement."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as say

from openinsa.documents.contracts import (
    Language,
    Line,
    SettlementFigure,
    SettlementMonth,
    SettlementStatement,
)
from openinsa.ending.accounts import masked_account
from openinsa.ending.causes import CAUSE_LABELS
from openinsa.ending.models import Settlement
from openinsa.ending.warnings import said
from openinsa.law.trees import tree_of
from openinsa.law.words import label_of
from openinsa.web.templatetags.web import won

PRINTED = (
    "three_month_wages",
    "three_month_days",
    "average_daily_wage",
    "daily_ordinary_wage",
    "service_days",
    "settled_severance",
    "notice_pay_due",
    "retirement_pay",
    "service_years",
    "retirement_income_tax",
    "retirement_tax_withheld",
    "retirement_local_tax_withheld",
)
"""The values on paper, in the order in which they are reckoned."""
SHOWN_OF_THE_VERSION = 12


def settlement_statement(one: Settlement) -> SettlementStatement:
    """A settlement loaded with its contract, person and project, in the reader's language."""
    language: Language = "en" if get_language() == "en" else "ko"
    contract = one.contract
    return {
        "language": language,
        "institution": one.institution.name,
        "department": contract.project.department.name,
        "project": contract.project.name,
        "month": f"{one.ended_on:%Y-%m}",
        "name": one.person.name,
        "identifier": one.person.birth_date.isoformat(),
        "employed_since": one.employed_since.isoformat(),
        "ended_on": one.ended_on.isoformat(),
        "cause": str(CAUSE_LABELS.get(one.cause, one.cause)),
        "payment": _payment(one),
        "due_on": one.due_on.isoformat(),
        "paid_on": one.paid_on.isoformat() if one.paid_on else "",
        "dated_on": (one.confirmed_at or one.drafted_at).date().isoformat(),
        "months": [_month(month) for month in one.months],
        "figures": list(_figures(one)),
        "sums": _sums(one),
        "net": one.net,
        "notes": _notes(one),
        "version": one.rule_book_version[:SHOWN_OF_THE_VERSION],
    }


def _month(kept: Mapping[str, Any]) -> SettlementMonth:
    return {
        "month": kept["month"],
        "project": kept["project"],
        "days": kept["days"],
        "counted_days": kept["counted_days"],
        "won": kept["won"],
        "counted_won": kept["counted_won"],
    }


def _payment(one: Settlement) -> str:
    account = masked_account(one) if one.payment == Settlement.Payment.PENSION_ACCOUNT else ""
    ground = one.get_ground_display() if one.ground else ""
    told = [one.get_payment_display(), one.pension_provider, account, ground]
    return " · ".join(str(part) for part in told if part)


def _figures(one: Settlement) -> Iterator[SettlementFigure]:
    """The values of PRINTED that the settlement was reckoned with."""
    for name in PRINTED:
        if name in one.told["values"]:
            value = tree_of({**one.told["values"][name], "name": name, "inputs": ()})
            yield {"label": value.label, "shown": value.shown, "how": value.words, "law": value.law}


def _sums(one: Settlement) -> list[Line]:
    lines = [
        (say("퇴직금"), one.severance),
        (say("해고예고수당"), one.notice_pay),
        (say("퇴직소득세"), -one.income_tax),
        (say("지방소득세"), -one.local_tax),
    ]
    return [{"label": label, "amount": amount, "how": ""} for label, amount in lines]


def _notes(one: Settlement) -> list[str]:
    """Values put by hand, what is paid with wages, interest, and what the screen says beside the figures."""
    by_hand = [
        say("%(label)s: 직접 넣은 값 (%(why)s)") % {"label": label_of(name), "why": held["why"]}
        for name, held in one.overrides.items()
    ]
    with_wages = [
        say("%(label)s: %(won)s, 급여 항목으로 지급") % {"label": label, "won": won(amount)}
        for label, amount in ((say("미사용 연차수당"), one.leave_pay), (say("공정수당"), one.fairness))
        if amount
    ]
    late = [say("%(days)s일 늦음, 지연이자 %(won)s") % {"days": one.late_days, "won": won(one.late_interest)}]
    told = [sentence for _tone, sentence in said(one.warnings)]
    return [*by_hand, *with_wages, *(late if one.late_days else ()), *told]
