"""A correction on screen: from the paid slip over the comparison to the slip and the papers that pay it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from closing import JUNE, MAY, close, compute, confirm, slip_of
from documents.reading import text_of
from exports import taken_out
from office import LIVING_WAGE_DAY, Office, new_office
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.models import Correction, PayRun, Payslip, PayslipLine
from openinsa.payroll.pages.corrections import PayDateUnreadable
from openinsa.payroll.papers import wage_ledger, wage_statements
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.staffing.models import Contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def contract(office: Office) -> Contract:
    made = office.employ()
    close(office, MAY)
    return made


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def propose(office: Office, contract: Contract, mark: str = "결") -> Correction:
    slip = slip_of(contract, MAY)
    return propose_days(office.clerk, slip.pk, {date(2026, 5, 12): mark}, reason="출근부 대조")


def typed_days(client: Client, slip: Payslip) -> dict[str, str]:
    """The fields of the days as the page shows them."""
    page = client.get(reverse("payroll:correct", args=[slip.pk]))
    return {bound.html_name: bound.value() for bound in page.context["days"].day_fields}


def test_the_clerk_types_over_a_day_and_sees_old_new_and_difference(
    office: Office, contract: Contract
) -> None:
    clerk = as_user(office.clerk)
    slip = slip_of(contract, MAY)
    assert (
        reverse("payroll:correct", args=[slip.pk]) in clerk.get(reverse("payroll:slip", args=[slip.pk])).text
    )
    typed = typed_days(clerk, slip)
    assert len(typed) == 31
    assert typed["day_2026-05-12"] == "출"
    typed |= {"what": "days", "day_2026-05-12": "결", "reason": "출근부 대조"}
    answer = clerk.post(reverse("payroll:correct", args=[slip.pk]), typed, follow=True)
    (month,) = answer.context["months"]
    assert month["month"] == MAY
    assert month["net"] < 0
    assert {line.label: line.difference for line in month["lines"]}["기본급"] == -LIVING_WAGE_DAY
    assert "출근부 대조" in answer.text


def test_a_fault_is_told_on_the_form_and_nothing_is_kept(office: Office, contract: Contract) -> None:
    slip, clerk = slip_of(contract, MAY), as_user(office.clerk)
    typed = typed_days(clerk, slip) | {"what": "days", "day_2026-05-12": "몰라", "reason": "대조"}
    answer = clerk.post(reverse("payroll:correct", args=[slip.pk]), typed)
    (told,) = answer.context["days"].non_field_errors()
    assert told.startswith("2026-05-12의 '몰라'")
    assert not Correction.objects.exists()


def test_a_wage_is_corrected_on_the_same_page(office: Office, contract: Contract) -> None:
    url = reverse("payroll:correct", args=[slip_of(contract, MAY).pk])
    typed = {"what": "wage", "since": "2026-05-01", "rate": f"{LIVING_WAGE_DAY + 1_000:,}", "reason": "호봉"}
    answer = as_user(office.clerk).post(url, typed, follow=True)
    assert answer.context["correction"].rate == LIVING_WAGE_DAY + 1_000


def test_the_officer_confirms_from_the_page_or_the_list_and_turns_down_with_a_reason(
    office: Office, contract: Contract
) -> None:
    officer = as_user(office.payroll_officer)
    one, other = propose(office, contract), propose(office, contract, "연")
    assert officer.get(reverse("payroll:correction", args=[one.pk])).context["may_confirm"]
    officer.post(reverse("payroll:turn_down_correction", args=[other.pk]), {"reason": "근거 없음"})
    answer = officer.post(reverse("payroll:confirm_corrections"), {"row": one.pk}, follow=True)
    assert answer.context["stage"] == "지급할 차액"
    other.refresh_from_db()
    assert (other.state, other.answer) == ("dropped", "근거 없음")


def test_the_difference_stands_on_the_slip_the_statement_and_the_ledger_with_its_month(
    office: Office, contract: Contract
) -> None:
    confirm(office, propose(office, contract))
    run = compute(office, JUNE)
    slip = slip_of(contract, JUNE)
    label = "2026-05 기본급 차액"
    assert label in as_user(office.payroll_officer).get(reverse("payroll:slip", args=[slip.pk])).text
    (statement,) = wage_statements(run.slips.all())
    line = next(line for line in statement["earnings"] if line["label"] == label)
    assert line["amount"] == -LIVING_WAGE_DAY
    assert line["how"].startswith("출근부 대조: 2026-05 다시 계산")
    assert statement["gross"] == sum(one["amount"] for one in statement["earnings"])
    ledger = wage_ledger(run)
    assert ledger["rows"][0]["items"][label] == -LIVING_WAGE_DAY
    assert ledger["items"] == [one["label"] for one in statement["earnings"]]
    printed = taken_out(as_user(office.payroll_officer), reverse("payroll:statement", args=[slip.pk])).content
    assert label in text_of(printed)
    explained = as_user(office.payroll_officer).get(reverse("payroll:explanation", args=[slip.pk]))
    assert explained.context["same"]


def test_the_page_of_a_correction_leads_to_the_slip_that_pays_it(office: Office, contract: Contract) -> None:
    one = propose(office, contract)
    confirm(office, one)
    close(office, JUNE)
    page = as_user(office.auditor).get(reverse("payroll:correction", args=[one.pk]))
    assert page.context["stage"] == "지급됨"
    assert reverse("payroll:slip", args=[slip_of(contract, JUNE).pk]) in page.text
    assert {line.slip_month for month in page.context["months"] for line in month["lines"]} == {JUNE}


def test_the_list_shows_how_far_each_correction_is(office: Office, contract: Contract) -> None:
    confirm(office, propose(office, contract))
    propose(office, contract, "연")
    client = as_user(office.hr_officer)
    assert "지급할 차액" in client.get(reverse("payroll:corrections") + "?stage=owed").text
    compute(office, JUNE)
    page = client.get(reverse("payroll:corrections")).text
    assert "급여에 반영됨" in page
    assert "확인 대기" in page


def test_who_has_left_is_paid_from_the_page(office: Office) -> None:
    leaver = office.employ("나간 사람", ends_on=date(2026, 5, 31))
    close(office, MAY)
    one = propose(office, leaver, "10")
    confirm(office, one)
    officer = as_user(office.payroll_officer)
    assert officer.get(reverse("payroll:correction", args=[one.pk])).context["may_supplement"]
    url = reverse("payroll:supplement", args=[office.project.pk])
    page = officer.post(url, {"pay_date": "2026-07-20"}, follow=True)
    assert "차액 지급" in page.text
    run = PayRun.objects.get(kind="supplement")
    officer.post(reverse("payroll:pay"), {"row": run.pk, "confirmed": "yes"})
    run.refresh_from_db()
    assert run.state == PayRun.State.PAID
    (statement,) = wage_statements(run.slips.all())
    assert statement["starts_on"] <= statement["ends_on"]
    assert officer.get(reverse("payroll:replay", args=[run.pk])).context["found"].verdict == "equal"


def test_a_pay_day_that_is_no_date_computes_nothing_and_says_so(office: Office) -> None:
    leaver = office.employ("나간 사람", ends_on=date(2026, 5, 31))
    close(office, MAY)
    confirm(office, propose(office, leaver, "10"))
    url = reverse("payroll:supplement", args=[office.project.pk])
    answer = as_user(office.payroll_officer).post(url, {"pay_date": "2026-13-20"})
    assert str(PayDateUnreadable()) in answer.text
    assert not PayRun.objects.filter(kind="supplement").exists()


def test_what_a_supplement_had_computed_can_be_dropped_and_stays_owed(office: Office) -> None:
    leaver = office.employ("나간 사람", ends_on=date(2026, 5, 31))
    close(office, MAY)
    one = propose(office, leaver, "10")
    confirm(office, one)
    officer = as_user(office.payroll_officer)
    url = reverse("payroll:supplement", args=[office.project.pk])
    assert "차액 계산 지우기" in officer.post(url, {"pay_date": "2026-07-20"}, follow=True).text
    run = PayRun.objects.get(kind="supplement")
    officer.post(reverse("payroll:send_back", args=[run.pk]), {"reason": "지급일을 다시 정함"})
    assert not run.slips.exists()
    assert officer.get(reverse("payroll:correction", args=[one.pk])).context["may_supplement"]


def test_a_dropped_correction_says_nothing_of_amounts(office: Office, contract: Contract) -> None:
    one = propose(office, contract)
    clerk = as_user(office.clerk)
    page = clerk.post(reverse("payroll:withdraw_correction", args=[one.pk]), follow=True)
    assert page.context["stage"] == "취소됨"
    assert "달라지는 금액이 없습니다" not in page.text


def test_a_closed_run_is_computed_again_on_a_page(office: Office, contract: Contract) -> None:
    run = PayRun.objects.get()
    url = reverse("payroll:replay", args=[run.pk])
    assert "모두 1원까지 같습니다" in as_user(office.auditor).get(url).text
    PayslipLine.objects.filter(code="base").update(amount=1)
    page = as_user(office.auditor).get(url).text
    assert "다른 줄이 있습니다" in page
    assert contract.person.name in page
    PayRun.objects.filter(pk=run.pk).update(rule_book_version="another")
    answer = as_user(office.clerk).get(reverse("payroll:run", args=[run.pk]))
    assert answer.context["may_correct_law"]
    made = as_user(office.clerk).post(
        reverse("payroll:correct_law", args=[run.pk]), {"reason": "고시"}, follow=True
    )
    assert "1명의 정정" in made.text


def test_a_worker_corrects_nothing_and_sees_no_corrections(office: Office, contract: Contract) -> None:
    worker = as_user(office.user(Role.WORKER, person=contract.person))
    slip = slip_of(contract, MAY)
    page = worker.get(reverse("payroll:slip", args=[slip.pk]))
    assert page.status_code == 200
    assert not page.context["may_correct"]
    for name, ids in (("corrections", []), ("correct", [slip.pk]), ("replay", [slip.run_id])):
        assert worker.get(reverse(f"payroll:{name}", args=ids)).status_code in {403, 404}
