"""Every page of the site, opened by everybody: no number or address of a person stands anywhere in clear.

And every file that is taken out: what people are called is text in it, never a formula.
"""

import base64
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import test_nobody_sees_what_is_not_theirs as walked
from clerks import as_xlsx
from documents.reading import text_of
from exports import GIVEN, opened, taken_out
from office import Office
from openinsa.ending.models import Settlement
from openinsa.exchange.workbook import read_workbook
from openinsa.payroll.models import PremiumBill
from openinsa.people.models import Department, Person, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract, DayCode, ImportFile, Project

pytestmark = pytest.mark.django_db
office, ids = walked.office, walked.ids
SECRETS = {
    "resident_number": "850412-1077777",
    "phone": "010-9876-5432",
    "account": "30109998887",
    "address": "가온구 새싹로 12, 3층",
    "pension_account": "110-2345-678901",
}
SPOKEN = {*SECRETS.values(), *(value.replace("-", "") for value in SECRETS.values()), "새싹로 12", "1077777"}
OWN = {"my_data"}
"""What a worker takes out of the own data, in clear and on record."""


def pages(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names of all addresses of our own rooms, with the names of the ids they carry."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern, pattern.namespace or namespace)
        elif is_ours(pattern):
            name = f"{namespace}:{pattern.name}" if namespace else pattern.name
            yield name, tuple(pattern.pattern.converters)


def is_ours(pattern: URLPattern) -> bool:
    return bool(pattern.name) and pattern.callback.__module__.startswith("openinsa.")


@pytest.fixture
def addresses(office: Office, ids: dict[str, Any]) -> dict[str, str]:
    """Every address by its name, in an office whose person has all that must stay hidden."""
    sealer, person = Sealer(office.institution.pk), Person.objects.order_by("pk").first()
    for what in ("resident_number", "phone", "account", "address"):
        setattr(person, f"{what}_sealed", sealer.seal(SECRETS[what]))
    person.save()
    ImportFile.objects.update(content_sealed=sealer.seal(base64.b64encode(faulty_register(office)).decode()))
    PremiumBill.objects.update(content_sealed=sealer.seal(base64.b64encode(bill()).decode()))
    Settlement.objects.update(
        payment="pension_account", pension_account_sealed=sealer.seal(SECRETS["pension_account"])
    )
    known = {
        name: {one: ids.get(one, "1") for one in wanted} for name, wanted in pages(get_resolver()) if wanted
    }
    plain = {name: {} for name, wanted in pages(get_resolver()) if not wanted}
    return {name: reverse(name, kwargs=given) for name, given in (plain | known).items()}


def faulty_register(office: Office) -> bytes:
    """A file whose reading names rows and columns, with all that it must not repeat."""
    head = [
        "성명",
        "주민등록번호",
        "전화번호",
        "주소",
        "계좌번호",
        "부서",
        "사업명",
        "시작일",
        "종료일",
        "일급",
    ]
    own = [SECRETS[what] for what in ("resident_number", "phone", "address", "account")]
    row = ["김하늘", *own, office.department.name, office.project.name, "2026-03-02", "2026-08-31", -1]
    return as_xlsx({"명단": [head, row, row]})


def bill() -> bytes:
    """A bill of health insurance for somebody whom nobody here knows."""
    head = ["성명", "주민등록번호", "보수월액", "산출보험료", "정산보험료"]
    return as_xlsx({"고지내역": [head, ["모르는 사람", SECRETS["resident_number"], 2_000_000, 71_900, 0]]})


def somebody(office: Office, role: Role) -> Client:
    """A browser of somebody of the office; a worker is the person with the secrets."""
    own = {"person": Person.objects.order_by("pk").first()} if role == Role.WORKER else {}
    user: User = office.clerk if role == Role.PROJECT_CLERK else office.user(role, **own)
    client = Client()
    set_context(None)
    client.force_login(user)
    return client


def said(answer: HttpResponse) -> str:
    """All that an answer says: its headers, and the words of a page, a paper or a workbook."""
    headers = str(answer.headers)
    if answer.content.startswith(b"PK"):
        archive = ZipFile(BytesIO(answer.content))
        parts = [archive.read(name) for name in archive.namelist()]
        return headers + "".join(text_of(p) if p.startswith(b"%PDF") else p.decode() for p in parts)
    if answer.content.startswith(b"%PDF"):
        return headers + text_of(answer.content)
    return headers + answer.content.decode()


def told(answer: HttpResponse) -> set[str]:
    words = said(answer)
    return {secret for secret in SPOKEN if secret in words}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATOR])
