"""What the terms of contracts should make one look at: two years in all, contracts around a year, splitting."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from office import Office, new_office
from openinsa.people.models import InstitutionSetting, User
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.privacy.models import ChangeRecord
from openinsa.staffing.actions.contracts import OutsideContract, end_contract
from openinsa.staffing.actions.fixed_term import (
    ExceptionWithoutDocument,
    ExemptionBackwards,
    ExemptionIncomplete,
    LeaveLongerThanContract,
    set_exemption,
    state_exception,
)
from openinsa.staffing.actions.projects import ReviewIncomplete, change_project, make_project
from openinsa.staffing.actions.register import check_registrations, register
from openinsa.staffing.contract_watch import Watched, gravest, watched, watched_in
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.registration import Registration
from statements import counted_statements

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
SAME_PERSON = "850412-1999999"


@pytest.fixture
def office() -> Office:
    return new_office()


def project_of(office: Office, name: str, department: str = "", **fields: Any) -> Project:
    """A reviewed project of many years, in a department of its own where one is named."""
    years = {"starts_on": date(2022, 1, 1), "ends_on": date(2028, 12, 31)}
    if department:
        fields["department"] = office.department.__class__.objects.create(
            institution=office.institution, name=department
        )
    return office.new_project(name, **{**years, **fields})


def employ(office: Office, project: Project, starts_on: date, ends_on: date, **fields: Any) -> Contract:
    usual = {"resident_number": SAME_PERSON, "department": project.department.name, "project": project.name}
    return office.employ(**{**usual, "starts_on": starts_on, "ends_on": ends_on, **fields})


def kinds(office: Office, by: User | None = None, on: date = TODAY) -> list[str]:
    return [one.kind for one in watched(by or office.hr_officer, on)]


def only(office: Office, kind: str, on: date = TODAY) -> Watched:
    return next(one for one in watched(office.hr_officer, on) if one.kind == kind)


def test_contracts_of_other_departments_count_toward_two_years(office: Office) -> None:
    employ(office, project_of(office, "도서관", "도서관과"), date(2025, 1, 1), date(2025, 12, 15))
    employ(office, project_of(office, "공원"), date(2025, 12, 16), date(2027, 3, 31))
    one = only(office, "over")
    assert (one.project, one.counted_days) == ("공원", 349 + 471)
    assert "2027-01-01부터 기간의 정함이 없는 근로자가 됩니다" in one.text


def test_two_years_passed_make_the_worker_permanent_by_law(office: Office) -> None:
    employ(office, project_of(office, "공원"), date(2024, 1, 1), date(2026, 12, 31))
    assert only(office, "over").text == "2026-01-01부터 기간의 정함이 없는 근로자로 봅니다."


def test_a_later_exception_does_not_bring_the_term_back(office: Office) -> None:
    project = project_of(office, "공원")
    employ(office, project, date(2023, 1, 1), date(2025, 6, 30))
    later = employ(office, project, date(2025, 7, 1), date(2026, 12, 31))
    state_exception(office.hr_officer, later.pk, "job_scheme", "일자리-3")
    assert "2025-01-01부터" in only(office, "over").text


def test_a_gap_is_told_with_a_mark_because_the_case_decides(office: Office) -> None:
    project = project_of(office, "공원")
    employ(office, project, date(2024, 6, 1), date(2025, 6, 30))
    employ(office, project, date(2025, 7, 15), date(2026, 12, 20))
    assert "확인되지 않음" in only(office, "over_with_gaps").text
    assert "over" not in kinds(office)


def test_from_fifty_five_on_and_below_fifteen_hours_two_years_do_not_bind(office: Office) -> None:
    project, years = project_of(office, "공원"), (date(2024, 1, 1), date(2026, 12, 31))
    employ(office, project, *years, name="나이든", resident_number="600101-1000001")
    employ(
        office, project, *years, name="짧은", resident_number="850101-1000002", daily_scheduled_minutes=120
    )
    assert kinds(office) == []


def test_a_ground_of_age_that_the_birth_date_does_not_bear_out_is_pointed_out(office: Office) -> None:
    contract = employ(office, project_of(office, "공원"), date(2026, 3, 1), date(2026, 12, 20))
    state_exception(office.hr_officer, contract.pk, "elder", "주민등록등본")
    assert kinds(office) == ["ground_fails"]
    assert "나이나 1주 시간" in only(office, "ground_fails").text


def test_a_stated_ground_lifts_the_two_years_and_needs_a_document(office: Office) -> None:
    contract = employ(office, project_of(office, "공원"), date(2024, 1, 1), date(2026, 12, 31))
    with pytest.raises(ExceptionWithoutDocument, match="복지정책"):
        state_exception(office.hr_officer, contract.pk, "job_scheme")
    state_exception(office.hr_officer, contract.pk, "job_scheme", "일자리-3", reason="공공근로")
    assert kinds(office) == []
    record = ChangeRecord.objects.filter(row_id=contract.pk, verb="exception_stated").get()
    assert record.reason == "공공근로"


def test_childcare_leave_is_not_counted_and_fits_into_the_contract(office: Office) -> None:
    contract = employ(office, project_of(office, "공원"), date(2024, 12, 1), date(2026, 12, 31))
    assert "over" in kinds(office)
    with pytest.raises(LeaveLongerThanContract):
        state_exception(office.hr_officer, contract.pk, "none", "", 900)
    state_exception(office.hr_officer, contract.pk, "none", "", 31)
    assert kinds(office) == ["near"]


def test_the_institution_says_how_early_it_wants_to_know(office: Office) -> None:
    employ(office, project_of(office, "공원"), date(2025, 4, 1), date(2027, 3, 30))
    assert kinds(office) == []
    InstitutionSetting.objects.update(two_years_notice_days=180)
    assert kinds(office) == ["near"]
    assert "2027-03-31까지가 2년입니다" in only(office, "near").text


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        (date(2026, 12, 31), "a_year"),
        (date(2026, 12, 30), "just_under_a_year"),
        (date(2026, 11, 30), "eleven_months"),
    ],
)
def test_contracts_around_a_year_are_named(office: Office, last: date, kind: str) -> None:
    employ(office, project_of(office, "공원"), date(2026, 1, 1), last)
    assert kinds(office) == [kind]


def test_short_gaps_time_after_time_look_like_splitting(office: Office) -> None:
    project = project_of(office, "공원")
    for first, last in (((2025, 1, 2), (2025, 6, 30)), ((2025, 7, 15), (2025, 12, 20))):
        employ(office, project, date(*first), date(*last))
    employ(office, project, date(2026, 1, 10), date(2026, 11, 30), name="김하늘")
    assert "split" in kinds(office)


def test_a_project_with_people_asks_for_its_prior_review_once(office: Office) -> None:
    project = project_of(office, "공원", review_approval="", review_approved_on=None)
    assert kinds(office) == []
    for number in (1, 2):
        employ(
            office, project, date(2026, 6, 1), date(2026, 12, 20), resident_number=f"850101-100000{number}"
        )
    assert kinds(office) == ["no_review"]
    assert [one.label for one in watched_in(project, TODAY)] == ["사전심사 없음"]
    now = {"name": "공원", "starts_on": project.starts_on, "ends_on": project.ends_on, "budget": 0}
    with pytest.raises(ReviewIncomplete):
        change_project(office.hr_officer, project.pk, **now, review_approval="인사-7")
    change_project(
        office.hr_officer, project.pk, **now, review_approval="인사-7", review_approved_on=date(2026, 5, 1)
    )
    assert kinds(office) == []


def test_a_new_project_names_both_number_and_day_of_its_review(office: Office) -> None:
    made = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "budget": 0}
    with pytest.raises(ReviewIncomplete):
        make_project(
            office.hr_officer, office.department, "산불", **made, review_approved_on=date(2026, 1, 1)
        )


def test_everybody_sees_the_contracts_within_reach_alone(office: Office) -> None:
    employ(office, project_of(office, "도서관", "도서관과"), date(2026, 1, 1), date(2026, 12, 31))
    assert kinds(office, office.hr_officer) == ["a_year"]
    assert kinds(office, office.head) == []


def test_the_list_costs_as_many_statements_for_many_as_for_one(office: Office) -> None:
    project, hr = project_of(office, "공원"), office.hr_officer
    counts = []
    for number in range(1, 6):
        person = f"850101-100000{number}"
        employ(office, project, date(2026, 1, 1), date(2026, 12, 31), resident_number=person)
        with counted_statements() as told:
            assert len(watched(hr, TODAY)) == number
        counts.append(len(told))
    assert set(counts) == {4}


def test_exempt_work_needs_its_approval_and_days_inside_the_contract(office: Office) -> None:
    contract = employ(office, project_of(office, "공원"), date(2026, 3, 1), date(2026, 12, 20))
    hr, first, last = office.hr_officer, date(2026, 4, 1), date(2026, 12, 20)
    for partial in (("노동-12", first, None), ("", first, last), ("노동-12", None, None)):
        with pytest.raises(ExemptionIncomplete):
            set_exemption(hr, contract.pk, *partial)
    with pytest.raises(ExemptionBackwards):
        set_exemption(hr, contract.pk, "노동-12", last, first)
    with pytest.raises(OutsideContract):
        set_exemption(hr, contract.pk, "노동-12", date(2026, 2, 1), last)
    assert set_exemption(hr, contract.pk, "노동-12", first, last).exempt_from == first
    assert end_contract(hr, contract.pk, date(2026, 10, 31)).exempt_to == date(2026, 10, 31)
    assert set_exemption(hr, contract.pk, "", None, None).exempt_from is None
    with pytest.raises(NotAllowed):
        set_exemption(office.auditor, contract.pk, "", None, None)


def test_a_clerk_of_another_project_states_nothing(office: Office) -> None:
    contract = employ(office, project_of(office, "공원"), date(2026, 3, 1), date(2026, 12, 20))
    stranger = office.user(office.clerk.roles[0])
    with pytest.raises(NotFound):
        state_exception(stranger, contract.pk, "none")


def test_the_pages_show_what_to_look_at_and_take_the_answer(office: Office, client: Client) -> None:
    today = timezone.localdate()
    project = project_of(office, "공원", review_approval="", review_approved_on=None)
    first = today.replace(year=today.year - 3, day=1)
    contract = employ(office, project, first, today.replace(year=today.year + 1, day=20))
    client.force_login(office.hr_officer)
    for page in (
        reverse("staffing:contract_watch"),
        reverse("staffing:contract", args=[contract.pk]),
        reverse("staffing:project", args=[project.pk]),
        reverse("home"),
    ):
        assert "2년 초과" in client.get(page).content.decode(), page
    assert "사전심사 없음" in client.get(reverse("home")).content.decode()
    page = reverse("staffing:contract_exception", args=[contract.pk])
    posted = {
        "exception_reason": "stand_in",
        "exception_document": "인사-9",
        "childcare_leave_days": 0,
        "reason": "휴직 대체",
    }
    assert "문서" in client.post(page, {**posted, "exception_document": ""}).content.decode()
    assert client.post(page, posted).status_code == 302
    shown = client.get(reverse("staffing:contract", args=[contract.pk])).content.decode()
    assert "휴직·파견 등 결원 대체 (인사-9)" in shown
    assert "2년 초과" not in shown
    listed = client.get(reverse("staffing:contract_watch"), {"kind": "no_review", "q": "공원"})
    assert "사업 전체" in listed.content.decode()
    whole = client.get(reverse("staffing:contract_watch")).content.decode()
    assert "사전심사 승인번호가 없는 사업이 1개 있습니다" in whole
    assert "사업 전체" not in whole
    download = client.get(reverse("staffing:contract_watch"), {"download": "xlsx"})
    assert download["Content-Type"].endswith("sheet")


def row(office: Office, project: Project, **fields: Any) -> Registration:
    usual = {
        "place": "명단!5행",
        "name": "김하늘",
        "resident_number": SAME_PERSON,
        "department": project.department.name,
        "project": project.name,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 6, 30),
        "rate": 96_968,
    }
    return Registration(**{**usual, **fields})


def warnings(office: Office, *rows: Registration, by: User | None = None) -> list[tuple[str, str]]:
    """Fields and sentences of what a file of rows is warned of; an error would fail the test."""
    found = check_registrations(by or office.hr_officer, rows)
    assert {one.severity for one in found} <= {"warning"}
    return [(one.field, one.text) for one in found]


def test_a_register_is_warned_of_two_years_before_it_is_confirmed_and_is_stored_all_the_same(
    office: Office,
) -> None:
    employ(office, project_of(office, "도서관", "도서관과"), date(2024, 1, 1), date(2025, 12, 31))
    project = project_of(office, "공원")
    asked = row(office, project)
    [(field, text)] = warnings(office, asked)
    assert (field, "2년 초과" in text, "2026-01-01" in text) == ("ends_on", True, True)
    assert register(office.hr_officer, [asked]).people == 1
    assert "over" in kinds(office, on=date(2026, 6, 1))


def test_rows_of_one_person_in_one_file_are_counted_together(office: Office) -> None:
    project = project_of(office, "공원")
    first = row(office, project, starts_on=date(2024, 1, 1), ends_on=date(2025, 12, 30))
    second = row(office, project, starts_on=date(2025, 12, 31), ends_on=date(2026, 6, 30))
    assert "2년 초과: " in {text[:7] for _field, text in warnings(office, first, second)}


def test_what_all_people_of_a_project_share_is_told_once_with_their_number(office: Office) -> None:
    project = project_of(office, "공원", review_approval="", review_approved_on=None)
    rows = [
        row(office, project, ends_on=date(2026, 12, 30), resident_number=f"850101-100000{n}")
        for n in range(4)
    ]
    told = warnings(office, *rows)
    assert [field for field, _text in told] == ["ends_on", "project"]
    assert "'364일 계약'이(가) 4건" in told[0][1]


def test_a_ground_without_its_document_is_a_warning_and_lifts_the_two_years(office: Office) -> None:
    project = project_of(office, "공원")
    asked = row(office, project, starts_on=date(2024, 1, 1), exception_reason="job_scheme")
    assert [field for field, _text in warnings(office, asked)] == ["exception_reason"]
    with_document = row(
        office, project, starts_on=date(2024, 1, 1), exception_reason="job_scheme", exception_document="일-1"
    )
    assert warnings(office, with_document) == []
    register(office.hr_officer, [with_document])
    contract = Contract.objects.get()
    assert (contract.exception_reason, contract.exception_document) == ("job_scheme", "일-1")


def test_the_review_in_the_file_goes_to_a_new_project_and_to_one_without(office: Office) -> None:
    known = project_of(office, "공원", review_approval="", review_approved_on=None)
    review = {"review_approval": "인사-77", "review_approved_on": date(2025, 12, 1)}
    new = replace(row(office, known, **review), project="산불")
    old = row(office, known, resident_number="850101-1000009", **review)
    assert warnings(office, new, old) == []
    register(office.hr_officer, [new, old])
    assert set(Project.objects.values_list("review_approval", "review_approved_on")) == {
        ("인사-77", date(2025, 12, 1))
    }


def test_a_clerk_is_told_that_the_hr_officer_writes_the_review_down(office: Office) -> None:
    project = project_of(office, "공원", review_approval="", review_approved_on=None)
    asked = row(office, project, review_approval="인사-7", review_approved_on=date(2025, 12, 1))
    assert any("인사담당이 사업에" in text for _field, text in warnings(office, asked, by=office.clerk))
    half = row(office, project, review_approval="인사-7")
    assert any("함께 적어" in text for _field, text in warnings(office, half))


def test_the_start_page_tells_the_gravest_first_and_how_many_there_are(office: Office) -> None:
    project, hr = project_of(office, "공원"), office.hr_officer
    unreviewed = project_of(office, "산불", review_approval="", review_approved_on=None)
    for number in range(4):
        person = f"850101-100000{number}"
        employ(office, unreviewed, date(2026, 1, 1), date(2026, 12, 31), resident_number=person)
    employ(
        office, project, date(2024, 1, 1), date(2026, 12, 31), name="오래", resident_number="850101-1000009"
    )
    with counted_statements() as sent:
        first, count = gravest(hr, TODAY, 3)
    assert [one.kind for one in first] == ["over", "no_review", "a_year"]
    assert (count, len(sent)) == (len(watched(hr, TODAY)), 5)


def test_a_contract_without_an_end_is_not_watched_however_long_it_lasts(office: Office) -> None:
    project = project_of(office, "시설 관리")
    contract = employ(office, project, date(2023, 1, 1), date(2028, 12, 31))
    assert "over" in kinds(office)
    state_exception(office.hr_officer, contract.pk, "open_ended", "무기계약 전환 12호")
    assert kinds(office) == []


def test_it_adds_nothing_to_what_somebody_worked_for_a_term(office: Office) -> None:
    project = project_of(office, "시설 관리")
    employ(office, project, date(2022, 1, 1), date(2025, 12, 31), exception_reason="open_ended")
    employ(office, project, date(2026, 1, 1), date(2026, 12, 30))
    assert "over" not in kinds(office)
