"""Insurances and tax of people on screen: seen with their reasons, declared for many, dated facts of one."""

from datetime import date

import pytest

from office import JUNE, Office, new_office
from office_client import OfficeClient, text
from openinsa.people.models import Dependant, InsuredState, OtherWork, Person, WithholdingChoice
from openinsa.staffing.models import Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def browser(office: Office) -> OfficeClient:
    return OfficeClient(office, office.payroll_officer, "payroll")


def test_the_list_of_a_project_says_who_is_in_which_insurance_and_why(
    office: Office, browser: OfficeClient
) -> None:
    office.employ("전일제")
    office.employ("단시간", daily_scheduled_minutes=120, rate=20_000)
    office.employ("세 주", starts_on=JUNE, ends_on=date(2026, 6, 20))
    office.employ("예순둘", resident_number="640101-1234567")
    shown = text(browser.get("insured_project", office.project.pk, month="2026-06"))
    assert "가입 (월 60시간 이상)" in shown
    assert "그달 근무로 판단 (월 60시간 미만: 소득이 기준 이상인 달만)" in shown
    assert "제외 (1개월 미만 고용)" in shown
    assert "제외 (60세 이상)" in shown


def test_the_list_takes_the_same_number_of_statements_for_any_number_of_people(
    office: Office, browser: OfficeClient
) -> None:
    counts = []
    for more in (2, 10):
        for n in range(more):
            office.employ(f"근로자{n}")
        with counted_statements() as sent:
            browser.get("insured_project", office.project.pk, month="2026-06")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_many_are_declared_at_once_from_a_day_on(office: Office, browser: OfficeClient) -> None:
    contracts = [office.employ(f"근로자{n}") for n in range(3)]
    rows = [one.pk for one in contracts]
    asked = browser.post("declare_insurance", office.project.pk, row=rows)
    assert "3명 저장" in text(asked)
    told = {"insurance": "health", "valid_from": "2026-06-01", "standing": "by_law", "ground": "report"}
    done = browser.post("declare_insurance", office.project.pk, row=rows, base="2,528,000", **told)
    assert done.status_code == 302
    assert set(InsuredState.objects.values_list("base", "valid_from")) == {(2_528_000, JUNE)}
    assert InsuredState.objects.count() == 3
    assert "가입 (월 60시간 이상) · 2,528,000" in text(
        browser.get("insured_project", office.project.pk, month="2026-06")
    )


def test_a_foreigner_is_pointed_out_and_declared_outside_the_pension(
    office: Office, browser: OfficeClient
) -> None:
    contract = office.employ(resident_number="850412-5123456")
    assert "외국인입니다" in text(browser.get("insured", contract.pk, month="2026-06"))
    told = {"insurance": "pension", "valid_from": "2026-06-01", "standing": "out", "ground": "foreigner"}
    browser.post("declare_insurance", office.project.pk, row=contract.pk, **told)
    assert "외국인 적용 제외" in text(browser.get("insured", contract.pk, month="2026-06"))


def test_a_refused_declaration_says_why_and_keeps_what_was_typed(
    office: Office, browser: OfficeClient
) -> None:
    contract = office.employ("어른")
    told = {"insurance": "pension", "valid_from": "2026-06-01", "standing": "out", "ground": "minor"}
    answer = browser.post("declare_insurance", office.project.pk, row=contract.pk, **told)
    assert "18세 미만이 아니어서" in text(answer)
    assert not InsuredState.objects.exists()


def test_daily_tax_is_chosen_on_screen_and_the_month_before_it_ends_is_told(
    office: Office, browser: OfficeClient
) -> None:
    contract = office.employ(starts_on=date(2026, 4, 1))
    told = {"tax_mode": "daily", "day_labour": "on", "reason": "일용으로 고용"}
    browser.post("kind_of_work", office.project.pk, row=contract.pk, **told)
    assert Contract.objects.get().tax_mode == "daily"
    may = text(browser.get("insured", contract.pk, month="2026-05"))
    assert "다음 달부터 일용근로소득이 아니라 간이세액표로 과세합니다" in may
    assert "일용근로소득, 2026-06부터 간이세액표" in may
    june = text(browser.get("insured", contract.pk, month="2026-06"))
    assert "다음 달부터 일용근로소득이" not in june


