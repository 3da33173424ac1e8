"""근속 - how long somebody served, and whether severance needs a pension account.

Contracts that follow each other without a gap are one service; whoever gives `employed_since` has joined them.
"""

from __future__ import annotations

from openinsa.rules.engine import Count, Day, Days, Flag, Won, rule
from openinsa.rules.insurance.dates import MONTHS_PER_YEAR, birthday
from openinsa.rules.severance.dates import whole_months


@rule(law="근로자퇴직급여 보장법 제8조제1항")
def service_days(employed_since: Day, employment_ended: Day) -> Days:
    """입사일부터 퇴직일까지의 날수.

    Days of service, first and last included.
    """
    return employment_ended - employed_since + 1


@rule(law="근로자퇴직급여 보장법 제8조제2항")
def service_begins_anew(interim_settled_on: Day) -> Day:
    """중간정산한 마지막 날의 다음 날.

    First day of the service that counts for severance after severance was settled before the end. Whether
    anything is due is still judged by the whole employment.
    """
    return interim_settled_on + 1


@rule(law="민법 제160조")
def service_months(employed_since: Day, employment_ended: Day) -> Count:
    """입사일부터 퇴직일까지 채운 개월 수.

    Whole months of service.
    """
    return whole_months(employed_since, employment_ended)


@rule(law="민법 제160조")
def completed_years(service_months: Count) -> Count:
    """채운 개월 수 ÷ 12, 1년 미만 버림.

    Whole years of service.
    """
    return service_months // MONTHS_PER_YEAR


@rule(law="소득세법 제48조제1항; 시행령 제105조")
def service_years(employed_since: Day, employment_ended: Day, completed_years: Count) -> Count:
    """근속연수, 1년 미만은 1년.

    Years of service for the tax on retirement pay; a part of a year counts as one.
    """
    return completed_years + (birthday(employed_since, completed_years) <= employment_ended)


@rule(law="근로자퇴직급여 보장법 제9조제2항; 시행령 제3조의2")
def pension_account_required(
    employment_ended: Day,
    birth_date: Day,
    settled_severance: Won,
    severance_free_age: Count,
    severance_small_sum: Won,
) -> Flag:
    """55세 미만이고 퇴직금이 고시 금액을 넘으면 개인형퇴직연금(IRP) 계좌로 지급.

    Whether severance has to go into a pension account, as far as age and amount tell.
    """
    young = employment_ended < birthday(birth_date, severance_free_age)
    return young & (settled_severance > severance_small_sum)
