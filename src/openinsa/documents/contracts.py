"""What each form prints: the data that a room fills in and a form lays out.

Money is whole won, time whole minutes, a date text like 2026-11-22, a month text like 2026-11. Texts are
printed as they are, in the language of the document; forms add their own words in `language`. `origin` says at the
edge of each page who took the paper out, when and why; what people take out of their own has none.
"""

from typing import Literal, NotRequired, TypedDict

from openinsa.exchange.origin import Origin

Language = Literal["ko", "en"]


class Issue(TypedDict):
    """What makes a paper one that was given out: who stands for it, its number, how to tell it from a false one.

    office       the institution as it signs, "송파구청장"; empty prints the name alone
    seal         the seal's picture as a data address, empty without one; printed over the end of `office`
    number       "제2026-000123호", issued_on and valid_until as dates, valid_until empty without an end
    purpose, submit_to   as asked for, may be empty
    code         the short code, address the public page that checks it, qr its QR code as SVG
    sample       True in a preview: the page says that it is none
    """

    office: str
    seal: str
    number: str
    issued_on: str
    valid_until: str
    purpose: str
    submit_to: str
    code: str
    address: str
    qr: str
    sample: bool


class Line(TypedDict):
    """One pay item or deduction. how: the calculation in words, empty for a fixed sum."""

    label: str
    amount: int
    how: str


class Hours(TypedDict):
    """Days and minutes of the month that pay depends on."""

    worked_days: int
    worked_minutes: int
    overtime_minutes: int
    night_minutes: int
    holiday_minutes: int


class WageStatement(TypedDict):
    """임금명세서: what 근로기준법 시행령 제27조의2 asks for, item by item.

    identifier      what tells namesakes apart: birth date or staff number
    wage_basis      "일급 90,080원"; several when a contract changed inside the month
    starts_on, ends_on   first and last day that this payment is for
    version         the rule book by which it was worked out
    """

    origin: NotRequired[Origin]
    issue: NotRequired[Issue]
    language: Language
    institution: str
    department: str
    project: str
    month: str
    starts_on: str
    ends_on: str
    pay_date: str
    name: str
    identifier: str
    job: str
    hired_on: str
    wage_basis: list[str]
    hours: Hours
    earnings: list[Line]
    deductions: list[Line]
    gross: int
    non_taxable: int
    deductions_total: int
    net: int
    version: str


class LedgerRow(TypedDict):
    """One person of the wage ledger. items, deductions: won by the labels of the ledger's columns."""

    name: str
    identifier: str
    hired_on: str
    job: str
    wage_basis: list[str]
    hours: Hours
    items: dict[str, int]
    deductions: dict[str, int]
    gross: int
    deductions_total: int
    net: int


class WageLedger(TypedDict):
    """임금대장: what 근로기준법 시행령 제27조제1항 asks for, one row a person.

    items, deductions   labels of the columns, in print order
    """

    origin: NotRequired[Origin]
    issue: NotRequired[Issue]
    language: Language
    institution: str
    department: str
    project: str
    month: str
    pay_date: str
    items: list[str]
    deductions: list[str]
    rows: list[LedgerRow]


class SheetDay(TypedDict):
    """A column of the attendance sheet. kind decides its shade; name is that of a holiday."""

    date: str
    weekday: int
    kind: Literal["work", "saturday", "sunday", "holiday"]
    name: str


class SheetRow(TypedDict):
    """One person's month. marks: one per day, empty outside of employment."""

    name: str
    identifier: str
    marks: list[str]
    worked_days: int
    worked_minutes: int
    paid_leave_days: int
    absent_days: int


class Legend(TypedDict):
    mark: str
    label: str


class AttendanceSheet(TypedDict):
    """근무상황부: people down, days across."""

    origin: NotRequired[Origin]
    language: Language
    institution: str
    department: str
    project: str
    month: str
    days: list[SheetDay]
    rows: list[SheetRow]
    legend: list[Legend]


class SettlementMonth(TypedDict):
    """One month before the end: its wages, and what of them counts for the average wage."""

    month: str
    project: str
    days: int
    counted_days: int
    won: int
    counted_won: int


class SettlementFigure(TypedDict):
    """A value of a settlement as it is read, with the formula in words and the article."""

    label: str
    shown: str
    how: str
    law: str


