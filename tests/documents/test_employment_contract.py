"""근로계약서: every item that the law wants in writing, for each kind of worker, and a place for both to sign."""

from pathlib import Path
from typing import Any

import pytest
import segno

from documents.reading import open_pdf, structure_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.contracts import EmploymentContract
from openinsa.documents.printing import Paper, print_one
from openinsa.documents.words import words_of

KINDS = ("fixed_term", "open_ended", "part_time", "daily", "minor")
FOUR_HALF_DAYS = [
    {"days": day, "starts": "09:00", "ends": "12:30", "breaks": "", "minutes": 210}
    for day in ("월", "화", "수", "목")
]
BY_KIND: dict[str, dict[str, Any]] = {
    "fixed_term": {},
    "open_ended": {"ends_on": ""},
    "part_time": {"part_time": True, "hours": FOUR_HALF_DAYS, "week_minutes": 840, "leave": "in_proportion"},
    "daily": {"paid": "daily", "to_account": False},
    "minor": {},
}
DRAWN = segno.make("picture").png_data_uri()


def contract(kind: str = "fixed_term", **changed: Any) -> EmploymentContract:
    return {**sample("employment_contract"), "kind": kind, **BY_KIND[kind], **changed}


def printed(kind: str = "fixed_term", **changed: Any) -> bytes:
    return print_one(Paper("employment_contract", contract(kind, **changed), "2026-02-27"))


MANDATORY = (
    "근로계약기간",
    "2026-03-02",
    "근무장소",
    "가온구 공원녹지과",
    "업무의 내용",
    "공원 환경정비",
    "09:00",
    "휴게",
    "주휴일: 매주 일요일",
    "공휴일(대체공휴일 포함)",
    "일급 96,968원 (일한 날과 유급으로 쉬는 날마다)",
    "수당: 급식비 140,000원 (월 정액)",
    "수당: 교통비 3,000원 (근무일당)",
    "통상임금의 50% 이상",
    "지급일",
    "지급방법",
    "연차 유급휴가",
    "사회보험",
    "근로계약서 교부",
    "근로관계법령",
    "서명 또는 인",
    "123-83-00001",
    "가온구청장",
    "김하늘",
    "1985-04-12",
    "큰길 12",
    "010-0000-1234",
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_item_that_has_to_be_in_writing_is_there(kind: str) -> None:
    told = text_of(printed(kind))
    assert [
        item for item in (*MANDATORY, words_of("ko")["contract"]["titles"][kind]) if item not in told
    ] == []


@pytest.mark.parametrize(
    ("kind", "said", "left_out"),
    [
        ("fixed_term", "2026-03-02부터 2026-12-31까지", "제67조"),
        ("open_ended", "2026-03-02부터(기간의 정함이 없음)", "2026-12-31"),
        ("part_time", "법정 근로시간 안이라도", "취직인허증"),
        ("daily", "그날의 임금을 날마다 지급함", "다음 달 10일"),
        ("daily", "근로자에게 직접 지급함", "계좌에 입금"),
        ("daily", "하루 단위로 고용함", "제67조"),
        ("minor", "근로기준법 제17조, 제67조 이행", "법정 근로시간 안이라도"),
        ("minor", "가족관계기록사항에 관한 증명서 제출 여부: □ 제출함 □ 제출하지 않음", "하루 단위"),
        ("minor", "친권자 또는 후견인의 동의서 구비 여부: □ 갖춤 □ 갖추지 않음", "하루 단위"),
        ("minor", "친권자(후견인) 동의", "하루 단위"),
        ("minor", "근로자와의 관계", "하루 단위"),
        ("minor", "취직인허증", "하루 단위"),
    ],
)
def test_each_kind_says_what_is_its_own_and_nothing_of_the_others(
    kind: str, said: str, left_out: str
) -> None:
    told = text_of(printed(kind))
    assert said in told
    assert left_out not in told


@pytest.mark.parametrize("day", ["월", "화", "수", "목"])
def test_a_part_timer_reads_the_hours_of_each_workday(day: str) -> None:
    told = text_of(printed("part_time"))
    assert "근로일 및 근로일별 근로시간" in told
    assert f"{day}: 09:00 ~ 12:30 (휴게 없음), 근로 3:30" in told
    assert "1주 14:00" in told
    assert "통상근로자의 근로시간에 비례하여 부여함" in told


def test_with_a_short_week_it_says_that_weekly_holiday_and_leave_are_not_due() -> None:
    told = text_of(printed("part_time", short_week=15, leave="none", weekly_holiday=""))
    assert told.count("15시간 미만") == 2
    assert "주휴일: 매주" not in told
    assert "공휴일(대체공휴일 포함)" not in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"terms_from": "2026-07-01"}, "이 계약서의 근로조건은 2026-07-01부터 적용함"),
        ({"roster": "3조 2교대"}, "교대표 “3조 2교대”에 따라 근무"),
        ({"probation_to": "2026-05-31"}, "수습기간: 2026-05-31까지"),
        ({"month_minutes": 3_600}, "1개월 60:00"),
        ({"month_hours": 209}, "월 유급시간: 209시간"),
        ({"allowances": []}, "그 밖의 수당: 없음"),
        ({"paid": "weekly"}, "그 주의 임금을 주마다 지급함"),
        (
            {"deductions": [{"label": "조합비", "shown": "10,000원", "how": "조합비 공제 동의서"}]},
            "동의에 따른 공제: 조합비 10,000원 (조합비 공제 동의서)",
        ),
        ({"uninsured": ["국민연금(18세 미만 가입 거부)"]}, "적용 제외: 국민연금(18세 미만 가입 거부)"),
        ({"signed_on": "2026-02-27"}, "2026-02-27"),
    ],
)
def test_what_a_contract_says_beside_the_usual_is_read_back(changed: dict[str, Any], said: str) -> None:
    assert said in text_of(printed(**changed))
    assert said not in text_of(printed())


