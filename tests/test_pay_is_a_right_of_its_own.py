"""Leading a department does not show its people's pay: every page and paper is opened as a head and read."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from exports import taken_out
from office import Office
from openinsa.payroll.models import Payslip, PayslipLine
from openinsa.people.actions import change_user
from openinsa.people.models import Department, User
from openinsa.people.roles import PayRight, Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.models import Allowance, ContractVersion
from openinsa.web.tables import SPREADSHEET
from test_nobody_sees_what_is_not_theirs import ROOMS, addresses, ids, office

pytestmark = pytest.mark.django_db
__all__ = ["addresses", "ids", "office"]  # fixtures
SLIP = ("gross", "taxable", "deductions", "net", "employer_total")
SMALL = 10_000  # smaller numbers stand on pages for other reasons
NUMBER = re.compile(r"\d[\d,]*")


def pages(resolver: URLResolver, namespace: str) -> Iterator[str]:
    """Names of our rooms' addresses that carry no id."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern, pattern.namespace or namespace)
        elif namespace in ROOMS and pattern.name and not pattern.pattern.converters:
            yield f"{namespace}:{pattern.name}"


def amounts() -> set[int]:
    """Every amount of won by which somebody of the office is paid."""
    rates = set(ContractVersion.objects.values_list("rate", flat=True))
    items = set(Allowance.objects.values_list("amount", flat=True))
    lines = set(PayslipLine.objects.values_list("amount", flat=True))
    slips = {value for row in Payslip.objects.values_list(*SLIP) for value in row}
    return {abs(amount) for amount in rates | items | lines | slips if abs(amount) >= SMALL}


def walked(user: User, asked: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """What a user is answered on each address; a file is taken out for a reason."""
    client = Client()
    set_context(None)
    client.force_login(user)
    for address in asked:
        path, _mark, query = address.partition("?")
        wanted = {"month": "2026-06", **dict(parse_qsl(query))}
        set_context(None)
        answer = client.get(path, wanted)
        if b'name="reason_code"' in answer.content:
            set_context(None)
            answer = taken_out(client, path, wanted)
        yield address, answer


def told_by(answer: HttpResponse) -> set[int]:
    """The numbers that a page, a paper or a spreadsheet shows."""
    if answer.status_code != 200 or answer.streaming:
        return set()
    kind = answer.headers.get("Content-Type", "")
    if kind == SPREADSHEET:
        sheets = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        rows = (row for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python())
        return {int(cell) for row in rows for cell in row if isinstance(cell, int | float)}
    if "pdf" in kind:
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    else:
        text = re.sub(r"<[^>]*>", " ", answer.content.decode(errors="ignore"))
    return {int(found.replace(",", "")) for found in NUMBER.findall(text) if len(found) < 15}


def everything(addresses: list[tuple[str, tuple[str, ...]]], ids: dict[str, Any], slip: Payslip) -> list[str]:
    """Every address of the site with the office's ids, the lists as spreadsheets too, and every history."""
    named = [reverse(name, kwargs={one: ids[one] for one in wanted}) for name, wanted in addresses]
    lists = [reverse("home"), *(reverse(name) for name in pages(get_resolver(), ""))]
    rows = {
        "staffing_contract": slip.contract_id,
        "people_person": slip.person_id,
        "payroll_payslip": slip.pk,
    }
    histories = [reverse("privacy:history", args=[table, pk]) for table, pk in rows.items()]
    return [*named, *lists, *histories]


@pytest.fixture
def asked(addresses: list[tuple[str, tuple[str, ...]]], ids: dict[str, Any]) -> list[str]:
    return everything(addresses, ids, Payslip.objects.get())


def leaks(user: User, asked: list[str], paid: set[int]) -> dict[str, set[int]]:
    found = {address: told_by(answer) & paid for address, answer in walked(user, asked)}
    return {address: amounts for address, amounts in found.items() if amounts}


def test_a_head_finds_no_amount_of_pay_on_any_page_paper_or_list(
    office: Office, ids: dict[str, Any], asked: list[str]
) -> None:
    paid = amounts()
    assert len(paid) > 10
    assert leaks(office.head, asked, paid) == {}


def test_a_head_to_whom_pay_is_granted_finds_it_and_a_clerk_from_whom_it_is_withheld_does_not(
    office: Office, ids: dict[str, Any], asked: list[str]
) -> None:
    paid, head, clerk = amounts(), office.head, office.clerk
    slip = Payslip.objects.get()
    contract = reverse("staffing:contract", args=[slip.contract_id])
    shown = [
        contract,
        reverse("payroll:slip", args=[slip.pk]),
        reverse("staffing:project", args=[ids["project_id"]]),
    ]
    assert leaks(head, shown, paid) == {}
    assert set(leaks(clerk, shown, paid)) == set(shown)
    for user, right in ((head, PayRight.GRANTED), (clerk, PayRight.WITHHELD)):
        office.enter()
        rights = {"roles": user.roles, "department": user.department, "is_active": True, "valid_to": None}
        change_user(office.hr_officer, user.pk, pay_right=right.value, **rights)
        user.refresh_from_db()
    assert set(leaks(head, shown, paid)) == set(shown)
    assert leaks(clerk, asked, paid) == {}


def test_pay_that_is_granted_reaches_no_farther_than_the_people_one_sees(office: Office) -> None:
    elsewhere = Department.objects.create(institution=office.institution, name="다른 부서")
    stranger = office.user(Role.DEPARTMENT_HEAD, department=elsewhere, pay_right=PayRight.GRANTED)
    slip = Payslip.objects.get()
    client = Client()
    set_context(None)
    client.force_login(stranger)
    set_context(None)
    assert client.get(reverse("payroll:slip", args=[slip.pk])).status_code == 404


def test_a_worker_from_whom_pay_is_withheld_still_sees_the_own_slips(office: Office) -> None:
    slip = Payslip.objects.get()
    worker = office.user(Role.WORKER, person=slip.person, pay_right=PayRight.WITHHELD)
    client = Client()
    set_context(None)
    client.force_login(worker)
    set_context(None)
    assert client.get(reverse("payroll:slip", args=[slip.pk])).status_code == 200


def test_the_right_to_see_pay_stands_on_the_users_page(office: Office) -> None:
    client = Client()
    client.force_login(office.hr_officer)
    address = reverse("people:user", args=[office.head.pk])
    set_context(None)
    assert "다른 사람의 급여 열람" in client.get(address).content.decode()
    typed = {"roles": ["department_head"], "department": office.department.pk, "is_active": "on"}
    set_context(None)
    client.post(address, {**typed, "pay_right": "granted"})
    office.enter()
    assert User.objects.get(pk=office.head.pk).pay_right == PayRight.GRANTED
