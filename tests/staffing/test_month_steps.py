"""A project's month from the first cell to approval, and what is refused on the way."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from office import JUNE, Office, new_office
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.staffing.actions.consents import record_consents
from openinsa.staffing.actions.months import (
    MonthHasFaults,
    MonthNotOpen,
    MonthNotSubmitted,
    MonthOutsideProject,
    approve_month,
    fill_month,
    open_month,
    send_back_month,
    submit_month,
)
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Contract, Day, ProjectMonth

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 6, 2)


@pytest.fixture
def office() -> Office:
    return new_office()


def put(office: Office, month: ProjectMonth, *cells: CellChange, **named: object) -> dict:
    return record_days(office.clerk, month.pk, named.pop("request_id", uuid4()), "type", cells, **named)


def test_an_ordinary_month_is_filled_submitted_and_approved(office: Office) -> None:
    office.employ()
    month = office.month()
    assert fill_month(office.clerk, month.pk) == 30
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    month.refresh_from_db()
    assert month.state == "approved"
    assert (month.submitted_by, month.approved_by) == (office.clerk, office.head)


def test_filling_leaves_what_was_entered(office: Office) -> None:
    contract, month = office.employ(), office.month()
    put(office, month, CellChange(contract.pk, TUESDAY, "", "연"))
    assert fill_month(office.clerk, month.pk) == 29
    assert Day.objects.get(contract=contract, date=TUESDAY).mark == "연"


def test_a_month_with_an_empty_day_is_not_submitted(office: Office) -> None:
    office.employ()
    month = office.month()
    with pytest.raises(MonthHasFaults, match="30개"):
        submit_month(office.clerk, month.pk)
    month.refresh_from_db()
    assert month.is_open


def test_an_unreadable_mark_is_kept_but_stops_submission(office: Office) -> None:
    contract, month = office.employ(), office.month()
    fill_month(office.clerk, month.pk)
    answer = put(office, month, CellChange(contract.pk, TUESDAY, "출", "밥"))
    assert answer["told"][0]["status"] == "error"
    assert Day.objects.get(contract=contract, date=TUESDAY).mark == "밥"
    with pytest.raises(MonthHasFaults, match="알 수 없는 부호"):
        submit_month(office.clerk, month.pk)


def test_a_submitted_month_is_locked_for_entry(office: Office) -> None:
    contract, month = office.employ(), office.month()
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    answer = put(office, month, CellChange(contract.pk, TUESDAY, "출", "결"))
    assert (answer["told"][0]["status"], answer["told"][0]["mark"]) == ("locked", "출")
    with pytest.raises(MonthNotOpen):
        fill_month(office.clerk, month.pk)


def test_a_month_sent_back_says_why_and_opens_again(office: Office) -> None:
    office.employ()
    month = office.month()
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    with pytest.raises(ReasonMissing):
        send_back_month(office.head, month.pk, reason=" ")
    send_back_month(office.head, month.pk, reason="6월 2일 확인")
    month.refresh_from_db()
    assert (month.state, month.sent_back_reason) == ("open", "6월 2일 확인")


def test_only_a_submitted_month_can_be_approved(office: Office) -> None:
    month = office.month()
    with pytest.raises(MonthNotSubmitted):
        approve_month(office.head, month.pk)


def test_a_clerk_cannot_approve_and_a_head_cannot_enter(office: Office) -> None:
    month = office.month()
    with pytest.raises(NotAllowed):
        approve_month(office.clerk, month.pk)
    with pytest.raises(NotAllowed):
        fill_month(office.head, month.pk)


def test_a_clerk_of_another_project_finds_nothing(office: Office) -> None:
    month, stranger = office.month(), office.user(Role.PROJECT_CLERK)
    with pytest.raises(NotFound):
        fill_month(stranger, month.pk)


def test_a_month_outside_the_project_cannot_be_opened(office: Office) -> None:
    with pytest.raises(MonthOutsideProject):
        open_month(office.clerk, office.project.pk, date(2027, 1, 1))


def test_two_clerks_on_different_days_both_win(office: Office) -> None:
    contract, month = office.employ(), office.month()
    put(office, month, CellChange(contract.pk, TUESDAY, "", "출"))
    put(office, month, CellChange(contract.pk, date(2026, 6, 4), "", "연"))
    assert Day.objects.filter(contract=contract).count() == 2


def test_two_clerks_on_one_day_make_one_record_and_a_visible_conflict(office: Office) -> None:
    contract, month = office.employ(), office.month()
    put(office, month, CellChange(contract.pk, TUESDAY, "", "출"))
    answer = put(office, month, CellChange(contract.pk, TUESDAY, "", "결"))
    (told,) = answer["told"]
    assert (told["status"], told["other"]["mark"]) == ("conflict", "출")
    assert Day.objects.get(contract=contract).mark == "출"


def test_the_same_request_twice_changes_nothing_the_second_time(office: Office) -> None:
    contract, month, request = office.employ(), office.month(), uuid4()
    first = put(office, month, CellChange(contract.pk, TUESDAY, "", "출"), request_id=request)
    put(office, month, CellChange(contract.pk, TUESDAY, "출", "결"))
    again = put(office, month, CellChange(contract.pk, TUESDAY, "", "출"), request_id=request)
    assert (again["counts"], again["told"]) == (first["counts"], first["told"])
    assert Day.objects.get(contract=contract).mark == "결"


def test_a_preview_answers_and_stores_nothing(office: Office) -> None:
    contract, month = office.employ(), office.month()
    answer = put(office, month, CellChange(contract.pk, TUESDAY, "", "출"), dry_run=True)
    assert (answer["counts"], answer["told"]) == ({"ok": 1}, [])
    assert not Day.objects.exists()
    month.refresh_from_db()
    assert month.sheet_version == 0


def test_a_day_outside_the_contract_is_locked_and_refused_by_the_database(office: Office) -> None:
    contract, month = office.employ(starts_on=date(2026, 6, 15)), office.month()
    answer = put(office, month, CellChange(contract.pk, TUESDAY, "", "출"))
    assert answer["told"][0]["status"] == "locked"
    with pytest.raises(IntegrityError, match="outside contract"), transaction.atomic():
        Day.objects.create(institution=office.institution, contract=contract, date=TUESDAY, mark="출")


def test_a_day_of_no_contract_or_by_no_user_of_its_institution_is_refused_by_the_database(
    office: Office,
) -> None:
    ours, stranger = office.employ(), new_office("나래시").clerk
    office.enter()
    day = {"institution": office.institution, "date": TUESDAY, "mark": "출"}
    for fields in ({"contract_id": ours.pk + 1_000}, {"contract": ours, "entered_by": stranger}):
        with pytest.raises(IntegrityError, match="of its institution"), transaction.atomic():
            Day.objects.create(**day, **fields)
    assert not Day.objects.exists()


@pytest.mark.parametrize("table", ["staffing_contract", "people_user"])
def test_a_contract_with_days_and_whoever_entered_them_cannot_be_removed(office: Office, table: str) -> None:
    contract, month = office.employ(), office.month()
    put(office, month, CellChange(contract.pk, TUESDAY, "", "출"))
    for one in ("staffing_contractversion", "staffing_projectclerk"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {one}")
    with (
        pytest.raises(IntegrityError, match="stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")
    assert Day.objects.get().contract == contract


def test_a_week_beyond_52_hours_marks_its_days(office: Office) -> None:
    contract, month = office.employ(), office.month()
    long_week = [CellChange(contract.pk, date(2026, 6, 8 + n), "", "11") for n in range(5)]
    answer = put(office, month, *long_week)
    assert answer["limits"] == {contract.pk: {f"2026-06-{8 + n:02}": "week_over_the_limit" for n in range(5)}}
    assert answer["faults"]["week_over_the_limit"]["law"] == "근로기준법 제53조제1항"


def test_a_part_timer_beyond_twelve_hours_more_than_agreed_is_marked(office: Office) -> None:
    contract, month = office.employ(daily_scheduled_minutes=240), office.month()
    consented(office, contract, "part_time")
    agreed = [CellChange(contract.pk, date(2026, 6, 8 + n), "", "6") for n in range(4)]
    assert put(office, month, *agreed)["limits"] == {}
    answer = put(office, month, CellChange(contract.pk, date(2026, 6, 12), "", "8.5"))
    assert answer["limits"] == {
        contract.pk: {f"2026-06-{8 + n:02}": "part_time_week_over_the_limit" for n in range(5)}
    }
    assert "제6조제1항" in answer["faults"]["part_time_week_over_the_limit"]["law"]


def consented(office: Office, contract: Contract, kind: str) -> None:
    paper = {"kind": kind, "document": "동의서", "dated_on": date(2026, 1, 1), "valid_from": date(2026, 1, 1)}
    record_consents(office.clerk, office.project.pk, [contract.pk], paper)


def minor(office: Office) -> Contract:
    """Somebody who turns eighteen on 15 June 2026, with the parents' consent on record."""
    contract = office.employ(resident_number="080615-3999999")
    consented(office, contract, "parental")
    return contract