def test_papers_of_a_minor_that_are_on_file_are_named_in_place_of_boxes() -> None:
    told = text_of(printed("minor", minor_papers="공원녹지과-123 (2026-02-25)"))
    assert "동의서를 갖춤: 공원녹지과-123 (2026-02-25)" in told
    assert "□" not in told


def test_signatures_stand_in_their_places_drawn_or_typed() -> None:
    signed = printed(
        employer_signature={"name": "가온구청장", "at": "2026-02-28 09:00", "picture": ""},
        worker_signature={"name": "김하늘", "at": "2026-02-27 14:03", "picture": DRAWN},
    )
    told = text_of(signed)
    assert "가온구청장 · 2026-02-28 09:00" in told
    assert "김하늘 · 2026-02-27 14:03" in told
    assert "서명 또는 인" not in told
    assert len(open_pdf(signed).pages[0].images) == 1


def test_a_contract_given_out_carries_number_and_code() -> None:
    told = text_of(printed(issue={**sample("employment_certificate")["issue"], "sample": False}))
    assert "제2026-000123호" in told
    assert "K7MP-2XQA-9RTD" in told


@pytest.mark.parametrize("kind", KINDS)
def test_in_english_only_what_was_entered_is_korean(kind: str) -> None:
    entered = contract(kind, language="en")
    for key in ("institution", "office", "department", "project", "name", "address", "workplace", "duties"):
        entered[key] = "entered"  # type: ignore[literal-required]
    entered |= {"weekly_holiday": "Sunday", "hours": [{**entered["hours"][0], "days": "Mon"}]}
    entered |= {"wage": _item(), "allowances": [_item()]}
    told = text_of(print_one(Paper("employment_contract", entered, "2026-02-27")))
    assert not any("가" <= letter <= "힣" for letter in told)
    assert words_of("en")["contract"]["titles"][kind] in told


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_name_of_forty_letters_and_long_duties_stay_on_the_paper(
    tmp_path: Path, kind: str, language: str
) -> None:
    name = "가나다라마바사아자차" * 4
    long = {"duties": "여러 가지 일을 하는 " * 12, "workplace": "이름이아주길어서한줄에들어가지않는곳" * 5}
    typed = {"name": name, "at": "2026-02-27 14:03", "picture": ""}
    pdf = printed(kind, name=name, language=language, worker_signature=typed, **long)
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    found = words_with_places(pdf, tmp_path)
    assert all(left > 20 and right < width - 20 for _page, left, _t, right, _b, _word in found)
    assert text_of(pdf).replace(" ", "").count(name) == 4


def test_a_screen_reader_follows_the_clauses_row_by_row(tmp_path: Path) -> None:
    told = structure_of(printed(), tmp_path)
    assert sum("Table" in line for line in told) >= 2
    assert any("H1" in line for line in told)


def _item() -> dict[str, str]:
    return {"label": "Daily wage", "shown": "96,968 won", "how": "a day"}
