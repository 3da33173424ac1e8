"""The made-up district: its size, its odd cases, and that nobody in it can exist."""

from collections.abc import Callable
from datetime import date

import pytest

from openinsa.demo.numbers import check_digit
from openinsa.demo.plan import CLOSED_MONTHS, FULL, OPEN_MONTH, SMALL, DemoContract, District, make_district
from openinsa.rules.engine import day_number, load_rule_book


@pytest.fixture(scope="module")
def district() -> District:
    return make_district(FULL)


def test_it_has_421_projects_and_1600_people(district: District) -> None:
    """사업 421개, 근로자 1,600명의 실제 크기다."""
    assert len({(project.department, project.name) for project in district.projects}) == 421
    assert len({contract.resident_number for contract in district.contracts}) == 1600
    assert {contract.project for contract in district.contracts} == set(district.projects)
    assert len(district.departments) == 28


def test_no_resident_number_can_belong_to_anybody(district: District) -> None:
    """주민등록번호는 모두 검증번호가 틀린 지어낸 번호다."""
    for contract in district.contracts:
        digits = contract.resident_number.replace("-", "")
        assert int(digits[12]) != check_digit(digits[:12])


def test_the_same_seed_gives_the_same_people() -> None:
    """같은 씨앗이면 언제나 같은 구가 나온다."""
    assert make_district(SMALL) == make_district(SMALL)
    assert make_district(SMALL) != make_district(SMALL, seed=1)


ODD_CASES = {
    "월 중에 들어온 사람": lambda one: one.starts_on.day > 1 and one.starts_on.month in {8, 9, 10},
    "월 중에 나간 사람": lambda one: one.ends_on < date(2026, 10, 31),
    "달 중간에 바뀐 계약": lambda one: one.later is not None,
    "근로시간이 줄어든 계약": lambda one: one.later and one.later.daily_minutes < one.daily_minutes,
    "주 15시간 미만": lambda one: one.daily_minutes * one.weekly_days < 15 * 60,
    "60세 이상": lambda one: one.resident_number[:2] < "66" and one.resident_number[7] in "1256",
    "외국인": lambda one: one.resident_number[7] in "5678",
    "아주 긴 이름": lambda one: len(one.name) > 10,
    "월급": lambda one: one.pay_basis == "monthly",
    "시급": lambda one: one.pay_basis == "hourly",
    "계좌가 없는 사람": lambda one: not one.account,
}


@pytest.mark.parametrize("case", ODD_CASES.values(), ids=ODD_CASES.keys())
def test_it_holds_several_of_each_odd_case(district: District, case: Callable[[DemoContract], bool]) -> None:
    """특이한 경우가 종류마다 여럿 있다."""
    assert sum(bool(case(contract)) for contract in district.contracts) >= 5


def test_there_are_namesakes_inside_one_project(district: District) -> None:
    """한 사업 안에 이름이 같은 사람이 있다."""
    together = [(one.project.name, one.name) for one in district.contracts]
    assert max(together.count(pair) for pair in set(together)) >= 2


def test_every_rate_is_at_least_the_minimum_wage(district: District) -> None:
    """시연 임금은 모두 최저임금 이상이다."""
    minimum = load_rule_book().parameters["minimum_hourly_wage"].value_on(day_number(date(2026, 8, 1))).value
    for one in district.contracts:
        hours = {"hourly": 1, "daily": one.daily_minutes / 60, "monthly": 209}[one.pay_basis]
        assert one.rate >= minimum * hours


def test_odd_marks_lie_inside_contracts(district: District) -> None:
    """특별한 부호는 계약 기간 안의 날에만 있다."""
    for month in (*CLOSED_MONTHS, OPEN_MONTH):
        for number, days in district.marks[month].items():
            contract = district.contracts[number]
            assert all(contract.starts_on <= day <= contract.ends_on for day in days)
