"""What papers about one person print: the data that a room fills in, in the way of contracts.py."""

from typing import Literal, NotRequired, TypedDict

from openinsa.documents.contracts import Issue, Language, SettlementMonth
from openinsa.exchange.origin import Origin


class AboutSomebody(TypedDict):
    """What all papers about one person begin with. identifier: what tells namesakes apart."""

    origin: NotRequired[Origin]
    issue: NotRequired[Issue]
    language: Language
    institution: str
    name: str
    identifier: str


class EmploymentSpan(TypedDict):
    """One contract, as far as it lies in what the paper is about."""

    starts_on: str
    ends_on: str
    department: str
    project: str
    job: str


class WageMonth(TypedDict):
    """What one month of work brought. deductions: won by pension, health, long_term_care, employment, income_tax,
    local_income_tax, other; kinds of nothing may be missing."""

    month: str
    pay_date: str
    gross: int
    non_taxable: int
    deductions: dict[str, int]
    deductions_total: int
    net: int


class WageCertificate(AboutSomebody):
    """급여 확인서: paid wages of some months."""

    since: str
    until: str
    employments: list[EmploymentSpan]
    months: list[WageMonth]


class NonTaxable(TypedDict):
    """kind: a word of `non_taxable_kinds` in forms/record_words.yaml."""

    kind: str
    amount: int


class IncomeMonth(TypedDict):
    month: str
    gross: int
    non_taxable: int
    income_tax: int
    local_income_tax: int


class IncomeData(AboutSomebody):
    """근로소득 원천징수영수증 작성 자료: sums of one income year, by month of work. one_time is a part of gross."""

    year: str
    business_number: str
    employments: list[EmploymentSpan]
    gross: int
    one_time: int
    non_taxable: int
    non_taxable_kinds: list[NonTaxable]
    income_tax: int
    local_income_tax: int
    pension: int
    health: int
    long_term_care: int
    employment: int
    months: list[IncomeMonth]


class DailyPayment(TypedDict):
    """What one payslip paid to somebody taxed by the day. last_day: the last one worked, empty without work."""

    paid_month: str
    work_month: str
    worked_days: int
    last_day: str
    taxable: int
    non_taxable: int
    income_tax: int
    local_income_tax: int


class DailyIncomeData(AboutSomebody):
    """일용근로소득 지급명세서 작성 자료."""

    year: str
    business_number: str
    employments: list[EmploymentSpan]
    payments: list[DailyPayment]


class AttendanceMonth(TypedDict):
    """settled: the month was approved, so that its days stay."""

    month: str
    worked_days: int
    worked_minutes: int
    paid_leave_days: int
    unpaid_leave_days: int
    absent_days: int
    settled: bool


class AttendanceRecord(AboutSomebody):
    """개인별 근무상황 확인서."""

    since: str
    until: str
    employments: list[EmploymentSpan]
    months: list[AttendanceMonth]


class LeaveGranted(TypedDict):
    granted_on: str
    basis: str
    expires_on: str
    minutes: int
    taken: int


class LeaveUse(TypedDict):
    date: str
    minutes: int


class LeaveStatement(AboutSomebody):
    """연차휴가 사용 확인서: one employment's annual leave in minutes, and as days of the person's own length."""

    employed_since: str
    on_day: str
    daily_minutes: int
    granted: int
    taken: int
    lapsed: int
    left: int
    granted_days: str
    taken_days: str
    lapsed_days: str
    left_days: str
    grants: list[LeaveGranted]
    uses: list[LeaveUse]


class ExitCertificate(AboutSomebody):
    """퇴직 확인서. What was not asked for is empty: department, project, job, cause (근로기준법 제39조제2항)."""

    department: str
    project: str
    job: str
    starts_on: str
    ends_on: str
    service_days: int
    cause: str


class PaidDaysOfMonth(TypedDict):
    month: str
    starts_on: str
    ends_on: str
    days: int
    paid_days: int


class SeparationData(AboutSomebody):
    """이직확인서 작성 자료. wages: the three months of the average wage, empty before a settlement is confirmed."""

    business_number: str
    starts_on: str
    ends_on: str
    cause: str
    daily_minutes: int
    weekly_minutes: int
    months: list[PaidDaysOfMonth]
    wages: list[SettlementMonth]
    average_daily_wage: str
    severance: int


class ResignationLetter(AboutSomebody):
    """사직서, to be completed and signed by hand."""

    department: str
    project: str
    job: str
    starts_on: str
    addressed_to: str


class AgreedDeduction(TypedDict):
    name: str
    how: str
    amount: int
    since: str
    until: str


class ConsentForm(AboutSomebody):
    """동의서, to be answered and signed by hand; its words are those of `kind`."""

    kind: Literal["privacy", "identifier", "statement_delivery", "deduction"]
    addressed_to: str
    deductions: list[AgreedDeduction]
