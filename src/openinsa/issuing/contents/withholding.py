"""Data for statutory papers about income: of those taxed by the table for a year, and of those taxed by the day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from openinsa.documents.record_contracts import DailyIncomeData, IncomeData, NonTaxable
from openinsa.issuing.contents.wages import NothingPaid
from openinsa.issuing.kinds import About, Asked, Contents, Kind, register_kinds
from openinsa.issuing.paid_months import PaidMonth, non_taxable_kinds, paid_months
from openinsa.issuing.somebody import Span, employments_in, head_of, people_of, span_of
from openinsa.issuing.worked_months import WorkedMonth, worked_months
from openinsa.people.models import Person
from openinsa.people.refusals import NotFound
from openinsa.staffing.models import Contract

TABLE, DAILY = Contract.TaxMode.TABLE.value, Contract.TaxMode.DAILY.value


def year_of(asked: Asked) -> Span:
    """The income year asked for: wages are income of the year of the work (소득세법 시행령 제49조)."""
    year = span_of(asked)[0].year
    return date(year, 1, 1), date(year, 12, 31)


def all_years(asked: Sequence[Asked]) -> Span:
    years = [year_of(one) for one in asked]
    return min(years)[0], max(years)[1]


def income(asked: Sequence[Asked]) -> Contents:
    """What the yearly receipt needs from this employer. Seven statements."""
    people, span = people_of(asked), all_years(asked)
    paid = paid_months([pk for pk in people if pk], *span)
    kinds = non_taxable_kinds([pk for pk in people if pk], paid, TABLE, *span)
    return [_income(one, people.get(one.person_id), paid, kinds) for one in asked]


def _income(
    one: Asked, person: Person | None, paid: Mapping[Any, Any], kinds: Mapping[int, Any]
) -> IncomeData | Exception:
    if person is None:
        return NotFound()
    months = _months_of(paid.get((person.pk, TABLE), {}), year_of(one))
    if not months:
        return NothingPaid(name=person.name, since=year_of(one)[0], until=year_of(one)[1])
    return {
        **head_of(person),
        "year": str(year_of(one)[0].year),
        "business_number": person.institution.business_number,
        "employments": employments_in(person, year_of(one), TABLE),
        "gross": sum(month.gross for month in months),
        "one_time": sum(month.one_time for month in months),
        "non_taxable": sum(month.non_taxable for month in months),
        "non_taxable_kinds": _kinds(kinds[person.pk], months),
        "income_tax": _sum(months, "income_tax"),
        "local_income_tax": _sum(months, "local_income_tax"),
        "pension": _sum(months, "pension"),
        "health": _sum(months, "health"),
        "long_term_care": _sum(months, "long_term_care"),
        "employment": _sum(months, "employment"),
        "months": [
            {
                "month": f"{month.month:%Y-%m}",
                "gross": month.gross,
                "non_taxable": month.non_taxable,
                "income_tax": month.deductions.get("income_tax", 0),
                "local_income_tax": month.deductions.get("local_income_tax", 0),
            }
            for month in months
        ],
    }


def _sum(months: Sequence[PaidMonth], kind: str) -> int:
    return sum(month.deductions.get(kind, 0) for month in months)


def _months_of(found: Mapping[date, PaidMonth], span: Span) -> list[PaidMonth]:
    return [month for day, month in found.items() if span[0] <= day <= span[1]]


def _kinds(found: Mapping[date, Mapping[str, int]], months: Sequence[PaidMonth]) -> list[NonTaxable]:
    sums: dict[str, int] = defaultdict(int)
    for month in months:
        for kind, won in found[month.month].items():
            sums[kind] += won
    return [{"kind": kind, "amount": won} for kind, won in sums.items() if won]


def daily_income(asked: Sequence[Asked]) -> Contents:
    """What the statement of those taxed by the day needs. Six statements."""
    people, span = people_of(asked), all_years(asked)
    known = [pk for pk in people if pk]
    paid = paid_months(known, *span)
    worked: dict[tuple[int, date], list[WorkedMonth]] = defaultdict(list)
    for month in worked_months([(pk, *span) for pk in known], by_project=True):
        worked[month.person_id, month.month].append(month)
    return [_daily_income(one, people.get(one.person_id), paid, worked) for one in asked]


def _daily_income(
    one: Asked, person: Person | None, paid: Mapping[Any, Any], worked: Mapping[Any, Sequence[WorkedMonth]]
) -> DailyIncomeData | Exception:
    if person is None:
        return NotFound()
    months = _months_of(paid.get((person.pk, DAILY), {}), year_of(one))
    if not months:
        return NothingPaid(name=person.name, since=year_of(one)[0], until=year_of(one)[1])
    by_day = {contract.project_id for contract in person.contracts.all() if contract.tax_mode == DAILY}
    return {
        **head_of(person),
        "year": str(year_of(one)[0].year),
        "business_number": person.institution.business_number,
        "employments": employments_in(person, year_of(one), DAILY),
        "payments": [_payment(month, worked.get((person.pk, month.month), ()), by_day) for month in months],
    }


def _payment(month: PaidMonth, worked: Sequence[WorkedMonth], projects: set[int]) -> Any:
    own = [one for one in worked if one.project_id in projects]
    last = max((one.last_worked_day for one in own if one.last_worked_day), default=None)
    return {
        "paid_month": f"{month.pay_date:%Y-%m}" if month.pay_date != date.min else "",
        "work_month": f"{month.month:%Y-%m}",
        "worked_days": sum(one.worked_days for one in own),
        "last_day": last.isoformat() if last else "",
        "taxable": month.gross - month.non_taxable,
        "non_taxable": month.non_taxable,
        "income_tax": month.deductions.get("income_tax", 0),
        "local_income_tax": month.deductions.get("local_income_tax", 0),
    }


register_kinds(
    Kind(
        key="income_data",
        label=_("근로소득 원천징수영수증 작성 자료"),
        form="income_data",
        about=About.YEAR,
        contents=income,
        tells_pay=True,
    ),
    Kind(
        key="daily_income_data",
        label=_("일용근로소득 지급명세서 작성 자료"),
        form="daily_income_data",
        about=About.YEAR,
        contents=daily_income,
        tells_pay=True,
    ),
)
