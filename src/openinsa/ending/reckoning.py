"""From contracts that ended to what is settled: figures by the rule book for all of them at once.

What is known of everybody is gathered first, in a fixed number of statements; then the rules run over all
rows together. `given` is all that the rules read: kept with a settlement, it gives the same won again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openinsa.ending.causes import DISMISSALS
from openinsa.ending.employment import Employment, employments_of
from openinsa.ending.exclusions import Exclusions
from openinsa.ending.models import EndingSetting, InterimSettlement, LeftOut, Settlement
from openinsa.ending.settings import SettingsByDay
from openinsa.ending.telling import Told, add, kept, value_of
from openinsa.ending.wages import Wages, Window, long_leaves, wages_of
from openinsa.leave.due import Due
from openinsa.leave.queries import unused_at_exit
from openinsa.payroll.ordinary_wages import hourly_ordinary_wages
from openinsa.payroll.unused_leave import as_pay
from openinsa.people.refusals import Refused
from openinsa.rules.engine import Refusal, day_number, day_of, load_rule_book
from openinsa.rules.fairness.fairness import MONTHS_PER_BAND
from openinsa.staffing.models import Contract, ContractVersion

TOLD = (
    "settled_severance",
    "average_daily_wage",
    "daily_ordinary_wage",
    "notice_pay_due",
    "retirement_tax_withheld",
    "retirement_local_tax_withheld",
    "settlement_net",
    "settlement_due_on",
    "pension_account_required",
)
"""What is explained, in the order of the page."""
ONE_DAY = timedelta(days=1)
ALSO = ("severance_eligible", "three_month_days", "service_months", "daily_ordinary_wage")
FAIRNESS = ("fairness_due",)
OVERRIDABLE = (
    "employed_since",
    "window_wages",
    "excluded_days",
    "yearly_bonus",
    "yearly_leave_pay",
    "daily_ordinary_wage",
    "average_weekly_minutes",
)
"""What may be put by hand in place of what was computed."""
DATES = frozenset(
    {
        "employment_ended",
        "employed_since",
        "left_out_since",
        "interim_settled_on",
        "payment_ground_date",
        "retired_on",
        "contract_end",
        "notice_given_on",
        "birth_date",
    }
)
Given = dict[str, Any]
Fraction = tuple[int, int]


class NotReckonable(Refused):
    sentence = _("%(name)s의 정산을 계산할 수 없습니다(%(why)s). 계약 기간과 직접 넣은 값을 확인해 주세요.")


@dataclass
class Reckoned:
    """One settlement reckoned. told: the explanation of each figure, as the rule book gives it."""

    given: Given
    figures: dict[str, Any]
    told: Told
    months: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    version: str = ""

    def laid_into(self, settlement: Settlement) -> Settlement:
        """The settlement with these figures; nothing is saved."""
        for name, value in self.figures.items():
            setattr(settlement, name, value)
        settlement.given, settlement.told, settlement.months = self.given, self.told, self.months
        settlement.warnings, settlement.rule_book_version = self.warnings, self.version
        settlement.employed_since = date.fromisoformat(self.given["employed_since"])
        return settlement


def reckon_into(settlements: Sequence[Settlement]) -> None:
    """Lay what the rules find into settlements; nothing is stored. Raises NotReckonable."""
    try:
        for settlement, reckoned in zip(settlements, reckon(settlements), strict=True):
            reckoned.laid_into(settlement)
    except Refusal as refusal:
        name = settlements[int(refusal.rows[0])].person.name if refusal.rows else ""
        why = refusal.english if get_language() == "en" else refusal.korean
        raise NotReckonable(name=name, why=why) from refusal


def reckon(settlements: Sequence[Settlement]) -> list[Reckoned]:
    """What some settlements come to, in their order, as of what is known now.

    Statements: a fixed number, plus a dozen for each month of an end for which nobody has a paid slip.
    """
    if not settlements:
        return []
    settings = SettingsByDay()
    contracts = [one.contract for one in settlements]
    employments = employments_of(contracts, settings.gap_days)
    own = [employments[contract.pk] for contract in contracts]
    in_force = [settings.on(one.ended_on) for one in settlements]
    windows = _windows(settlements, own, in_force)
    exclusions = Exclusions(LeftOut.objects.all())
    wages = wages_of(windows, exclusions)
    moved = _before_leaves(settlements, windows, wages, in_force, exclusions)
    if moved:
        before = dict(zip(moved, wages_of(list(moved.values()), exclusions), strict=True))
        wages = [before.get(place, one) for place, one in enumerate(wages)]
    ends = [(one.contract_id, one.ended_on) for one in settlements]
    due = unused_at_exit(contracts)
    places = {one.wage_place for all_due in due.values() for one in all_due}
    hourly_wages = hourly_ordinary_wages({*ends, *places})
    hourly = [hourly_wages.get(end) for end in ends]
    gathered = list(zip(settlements, own, in_force, wages, hourly, strict=True))
    given = [_given(*one) | _moved_given(moved.get(place)) for place, one in enumerate(gathered)]
    anew = _service_anew(settlements, own)
    given = [row | anew.get(place, {}) for place, row in enumerate(given)]
    given = [row | _by_hand(one) for row, one in zip(given, settlements, strict=True)]
    told = _run(given)
    leave_pay = _leave_pay(due, hourly_wages)
    reckoned = [
        _reckoned(one, row, *found, leave_pay[one.contract_id])
        for one, row, found in zip(settlements, given, told, strict=True)
    ]
    for one, (settlement, employment, setting, found, _hour) in zip(reckoned, gathered, strict=True):
        one.months = found.months
        one.warnings = _warnings(settlement, employment, setting, found, one)
    return reckoned


def _windows(
    settlements: Sequence[Settlement], employments: Sequence[Employment], settings: Sequence[EndingSetting]
) -> list[Window]:
    """The three months of everybody, by the rule of the first day."""
    given = [
        {
            "employment_ended": one.ended_on.isoformat(),
            "employed_since": one.overrides.get("employed_since", {}).get(
                "value", employment.since.isoformat()
            ),
            "missing_day_is_march": setting.february == EndingSetting.February.MARCH,
        }
        for one, employment, setting in zip(settlements, employments, settings, strict=True)
    ]
    starts = load_rule_book().run(["average_window_start"], columns_of(given))["average_window_start"]
    return [
        Window(employment, day_of(start), one.ended_on)
        for one, employment, start in zip(settlements, employments, starts.tolist(), strict=True)
    ]


def _before_leaves(
    settlements: Sequence[Settlement],
    windows: Sequence[Window],
    wages: Sequence[Wages],
    settings: Sequence[EndingSetting],
    exclusions: Exclusions,
) -> dict[int, Window]:
    """The three months before a leave that fills all three up to the end, by the settlement's place."""
    leaves = long_leaves(windows, wages, exclusions)
    if not leaves:
        return {}
    given = {
        place: {
            "employment_ended": settlements[place].ended_on.isoformat(),
            "employed_since": windows[place].employment.since.isoformat(),
            "left_out_since": since.isoformat(),
            "missing_day_is_march": settings[place].february == EndingSetting.February.MARCH,
        }
        for place, since in leaves.items()
    }
    target = "window_moves_before_leave"
    moves = load_rule_book().run([target], columns_of(list(given.values())))[target].tolist()
    kept = [place for place, moved in zip(given, moves, strict=True) if moved]
    if not kept:
        return {}
    before = [{**given[place], "employment_ended": (leaves[place] - ONE_DAY).isoformat()} for place in kept]
    starts = load_rule_book().run(["average_window_start"], columns_of(before))["average_window_start"]
    return {
        place: Window(windows[place].employment, day_of(start), leaves[place] - ONE_DAY)
        for place, start in zip(kept, starts.tolist(), strict=True)
    }


