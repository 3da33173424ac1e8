"""The incomes that premiums are on: decided each July and April, and where pay has moved."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.bases import Decision, first_day, proposals
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.models import InsuredState
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.contracts import OutsideContract
from openinsa.staffing.actions.insured import Declaration, declare_bases, declare_insurance
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import Contract
from payroll.test_bill_pages import asked
from statements import counted_statements

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2025, 11, 1), date(2025, 12, 1)
JULY = date(2026, 7, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def employed(office: Office, name: str = "김하늘") -> Contract:
    """Somebody from November 2025 to the end of 2026."""
    project = office.project
    project.starts_on = NOVEMBER
    project.save()
    return office.employ(name, starts_on=NOVEMBER)


def pay(office: Office, month: date) -> None:
    one = office.month(month)
    fill_month(office.clerk, one.pk)
    submit_month(office.clerk, one.pk)
    approve_month(office.head, one.pk)
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month)):
        compute_runs(chunk, office.payroll_officer.pk)
    pay_runs(office.payroll_officer, list(PayRun.objects.filter(month=month).values_list("pk", flat=True)))


def test_julys_income_is_last_years_by_the_day_times_thirty(office: Office) -> None:
    contract = employed(office)
    pay(office, NOVEMBER)
    pay(office, DECEMBER)
    income = sum(Payslip.objects.values_list("taxable", flat=True))
    (one,) = proposals(Decision.PENSION, JULY, Contract.objects.all())
    assert (one.pk, one.income, one.counted, one.declared) == (contract.pk, income, 61, None)
    assert one.base == income * 30 // 61


def test_aprils_pay_is_last_years_by_the_month(office: Office) -> None:
    employed(office)
    pay(office, NOVEMBER)
    pay(office, DECEMBER)
    (one,) = proposals(Decision.HEALTH, date(2026, 4, 1), Contract.objects.all())
    assert (one.counted, one.base) == (2, one.income // 2)


def test_pay_that_moved_by_a_fifth_is_proposed_and_a_smaller_move_is_not(office: Office) -> None:
    contract = employed(office)
    pay(office, NOVEMBER)
    paid = Payslip.objects.get().taxable
    told = Declaration("pension", DECEMBER, "by_law", "report", paid * 2)
    declare_insurance(office.hr_officer, [contract.pk], told)
    (one,) = proposals(Decision.CHANGE, JULY, Contract.objects.all())
    assert (one.base, one.declared, one.difference) == (paid, paid * 2, -paid)
    InsuredState.objects.update(base=paid + 1_000)
    assert proposals(Decision.CHANGE, JULY, Contract.objects.all()) == []


def test_a_change_holds_from_the_next_month(office: Office) -> None:
    assert first_day(Decision.CHANGE, 2026, date(2026, 6, 30)) == JULY


def test_reported_incomes_leave_people_where_they_stand(office: Office) -> None:
    contract = employed(office)
    out = Declaration("pension", NOVEMBER, "out", "livelihood")
    declare_insurance(office.hr_officer, [contract.pk], out)
    declare_bases(office.hr_officer, "pension", JULY, {contract.pk: 2_000_000})
    state = InsuredState.objects.get(valid_from=JULY)
    assert (state.standing, state.base) == ("out", 2_000_000)


def test_every_refusal_of_reported_incomes(office: Office) -> None:
    contract = employed(office)
    with pytest.raises(NotAllowed):
        declare_bases(office.clerk, "pension", JULY, {contract.pk: 1})
    with pytest.raises(OutsideContract):
        declare_bases(office.hr_officer, "pension", date(2027, 1, 1), {contract.pk: 1})
    with pytest.raises(NotFound):
        declare_bases(office.hr_officer, "pension", JULY, {contract.pk: 1, 0: 1})


def test_proposals_take_the_same_number_of_statements_for_any_number_of_people(office: Office) -> None:
    employed(office)
    pay(office, NOVEMBER)
    with counted_statements() as few:
        proposals(Decision.PENSION, JULY, Contract.objects.all())
    for name in ("박새봄", "최바다"):
        employed(office, name)
    pay(office, DECEMBER)
    with counted_statements() as many:
        assert len(proposals(Decision.PENSION, JULY, Contract.objects.all())) == 3
    assert len(many) == len(few)


def test_the_picked_people_are_decided_on_screen(office: Office) -> None:
    contract = employed(office)
    pay(office, DECEMBER)
    client = Client()
    set_context(office.institution.pk)
    client.force_login(office.hr_officer)
    set_context(None)
    address = {"decision": "pension", "year": "2026"}
    assert "김하늘" in client.get(reverse("payroll:bases"), address).content.decode()
    sent = client.post(f"{reverse('payroll:apply_bases')}?decision=pension&year=2026", {"row": [contract.pk]})
    assert sent.status_code == 302
    assert client.get(reverse("payroll:bases"), {"decision": "nothing"}).status_code == 404
    office.enter()
    assert InsuredState.objects.get().valid_from == JULY
    for decision in Decision:
        set_context(None)
        assert client.get(reverse("payroll:bases"), {"decision": decision.value}).status_code == 200
    office.enter()
    assert asked(office, office.head, "bases").status_code == 403
