"""A whole month of shifts, from the pattern to the slip, held against a reckoning minute by minute by hand.

The reckoning below shares nothing with the product but the pattern's printed times: its days are typed, its
minutes are walked one by one, its rates are written out. 2026-06 has two public holidays, the election of
Wednesday the 3rd and Memorial Day on Saturday the 6th.
"""

from collections import Counter
from datetime import date
from fractions import Fraction
from math import floor

import pytest

from office import JUNE, Office, new_office
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import Payslip, RunFault
from openinsa.staffing.actions.contracts import change_contract
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import Contract, ContractVersion, Day
from shifts import follow, stored_pattern

pytestmark = pytest.mark.django_db
HOURLY = 12_121
DAY_SHIFT = (7 * 60, 19 * 60, [(12 * 60, 13 * 60), (17 * 60, 17 * 60 + 30)])
NIGHT_SHIFT = (19 * 60, 31 * 60, [(24 * 60, 25 * 60), (28 * 60, 28 * 60 + 30)])
PUBLIC_HOLIDAYS = {3, 6}

# The cycle 주간, 야간, 비번, 휴 of crew 1 began on Monday 5 January; 1 June is 147 days later, 147 = 36 x 4 + 3.
# So 1 June is the fourth day of the cycle, 휴, and 2 June the first.
DAYS = [2, 6, 10, 14, 18, 22, 26, 30]
NIGHTS = [3, 7, 11, 15, 19, 23, 27]
HOLIDAYS_OF_WEEKS = {1, 9, 17, 25}
"""Weeks end on Sunday. 1-7: 1 is the first whole free day (휴 on 1, 5). 8-14: 9 and 13, so 9. 15-21: 17 and 21.
22-28: 25. 29-30 belong to a week that ends in July."""


@pytest.fixture
def office() -> Office:
    return new_office()


def shifted(office: Office, **fields: object) -> Contract:
    """Somebody paid by the hour who agreed on eight hours a shift, 28 a week, on the four-crew pattern."""
    usual: dict[str, object] = {"pay_basis": "hourly", "rate": HOURLY}
    contract = office.employ(**{**usual, **fields})
    ContractVersion.objects.filter(contract=contract).update(
        weekly_scheduled_minutes=1680, weekly_scheduled_days=4, part_time=False
    )
    return contract


def paid(office: Office, month: date = JUNE) -> dict[int, dict[str, int]]:
    """Fill, submit, approve and compute the month as people do; earning lines by contract."""
    one = office.month(month)
    fill_month(office.clerk, one.pk)
    submit_month(office.clerk, one.pk)
    approve_month(office.head, one.pk)
    runs = prepare_runs(office.payroll_officer, month)
    compute_runs([run.pk for run in runs], office.payroll_officer.pk)
    assert list(RunFault.objects.values_list("message_ko", flat=True)) == []
    return {
        slip.contract_id: dict(slip.lines.filter(side="earning").values_list("code", "amount"))
        for slip in Payslip.objects.filter(run__month=month)
    }


def worked_minutes(shift: tuple[int, int, list[tuple[int, int]]]) -> list[int]:
    """Every worked minute of a shift, counted from 00:00 of its day."""
    begin, end, breaks = shift
    return [minute for minute in range(begin, end) if not any(since <= minute < to for since, to in breaks)]


def is_night(minute: int) -> bool:
    return minute % 1440 >= 22 * 60 or minute % 1440 < 6 * 60


def by_hand(days: list[int], nights: list[int], weekly_holidays: set[int]) -> dict[str, int]:
    """Minutes of June by kind, walked one by one; weeks run from Monday the 1st, 8th, 15th, 22nd, 29th."""
    shifts = {**dict.fromkeys(days, DAY_SHIFT), **dict.fromkeys(nights, NIGHT_SHIFT)}
    count: Counter[str] = Counter()
    for week in range(5):
        counted = 0
        for day in range(1 + 7 * week, min(8 + 7 * week, 31)):
            holiday = day in PUBLIC_HOLIDAYS or day in weekly_holidays
            for place, minute in enumerate(worked_minutes(shifts[day]) if day in shifts else ()):
                count["night"] += is_night(minute)
                if holiday:
                    count["holiday_first8" if place < 480 else "holiday_beyond8"] += 1
                    counted += place < 480
                elif place >= 480 or counted >= 2400:
                    count["overtime"] += 1
                else:
                    count["base"] += 1
                    counted += 1
    count["public_holiday"] = 480 * len(PUBLIC_HOLIDAYS & set(shifts) - weekly_holidays)
    count["weekly_holiday"] = 4 * 1680 // 5
    return dict(count)