def _service_anew(
    settlements: Sequence[Settlement], employments: Sequence[Employment]
) -> Mapping[int, Given]:
    """Service counted from the day after severance was settled before the end, by the settlement's place."""
    people = {one.person_id for one in settlements}
    days: dict[int, list[date]] = defaultdict(list)
    for person, day in InterimSettlement.objects.filter(person__in=people).values_list(
        "person", "settled_on"
    ):
        days[person].append(day)
    last = {
        place: max(before)
        for place, (one, employment) in enumerate(zip(settlements, employments, strict=True))
        if (before := [day for day in days[one.person_id] if employment.since <= day < one.ended_on])
    }
    if not last:
        return {}
    settled = np.array([day_number(day) for day in last.values()], np.int64)
    since = load_rule_book().run(
        ["service_begins_anew"],
        {"interim_settled_on": settled, "employment_ended": _ends(settlements, last)},
    )["service_begins_anew"]
    columns = {"employed_since": since, "employment_ended": _ends(settlements, last)}
    found = load_rule_book().run(["service_days", "service_years"], columns)
    return {
        place: {
            "service_days": int(found["service_days"][row]),
            "service_years": int(found["service_years"][row]),
            "interim_settled_on": day.isoformat(),
        }
        for row, (place, day) in enumerate(last.items())
    }


