"""Whole months as told beside the code, brought into an institution by the rooms' own actions and paid there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any
from uuid import uuid4

from office import Office, new_office
from openinsa.golden.months import BOTH_SIDES, FLAGS, INSURANCES
from openinsa.golden.whole_months import WEEKDAYS, given, whole_months
from openinsa.jobs import work
from openinsa.jobs.models import Job
from openinsa.payroll.actions.runs import run_month
from openinsa.payroll.models import Payslip
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.contracts import change_contract, end_contract
from openinsa.staffing.actions.holiday_swaps import swap_holiday
from openinsa.staffing.actions.insured import Declaration, choose_withholding, declare_insurance
from openinsa.staffing.actions.months import approve_month, fill_month, open_month, submit_month
from openinsa.staffing.actions.patterns import assign_crews, make_pattern
from openinsa.staffing.actions.pay_items import agree_deduction, grant_allowance
from openinsa.staffing.actions.projects import assign_clerks, make_project
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.register import Registration, register
from openinsa.staffing.actions.settings import set_settings
from openinsa.staffing.marks import Plan
from openinsa.staffing.models import Contract, Day
from openinsa.staffing.patterns import Pattern, Shift
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
FOUNDED = date(2021, 1, 4)
NO_SETTING_HERE = {"holiday_coincidence"}
"""Settings of a told month of which the product knows the one choice only."""
DECLARED = ("pension", "health", "employment", "accident")
MARKS = {"absent": "결", "annual_leave": "연"}
RULED_ON = date(2024, 12, 19)
"""From this day the law counts pay that only those employed on a day get (대법원 2020다247190)."""

Row = dict[str, Any]


@dataclass
class Told:
    """One told month: where it lies, what is given in it, and its contract once it is stored."""

    name: str
    situation: str
    given: Row
    contract: Contract | None = None

    @property
    def month(self) -> date:
        return date.fromisoformat(f"{self.given['month']}-01")

    @property
    def starts_on(self) -> date:
        return self.given["worker"]["employed_from"]

    @property
    def agreed_end(self) -> date:
        """The last day agreed: so many months after the first, or later where the month asks for it."""
        named, left = self.given["contracts"][-1]["to"], self.given["worker"]["employed_to"]
        if named and named != left:
            return named
        months = (
            self.starts_on.year * 12 + self.starts_on.month - 1 + self.given["insurance"]["contract_months"]
        )
        after = date(months // 12, months % 12 + 1, min(self.starts_on.day, 28))
        return max(after - ONE_DAY, left or last_day(self.month))

    @property
    def first(self) -> Row:
        """The contract as it was first agreed."""
        return self.given["contracts"][0]

    @property
    def by_pattern(self) -> bool:
        return bool(self.first["weekly_holiday_dates"])


def told_by_settings() -> list[list[Told]]:
    """All told months, those of one set of settings together: an institution has one set at a time.

    Flexible hours are left out: the days of earlier months are no part of a stored month.
    """
    found = whole_months()
    months = [Told(name, told["situation"], given(told)) for name, told in found if not told.get("flexible")]
    months.sort(key=_settings)
    return [list(group) for _settings_of, group in groupby(months, _settings)]


def _settings(one: Told) -> str:
    of = one.given["institution"]
    named = [of["settings"], of["accident_rate_ppm"], one.given["insurance"]["employment_first_month"]]
    return json.dumps(named, sort_keys=True)


def institution_of(months: Sequence[Told]) -> Office:
    """An institution that reckons as these months say."""
    office = new_office()
    of = months[0].given["institution"]
    words = of["settings"] | {
        "employment_first_month": months[0].given["insurance"]["employment_first_month"]
    }
    choices = {name: _word(word) for name, word in words.items() if name not in NO_SETTING_HERE}
    fields = {name: of[name] for name in ("employer_kind", "accident_rate_ppm")}
    set_settings(office.hr_officer, FOUNDED, {**fields, "choices": choices, "source": "시험"})
    return office


def _word(word: str | bool) -> str:
    return str(word).lower()


def store(office: Office, months: Sequence[Told]) -> None:
    """Employ everybody, each in a project of one's own, and agree, declare and enter what the months say."""
    for one in months:
        _add_project(office, one)
    register(office.hr_officer, [_registration(office, place, one) for place, one in enumerate(months)])
    contracts = {one.project.name: one for one in Contract.objects.select_related("project", "person")}
    for one in months:
        one.contract = contracts[one.situation]
        _agree(office, one)
        _end_early(office, one)
    _declare(office, months)
    for one in months:
        _enter(office, one)