def test_no_page_shows_anybodys_number_or_address(
    office: Office, addresses: dict[str, str], role: Role
) -> None:
    client, shown = somebody(office, role), []
    for name, address in addresses.items():
        for method in ("get", "post") if role == Role.PROJECT_CLERK else ("get",):
            set_context(None)
            answer = getattr(client, method)(address)
            if name not in OWN and (clear := told(answer)):
                shown.append((method, name, clear))
    assert shown == []


def test_what_is_taken_out_shows_none_of_them_and_no_text_of_anybodys_becomes_a_formula(
    office: Office, addresses: dict[str, str]
) -> None:
    names_that_compute(office)
    client, shown, computed, texts = somebody(office, Role.PAYROLL_OFFICER), [], [], set()
    for name, address in addresses.items():
        set_context(None)
        answer = taken_out(client, address, {"download": "xlsx"})
        shown += [(name, clear)] if (clear := told(answer)) else []
        if answer.content.startswith(b"PK") and "xlsx" in answer["Content-Disposition"]:
            computed += [(name, formula) for formula in formulas(answer.content)]
            texts |= {(name, text) for text in INJECTED if read_alike(text, answer.content)}
    assert shown == []
    assert computed == []
    assert len({name for name, _text in texts}) > 15
    assert {text for _name, text in texts} >= {PERSON, PROJECT, DEPARTMENT}


PERSON, PROJECT, DEPARTMENT = "=HYPERLINK(A1)", "@SUM(1+1)*cmd|calc", "-2+3+cmd|calc"
INJECTED = (PERSON, PROJECT, DEPARTMENT, "+82|calc", "{=1+1}")
OUR_OWN = re.compile(r"=(SUM\([A-Z]+\d+(:[A-Z]+\d+)?\)|[A-Z]+\d+-[A-Z]+\d+)")
"""Sums of a column or a row, and one total less another."""


def names_that_compute(office: Office) -> None:
    """Names as somebody gives them who wants the next reader's spreadsheet program to run something."""
    Person.objects.update(name=PERSON)
    Project.objects.update(name=PROJECT)
    Department.objects.update(name=DEPARTMENT)
    Contract.objects.update(job="+82|calc")
    DayCode.objects.filter(code="work").update(label_ko="{=1+1}")


def formulas(content: bytes) -> list[str]:
    """The formulas of a workbook that we did not put there."""
    book = openpyxl.load_workbook(BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    found = [str(cell.value) for cell in cells if cell.data_type == "f" or cell.hyperlink]
    return [formula for formula in found if not OUR_OWN.fullmatch(formula)]


def read_alike(text: str, content: bytes) -> bool:
    """Whether a second reader finds the text as a text, with or without the sign that keeps it one in a CSV."""
    sheets = read_workbook("읽기.xlsx", content).sheets
    return any(text in str(cell) for sheet in sheets for row in sheet.rows for cell in row)


def test_the_one_value_that_was_asked_for_is_shown_and_no_other(office: Office, ids: dict[str, Any]) -> None:
    sealer, person = Sealer(office.institution.pk), Person.objects.get(pk=ids["person_id"])
    person.account_sealed, person.phone_sealed = sealer.seal(SECRETS["account"]), sealer.seal("010-9876-5432")
    person.save()
    client = somebody(office, Role.HR_OFFICER)
    answer = client.post(reverse("staffing:show_value", args=[person.pk, "account"]), GIVEN)
    assert told(opened(answer)) == {SECRETS["account"]}
    set_context(None)
    page = client.get(reverse("staffing:person", args=[person.pk])).content.decode()
    for masked in ("*******8887", "010-****-5432"):
        assert masked in page