def _ends(settlements: Sequence[Settlement], places: Iterable[int]) -> np.ndarray:
    return np.array([day_number(settlements[place].ended_on) for place in places], np.int64)


def _moved_given(window: Window | None) -> Given:
    """What the rules read of the three months before a leave, instead of those before the end."""
    if window is None:
        return {}
    days = (window.last - window.first).days + 1
    return {"average_window_days": days, "left_out_since": (window.last + ONE_DAY).isoformat()}


def _given(
    settlement: Settlement,
    employment: Employment,
    setting: EndingSetting,
    wages: Wages,
    hourly: Fraction | None,
) -> Given:
    """What the rules read of one settlement, as plain data."""
    ended = settlement.ended_on.isoformat()
    version = _terms(settlement, employment)
    return {
        "employment_ended": ended,
        "payment_ground_date": ended,
        "retired_on": ended,
        "employed_since": employment.since.isoformat(),
        "birth_date": settlement.contract.person.birth_date.isoformat(),
        "window_wages": wages.window_wages,
        "excluded_days": wages.excluded_days,
        "yearly_bonus": wages.yearly_bonus,
        "yearly_leave_pay": wages.yearly_leave_pay,
        "hourly_ordinary_numerator": hourly[0] if hourly else 0,
        "hourly_ordinary_denominator": hourly[1] if hourly else 1,
        "daily_scheduled_minutes": version.daily_scheduled_minutes,
        "average_weekly_minutes": employment.average_weekly_minutes(settlement.ended_on),
        "missing_day_is_march": setting.february == EndingSetting.February.MARCH,
        "severance_to_nearest": setting.rounding == EndingSetting.Rounding.NEAREST,
        "dismissed": settlement.cause in DISMISSALS,
        "notice_given_on": (settlement.notice_given_on or settlement.ended_on).isoformat(),
        "paid_into_pension_account": settlement.payment == Settlement.Payment.PENSION_ACCOUNT,
        "pays_fairness": setting.pays_fairness,
    }


def _terms(settlement: Settlement, employment: Employment) -> ContractVersion:
    """The terms of the settled contract on the last day, or else its latest; another contract may follow."""
    own = [one for one in employment.versions() if one.contract_id == settlement.contract_id]
    return max(own, key=lambda one: (one.valid_from <= settlement.ended_on, one.valid_from))


def _by_hand(settlement: Settlement) -> Given:
    return {name: one["value"] for name, one in settlement.overrides.items()}


def columns_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """Rows of plain data as the columns that the rules read."""
    return {name: _column(name, [row[name] for row in rows]) for name in rows[0]}


def _column(name: str, values: list[Any]) -> np.ndarray:
    if name in DATES:
        return np.array([day_number(date.fromisoformat(value)) for value in values], np.int64)
    return np.array(values, np.bool_ if isinstance(values[0], bool) else np.int64)


Found = tuple[dict[str, Any], Told]
"""Values by name, and how the figures came about."""


def _run(given: Sequence[Given]) -> list[Found]:
    """Values and explanations of every row. Rows with the same values put by hand run together."""
    found: dict[int, Found] = {}
    for rows in _alike(given):
        columns = columns_of([given[row] for row in rows])
        targets = dict.fromkeys((*TOLD, *ALSO))
        try:
            values = load_rule_book().run(list(targets), columns)
        except Refusal as refusal:
            raise refusal.at(rows) from None
        for place, row in enumerate(rows):
            told = kept(load_rule_book().explain_all(TOLD, columns, place))
            found[row] = {name: values[name][place].item() for name in targets}, told
    _add_fairness(given, found)
    return [found[row] for row in range(len(given))]


def _alike(given: Sequence[Given]) -> Iterable[list[int]]:
    """Rows that have the same names: what was put by hand takes the place of a rule."""
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for row, values in enumerate(given):
        groups[frozenset(values)].append(row)
    return groups.values()


