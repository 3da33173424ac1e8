"""Allowances and agreed deductions: given to many at once, dated, paid and kept back by the real pay run."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from office_client import OfficeClient
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import PayRun, Payslip, PayslipLine
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.contracts import add_allowance, end_contract
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.actions.pay_items import (
    PayItemEndsElsewhere,
    PayItemOutsideContract,
    PayItemTwice,
    agree_deduction,
    drop_pay_item,
    end_pay_item,
    grant_allowance,
)
from openinsa.staffing.actions.settings import PaidMonthsFollow
from openinsa.staffing.models import Allowance, Day, Deduction
from openinsa.staffing.ordinary_items import first_ordinary_day
from statements import counted_statements

pytestmark = pytest.mark.django_db
MEAL = {"name": "급식비", "amount": 140_000, "valid_from": JUNE, "tax": "meal"}
LUNCH = {
    "name": "식비",
    "kind": "per_worked_day",
    "amount": 5_000,
    "valid_from": JUNE,
    "agreement": "동의서 2026-05-30",
}


@pytest.fixture
def office() -> Office:
    return new_office()


def grant(office: Office, people: list[int], **fields: Any) -> None:
    grant_allowance(office.hr_officer, office.project.pk, people, {**MEAL, **fields})


def agree(office: Office, people: list[int], **fields: Any) -> None:
    agree_deduction(office.hr_officer, office.project.pk, people, {**LUNCH, **fields})


def run(office: Office) -> PayRun:
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    (one,) = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([one.pk], office.payroll_officer.pk)
    return PayRun.objects.get(pk=one.pk)


def test_an_allowance_given_to_many_is_a_line_of_every_slip(office: Office) -> None:
    people = [office.employ(f"근로자{n}").pk for n in range(3)]
    grant(office, people)
    run(office)
    lines = PayslipLine.objects.filter(label_ko="급식비")
    assert [line.amount for line in lines] == [140_000] * 3
    assert set(Payslip.objects.values_list("non_taxable", flat=True)) == {140_000}


def test_the_meal_of_every_worked_day_is_kept_back_and_told_with_its_days(office: Office) -> None:
    contract = office.employ()
    agree(office, [contract.pk])
    run(office)
    line = PayslipLine.objects.get(label_ko="식비")
    assert (line.side, line.amount) == ("deduction", 21 * 5_000)
    assert line.words_ko == "약정 공제: 근무 21일 × 5,000원 = 105,000원"
    assert line.words_en == "agreed: 21 days worked × 5,000 won = 105,000 won"
    slip = Payslip.objects.get()
    assert slip.net == slip.gross - slip.deductions


def test_a_monthly_deduction_is_kept_back_whole_and_never_after_its_end(office: Office) -> None:
    contract = office.employ()
    agree(office, [contract.pk], name="기숙사비", kind="monthly", amount=120_000)
    agree(
        office,
        [contract.pk],
        name="옛 공제",
        kind="monthly",
        valid_from=date(2026, 5, 1),
        valid_to=date(2026, 5, 31),
    )
    run(office)
    kept = PayslipLine.objects.filter(code="other_deduction").values_list("label_ko", "amount", "words_ko")
    assert list(kept) == [("기숙사비", 120_000, "약정 공제: 월 120,000원 = 120,000원")]


def test_meals_are_kept_back_for_the_days_of_the_agreement_only(office: Office) -> None:
    contract = office.employ()
    agree(office, [contract.pk], valid_from=date(2026, 6, 15), valid_to=date(2026, 6, 19))
    run(office)
    assert PayslipLine.objects.get(label_ko="식비").amount == 5 * 5_000


def test_a_new_deduction_lets_a_computed_run_wait(office: Office) -> None:
    contract = office.employ()
    one = run(office)
    assert one.state == PayRun.State.COMPUTED
    agree(office, [contract.pk])
    one.refresh_from_db()
    assert one.state == PayRun.State.WAITING


def test_the_condition_of_an_item_decides_from_when_it_is_ordinary_wage(office: Office) -> None:
    since, to = date(2024, 1, 1), date(2026, 12, 31)
    assert first_ordinary_day("none", since, to) == since
    assert first_ordinary_day("employed_on_a_day", since, to) == date(2024, 12, 19)
    assert first_ordinary_day("within_scheduled_days", JUNE, to) == JUNE
    assert first_ordinary_day("employed_on_a_day", since, date(2024, 12, 18)) is None
    for never in ("beyond_scheduled_days", "performance", "actual_cost"):
        assert first_ordinary_day(never, since, to) is None
        assert first_ordinary_day(never, since, to, by_time=True) is None
    assert first_ordinary_day("employed_on_a_day", since, to, by_time=True) == date(2024, 12, 19)


@pytest.mark.parametrize(
    ("item", "hourly"),
    [
        ({"kind": "per_worked_day", "amount": 4_000}, 12_621),
        ({"kind": "per_worked_day", "amount": 4_000, "condition": "actual_cost"}, 12_121),
        ({"kind": "per_hour", "measure": "worked", "amount": 300}, 12_421),
        ({"kind": "per_hour", "measure": "night", "amount": 300}, 12_121),
        ({"kind": "per_marked_day", "day_code": "night_duty", "amount": 60_000}, 12_121),
    ],
)
def test_an_item_of_every_worked_day_or_hour_raises_the_ordinary_wage(
    office: Office, item: dict[str, Any], hourly: int
) -> None:
    contract = office.employ()
    grant(office, [contract.pk], name="교통비", tax="taxable", **item)
    run(office)
    (wage,) = Payslip.objects.get().facts["ordinary_hourly"]
    assert wage["numerator"] == hourly * wage["denominator"]


def test_an_item_of_those_employed_on_a_day_raises_the_ordinary_wage(office: Office) -> None:
    contract = office.employ()
    grant(
        office, [contract.pk], name="위험수당", tax="taxable", amount=209_000, condition="employed_on_a_day"
    )
    run(office)
    (wage,) = Payslip.objects.get().facts["ordinary_hourly"]
    assert wage["numerator"] / wage["denominator"] == LIVING_WAGE_DAY / 8 + 1_000


def test_a_day_named_in_the_contract_goes_before_the_laws(office: Office) -> None:
    contract = office.employ()
    grant(office, [contract.pk], ordinary_from=date(2026, 7, 1))
    assert Allowance.objects.get().ordinary_from == date(2026, 7, 1)


def test_an_item_ends_with_the_contract_of_each(office: Office) -> None:
    short = office.employ("단기", ends_on=date(2026, 7, 31))
    late = office.employ("늦게 온 사람", starts_on=date(2026, 6, 22))
    grant(office, [short.pk, late.pk])
    found = Allowance.objects.order_by("contract").values_list("contract", "valid_from", "valid_to")
    assert list(found) == [
        (short.pk, JUNE, date(2026, 7, 31)),
        (late.pk, date(2026, 6, 22), date(2026, 12, 31)),
    ]


def test_the_same_item_twice_is_refused_in_words_and_nobody_gets_it(office: Office) -> None:
    first, second = office.employ("김하늘"), office.employ("박새봄")
    grant(office, [first.pk])
    with pytest.raises(PayItemTwice, match="김하늘님에게 2026-06-01 ~ 2026-12-31의 '급식비'"):
        grant(office, [first.pk, second.pk])
    whole = {**MEAL, "valid_to": first.ends_on}
    with pytest.raises(PayItemTwice):
        add_allowance(office.hr_officer, first.pk, whole)
    assert Allowance.objects.count() == 1
    agree(office, [first.pk])
    with pytest.raises(PayItemTwice):
        agree(office, [first.pk])


def test_an_item_outside_a_contract_is_refused(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 5, 31))
    with pytest.raises(PayItemOutsideContract):
        grant(office, [contract.pk])


def test_an_item_for_nobody_or_for_somebody_out_of_reach_is_refused(office: Office) -> None:
    with pytest.raises(NobodyPicked):
        grant(office, [])
    office.new_project("다른 사업")
    elsewhere = office.employ("남", project="다른 사업")
    with pytest.raises(NotFound):
        grant(office, [elsewhere.pk])
    contract = office.employ()
    with pytest.raises(NotAllowed):
        grant_allowance(office.head, office.project.pk, [contract.pk], MEAL)


def test_a_paid_month_keeps_its_items(office: Office) -> None:
    contract = office.employ()
    grant(office, [contract.pk])
    one = run(office)
    pay_runs(office.payroll_officer, [one.pk])
    item = Allowance.objects.get()
    with pytest.raises(PaidMonthsFollow):
        agree(office, [contract.pk])
    with pytest.raises(PaidMonthsFollow):
        drop_pay_item(office.hr_officer, item)
    with pytest.raises(PaidMonthsFollow):
        end_pay_item(office.hr_officer, item, date(2026, 6, 15))
    assert end_pay_item(office.hr_officer, item, date(2026, 6, 30)).valid_to == date(2026, 6, 30)


def test_an_item_ends_within_its_days_or_is_dropped(office: Office) -> None:
    contract = office.employ()
    agree(office, [contract.pk])
    item = Deduction.objects.get()
    with pytest.raises(PayItemEndsElsewhere):
        end_pay_item(office.hr_officer, item, date(2026, 5, 31))
    drop_pay_item(office.hr_officer, item)
    assert not Deduction.objects.exists()


def test_items_end_when_their_contract_ends_earlier(office: Office) -> None:
    contract = office.employ()
    grant(office, [contract.pk])
    agree(office, [contract.pk])
    end_contract(office.hr_officer, contract.pk, date(2026, 7, 15))
    assert Allowance.objects.get().valid_to == Deduction.objects.get().valid_to == date(2026, 7, 15)


def test_the_database_refuses_a_deduction_without_agreement(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(IntegrityError, match="deduction_is_agreed"), transaction.atomic():
        agree(office, [contract.pk], agreement="")


def test_statements_of_a_grant_do_not_grow_with_people(office: Office) -> None:
    few = [office.employ(f"가{n}").pk for n in range(2)]
    many = [office.employ(f"나{n}").pk for n in range(12)]
    office.hr_officer  # noqa: B018
    with counted_statements() as of_few:
        grant(office, few)
    with counted_statements() as of_many:
        grant(office, many)
    assert len(of_few) == len(of_many)


TYPED = {
    "name": "급식비",
    "kind": "monthly",
    "amount": "140,000",
    "valid_from": "2026-06-01",
    "proration": "calendar_days",
    "tax": "meal",
    "minimum_wage": "welfare",
    "condition": "none",
}


def test_people_are_picked_in_the_project_and_get_an_allowance(office: Office) -> None:
    people = [office.employ(f"근로자{n}").pk for n in range(2)]
    browser = OfficeClient(office, office.hr_officer, "staffing")
    assert "수당 주기" in browser.get("pay_items", office.project.pk).content.decode()
    asked = browser.post("grant_allowance", office.project.pk, row=people).content.decode()
    assert "2명에게 저장" in asked
    stored = browser.post("grant_allowance", office.project.pk, row=people, **TYPED)
    assert stored.status_code == 302
    assert Allowance.objects.filter(contract__in=people, amount=140_000).count() == 2
    again = browser.post("grant_allowance", office.project.pk, row=people, **TYPED).content.decode()
    assert "이(가) 이미 있습니다" in again
    assert "급식비" in browser.get("pay_items", office.project.pk).content.decode()


def test_a_deduction_is_entered_shown_with_the_contract_and_ended(office: Office) -> None:
    contract = office.employ()
    browser = OfficeClient(office, office.hr_officer, "staffing")
    typed = {"name": "식비", "kind": "monthly", "amount": "120000", "valid_from": "2026-06-01"}
    missing = browser.post("agree_deduction", office.project.pk, row=[contract.pk], **typed)
    assert missing.status_code == 200
    assert not Deduction.objects.exists()
    browser.post("agree_deduction", office.project.pk, row=[contract.pk], agreement="동의서", **typed)
    item = Deduction.objects.get()
    assert "120,000" in browser.get("contract", contract.pk).content.decode()
    assert "이 날로 끝내기" in browser.get("deduction", item.pk).content.decode()
    browser.post("deduction", item.pk, ends_on="2026-06-30", reason="이사")
    item.refresh_from_db()
    assert item.valid_to == date(2026, 6, 30)


def test_an_allowance_entered_by_mistake_is_deleted(office: Office) -> None:
    contract = office.employ()
    grant(office, [contract.pk])
    browser = OfficeClient(office, office.hr_officer, "staffing")
    browser.post("allowance", Allowance.objects.get().pk, ends_on="2026-06-30", reason="잘못 넣음", drop="1")
    assert not Allowance.objects.exists()


def test_who_sees_no_pay_sees_no_list_of_pay_items(office: Office) -> None:
    assert (
        OfficeClient(office, office.head, "staffing").get("pay_items", office.project.pk).status_code == 403
    )


HOURLY = {"name": "위험수당", "kind": "per_hour", "hours": "overtime", "amount": "3,000"}
SHARED = {"name": "직무수당", "kind": "share", "pay": "basic_pay", "share": "5"}
DUTY = {"name": "숙직수당", "kind": "per_marked_day", "day_code": "night_duty", "amount": "60,000"}
BONUS = {"name": "명절휴가비", "kind": "monthly", "amount": "300,000", "months": ["2", "9"]}
MORE = {"valid_from": "2026-06-01", "tax": "taxable", "proration": "full", "condition": "none"}


def typed(**of_kind: Any) -> dict[str, Any]:
    return {**MORE, "minimum_wage": "counted", **of_kind}


def test_every_kind_of_item_is_typed_on_the_page_and_stored(office: Office) -> None:
    contract = office.employ()
    browser = OfficeClient(office, office.hr_officer, "staffing")
    for kind in (HOURLY, SHARED, DUTY, BONUS):
        stored = browser.post("grant_allowance", office.project.pk, row=[contract.pk], **typed(**kind))
        assert stored.status_code == 302, stored.content.decode()
    found = {one.name: one for one in Allowance.objects.all()}
    assert (found["위험수당"].measure, found["위험수당"].reckoned) == ("overtime", "연장근로시간 1시간마다")
    assert (found["직무수당"].amount, found["직무수당"].said_amount) == (50_000, "5%")
    assert found["직무수당"].ordinary_from == JUNE
    assert found["숙직수당"].day_code == "night_duty"
    assert (found["명절휴가비"].months_paid, found["명절휴가비"].reckoned) == ([2, 9], "월 정액 (2·9월)")
    assert "5%" in browser.get("contract", contract.pk).content.decode()


def test_only_what_the_kind_asks_for_is_asked(office: Office) -> None:
    contract = office.employ()
    browser = OfficeClient(office, office.hr_officer, "staffing")
    address = reverse("staffing:grant_allowance", args=[office.project.pk])
    fields = {}
    for kind in Allowance.Kind.values:
        set_context(None)
        answer = browser.client.post(
            address, {"row": [contract.pk], "kind": kind, "name": "가"}, headers={"HX-Request": "true"}
        )
        office.enter()
        page = answer.content.decode()
        assert 'value="가"' in page
        fields[kind] = {
            name
            for name in ("amount", "share", "hours", "pay", "day_code", "months", "pay_table", "grade")
            if f'name="{name}"' in page
        }
    assert fields == {
        "monthly": {"amount", "months"},
        "per_worked_day": {"amount"},
        "per_marked_day": {"amount", "day_code"},
        "per_hour": {"amount", "hours"},
        "share": {"share", "pay", "months"},
        "table": {"pay_table", "grade", "months"},
    }


@pytest.mark.parametrize(
    ("share", "told"),
    [("", "필수"), ("0", "0보다 크고"), ("5,5", "읽을 수 없습니다"), ("1001", "1000% 이하")],
)
def test_a_share_that_is_none_is_told(office: Office, share: str, told: str) -> None:
    contract = office.employ()
    answer = OfficeClient(office, office.hr_officer, "staffing").post(
        "grant_allowance", office.project.pk, row=[contract.pk], **typed(**{**SHARED, "share": share})
    )
    assert told in answer.content.decode()
    assert not Allowance.objects.exists()


def test_duty_is_paid_for_the_days_that_carry_its_mark(office: Office) -> None:
    contract = office.employ()
    grant(
        office,
        [contract.pk],
        name="숙직수당",
        kind="per_marked_day",
        day_code="night_duty",
        amount=60_000,
        tax="taxable",
    )
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    for day in Day.objects.filter(contract=contract, date__in=[date(2026, 6, 1), date(2026, 6, 8)]):
        Day.objects.filter(pk=day.pk).update(code="night_duty", mark="출+숙직")
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    (one,) = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([one.pk], office.payroll_officer.pk)
    line = PayslipLine.objects.get(label_ko="숙직수당")
    assert line.words_ko == "해당 부호 2일 × 60,000원 = 120,000원"
    assert PayslipLine.objects.get(code="base").words_ko.startswith("21일")


def preview(browser: OfficeClient, contracts: list[int], **fields: Any) -> str:
    set_context(None)
    address = reverse("payroll:preview_allowance", args=[browser.office.project.pk])
    answer = browser.client.post(address, {"row": contracts, **fields})
    browser.office.enter()
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_month_is_shown_before_the_item_is_stored(office: Office) -> None:
    contract = office.employ()
    browser = OfficeClient(office, office.hr_officer, "staffing")
    shown = preview(browser, [contract.pk], **typed(**SHARED))
    assert "김하늘님의 2026-06" in shown
    assert "직무수당" in shown
    assert "× 5% =" in shown
    assert "2026-09" in preview(browser, [contract.pk], **typed(**BONUS))
    assert "달라지는 줄" not in preview(browser, [contract.pk], **typed(**{**SHARED, "share": ""}))
    assert not Allowance.objects.exists()


def test_who_registers_nobody_gets_no_preview(office: Office) -> None:
    contract = office.employ()
    browser = OfficeClient(office, office.auditor, "staffing")
    set_context(None)
    address = reverse("payroll:preview_allowance", args=[office.project.pk])
    assert browser.client.post(address, {"row": [contract.pk], **typed(**SHARED)}).status_code in {403, 404}
    office.enter()


def test_the_database_refuses_an_item_that_does_not_say_what_it_counts(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(IntegrityError, match="allowance_says_what_it_counts"), transaction.atomic():
        grant(office, [contract.pk], kind="per_hour")
