"""Agreements on flexible hours: what may be agreed, for whom, and what the month sheet makes of it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from closing import MAY, close
from flexible import BEGINS, BREAK, IN_TURN, agreed, covered, plan
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.people.refusals import NotAllowed, ReasonMissing, Refused
from openinsa.staffing.actions import flexible_hours as act
from openinsa.staffing.actions.contracts import change_contract
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.actions.motherhood import note_pregnancy
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.grid import Grid
from openinsa.staffing.marks import Plan
from openinsa.staffing.models import Contract, FlexibleAgreement, FlexibleCover
from openinsa.staffing.patterns import Pattern, Shift
from openinsa.staffing.sheet import load_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def type_hours(office: Office, contract: Contract, hours: dict[int, int]) -> dict[str, Any]:
    month = office.month()
    fill_month(office.clerk, month.pk)
    held = load_sheet(month).rows[contract.pk].days
    cells = [
        CellChange(contract.pk, date(2026, 6, day), held[date(2026, 6, day)].mark, str(count))
        for day, count in hours.items()
    ]
    return record_days(office.clerk, month.pk, uuid4(), "type", cells)


UNLAWFUL: list[tuple[type[Refused], dict[str, Any]]] = [
    (act.UnitTooLong, {"kind": "two_weeks", "unit_length": 3}),
    (act.UnitTooLong, {"unit_length": 14}),
    (
        act.UnitTooLong,
        {"kind": "six_months", "unit": "months", "unit_length": 7, "ends_on": date(2027, 6, 1)},
    ),
    (act.UnitTooShort, {"kind": "six_months", "wage_plan": "신고 제1호"}),
    (act.UnitBeginsLateInTheMonth, {"unit": "months", "unit_length": 1, "starts_on": date(2026, 5, 30)}),
    (act.FlexibleBeforeTheLaw, {"starts_on": date(2021, 4, 5), "agreed_on": date(2021, 4, 1)}),
    (act.AgreedTooLate, {"agreed_on": date(2026, 5, 19)}),
    (act.RepresentativeMissing, {"agreed_with": " "}),
    (act.WagePlanMissing, {"kind": "six_months", "unit_length": 20, "ends_on": date(2026, 12, 31)}),
]


@pytest.mark.parametrize(("refusal", "fields"), UNLAWFUL)
def test_an_agreement_that_the_law_does_not_know_is_refused(
    office: Office, refusal: type[Refused], fields: dict[str, Any]
) -> None:
    with pytest.raises(refusal):
        agreed(office, **fields)
    assert not FlexibleAgreement.objects.exists()


def test_unit_periods_of_months_follow_each_other_by_the_calendar(office: Office) -> None:
    agreement = agreed(
        office, unit="months", unit_length=3, starts_on=date(2026, 6, 1), ends_on=date(2026, 10, 15)
    )
    assert list(agreement.units()) == [
        (date(2026, 6, 1), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2026, 10, 15)),
    ]


def test_only_who_manages_projects_may_agree(office: Office) -> None:
    with pytest.raises(NotAllowed):
        act.agree_flexible_hours(office.clerk, office.project.pk, {})


def test_people_are_covered_for_the_days_of_their_contract(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 7, 31))
    plan(office, contract)
    covered(office, contract)
    cover = FlexibleCover.objects.get()
    assert (cover.valid_from, cover.valid_to) == (BEGINS, date(2026, 7, 31))
    with pytest.raises(act.FlexibleAlready):
        covered(office, contract)


def test_part_timers_stay_outside(office: Office) -> None:
    contract = office.employ()
    version = contract.versions.get()
    hours = {"part_time": True, "weekly_scheduled_minutes": 1200, "schedule": version.schedule}
    change_contract(office.hr_officer, contract.pk, date(2026, 5, 1), hours)
    with pytest.raises(act.FlexibleForPartTimer):
        covered(office, contract)


def test_minors_stay_outside(office: Office) -> None:
    contract = office.employ(resident_number="090612-3000001")
    with pytest.raises(act.FlexibleForMinor, match="2026-05-18"):
        covered(office, contract)


def test_expectant_mothers_stay_outside_and_leave_when_it_is_told(office: Office) -> None:
    told, later = (office.employ(name, resident_number=f"900101-200000{n}") for n, name in enumerate("가나"))
    facts = {"due_on": date(2026, 12, 1), "document": "진단서"}
    note_pregnancy(office.hr_officer, told.person_id, told_on=date(2026, 5, 20), **facts)
    plan(office, told, later)
    with pytest.raises(act.FlexibleNotAllowed):
        covered(office, told)
    FlexibleAgreement.objects.all().delete()
    covered(office, later)
    note_pregnancy(office.hr_officer, later.person_id, told_on=date(2026, 6, 10), **facts)
    assert FlexibleCover.objects.get().valid_to == date(2026, 6, 9)


def pattern(hours: list[int], name: str = "시험") -> Pattern:
    """A week from Monday of so many hours a day."""
    shifts = {
        count: Shift(f"근{count}", f"{count}시간", Plan(420, 480 + count * 60, BREAK), count * 60)
        for count in hours
        if count
    }
    cycle = tuple(shifts[count].mark if count else "off" for count in hours)
    return Pattern(name, BEGINS, tuple(shifts.values()), cycle, (0,), 0, False, "weekday")


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [
        ([9, 9, 9, 9, 9, 0, 0], act.PlanBeyondAverage),
        ([13, 9, 9, 9, 0, 0, 0], act.PlannedDayTooLong),
        ([11, 11, 11, 11, 9, 0, 0, 6, 6, 5, 5, 5, 0, 0], act.PlannedWeekTooLong),
    ],
)
def test_a_plan_beyond_the_law_is_refused_with_the_place(
    office: Office, hours: list[int], refusal: type[Refused]
) -> None:
    contract = office.employ()
    plan(office, contract, pattern=pattern(hours))
    with pytest.raises(refusal):
        covered(office, contract)


def test_two_weeks_by_work_rules_allow_forty_eight_hours_and_longer_days(office: Office) -> None:
    contract = office.employ()
    plan(office, contract, pattern=pattern([13, 9, 9, 9, 0, 0, 0]))
    agreement = covered(office, contract, kind="two_weeks", unit_length=2, agreed_with="")
    assert agreement.covers.count() == 1


def test_the_sheet_counts_overtime_beyond_the_plan_alone(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    covered(office, contract)
    assert type_hours(office, contract, {2: 10})["rows"][contract.pk]["overtime_minutes"] == 8 * 0
    assert type_hours(office, contract, {2: 12})["rows"][contract.pk]["overtime_minutes"] == 120


def test_a_week_planned_for_fifty_hours_may_hold_sixty_two(office: Office) -> None:
    contract = office.employ()
    plan(office, contract, since=date(2026, 5, 18))
    covered(office, contract)
    sixty_two = {1: 15, 2: 15, 4: 16, 5: 16}
    assert (
        "week_over_the_limit"
        not in type_hours(office, contract, sixty_two)["limits"].get(contract.pk, {}).values()
    )
    told = type_hours(office, contract, {5: 17})["limits"][contract.pk]
    assert set(told.values()) == {"week_over_the_limit"}


def test_the_sheet_says_who_is_under_flexible_hours(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    covered(office, contract)
    assert "탄력근로 ~08.09" in Grid(load_sheet(office.month())).rows[0].note


def test_the_sheet_says_nothing_of_flexible_hours_that_ended_in_the_week_before(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    agreement = covered(office, contract)
    act.end_flexible_hours(office.hr_officer, agreement.pk, date(2026, 6, 30))
    assert "탄력근로" not in Grid(load_sheet(office.month(date(2026, 7, 1)))).rows[0].note


def test_eleven_hours_of_rest_are_watched_in_long_unit_periods(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    long = {"kind": "six_months", "unit_length": 20, "ends_on": date(2026, 10, 4), "wage_plan": "신고 제1호"}
    covered(office, contract, **long)
    month = office.month()
    fill_month(office.clerk, month.pk)
    cells = [CellChange(contract.pk, date(2026, 6, 1), "길게", "09:00-23:00")]
    told = record_days(office.clerk, month.pk, uuid4(), "type", cells)["limits"][contract.pk]
    assert told["2026-06-02"] == "short_rest"


def test_an_agreement_ends_for_everybody_or_for_one(office: Office) -> None:
    one, other = office.employ("가"), office.employ("나")
    plan(office, one, other)
    agreement = covered(office, one, other)
    cover = FlexibleCover.objects.get(contract=one)
    act.end_cover(office.hr_officer, cover.pk, date(2026, 6, 14))
    act.end_flexible_hours(office.hr_officer, agreement.pk, date(2026, 7, 12))
    ends = FlexibleCover.objects.order_by("contract").values_list("valid_to", flat=True)
    assert list(ends) == [date(2026, 6, 14), date(2026, 7, 12)]
    with pytest.raises(act.FlexibleEndsBefore):
        act.end_flexible_hours(office.hr_officer, agreement.pk, date(2026, 5, 1))
    with pytest.raises(ReasonMissing):
        act.drop_flexible_hours(office.hr_officer, agreement.pk, reason=" ")
    act.drop_flexible_hours(office.hr_officer, agreement.pk, reason="잘못 적음")
    assert not FlexibleCover.objects.exists()


def test_a_unit_period_is_not_cut_short_in_a_paid_month_that_would_have_settled_it(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    agreement = covered(office, contract)
    close(office, MAY)
    with pytest.raises(PaidMonthsFollow):
        act.end_flexible_hours(office.hr_officer, agreement.pk, date(2026, 5, 31))
    with pytest.raises(PaidMonthsFollow):
        act.end_cover(office.hr_officer, FlexibleCover.objects.get().pk, date(2026, 5, 31))
    act.end_flexible_hours(office.hr_officer, agreement.pk, date(2026, 6, 1))
    assert FlexibleCover.objects.get().valid_to == date(2026, 6, 1)


def test_a_whole_unit_period_may_end_with_a_paid_month(office: Office) -> None:
    contract = office.employ()
    plan(office, contract, since=date(2026, 5, 4))
    agreement = covered(office, contract, starts_on=date(2026, 5, 4), agreed_on=date(2026, 5, 1))
    close(office, MAY)
    act.end_flexible_hours(office.hr_officer, agreement.pk, date(2026, 5, 31))
    assert FlexibleCover.objects.get().valid_to == date(2026, 5, 31)


def test_an_expectant_mother_leaves_where_her_unit_period_is_still_settled(office: Office) -> None:
    contract = office.employ(resident_number="900101-2000000")
    plan(office, contract)
    covered(office, contract)
    close(office, MAY)
    facts = {"due_on": date(2026, 12, 1), "document": "진단서"}
    note_pregnancy(office.hr_officer, contract.person_id, told_on=date(2026, 5, 20), **facts)
    assert FlexibleCover.objects.get().valid_to == date(2026, 6, 1)


def test_a_contract_outside_the_agreement_is_refused(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 5, 10))
    with pytest.raises(act.OutsideTheAgreement):
        covered(office, contract)


def test_the_plan_in_turn_averages_forty_hours() -> None:
    minutes = [shift.scheduled_minutes for mark in IN_TURN.cycle if (shift := IN_TURN.shift(mark))]
    assert sum(minutes) == 2 * 40 * 60


def test_an_agreement_is_made_shown_and_ended_on_its_pages(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    hr_officer = OfficeClient(office, office.hr_officer, "staffing")
    typed = {
        "kind": "three_months",
        "unit_length": "4",
        "unit": "weeks",
        "starts_on": "2026-05-18",
        "ends_on": "2026-08-09",
        "agreed_on": "2026-05-11",
        "agreed_with": "박근로",
        "document": "서면 합의 제3호",
        "wage_plan": "",
    }
    project = office.project.pk
    assert "근로자대표를 적어 주세요" in text(
        hr_officer.post("new_flexible_hours", project, **typed | {"agreed_with": ""})
    )
    hr_officer.post("new_flexible_hours", project, **typed)
    agreement = FlexibleAgreement.objects.get()
    cover = ("cover_flexible_hours", agreement.pk)
    assert contract.person.name in text(hr_officer.post(*cover, row=contract.pk))
    hr_officer.post(*cover, row=contract.pk, valid_from="", valid_to="")
    page = text(hr_officer.get("flexible_hours", agreement.pk))
    assert "160:00" in page
    assert "50:00" in page
    assert "서면 합의 제3호" in text(hr_officer.get("project", project))
    held = FlexibleCover.objects.get()
    finish = {"ends_on": "2026-06-14", "reason": "부서 이동"}
    hr_officer.post("flexible_cover", held.pk, **finish)
    assert FlexibleCover.objects.get().valid_to == date(2026, 6, 14)
    hr_officer.post("end_flexible_hours", agreement.pk, **finish, drop="1")
    assert not FlexibleAgreement.objects.exists()


def test_a_clerk_sees_the_agreement_and_changes_nothing(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    agreement = covered(office, contract)
    clerk = OfficeClient(office, office.clerk, "staffing")
    page = clerk.get("flexible_hours", agreement.pk)
    assert "단위기간" in text(page)
    assert "끝내기" not in text(page)
    assert clerk.post("cover_flexible_hours", agreement.pk).status_code == 404


def test_a_plan_that_grew_beyond_the_law_is_told_on_the_page(office: Office) -> None:
    contract = office.employ()
    plan(office, contract)
    agreement = covered(office, contract)
    plan(office, contract, pattern=pattern([9, 9, 9, 9, 9, 0, 0]), since=date(2026, 6, 15))
    page = OfficeClient(office, office.hr_officer, "staffing").get("flexible_hours", agreement.pk)
    assert "법의 한도를 넘습니다" in text(page)