def in_won(minutes: dict[str, int]) -> dict[str, int]:
    """Base and paid holidays once, overtime and holiday work at 150 %, beyond eight hours 200 %, night 50 %."""
    rate = {"overtime": 150, "holiday_first8": 150, "holiday_beyond8": 200, "night": 50}
    return {
        kind: floor(Fraction(count * HOURLY * rate.get(kind, 100), 60 * 100))
        for kind, count in minutes.items()
        if count
    }


def test_a_month_of_four_crews_in_two_shifts_is_paid_as_reckoned_by_hand(office: Office) -> None:
    contract = shifted(office)
    follow(office, contract, stored_pattern(office))
    lines = paid(office)[contract.pk]
    minutes = by_hand(DAYS, NIGHTS, HOLIDAYS_OF_WEEKS)
    assert lines == in_won(minutes)
    worked = sum(minutes[kind] for kind in ("base", "overtime", "holiday_first8", "holiday_beyond8"))
    assert worked == 15 * 630


def test_the_minutes_reckoned_by_hand_are_these(office: Office) -> None:
    """The same figures once more as one adds them up on paper.

    Fifteen shifts of 10.5 hours: eight by day, seven by night. The night of the 3rd and the day of the 6th are
    holiday work: 2 x 8 hours and 2 x 2.5. The other 13 are regular for 8 hours and overtime for 2.5; no week
    passes 40 hours, since none has more than four shifts. A night shift lies from 22:00 to 06:00 less 1.5 hours
    of breaks in the night: 6.5 hours. Both public holidays fall on planned shifts of eight agreed hours.
    """
    assert by_hand(DAYS, NIGHTS, HOLIDAYS_OF_WEEKS) == {
        "base": 13 * 480,
        "overtime": 13 * 150,
        "holiday_first8": 2 * 480,
        "holiday_beyond8": 2 * 150,
        "night": 7 * 390,
        "public_holiday": 2 * 480,
        "weekly_holiday": 4 * 336,
    }


def test_crews_of_one_pattern_are_paid_by_their_own_days(office: Office) -> None:
    pattern = stored_pattern(office)
    people = [shifted(office, name=f"{crew}조 근무자") for crew in (1, 2, 3, 4)]
    for crew, contract in enumerate(people, 1):
        follow(office, contract, pattern, crew)
    found = paid(office)
    for ahead, contract in enumerate(people):
        cycle = {day: (day - 2 + ahead) % 4 for day in range(1, 31)}
        days = [day for day, place in cycle.items() if place == 0]
        nights = [day for day, place in cycle.items() if place == 1]
        rests = {next(day for day in range(first, first + 7) if cycle[day] == 3) for first in (1, 8, 15, 22)}
        assert found[contract.pk] == in_won(by_hand(days, nights, rests)), ahead


def test_work_on_the_weeks_paid_holiday_is_holiday_work(office: Office) -> None:
    contract = shifted(office)
    follow(office, contract, stored_pattern(office))
    Day.objects.create(
        institution=office.institution,
        contract=contract,
        date=date(2026, 6, 9),
        mark="주간",
        code="work",
        starts=420,
        ends=1140,
        breaks=[720, 780, 1020, 1050],
        entered_by=office.clerk,
    )
    minutes = by_hand([*DAYS, 9], NIGHTS, HOLIDAYS_OF_WEEKS)
    assert minutes["holiday_first8"] == 3 * 480
    assert paid(office)[contract.pk] == in_won(minutes)


def test_a_crew_from_the_middle_of_a_month_leaves_the_days_before_as_they_were(office: Office) -> None:
    """Until Sunday the 14th a five-day week from nine to six, from the 15th on the pattern."""
    contract = shifted(office)
    follow(office, contract, stored_pattern(office), valid_from=date(2026, 6, 15))
    lines = paid(office)[contract.pk]
    ordinary = [1, 2, 4, 5, 8, 9, 10, 11, 12]
    after = by_hand([day for day in DAYS if day >= 15], [day for day in NIGHTS if day >= 15], {17, 25})
    after["base"] += 480 * len(ordinary)
    after["public_holiday"] = 480
    assert lines == in_won(after)


