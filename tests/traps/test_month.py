"""The month sheet: cells lost, doubled, or left as they were when what they depend on changed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from office import JUNE, Office, new_office
from openinsa.people.tenancy import within
from openinsa.staffing.actions.contracts import (
    ContractRunsLonger,
    DaysBeyondTheEnd,
    OutsideContract,
    add_allowance,
    change_contract,
    end_contract,
)
from openinsa.staffing.actions.months import MonthHasFaults, fill_month, submit_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.settings import PaidMonthsFollow, add_holiday, remove_holiday
from openinsa.staffing.day_codes import STARTING_CODES
from openinsa.staffing.marks import DayContext, Plan, read_mark
from openinsa.staffing.models import Contract, ContractVersion, Day, ProjectMonth
from openinsa.staffing.sheet import load_sheet

TUESDAY = date(2026, 6, 2)
HALF_DAY = {"daily_scheduled_minutes": 240, "weekly_scheduled_minutes": 1_200, "weekly_scheduled_days": 5}
PLAN = Plan(540, 1080, ((720, 780),))


@pytest.fixture
def office(db: None) -> Office:
    return new_office()


def type_in(office: Office, month: ProjectMonth, *cells: CellChange) -> dict:
    return record_days(office.clerk, month.pk, uuid4(), "type", cells)


def test_new_hours_change_the_plan_of_the_week_and_what_counts_as_part_time(office: Office) -> None:
    contract = office.employ()
    change_contract(office.hr_officer, contract.pk, date(2026, 6, 15), HALF_DAY)
    before, after = ContractVersion.objects.order_by("valid_from")
    assert (before.schedule["mon"], before.part_time) == ([540, 1080, [[720, 780]]], False)
    assert (after.schedule["mon"], after.part_time) == ([540, 840, [[720, 780]]], True)


def test_days_already_entered_follow_the_new_hours_from_their_day_on(office: Office) -> None:
    contract, month = office.employ(), office.month()
    fill_month(office.clerk, month.pk)
    change_contract(office.hr_officer, contract.pk, date(2026, 6, 15), HALF_DAY)
    worked = {day.date.day: day.worked_minutes for day in Day.objects.filter(contract=contract, code="work")}
    assert {day: minutes for day, minutes in worked.items() if day < 15} == {
        day: 480 for day in worked if day < 15
    }
    assert {minutes for day, minutes in worked.items() if day >= 15} == {240}
    assert Day.objects.filter(contract=contract, entered_by=office.clerk).count() == 30


def test_a_changed_time_changes_the_rows_totals_in_the_same_answer(office: Office) -> None:
    contract, month = office.employ(), office.month()
    fill_month(office.clerk, month.pk)
    before = load_sheet(month).totals(load_sheet(month).rows[contract.pk])["worked_minutes"]
    answer = type_in(office, month, CellChange(contract.pk, TUESDAY, "출", "9:30"))
    assert answer["rows"][contract.pk]["worked_minutes"] == before + 90
    stored = Day.objects.get(contract=contract, date=TUESDAY)
    assert (stored.starts, stored.ends, stored.worked_minutes) == (540, 1170, 570)


def test_worked_hours_are_never_asked_for_beside_start_and_end(office: Office) -> None:
    contract, month = office.employ(), office.month()
    type_in(office, month, CellChange(contract.pk, TUESDAY, "", "08:30-17:00"))
    assert Day.objects.get(contract=contract, date=TUESDAY).worked_minutes == 450


def test_a_holiday_taken_back_brings_its_marks_up_at_submission(office: Office) -> None:
    office.employ()
    month = office.month()
    holiday = add_holiday(office.hr_officer, date(2026, 6, 15), "구민의 날", "구 조례 제1호")
    fill_month(office.clerk, month.pk)
    remove_holiday(office.hr_officer, holiday.pk)
    with pytest.raises(MonthHasFaults, match="공휴일이 아닙니다"):
        submit_month(office.clerk, month.pk)


def test_two_half_days_off_are_one_whole_day_and_each_says_which_half() -> None:
    codes = {code.mark: code for code in STARTING_CODES}
    afternoon, morning = (read_mark(mark, DayContext(PLAN, PLAN), codes) for mark in ("반", "오전반"))
    assert afternoon.leave_minutes + morning.leave_minutes == PLAN.minutes
    assert afternoon.ends == morning.starts


def test_a_shift_past_midnight_belongs_to_the_day_it_starts(office: Office) -> None:
    contract, month = office.employ(), office.month()
    type_in(office, month, CellChange(contract.pk, date(2026, 6, 30), "", "22:00-07:00"))
    stored = Day.objects.get(contract=contract)
    assert (stored.date, stored.starts, stored.ends) == (date(2026, 6, 30), 1_320, 1_860)


def test_a_contract_ends_early_only_where_no_work_follows(office: Office) -> None:
    contract, month = office.employ(), office.month()
    type_in(office, month, CellChange(contract.pk, date(2026, 6, 30), "", "출"))
    with pytest.raises(DaysBeyondTheEnd, match="1일"):
        end_contract(office.hr_officer, contract.pk, date(2026, 6, 29))
    with pytest.raises(ContractRunsLonger, match="2026-12-31"):
        end_contract(office.hr_officer, contract.pk, date(2026, 12, 31))
    with pytest.raises(OutsideContract, match="2026-01-01"):
        end_contract(office.hr_officer, contract.pk, date(2025, 12, 31))
    assert end_contract(office.hr_officer, contract.pk, date(2026, 6, 30)).ends_on == date(2026, 6, 30)


def test_terms_never_begin_outside_the_contract(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(OutsideContract):
        change_contract(office.hr_officer, contract.pk, date(2027, 1, 1), {"rate": 100_000})
    assert ContractVersion.objects.count() == 1


def test_nothing_that_a_paid_month_was_reckoned_from_can_change(office: Office) -> None:
    contract, month = office.employ(), office.month()
    ProjectMonth.objects.filter(pk=month.pk).update(state="paid")
    hr, july = office.hr_officer, date(2026, 7, 1)
    item = {"name": "급량비", "amount": 100_000, "valid_to": contract.ends_on}
    with pytest.raises(PaidMonthsFollow, match="2026-06"):
        change_contract(hr, contract.pk, date(2026, 6, 30), {"rate": 100_000})
    with pytest.raises(PaidMonthsFollow):
        end_contract(hr, contract.pk, date(2026, 6, 29))
    with pytest.raises(PaidMonthsFollow):
        add_allowance(hr, contract.pk, {**item, "valid_from": date(2026, 6, 30)})
    assert change_contract(hr, contract.pk, july, {"rate": 100_000}).valid_from == july
    assert add_allowance(hr, contract.pk, {**item, "valid_from": july}).amount == 100_000
    assert end_contract(hr, contract.pk, july).ends_on == july


@pytest.fixture
def committed_office(fresh_database: str) -> Iterator[Office]:
    """An office that other connections see."""
    with within(None):
        office = new_office()
        office.employ()
        assert office.month(JUNE).is_open
    yield office
    connection.close()


def test_the_same_sheet_saved_by_two_clerks_at_one_moment_keeps_one_record_a_day(
    committed_office: Office,
) -> None:
    office, together = committed_office, Barrier(2)
    with within(office.institution.pk):
        clerk, month = office.clerk, office.month()
        contract_id = Contract.objects.get().pk

    def save(mark: str) -> dict[str, int]:
        cells = [CellChange(contract_id, date(2026, 6, day), "", mark) for day in range(1, 6)]
        try:
            together.wait(timeout=20)
            with within(office.institution.pk, clerk.pk):
                return record_days(clerk, month.pk, uuid4(), "paste", cells)["counts"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clerks:
        counts = list(clerks.map(save, ["8", "9"]))
    assert sorted(count.get("conflict", 0) for count in counts) == [0, 5]
    with within(office.institution.pk):
        marks = list(Day.objects.values_list("mark", flat=True))
    assert len(marks) == 5
    assert len(set(marks)) == 1


def test_overtime_is_what_the_law_calls_so_and_not_what_was_not_planned(office: Office) -> None:
    """Six planned hours and eight worked are no overtime; eight planned and ten worked at other times are two."""
    short, long = office.employ("박바다", daily_scheduled_minutes=360), office.employ()
    ContractVersion.objects.filter(contract=short).update(part_time=False)
    marks = {short: "09:00-18:00", long: "13:00-24:00/60"}
    cells = [CellChange(one.pk, TUESDAY, "", mark) for one, mark in marks.items()]
    told = type_in(office, office.month(), *cells)
    assert [told["rows"][one.pk]["overtime_minutes"] for one in marks] == [0, 120]


def test_midnight_is_koreas_and_no_other(office: Office) -> None:
    """A shift over nine in the morning, midnight in Greenwich, is one day's eight hours and no night."""
    contract = office.employ()
    with timezone.override("UTC"):
        told = type_in(office, office.month(), CellChange(contract.pk, TUESDAY, "", "06:00-15:00/60"))
    row = told["rows"][contract.pk]
    assert [row[kind] for kind in ("worked_minutes", "overtime_minutes", "night_minutes")] == [480, 0, 0]
    assert Day.objects.get(contract=contract).date == TUESDAY


def test_a_shift_of_eight_hours_has_no_thirteen_at_night(office: Office) -> None:
    """A night window inside one day counted twice gave more night than work."""
    contract = office.employ()
    nights = [(TUESDAY, "22:00-06:00"), (date(2026, 6, 4), "00:00-08:00")]
    told = type_in(office, office.month(), *(CellChange(contract.pk, day, "", mark) for day, mark in nights))
    row = told["rows"][contract.pk]
    assert (row["worked_minutes"], row["night_minutes"]) == (960, 480 + 360)
