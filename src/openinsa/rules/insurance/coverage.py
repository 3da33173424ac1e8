"""사회보험 가입 - who is insured in a month (국민연금법, 국민건강보험법, 고용보험법, 산재보험법).

One row is one worker and premium month, and the worker is employed in that month: the month of the
last day of employment is charged in full, later months are not asked.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.choices import EmploymentFirstMonth
from openinsa.rules.engine import Count, Day, Days, Flag, Minutes, Won, rule
from openinsa.rules.insurance.dates import birthday, month_after, month_of

MINUTES_PER_HOUR = 60


@rule(law="국민연금법 제17조제1항; 국민건강보험법 제69조제2항; 보험료징수법 제16조의4")
def hired_month(employed_from: Day) -> Day:
    """입사한 달.

    The month of the hire.
    """
    return month_of(employed_from)


@rule(law="국민연금법 제17조제1항; 국민건강보험법 제69조제2항; 보험료징수법 제16조의4")
def first_full_month(employed_from: Day, hired_month: Day) -> Day:
    """입사한 달의 다음 달; 1일에 입사하면 그 달.

    The first month of employment from its 1st on.
    """
    return np.where(employed_from == hired_month, hired_month, month_after(hired_month))


@rule(law="국민연금법 제17조제1항")
def pension_first_month(hired_month: Day, first_full_month: Day, pension_first_month_requested: Flag) -> Day:
    """취득한 달의 다음 달부터; 1일에 취득했거나 취득한 달부터 내겠다고 하면 그 달부터.

    First month of pension premium.
    """
    return np.where(pension_first_month_requested, hired_month, first_full_month)


@rule(law="국민건강보험법 제69조제2항")
def health_first_month(first_full_month: Day) -> Day:
    """취득한 달의 다음 달부터; 1일에 취득하면 그 달부터.

    First month of health and long-term care premium.
    """
    return first_full_month


@rule(
    law="보험료징수법 제16조의4 (법률 제19209호)",
    until="2026-12-31",
    name="employment_first_billed_day",
    on="employed_from",
)
def employment_first_billed_day_to_2026(first_full_month: Day) -> Day:
    """취득한 달의 다음 달 1일부터 월별보험료; 1일에 취득하면 그날부터.

    First day of the monthly employment-insurance bill; the yearly settlement still covers the pay of
    the days before.
    """
    return first_full_month


@rule(law="보험료징수법 제16조의4 (법률 제21472호)", since="2027-01-01", on="employed_from")
def employment_first_billed_day(employed_from: Day) -> Day:
    """취득한 날부터 월별보험료.

    First day of the monthly employment-insurance bill: the day of the hire.
    """
    return employed_from


@rule(law="국민연금법 제6조, 제8조, 제12조")
def pension_of_age(birth_date: Day, employed_from: Day, premium_month: Day, pension_age_limit: Count) -> Flag:
    """60세가 되기 전에 취득하고, 60세가 되는 달까지.

    Hired before the 60th birthday, in a month up to that of the birthday: membership ends on the day
    after it, and the month of the day before the loss is charged. Below 18 a worker is a member unless
    he or she declines; a declined membership is given by the caller.
    """
    limit = birthday(birth_date, pension_age_limit)
    return (employed_from < limit) & (premium_month <= month_of(limit))


@rule(law="국민연금법 제8조")
def pension_refusal_ends(birth_date: Day, pension_refusal_age: Count) -> Day:
    """18세 생일: 그 전날까지는 본인이 원하지 않으면 국민연금에 가입하지 않는다.

    The day from which a worker cannot refuse the pension any more.
    """
    return birthday(birth_date, pension_refusal_age)


@rule(law="국민연금법 시행령 제2조제4호")
def pension_covers_hours(monthly_scheduled_minutes: Minutes, pension_minimum_hours: Count) -> Flag:
    """1개월 소정근로시간이 60시간 이상.

    The hours test of ordinary workers.
    """
    return monthly_scheduled_minutes >= pension_minimum_hours * MINUTES_PER_HOUR


@rule(law="국민연금법 제6조, 제8조, 제12조, 제17조")
def pension_insured(
    pension_covers_work: Flag, pension_of_age: Flag, premium_month: Day, pension_first_month: Day
) -> Flag:
    """적용되는 근로와 나이 요건을 갖춘 사람, 첫 보험료 달부터.

    Whether the month carries pension premium.
    """
    return pension_covers_work & pension_of_age & (premium_month >= pension_first_month)


@rule(law="국민연금법 시행령 제2조제1호")
def pension_covers_day_labour(
    contract_months: Count,
    worked_days: Days,
    worked_hours: Count,
    monthly_income: Won,
    construction_site: Flag,
    pension_minimum_months: Count,
    pension_minimum_days: Days,
    pension_minimum_hours: Count,
    pension_income_test: Flag,
    pension_minimum_income: Won,
) -> Flag:
    """1개월 이상 일하면서 한 달에 8일 또는 60시간 이상, 또는 고시 금액 이상의 소득 (건설현장은 시간 제외).

    Day labourers and workers hired for less than a month who keep working a month or more: days, hours
    or income of the month; at construction sites days or income.
    """
    enough = worked_days >= pension_minimum_days
    enough |= (worked_hours >= pension_minimum_hours) & ~construction_site
    enough |= (monthly_income >= pension_minimum_income) & pension_income_test
    return enough & (contract_months >= pension_minimum_months)


@rule(law="국민연금법 시행령 제2조제4호")
def pension_covers_short_hours(
    contract_months: Count,
    monthly_income: Won,
    short_hours_pension_wish: Flag,
    pension_short_hours_months: Count,
    pension_minimum_months: Count,
    pension_income_test: Flag,
    pension_minimum_income: Won,
) -> Flag:
    """60시간 미만이라도 3개월 이상이면서 희망하거나, 1개월 이상이면서 고시 금액 이상의 소득.

    Workers under 60 monthly hours who are in all the same: three months or more with the worker's wish
    and the employer's consent, or a month or more with the notified income.
    """
    by_wish = (contract_months >= pension_short_hours_months) & short_hours_pension_wish
    enough = (monthly_income >= pension_minimum_income) & pension_income_test
    return by_wish | (enough & (contract_months >= pension_minimum_months))


@rule(law="국민연금법 시행령 제2조")
def pension_covers_work(
    day_labour: Flag,
    pension_covers_day_labour: Flag,
    pension_covers_hours: Flag,
    pension_covers_short_hours: Flag,
) -> Flag:
    """일용·1개월 미만 근로자는 일수·시간·소득 요건, 그 밖은 60시간 요건.

    Whether the month's work is covered. `day_labour`: hired by the day, or for less than a month.
    """
    return np.where(day_labour, pension_covers_day_labour, pension_covers_hours | pension_covers_short_hours)


@rule(law="국민건강보험법 제6조제2항; 시행령 제9조")
def health_covers_hours(monthly_scheduled_minutes: Minutes, health_minimum_hours: Count) -> Flag:
    """1개월 소정근로시간이 60시간 이상.

    The hours test of ordinary workers.
    """
    return monthly_scheduled_minutes >= health_minimum_hours * MINUTES_PER_HOUR


@rule(law="국민건강보험법 제6조제2항, 제69조제2항")
def health_insured(health_covers_work: Flag, premium_month: Day, health_first_month: Day) -> Flag:
    """적용되는 근로를 하는 사람, 첫 보험료 달부터.

    Whether the month carries health premium.
    """
    return health_covers_work & (premium_month >= health_first_month)


@rule(law="노인장기요양보험법 제7조제3항")
def long_term_care_insured(health_insured: Flag) -> Flag:
    """건강보험에 가입한 사람.

    Whoever is in the health insurance is in the long-term care insurance.
    """
    return health_insured


@rule(law="국민건강보험법 제6조제2항제1호")
def health_covers_work(
    day_labour: Flag,
    contract_months: Count,
    worked_days: Days,
    health_minimum_months: Count,
    health_minimum_days: Days,
    health_covers_hours: Flag,
) -> Flag:
    """일용근로자는 1개월 이상 일하면서 한 달에 8일 이상, 그 밖은 60시간 이상.

    Whether the month's work is covered. `day_labour`: hired by the day, or for less than a month.
    """
    by_days = (contract_months >= health_minimum_months) & (worked_days >= health_minimum_days)
    return np.where(day_labour, by_days, health_covers_hours)


@rule(law="고용보험법 시행령 제3조제1항, 제2항")
def employment_covers_hours(
    monthly_scheduled_minutes: Minutes,
    weekly_scheduled_minutes: Minutes,
    contract_months: Count,
    daily_worker: Flag,
    employment_minimum_hours: Count,
    employment_minimum_weekly_minutes: Minutes,
    employment_short_hours_months: Count,
) -> Flag:
    """월 60시간 이상이고 주 15시간 이상, 또는 3개월 이상 계속 근로, 또는 일용근로자.

    Coverage by scheduled hours, as in force to 2026.
    """
    enough = monthly_scheduled_minutes >= employment_minimum_hours * MINUTES_PER_HOUR
    enough &= weekly_scheduled_minutes >= employment_minimum_weekly_minutes
    return enough | (contract_months >= employment_short_hours_months) | daily_worker


@rule(law="고용보험법 제10조; 시행령 제3조", until="2026-12-31", name="employment_covers_work")
def employment_covers_work_to_2026(employment_covers_hours: Flag) -> Flag:
    """소정근로시간으로 판단.

    Whether the kind of work is covered.
    """
    return employment_covers_hours


@rule(law="고용보험법 제10조 (법률 제21473호, 부칙 제2조)", since="2027-01-01")
def employment_covers_work(
    employment_base: Won,
    contract_months: Count,
    daily_worker: Flag,
    employed_from: Day,
    employment_covers_hours: Flag,
    employment_income_threshold: Won,
    employment_short_hours_months: Count,
    employment_income_test_since: Day,
) -> Flag:
    """보수가 기준 금액 이상이거나 3개월 이상 또는 일용근로자; 이미 가입한 사람은 이직할 때까지.

    Coverage by pay from 2027. Whoever was covered by hours before keeps it until he or she leaves.
    """
    kept = (employed_from < employment_income_test_since) & employment_covers_hours
    enough = employment_base >= employment_income_threshold
    return enough | (contract_months >= employment_short_hours_months) | daily_worker | kept


@rule(law="보험료징수법 제13조제1항, 제16조의4")
def employment_extra_insured(
    employment_covers_work: Flag,
    employment_first_month: Count,
    premium_month: Day,
    employment_first_billed_day: Day,
) -> Flag:
    """적용되는 사람; 고지서 기준이면 첫 고지 달부터.

    Whether the month carries the employer's extra part (고용안정·직업능력개발). `employment_first_month`
    chooses for the month of a mid-month hire: premium on the actual pay, or as the monthly bill.
    """
    billed = premium_month >= month_of(employment_first_billed_day)
    return employment_covers_work & (billed | (employment_first_month == EmploymentFirstMonth.ACTUAL_PAY))


@rule(law="고용보험법 제10조; 보험료징수법 제13조제3항")
def employment_insured(
    employment_extra_insured: Flag,
    birth_date: Day,
    employed_from: Day,
    employment_before_65: Flag,
    employment_age_limit: Count,
) -> Flag:
    """65세가 되기 전에 취득했거나 그 전부터 계속 가입한 사람.

    Whether the month carries the unemployment premium of worker and employer.
    """
    young = employed_from < birthday(birth_date, employment_age_limit)
    return employment_extra_insured & (young | employment_before_65)


@rule(law="산업재해보상보험법 제6조")
def accident_insured(premium_month: Day) -> Flag:
    """모든 근로자.

    Every worker, in every month.
    """
    return np.ones(len(premium_month), np.bool_)