def test_a_minors_day_and_week_are_held_against_the_shorter_limits(office: Office) -> None:
    contract, month = minor(office), office.month()
    days = [CellChange(contract.pk, date(2026, 6, 8 + n), "", hours) for n, hours in enumerate("789")]
    assert put(office, month, *days)["limits"][contract.pk] == {
        "2026-06-09": "minor_day_by_agreement",
        "2026-06-10": "minor_day_over_limit",
    }
    rest = [CellChange(contract.pk, date(2026, 6, 11 + n), "", "7") for n in range(2)]
    found = put(office, month, *rest)["limits"][contract.pk]
    assert found["2026-06-08"] == found["2026-06-12"] == "minor_week_by_agreement"


def test_a_minor_at_night_or_on_a_holiday_asks_for_the_permission(office: Office) -> None:
    contract, month = minor(office), office.month()
    night = CellChange(contract.pk, date(2026, 6, 9), "", "17:00-23:00")
    holiday = CellChange(contract.pk, date(2026, 6, 3), "", "4")
    answer = put(office, month, night, holiday)
    assert set(answer["limits"][contract.pk].values()) == {"minor_at_night_or_on_a_holiday"}
    assert answer["faults"]["minor_at_night_or_on_a_holiday"]["law"] == "근로기준법 제70조제2항"