def test_a_contract_renewed_on_the_same_crew_is_one_slip_of_the_same_won(office: Office) -> None:
    whole = shifted(office, name="내내")
    first = shifted(office, name="두 계약", resident_number="700101-1234567", ends_on=date(2026, 6, 12))
    second = shifted(office, name="두 계약", resident_number="700101-1234567", starts_on=date(2026, 6, 13))
    pattern = stored_pattern(office)
    for contract in (whole, first, second):
        follow(office, contract, pattern)
    found = paid(office)
    assert set(found) == {whole.pk, second.pk}
    assert found[second.pk] == found[whole.pk]


def test_a_joiner_in_the_middle_of_a_week_is_judged_by_the_shifts_before_the_hire(office: Office) -> None:
    """Hired on Thursday the 4th: two shifts of that week lay before, so it earns no holiday."""
    contract = shifted(office, starts_on=date(2026, 6, 4))
    follow(office, contract, stored_pattern(office))
    lines = paid(office)[contract.pk]
    minutes = by_hand(
        [day for day in DAYS if day >= 4], [day for day in NIGHTS if day >= 4], HOLIDAYS_OF_WEEKS
    )
    minutes |= {"weekly_holiday": 3 * 336, "public_holiday": 480}
    assert lines == in_won(minutes)


def test_an_absence_on_a_shift_costs_the_weekly_holiday_of_its_week(office: Office) -> None:
    contract = shifted(office)
    follow(office, contract, stored_pattern(office))
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    Day.objects.filter(contract=contract, date=date(2026, 6, 11)).update(
        mark="결", code="absence", starts=None, ends=None, breaks=[]
    )
    minutes = by_hand(DAYS, [night for night in NIGHTS if night != 11], HOLIDAYS_OF_WEEKS)
    minutes["weekly_holiday"] = 3 * 336
    assert paid(office)[contract.pk] == in_won(minutes)


def test_a_salary_holds_the_agreed_hours_of_every_shift(office: Office) -> None:
    """2,000,000 won a month: only what lies beyond the agreed eight hours, nights and holidays comes on top.

    H is (28 hours + 5.6 hours of weekly holiday) x 365 / 84, rounded up: 146 hours.
    """
    contract = shifted(office, pay_basis="monthly", rate=2_000_000)
    follow(office, contract, stored_pattern(office))
    lines = paid(office)[contract.pk]
    minutes = by_hand(DAYS, NIGHTS, HOLIDAYS_OF_WEEKS)
    hour = Fraction(2_000_000, 146)
    assert lines == {
        "base": 2_000_000,
        "overtime": floor(minutes["overtime"] * hour * 3 / 2 / 60),
        "holiday_first8": floor(minutes["holiday_first8"] * hour * 3 / 2 / 60),
        "holiday_beyond8": floor(minutes["holiday_beyond8"] * hour * 2 / 60),
        "night": floor(minutes["night"] * hour / 2 / 60),
    }


def test_new_terms_leave_somebody_on_the_crew(office: Office) -> None:
    contract = shifted(office)
    follow(office, contract, stored_pattern(office))
    change_contract(office.hr_officer, contract.pk, date(2026, 6, 15), {"rate": HOURLY + 1000})
    lines = paid(office)[contract.pk]
    assert lines["night"] == floor(Fraction(390 * (3 * HOURLY + 4 * (HOURLY + 1000)) * 50, 60 * 100))


def test_a_night_that_ends_in_july_is_paid_in_june(office: Office) -> None:
    """Crew 2 is a day ahead: its nights are the 2nd, 6th ... 30th of June, then the 4th ... 28th of July."""
    contract = shifted(office)
    follow(office, contract, stored_pattern(office), crew=2)
    assert paid(office)[contract.pk]["night"] == floor(Fraction(8 * 390 * HOURLY, 120))
    assert paid(office, date(2026, 7, 1))[contract.pk]["night"] == floor(Fraction(7 * 390 * HOURLY, 120))
