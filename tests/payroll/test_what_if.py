"""A contract otherwise: what the slip and the project's cost would be, as the pay run then makes them."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from closing import close, compute, compute_again, confirm, fill, slip_of
from office import JUNE, Office, new_office
from office_client import text
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.models import PayslipLine
from openinsa.payroll.what_if import Change, ToldSlip
from openinsa.payroll.what_if_months import (
    CannotBeComputed,
    DatesOutsideProject,
    EndsBeforeItStarts,
    FollowsACrew,
    HoursBeyondTheLaw,
    HoursDoNotFit,
    MonthBeforeTheRuleBook,
    MonthOutsideContract,
    OtherContractBeside,
    ask,
    look,
)
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.contracts import add_allowance, change_contract, end_contract
from openinsa.staffing.models import Contract, ContractVersion, Day
from shifts import follow, stored_pattern
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def seen(contract: Contract, month: date = JUNE, **change: Any) -> tuple[ToldSlip, ToldSlip]:
    contract = Contract.objects.select_related("person", "project").get(pk=contract.pk)
    return look(ask(contract, Change(month, **change)), month)


def amounts(told: ToldSlip) -> dict[tuple[str, str], int]:
    return {(code.lower(), label): line.amount for (code, label), line in told.lines.items()}


def paid(contract: Contract, month: date = JUNE) -> dict[tuple[str, str], int]:
    """What the real pay run put on the slip."""
    lines = PayslipLine.objects.filter(slip=slip_of(contract, month))
    return {(line.code, line.label_ko): line.amount for line in lines}


def test_nothing_changed_is_the_slip_of_the_pay_run_and_no_difference(office: Office) -> None:
    contract = office.employ()
    compute(office, JUNE)
    old, new = seen(contract)
    assert amounts(old) == amounts(new) == paid(contract)


def test_an_item_taxed_otherwise_from_mid_month_is_told_with_its_whole_amount(office: Office) -> None:
    contract = office.employ()
    halves = [(JUNE, date(2026, 6, 15), "taxable"), (date(2026, 6, 16), contract.ends_on, "meal")]
    for since, until, tax in halves:
        item = {"name": "급식비", "kind": "monthly", "amount": 100_000, "tax": tax, "proration": "full"}
        add_allowance(office.hr_officer, contract.pk, {**item, "valid_from": since, "valid_to": until})
    old, _new = seen(contract)
    assert amounts(old)["allowance", "급식비"] == 200_000
    assert sum(line.amount for line in old.lines.values() if line.side == "earning") == old.gross


def test_a_higher_wage_moves_every_line_to_what_the_pay_run_then_gives(office: Office) -> None:
    contract = office.employ()
    compute(office, JUNE)
    old, new = seen(contract, rate=110_000)
    assert amounts(old) == paid(contract)
    change_contract(office.hr_officer, contract.pk, JUNE, {"rate": 110_000})
    compute_again(office, JUNE)
    assert amounts(new) == paid(contract)
    assert new.cost > old.cost


def test_fewer_hours_move_the_slip_to_what_the_pay_run_then_gives(office: Office) -> None:
    contract = office.employ(pay_basis="hourly", rate=12_121)
    hours = {"daily_scheduled_minutes": 240, "weekly_scheduled_minutes": 1200}
    old, new = seen(contract, **hours)
    change_contract(office.hr_officer, contract.pk, JUNE, hours)
    compute(office, JUNE)
    assert amounts(new) == paid(contract)
    assert new.gross < old.gross


def test_an_earlier_last_day_moves_the_slip_to_what_the_pay_run_then_gives(office: Office) -> None:
    contract = office.employ()
    _old, new = seen(contract, ends_on=date(2026, 6, 17))
    end_contract(office.hr_officer, contract.pk, date(2026, 6, 17))
    compute(office, JUNE)
    assert amounts(new) == paid(contract)


@pytest.mark.parametrize("tax_mode", ["table", "daily"])
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 6, 15), date(2026, 12, 31)),
        (date(2026, 6, 4), date(2026, 6, 30)),
        (date(2026, 2, 2), date(2026, 9, 15)),
    ],
)
def test_a_joiner_on_another_day_is_paid_as_somebody_registered_so(
    office: Office, starts_on: date, ends_on: date, tax_mode: str
) -> None:
    as_if = office.employ("바꾸어 본 사람", starts_on=JUNE, ends_on=date(2026, 7, 31), tax_mode=tax_mode)
    if ends_on < date(2026, 7, 31):
        as_if = office.employ("짧은 사람", starts_on=date(2026, 6, 8), ends_on=ends_on, tax_mode=tax_mode)
    really = office.employ("정말 그런 사람", starts_on=starts_on, ends_on=ends_on, tax_mode=tax_mode)
    _old, new = seen(as_if, starts_on=starts_on, ends_on=ends_on)
    real, _same = seen(really)
    assert amounts(new) == amounts(real)
    compute(office, JUNE)
    if starts_on >= JUNE:
        assert amounts(new) == paid(really)


def test_a_contract_made_longer_costs_in_the_new_months_what_a_contract_of_that_length_costs(
    office: Office,
) -> None:
    until = date(2026, 9, 30)
    as_if = office.employ("늘려 본 사람", ends_on=date(2026, 7, 15))
    really = office.employ("정말 긴 사람", ends_on=until)
    for month in (date(2026, 7, 1), date(2026, 9, 1)):
        _old, new = seen(as_if, month, ends_on=until)
        real, _same = seen(really, month)
        assert amounts(new) == amounts(real)
    assert seen(as_if, date(2026, 9, 1), ends_on=until)[0].lines == {}


def test_a_month_of_next_year_is_computed_by_the_law_of_that_month(office: Office) -> None:
    office.project.ends_on = date(2027, 3, 31)
    office.project.save()
    contract = office.employ(ends_on=date(2027, 3, 31))
    january = date(2027, 1, 1)
    old, _new = seen(contract, january)
    this_year, _same = seen(contract, date(2026, 7, 1))
    fill(office, date(2026, 12, 1))
    fill(office, january)
    compute_again(office, january)
    assert amounts(old) == paid(contract, january)
    words = {code: line.words for (code, _label), line in old.lines.items()}
    assert "PENSION" in words
    assert words["PENSION"] != {c: line.words for (c, _l), line in this_year.lines.items()}["PENSION"]


def test_looking_stores_nothing(office: Office) -> None:
    contract = office.employ()
    before = list(ContractVersion.objects.values())
    seen(contract, rate=120_000, ends_on=date(2026, 8, 31))
    assert list(ContractVersion.objects.values()) == before
    assert not Day.objects.exists()


def test_what_cannot_be_looked_at_is_refused_with_the_reason(office: Office) -> None:
    contract = office.employ()
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (DatesOutsideProject, {"ends_on": date(2027, 1, 31)}),
        (DatesOutsideProject, {"starts_on": date(2025, 12, 1)}),
        (EndsBeforeItStarts, {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 6, 1)}),
        (MonthOutsideContract, {"ends_on": date(2026, 5, 31)}),
        (HoursDoNotFit, {"daily_scheduled_minutes": 480, "weekly_scheduled_minutes": 240}),
        (HoursDoNotFit, {"daily_scheduled_minutes": 240}),
        (HoursDoNotFit, {"daily_scheduled_minutes": 0}),
        (HoursBeyondTheLaw, {"daily_scheduled_minutes": 540}),
        (HoursBeyondTheLaw, {"weekly_scheduled_minutes": 2460}),
    ]
    for refusal, change in refused:
        with pytest.raises(refusal):
            seen(contract, **change)


def test_other_dates_are_refused_beside_another_contract_of_the_person(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 6, 30))
    other = office.employ("다음", starts_on=date(2026, 7, 1))
    Contract.objects.filter(pk=other.pk).update(person=contract.person)
    with pytest.raises(OtherContractBeside):
        seen(contract, ends_on=date(2026, 6, 20))
    assert seen(contract, rate=100_000)[1].gross


def test_somebody_on_a_crew_is_seen_with_another_wage_and_not_with_other_hours(office: Office) -> None:
    contract = office.employ(pay_basis="hourly", rate=12_121)
    follow(office, contract, stored_pattern(office))
    _old, new = seen(contract, rate=13_000)
    for change in ({"ends_on": date(2026, 6, 20)}, {"weekly_scheduled_minutes": 1800}):
        with pytest.raises(FollowsACrew):
            seen(contract, **change)
    change_contract(office.hr_officer, contract.pk, JUNE, {"rate": 13_000})
    fill(office, date(2026, 5, 1))
    compute(office, JUNE)
    assert amounts(new) == paid(contract)


def test_what_the_pay_run_could_not_compute_is_refused_in_its_words(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(CannotBeComputed) as refused:
        seen(contract, rate=200_000_000)
    assert "임금 단가" in str(refused.value)


def test_pay_items_and_confirmed_corrections_stay_on_the_slip_looked_at(office: Office) -> None:
    contract = office.employ()
    add_allowance(
        office.hr_officer,
        contract.pk,
        {
            "name": "교통비",
            "kind": "monthly",
            "amount": 100_000,
            "valid_from": JUNE,
            "valid_to": contract.ends_on,
        },
    )
    close(office, JUNE)
    correction = propose_days(
        office.clerk, slip_of(contract, JUNE).pk, {date(2026, 6, 9): "결"}, reason="결근을 빠뜨림"
    )
    confirm(office, correction)
    old, new = seen(contract, rate=110_000)
    assert old.gross < slip_of(contract, JUNE).gross
    assert amounts(old)["allowance", "교통비"] == amounts(new)["allowance", "교통비"] == 100_000


def test_a_month_before_the_rule_book_is_refused(office: Office) -> None:
    office.project.starts_on = date(2011, 1, 1)
    office.project.save()
    contract = office.employ()
    Contract.objects.filter(pk=contract.pk).update(starts_on=date(2011, 1, 1))
    ContractVersion.objects.filter(contract=contract).update(valid_from=date(2011, 1, 1))
    with pytest.raises(MonthBeforeTheRuleBook):
        seen(contract, date(2011, 6, 1))


def page(office: Office, user: User, name: str, pk: int, **asked: str) -> HttpResponse:
    client = Client()
    set_context(office.institution.pk)
    client.force_login(user)
    set_context(None)
    answer = client.get(reverse(f"payroll:{name}", args=[pk]), asked)
    office.enter()
    return answer


def test_the_page_shows_lines_cost_and_budget_of_a_linked_question(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 8, 31))
    old, new = seen(contract, rate=110_000)
    shown = text(page(office, office.clerk, "what_if", contract.pk, month="2026-06", rate="110,000"))
    for won in (old.cost, new.cost, new.cost - old.cost, new.net, new.gross):
        assert f"{won:,}" in shown
    assert "이 달부터 3개월" in shown
    assert "끝까지 사업 부담" in shown
    assert "국민연금" in shown


def test_a_contract_longer_than_the_months_looked_at_is_told_to_be_cut(office: Office) -> None:
    office.project.ends_on = date(2028, 12, 31)
    office.project.save()
    contract = office.employ(ends_on=date(2028, 12, 31))
    shown = text(page(office, office.clerk, "what_if", contract.pk, month="2026-06", rate="110,000"))
    assert "계약이 2028-12-31까지여서 이 달부터 24개월만 계산했습니다." in shown
    assert "24개월 사업 부담" in shown
    assert "끝까지 사업 부담" not in shown


def test_the_page_says_in_a_sentence_why_it_cannot_look(office: Office) -> None:
    contract = office.employ()
    shown = text(page(office, office.hr_officer, "what_if", contract.pk, ends_on="2027-02-01"))
    assert "2027-02-01은(는) 사업 기간(2026-01-01 ~ 2026-12-31) 밖입니다." in shown


def test_the_project_leads_to_each_contract_and_the_contract_and_slip_to_the_page(office: Office) -> None:
    contract = office.employ()
    link = reverse("payroll:what_if", args=[contract.pk])
    assert link in text(page(office, office.payroll_officer, "what_if_project", office.project.pk))
    compute(office, JUNE)
    slip = slip_of(contract, JUNE)
    assert f"{link}?month=2026-06" in text(page(office, office.payroll_officer, "slip", slip.pk))


def test_nobody_looks_who_may_not_see_the_pay(office: Office) -> None:
    contract, other = office.employ(), office.user(Role.PROJECT_CLERK)
    assert page(office, office.head, "what_if", contract.pk).status_code == 403
    assert page(office, other, "what_if", contract.pk).status_code == 404
    assert page(office, other, "what_if_project", office.project.pk).status_code == 404
    worker = office.user(Role.WORKER, person=contract.person)
    assert page(office, worker, "what_if", contract.pk).status_code == 403
    elsewhere = new_office("나온구")
    assert page(elsewhere, elsewhere.hr_officer, "what_if", contract.pk).status_code == 404


def test_statements_do_not_grow_with_people(office: Office) -> None:
    contract = office.employ(ends_on=date(2026, 7, 31))
    counts = []
    for more in (1, 8):
        for n in range(more):
            office.employ(f"근로자{n}")
        with counted_statements() as sent:
            page(office, office.hr_officer, "what_if", contract.pk, month="2026-06", rate="110000")
        counts.append(len(sent))
    assert counts[0] == counts[1]
