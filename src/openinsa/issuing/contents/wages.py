"""Papers about pay: the statement of a payslip, the certificate of a year's wages, the ledger of a project's month."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.documents.record_contracts import WageCertificate, WageMonth
from openinsa.issuing.kinds import About, Asked, Contents, Kind, register_kinds
from openinsa.issuing.paid_months import PaidMonth, paid_months
from openinsa.issuing.scope import SlipNotPaid
from openinsa.issuing.somebody import employments_in, head_of, people_of, span_of, whole_span
from openinsa.payroll.models import PayRun, Payslip
from openinsa.payroll.papers import statements_by_slip, wage_ledgers
from openinsa.people.models import Person
from openinsa.people.refusals import NotFound, Refused


class NothingPaid(Refused):
    sentence = _(
        "%(name)s님의 %(since)s ~ %(until)s에는 지급이 확정된 급여가 없습니다. 기간을 다시 골라 주세요."
        " 발급한 것은 없습니다."
    )


class NoPaidLedger(Refused):
    sentence = _(
        "%(month)s에는 지급이 확정된 이 사업의 급여가 없습니다. 지급을 확정한 달을 골라 주세요. 발급한 것은 없습니다."
    )


def statements(asked: Sequence[Asked]) -> Contents:
    """Wage statements of paid slips."""
    slips = Payslip.objects.filter(pk__in={one.subject_id for one in asked})
    whose = {
        slip: (person, state) for slip, person, state in slips.values_list("pk", "person_id", "run__state")
    }
    told = statements_by_slip(slips.filter(run__state=PayRun.State.PAID))
    return [_statement(one, whose, told) for one in asked]


def _statement(one: Asked, whose: Mapping[int, tuple[int, str]], told: Mapping[int, Any]) -> Any:
    person, state = whose.get(one.subject_id or 0, (None, ""))
    if person is None or person != one.person_id:
        return NotFound()
    return told[one.subject_id] if state == PayRun.State.PAID else SlipNotPaid()  # type: ignore[index]


def certificates(asked: Sequence[Asked]) -> Contents:
    """Wages of the months of a span. Five statements."""
    people = people_of(asked)
    paid = paid_months([pk for pk in people if pk], *whole_span(asked))
    return [_certificate(one, people.get(one.person_id), paid) for one in asked]


def _certificate(one: Asked, person: Person | None, paid: Mapping[Any, Any]) -> WageCertificate | Exception:
    if person is None:
        return NotFound()
    since, until = span_of(one)
    both: dict[Any, list[PaidMonth]] = {}
    for tax in ("table", "daily"):
        for month, found in paid.get((person.pk, tax), {}).items():
            if since.replace(day=1) <= month <= until:
                both.setdefault(month, []).append(found)
    if not both:
        return NothingPaid(name=person.name, since=since, until=until)
    return {
        **head_of(person),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "employments": employments_in(person, (since, until)),
        "months": [_month(both[month]) for month in sorted(both)],
    }


def _month(parts: Sequence[PaidMonth]) -> WageMonth:
    """One month of somebody, whichever way it was taxed."""
    kinds = {kind for part in parts for kind in part.deductions}
    return {
        "month": f"{parts[0].month:%Y-%m}",
        "pay_date": max(part.pay_date for part in parts).isoformat(),
        "gross": sum(part.gross for part in parts),
        "non_taxable": sum(part.non_taxable for part in parts),
        "deductions": {kind: sum(part.deductions.get(kind, 0) for part in parts) for kind in sorted(kinds)},
        "deductions_total": sum(part.deductions_total for part in parts),
        "net": sum(part.net for part in parts),
    }


def ledgers(asked: Sequence[Asked]) -> Contents:
    """Ledgers of paid months of projects (근로기준법 제48조제1항)."""
    runs = PayRun.objects.filter(
        project__in={one.subject_id for one in asked},
        month__in={span_of(one)[0].replace(day=1) for one in asked},
        kind=PayRun.Kind.REGULAR,
        state=PayRun.State.PAID,
    ).select_related("institution", "project__department")
    found = {(run.project_id, run.month): run for run in runs}
    told = wage_ledgers(list(found.values()))
    return [_ledger(one, found, told) for one in asked]


def _ledger(one: Asked, found: Mapping[Any, PayRun], told: Mapping[int, Any]) -> Any:
    month = span_of(one)[0].replace(day=1)
    run = found.get((one.subject_id, month))
    return told[run.pk] if run else NoPaidLedger(month=f"{month:%Y-%m}")


register_kinds(
    Kind(
        key="wage_statement",
        label=_("임금명세서"),
        form="wage_statement",
        about=About.PAYSLIP,
        contents=statements,
        series="wage_statement",
        tells_pay=True,
    ),
    Kind(
        key="wage_certificate",
        label=_("급여 확인서"),
        form="wage_certificate",
        about=About.YEAR,
        contents=certificates,
        tells_pay=True,
    ),
    Kind(
        key="wage_ledger",
        label=_("임금대장"),
        form="wage_ledger",
        about=About.PROJECT_MONTH,
        contents=ledgers,
        by_worker=False,
        series="ledger",
        tells_pay=True,
    ),
)