def _add_fairness(given: Sequence[Given], found: dict[int, Found]) -> None:
    """The announced allowance of those whom the plan reaches: ends from its first day, months of its bands."""
    book = load_rule_book()
    first = min(value.since for value in book.parameters["fairness_base"].values[None])
    longest = max(book.parameters["fairness_rate"].values) * MONTHS_PER_BAND
    rows = [
        row
        for row, (values, _told) in found.items()
        if day_number(date.fromisoformat(given[row]["employment_ended"])) >= first
        and values["service_months"] <= longest
        and not values["severance_eligible"]
    ]
    if not rows:
        return
    columns = columns_of([fairness_given(given[row], found[row][0]) for row in rows])
    due = book.run(FAIRNESS, columns)
    for place, row in enumerate(rows):
        found[row][0]["fairness_due"] = int(due["fairness_due"][place])
        add(found[row][1], book.explain_all(FAIRNESS, columns, place))


def fairness_given(given: Given, values: Mapping[str, Any]) -> Given:
    """What the rules of the announced allowance read."""
    since, ended = date.fromisoformat(given["employed_since"]), date.fromisoformat(given["employment_ended"])
    return {
        "contract_end": given["employment_ended"],
        "worked_months": values["service_months"],
        "contract_days": (ended - since).days + 1,
        "average_weekly_minutes": given["average_weekly_minutes"],
        "severance_eligible": values["severance_eligible"],
    }


def _leave_pay(
    due: Mapping[int, Sequence[Due]], wages: Mapping[tuple[int, date], Fraction]
) -> Mapping[int, int]:
    """Pay that payroll still owes for leave that the end cuts off or that lapsed before, by contract."""
    owed = [one for all_due in due.values() for one in all_due if one.contract]
    contracts = Contract.objects.in_bulk({one.contract for one in owed}) if owed else {}
    total: dict[int, int] = defaultdict(int)
    for one in as_pay(owed, contracts, wages):
        total[one.due.last_contract] += max(one.amount or 0, 0)
    return total


def _reckoned(
    settlement: Settlement, given: Given, values: dict[str, Any], told: Told, leave_pay: int
) -> Reckoned:
    return Reckoned(
        given=given,
        figures=figures_of(given, values) | {"leave_pay": leave_pay},
        told=told,
        version=load_rule_book().version,
    )


def figures_of(given: Given, values: Mapping[str, Any]) -> dict[str, Any]:
    """The sums of a settlement from the values of the rules."""
    return {
        "severance": values["settled_severance"],
        "notice_pay": values["notice_pay_due"],
        "income_tax": values["retirement_tax_withheld"],
        "local_tax": values["retirement_local_tax_withheld"],
        "net": values["settlement_net"],
        "due_on": day_of(values["settlement_due_on"]),
        "fairness": values.get("fairness_due", 0) if given["pays_fairness"] else 0,
    }


def values_again(given: Sequence[Given]) -> list[dict[str, Any]]:
    """The figures of kept settlements by the rule book of now, in their order. No statement."""
    return [figures_of(row, values) for row, (values, _told) in zip(given, _run(given), strict=True)]


def _warnings(
    settlement: Settlement, employment: Employment, setting: EndingSetting, wages: Wages, reckoned: Reckoned
) -> list[dict[str, Any]]:
    """What has to be known beside the figures."""
    by_hand, told = settlement.overrides, reckoned.told
    announced = value_of(told, "fairness_due") or 0
    threshold = load_rule_book().parameters["severance_weekly_threshold"].values[None][-1].value
    account = settlement.payment == Settlement.Payment.ACCOUNT and not settlement.ground
    days_left = value_of(told, "average_daily_wage") or reckoned.given["window_wages"]
    sayings = [
        (
            "months_missing",
            wages.missing and "window_wages" not in by_hand,
            {"months": ", ".join(wages.missing)},
        ),
        ("no_ordinary_wage", not value_of(told, "daily_ordinary_wage"), {}),
        ("account_needs_ground", value_of(told, "pension_account_required") and account, {}),
        ("hours_change", employment.crosses(threshold), {}),
        ("gaps_joined", employment.gaps, {"days": employment.gaps}),
        ("all_left_out", reckoned.given["excluded_days"] and not days_left, {}),
        (
            "service_anew",
            "interim_settled_on" in reckoned.given,
            {"day": reckoned.given.get("interim_settled_on")},
        ),
        ("before_leave", "left_out_since" in reckoned.given, {"day": reckoned.given.get("left_out_since")}),
        ("days_left_out", reckoned.given["excluded_days"], {"days": reckoned.given["excluded_days"]}),
        ("fairness_announced", announced and setting.pays_fairness, {}),
        ("fairness_not_paid", announced and not setting.pays_fairness, {"won": f"{announced:,}"}),
        ("through_payroll", reckoned.figures["leave_pay"] or reckoned.figures["fairness"], {}),
    ]
    return [{"code": code, **named} for code, holds, named in sayings if holds]
