"""A month sheet from a clerk's file into the stored month, and back out as the same spreadsheet."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clerks import as_xlsx
from exports import taken_out
from office import JUNE, Office, new_office
from openinsa.exchange.month_sheet import read_months
from openinsa.exchange.workbook import read_workbook
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.months import fill_month, submit_month
from openinsa.staffing.models import Contract, Day, ImportFile, ProjectMonth, RememberedMapping

pytestmark = pytest.mark.django_db
TITLE = "근무상황부 (2026년 6월)"


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ("김하늘")
    return office


@pytest.fixture
def month(office: Office) -> ProjectMonth:
    return office.month(JUNE)


def signed_in(office: Office) -> Client:
    client = Client()
    client.force_login(office.clerk)
    set_context(None)
    return client


def sheet(
    marks: dict[int, Any], name: str = "김하늘", birth: str = "85.04.12", title: str = TITLE
) -> SimpleUploadedFile:
    """A clerk's sheet of June with one person."""
    head = ["연번", "성명", "생년월일", *range(1, 31)]
    row = [1, name, birth, *[marks.get(day, "") for day in range(1, 31)]]
    return SimpleUploadedFile("6월.xlsx", as_xlsx({"6월": [[title], head, row, ["", "※ ○:근무"]]}))


def upload(client: Client, month: ProjectMonth, file: SimpleUploadedFile) -> str:
    answer = client.post(f"/staffing/months/{month.pk}/upload/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_the_marks_of_a_file_are_stored_once_the_clerk_has_seen_how_many(
    office: Office, month: ProjectMonth
) -> None:
    client = signed_in(office)
    address = upload(client, month, sheet({1: "출", 2: 9.5, 8: "연"}))
    assert 'id="cell-count">3<' in client.get(address).content.decode()
    office.enter()
    assert not Day.objects.exists()
    set_context(None)
    assert "3칸을 저장했습니다" in client.post(f"{address}save/", follow=True).content.decode()
    office.enter()
    assert {day.date.day: day.mark for day in Day.objects.all()} == {1: "출", 2: "9.5", 8: "연"}


def test_saving_the_same_upload_twice_stores_nothing_twice(office: Office, month: ProjectMonth) -> None:
    client = signed_in(office)
    address = upload(client, month, sheet({1: "출"}))
    client.post(f"{address}save/")
    client.post(f"{address}save/")
    office.enter()
    assert (Day.objects.count(), ProjectMonth.objects.get(pk=month.pk).sheet_version) == (1, 1)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ({"name": "박새봄"}, "박새봄(850412)이(가) 없습니다"),
        ({"birth": "85.04.13"}, "김하늘(850413)이(가) 없습니다"),
        ({"title": "근무상황부 (2026년 7월)"}, "여는 달은 2026-06"),
    ],
)
def test_a_person_is_found_by_name_and_birth_together_and_the_month_must_be_the_same(
    office: Office, month: ProjectMonth, file: dict[str, str], why: str
) -> None:
    client = signed_in(office)
    address = upload(client, month, sheet({1: "출"}, **file))
    assert why in client.get(address).content.decode()
    client.post(f"{address}save/")
    office.enter()
    assert not Day.objects.exists()


def test_a_mark_outside_the_contract_is_named_and_stops_the_file(office: Office, month: ProjectMonth) -> None:
    office.enter()
    contract = Contract.objects.get()
    contract.ends_on = date(2026, 6, 15)
    contract.versions.update(valid_to=contract.ends_on)
    contract.save()
    client = signed_in(office)
    page = client.get(upload(client, month, sheet({15: "출", 16: "출"}))).content.decode()
    assert "S3 2026-06-16" in page
    assert "계약 기간이 아닌 날" in page


def test_the_files_own_marks_are_asked_about_once_and_remembered(office: Office, month: ProjectMonth) -> None:
    client = signed_in(office)
    address = upload(client, month, sheet({1: "○", 2: "○"}))
    page = client.get(address).content.decode()
    assert re.search(r'name="mark:○".*?value="출" selected', page, re.S)
    client.post(f"{address}marks/", {"mark:○": "출"})
    assert "2칸 저장" in client.get(address).content.decode()
    next_one = upload(client, month, sheet({3: "○"}))
    assert "1칸 저장" in client.get(next_one).content.decode()
    office.enter()
    assert RememberedMapping.objects.get().mapping == {"○": "출"}


def test_a_submitted_month_takes_no_file(office: Office, month: ProjectMonth) -> None:
    office.enter()
    fill_month(office.clerk, month.pk)
    client = signed_in(office)
    address = upload(client, month, sheet({1: "연"}))
    office.enter()
    submit_month(office.clerk, month.pk)
    set_context(None)
    client.post(f"{address}save/")
    office.enter()
    assert not Day.objects.filter(mark="연").exists()
    assert ImportFile.objects.get().state == ImportFile.State.UPLOADED


def test_a_downloaded_month_comes_back_without_a_single_change(office: Office, month: ProjectMonth) -> None:
    office.enter()
    fill_month(office.clerk, month.pk)
    client = signed_in(office)
    content = taken_out(client, f"/staffing/months/{month.pk}/download/").content
    (read,) = read_months(read_workbook("6월.xlsx", content))
    assert (read.project, read.marks, read.faults) == (month.project.name, 30, [])
    page = client.get(upload(client, month, SimpleUploadedFile("6월.xlsx", content))).content.decode()
    assert "바꿀 칸이 없습니다" in page
