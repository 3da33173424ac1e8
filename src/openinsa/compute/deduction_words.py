"""How premiums, taxes and agreed deductions came about, told for all slips at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openinsa.compute.assembly import MonthSlips
from openinsa.compute.slips import Bases, LineCode, Lines
from openinsa.compute.telling import Told, form_in_force, laws, rates, spans, value_in_force, written
from openinsa.compute.words import days, percent
from openinsa.rules.choices import AllowanceKind
from openinsa.rules.engine import load_rule_book

RULES = {
    LineCode.PENSION: "pension_employee",
    LineCode.HEALTH: "health_employee",
    LineCode.LONG_TERM_CARE: "long_term_care_employee",
    LineCode.EMPLOYMENT: "employment_insurance_employee",
    LineCode.INCOME_TAX: "income_tax",
    LineCode.ONE_TIME_INCOME_TAX: "bonus_income_tax",
    LineCode.LOCAL_INCOME_TAX: "local_income_tax",
    LineCode.EMPLOYER_PENSION: "pension_employer",
    LineCode.EMPLOYER_HEALTH: "health_employer",
    LineCode.EMPLOYER_LONG_TERM_CARE: "long_term_care_employer",
    LineCode.EMPLOYER_EMPLOYMENT: "employment_insurance_employer",
    LineCode.EMPLOYER_EMPLOYMENT_EXTRA: "employment_extra_employer",
    LineCode.EMPLOYER_ACCIDENT: "industrial_accident_employer",
}
"""The rule of each premium and tax."""
SETTLED = {
    LineCode.PENSION_SETTLEMENT: "국민연금법 제88조, 제90조",
    LineCode.HEALTH_SETTLEMENT: "국민건강보험법 시행령 제39조",
    LineCode.LONG_TERM_CARE_SETTLEMENT: "노인장기요양보험법 제9조; 국민건강보험법 시행령 제39조",
    LineCode.EMPLOYMENT_SETTLEMENT: "보험료징수법 제16조의9",
}
"""The article of each settlement of premiums of earlier months."""


def as_billed(month: MonthSlips, code: LineCode, lines: Lines, told: Told) -> Told:
    """The same, where a bill decided told as billed with what the rules give beside it."""
    bills = month.billed.take(month.billed.code == code)
    if not len(bills) or code in SETTLED:
        return told
    place = np.searchsorted(bills.slip, lines.slip).clip(max=len(bills) - 1)
    ko, en, law, inputs = (list(column) for column in told)
    for row in np.flatnonzero(bills.slip[place] == lines.slip).tolist():
        reckoned = int(bills.reckoned[place[row]])
        ko[row] = f"고지서 금액(직접 계산 {reckoned:,}원)"
        en[row] = f"as billed by the insurer (reckoned {reckoned:,} won)"
        inputs[row] = f'{{"reckoned":{reckoned},{inputs[row].removeprefix("{")}'
    return Told(ko, en, law, inputs)


def tell_settlement(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """What an insurer settles of earlier months, and what bills of paid months ask more or give back."""
    told_here = (
        (month.billed.code == code) & (month.billed.month > 0) & np.isin(month.billed.slip, lines.slip)
    )
    bills = month.billed.take(told_here)
    where = spans(bills.slip, lines.slip)
    own = lines.amount.copy()
    np.subtract.at(own, np.searchsorted(lines.slip, bills.slip), bills.amount - bills.reckoned)
    late = [
        (written(day)[: len("2026-06")], won, taken)
        for day, won, taken in zip(
            bills.month.tolist(), bills.amount.tolist(), bills.reckoned.tolist(), strict=True
        )
    ]
    ko = [f"{when} 고지서 {won:,}원 - 그달 뗀 {taken:,}원" for when, won, taken in late]
    en = [f"bill of {when} {won:,} won - taken in that month {taken:,} won" for when, won, taken in late]
    told = [f'{{"month":"{when}","billed":{won},"taken":{taken}}}' for when, won, taken in late]
    rows = list(zip(own.tolist(), where, strict=True))
    return Told(
        [_with_settled("앞선 기간의 보험료 정산액", "원", won, ko[begin:end]) for won, (begin, end) in rows],
        [
            _with_settled("settlement of premiums of earlier months", " won", won, en[begin:end])
            for won, (begin, end) in rows
        ],
        [SETTLED[code]] * len(lines),
        [f'{{"late_bills":[{",".join(told[begin:end])}]}}' if begin < end else "{}" for begin, end in where],
    )


def _with_settled(settled: str, won: str, amount: int, late: Sequence[str]) -> str:
    """The late bills of a line, and beside them what else was settled."""
    if not late:
        return settled
    return ", ".join([*late, f"{settled} {amount:,}{won}"] if amount else late)


def bases_of_lines(month: MonthSlips, lines: Lines) -> Bases:
    """The bases of each line's slip; only main slips carry such lines."""
    return month.bases.take(np.searchsorted(month.bases.slip, lines.slip))


