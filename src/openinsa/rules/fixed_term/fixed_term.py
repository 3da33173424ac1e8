"""기간제 사용기간 - two years of fixed-term employment and its exceptions (Fixed-term Act art. 4).

One row is one contract of one person. What its earlier contracts with the institution add, in whatever
department or project, is summed by the caller and given as columns: days counted before, gaps between.
"""

from __future__ import annotations

import numpy as np

from openinsa.rules.engine import Count, Day, Days, Flag, Minutes, rule
from openinsa.rules.insurance.dates import birthday, month_later, month_of


@rule(
    law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제1항제4호; "
    "고용상 연령차별금지 및 고령자고용촉진에 관한 법률 시행령 제2조"
)
def elder_contract(birth_date: Day, contract_starts_on: Day, elder_age: Count) -> Flag:
    """계약을 시작하는 날 만 55세 이상.

    Whether a contract is made with somebody who has reached the age; the first day stands for the day of signing.
    """
    return contract_starts_on >= birthday(birth_date, elder_age)


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 시행령 제3조제3항제6호")
def short_week_contract(weekly_scheduled_minutes: Minutes, fixed_term_short_week: Minutes) -> Flag:
    """1주 소정근로시간이 15시간 미만.

    Whether a contract is for clearly short hours.
    """
    return weekly_scheduled_minutes < fixed_term_short_week


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제1항 단서")
def excepted_contract(elder_contract: Flag, short_week_contract: Flag, stated_exception_stands: Flag) -> Flag:
    """나이나 시간에 따른 예외, 또는 계약에 적은 예외 사유가 있음.

    Whether the two years do not bind a contract.
    """
    return elder_contract | short_week_contract | stated_exception_stands


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제1항; 대법원 2016두63705")
def joined_to_earlier(gap_days: Days, joined_gap_days: Days) -> Flag:
    """앞 계약과 사이에 하루도 비지 않음.

    Whether a contract follows the person's earlier ones without a day between. gap_days: below 0 where they
    overlap.
    """
    return gap_days <= joined_gap_days


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제1항; 대법원 2016두63705")
def perhaps_joined_to_earlier(gap_days: Days, bridged_gap_days: Days) -> Flag:
    """앞 계약과 사이의 공백이 이어 볼 만큼 짧음.

    Whether a court might take a contract and the earlier one as one employment: a matter of the case, so that
    what follows from it is only said with a mark.
    """
    return gap_days <= bridged_gap_days


@rule(
    law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제1항; 대법원 2017두54975; "
    "남녀고용평등과 일ㆍ가정 양립 지원에 관한 법률 제19조제5항"
)
def counted_contract_days(
    own_contract_days: Days, childcare_leave_days: Days, excepted_contract: Flag
) -> Days:
    """계약한 날수 - 육아휴직한 날수; 예외 사유가 있는 계약은 0.

    Days of a contract that count toward the two years. own_contract_days: those that no earlier counted
    contract of the person covers.
    """
    return np.where(excepted_contract, 0, np.maximum(own_contract_days - childcare_leave_days, 0))


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제1항; 대법원 2017두54975")
def two_years_pass_on(
    counted_from: Day, counted_days_before: Days, childcare_leave_days: Days, fixed_term_years: Count
) -> Day:
    """(세기 시작한 날 - 앞서 센 날수)부터 2년이 지난 날 + 육아휴직한 날수.

    The first day beyond two years if the person goes on working. counted_from: the contract's first day that
    no earlier counted contract covers.
    """
    return birthday(counted_from - counted_days_before, fixed_term_years) + childcare_leave_days


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제2항")
def over_two_years(contract_ends_on: Day, two_years_pass_on: Day, excepted_contract: Flag) -> Flag:
    """예외 사유 없이 계약종료일이 2년을 넘김.

    Whether a contract makes the worker one without a fixed term from the day on which two years have passed.
    """
    return ~excepted_contract & (contract_ends_on >= two_years_pass_on)


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조제1항; 기관 설정")
def near_two_years(
    watched_on: Day,
    two_years_pass_on: Day,
    two_years_notice_days: Days,
    over_two_years: Flag,
    excepted_contract: Flag,
) -> Flag:
    """2년이 지나는 날까지 남은 날이 기관이 정한 날수 이하.

    Whether two years pass within the days that the institution wants to know ahead; another contract would
    go beyond them.
    """
    near = two_years_pass_on - watched_on <= two_years_notice_days
    return near & ~over_two_years & ~excepted_contract


@rule(law="기간제 및 단시간근로자 보호 등에 관한 법률 제4조; 근로자퇴직급여 보장법 제4조제1항")
def days_short_of_a_year(contract_starts_on: Day, contract_ends_on: Day, whole_year: Count) -> Days:
    """시작한 날부터 1년이 되는 날 - 계약종료일.

    Days by which a contract is shorter than a year; 0 for a year to the day, below 0 for a longer one.
    """
    return birthday(contract_starts_on, whole_year) - 1 - contract_ends_on


@rule(law="고용노동부 2026-03-09 공공기관 협조 요청")
def exactly_a_year(days_short_of_a_year: Days, short_week_contract: Flag) -> Flag:
    """하루도 모자라거나 남지 않는 1년 계약.

    Whether a contract is for a year to the day.
    """
    return (days_short_of_a_year == 0) & ~short_week_contract


@rule(law="고용노동부 2026-03-09 공공기관 협조 요청")
def just_under_a_year(
    contract_starts_on: Day,
    contract_ends_on: Day,
    days_short_of_a_year: Days,
    near_year_days: Days,
    short_week_contract: Flag,
) -> Flag:
    """1년이 안 되는 364일 이상 계약.

    Whether a contract stops a day before the year that severance asks for.
    """
    days = contract_ends_on - contract_starts_on + 1
    return (days >= near_year_days) & (days_short_of_a_year > 0) & ~short_week_contract


@rule(law="고용노동부 2026-03-09 공공기관 협조 요청")
def eleven_months_or_more(
    contract_starts_on: Day,
    contract_ends_on: Day,
    days_short_of_a_year: Days,
    near_year_months: Count,
    short_week_contract: Flag,
) -> Flag:
    """11개월 이상 1년 미만 계약.

    Whether a contract is for eleven months or more and still below a year.
    """
    into_month = contract_starts_on - month_of(contract_starts_on)
    reached = month_later(contract_starts_on, near_year_months) + into_month
    return (contract_ends_on + 1 >= reached) & (days_short_of_a_year > 0) & ~short_week_contract


@rule(law="고용노동부 2026-03-09 공공기관 협조 요청")
def split_contracts(short_gaps: Count, split_gap_count: Count) -> Flag:
    """짧은 공백을 두고 되풀이된 계약.

    Whether a person was let go for a short while and employed again, time after time. short_gaps: such gaps in
    the person's contracts up to this one.
    """
    return short_gaps >= split_gap_count
