"""자격 취득·상실 신고 - by when an acquisition or loss is reported. One row is one event of one person."""

from __future__ import annotations

from openinsa.rules.engine import Count, Day, Days, rule
from openinsa.rules.insurance.dates import month_after


@rule(law="국민연금법 제21조")
def pension_report_due(event_date: Day, pension_report_day: Count) -> Day:
    """취득·상실한 달의 다음 달 15일.

    Last day to report a pension member gained or lost.
    """
    return month_after(event_date) + pension_report_day - 1


@rule(law="국민건강보험법 제8조제2항, 제10조제2항")
def health_report_due(event_date: Day, health_report_days: Days) -> Day:
    """취득·상실한 날부터 14일.

    Last day to report somebody insured for health gained or lost; the day itself does not count.
    """
    return event_date + health_report_days


@rule(law="고용보험법 시행령 제7조제1항")
def employment_report_due(event_date: Day, employment_report_day: Count) -> Day:
    """취득·상실한 달의 다음 달 15일.

    Last day to report to employment and industrial-accident insurance.
    """
    return month_after(event_date) + employment_report_day - 1
