"""Who pays which premium and which tax, through the real registration, month and pay run."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.checks import findings
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.contracts import OutsideContract, change_contract, end_contract
from openinsa.staffing.actions.insured import (
    Declaration,
    EndsBeforeItBegins,
    JobsNotAddedYet,
    MonthlyPayByTheDay,
    NoForeigner,
    NotAMinor,
    add_dependant,
    add_other_work,
    choose_withholding,
    declare_insurance,
    end_dependant,
    end_other_work,
    set_kind_of_work,
)
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Contract, Day, Project

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
TWO_DAYS_A_WEEK = {
    "daily_scheduled_minutes": 300,
    "weekly_scheduled_minutes": 600,
    "weekly_scheduled_days": 2,
}


@pytest.fixture
def office() -> Office:
    return new_office()


def pay(office: Office, month: date = JUNE, *, days: int = 31) -> None:
    """Fill a month with so many days of work each, approve and compute it, in every project."""
    for project in Project.objects.all():
        one = office.month(month, project)
        fill_month(office.clerk, one.pk)
        leave_out_days_after(days, project, month)
        submit_month(office.clerk, one.pk)
        approve_month(office.head, one.pk)
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month)):
        compute_runs(chunk, office.payroll_officer.pk)


def leave_out_days_after(count: int, project: Project, month: date) -> None:
    """Unpaid leave on everybody's days of work of a month after so many."""
    for contract in project.contracts.all():
        worked = (
            contract.days.filter(code="work", date__gte=month).order_by("date").values_list("pk", flat=True)
        )
        absent = {"code": "unpaid_sick_leave", "mark": "무병", "starts": None, "ends": None, "breaks": []}
        Day.objects.filter(pk__in=list(worked)[count:]).update(**absent)


def deducted(contract: Contract, month: date = JUNE) -> dict[str, int]:
    """What is taken from the pay of a contract's month."""
    slip = Payslip.objects.get(contract=contract, run__month=month)
    return dict(slip.lines.filter(side="deduction").values_list("code", "amount"))


def part_timer(office: Office, minutes_a_day: int, **fields: Any) -> Contract:
    """Somebody of five days a week at so many minutes."""
    rate = LIVING_WAGE_DAY * minutes_a_day // 480
    return office.employ("단시간", daily_scheduled_minutes=minutes_a_day, rate=rate, **fields)


def test_thirteen_hours_forty_five_a_week_are_less_than_sixty_hours_a_month(office: Office) -> None:
    below, enough = part_timer(office, 165), part_timer(office, 166)
    pay(office)
    assert not {"pension", "health", "long_term_care"} & deducted(below).keys()
    assert {"pension", "health", "long_term_care"} <= deducted(enough).keys()


def test_hours_cut_below_sixty_within_a_month_end_the_premiums_with_the_next(office: Office) -> None:
    contract = office.employ()
    change_contract(office.hr_officer, contract.pk, date(2026, 6, 16), TWO_DAYS_A_WEEK)
    pay(office)
    pay(office, JULY)
    assert {"pension", "health"} <= deducted(contract).keys()
    assert not {"pension", "health"} & deducted(contract, JULY).keys()


def test_hours_cut_from_the_first_end_the_premiums_at_once(office: Office) -> None:
    contract = office.employ()
    change_contract(office.hr_officer, contract.pk, JUNE, TWO_DAYS_A_WEEK)
    pay(office)
    assert not {"pension", "health"} & deducted(contract).keys()


def test_hours_raised_within_a_month_begin_the_premiums_with_the_next(office: Office) -> None:
    contract = part_timer(office, 120)
    change_contract(
        office.hr_officer,
        contract.pk,
        date(2026, 6, 16),
        {"daily_scheduled_minutes": 480, "weekly_scheduled_minutes": 2_400, "weekly_scheduled_days": 5},
    )
    pay(office)
    pay(office, JULY)
    assert not {"pension", "health"} & deducted(contract).keys()
    assert {"pension", "health"} <= deducted(contract, JULY).keys()