def test_ratio_family_and_other_work_are_kept_with_their_dates(office: Office, browser: OfficeClient) -> None:
    contract = office.employ()
    browser.post("add_fact", contract.pk, "withholding", valid_from="2026-06-20", percent="80")
    browser.post(
        "add_fact",
        contract.pk,
        "dependant",
        relation="child",
        birth_date="2015-03-02",
        valid_from="2026-01-01",
    )
    browser.post("add_fact", contract.pk, "other-work", employer="다른 회사", valid_from="2026-01-01")
    assert WithholdingChoice.objects.get().percent == 80
    dependant, work = Dependant.objects.get(), OtherWork.objects.get()
    shown = text(browser.get("insured", contract.pk, month="2026-06"))
    assert "자녀 2015-03-02" in shown
    assert "다른 회사" in shown
    assert "<dd>80%</dd>" in shown
    assert "<dd>2</dd>" in shown
    browser.post("end_fact", contract.pk, "dependant", dependant.pk, valid_to="2026-06-30")
    browser.post("end_fact", contract.pk, "other-work", work.pk, valid_to="2026-06-30")
    assert Dependant.objects.get().valid_to == OtherWork.objects.get().valid_to == date(2026, 6, 30)
    early = browser.post("end_fact", contract.pk, "dependant", dependant.pk, valid_to="2025-01-01")
    assert "적용일(2026-01-01)보다 앞섭니다" in text(early)


def test_unknown_facts_and_a_ratio_that_ends_by_itself_are_not_found(
    office: Office, browser: OfficeClient
) -> None:
    contract = office.employ()
    assert browser.get("add_fact", contract.pk, "anything").status_code == 404
    assert browser.get("end_fact", contract.pk, "withholding", 1).status_code == 404


def test_a_clerk_sees_the_own_people_and_declares_nothing(office: Office) -> None:
    contract = office.employ()
    clerk = OfficeClient(office, office.clerk, "payroll")
    assert clerk.get("insured_project", office.project.pk).status_code == 200
    assert clerk.get("insured", contract.pk).status_code == 200
    assert clerk.get("add_fact", contract.pk, "dependant").status_code == 403
    assert clerk.post("declare_insurance", office.project.pk, row=contract.pk).status_code == 403


def test_a_department_head_sees_nobodys_insurances(office: Office) -> None:
    contract = office.employ()
    head = OfficeClient(office, office.head, "payroll")
    assert head.get("insured", contract.pk).status_code == 403
    assert Person.objects.count() == 1


def test_daily_tax_for_many_leaves_what_each_person_wished(office: Office, browser: OfficeClient) -> None:
    first, second = office.employ("하나"), office.employ("둘")
    Contract.objects.filter(pk=second.pk).update(employment_before_65=True)
    told = {"tax_mode": "daily", "day_labour": "on", "reason": "일용으로 고용"}
    browser.post("kind_of_work", office.project.pk, row=[first.pk, second.pk], **told)
    assert set(Contract.objects.values_list("tax_mode", "day_labour")) == {("daily", True)}
    assert Contract.objects.get(pk=second.pk).employment_before_65


def test_daily_tax_of_somebody_regular_already_is_told(office: Office, browser: OfficeClient) -> None:
    contract = office.employ("오랜 근무", ends_on=date(2026, 12, 31))
    told = {"tax_mode": "daily", "reason": "일용"}
    browser.post("kind_of_work", office.project.pk, row=contract.pk, **told)
    assert "이미 3개월(건설현장 1년)이 되어 간이세액표로 과세합니다: 오랜 근무" in text(
        browser.get("insured", contract.pk)
    )