def test_from_the_eighteenth_birthday_on_the_limits_of_all_hold(office: Office) -> None:
    contract, month = minor(office), office.month()
    days = [CellChange(contract.pk, date(2026, 6, 15 + n), "", "9") for n in range(2)]
    assert put(office, month, *days)["limits"] == {}


def test_a_day_with_too_short_a_break_is_pointed_out_with_its_article(office: Office) -> None:
    contract, month = office.employ(), office.month()
    answer = put(office, month, CellChange(contract.pk, TUESDAY, "", "09:00-18:00/30"))
    assert [(told["status"], told["fault"]) for told in answer["told"]] == [("warning", "short_break")]
    assert answer["faults"]["short_break"]["law"] == "근로기준법 제54조제1항"
    assert Day.objects.get(contract=contract).worked_minutes == 510


def test_four_hours_without_a_break_ask_for_the_workers_request_from_december_2026(office: Office) -> None:
    contract = office.employ()
    december = office.month(date(2026, 12, 1))
    days = [CellChange(contract.pk, date(2026, 12, day), "", "13:00-17:00") for day in (9, 10)]
    answer = put(office, december, *days)
    assert [told["fault"] for told in answer["told"]] == ["short_break", "break_on_request"]


def test_days_of_the_month_before_count_in_a_week_that_spans_both(office: Office) -> None:
    contract = office.employ()
    july = office.month(date(2026, 7, 1))
    june_days = [CellChange(contract.pk, date(2026, 6, day), "", "13") for day in (29, 30)]
    put(office, office.month(JUNE), *june_days)
    answer = put(office, july, *[CellChange(contract.pk, date(2026, 7, day), "", "13") for day in (1, 2, 3)])
    assert {*answer["limits"][contract.pk]} >= {"2026-07-01", "2026-07-02"}


def test_an_answer_tells_of_those_cells_only_that_did_not_become_what_was_asked(office: Office) -> None:
    contract, month = office.employ(), office.month()
    marks = {2: "8", 4: "밥", 5: " 출 ", 6: "출"}
    cells = [CellChange(contract.pk, date(2026, 6, day), "", mark) for day, mark in marks.items()]
    answer = put(office, month, *cells)
    assert answer["counts"] == {"ok": 2, "error": 1, "warning": 1}
    assert [(told["place"], told["status"], told["mark"]) for told in answer["told"]] == [
        (1, "error", "밥"),
        (2, "ok", "출"),
        (3, "warning", "출"),
    ]
    assert answer["faults"]["unknown_mark"]["text"].startswith("알 수 없는 부호")


def test_many_conflicts_cost_one_question_more(office: Office, django_assert_max_num_queries: object) -> None:
    contracts = [office.employ(f"근로자{n}") for n in range(3)]
    month, clerk = office.month(), office.clerk
    put(office, month, *[CellChange(contract.pk, TUESDAY, "", "출") for contract in contracts])
    late = [CellChange(contract.pk, TUESDAY, "", "결") for contract in contracts]
    with django_assert_max_num_queries(17):
        answer = record_days(clerk, month.pk, uuid4(), "type", late)
    assert answer["counts"] == {"conflict": 3}
    assert {told["other"]["name"] for told in answer["told"]} == {clerk.name}


@pytest.mark.parametrize("people", [1, 12])
def test_saving_takes_the_same_number_of_statements_for_any_number_of_cells(
    office: Office, people: int, django_assert_max_num_queries: object
) -> None:
    contracts = [office.employ(f"근로자{n}") for n in range(people)]
    month, clerk = office.month(), office.clerk
    cells = [CellChange(c.pk, date(2026, 6, day), "", "출") for c in contracts for day in range(1, 31)]
    with django_assert_max_num_queries(17):
        record_days(clerk, month.pk, uuid4(), "paste", cells)
    assert Day.objects.count() == 30 * people


@pytest.mark.parametrize(
    ("rule", "status", "fault"),
    [("allow", "ok", ""), ("warn", "warning", "day_to_come"), ("refuse", "error", "day_to_come_refused")],
)
def test_work_on_a_day_to_come_follows_the_institutions_rule_in_korean_time(
    office: Office, rule: str, status: str, fault: str
) -> None:
    office.institution.institutionsetting_set.update(future_days=rule)
    contract, month = office.employ(), office.month(date(2026, 12, 1))
    answer = put(office, month, CellChange(contract.pk, date(2026, 12, 31), "", "출"))
    assert answer["counts"] == {status: 1}
    assert [told["fault"] for told in answer["told"]] == [fault] * bool(fault)