def test_hours_of_two_projects_of_one_institution_add_up_to_sixty(office: Office) -> None:
    office.new_project("저녁 사업")
    number = "700101-1234567"
    first = part_timer(office, 90, resident_number=number)
    part_timer(office, 90, resident_number=number, project="저녁 사업")
    alone = part_timer(office, 90)
    pay(office)
    assert {"pension", "health"} <= deducted(first).keys()
    assert not {"pension", "health"} & deducted(alone).keys()


def test_hired_for_less_than_a_month_is_outside_pension_and_health(office: Office) -> None:
    weeks = office.employ("세 주", starts_on=JUNE, ends_on=date(2026, 6, 21))
    month = office.employ("한 달", starts_on=JUNE, ends_on=date(2026, 6, 30))
    pay(office)
    assert deducted(weeks).keys() & {"pension", "health", "long_term_care", "employment"} == {"employment"}
    assert {"pension", "health", "long_term_care", "employment"} <= deducted(month).keys()


def test_hired_for_months_but_gone_within_weeks_still_pays_the_month(office: Office) -> None:
    contract = office.employ(starts_on=JUNE)
    end_contract(office.hr_officer, contract.pk, date(2026, 6, 20))
    pay(office)
    assert {"pension", "health"} <= deducted(contract).keys()


@pytest.mark.parametrize(
    ("days", "minutes", "construction", "insured"),
    [
        (7, 480, False, set()),
        (8, 480, False, {"pension", "health"}),
        (7, 540, False, {"pension"}),
        (7, 540, True, set()),
    ],
)
def test_day_labourers_of_a_month_and_more_are_in_by_eight_days_or_for_the_pension_sixty_hours(
    office: Office, days: int, minutes: int, construction: bool, insured: set[str]
) -> None:
    contract = office.employ(daily_scheduled_minutes=minutes)
    work(office, contract, day_labour=True)
    Project.objects.update(construction_site=construction)
    pay(office, days=days)
    assert deducted(contract).keys() & {"pension", "health"} == insured


def test_day_labourers_of_little_time_are_in_the_pension_by_the_income_of_the_month(office: Office) -> None:
    contract = office.employ(rate=400_000)
    work(office, contract, day_labour=True)
    pay(office, days=5)
    assert deducted(contract).keys() & {"pension", "health"} == {"pension"}


def test_below_sixty_hours_for_three_months_the_pension_takes_whoever_wishes(office: Office) -> None:
    wishes, does_not = part_timer(office, 120), part_timer(office, 120)
    work(office, wishes, short_hours_pension_wish=True)
    pay(office)
    assert deducted(wishes).keys() & {"pension", "health"} == {"pension"}
    assert not deducted(does_not).keys() & {"pension", "health"}


def declare(
    office: Office, contract: Contract, insurance: str, since: date, standing: str, **told: Any
) -> None:
    told = {"ground": "other", **told}
    declaration = Declaration(insurance, since, standing, **told)
    declare_insurance(office.payroll_officer, [contract.pk], declaration)


def work(office: Office, contract: Contract, **told: Any) -> None:
    usual = {
        "tax_mode": "table",
        "day_labour": False,
        "short_hours_pension_wish": False,
        "pension_first_month_requested": False,
        "employment_before_65": False,
    }
    set_kind_of_work(office.payroll_officer, [contract.pk], **{**usual, **told})


def test_a_foreigner_declared_outside_the_pension_pays_everything_else(office: Office) -> None:
    contract = office.employ(resident_number="850412-5123456")
    declare(office, contract, "pension", contract.starts_on, "out", ground="foreigner")
    pay(office)
    assert deducted(contract).keys() & {"pension", "health", "employment"} == {"health", "employment"}