def _add_project(office: Office, one: Told) -> None:
    payment = "weekly" if one.given["payments"] else "monthly"
    project = make_project(
        office.hr_officer,
        office.department,
        one.situation,
        one.starts_on,
        one.agreed_end,
        budget=100_000_000,
        day_labour_payment=payment,
    )
    assign_clerks(office.hr_officer, project.pk, [office.clerk])
    for swap in one.given["holiday_swaps"]:
        agreed = {"agreed_on": min(swap.values()) - 30 * ONE_DAY, "agreement": "서면합의 1호"}
        swap_holiday(office.hr_officer, project.pk, **swap, **agreed)


def _registration(office: Office, place: int, one: Told) -> Registration:
    worker, terms = one.given["worker"], one.first
    sex = 5 if worker["foreigner"] else 1
    return Registration(
        place=one.name,
        name=f"근로자{place}",
        resident_number=f"{worker['birth_date']:%y%m%d}-{sex}{place:06d}",
        department=office.department.name,
        project=one.situation,
        starts_on=one.starts_on,
        ends_on=one.agreed_end,
        rate=terms["rate"],
        pay_basis=terms["pay_basis"],
        family_members=worker["family"],
        children_8_to_20=worker["children_8_20"],
        tax_mode=worker["tax_mode"],
        daily_scheduled_minutes=terms["daily_scheduled_minutes"],
        weekly_scheduled_days=terms["weekly_scheduled_days"],
        schedule=None if one.by_pattern else _week(terms["schedule"]),
    )


def _week(schedule: Mapping[str, Any]) -> dict[str, object]:
    """The plans of a week; those by date stand for their weekdays."""
    plans = schedule["days"]
    if schedule["kind"] == "roster":
        plans = {WEEKDAYS[date.fromisoformat(day).weekday()]: plan for day, plan in plans.items()}
    return {weekday: [plan["start"], plan["end"], plan["breaks"]] for weekday, plan in plans.items()}


def _agree(office: Office, one: Told) -> None:
    contract, by = one.contract, office.hr_officer
    held = contract.versions.get()
    agreed = {name: one.first[name] for name in ("weekly_scheduled_minutes", "part_time")}
    agreed["monthly_scheduled_minutes"] = one.given["insurance"]["monthly_scheduled_hours"] * 60
    if any(getattr(held, name) != value for name, value in agreed.items()):
        change_contract(by, contract.pk, one.starts_on, agreed | {"schedule": held.schedule})
    for version in one.given["contracts"][1:]:
        change_contract(by, contract.pk, version["from"], {"rate": version["rate"]})
    if one.by_pattern:
        pattern = make_pattern(by, pattern_of(one))
        assign_crews(by, contract.project_id, [contract.pk], pattern.pk, 1, one.starts_on)
    for item in one.given["allowances"]:
        grant_allowance(by, contract.project_id, [contract.pk], _allowance(one, item))
    for item in one.given["other_deductions"]:
        agreed_item = {**item, "kind": "monthly", "valid_from": one.starts_on, "agreement": "동의서 1호"}
        agree_deduction(by, contract.project_id, [contract.pk], agreed_item)
    if one.given["worker"]["withholding_percent"] != 100:
        percent = one.given["worker"]["withholding_percent"]
        choose_withholding(by, contract.person_id, date(one.given["pay_date"].year, 1, 1), percent)


def pattern_of(one: Told) -> Pattern:
    """The plans by date as a pattern: what repeats, begun on the first day that has a plan."""
    plans = one.first["schedule"]["days"]
    marks = {json.dumps(plan): f"근무{chr(0xAC00 + n)}" for n, plan in enumerate(_distinct(plans.values()))}
    first, last = (date.fromisoformat(end(plans)) for end in (min, max))
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    turns = [marks[json.dumps(plans[str(day)])] if str(day) in plans else "off" for day in days]
    length = next(n for n in range(1, len(turns)) if turns == [turns[m % n] for m in range(len(turns))])
    shifts = [
        Shift(
            mark,
            mark,
            Plan(plan["start"], plan["end"], tuple(map(tuple, plan["breaks"]))),
            plan["scheduled_minutes"],
        )
        for text, mark in marks.items()
        for plan in [json.loads(text)]
    ]
    return Pattern(one.situation[:40], first, tuple(shifts), tuple(turns[:length]), (0,), 0, False)


def _distinct(plans: Any) -> list[Row]:
    return [json.loads(text) for text in dict.fromkeys(map(json.dumps, plans))]


def _allowance(one: Told, item: Mapping[str, Any]) -> Row:
    """The item as an officer agrees it: whether it is ordinary wage follows from its condition where that is so."""
    same = ("name", "kind", "amount", "proration", "tax", "minimum_wage")
    condition = {RULED_ON: "employed_on_a_day", None: "actual_cost"}.get(item["ordinary_from"], "none")
    return {
        **{name: item[name] for name in same},
        "valid_from": max(item["from"], one.starts_on),
        "condition": condition,
        "ordinary_from": item["ordinary_from"] if condition == "none" else None,
    }


