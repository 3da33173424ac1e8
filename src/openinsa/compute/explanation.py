"""How every line of a payslip came about: the formula in words with its numbers, the article, the inputs.

`line_words` tells all lines of a month in one pass, cheap enough to be stored with each line; `explain`
tells one slip as plain data and adds, for premiums and taxes, the tree of rules down to what was given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from openinsa.compute.month import MonthSlips
from openinsa.compute.slips import LineCode, PaidDays
from openinsa.compute.tables import Table
from openinsa.compute.words import LABELS, Words, days, fraction_won, hours, percent, won
from openinsa.rules.choices import AllowanceKind, PayBasis, TaxMode
from openinsa.rules.engine import Rule, day_of, load_rule_book


class LineWords(NamedTuple):
    """One line told. inputs is JSON text: what the line was reckoned from, down to the entered days."""

    label_ko: str
    label_en: str
    words_ko: str
    words_en: str
    law: str
    inputs: str


class TimeLine(NamedTuple):
    """A line paid by time: its minutes, its rule, at which hourly wage, and the rate beside 100 percent."""

    minutes: str
    rule: str
    wage: str
    percent: str = ""


TIME_LINES = {
    LineCode.BASE: TimeLine("regular_minutes", "base_weight", "base"),
    LineCode.EXTRA_REGULAR: TimeLine("extra_regular_minutes", "extra_regular_weight", "ordinary"),
    LineCode.WEEKLY_HOLIDAY: TimeLine("weekly_holiday_paid_minutes", "weekly_holiday_weight", "paid"),
    LineCode.PUBLIC_HOLIDAY: TimeLine("public_holiday_paid_minutes", "public_holiday_weight", "paid"),
    LineCode.PAID_LEAVE: TimeLine("paid_leave_minutes", "paid_leave_weight", "paid"),
    LineCode.OVERTIME: TimeLine("overtime_minutes", "overtime_weight", "ordinary", "overtime_percent"),
    LineCode.HOLIDAY_FIRST8: TimeLine(
        "holiday_first8_minutes", "holiday_first8_weight", "ordinary", "holiday_first8_percent"
    ),
    LineCode.HOLIDAY_BEYOND8: TimeLine(
        "holiday_beyond8_minutes", "holiday_beyond8_weight", "ordinary", "holiday_beyond8_percent"
    ),
    LineCode.NIGHT: TimeLine("night_minutes", "night_weight", "ordinary", "night_percent"),
}

DEDUCTION_RULES = {
    LineCode.PENSION: "pension_employee",
    LineCode.HEALTH: "health_employee",
    LineCode.LONG_TERM_CARE: "long_term_care_employee",
    LineCode.EMPLOYMENT: "employment_insurance_employee",
    LineCode.INCOME_TAX: "income_tax",
    LineCode.LOCAL_INCOME_TAX: "local_income_tax",
    LineCode.EMPLOYER_PENSION: "pension_employer",
    LineCode.EMPLOYER_HEALTH: "health_employer",
    LineCode.EMPLOYER_LONG_TERM_CARE: "long_term_care_employer",
    LineCode.EMPLOYER_EMPLOYMENT: "employment_insurance_employer",
    LineCode.EMPLOYER_EMPLOYMENT_EXTRA: "employment_extra_employer",
    LineCode.EMPLOYER_ACCIDENT: "industrial_accident_employer",
}
LAWS = {
    LineCode.ALLOWANCE: "근로계약·취업규칙",
    LineCode.ABSENCE_DEDUCTION: "근로기준법 제43조; 취업규칙",
    LineCode.GROSS_ROUNDING: "취업규칙",
    LineCode.OTHER_DEDUCTION: "근로기준법 제43조제1항 단서",
}
CUT = Words(", 10원 미만 버림", ", cut to 10 won")


@cache
def form_in_force(rule: str, day: int) -> Rule:
    """The form of a rule on a day."""
    forms = load_rule_book().rules[rule]
    return next(form for form in reversed(forms) if form.since is None or form.since <= day)


@cache
def value_in_force(parameter: str, day: int) -> int:
    """The value of a parameter on a day."""
    return load_rule_book().parameters[parameter].value_on(day).value


def line_words(month: MonthSlips) -> list[LineWords]:
    """Every line of the month told, in the order of `month.lines`."""
    teller = Teller(month)
    columns = (month.lines.slip, month.lines.code, month.lines.name, month.lines.amount)
    return [teller.tell(*line) for line in zip(*(column.tolist() for column in columns), strict=True)]


def explain(month: MonthSlips, slip: int) -> list[dict[str, Any]]:
    """One slip's lines as plain data; premiums and taxes with the tree of rules behind them.

    Raises KeyError when the month has no such slip.
    """
    if slip not in month.slips.slip:
        raise KeyError(slip)
    lines = month.lines.take(month.lines.slip == slip)
    teller = Teller(month)
    told = []
    for position, code, name, amount in zip(
        *(column.tolist() for column in (lines.position, lines.code, lines.name, lines.amount)), strict=True
    ):
        line = LineCode(code)
        words = teller.tell(slip, code, name, amount)
        told.append(
            words._asdict()
            | {
                "position": position,
                "code": line.name.lower(),
                "side": line.side.name.lower(),
                "name": month.names[name] if name >= 0 else "",
                "amount": amount,
                "inputs": json.loads(words.inputs),
                "rule_book_version": month.rule_book_version,
                "tree": teller.tree(slip, line),
            }
        )
    return told


class Rows:
    """Rows of a table as plain Python values, found by slip."""

    def __init__(self, table: Table) -> None:
        self._values = {name: values.tolist() for name, values in vars(table).items()}
        slips = vars(table)["slip"]
        begins = np.flatnonzero(np.diff(slips, prepend=-1))
        ends = np.append(begins[1:], len(slips))
        self._span = dict(
            zip(slips[begins].tolist(), zip(begins.tolist(), ends.tolist(), strict=True), strict=True)
        )

    def of(self, slip: int) -> list[dict[str, Any]]:
        """The slip's rows by column name."""
        begin, end = self._span.get(slip, (0, 0))
        return [{name: values[row] for name, values in self._values.items()} for row in range(begin, end)]


