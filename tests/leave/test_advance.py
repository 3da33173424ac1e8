"""Leave taken before it arose: let pass, marked in the month, or holding the month back, as the institution says."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.leave.advance import LeaveTakenBeyondTheLimit
from openinsa.leave.setting_actions import set_leave_settings
from openinsa.leave.words import words_on_rows
from openinsa.staffing.actions.months import fill_month, submit_month
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Contract
from openinsa.staffing.sheet import load_sheet
from worker.phone import worker_of

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def two_days_in_advance(office: Office, advance: str, days: int) -> Contract:
    """Two days of leave in June, none of which has arisen."""
    set_leave_settings(
        office.hr_officer, date(2026, 1, 1), advance=advance, advance_days=days, source="취업규칙"
    )
    contract = office.employ()
    month = office.month()
    fill_month(office.clerk, month.pk)
    cells = [CellChange(contract.pk, date(2026, 6, day), "출", "연") for day in (9, 10)]
    record_days(office.clerk, month.pk, uuid4(), "type", cells)
    return contract


def said(office: Office, contract: Contract) -> str:
    return words_on_rows(sheet=load_sheet(office.month())).get(contract.pk, "")


@pytest.mark.parametrize(
    ("advance", "days", "told"), [("free", 0, False), ("warn", 1, True), ("warn", 2, False)]
)
def test_the_month_marks_who_took_more_than_may_be(
    office: Office, advance: str, days: int, told: bool
) -> None:
    contract = two_days_in_advance(office, advance, days)
    assert ("당겨 쓴 연차 한도 초과" in said(office, contract)) == told
    assert submit_month(office.clerk, office.month().pk).state == "submitted"


def test_a_month_beyond_the_limit_is_not_submitted_where_the_institution_says_so(office: Office) -> None:
    two_days_in_advance(office, "refuse", 1)
    with pytest.raises(LeaveTakenBeyondTheLimit, match="한도 1일을"):
        submit_month(office.clerk, office.month().pk)


def test_a_month_at_the_limit_is_submitted(office: Office) -> None:
    two_days_in_advance(office, "refuse", 2)
    assert submit_month(office.clerk, office.month().pk).state == "submitted"


@pytest.mark.parametrize(
    ("language", "asking", "start"),
    [
        ("ko", "연차 2일(16:00시간)을 미리 썼습니다", "연차 2일 미리 씀"),
        ("en", "2 days (16:00 hours) taken in advance", "2 days of leave taken in advance"),
        ("vi", "Bạn đã nghỉ trước 2 ngày (16:00 giờ)", "Đã nghỉ trước 2 ngày phép"),
        ("zh-hans", "已提前使用2天年假（16:00小时）", "已提前使用2天年假"),
    ],
)
def test_a_worker_reads_in_plain_words_how_much_was_taken_in_advance(
    office: Office, language: str, asking: str, start: str
) -> None:
    contract = two_days_in_advance(office, "free", 0)
    contract.ends_on = date(timezone.localdate().year + 1, 12, 31)
    contract.save(update_fields=["ends_on"])
    page = OfficeClient(office, worker_of(office, contract), "worker")
    page.client.cookies["django_language"] = language
    told = text(page.get("ask_leave"))
    assert asking in told
    assert "-2.0" not in told
    assert start in text(page.get("start"))
