"""비과세 근로소득 - pay that is not taxed, and leaves the base of the insurances (소득세법 제12조제3호).

One row is one worker and month of work; the month chooses the limit. Items with no limit (duty pay and
travel at actual cost, uniforms, insurance shares of the employer, benefits paid by the state) need no rule.
Cash meals of a worker who also gets meals in kind are taxable: their meal_allowance is 0 here.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Flag, Won, rule
from openinsa.rules.insurance.dates import birthday, year_start


@rule(law="소득세법 제12조제3호러목")
def non_taxable_meal(meal_allowance: Won, meal_limit: Won) -> Won:
    """식대 중 한도까지.

    Meal allowance up to the monthly limit.
    """
    return np.minimum(meal_allowance, meal_limit)


@rule(law="소득세법 시행령 제12조제3호")
def non_taxable_car(car_allowance: Won, car_limit: Won) -> Won:
    """본인 차량을 업무에 쓰고 받는 자가운전보조금 중 한도까지.

    Allowance for one's own or own-leased car, in place of actual travel cost, up to the monthly limit.
    """
    return np.minimum(car_allowance, car_limit)


@rule(law="소득세법 제12조제3호머목", until="2025-12-31", name="child_to_6")
def child_to_the_day_before_seven(birth_date: Day, month: Day, childcare_age: Count) -> Flag:
    """그해 1월 1일에 6세 이하인 자녀.

    Whether a child counts for the childcare allowance: six or under at the beginning of the year of the pay,
    or born in it.
    """
    return birthday(birth_date, childcare_age + 1) > year_start(month)


@rule(law="소득세법 제12조제3호머목 2) (법률 제21221호)", since="2026-01-01")
def child_to_6(birth_date: Day, month: Day, childcare_age: Count) -> Flag:
    """그해 1월 1일에 6세가 되는 날을 넘기지 않은 자녀.

    Whether a child counts for the childcare allowance: on the day of turning six or before it at the beginning
    of the year of the pay, or born in it.
    """
    return birthday(birth_date, childcare_age) >= year_start(month)


@rule(law="소득세법 제12조제3호머목", until="2025-12-31", name="non_taxable_childcare")
def non_taxable_childcare_per_worker(
    childcare_allowance: Won, children_to_6: Count, childcare_limit: Won
) -> Won:
    """6세 이하 자녀가 있으면 보육수당 중 근로자 한 사람의 한도까지.

    Childcare allowance up to one limit per worker, whatever the number of children of 6 or under.
    """
    return np.where(children_to_6 > 0, np.minimum(childcare_allowance, childcare_limit), 0)


@rule(law="소득세법 제12조제3호머목 2) (법률 제21221호)", since="2026-01-01")
def non_taxable_childcare(childcare_allowance: Won, children_to_6: Count, childcare_limit: Won) -> Won:
    """보육수당 중 6세 이하 자녀 한 명마다의 한도 합계까지.

    Childcare allowance up to the limit for each child of 6 or under.
    """
    return np.minimum(childcare_allowance, children_to_6 * childcare_limit)


@rule(law="소득세법 시행령 제12조제12호")
def non_taxable_research(research_allowance: Won, research_limit: Won) -> Won:
    """연구보조비 중 한도까지.

    Research allowance of listed staff up to the monthly limit.
    """
    return np.minimum(research_allowance, research_limit)


@rule(law="소득세법 시행령 제16조")
def non_taxable_work_abroad(
    work_abroad_pay: Won,
    ship_or_construction_abroad: Flag,
    work_abroad_limit: Won,
    ship_or_construction_limit: Won,
) -> Won:
    """국외근로소득 중 한도까지; 선박과 국외 건설현장은 더 높은 한도.

    Pay for work abroad up to the monthly limit.
    """
    limit = np.where(ship_or_construction_abroad, ship_or_construction_limit, work_abroad_limit)
    return np.minimum(work_abroad_pay, limit)


@rule(law="소득세법 시행령 제10조의2")
def non_taxable_parental_leave(
    internal_parental_leave_pay: Won,
    parental_leave_month: Count,
    parental_leave_first_months: Count,
    parental_leave_second_months: Count,
    parental_leave_first_limit: Won,
    parental_leave_second_limit: Won,
    parental_leave_later_limit: Won,
) -> Won:
    """규정에 따른 육아휴직수당 중 휴직 개월째별 한도까지.

    Parental-leave pay under internal rules, up to the limit of the leave's month.
    """
    first = parental_leave_month <= parental_leave_first_months
    second = parental_leave_month <= parental_leave_second_months
    later = np.where(second, parental_leave_second_limit, parental_leave_later_limit)
    return np.minimum(internal_parental_leave_pay, np.where(first, parental_leave_first_limit, later))


@rule(law="소득세법 시행령 제17조")
def non_taxable_overtime(
    overtime_pay: Won,
    production_job: Flag,
    daily_worker: Flag,
    monthly_fixed_pay: Won,
    last_year_gross_pay: Won,
    overtime_exempt_this_year: Won,
    overtime_monthly_pay_limit: Won,
    overtime_last_year_limit: Won,
    overtime_yearly_limit: Won,
) -> Won:
    """생산직 등의 연장·야간·휴일수당 중 연 한도의 남은 금액까지; 일용근로자는 전액.

    Overtime, night and holiday pay of production, care, cleaning, guarding and similar jobs: day labour
    whole; others what is left of the yearly limit, if monthly pay and last year's pay stay within theirs.
    """
    modest = monthly_fixed_pay <= overtime_monthly_pay_limit
    modest &= last_year_gross_pay <= overtime_last_year_limit
    left = np.maximum(overtime_yearly_limit - overtime_exempt_this_year, 0)
    exempt = np.where(modest, np.minimum(overtime_pay, left), 0)
    return np.where(production_job, np.where(daily_worker, overtime_pay, exempt), 0)
