"""Following a crew: the month fills itself from the pattern, marks are read by it, and changes are dated."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from office import JUNE, Office, new_office
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import PayRun
from openinsa.people.models import InstitutionSetting
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.roles import Role
from openinsa.staffing.actions.contracts import end_contract
from openinsa.staffing.actions.months import approve_month, fill_month, month_faults, submit_month
from openinsa.staffing.actions.patterns import (
    CrewOutsideContract,
    NobodyPicked,
    NoSuchCrew,
    assign_crews,
    change_pattern,
    make_pattern,
)
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Contract, CrewAssignment, Day, ProjectMonth
from openinsa.staffing.patterns import stored
from openinsa.staffing.sheet import Sheet, load_sheet
from shifts import follow, stored_pattern, usual
from statements import counted_statements

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 1)
"""The first day of June is a Monday: crew 1 begins its cycle on it."""


@pytest.fixture
def office() -> Office:
    return new_office()


def filled(office: Office, month: date = JUNE) -> Sheet:
    one = office.month(month)
    fill_month(office.clerk, one.pk)
    return load_sheet(one)


def marks(sheet: Sheet, contract: Contract) -> list[str]:
    days = sheet.rows[contract.pk].days
    return [days[day].mark if day in days else "" for day in sheet.dates]


def mark(office: Office, contract: Contract, day: date, text: str) -> Day:
    """Put a mark into a cell as the grid does."""
    one = office.month(day.replace(day=1))
    old = Day.objects.filter(contract=contract, date=day).values_list("mark", flat=True).first() or ""
    record_days(office.clerk, one.pk, uuid4(), "type", [CellChange(contract.pk, day, old, text)])
    return Day.objects.get(contract=contract, date=day)


def test_a_month_fills_itself_with_the_shifts_and_free_days_of_the_crew(office: Office) -> None:
    contract = office.employ()
    follow(office, contract, stored_pattern(office, starts_on=MONDAY))
    sheet = filled(office)
    assert marks(sheet, contract)[:8] == ["주간", "야간", "비번", "주", "주간", "야간", "비번", "주"]
    assert marks(sheet, contract)[8:16] == ["주간", "야간", "비번", "휴", "주간", "야간", "비번", "주"]
    assert month_faults(sheet) == []


def test_a_filled_shift_has_the_times_and_breaks_of_the_pattern(office: Office) -> None:
    contract = office.employ()
    follow(office, contract, stored_pattern(office, starts_on=MONDAY))
    filled(office)
    night = Day.objects.get(contract=contract, date=date(2026, 6, 2))
    assert (night.starts, night.ends, night.breaks) == (1140, 1860, [1440, 1500, 1680, 1710])
    assert night.code == "work"


def test_crews_take_turns(office: Office) -> None:
    pattern = stored_pattern(office, starts_on=MONDAY)
    people = [office.employ(f"{crew}조") for crew in (1, 2, 3, 4)]
    for crew, contract in enumerate(people, 1):
        follow(office, contract, pattern, crew)
    sheet = filled(office)
    for place in range(30):
        day = [marks(sheet, contract)[place] for contract in people]
        assert (day.count("주간"), day.count("야간")) == (1, 1)


def test_somebody_without_a_crew_keeps_the_week_of_the_contract(office: Office) -> None:
    ordinary, shifted = office.employ("주간 근무자"), office.employ("교대 근무자")
    follow(office, shifted, stored_pattern(office, starts_on=MONDAY))
    assert marks(filled(office), ordinary)[:7] == ["출", "출", "공휴", "출", "출", "공휴", "주"]


def test_a_crew_goes_on_over_the_end_of_a_month_and_of_a_leap_february(office: Office) -> None:
    project = office.new_project("윤년 사업", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    contract = office.employ(project=project.name, starts_on=date(2024, 2, 1), ends_on=date(2024, 12, 31))
    follow(office, contract, stored_pattern(office, starts_on=date(2024, 1, 1)))
    found = []
    for month in (date(2024, 2, 1), date(2024, 3, 1)):
        one = office.month(month, project)
        fill_month(office.clerk, one.pk)
        found += marks(load_sheet(one), contract)
    works = {day: shift for day in range(60) if (shift := {0: "주간", 1: "야간"}.get((31 + day) % 4))}
    assert {day: shown for day, shown in enumerate(found) if shown in ("주간", "야간")} == works


def test_a_pattern_that_rests_on_public_holidays_leaves_them_free(office: Office) -> None:
    resting = replace(usual("4조2교대", MONDAY), works_on_public_holidays=False)
    contract = office.employ()
    follow(office, contract, make_pattern(office.hr_officer, resting), crew=3)
    working = office.employ("쉬지 않는 사람")
    follow(office, working, stored_pattern(office, "3조2교대", starts_on=MONDAY), crew=2)
    sheet = filled(office)
    assert marks(sheet, contract)[:6] == ["비번", "주", "공휴", "야간", "비번", "휴"]
    assert marks(sheet, working)[5] == "주간"
    assert sheet.rows[working.pk].days[date(2026, 6, 6)].fault == "work_on_holiday"


def test_a_shift_taken_over_from_another_crew_is_read_by_its_mark(office: Office) -> None:
    contract = office.employ()
    follow(office, contract, stored_pattern(office, starts_on=MONDAY))
    taken = mark(office, contract, date(2026, 6, 12), "야간")
    assert (taken.starts, taken.ends, taken.fault) == (1140, 1860, "work_without_plan")


def test_a_shifts_mark_means_nothing_for_somebody_without_a_pattern(office: Office) -> None:
    stored_pattern(office)
    assert mark(office, office.employ(), date(2026, 6, 2), "야간").fault == "unknown_mark"


def test_leave_on_a_shift_takes_the_shift_and_none_is_left_on_a_free_day(office: Office) -> None:
    contract = office.employ()
    follow(office, contract, stored_pattern(office, starts_on=MONDAY))
    assert not mark(office, contract, date(2026, 6, 2), "연").fault
    assert mark(office, contract, date(2026, 6, 3), "연").fault == "leave_on_a_free_day"


def test_marks_of_an_open_month_are_read_again_when_somebody_joins_a_crew(office: Office) -> None:
    contract = office.employ()
    mark(office, contract, date(2026, 6, 2), "출")
    follow(office, contract, stored_pattern(office, starts_on=MONDAY))
    again = Day.objects.get(contract=contract, date=date(2026, 6, 2))
    assert (again.mark, again.starts, again.ends) == ("출", 1140, 1860)


def test_a_changed_pattern_is_read_again_in_open_months(office: Office) -> None:
    contract, row = office.employ(), stored_pattern(office, starts_on=MONDAY)
    follow(office, contract, row)
    filled(office)
    pattern = stored(row)
    later = replace(pattern.shifts[0], plan=replace(pattern.shifts[0].plan, ends=1200))
    change_pattern(office.hr_officer, row.pk, replace(pattern, shifts=(later, pattern.shifts[1])))
    assert Day.objects.get(contract=contract, date=MONDAY).ends == 1200


def held(contract: Contract) -> list[tuple[int, date, date]]:
    return list(contract.crew_assignments.values_list("crew", "valid_from", "valid_to"))


def test_a_change_of_crew_for_some_days_leaves_the_days_before_and_after(office: Office) -> None:
    contract, pattern = office.employ(), stored_pattern(office)
    follow(office, contract, pattern, 1)
    follow(office, contract, pattern, 3, valid_from=date(2026, 6, 10), valid_to=date(2026, 6, 20))
    assert held(contract) == [
        (1, date(2026, 1, 1), date(2026, 6, 9)),
        (3, date(2026, 6, 10), date(2026, 6, 20)),
        (1, date(2026, 6, 21), date(2026, 12, 31)),
    ]


def test_no_pattern_means_the_week_of_the_contract_again(office: Office) -> None:
    contract, pattern = office.employ(), stored_pattern(office, starts_on=MONDAY)
    follow(office, contract, pattern)
    assign_crews(office.hr_officer, office.project.pk, [contract.pk], None, None, date(2026, 6, 8))
    assert held(contract) == [(1, date(2026, 1, 1), date(2026, 6, 7))]
    shown = marks(filled(office), contract)
    assert shown[:2] == ["주간", "야간"]
    assert shown[7:14] == ["출"] * 5 + ["휴", "주"]


def test_people_are_dealt_out_to_the_crews_in_the_order_given(office: Office) -> None:
    people = [office.employ(f"사람{n}") for n in range(6)]
    ids = [one.pk for one in people]
    assign_crews(office.clerk, office.project.pk, ids, stored_pattern(office).pk, None, JUNE)
    crews = dict(CrewAssignment.objects.values_list("contract", "crew"))
    assert [crews[pk] for pk in ids] == [1, 2, 3, 4, 1, 2]


def test_a_crew_ends_with_the_contract(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 9, 30))
    follow(office, contract, stored_pattern(office))
    assert held(contract) == [(1, date(2026, 1, 1), date(2026, 9, 30))]
    end_contract(office.hr_officer, contract.pk, date(2026, 7, 31))
    assert held(contract) == [(1, date(2026, 1, 1), date(2026, 7, 31))]


def test_nobody_is_put_on_a_crew_that_is_not_there_or_outside_the_contract(office: Office) -> None:
    contract, pattern = office.employ("김하늘"), stored_pattern(office)
    with pytest.raises(NoSuchCrew, match="5조"):
        follow(office, contract, pattern, 5)
    with pytest.raises(CrewOutsideContract, match="김하늘"):
        follow(office, contract, pattern, 1, valid_from=date(2027, 1, 1))
    with pytest.raises(NobodyPicked):
        assign_crews(office.hr_officer, office.project.pk, [], pattern.pk, 1, JUNE)
    assert held(contract) == []


def test_a_paid_month_keeps_its_crews(office: Office) -> None:
    contract, pattern = office.employ(), stored_pattern(office)
    follow(office, contract, pattern)
    ProjectMonth.objects.filter(pk=office.month(JUNE).pk).update(state="paid")
    with pytest.raises(PaidMonthsFollow):
        follow(office, contract, pattern, 2, valid_from=date(2026, 6, 30))
    follow(office, contract, pattern, 2, valid_from=date(2026, 7, 1))


def test_only_people_of_ones_own_projects_are_put_on_crews(office: Office) -> None:
    mine, other = office.employ(), office.employ(project="다른 사업")
    pattern = stored_pattern(office)
    with pytest.raises(NotFound):
        assign_crews(office.clerk, office.project.pk, [mine.pk, other.pk], pattern.pk, 1, JUNE)
    with pytest.raises(NotFound):
        assign_crews(office.user(Role.PROJECT_CLERK), office.project.pk, [mine.pk], pattern.pk, 1, JUNE)
    with pytest.raises(NotAllowed):
        assign_crews(office.head, office.project.pk, [mine.pk], pattern.pk, 1, JUNE)


def add_raw(contract: Contract, pattern_id: int, crew: int, first: date, last: date) -> None:
    CrewAssignment.objects.create(
        institution_id=contract.institution_id,
        contract=contract,
        pattern_id=pattern_id,
        crew=crew,
        valid_from=first,
        valid_to=last,
    )


def test_the_database_itself_refuses_two_crews_on_one_day_and_stray_crews(office: Office) -> None:
    contract, pattern = office.employ(), stored_pattern(office)
    follow(office, contract, pattern, valid_to=date(2026, 6, 30))
    for name, crew, first, last in (
        ("one_crew_per_day_of_a_contract", 2, date(2026, 6, 30), date(2026, 7, 31)),
        ("no crew 5", 5, date(2026, 7, 1), date(2026, 7, 31)),
        ("outside contract", 2, date(2026, 7, 1), date(2027, 1, 1)),
        ("crews_count_from_one", 0, date(2026, 7, 1), date(2026, 7, 31)),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            add_raw(contract, pattern.pk, crew, first, last)


def test_loading_a_month_takes_the_same_number_of_statements_for_any_number_on_crews(office: Office) -> None:
    pattern, month, counts = stored_pattern(office), office.month(JUNE), []
    for _round in range(2):
        for _person in range(4):
            follow(office, office.employ(), pattern)
        with counted_statements() as sent:
            load_sheet(month)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_putting_people_on_crews_takes_the_same_number_of_statements_for_any_number(office: Office) -> None:
    pattern, counts = stored_pattern(office), []
    office.month(JUNE)
    for count in (2, 12):
        ids = [office.employ(f"{count}명 {n}").pk for n in range(count)]
        with counted_statements() as sent:
            assign_crews(office.hr_officer, office.project.pk, ids, pattern.pk, None, JUNE)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def computed_run(office: Office) -> PayRun:
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    runs = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([run.pk for run in runs], office.payroll_officer.pk)
    return PayRun.objects.get()


def test_a_computed_run_waits_when_somebodys_crew_changes(office: Office) -> None:
    contract, pattern = office.employ(), stored_pattern(office)
    follow(office, contract, pattern)
    assert computed_run(office).state == "computed"
    follow(office, contract, pattern, 2, valid_from=date(2026, 6, 15))
    assert PayRun.objects.get().state == "waiting"


def test_a_computed_run_waits_when_the_pattern_changes(office: Office) -> None:
    contract, row = office.employ(), stored_pattern(office)
    follow(office, contract, row)
    assert computed_run(office).state == "computed"
    change_pattern(office.hr_officer, row.pk, replace(stored(row), weekly_holiday="weekday"))
    assert PayRun.objects.get().state == "waiting"


def test_a_computed_run_of_others_does_not_wait(office: Office) -> None:
    office.employ()
    row = stored_pattern(office)
    assert computed_run(office).state == "computed"
    follow(office, office.employ(project="다른 사업"), row)
    assert PayRun.objects.get().state == "computed"


def test_a_shift_on_a_day_to_come_is_refused_where_the_institution_wants_it(office: Office) -> None:
    contract = office.employ()
    follow(office, contract, stored_pattern(office, starts_on=MONDAY))
    InstitutionSetting.objects.update(future_days="refuse")
    last = date(2026, 12, 31)
    sheet = load_sheet(office.month(last.replace(day=1)))
    sheet.today = date(2026, 12, 30)
    assert sheet.read(sheet.rows[contract.pk], last, "야간").fault == "day_to_come_refused"