class Teller:
    """Tells the lines of one month; what a slip's lines share is looked up once per slip."""

    def __init__(self, month: MonthSlips) -> None:
        self._month = month
        self._stretch_rows, self._base_rows = Rows(month.stretches), Rows(month.bases)
        self._allowance_rows = Rows(month.allowances)
        self._taxes = Rows(month.payment_taxes)
        self._days = {code: days_by_slip(month.days, line.minutes) for code, line in TIME_LINES.items()}
        self._deducted = {
            name: days_by_slip(month.days, name) for name in ("unpaid_minutes", "lost_weekly_holiday_minutes")
        }
        self._slip = -1
        self._amounts: dict[int, int] = {}
        self._tell: dict[int, Callable[[int, int, int], tuple[Words, str]]] = {
            **dict.fromkeys(TIME_LINES, self._time),
            LineCode.BASE: self._base,
            LineCode.ALLOWANCE: self._allowance,
            LineCode.ABSENCE_DEDUCTION: self._absence,
            LineCode.GROSS_ROUNDING: self._gross_rounding,
            LineCode.OTHER_DEDUCTION: self._other,
            LineCode.INCOME_TAX: self._income_tax,
            LineCode.LOCAL_INCOME_TAX: self._local_income_tax,
            **dict.fromkeys((LineCode.PENSION, LineCode.EMPLOYER_PENSION), self._pension),
            **dict.fromkeys((LineCode.HEALTH, LineCode.EMPLOYER_HEALTH), self._health),
            **dict.fromkeys((LineCode.LONG_TERM_CARE, LineCode.EMPLOYER_LONG_TERM_CARE), self._care),
            **dict.fromkeys((LineCode.EMPLOYMENT, LineCode.EMPLOYER_EMPLOYMENT), self._employment),
            LineCode.EMPLOYER_EMPLOYMENT_EXTRA: self._employment_extra,
            LineCode.EMPLOYER_ACCIDENT: self._accident,
        }

    def tell(self, slip: int, code: int, name: int, amount: int) -> LineWords:
        """One line told; lines of a slip come one after the other, in their order."""
        if slip != self._slip:
            self._slip, self._amounts = slip, {}
            self._stretches = self._stretch_rows.of(slip)
            self._bases = next(iter(self._base_rows.of(slip)), {})
        self._amounts[code] = amount
        words, inputs = self._tell[code](code, name, amount)
        label = Words(*[self._month.names[name]] * 2) if name >= 0 else LABELS[LineCode(code)]
        total = won(amount)
        return LineWords(
            label.ko,
            label.en,
            f"{words.ko} = {total.ko}",
            f"{words.en} = {total.en}",
            self._law(code),
            inputs,
        )

    def tree(self, slip: int, line: LineCode) -> dict[str, Any] | None:
        """The rules behind a premium or a table tax, down to what was given; None for other lines."""
        rule = DEDUCTION_RULES.get(line)
        bases = next(iter(self._base_rows.of(slip)), None)
        daily = bases and bases["tax_mode"] == TaxMode.DAILY
        if rule is None or bases is None or (daily and "tax" in rule):
            return None
        row = int(np.searchsorted(self._month.slips.slip, slip))
        given = {name: np.array([value]) for name, value in bases.items()}
        given["monthly_taxable_pay"] = given["table_taxable"]
        for name, values in vars(self._month.slips).items():
            if name.startswith("insured_"):
                given[f"{name.removeprefix('insured_')}_insured"] = values[row : row + 1]
        return load_rule_book().explain(rule, given).as_dict()

    def _law(self, code: int) -> str:
        if code in LAWS:
            return LAWS[LineCode(code)]
        day = self._stretches[0]["since"]
        if code in TIME_LINES:
            return form_in_force(TIME_LINES[LineCode(code)].rule, day).law
        share = {
            LineCode.LONG_TERM_CARE: "long_term_care_share",
            LineCode.EMPLOYER_LONG_TERM_CARE: "long_term_care_share",
        }.get(LineCode(code), DEDUCTION_RULES.get(LineCode(code), ""))
        return form_in_force(share, self._bases.get("premium_month", day)).law

    def _wage(self, code: int, stretch: Mapping[str, Any]) -> tuple[int, int]:
        kind = TIME_LINES[LineCode(code)].wage
        if kind == "paid":
            kind = "ordinary" if stretch["paid_at_ordinary"] else "base"
        return stretch[f"{kind}_numerator"], stretch[f"{kind}_denominator"]

    def _time(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        line = TIME_LINES[LineCode(code)]
        terms, inputs = [], []
        for stretch in self._stretches:
            minutes = stretch[line.minutes]
            if minutes and not (code == LineCode.BASE and stretch["pay_basis"] == PayBasis.MONTHLY):
                terms.append(self._term(code, line, stretch))
                numerator, denominator = self._wage(code, stretch)
                inputs.append([str(day_of(stretch["since"])), minutes, numerator, denominator])
        return _sum(terms), self._time_inputs(code, inputs)

    def _time_inputs(self, code: int, stretches: list[list[Any]]) -> str:
        _, entered = self._days[LineCode(code)].get(self._slip, (0, ""))
        return f'{{"stretches": {json.dumps(stretches)}, "days": [{entered}]}}'

    def _term(self, code: int, line: TimeLine, stretch: Mapping[str, Any]) -> Words:
        time = hours(stretch[line.minutes])
        wage = fraction_won(*self._wage(code, stretch))
        rate = f" × {value_in_force(line.percent, stretch['since'])}%" if line.percent else ""
        count = (
            days(self._days[LineCode(code)].get(self._slip, (0, ""))[0])
            if len(self._stretches) == 1
            else None
        )
        before = Words(f"{count.ko} ", f"{count.en}, ") if count else Words("", "")
        return Words(f"{before.ko}{time.ko} × {wage.ko}{rate}", f"{before.en}{time.en} × {wage.en}{rate}")

    def _base(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        salary = [row for row in self._stretches if row["pay_basis"] == PayBasis.MONTHLY]
        if not salary:
            return self._time(code, name, amount)
        terms, parts = [], []
        for row in salary:
            rate, counted, divisor = won(row["rate"]), row["counted_days"], row["days_divisor"]
            parts.append([str(day_of(row["since"])), row["rate"], counted, divisor])
            if counted == divisor:
                terms.append(Words(f"월급 {rate.ko}", f"salary {rate.en}"))
            else:
                terms.append(
                    Words(
                        f"월급 {rate.ko} × {counted}일/{divisor}일",
                        f"salary {rate.en} × {counted}/{divisor} days",
                    )
                )
        if len(salary) < len(self._stretches):
            terms.append(self._time(code, name, amount)[0])
        return _sum(terms), json.dumps({"salary": parts})

    def _allowance(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        rows = [
            row
            for row in self._allowance_rows.of(self._slip)
            if (row["name"], row["amount"]) == (name, amount)
        ]
        row = rows[0]
        inputs = json.dumps({key: row[key] for key in ("items", "kind", "unit", "counted", "divisor")})
        if row["items"] > 1:
            return Words(f"{row['items']}건 합계", f"sum of {row['items']} items"), inputs
        unit = won(row["unit"])
        if row["kind"] == AllowanceKind.PER_WORKED_DAY:
            worked = days(row["counted"])
            return Words(f"근무 {worked.ko} × {unit.ko}", f"{worked.en} worked × {unit.en}"), inputs
        part = "" if row["counted"] == row["divisor"] else f" × {row['counted']}/{row['divisor']}"
        return Words(
            f"월 {unit.ko}{part and part + '일'}", f"{unit.en} a month{part and part + ' days'}"
        ), inputs

    def _absence(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        terms = []
        for row in self._stretches:
            if row["deducted_minutes"]:
                time = hours(row["deducted_minutes"])
                wage = fraction_won(row["deducted_hourly_numerator"], row["deducted_hourly_denominator"])
                terms.append(Words(f"{time.ko} × {wage.ko}", f"{time.en} × {wage.en}"))
            if row["deducted_days"]:
                count, rate = days(row["deducted_days"]), won(row["rate"])
                terms.append(
                    Words(
                        f"{count.ko} × 월급 {rate.ko} ÷ 그 달의 날수",
                        f"{count.en} × {rate.en} ÷ days of the month",
                    )
                )
        total = _sum(terms)
        entered = {name: found.get(self._slip, (0, ""))[1] for name, found in self._deducted.items()}
        inputs = ", ".join(f'"{name}": [{text}]' for name, text in entered.items())
        return Words(f"-({total.ko})", f"-({total.en})"), f"{{{inputs}}}"

    def _gross_rounding(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        return Words("지급액 합계를 10원 단위로 맞춤", "brings the gross to ten won"), "{}"

    def _other(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        return Words("약정 공제", "agreed deduction"), "{}"

    def _premium(self, base: str, amount: int, rate: str, parameter: str, said: Words) -> tuple[Words, str]:
        day = self._bases["premium_month"]
        inputs = {"base": base, "won": amount, "rate": parameter, "premium_month": str(day_of(day))}
        money = won(amount)
        return (
            Words(f"{said.ko} {money.ko} × {rate}{CUT.ko}", f"{said.en} {money.en} × {rate}{CUT.en}"),
            json.dumps(inputs),
        )

    def _rate(self, parameter: str) -> str:
        return percent(value_in_force(parameter, self._bases["premium_month"]))

    def _pension(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        said = Words("기준소득월액", "pension income")
        return self._premium(
            "pension_income", self._bases["pension_income"], self._rate("pension_rate"), "pension_rate", said
        )

    def _health(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        said = Words("보수월액", "monthly pay")
        rate = f"{self._rate('health_rate')} ÷ 2"
        return self._premium("health_base", self._bases["health_base"], rate, "health_rate", said)

    def _care(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        health = self._amounts.get(LineCode.HEALTH, self._amounts.get(LineCode.EMPLOYER_HEALTH, 0))
        said = Words("건강보험료", "health premium")
        form = form_in_force("long_term_care_share", self._bases["premium_month"])
        if "long_term_care_premium_ratio" in form.arguments:
            rate = self._rate("long_term_care_premium_ratio")
        else:
            rate = f"({self._rate('long_term_care_rate')} ÷ {self._rate('health_rate')}"
            rounded = "long_term_care_ratio_step" in form.arguments
            rate += ", 소수 넷째 자리까지 반올림)" if rounded else ")"
        words, inputs = self._premium("health_share", health, rate, "long_term_care_rate", said)
        return Words(
            words.ko, words.en.replace("소수 넷째 자리까지 반올림", "rounded to four decimals")
        ), inputs

    def _employment(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        said = Words("보수", "pay")
        return self._premium(
            "employment_base",
            self._bases["employment_base"],
            self._rate("employment_rate"),
            "employment_rate",
            said,
        )

    def _employment_extra(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        rate = percent(self._bases["employment_extra_rate"])
        base = self._bases["employment_base"]
        return self._premium("employment_base", base, rate, "employment_extra_rate", Words("보수", "pay"))

    def _accident(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        rate, base = percent(self._bases["accident_rate"]), self._bases["accident_base"]
        return self._premium("accident_base", base, rate, "accident_rate", Words("보수", "pay"))

    def _income_tax(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        payments = self._taxes.of(self._slip)
        if payments:
            taxes = [payment["income_tax"] for payment in payments]
            return (
                Words(
                    f"일용근로소득세: 지급 {len(taxes)}회 합계",
                    f"day labourer's tax of {len(taxes)} payments",
                ),
                json.dumps({"payments": taxes}),
            )
        bases = self._bases
        keys = ("table_taxable", "family_members", "children_8_to_20", "withholding_percent")
        taxable, family, children, share = (bases[key] for key in keys)
        inputs = {key: bases[key] for key in keys} | {"payment_date": str(day_of(bases["payment_date"]))}
        return (
            Words(
                f"간이세액표: 과세 {taxable:,}원, 가족 {family}명(8~20세 자녀 {children}명), {share}%",
                f"withholding table: {taxable:,} won taxable, family of {family} ({children} children of 8 to 20), {share}%",
            ),
            json.dumps(inputs),
        )

    def _local_income_tax(self, code: int, name: int, amount: int) -> tuple[Words, str]:
        tax = won(self._amounts.get(LineCode.INCOME_TAX, 0))
        day = self._bases.get("payment_date", self._stretches[0]["since"])
        rate = percent(value_in_force("local_income_tax_rate", day))
        words = Words(f"소득세 {tax.ko} × {rate}{CUT.ko}", f"income tax {tax.en} × {rate}{CUT.en}")
        return words, json.dumps({"income_tax": self._amounts.get(LineCode.INCOME_TAX, 0)})


def _sum(terms: list[Words]) -> Words:
    return Words(" + ".join(term.ko for term in terms), " + ".join(term.en for term in terms))


def days_by_slip(table: PaidDays, minutes: str) -> dict[int, tuple[int, str]]:
    """For each slip with such minutes: how many days, and the days as JSON text: ["2026-06-08",60],..."""
    values = getattr(table, minutes)
    rows = np.flatnonzero(values)
    slips = table.slip[rows]
    dates = np.datetime_as_string(table.date[rows].astype("datetime64[D]")).tolist()
    told = [f'["{date}",{count}]' for date, count in zip(dates, values[rows].tolist(), strict=True)]
    begins = np.flatnonzero(np.diff(slips, prepend=-1)).tolist()
    ends = [*begins[1:], len(told)]
    return {
        slip: (end - begin, ",".join(told[begin:end]))
        for slip, begin, end in zip(slips[begins].tolist(), begins, ends, strict=True)
    }
