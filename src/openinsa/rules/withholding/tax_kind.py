"""일용근로자인가 상용근로자인가 - whether pay is taxed by the day or by the table (소득세법 시행령 제20조).

One row is one worker and month. Whether somebody is paid by the day, hour or output is the caller's to say.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Flag, rule
from openinsa.rules.insurance.dates import month_later, month_of


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