class SettlementStatement(TypedDict):
    """퇴직금 산정 내역서: how a settlement came about. sums: what is paid and withheld, net is their sum.

    notes   what has to be known beside the figures, values put by hand among it
    dated_on   the day it was confirmed
    """

    origin: NotRequired[Origin]
    issue: NotRequired[Issue]
    language: Language
    institution: str
    department: str
    project: str
    month: str
    name: str
    identifier: str
    employed_since: str
    ended_on: str
    cause: str
    payment: str
    due_on: str
    paid_on: str
    dated_on: str
    months: list[SettlementMonth]
    figures: list[SettlementFigure]
    sums: list[Line]
    net: int
    notes: list[str]
    version: str


class CalculationValue(TypedDict):
    """A value behind an amount. since: from when its article is in force; note: why it is not verified, empty
    for what is."""

    label: str
    shown: str
    words: str
    law: str
    since: str
    note: str
    inputs: list["CalculationValue"]


class CalculationLine(TypedDict):
    """One line of a payslip told down to its rules.

    now   what the same line comes to computed afresh, where that differs from the payslip; otherwise empty
    days   entered days with their hours, as text
    """

    label: str
    amount: str
    now: str
    words: str
    law: str
    days: list[str]
    tree: list[CalculationValue]


class Calculation(TypedDict):
    """계산 근거: every line of one payslip, its formula, article, entered days and the rules behind it."""

    origin: NotRequired[Origin]
    language: Language
    institution: str
    department: str
    project: str
    month: str
    pay_date: str
    name: str
    identifier: str
    lines: list[CalculationLine]
    gross: int
    deductions_total: int
    net: int
    version: str


class NoticedGrant(TypedDict):
    """One grant of the leave that is promoted, in minutes."""

    granted_on: str
    basis: str
    minutes: int
    taken: int
    left: int


class PromotionNotice(TypedDict):
    """연차 사용촉진: what one worker is told in writing (근로기준법 제61조).

    days, minutes   what is left; days as text, 7.5
    reply_until, reply_days   of the first notice: until when the worker names days, if received on `dated_on`
    first_noticed_on, appointed   of the second notice: the days that the employer names
    """

    name: str
    identifier: str
    department: str
    project: str
    last_day: str
    days: str
    minutes: int
    law: str
    reply_until: str
    reply_days: int
    first_noticed_on: str
    appointed: str
    grants: list[NoticedGrant]


class PromotionNotices(TypedDict):
    """The notices of one step, a page or more for each worker."""

    origin: NotRequired[Origin]
    language: Language
    institution: str
    dated_on: str
    step: Literal["first", "second"]
    notices: list[PromotionNotice]


class InvitationLetter(TypedDict):
    """One worker's way in. pin: the letter's own number, asked for beside the birth date. qr: `address` as SVG."""

    name: str
    login: str
    pin: str
    address: str
    qr: str
    until: str


class InvitationLetters(TypedDict):
    """초대 안내문, a page for each worker."""

    origin: NotRequired[Origin]
    language: Language
    institution: str
    dated_on: str
    letters: list[InvitationLetter]


class DestroyedPart(TypedDict):
    """One kind of data of a destruction. earliest, latest: when its period had ended."""

    kind: str
    laws: list[str]
    people: int
    destroyed: int
    kept: int
    rows: int
    blanked: bool
    earliest: str
    latest: str


class DestructionCertificate(TypedDict):
    """개인정보 파기 확인서: what was destroyed, by which law, by whom; it names nobody who was destroyed."""

    language: Language
    institution: str
    number: str
    on_day: str
    finished_on: str
    proposed_by: str
    proposed_on: str
    confirmed_by: str
    confirmed_on: str
    note: str
    backups_until: str
    holds: list[str]
    people_held: int
    parts: list[DestroyedPart]


class Employment(TypedDict):
    """One employment on a certificate: 근로기준법 제39조제2항 lets it say only what was asked for.

    starts_on, ends_on   the latter empty while it goes on
    service_days         calendar days from the first to the last, or to the day of issue
    position             기간제근로자, 단시간근로자 and the like
    """

    starts_on: NotRequired[str]
    ends_on: NotRequired[str]
    service_days: NotRequired[int]
    department: NotRequired[str]
    project: NotRequired[str]
    job: NotRequired[str]
    position: NotRequired[str]
    wage: NotRequired[str]
    hours: NotRequired[str]
    ended_for: NotRequired[str]