def test_only_a_foreigner_is_outside_as_a_foreigner(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(NoForeigner, match="외국인으로 등록되어 있지"):
        declare(office, contract, "pension", JUNE, "out", ground="foreigner")


def test_whoever_leaves_an_insurance_within_a_month_pays_for_that_month_still(office: Office) -> None:
    contract = office.employ()
    declare(office, contract, "health", date(2026, 6, 16), "out", ground="notice")
    pay(office)
    pay(office, JULY)
    assert "health" in deducted(contract)
    assert not {"health", "long_term_care"} & deducted(contract, JULY).keys()


def test_whoever_enters_an_insurance_within_a_month_pays_from_the_next(office: Office) -> None:
    contract = part_timer(office, 120)
    declare(office, contract, "health", date(2026, 6, 16), "in", ground="other_jobs")
    pay(office)
    pay(office, JULY)
    assert "health" not in deducted(contract)
    assert "health" in deducted(contract, JULY)


def test_pay_of_several_employers_is_added_up_for_employment_insurance_from_2027_on(office: Office) -> None:
    Project.objects.filter(pk=office.project.pk).update(ends_on=date(2027, 12, 31))
    contract = office.employ(ends_on=date(2027, 12, 31))
    with pytest.raises(JobsNotAddedYet, match="2027-01-01"):
        declare(office, contract, "employment", date(2026, 12, 31), "in", ground="other_jobs")
    declare(office, contract, "employment", date(2027, 1, 1), "in", ground="other_jobs")
    client = Client()
    client.force_login(office.payroll_officer)
    set_context(None)
    page = client.get(reverse("payroll:insured", args=[contract.pk]), {"month": "2027-01"}).content.decode()
    assert "다른 사업장과 합산해 달라는 신청(2027-01-01부터)" in page


def test_a_minor_who_refuses_the_pension_is_in_from_eighteen_on(office: Office) -> None:
    contract = office.employ(resident_number="080620-3123456")
    declare(office, contract, "pension", JUNE, "out", ground="minor")
    pay(office)
    pay(office, JULY)
    assert "pension" not in deducted(contract)
    assert "pension" in deducted(contract, JULY)


def test_nobody_of_eighteen_refuses_the_pension(office: Office) -> None:
    contract = office.employ(resident_number="080601-3123456")
    with pytest.raises(NotAMinor, match="18세 미만이 아니어서"):
        declare(office, contract, "pension", JUNE, "out", ground="minor")


def test_the_old_office_takes_the_health_premium_of_the_month_of_a_transfer(office: Office) -> None:
    contract = office.employ(starts_on=JUNE)
    declare(office, contract, "health", JUNE, "out", ground="transfer")
    pay(office)
    pay(office, JULY)
    assert "health" not in deducted(contract)
    assert "health" in deducted(contract, JULY)


def test_premiums_follow_the_income_that_was_reported(office: Office) -> None:
    contract = office.employ()
    declare(office, contract, "pension", JULY, "by_law", ground="report", base=3_001_000)
    pay(office)
    pay(office, JULY)
    assert deducted(contract)["pension"] != deducted(contract, JULY)["pension"] == 142_540


def test_a_declaration_holds_only_within_its_employment(office: Office) -> None:
    number = "700101-1234568"
    first = office.employ(resident_number=number, ends_on=date(2026, 6, 12))
    again = office.employ(resident_number=number, starts_on=date(2026, 6, 17))
    declare(office, first, "health", JUNE, "out")
    pay(office)
    pay(office, JULY)
    assert "health" not in deducted(first)
    assert "health" in deducted(again, JULY)


def test_nothing_is_declared_of_a_paid_month_or_outside_the_contract(office: Office) -> None:
    contract = office.employ()
    pay(office)
    pay_runs(office.payroll_officer, list(PayRun.objects.values_list("pk", flat=True)))
    with pytest.raises(PaidMonthsFollow, match="2026-06"):
        declare(office, contract, "health", JUNE, "out")
    with pytest.raises(OutsideContract):
        declare(office, contract, "health", date(2027, 1, 1), "out")
    with pytest.raises(NotFound):
        declare_insurance(office.payroll_officer, [987_654], Declaration("health", JULY, "out", "other"))
    with pytest.raises(NotAllowed):
        declare_insurance(office.clerk, [contract.pk], Declaration("health", JULY, "out", "other"))


def test_a_ratio_holds_from_the_next_pay_to_the_end_of_the_year(office: Office) -> None:
    contract = office.employ(rate=150_000, ends_on=date(2026, 12, 31))
    pay(office)
    choose_withholding(office.payroll_officer, contract.person_id, date(2026, 7, 20), 80)
    pay(office, JULY)
    pay(office, date(2026, 12, 1))
    full = deducted(contract)["income_tax"]
    assert slip_of(contract, JULY).run.pay_date == date(2026, 8, 10)
    assert percent_of(contract) == percent_of(contract, date(2026, 12, 1)) == 100
    assert percent_of(contract, JULY) == 80
    assert full > 0


def slip_of(contract: Contract, month: date) -> Payslip:
    return Payslip.objects.get(contract=contract, run__month=month)


def percent_of(contract: Contract, month: date = JUNE) -> int:
    return tax_inputs(contract, month)["withholding_percent"]


def tax_inputs(contract: Contract, month: date = JUNE) -> dict[str, Any]:
    """What the income tax of a slip was reckoned from."""
    inputs: dict[str, Any] = slip_of(contract, month).lines.get(code="income_tax").inputs
    return inputs


def test_children_count_from_their_eighth_birthday_on_the_payment_date(office: Office) -> None:
    contract = office.employ(rate=200_000)
    for relation, born in (("spouse", date(1986, 1, 1)), ("child", date(2018, 8, 10))):
        add_dependant(
            office.payroll_officer,
            contract.person_id,
            relation=relation,
            birth_date=born,
            valid_from=date(2026, 1, 1),
        )
    pay(office)
    pay(office, JULY)
    assert [tax_inputs(contract, month)["family_members"] for month in (JUNE, JULY)] == [3, 3]
    assert [tax_inputs(contract, month)["children_8_to_20"] for month in (JUNE, JULY)] == [0, 1]


def test_an_ended_dependant_counts_no_more(office: Office) -> None:
    contract = office.employ(rate=200_000, family_members=4)
    told = {"relation": "parent", "birth_date": date(1950, 1, 1), "valid_from": date(2026, 1, 1)}
    dependant = add_dependant(office.payroll_officer, contract.person_id, **told)
    end_dependant(office.payroll_officer, dependant.pk, date(2026, 7, 31))
    pay(office)
    pay(office, JULY)
    assert [tax_inputs(contract, month)["family_members"] for month in (JUNE, JULY)] == [2, 1]


def test_beside_a_main_workplace_only_the_person_counts(office: Office) -> None:
    contract = office.employ(rate=200_000, family_members=4, children_8_to_20=2)
    told = {"employer": "다른 회사", "valid_from": date(2026, 8, 1), "main_workplace": True}
    add_other_work(office.payroll_officer, contract.person_id, **told)
    pay(office)
    pay(office, JULY)
    assert [tax_inputs(contract, month)["family_members"] for month in (JUNE, JULY)] == [4, 1]
    assert tax_inputs(contract, JULY)["children_8_to_20"] == 0


def test_two_workplaces_above_the_ceiling_share_it_by_income(office: Office) -> None:
    contract = office.employ()
    declare(office, contract, "pension", JULY, "by_law", ground="report", base=4_000_000)
    told = {"employer": "다른 회사", "valid_from": JULY, "pension_income": 4_000_000}
    add_other_work(office.payroll_officer, contract.person_id, **told)
    pay(office, JULY)
    assert deducted(contract, JULY)["pension"] == 3_295_000 * 475 // 10_000 // 10 * 10


def test_work_elsewhere_and_dependants_end_after_they_began(office: Office) -> None:
    contract = office.employ()
    told = {"employer": "다른 회사", "valid_from": JULY, "valid_to": JUNE}
    with pytest.raises(EndsBeforeItBegins):
        add_other_work(office.payroll_officer, contract.person_id, **told)
    kept = add_other_work(office.payroll_officer, contract.person_id, **{**told, "valid_to": None})
    with pytest.raises(EndsBeforeItBegins):
        end_other_work(office.payroll_officer, kept.pk, JUNE)


def test_day_labour_is_taxed_by_the_day_until_the_third_month(office: Office) -> None:
    contract = office.employ(rate=250_000, starts_on=date(2026, 5, 1))
    work(office, contract, tax_mode="daily", day_labour=True)
    pay(office)
    pay(office, JULY)
    lines = slip_of(contract, JUNE).lines
    days = lines.get(code="base").amount // 250_000
    assert lines.get(code="income_tax").amount == 100_000 * 27 // 1_000 * (days + 5) // 10 * 10
    assert "family_members" in tax_inputs(contract, JULY)


def test_at_construction_sites_day_labour_is_taxed_by_the_day_for_a_year(office: Office) -> None:
    contract = office.employ(rate=250_000, starts_on=date(2026, 1, 1))
    Project.objects.update(construction_site=True)
    work(office, contract, tax_mode="daily", day_labour=True)
    pay(office)
    assert "family_members" not in tax_inputs(contract)


@pytest.mark.parametrize(("payment", "tax"), [("monthly", 12_630), ("weekly", 11_640), ("daily", 0)])
def test_small_tax_of_day_labour_is_dropped_payment_by_payment(
    office: Office, payment: str, tax: int
) -> None:
    contract = office.employ(rate=168_000, starts_on=JUNE)
    Project.objects.update(day_labour_payment=payment)
    work(office, contract, tax_mode="daily", day_labour=True)
    pay(office)
    assert deducted(contract).get("income_tax", 0) == tax
    kept = slip_of(contract, JUNE).facts["payments"]
    assert sum(one["income_tax"] for one in kept) == tax
    assert (kept[0]["first"], kept[-1]["last"]) == ("2026-06-01", "2026-06-30")
    assert len(kept) == {"monthly": 1, "weekly": 5, "daily": 30}[payment]


def test_monthly_pay_is_never_taxed_by_the_day(office: Office) -> None:
    contract = office.employ("월급", pay_basis="monthly", rate=2_500_000)
    with pytest.raises(MonthlyPayByTheDay, match="월급"):
        work(office, contract, tax_mode="daily")


def test_a_computed_run_waits_when_a_dated_fact_changes(office: Office) -> None:
    contract = office.employ()
    pay(office)
    choose_withholding(office.payroll_officer, contract.person_id, JUNE, 120)
    assert PayRun.objects.get().state == "waiting"


def test_a_foreigner_of_whom_nothing_was_declared_is_pointed_out_before_payment(office: Office) -> None:
    office.employ("외국인", resident_number="850412-5123456")
    known = office.employ("확인함", resident_number="850412-5123457")
    declare(office, known, "pension", JUNE, "in", ground="notice")
    pay(office)
    found = findings(list(PayRun.objects.all()))
    assert [one.name for one in found if one.check == "foreigner_pension"] == ["외국인"]


def test_wages_of_november_paid_in_january_are_taxed_as_paid_at_the_years_end(office: Office) -> None:
    contract = office.employ(rate=150_000)
    november = date(2026, 11, 1)
    choose_withholding(office.payroll_officer, contract.person_id, JUNE, 80)
    one = office.month(november)
    fill_month(office.clerk, one.pk)
    submit_month(office.clerk, one.pk)
    approve_month(office.head, one.pk)
    (run,) = prepare_runs(office.payroll_officer, november)
    PayRun.objects.filter(pk=run.pk).update(pay_date=date(2027, 1, 15))
    compute_runs([run.pk], office.payroll_officer.pk)
    assert tax_inputs(contract, november)["payment_date"] == "2026-12-31"
    assert percent_of(contract, november) == 80
