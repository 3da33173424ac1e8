"""Who answers the topics of labor.json."""

from __future__ import annotations

from collections.abc import Mapping

from openinsa.golden import labor_ending, labor_hours, labor_leave, labor_wages
from openinsa.golden.cases import Answer

ANSWERS: Mapping[str, Answer] = {
    "monthly_hours": labor_wages.monthly_hours,
    "ordinary_wage": labor_wages.ordinary_wage,
    "proration_calendar_days": labor_wages.proration_calendar_days,
    "minimum_wage_monthly": labor_wages.minimum_wage_monthly,
    "living_wage_monthly": labor_wages.living_wage_monthly,
    "minimum_wage_inclusion": labor_wages.minimum_wage_inclusion,
    "minimum_wage_check": labor_wages.minimum_wage_check,
    "minimum_wage_check_daily": labor_wages.minimum_wage_check_daily,
    "fairness_allowance_2027_plan": labor_wages.fairness_allowance_2027_plan,
    "weekly_holiday_pay": labor_hours.weekly_holiday_pay,
    "premium_monthly_contract": labor_hours.premium_monthly_contract,
    "premium_stacking": labor_hours.premium_stacking,
    "weekly_limit": labor_hours.weekly_limit,
    "substitute_holiday": labor_hours.substitute_holiday,
    "breaks": labor_hours.breaks,
    "annual_leave_tenure": labor_leave.annual_leave_tenure,
    "annual_leave_80": labor_leave.annual_leave_80,
    "annual_leave_months": labor_leave.annual_leave_months,
    "annual_leave_days": labor_leave.annual_leave_days,
    "annual_leave_overuse": labor_leave.annual_leave_overuse,
    "annual_leave_parttime": labor_leave.annual_leave_parttime,
    "annual_leave_unused_pay": labor_leave.annual_leave_unused_pay,
    "average_wage": labor_ending.average_wage,
    "severance": labor_ending.severance,
    "severance_days": labor_ending.severance_days,
    "severance_eligibility": labor_ending.severance_eligibility,
    "late_interest": labor_ending.late_interest,
    "dismissal_notice_pay": labor_ending.dismissal_notice_pay,
}
