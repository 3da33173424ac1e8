"""What each form prints: the data that a room fills in and a form lays out.

Money is whole won, time whole minutes, a date text like 2026-11-22, a month text like 2026-11. Texts are
printed as they are, in the language of the document; forms add their own words in `language`. `origin` says at the
edge of each page who took the paper out, when and why; what people take out of their own has none.
"""

from typing import Literal, NotRequired, TypedDict

from openinsa.exchange.sheet_writing import Origin

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
