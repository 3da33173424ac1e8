"""Addresses without an id: no list, spreadsheet or form shows or changes what belongs to somebody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from office import Office, new_office
from openinsa.payroll.models import Payslip
from openinsa.people.models import Department, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.institution_tables import institution_tables
from test_nobody_sees_what_is_not_theirs import addresses, ids, office
from test_pay_is_a_right_of_its_own import amounts, pages, told_by, walked

pytestmark = pytest.mark.django_db
__all__ = ["addresses", "ids", "office"]  # fixtures
NAME = "김하늘"
BUSINESS = ("staffing_", "payroll_", "leave_", "ending_", "people_person", "retention_")
DIGEST = "SELECT md5(string_agg(row::text, '|' ORDER BY id)) FROM {} AS row WHERE {}"


def lists() -> list[str]:
    return [reverse("home"), *(reverse(name) for name in sorted(pages(get_resolver(), "")))]


def strangers(office: Office) -> dict[str, User]:
    """Colleagues without business with the person, people of another institution, and an operator."""
    elsewhere = Department.objects.create(institution=office.institution, name="다른 부서")
    colleague = office.employ("박새봄", project="다른 사업").person
    found = {
        "another department's head": office.user(Role.DEPARTMENT_HEAD, department=elsewhere),
        "another project's clerk": office.user(Role.PROJECT_CLERK, department=elsewhere),
        "another worker": office.user(Role.WORKER, person=colleague),
    }
    others = [Role.PAYROLL_OFFICER, Role.HR_OFFICER, Role.AUDITOR, Role.DEPARTMENT_HEAD]
    found["another institution's officer"] = new_office("나래시").user(others[0], roles=others)
    set_context(None)
    found["an operator"] = User.objects.create_user("operator", roles=[Role.OPERATOR], name="운영자")
    return found


def shown_to(user: User) -> Iterator[tuple[str, Any]]:
    """Every list, and every list as a spreadsheet where it offers one."""
    downloads = []
    for address, answer in walked(user, lists()):
        if b"download=" in answer.content:
            downloads.append(address + "?download=xlsx")
        yield address, answer
    yield from walked(user, downloads)


@pytest.mark.usefixtures("ids")
def test_no_list_and_no_spreadsheet_shows_somebody_elses_people_or_pay(office: Office) -> None:
    paid = amounts()
    people = reverse("staffing:people")
    for _address, answer in walked(office.hr_officer, [people]):
        assert NAME in answer.content.decode()
    office.enter()
    found = [
        (who, address)
        for who, user in strangers(office).items()
        for address, answer in shown_to(user)
        if NAME in answer.content.decode(errors="ignore") or told_by(answer) & paid
    ]
    assert found == []


def digests(office: Office) -> dict[str, str]:
    """The content of every business table of the office in short."""
    office.enter()
    tables = [table for table in institution_tables() if table.name.startswith(BUSINESS)]
    with connection.cursor() as cursor:
        held = {}
        for table in tables:
            cursor.execute(DIGEST.format(table.name, table.condition.format(office.institution.pk)))
            held[table.name] = cursor.fetchone()[0]
    return held


def test_rows_of_somebody_else_picked_in_a_form_are_left_alone(office: Office, ids: dict[str, Any]) -> None:
    slip = Payslip.objects.get()
    picked = {str(pk) for pk in (slip.pk, slip.run_id, slip.contract_id, slip.person_id, ids["month_id"])}
    people = strangers(office)
    before = digests(office)
    for user in people.values():
        client = Client()
        set_context(None)
        client.force_login(user)
        for address in lists():
            set_context(None)
            client.post(address, {"row": sorted(picked), "contract": sorted(picked), "month": "2026-06"})
        assert digests(office) == before, user
