"""The sums of overtime, holiday and night work beside a row are those that the pay run pays."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest

from closing import JUNE, compute
from office import Office, new_office
from openinsa.payroll.models import Payslip
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.settings import change_duty
from openinsa.staffing.grid import Grid
from openinsa.staffing.models import Contract, Day, DayCode
from openinsa.staffing.sheet import load_sheet
from shifts import follow, stored_pattern

pytestmark = pytest.mark.django_db
KINDS = ("overtime_minutes", "holiday_minutes", "night_minutes")


@pytest.fixture
def office() -> Office:
    return new_office()


def type_marks(office: Office, contract: Contract, *marks: tuple[int, str]) -> Sequence[int]:
    """Type marks over what stands on some days of June; overtime, holiday and night minutes told back."""
    now = dict(Day.objects.filter(contract=contract).values_list("date", "mark"))
    cells = [
        CellChange(contract.pk, day, now.get(day, ""), mark)
        for number, mark in marks
        for day in [date(2026, 6, number)]
    ]
    answer = record_days(office.clerk, office.month().pk, uuid4(), "type", cells)
    told = answer["rows"][contract.pk]
    return [told[kind] for kind in KINDS]


def paid_minutes(contract: Contract) -> Sequence[int]:
    minutes = Payslip.objects.get(contract=contract).facts["minutes"]
    return [
        minutes["overtime"],
        minutes["holiday_first8"] + minutes["holiday_beyond8"],
        minutes["night"],
    ]


def test_ten_hours_on_a_workday_are_told_as_two_of_overtime(office: Office) -> None:
    assert type_marks(office, office.employ(), (1, "10")) == [120, 0, 0]


def test_a_saturday_is_overtime_once_the_week_has_forty_hours(office: Office) -> None:
    contract = office.employ()
    week = [(day, "8") for day in range(8, 13)]
    assert type_marks(office, contract, *week, (13, "5")) == [300, 0, 0]


def test_work_on_a_holiday_and_at_night_is_told_apart(office: Office) -> None:
    assert type_marks(office, office.employ(), (3, "09:00-20:00"), (4, "14:00-23:30")) == [90, 600, 90]


def test_what_the_grid_tells_is_what_the_run_pays(office: Office) -> None:
    contract = office.employ()
    crew = office.employ(name="조근무자")
    follow(office, crew, stored_pattern(office))
    fill_month(office.clerk, office.month().pk)
    told = type_marks(
        office, contract, (2, "11"), (3, "09:00-20:00"), (9, "18:00-30:00"), (13, "8"), (14, "9")
    )
    sheet = load_sheet(office.month())
    rows = {row.contract_id: [row.kinds[kind] for kind in KINDS] for row in Grid(sheet).rows}
    compute(office, JUNE)
    assert rows == {one.pk: paid_minutes(one) for one in (contract, crew)}
    assert told == rows[contract.pk]


def test_a_row_without_work_has_none(office: Office) -> None:
    office.employ()
    row, *_ = Grid(load_sheet(office.month())).rows
    assert set(row.kinds.values()) == {0}


def test_a_duty_adds_nothing_and_one_that_equals_normal_work_adds_its_overtime_and_night(
    office: Office,
) -> None:
    contract, duty = office.employ(), DayCode.objects.get(code="night_duty")
    assert type_marks(office, contract, (1, "출+숙직")) == [0, 0, 0]
    change_duty(office.hr_officer, duty.pk, as_work=True, starts=1080, ends=1440)
    assert type_marks(office, contract, (2, "출+숙직")) == [360, 0, 120]
    fill_month(office.clerk, office.month().pk)
    compute(office, JUNE)
    assert paid_minutes(contract) == [720, 0, 240]  # what is handed in is read as it means on that day
