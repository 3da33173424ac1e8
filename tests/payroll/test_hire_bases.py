"""The monthly income to report of people hired in a month: how it is reckoned, and taken over."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.hire_bases import HireBase, hire_bases
from openinsa.payroll.models import Payslip
from openinsa.people.models import InsuredState
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.insured import Declaration, declare_hire_bases, declare_insurance
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Contract, ContractVersion
from payroll.test_bases import pay
from statements import counted_statements

pytestmark = pytest.mark.django_db
MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def monthly(office: Office, won: int, hired: date) -> Contract:
    contract = office.employ("박월급", starts_on=hired)
    ContractVersion.objects.filter(contract=contract).update(pay_basis="monthly", rate=won)
    return contract


def proposed(month: date = JUNE) -> list[HireBase]:
    return hire_bases(month, Contract.objects.all())


def test_a_months_pay_is_divided_by_the_days_of_the_month_of_the_hire(office: Office) -> None:
    monthly(office, 3_100_000, date(2026, 7, 10))
    (one,) = proposed(JULY)
    assert (one.base, one.why) == (3_000_000, "월급 3,100,000원 ÷ 31일 × 30")
    assert (one.insurances, one.due) == (("pension", "health"), date(2026, 7, 24))


def test_day_pay_is_the_average_of_those_who_did_the_same_work_for_the_same_pay(office: Office) -> None:
    office.employ("김하나")
    office.employ("김두리")
    office.employ("김비싼", rate=LIVING_WAGE_DAY * 2)
    pay(office, MAY)
    office.employ("새사람", starts_on=JUNE)
    (one,) = proposed()
    same = Payslip.objects.filter(contract__person__name__in=["김하나", "김두리"]).values_list(
        "taxable", flat=True
    )
    assert one.base == sum(same) // 2
    assert one.why == "같은 사업에서 같은 보수로 일한 2명의 2026-05 평균"


def test_where_nobody_has_the_same_pay_everybody_of_the_project_is_averaged(office: Office) -> None:
    office.employ("김하나")
    pay(office, MAY)
    office.employ("새사람", starts_on=JUNE, rate=LIVING_WAGE_DAY + 1)
    (one,) = proposed()
    assert one.base == Payslip.objects.get().taxable
    assert one.why == "같은 사업에서 일한 1명의 2026-05 평균"


def test_where_nobody_worked_before_the_agreed_pay_of_a_month_stands_in(office: Office) -> None:
    office.employ("새사람", starts_on=JUNE)
    (one,) = proposed()
    assert one.base == LIVING_WAGE_DAY * 60 * 209 // 480
    assert one.why == "견줄 사람이 없어 계약의 한 달 보수"


def test_who_goes_on_in_another_project_is_not_hired(office: Office) -> None:
    first = office.employ("새사람", ends_on=date(2026, 5, 31), resident_number="850412-1777777")
    office.employ("새사람", starts_on=JUNE, resident_number="850412-1777777")
    assert proposed() == []
    assert [one.pk for one in proposed(date(2026, 1, 1))] == [first.pk]


def test_accepted_incomes_hold_from_the_day_of_each_hire_and_leave_people_where_they_stand(
    office: Office,
) -> None:
    one, other = office.employ("가", starts_on=JUNE), office.employ("나", starts_on=date(2026, 6, 15))
    told = Declaration("pension", JUNE, "out", "livelihood")
    declare_insurance(office.hr_officer, [one.pk], told)
    found = {each.pk: each for each in proposed()}
    assert found[one.pk].insurances == ("health",)
    declare_hire_bases(
        office.hr_officer, {pk: dict.fromkeys(each.insurances, each.base) for pk, each in found.items()}
    )
    states = InsuredState.objects.order_by("valid_from", "insurance").values_list(
        "person_id", "insurance", "valid_from", "standing"
    )
    assert list(states) == [
        (one.person_id, "health", JUNE, "by_law"),
        (one.person_id, "pension", JUNE, "out"),
        (other.person_id, "health", date(2026, 6, 15), "by_law"),
        (other.person_id, "pension", date(2026, 6, 15), "by_law"),
    ]
    assert {each.health for each in proposed()} == {found[one.pk].base}
    declare_hire_bases(office.hr_officer, {one.pk: {"health": 2_000_000}})
    assert InsuredState.objects.get(person=one.person, insurance="health").base == 2_000_000


def test_incomes_at_hire_are_refused_after_payment_to_others_and_elsewhere(office: Office) -> None:
    contract = office.employ(starts_on=MAY)
    told = {contract.pk: {"pension": 2_000_000}}
    with pytest.raises(NotAllowed):
        declare_hire_bases(office.clerk, told)
    pay(office, MAY)
    with pytest.raises(PaidMonthsFollow):
        declare_hire_bases(office.hr_officer, told)
    elsewhere = new_office("나래시")
    with pytest.raises(NotFound):
        declare_hire_bases(elsewhere.hr_officer, told)


def test_proposing_takes_the_same_number_of_statements_for_any_number_of_people(office: Office) -> None:
    office.employ("가", starts_on=JUNE)
    with counted_statements() as few:
        proposed()
    for name in ("나", "다", "라"):
        office.employ(name, starts_on=JUNE)
    with counted_statements() as many:
        assert len(proposed()) == 4
    assert len(many) == len(few)


def test_incomes_at_hire_are_looked_at_and_accepted_on_screen(office: Office) -> None:
    contract = office.employ("새사람", starts_on=JUNE)
    hr, auditor = Client(), Client()
    hr.force_login(office.hr_officer)
    auditor.force_login(office.auditor)
    set_context(None)
    listed = hr.get(reverse("payroll:hire_bases"), {"month": "2026-06"}).content.decode()
    assert "새사람" in listed
    assert "견줄 사람이 없어" in listed
    accept = reverse("payroll:apply_hire_bases") + "?month=2026-06"
    assert auditor.post(accept, {"row": [contract.pk]}).status_code == 403
    assert hr.post(accept, {"row": [0]}).status_code == 409
    assert hr.post(accept, {"row": [contract.pk]}).status_code == 302
    office.enter()
    assert set(InsuredState.objects.values_list("insurance", flat=True)) == {"pension", "health"}


def test_a_month_that_no_calendar_has_is_the_present_one(office: Office) -> None:
    client = Client()
    client.force_login(office.hr_officer)
    set_context(None)
    for page in ("hire_bases", "insurance_events"):
        for month in ("0001-01", "9999-12", "2026-13", "x"):
            assert client.get(reverse(f"payroll:{page}"), {"month": month}).status_code == 200
