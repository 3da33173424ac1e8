"""A bill on screen: uploaded, columns named, compared, confirmed, undone."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exports import taken_out
from office import JUNE, Office, new_office
from openinsa.payroll.models import PremiumBill
from openinsa.people.models import User
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import fill_month
from payroll.test_bills import HEALTH, held, number_of, sheet
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def asked(office: Office, user: User, page: str, *arguments: object, **typed: Any) -> HttpResponse:
    """A page as one user gets it; with anything typed it is sent."""
    set_context(office.institution.pk)
    client = Client()
    client.force_login(user)
    set_context(None)
    address = reverse(f"payroll:{page}", args=arguments)
    answer = client.post(address, typed) if typed else client.get(address)
    office.enter()
    return answer


def file_of(*rows: list[Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("고지.xlsx", sheet(*rows))


def test_an_uploaded_bill_is_compared_confirmed_and_undone_on_screen(office: Office) -> None:
    contract = office.employ()
    office.employ("박새봄")
    fill_month(office.clerk, office.month().pk)
    file = file_of(
        HEALTH, ["김하늘", number_of(contract), 91_110, 11_980], ["최없음", "701010-1234567", 5, 6]
    )
    by = office.payroll_officer
    sent = asked(office, by, "bills", file=file, insurance="health", month="2026-06")
    bill = PremiumBill.objects.get()
    assert sent["Location"] == reverse("payroll:bill", args=[bill.pk])
    shown = asked(office, by, "bill", bill.pk).content.decode()
    for told in ("91,110", "103,090", "최없음", "박새봄", "1명의 2026-06 공제에 반영", "없는 사람"):
        assert told in shown
    assert number_of(contract) not in shown
    summary = shown.split('name="shown" value="')[1].split('"')[0]
    assert asked(office, by, "confirm_bill", bill.pk, shown=summary).status_code == 302
    assert "반영됨" in asked(office, by, "bill", bill.pk).content.decode()
    assert asked(office, by, "undo_bill", bill.pk, reason="다른 달").status_code == 302
    assert "취소한 고지내역" in asked(office, by, "bill", bill.pk).content.decode()


def test_columns_are_named_on_screen(office: Office) -> None:
    office.employ()
    by = office.payroll_officer
    file = file_of(["성명", "생년월일", "건강보험료", "ㄱ"], ["김하늘", "850412", 1, 2])
    asked(office, by, "bills", file=file, insurance="health", month="2026-06")
    bill = PremiumBill.objects.get()
    shown = asked(office, by, "bill", bill.pk).content.decode()
    assert "장기요양보험료(근로자)" in shown
    assert "열을 찾지 못했습니다" in shown
    field = shown.split('name="column:')[-1].split('"')[0]
    asked(office, by, "bill_columns", bill.pk, **{f"column:{field}": "long_term_care"})
    assert "열을 찾지 못했습니다" not in asked(office, by, "bill", bill.pk).content.decode()


def test_an_unreadable_file_or_month_is_told_beside_the_field(office: Office) -> None:
    by = office.payroll_officer
    wrong = asked(office, by, "bills", file=file_of(["가"], [1]), insurance="health", month="2026-06")
    assert "고른 보험의 고지내역인지" in wrong.content.decode()
    late = asked(office, by, "bills", file=file_of(HEALTH), insurance="health", month="2026-13")
    assert "2026-06처럼 써 주세요." in late.content.decode()
    assert not PremiumBill.objects.exists()


def test_a_clerk_sees_no_bill_and_an_auditor_only_looks(office: Office) -> None:
    contract = office.employ()
    bill = held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980])
    assert asked(office, office.clerk, "bills").status_code == 403
    assert asked(office, office.clerk, "bill", bill.pk).status_code == 404
    looked = asked(office, office.auditor, "bill", bill.pk).content.decode()
    assert "91,110" in looked
    assert "반영 취소" not in looked
    assert asked(office, office.auditor, "undo_bill", bill.pk, reason="시험").status_code == 403


def test_the_comparison_downloads_as_a_spreadsheet(office: Office) -> None:
    contract = office.employ()
    bill = held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980])
    set_context(office.institution.pk)
    client = Client()
    client.force_login(office.payroll_officer)
    set_context(None)
    answer = taken_out(client, reverse("payroll:bill", args=[bill.pk]), {"download": "xlsx"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_comparison_takes_the_same_number_of_statements_for_any_number_of_people(office: Office) -> None:
    contract = office.employ()
    first = held(office, HEALTH, ["김하늘", number_of(contract), 91_110, 11_980], month=JUNE)
    with counted_statements() as few:
        asked(office, office.payroll_officer, "bill", first.pk)
    rows = [HEALTH]
    for number in range(5):
        one = office.employ(f"사람{'가나다라마'[number]}")
        rows.append([one.person.name, number_of(one), 91_110, 11_980])
    second = held(office, *rows, month=JUNE.replace(month=7))
    with counted_statements() as many:
        asked(office, office.payroll_officer, "bill", second.pk)
    assert len(many) == len(few)