def _premiums(code: LineCode, bases: Bases, name: str, rate: Sequence[str], said: tuple[str, str]) -> Told:
    """ "기준소득월액 2,528,000원 × 4.75%, 10원 미만 버림" from the base of that name."""
    won, months = getattr(bases, name).tolist(), bases.premium_month.tolist()
    ko, en = said
    return Told(
        [f"{ko} {base:,}원 × {share}, 10원 미만 버림" for base, share in zip(won, rate, strict=True)],
        [f"{en} {base:,} won × {share}, cut to 10 won" for base, share in zip(won, rate, strict=True)],
        laws(RULES[code], months),
        [
            f'{{"{name}":{base},"rate":"{share}","premium_month":"{written(month)}"}}'
            for base, share, month in zip(won, rate, months, strict=True)
        ],
    )


def tell_pension(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Income inside the band times the rate."""
    bases = bases_of_lines(month, lines)
    rate = rates("pension_rate", bases.premium_month.tolist())
    return _premiums(code, bases, "pension_income", rate, ("기준소득월액", "pension income"))


def tell_health(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Pay times the rate, halved, or half of the lowest or highest premium."""
    bases = bases_of_lines(month, lines)
    rate = [f"{share} ÷ 2" for share in rates("health_rate", bases.premium_month.tolist())]
    return _premiums(code, bases, "health_base", rate, ("보수월액", "monthly pay"))


def tell_care(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """The cut health premium of the same side times the ratio in force."""
    bases = bases_of_lines(month, lines)
    health = LineCode.HEALTH if code == LineCode.LONG_TERM_CARE else LineCode.EMPLOYER_HEALTH
    won = _won_of(month, health, lines)
    months = bases.premium_month.tolist()
    ratios = [_care_ratio(day) for day in months]
    return Told(
        [f"건강보험료 {base:,}원 × {ko}, 10원 미만 버림" for base, (ko, _) in zip(won, ratios, strict=True)],
        [
            f"health premium {base:,} won × {en}, cut to 10 won"
            for base, (_, en) in zip(won, ratios, strict=True)
        ],
        laws("long_term_care_share", months),
        [
            f'{{"health_premium":{base},"premium_month":"{written(day)}"}}'
            for base, day in zip(won, months, strict=True)
        ],
    )


def _won_of(month: MonthSlips, code: LineCode, lines: Lines) -> list[int]:
    """The amount of another line on each line's slip, 0 where a bill left it out."""
    held = month.lines.take(month.lines.code == code)
    place = np.searchsorted(held.slip, lines.slip)
    known = np.append(held.slip, -1)[place] == lines.slip
    return np.where(known, np.append(held.amount, 0)[place], 0).tolist()


def _care_ratio(day: int) -> tuple[str, str]:
    """The ratio of care to health premium as the form in force has it."""
    needs = form_in_force("long_term_care_share", day).arguments
    if "long_term_care_premium_ratio" in needs:
        ratio = percent(value_in_force("long_term_care_premium_ratio", day))
        return ratio, ratio
    care, health = (percent(value_in_force(name, day)) for name in ("long_term_care_rate", "health_rate"))
    if "long_term_care_ratio_step" in needs:
        return (
            f"({care} ÷ {health}, 소수 다섯째 자리에서 반올림)",
            f"({care} ÷ {health}, rounded at the fifth decimal)",
        )
    return f"({care} ÷ {health})", f"({care} ÷ {health})"


def tell_employment(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Pay times the unemployment rate."""
    bases = bases_of_lines(month, lines)
    rate = rates("employment_rate", bases.premium_month.tolist())
    return _premiums(code, bases, "employment_base", rate, ("보수", "pay"))


def tell_employment_extra(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Pay times the employer's extra rate."""
    bases = bases_of_lines(month, lines)
    rate = [percent(share) for share in bases.employment_extra_rate.tolist()]
    return _premiums(code, bases, "employment_base", rate, ("보수", "pay"))


def tell_accident(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """Pay times the industrial-accident rate."""
    bases = bases_of_lines(month, lines)
    rate = [percent(share) for share in bases.accident_rate.tolist()]
    return _premiums(code, bases, "accident_base", rate, ("보수", "pay"))


def tell_income_tax(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """The cell of the withholding table, or of a daily worker the sum over payments."""
    bases = bases_of_lines(month, lines)
    columns = ("table_taxable", "family_members", "children_8_to_20", "withholding_percent", "payment_date")
    given = list(zip(*(getattr(bases, name).tolist() for name in columns), strict=True))
    told = Told(
        [
            f"간이세액표: 과세 {taxable:,}원, 가족 {family}명(8~20세 자녀 {children}명), {share}%"
            for taxable, family, children, share, _ in given
        ],
        [
            f"withholding table: {taxable:,} won taxable, family of {family} "
            f"({children} children of 8 to 20), {share}%"
            for taxable, family, children, share, _ in given
        ],
        laws("income_tax", bases.payment_date.tolist()),
        [
            f'{{"table_taxable":{taxable},"family_members":{family},"children_8_to_20":{children},'
            f'"withholding_percent":{share},"payment_date":"{written(day)}"}}'
            for taxable, family, children, share, day in given
        ],
    )
    return _with_daily_workers(month, lines, told)


def _with_daily_workers(month: MonthSlips, lines: Lines, told: Told) -> Told:
    """The same with the tax of daily workers told payment by payment."""
    taxes = month.payment_taxes
    where = spans(taxes.slip, lines.slip)
    payments = list(
        zip(
            map(written, taxes.first.tolist()),
            map(written, taxes.last.tolist()),
            taxes.days.tolist(),
            taxes.taxed_pay.tolist(),
            taxes.income_tax.tolist(),
            strict=True,
        )
    )
    since = month.stretches.since[np.searchsorted(month.stretches.slip, lines.slip)].tolist()
    ko, en, law, inputs = (list(column) for column in told)
    for row, (begin, end) in enumerate(where):
        if begin == end:
            continue
        own = payments[begin:end]
        taxed = [one for one in own if one[-1]]
        spans_ko = " + ".join(f"{_days_of(one)} {one[-1]:,}원" for one in taxed)
        spans_en = " + ".join(f"{_days_of(one)} {one[-1]:,} won" for one in taxed)
        ko[row] = f"일용근로소득세: 지급 {end - begin}회 합계" + (f" ({spans_ko})" if taxed else "")
        en[row] = f"day labourer's tax, sum of {end - begin} payments" + (f" ({spans_en})" if taxed else "")
        law[row] = form_in_force("daily_worker_income_tax", since[row]).law
        each = ",".join(
            f'{{"first":"{first}","last":"{last}","days":{count},"taxed_pay":{won},"income_tax":{tax}}}'
            for first, last, count, won, tax in own
        )
        inputs[row] = f'{{"payments":[{each}]}}'
    return Told(ko, en, law, inputs)


def _days_of(payment: tuple[str, str, int, int, int]) -> str:
    """The days of a payment as 06-01~06-05, or 06-01 alone."""
    first, last = payment[0][len("2026-") :], payment[1][len("2026-") :]
    return first if first == last else f"{first}~{last}"


def tell_one_time_tax(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """The table's tax of the average pay for all months covered, less what was withheld in them."""
    bases = bases_of_lines(month, lines)
    given = {
        "payment_date": bases.payment_date,
        "bonus": bases.bonus,
        "covered_months": bases.covered_months,
        "period_pay": bases.period_pay,
    }
    found = load_rule_book().run(["bonus_months", "bonus_average_pay"], given)
    average, spread = found["bonus_average_pay"].tolist(), found["bonus_months"].tolist()
    names = ("bonus", "period_pay", "average_income_tax", "period_income_tax")
    rows = list(zip(average, spread, *(getattr(bases, name).tolist() for name in names), strict=True))
    return Told(
        [
            f"평균 월급여 {pay:,}원(({bonus:,} + {other:,}) ÷ {months}개월)의 세액 {tax:,}원 × {months}"
            f" - 이미 뗀 소득세 {withheld:,}원"
            for pay, months, bonus, other, tax, withheld in rows
        ],
        [
            f"tax of the average pay of {pay:,} won (({bonus:,} + {other:,}) ÷ {months} months) {tax:,} won"
            f" × {months} - already withheld {withheld:,} won"
            for pay, months, bonus, other, tax, withheld in rows
        ],
        laws("bonus_income_tax", bases.payment_date.tolist()),
        [
            f'{{"bonus":{bonus},"period_pay":{other},"bonus_months":{months},"average_income_tax":{tax},'
            f'"period_income_tax":{withheld},"payment_date":"{written(day)}"}}'
            for (_, months, bonus, other, tax, withheld), day in zip(
                rows, bases.payment_date.tolist(), strict=True
            )
        ],
    )


def tell_local_income_tax(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """A tenth of the income tax."""
    own, once = (_won_of(month, tax, lines) for tax in (LineCode.INCOME_TAX, LineCode.ONE_TIME_INCOME_TAX))
    won = [regular + bonus for regular, bonus in zip(own, once, strict=True)]
    since = month.stretches.since[np.searchsorted(month.stretches.slip, lines.slip)].tolist()
    rate = rates("local_income_tax_rate", since)
    return Told(
        [f"소득세 {tax:,}원 × {share}, 10원 미만 버림" for tax, share in zip(won, rate, strict=True)],
        [f"income tax {tax:,} won × {share}, cut to 10 won" for tax, share in zip(won, rate, strict=True)],
        laws("local_income_tax", since),
        [f'{{"income_tax":{tax}}}' for tax in won],
    )


def tell_other(month: MonthSlips, code: LineCode, lines: Lines) -> Told:
    """An agreed deduction: an amount a month, or an amount for each worked day."""
    items = month.agreed
    place = np.lexsort((items.amount, items.name, items.slip))
    wanted = np.lexsort((lines.amount, lines.name, lines.slip))
    rows = np.empty(len(lines), np.int64)
    rows[wanted] = place
    columns = (items.kind, items.unit, items.counted)
    values = list(zip(*(column[rows].tolist() for column in columns), strict=True))
    told = [_agreed(*one) for one in values]
    return Told(
        [ko for ko, _ in told],
        [en for _, en in told],
        ["근로기준법 제43조제1항 단서"] * len(values),
        [
            f'{{"unit":{unit},"counted":{counted}}}' if by_day else f'{{"unit":{unit}}}'
            for by_day, unit, counted in values
        ],
    )


def _agreed(kind: int, unit: int, counted: int) -> tuple[str, str]:
    if kind == AllowanceKind.PER_WORKED_DAY:
        worked = days(counted)
        return f"약정 공제: 근무 {worked.ko} × {unit:,}원", f"agreed: {worked.en} worked × {unit:,} won"
    return f"약정 공제: 월 {unit:,}원", f"agreed: {unit:,} won a month"
