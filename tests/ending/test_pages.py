"""Ends of employments on screen: the list, one settlement explained, its way to payment, the settings."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from closing import close
from documents.reading import text_of
from ending_office import settled
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.ending.actions import confirm_settlements, draft_settlements
from openinsa.ending.late_wages import late_wages
from openinsa.ending.models import EndingSetting, LeftOut, Settlement
from openinsa.ending.queries import endings_with_settlement
from openinsa.exchange.workbook import read_workbook
from openinsa.home.own_data import own_data
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.privacy.models import AccessRecord
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def browser(office: Office) -> OfficeClient:
    return OfficeClient(office, office.payroll_officer, "ending")


def test_the_list_says_who_leaves_and_drafts_for_the_picked(office: Office, browser: OfficeClient) -> None:
    contract = office.employ(ends_on=date(2026, 6, 30))
    assert "정산 전" in text(browser.get("list"))
    assert "1985-04-12" in text(browser.get("list"))
    answer = browser.post("draft", row=contract.pk)
    one = Settlement.objects.get()
    assert answer["Location"] == reverse("ending:settlement", args=[one.pk])
    assert "작성됨" in text(browser.get("list", stage="drafted"))


def test_what_is_due_next_stands_first_and_what_is_long_past_or_paid_last(office: Office) -> None:
    today = date(2026, 11, 27)
    for name, ends_on in (
        ("오래전", date(2026, 5, 31)),
        ("다음 달", date(2026, 12, 20)),
        ("지급됨", date(2026, 11, 20)),
        ("곧", date(2026, 11, 29)),
        ("늦음", date(2026, 11, 9)),
    ):
        contract = office.employ(name, ends_on=ends_on)
        if name == "지급됨":
            (one,) = draft_settlements(office.payroll_officer, [contract.pk])
            Settlement.objects.filter(pk=one.pk).update(state="paid", paid_on=ends_on)
    listed = endings_with_settlement(office.payroll_officer, today).order_by("due_order", "pk")
    assert [one.person.name for one in listed] == ["늦음", "곧", "다음 달", "지급됨", "오래전"]
    assert listed[0].due == date(2026, 11, 23)


def test_the_pension_account_is_masked_and_shown_for_a_reason_alone(
    office: Office, browser: OfficeClient
) -> None:
    one = settled(office, office.employ())
    typed = {"cause": "contract_ended", "payment": "pension_account", "pension_provider": "새봄은행"}
    browser.post("change", one.pk, **typed, pension_account="110-2345-678901")
    one.refresh_from_db()
    assert b"678901" not in bytes(one.pension_account_sealed)
    shown = text(browser.get("settlement", one.pk))
    assert "8901" in shown
    assert "110-2345" not in shown
    assert "8901" in text_of(browser.take("statement", one.pk).content)
    assert "45-678901" not in text_of(browser.take("statement", one.pk).content)
    browser.post("change", one.pk, **typed)
    one.refresh_from_db()
    assert one.pension_account_sealed is not None
    assert "읽을 수 없습니다" in text(browser.post("change", one.pk, **typed, pension_account="없음"))
    assert "110-2345-678901" not in text(browser.get("account", one.pk))
    assert "110-2345-678901" in text(
        browser.post("account", one.pk, reason_code="pay", reason="지급 오류 확인")
    )
    record = AccessRecord.objects.get(what="pension_account")
    assert (record.verb, record.person_id, record.reason) == ("reveal", one.person_id, "지급 오류 확인")
    head = OfficeClient(office, office.head, "ending")
    assert head.get("account", one.pk).status_code == 403


def test_a_settlement_is_explained_down_to_the_paid_slips(office: Office, browser: OfficeClient) -> None:
    one = settled(office, office.employ())
    shown = text(browser.get("settlement", one.pk))
    assert "2,909,040원" in shown
    assert "1일 평균임금 × 30일 × 재직일수 ÷ 365" in shown
    assert "2026-11 공원 환경정비" in shown
    assert "미사용 연차수당과 공정수당은 급여 항목으로 지급" in shown


def test_a_settlement_goes_its_way_from_draft_to_payment_on_screen(
    office: Office, browser: OfficeClient
) -> None:
    contract = office.employ(ends_on=date(2026, 6, 30))
    months = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))
    one = settled(office, contract, months=months)
    typed = {
        "cause": "dismissed",
        "payment": "account",
        "ground": "small_sum",
        "notice_given_on": "2026-06-20",
    }
    assert browser.post("change", one.pk, **typed).status_code == 302
    assert "해고예고수당" in text(browser.get("settlement", one.pk))
    assert "직접 넣음" not in text(browser.get("settlement", one.pk))
    by_hand = {"value": "120,000", "reason": "소급 인상"}
    browser.post("put", one.pk, "daily_ordinary_wage", **by_hand)
    assert "직접 넣음" in text(browser.get("settlement", one.pk))
    browser.post("again", settlement=one.pk)
    browser.post("confirm", settlement=one.pk)
    shown = text(browser.get("settlement", one.pk))
    assert "확정한 금액과 같음" in shown
    assert "지급하면" in shown
    assert "없는 날짜이거나" in text(browser.post("pay", one.pk, paid_on="2026-06-31"))
    browser.post("reopen", one.pk, reason="금액 확인")
    browser.post("confirm", row=contract.pk)
    browser.post("pay", one.pk, paid_on="2026-07-20")
    assert "6일 늦음, 지연이자" in text(browser.get("settlement", one.pk))
    assert "지급됨" in text(browser.get("list", stage="paid"))


def test_a_refusal_stands_beside_what_was_typed(office: Office, browser: OfficeClient) -> None:
    one = settled(office, office.employ(), months=())
    answer = browser.post("change", one.pk, cause="resigned", payment="account")
    assert "그 사유를 골라 주세요" in text(answer)
    answer = browser.post("put", one.pk, "employed_since", value="2028-01-01", reason="착오")
    assert "퇴직일보다 늦지 않은 날짜" in text(answer)
    assert browser.get("put", one.pk, "settlement_net").status_code == 404
    assert browser.post("confirm", settlement=one.pk).status_code == 409
    assert browser.post("draft").status_code == 422
    assert browser.post("drop", one.pk).status_code == 302
    assert not Settlement.objects.exists()


def test_the_list_comes_as_a_spreadsheet_and_by_the_month_of_leaving(
    office: Office, browser: OfficeClient
) -> None:
    office.employ("떠난이", ends_on=date(2026, 6, 30))
    office.employ("남은이")
    before = text(browser.get("list", when="before"))
    assert "떠난이" in before
    assert "남은이" not in before
    assert "남은이" in text(browser.get("list", when="next"))
    assert browser.take("list", download="xlsx")["Content-Disposition"].endswith('"settlements.xlsx"')


def test_settings_hold_from_a_day_on_with_their_ground(office: Office) -> None:
    browser = OfficeClient(office, office.hr_officer, "ending")
    assert "따로 정한 것이 없습니다" in text(browser.get("settings"))
    typed = {"valid_from": "2026-07-01", "february": "last_day", "rounding": "nearest", "gap_days": "2"}
    wanted = {"which": "setting", **typed, "source": "퇴직급여 지침"}
    assert browser.post("settings", **wanted).status_code == 302
    assert "이미 있습니다" in text(browser.post("settings", **wanted))
    browser.post(
        "settings", which="mark", code="official_leave", valid_from="2026-07-01", left_out="on", source="조례"
    )
    assert EndingSetting.objects.get().gap_days == 2
    assert LeftOut.objects.get().left_out
    assert "2026-07-01 · 공 공가 · 뺌 · 조례" in text(browser.get("settings"))


def test_who_sees_only_the_own_pay_or_leads_a_department_sees_no_settlement(office: Office) -> None:
    one = settled(office, office.employ(), months=())
    for user in (office.head, office.user(Role.WORKER, person=one.person)):
        stranger = OfficeClient(office, user, "ending")
        assert stranger.get("list").status_code == 403
        assert stranger.get("settlement", one.pk).status_code in {403, 404}
    auditor = OfficeClient(office, office.auditor, "ending")
    assert auditor.get("settlement", one.pk).status_code == 200
    assert auditor.get("change", one.pk).status_code == 403
    assert auditor.get("settings").status_code == 403


def test_the_severance_statement_is_printed_with_every_figure_and_leaves_a_line_in_the_access_record(
    office: Office, browser: OfficeClient
) -> None:
    one = settled(office, office.employ())
    browser.post("put", one.pk, "daily_ordinary_wage", value="120,000", reason="소급 인상")
    answer = browser.take("statement", one.pk)
    printed = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for told in (
        "퇴직금 산정 내역서",
        "김하늘",
        "정산하는 퇴직금 3,600,000원",
        "1일 통상임금 120,000원",
        "소급 인상",
    ):
        assert told in printed
    assert AccessRecord.objects.filter(what="settlement_statement", person_id=one.person_id).exists()


def test_wages_paid_late_bear_interest_from_the_pay_day_or_the_fifteenth_day_after_the_end(
    office: Office, browser: OfficeClient
) -> None:
    office.employ("재직자")
    office.employ("퇴직자", ends_on=date(2026, 6, 15))
    run = close(office, date(2026, 6, 1))
    late = {one.name: one for one in late_wages(run, run.pay_date + timedelta(days=10))}
    left, employed = late["퇴직자"], late["재직자"]
    assert (employed.left_on, employed.days) == (None, 10)
    assert employed.interest == employed.gross * 2 * 10 // 3_650
    assert (left.left_on, left.days) == (date(2026, 6, 15), (run.pay_date - date(2026, 6, 29)).days + 10)
    page = text(browser.get("late_wages", run.pk, paid_on="2026-07-20"))
    assert f"{left.interest:,}" in page
    assert "1985-04-12" in page
    assert "없는 날짜이거나" in text(browser.get("late_wages", run.pk, paid_on="2026-07-32"))
    assert late_wages(run, run.pay_date)[0].interest == 0


def test_interest_is_asked_for_in_as_many_statements_for_many_as_for_few(office: Office) -> None:
    counts = []
    for month, people in ((date(2026, 5, 1), 2), (date(2026, 6, 1), 9)):
        for n in range(people):
            office.employ(f"근로자{month.month}-{n}", starts_on=month)
        run = close(office, month)
        with counted_statements() as sent:
            late_wages(run, date(2026, 12, 31))
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_worker_takes_the_own_settlement_out_once_it_is_confirmed(office: Office) -> None:
    one = settled(office, office.employ())
    worker = office.user(Role.WORKER, person=one.person)
    assert "2909040" not in told_of(worker)
    confirm_settlements(office.payroll_officer, [one.pk])
    assert "2909040" in told_of(worker)


def told_of(worker: User) -> str:
    sheets = read_workbook("내 자료.xlsx", own_data(worker)).sheets
    return str([list(row) for sheet in sheets if sheet.name == "퇴직정산" for row in sheet.rows])


def test_what_the_law_leaves_out_is_said_in_english_too(office: Office) -> None:
    browser = OfficeClient(office, office.hr_officer, "ending")
    browser.client.cookies["django_language"] = "en"
    shown = text(browser.get("settings"))
    assert "no. 5 (childcare leave)" in shown
    assert "제5호" not in shown
