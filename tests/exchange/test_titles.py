"""Department, project and month from the lines around a table."""

from datetime import date

import pytest

from openinsa.exchange.titles import (
    Titles,
    generic,
    month_in,
    project_in_title,
    project_of_sheet,
    read_titles,
)

PROJECTS = {
    "2026년 하천변 환경정비 기간제근로자 채용 명단": "하천변 환경정비",
    "2026년 방역 인력 기간제근로자 채용 명단": "방역 인력",
    "2026년 기간제 인력 운영 명단": "기간제 인력 운영",
    "2026 방역요원 사업": "2026 방역요원 사업",
    "근무상황부 (2026년 3월) - 공영주차장 관리": "공영주차장 관리",
    "근무상황부 (공영주차장 관리)": "공영주차장 관리",
    "체육시설 관리 - 2026년 3월 근무상황부": "체육시설 관리",
    "기간제근로자 명단 - 꽃길": "꽃길",
    "[붙임1] 2026년 산불감시원 운영 기간제근로자 등록 명단": "산불감시원 운영",
    "기간제근로자 명단": "",
}
MONTHS = {
    "근무상황부 (2026년 3월)": date(2026, 3, 1),
    "근무상황부(2026. 3.)": date(2026, 3, 1),
    "26년 3월분": date(2026, 3, 1),
    "2026-03": date(2026, 3, 1),
    "2026.3.1.~3.31.": date(2026, 3, 1),
    "2026.3.15. 작성": None,
    "제13월": None,
}
LINES = [
    (["부서: 민원행정과", "(단위: 원)"], ("민원행정과", "")),
    (["담당부서", "교통과"], ("교통과", "")),
    (["부서명: 교통과   사업명: 공원 관리 사업  (단위: 원)"], ("교통과", "공원 관리 사업")),
    (["□ 사 업 명 : 꽃길 조성 / 부서 : 공원과"], ("공원과", "꽃길 조성")),
    (["소속 : 교통과 (담당자: 김하늘)"], ("교통과", "")),
]


@pytest.mark.parametrize("title", PROJECTS)
def test_the_project_is_what_a_title_says_beside_the_words_of_the_form(title: str) -> None:
    assert project_in_title(title) == PROJECTS[title]


@pytest.mark.parametrize("text", MONTHS)
def test_a_month_is_read_only_where_its_year_is_told(text: str) -> None:
    assert month_in(text) == MONTHS[text]


@pytest.mark.parametrize(("line", "told"), LINES)
def test_labels_tell_department_and_project(line: list[str], told: tuple[str, str]) -> None:
    found = read_titles([line])
    assert (found.department, found.project) == told


def test_a_sheet_called_list_or_march_says_nothing_of_its_project() -> None:
    assert [
        name
        for name in ("명단", "Sheet1", "3월", "2026년 3월", "근로자 명단", "산불감시")
        if not generic(name)
    ] == ["산불감시"]


@pytest.mark.parametrize("name", ["공원관리 3월", "공원관리_2026년 3월", "공원관리(3월분)", "공원관리"])
def test_the_month_behind_a_sheets_name_is_not_of_the_project(name: str) -> None:
    assert project_of_sheet(name, Titles(), one_of_many=True) == "공원관리"
