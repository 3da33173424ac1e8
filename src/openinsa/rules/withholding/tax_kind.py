"""일용근로자인가 상용근로자인가, 언제 지급한 것으로 보는가 - by the day or by the table, and as paid when.

One row is one worker and month. Whether somebody is paid by the day, hour or output is the caller's to say.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Flag, rule
from openinsa.rules.insurance.dates import month_later, month_of, year_after


@rule(law="소득세법 시행령 제20조제1호")
def regular_worker_months(
    construction_site: Flag, daily_worker_months: Count, daily_worker_months_construction: Count
) -> Count:
    """3개월; 건설공사는 1년.

    Months with one employer from which a worker is no daily worker any more.
    """
    return np.where(construction_site, daily_worker_months_construction, daily_worker_months)


@rule(law="소득세법 시행령 제20조제1호")
def regular_worker_month(employed_from: Day, regular_worker_months: Count) -> Day:
    """같은 고용주에게 3개월(건설공사 1년)이 되는 날이 든 달.

    The month that holds the last day of that time; somebody hired on the 1st completes it at a month's end.
    """
    on_first = employed_from == month_of(employed_from)
    return month_later(employed_from, regular_worker_months - on_first)


@rule(law="소득세법 시행령 제20조; 제134조")
def taxed_by_the_day(paid_by_the_day: Flag, month: Day, regular_worker_month: Day) -> Flag:
    """일급·시간급으로 받고 아직 3개월(건설공사 1년)이 되지 않은 사람.

    Whether the month's pay is taxed as a daily worker's. From the month in which the time is complete the
    table taxes it.
    """
    return paid_by_the_day & (month < regular_worker_month)


@rule(law="소득세법 제135조제1항, 제3항")
def deemed_payment_date(month: Day, payment_date: Day, december_pay_months: Count) -> Day:
    """1~11월 급여를 그해 안에 지급하지 않으면 12월 31일, 12월 급여를 다음 해 2월까지 지급하지 않으면 2월 말일.

    The day on which wages count as paid: the payment date, or the last day that the law allows if it is later.
    """
    december = month_later(year_after(month), np.full_like(month, -1))
    months = np.where(month == december, december_pay_months, 0)
    return np.minimum(payment_date, month_later(year_after(month), months) - 1)