def _declare(office: Office, months: Sequence[Told]) -> None:
    """One declaration for all who are insured alike."""
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for one in months:
        insurance = one.given["insurance"]
        for name in DECLARED:
            base = insurance["bases"][name]
            standing, ground = _standing(one, name)
            told = (name, one.starts_on, standing, ground, None if base == "month_taxable" else base)
            alike[told].append(one.contract.pk)
    for told, contracts in alike.items():
        declare_insurance(office.payroll_officer, contracts, Declaration(*told))


def _standing(one: Told, name: str) -> tuple[str, str]:
    insured = one.given["insurance"]["insured"]
    if insured == "by_rule":
        return "by_law", "report"
    if name in insured:
        return "in", "report"
    return "out", "foreigner" if one.given["worker"]["foreigner"] else "other"


def _enter(office: Office, one: Told) -> None:
    """Marks for what is out of the ordinary, ordinary marks for the rest, month by month."""
    for first, days in groupby(
        sorted(one.given["days"], key=lambda day: day["date"]), lambda d: d["date"].replace(day=1)
    ):
        month = open_month(office.clerk, one.contract.project_id, first)
        cells = [
            CellChange(one.contract.pk, day["date"], "", mark) for day in days if (mark := mark_of(one, day))
        ]
        record_days(office.clerk, month.pk, uuid4(), "paste", cells)
        fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)


def mark_of(one: Told, day: Mapping[str, Any]) -> str:
    """What a clerk types into the cell, nothing where the ordinary mark says it."""
    if day["code"] in MARKS:
        return MARKS[day["code"]]
    if day["code"] == "none":
        return ""
    if day["leave"]:
        return "오전반" if day["end"] == 1080 else "반"
    rests = ",".join(f"{_clock(since)}-{_clock(to)}" for since, to in day["breaks"]) or "0"
    return f"{_clock(day['start'])}-{_clock(day['end'])}/{rests}"


def _clock(minute: int) -> str:
    return f"{minute % 1440 // 60:02d}:{minute % 60:02d}"


def pay(office: Office, months: Sequence[Told]) -> None:
    """Run the pay of all months, each as the job that an officer starts."""
    for month in sorted({one.month for one in months}):
        projects = [one.contract.project_id for one in months if one.month == month]
        job = run_month(office.payroll_officer, month, projects)
        work.perform(job.pk, job.institution_id)
        set_context(office.institution.pk)
        assert Job.objects.get(pk=job.pk).state == "done"


def stored_days(one: Told) -> Iterator[Row]:
    """The days as they are stored, in the words of a told month."""
    for day in Day.objects.filter(contract=one.contract).order_by("date"):
        worked = day.starts is not None
        leave = {"code": "annual_leave", "minutes": day.leave_minutes} if day.leave_minutes else None
        yield {
            "date": day.date,
            "code": "work" if worked else {mark: code for code, mark in MARKS.items()}.get(day.mark, "none"),
            "start": day.starts,
            "end": day.ends,
            "breaks": [list(pair) for pair in zip(day.breaks[::2], day.breaks[1::2], strict=True)],
            "leave": leave,
        }


def stored_payslip(one: Told) -> Row:
    """The stored slip and its lines, in the words of a told month."""
    slip = Payslip.objects.get(contract=one.contract, run__month=one.month)
    lines = list(slip.lines.values_list("side", "code", "label_ko", "amount"))
    won = {(side, code): amount for side, code, _label, amount in lines}
    short = {long: name for name, long in INSURANCES.items()}
    return {
        **{name: slip.facts[name] for name in ("minutes", "weeks")},
        "flags": [flag for flag in slip.facts["flags"] if flag in FLAGS],
        "ordinary_hourly": [
            {"from": wage["since"], "hourly": Fraction(wage["numerator"], wage["denominator"])}
            for wage in slip.facts["ordinary_hourly"]
        ],
        "lines": {
            f"allowance:{label}" if code == "allowance" else code: amount
            for side, code, label, amount in lines
            if side == "earning"
        },
        **{name: getattr(slip, name) for name in ("gross", "non_taxable", "taxable", "deductions", "net")},
        "employer_total": slip.employer_total,
        "insured": sorted(short[name] for name in slip.facts["insured"]),
        "employee": {name: won.get(("deduction", INSURANCES[name]), 0) for name in BOTH_SIDES},
        "employer": {name: won.get(("employer", f"employer_{INSURANCES[name]}"), 0) for name in INSURANCES},
        **{name: won.get(("deduction", name), 0) for name in ("income_tax", "local_income_tax")},
        "other_deductions": sum(amount for _side, code, _label, amount in lines if code == "other_deduction"),
    }


def _end_early(office: Office, one: Told) -> None:
    """End the contract of somebody who leaves before the agreed end."""
    left = one.given["worker"]["employed_to"]
    if left and left < one.agreed_end:
        end_contract(office.hr_officer, one.contract.pk, left)
