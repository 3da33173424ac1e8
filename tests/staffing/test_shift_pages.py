"""The pages of shift patterns and crews, asked as a browser without script asks them."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.http import HttpResponse
from python_calamine import CalamineWorkbook

from office import Office, new_office
from office_client import OfficeClient
from openinsa.staffing.models import CrewAssignment, ShiftPattern
from openinsa.staffing.patterns import stored
from shifts import MONDAY, follow, stored_pattern, usual

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def hr(office: Office) -> OfficeClient:
    return OfficeClient(office, office.hr_officer, "staffing")


TYPED = {
    "name": "청사 4조2교대",
    "starts_on": "2026-06-01",
    "cycle": "주간 야간 비번 휴",
    "crew_offsets": "0 1 2 3",
    "on_duty": "1",
    "weekly_holiday": "free_day",
    "works_on_public_holidays": "on",
    "shift-TOTAL_FORMS": "4",
    "shift-INITIAL_FORMS": "0",
    "shift-0-mark": "주간",
    "shift-0-starts": "07:00",
    "shift-0-ends": "19:00",
    "shift-0-breaks": "12:00-13:00, 17:00-17:30",
    "shift-1-mark": "야간",
    "shift-1-name": "야간 근무",
    "shift-1-starts": "1900",
    "shift-1-ends": "0700",
    "shift-1-breaks": "00:00-01:00, 04:00~04:30",
    "shift-1-scheduled_minutes": "8",
}


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_the_usual_forms_are_shown_as_examples_that_the_institution_adjusts(hr: OfficeClient) -> None:
    page = words(hr.get("shift_patterns"))
    assert "법이 정한 것이 아니라 기관이 정합니다" in page
    for name in ("2조 격일제", "2조2교대", "3조2교대", "3조3교대", "4조3교대", "4조2교대"):
        assert name in page


def test_a_usual_form_is_taken_over_as_it_is_shown(office: Office, hr: OfficeClient) -> None:
    page = words(hr.get("new_shift_pattern", usual="four_crews_two_shifts"))
    assert 'value="주간 야간 비번 휴"' in page
    assert "36:45" in page
    hr.post("new_shift_pattern", **TYPED | {"name": "4조2교대"})
    kept = stored(ShiftPattern.objects.get())
    assert kept.shifts[1] == usual("4조2교대").shifts[1]
    assert kept.shifts[0].plan == usual("4조2교대").shifts[0].plan
    assert kept.cycle == usual("4조2교대").cycle


def test_a_drawn_pattern_is_kept_and_shown_again_to_be_changed(hr: OfficeClient) -> None:
    assert hr.post("new_shift_pattern", **TYPED).status_code == 302
    row = ShiftPattern.objects.get()
    assert row.cycle == ["주간", "야간", "after_night", "off"]
    assert [one.scheduled_minutes for one in row.shift_types.all()] == [480, 480]
    page = words(hr.get("shift_pattern", row.pk))
    assert 'value="19:00"' in page
    assert "00:00-01:00, 04:00-04:30" in page
    assert hr.post("shift_pattern", row.pk, **TYPED | {"cycle": "주간 야간 비번 휴 휴"}).status_code == 302
    assert len(ShiftPattern.objects.get().cycle) == 5


FAULTY = {
    "cycle": ("주간 심야", "순환의 2일째"),
    "starts_on": ("2026-02-30", "없는 날짜"),
    "crew_offsets": ("하나", "0 1 2 3처럼"),
    "shift-0-starts": ("아침", "시각을 읽을 수 없습니다"),
    "shift-0-breaks": ("12:00", "시각을 읽을 수 없습니다"),
    "shift-0-ends": ("", "이 칸을 채우거나 줄을 비워 주세요"),
    "shift-0-mark": ("주", "근무의 부호로 쓸 수 없습니다"),
}


@pytest.mark.parametrize("field", FAULTY)
def test_what_cannot_be_is_told_and_what_was_typed_stays(hr: OfficeClient, field: str) -> None:
    text, sentence = FAULTY[field]
    for address in ("new_shift_pattern", "preview_shift_pattern"):
        answer = hr.post(address, **TYPED | {field: text})
        assert answer.status_code == 200
        assert sentence in words(answer)
    assert "청사 4조2교대" in words(hr.post("new_shift_pattern", **TYPED | {field: text}))
    assert not ShiftPattern.objects.exists()


def test_the_preview_shows_a_month_of_every_crew_and_stores_nothing(hr: OfficeClient) -> None:
    page = words(hr.post("preview_shift_pattern", **TYPED, month="2026-06"))
    assert page.count('<th scope="row">') == 4
    first = re.search(r'<th scope="row">1조</th>(.*?)</tr>', page, re.S)
    assert first
    shown = re.findall(r"<td class=\"(?!num)[^\"]*\">([^<]+)</td>", first[1])
    assert shown[:8] == ["주간", "야간", "비번", "주", "주간", "야간", "비번", "주"]
    assert not ShiftPattern.objects.exists()


def test_the_preview_warns_with_the_article(hr: OfficeClient) -> None:
    page = words(hr.post("preview_shift_pattern", **TYPED | {"cycle": "주간 주간 야간 야간 휴"}))
    assert "근로기준법 제53조제1항" in page


def test_a_pattern_is_copied_and_dropped(office: Office, hr: OfficeClient) -> None:
    row = stored_pattern(office)
    answer = hr.post("copy_shift_pattern", row.pk)
    copied = ShiftPattern.objects.exclude(pk=row.pk).get()
    assert answer["Location"] == f"/staffing/settings/shifts/{copied.pk}/"
    assert copied.name == "4조2교대 (복사)"
    hr.post("drop_shift_pattern", copied.pk)
    assert ShiftPattern.objects.get() == row


def test_a_month_of_all_crews_is_downloaded_as_a_spreadsheet(office: Office, hr: OfficeClient) -> None:
    row = stored_pattern(office, starts_on=date(2026, 6, 1))
    answer = hr.get("shift_pattern_month", row.pk, month="2026-06")
    lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [lines[0][0], lines[0][1], lines[0][30]] == ["조", "1", "30"]
    assert lines[1][:5] == ["1조", "주간", "야간", "비번", "주"]
    assert len(lines) == 5


def test_a_clerk_puts_the_picked_people_on_crews(office: Office) -> None:
    pattern = stored_pattern(office)
    people = [office.employ(f"근로자{n}") for n in range(3)]
    ids = [one.pk for one in people]
    clerk = OfficeClient(office, office.clerk, "staffing")
    page = words(clerk.get("crews", office.project.pk))
    assert page.count('name="row"') == 3
    asked = words(clerk.post("assign_crews", office.project.pk, row=ids))
    assert "3명 배정" in asked
    assert "근로자2" in asked
    answer = clerk.post(
        "assign_crews",
        office.project.pk,
        row=ids,
        pattern=pattern.pk,
        crew="",
        valid_from="2026-06-01",
        valid_to="",
    )
    assert answer.status_code == 302
    assert dict(CrewAssignment.objects.values_list("contract", "crew")) == dict(
        zip(ids, (1, 2, 3), strict=True)
    )
    again = words(clerk.get("crews", office.project.pk))
    assert "3명은 계약의 1주 소정근로시간이 교대표의 평균(28:00)과 다릅니다" in again
    assert "4조2교대" in again


def test_a_refused_assignment_says_why_and_keeps_the_picked_people(office: Office) -> None:
    pattern, contract = stored_pattern(office), office.employ("김하늘")
    clerk = OfficeClient(office, office.clerk, "staffing")
    typed = {"row": [contract.pk], "pattern": pattern.pk, "crew": "9", "valid_from": "2026-06-01"}
    page = words(clerk.post("assign_crews", office.project.pk, **typed))
    assert "9조가 없습니다" in page
    assert f'value="{contract.pk}"' in page
    backwards = typed | {"crew": "1", "valid_to": "2026-05-01"}
    assert "종료일이 시작일보다 앞입니다" in words(clerk.post("assign_crews", office.project.pk, **backwards))
    assert not CrewAssignment.objects.exists()


def test_the_list_of_crews_is_filtered_and_downloaded(office: Office) -> None:
    contract, pattern = office.employ("교대 근무자"), stored_pattern(office)
    office.employ("주간 근무자")
    follow(office, contract, pattern)
    clerk = OfficeClient(office, office.clerk, "staffing")
    assert "주간 근무자" not in words(clerk.get("crews", office.project.pk, pattern=str(pattern.pk)))
    assert "교대 근무자" not in words(clerk.get("crews", office.project.pk, pattern="none"))
    answer = clerk.take("crews", office.project.pk, download="xlsx")
    lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [line[3] for line in lines[1:]].count("1조") == 1


def test_a_head_sees_the_crews_and_changes_nothing(office: Office) -> None:
    office.employ()
    head = OfficeClient(office, office.head, "staffing")
    assert "data-needs-pick" not in words(head.get("crews", office.project.pk))
    assert head.post("assign_crews", office.project.pk, row=[1]).status_code == 404
    assert head.get("shift_patterns").status_code == 403


def test_a_contract_shows_its_crews(office: Office) -> None:
    contract = office.employ()
    follow(office, contract, stored_pattern(office), crew=3)
    page = words(OfficeClient(office, office.clerk, "staffing").get("contract", contract.pk))
    assert "날짜별 교대 배정" in page
    assert "3조" in page


def test_the_shifts_are_among_the_marks_of_the_grid(office: Office) -> None:
    contract = office.employ()
    follow(office, contract, stored_pattern(office, starts_on=MONDAY))
    page = words(OfficeClient(office, office.clerk, "staffing").get("month", office.month().pk))
    assert "야간 근무" in page


def test_a_copy_of_a_pattern_with_the_longest_name_still_has_room_for_its_own(
    office: Office, hr: OfficeClient
) -> None:
    row = stored_pattern(office)
    ShiftPattern.objects.update(name="교" * 60)
    assert hr.post("copy_shift_pattern", row.pk).status_code == 302
    assert ShiftPattern.objects.filter(name__endswith="(복사)").exists()


@pytest.mark.parametrize("day", ["0001-01-01", "2010-05-05", "9999-12-31"])
def test_any_first_day_of_a_cycle_and_any_month_to_see_is_answered(
    office: Office, hr: OfficeClient, day: str
) -> None:
    typed = {**TYPED, "starts_on": day, "month": day[:7]}
    assert "4조" in words(hr.post("preview_shift_pattern", **typed))
    assert hr.post("new_shift_pattern", **typed).status_code == 302


def test_a_refused_drawing_asks_for_the_preview_of_what_was_typed(office: Office, hr: OfficeClient) -> None:
    stored_pattern(office)
    page = words(hr.post("new_shift_pattern", **{**TYPED, "name": ShiftPattern.objects.get().name}))
    assert "교대표가 이미 있습니다" in page
    assert "change delay:300ms, load" in page


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_of_shifts_opens_in_both_languages(
    office: Office, hr: OfficeClient, language: str
) -> None:
    contract, row = office.employ(), stored_pattern(office)
    follow(office, contract, row)
    hr.client.cookies["django_language"] = language
    for name, arguments in (
        ("shift_patterns", ()),
        ("new_shift_pattern", ()),
        ("shift_pattern", (row.pk,)),
        ("crews", (office.project.pk,)),
        ("settings", ()),
    ):
        assert hr.get(name, *arguments).status_code == 200, name
    assert hr.post("assign_crews", office.project.pk, row=[contract.pk]).status_code == 200