class EmploymentCertificate(TypedDict):
    """재직증명서 and 경력증명서: who is or was employed, and of each employment what was asked for.

    service_days   of all employments together, every day once; missing when periods were not asked for
    """

    origin: NotRequired[Origin]
    issue: NotRequired[Issue]
    language: Language
    institution: str
    name: str
    identifier: str
    employments: list[Employment]
    service_days: NotRequired[int]


class PayItem(TypedDict):
    """What is paid or kept back, and how it is reckoned; `shown` is the amount in words, "90,080원"."""

    label: str
    shown: str
    how: str


class WorkHours(TypedDict):
    """The hours of one weekday, of several alike, or of a shift.

    days: "월·화·수" or "야간"; breaks: "12:00 ~ 13:00", may be empty
    """

    days: str
    starts: str
    ends: str
    breaks: str
    minutes: int


class Signature(TypedDict):
    """How a party signed. picture: what was drawn, as a data address, empty for a name that was typed."""

    name: str
    at: str
    picture: str


ContractKind = Literal["fixed_term", "open_ended", "part_time", "daily", "minor"]


class EmploymentContract(TypedDict):
    """근로계약서: 근로기준법 제17조, 기간제법 제17조, for minors 근로기준법 제66조, 제67조.

    kind            which of the standard forms; a minor's may be part-time as well
    office          who signs for the institution, "가온구청장"
    ends_on         empty without an end
    probation_to    empty without probation
    hours           one entry a weekday for part-timers, weekdays alike together for others
    weekly_holiday  its weekday, empty where the law gives none
    short_week      below how many hours a week neither weekly holiday nor annual leave is due; 0 when not below
    month_hours     paid hours of a month that a monthly wage is divided by, 0 when not fixed
    paid            for which days one payment is made, `pay_day` in the month after
    leave           by law, in proportion to the hours, or none
    uninsured       insurances that were declared not to apply, with why
    roster          the pattern of shifts that says on which days the hours are worked, empty for a fixed week
    terms_from      from when the terms hold, empty from the first day on
    minor_papers    the documents by which age and consent of a minor are on file, empty when they are not
    signed_on       empty until then, as the signatures are missing
    """

    origin: NotRequired[Origin]
    issue: NotRequired[Issue]
    language: Language
    kind: ContractKind
    part_time: bool
    institution: str
    business_number: str
    office: str
    department: str
    project: str
    name: str
    identifier: str
    address: str
    phone: str
    starts_on: str
    ends_on: str
    probation_to: str
    workplace: str
    duties: str
    terms_from: str
    roster: str
    hours: list[WorkHours]
    week_days: int
    week_minutes: int
    month_minutes: int
    month_hours: int
    weekly_holiday: str
    short_week: int
    wage: PayItem
    allowances: list[PayItem]
    deductions: list[PayItem]
    paid: Literal["monthly", "weekly", "daily"]
    pay_day: int
    to_account: bool
    leave: Literal["by_law", "in_proportion", "none"]
    uninsured: list[str]
    minor_papers: str
    signed_on: str
    employer_signature: NotRequired[Signature]
    worker_signature: NotRequired[Signature]


class RecordedSignature(TypedDict):
    """How one party signed an electronic contract: which person, by what, from where, known how, having seen what.

    address    of the network, as seen by the server; device as the browser names itself
    """

    party: str
    name: str
    way: str
    at: str
    address: str
    device: str
    identity: str
    identified_at: str
    shown_sha256: str


class AgreementRecord(TypedDict):
    """The last page of a contract that was signed electronically. shown_sha256: of the file that was read."""

    version: int
    sent_at: str
    shown_sha256: str
    signatures: list[RecordedSignature]


class Agreement(EmploymentContract):
    """전자근로계약서: the contract with both signatures, and how they came about."""

    record: AgreementRecord


class RegisteredWorker(TypedDict):
    """One person of the worker register: 근로기준법 시행령 제20조.

    sex       as the form says it, "남" or "F"
    history   earlier employments here, one a line
    renewed   every later contract of the employment, one a line
    ended_on, ended_for   empty while employed
    """

    name: str
    sex: str
    birth_date: str
    address: str
    history: list[str]
    job: str
    hired_on: str
    period: str
    renewed: list[str]
    other: list[str]
    ended_on: str
    ended_for: str


class WorkerRegister(TypedDict):
    """근로자명부 of an institution or of one project; `project` is empty for all."""

    origin: NotRequired[Origin]
    issue: NotRequired[Issue]
    language: Language
    institution: str
    project: str
    as_of: str
    workers: list[RegisteredWorker]
