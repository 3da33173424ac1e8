"""Consents that the law asks for, and days of expectant mothers and after a birth: marks with their article."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.exchange.workbook import read_workbook
from openinsa.home.own_data import own_data
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import AccessRecord, ChangeRecord
from openinsa.privacy.reasons import Reason
from openinsa.staffing.actions.consents import (
    ConsentEndsElsewhere,
    ConsentHolds,
    drop_consent,
    end_consent,
    record_consents,
)
from openinsa.staffing.actions.motherhood import (
    DueDateOutOfReach,
    EndsBeforeItWasTold,
    PregnancyGoesOn,
    PregnancyIsOver,
    drop_motherhood,
    end_pregnancy,
    note_pregnancy,
    show_motherhood,
)
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Consent, Contract, Day, Motherhood
from statements import counted_statements

pytestmark = pytest.mark.django_db
WOMAN, MINOR = "850412-2000017", "090302-3000017"
DOCUMENT = {"dated_on": date(2026, 5, 20), "document": "동의서 제3호", "valid_from": date(2026, 6, 1)}


@pytest.fixture
def office() -> Office:
    return new_office()


def type_marks(office: Office, contract: Contract, month: int = 6, **marks: str) -> dict[int, str]:
    """Type marks on days of a month of 2026, d3="9" for the third; the limits by day as the grid tells them."""
    now = dict(Day.objects.filter(contract=contract).values_list("date", "mark"))
    days = {date(2026, month, int(name[1:])): mark for name, mark in marks.items()}
    cells = [CellChange(contract.pk, day, now.get(day, ""), mark) for day, mark in days.items()]
    open_month = office.month(date(2026, month, 1))
    answer = record_days(office.clerk, open_month.pk, uuid4(), "type", cells)
    found = answer["limits"].get(contract.pk, {})
    return {date.fromisoformat(day).day: fault for day, fault in found.items()}


def agreed(office: Office, contract: Contract, kind: str, **fields: Any) -> None:
    record_consents(office.clerk, office.project.pk, [contract.pk], {**DOCUMENT, "kind": kind, **fields})


def expecting(office: Office, contract: Contract, **fields: date) -> Motherhood:
    usual = {"told_on": date(2026, 6, 1), "due_on": date(2026, 12, 14)}
    return note_pregnancy(office.clerk, contract.person_id, **{**usual, **fields}, document="진단서")


def test_a_womans_night_without_her_consent_is_marked(office: Office) -> None:
    woman, man = office.employ(resident_number=WOMAN), office.employ("박바다")
    assert type_marks(office, woman, d1="14:00-23:00") == {1: "night_without_consent"}
    assert type_marks(office, man, d1="14:00-23:00") == {}


def test_her_recorded_consent_takes_the_mark_away_until_she_takes_it_back(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    agreed(office, woman, "night_consent")
    assert type_marks(office, woman, d1="14:00-23:00", d7="8") == {}
    end_consent(office.clerk, Consent.objects.get().pk, date(2026, 6, 3), reason="철회")
    assert type_marks(office, woman, d2="9") == {7: "night_without_consent"}


def test_a_minor_without_parents_consent_is_marked_on_every_day_of_work(office: Office) -> None:
    minor = office.employ(resident_number=MINOR)
    assert type_marks(office, minor, d1="7") == {1: "minor_without_parental_consent"}
    agreed(office, minor, "parental")
    assert type_marks(office, minor, d1="7", d2="8") == {2: "minor_day_by_agreement"}
    agreed(office, minor, "minor_extension")
    assert type_marks(office, minor, d2="8", d3="7") == {3: "minor_at_night_or_on_a_holiday"}


def test_permission_lets_a_minor_work_on_a_holiday(office: Office) -> None:
    minor = office.employ(resident_number=MINOR)
    for kind in ("parental", "night_permission"):
        agreed(office, minor, kind)
    assert type_marks(office, minor, d7="7") == {}


def test_a_part_timers_longer_day_asks_for_consent(office: Office) -> None:
    part_timer = office.employ(daily_scheduled_minutes=240)
    marked = type_marks(office, part_timer, d1="5")
    assert marked == {1: "part_time_without_consent"}
    agreed(office, part_timer, "part_time")
    assert type_marks(office, part_timer, d2="5") == {}


def test_overtime_of_an_expectant_mother_is_marked_from_the_day_she_told(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    expecting(office, woman, told_on=date(2026, 6, 9))
    assert type_marks(office, woman, d8="9", d9="9") == {9: "pregnant_overtime"}


def test_her_holidays_ask_for_her_request_and_a_permission(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    expecting(office, woman)
    agreed(office, woman, "night_consent")
    assert type_marks(office, woman, d7="8") == {7: "mother_at_night_or_on_a_holiday"}
    agreed(office, woman, "night_permission")
    assert type_marks(office, woman, d7="8") == {}


def test_two_hours_less_are_paid_until_the_twelfth_week_and_marked_after_it(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    expecting(office, woman, told_on=date(2026, 5, 25), due_on=date(2026, 12, 14))
    assert type_marks(office, woman, d1="단축2", d2="단축2") == {2: "mother_shorter_hours"}
    assert Day.objects.get(date=date(2026, 6, 1)).leave_minutes == 120


def test_more_than_two_hours_less_are_marked(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    expecting(office, woman, told_on=date(2026, 5, 25))
    assert type_marks(office, woman, d1="단축3") == {1: "mother_shorter_hours"}


def test_after_a_birth_two_hours_a_day_and_six_a_week_are_the_most(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    known = expecting(office, woman, told_on=date(2026, 1, 5), due_on=date(2026, 3, 2))
    end_pregnancy(office.clerk, known.pk, day=date(2026, 3, 2), gave_birth=True)
    week = {"d8": "10", "d9": "10", "d10": "10"}
    assert type_marks(office, woman, **week) == {}
    assert type_marks(office, woman, d11="9") == dict.fromkeys((8, 9, 10, 11), "after_birth_week_over_limit")
    assert type_marks(office, woman, d15="11") == {
        **dict.fromkeys((8, 9, 10, 11), "after_birth_week_over_limit"),
        15: "after_birth_day_over_limit",
    }


def test_the_hundred_and_fifty_hours_are_counted_from_the_birth_over_the_months(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    known = expecting(office, woman, told_on=date(2026, 1, 5), due_on=date(2026, 3, 2))
    for month in (3, 4, 5):
        type_marks(office, woman, month, **{f"d{day}": "18" for day in (9, 12, 16, 20, 24)})
    end_pregnancy(office.clerk, known.pk, day=date(2026, 3, 2), gave_birth=True)
    found = type_marks(office, woman, d1="9", d2="9")
    assert set(found.values()) == {"after_birth_year_over_limit"}


def test_a_year_later_nothing_is_marked(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    known = expecting(office, woman, told_on=date(2025, 1, 6), due_on=date(2025, 6, 1))
    end_pregnancy(office.clerk, known.pk, day=date(2025, 6, 1), gave_birth=True)
    assert type_marks(office, woman, d1="12") == {}


def test_a_pregnancy_that_ended_without_a_birth_leaves_no_marks(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    known = expecting(office, woman)
    end_pregnancy(office.clerk, known.pk, day=date(2026, 6, 10), gave_birth=False)
    assert type_marks(office, woman, d9="9", d10="9") == {9: "pregnant_overtime"}


def test_only_those_who_may_know_see_the_marks_and_each_look_is_recorded(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    expecting(office, woman)
    type_marks(office, woman, d1="9")
    told = {role: page(office, getattr(office, role)) for role in ("clerk", "hr_officer", "head", "auditor")}
    assert ["임신 중인" in text for text in told.values()] == [True, True, False, False]
    seen = AccessRecord.objects.filter(what="motherhood", verb="view")
    assert {one.actor_id for one in seen} == {office.clerk.pk, office.hr_officer.pk}


def page(office: Office, user: User) -> str:
    address = reverse("staffing:month", args=[office.month().pk])
    set_context(None)
    client = Client()
    client.force_login(user)
    set_context(None)
    text = client.get(address).content.decode()
    office.enter()
    return text


def test_the_dates_are_sealed_and_shown_for_a_reason_that_is_kept(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    known = expecting(office, woman)
    assert b"2026" not in bytes(known.facts_sealed)
    assert not ChangeRecord.objects.filter(after__icontains="2026-12-14").exists()
    shown = show_motherhood(office.hr_officer, known.pk, reason=Reason("staff", "단축 신청 확인"))
    assert shown.due_on == date(2026, 12, 14)
    assert AccessRecord.objects.get(verb="reveal").reason == "단축 신청 확인"
    with pytest.raises(NotAllowed):
        show_motherhood(
            office.payroll_officer, known.pk, reason=Reason("other", "어떤지 그냥 궁금해서 봅니다")
        )


def test_a_pregnancy_is_refused_with_a_date_out_of_reach_and_twice(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    for due_on in (date(2026, 5, 31), date(2027, 6, 1)):
        with pytest.raises(DueDateOutOfReach):
            expecting(office, woman, due_on=due_on)
    known = expecting(office, woman)
    with pytest.raises(PregnancyGoesOn):
        expecting(office, woman)
    with pytest.raises(EndsBeforeItWasTold):
        end_pregnancy(office.clerk, known.pk, day=date(2026, 5, 31), gave_birth=True)
    end_pregnancy(office.clerk, known.pk, day=date(2026, 12, 10), gave_birth=True)
    with pytest.raises(PregnancyIsOver):
        end_pregnancy(office.clerk, known.pk, day=date(2026, 12, 11), gave_birth=True)
    with pytest.raises(ReasonMissing):
        drop_motherhood(office.clerk, known.pk, reason="")
    assert drop_motherhood(office.clerk, known.pk, reason="다른 사람에게 적음").pk == woman.person_id


def test_a_consent_is_refused_twice_for_one_day_and_with_an_end_before_its_start(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    agreed(office, woman, "night_consent")
    with pytest.raises(ConsentHolds):
        agreed(office, woman, "night_consent", valid_from=date(2026, 8, 1))
    held = Consent.objects.get()
    with pytest.raises(ConsentEndsElsewhere):
        end_consent(office.clerk, held.pk, date(2026, 5, 1))
    with pytest.raises(ReasonMissing):
        drop_consent(office.clerk, held.pk, reason="")
    drop_consent(office.clerk, held.pk, reason="다른 사람의 문서")
    agreed(office, woman, "night_consent", valid_from=date(2026, 8, 1))


def test_another_projects_clerk_records_nothing_here(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    stranger = office.user(office.clerk.roles[0])
    with pytest.raises(NotFound):
        note_pregnancy(
            stranger, woman.person_id, told_on=date(2026, 6, 1), due_on=date(2026, 12, 1), document="진단서"
        )
    with pytest.raises(NotFound):
        record_consents(stranger, office.project.pk, [woman.pk], {**DOCUMENT, "kind": "night_consent"})


def test_the_pages_of_papers_and_of_a_pregnancy_work(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    project, person, clerk = office.project.pk, woman.person_id, office.clerk
    client = Client()
    set_context(None)
    client.force_login(clerk)
    paper = {"row": woman.pk, "kind": "night_consent", **DOCUMENT, "valid_to": ""}
    posts = {
        ("record_consents", project): {"row": woman.pk},
        ("record_consents", project, 1): paper,
        ("note_pregnancy", person): {"told_on": "2026-06-01", "due_on": "2026-12-14", "document": "진단서"},
    }
    for (name, pk, *_again), fields in posts.items():
        set_context(None)
        answer = client.post(reverse(f"staffing:{name}", args=[pk]), fields)
        assert answer.status_code in (200, 302), name
    office.enter()
    consent, known = Consent.objects.get().pk, Motherhood.objects.get().pk
    for name, pk in (
        ("project_consents", project),
        ("person", person),
        ("consent", consent),
        ("motherhood", known),
        ("end_pregnancy", known),
        ("note_pregnancy", person),
    ):
        set_context(None)
        assert client.get(reverse(f"staffing:{name}", args=[pk])).status_code == 200, name
    set_context(None)
    shown = client.post(
        reverse("staffing:motherhood", args=[known]), {"reason_code": "staff", "reason": "단축 신청 확인"}
    ).content.decode()
    assert "2026-12-14" in shown
    set_context(None)
    listed = client.get(reverse("staffing:project_consents", args=[project]), {"without": "parental"})
    assert "김하늘" in listed.content.decode()
    set_context(None)
    listed = client.get(reverse("staffing:project_consents", args=[project]), {"without": "night_consent"})
    assert "김하늘" not in listed.content.decode()


def test_the_number_of_statements_does_not_grow_with_the_mothers(office: Office) -> None:
    counts = []
    for number in (1, 4):
        for one in range(number):
            woman = office.employ(f"어머니{number}{one}", resident_number=f"850412-2{number}{one:05}")
            known = expecting(office, woman, told_on=date(2026, 1, 5), due_on=date(2026, 3, 2))
            end_pregnancy(office.clerk, known.pk, day=date(2026, 3, 2), gave_birth=True)
        page(office, office.clerk)
        with counted_statements() as sent:
            page(office, office.clerk)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_recorded_request_lets_four_hours_go_without_a_break_from_its_day_on(office: Office) -> None:
    contract = office.employ()
    december = office.month(date(2026, 12, 1))
    days = [date(2026, 12, day) for day in (10, 11)]
    record_days(
        office.clerk,
        december.pk,
        uuid4(),
        "type",
        [CellChange(contract.pk, day, "", "13:00-17:00") for day in days],
    )
    asked = {"valid_from": date(2026, 12, 11), "dated_on": date(2026, 12, 11)}
    agreed(office, contract, "break_waiver", **asked)
    faults = dict(Day.objects.filter(contract=contract).values_list("date", "fault"))
    assert faults == {days[0]: "break_on_request", days[1]: ""}
    drop_consent(office.clerk, Consent.objects.get().pk, reason="철회")
    assert set(Day.objects.values_list("fault", flat=True)) == {"break_on_request"}


def test_a_planned_day_of_a_contract_without_a_break_is_marked_too(office: Office) -> None:
    contract = office.employ()
    week = {day: [540, 1020, []] for day in ("mon", "tue", "wed", "thu", "fri")}
    contract.versions.update(schedule=week)
    type_marks(office, contract, d1="출", d2="09:00-17:00/60")
    faults = dict(Day.objects.filter(contract=contract).values_list("date__day", "fault"))
    assert faults == {1: "short_break", 2: ""}


def test_whoever_takes_the_own_data_out_finds_papers_and_pregnancy_in_it(office: Office) -> None:
    woman = office.employ(resident_number=WOMAN)
    agreed(office, woman, "night_consent")
    expecting(office, woman)
    worker = office.user(Role.WORKER, person=woman.person)
    told = {
        sheet.name: [list(row) for row in sheet.rows]
        for sheet in read_workbook("내 자료.xlsx", own_data(worker)).sheets
    }
    assert told["동의·인가"][1][0].startswith("야간·휴일근로 동의")
    assert date(2026, 12, 14) in told["임신·출산 보호"][1]
    page(office, office.clerk)
    again = {
        sheet.name: str([list(row) for row in sheet.rows])
        for sheet in read_workbook("내 자료.xlsx", own_data(worker)).sheets
    }
    assert any("'봄', '임신·출산 보호'" in text for text in again.values())
