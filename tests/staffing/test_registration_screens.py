"""A clerk's own spreadsheet from upload to contracts, through the pages."""

import io
import random
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clerks import Habits, a_person, a_sheet, as_xlsx
from exports import taken_out
from office import Office, new_office
from openinsa.jobs.work import Progress
from openinsa.people.models import Person
from openinsa.people.tenancy import set_context
from openinsa.staffing.actions.imports import perform_register, summary
from openinsa.staffing.importing import read_import
from openinsa.staffing.models import Contract, ContractVersion, ImportFile, RememberedMapping

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    assert office.project.pk
    return office


def signed_in(office: Office) -> Client:
    client = Client()
    client.force_login(office.clerk)
    set_context(None)
    return client


def register_file(
    office: Office, people: int = 5, name: str = "명단.xlsx", **changed: Any
) -> SimpleUploadedFile:
    """A register of the office's project in some clerk's habits."""
    chance = random.Random(people)
    truth = [{**a_person(chance), **changed} for _ in range(people)]
    grid = a_sheet(truth, Habits.drawn(chance), office.department.name, office.project.name)
    return SimpleUploadedFile(name, as_xlsx({"명단": grid}))


def upload(client: Client, file: SimpleUploadedFile, **fields: str) -> str:
    """Upload and come to the page of the file; its address."""
    answer = client.post("/staffing/registrations/", {"file": file, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def confirm(client: Client, address: str) -> str:
    """Confirm the reading as the page proposes it; the page after that."""
    page = client.get(address).content.decode()
    chosen: dict[str, str] = {}
    for select in re.findall(r"<select.*?</select>", page, re.S):
        name = re.search(r'name="([^"]+)"', select)
        value = re.search(r'value="([^"]*)" selected', select)
        if name:
            chosen[name[1]] = value[1] if value else ""
    client.post(f"{address}confirm/", chosen)
    return client.get(address).content.decode()


def shown_in(page: str) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page)
    assert found, page
    return found[1]


def test_a_clerks_own_file_becomes_contracts_with_the_sum_of_the_file(office: Office) -> None:
    client = signed_in(office)
    address = upload(client, register_file(office, 7, daily_wage=96_968))
    page = confirm(client, address)
    assert 'id="people-count">7<' in page
    done = client.post(f"{address}save/", {"shown": shown_in(page)}, follow=True)
    assert "678,776원" in done.content.decode()
    office.enter()
    assert Contract.objects.count() == 7
    assert sum(ContractVersion.objects.values_list("rate", flat=True)) == 7 * 96_968


def test_a_confirmed_reading_is_not_asked_for_again(office: Office) -> None:
    client = signed_in(office)
    confirm(client, upload(client, register_file(office, 4)))
    page = client.get(upload(client, register_file(office, 4, "다음 달.xlsx"))).content.decode()
    assert "처음 보는 모양" not in page
    assert shown_in(page)


def test_a_column_corrected_by_the_clerk_is_read_so_the_next_time(office: Office) -> None:
    client = signed_in(office)
    head = ["성명", "주민등록번호", "부서", "사업명", "개시", "끝나는 날", "하루 품삯"]
    row = [
        "김하늘",
        "850412-1234567",
        office.department.name,
        office.project.name,
        "2026-03-02",
        "2026-08-31",
        96_968,
    ]
    file = SimpleUploadedFile("명단.xlsx", as_xlsx({"명단": [head, row]}))
    address = upload(client, file)
    office.enter()
    shape = read_import(office.clerk, ImportFile.objects.get()).reading.sheets[0].mapping.shape
    set_context(None)
    assert "고쳐야 저장할 수 있는 곳이 2건" in client.get(address).content.decode()
    client.post(f"{address}confirm/", {f"column:{shape}:5": "end", f"column:{shape}:6": "daily_wage"})
    assert shown_in(client.get(address).content.decode()) == "1/96968"
    office.enter()
    assert RememberedMapping.objects.get().mapping["columns"] == {"5": "end", "6": "daily_wage"}


def test_nothing_is_saved_while_an_error_stands_and_the_corrected_file_is_taken(office: Office) -> None:
    client = signed_in(office)
    address = upload(client, register_file(office, 5, end=date(2025, 1, 1)))
    page = confirm(client, address)
    assert "고쳐야 저장할 수 있는 곳이 5건" in page
    client.post(f"{address}save/", {"shown": "5/0"})
    office.enter()
    assert not Person.objects.exists()
    set_context(None)
    corrected = upload(client, register_file(office, 5))
    page = client.get(corrected).content.decode()
    client.post(f"{corrected}save/", {"shown": shown_in(page)})
    office.enter()
    assert Person.objects.count() == 5


def test_the_clerks_own_file_comes_back_with_the_faults_in_an_added_column(office: Office) -> None:
    client = signed_in(office)
    address = upload(client, register_file(office, 3, daily_wage=-1))
    answer = taken_out(client, f"{address}faults/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    words = [str(cell.value) for cell in sheet[sheet.max_column and "A"]] and [
        str(row[sheet.max_column - 1].value or "") for row in sheet.iter_rows()
    ]
    assert "확인할 내용" in words
    assert sum("0보다 커야" in word for word in words) == 3


def test_what_was_confirmed_is_what_is_saved(office: Office) -> None:
    client = signed_in(office)
    address = upload(client, register_file(office, 3))
    confirm(client, address)
    client.post(f"{address}save/", {"shown": "3/1"})
    office.enter()
    assert not Contract.objects.exists()


def test_a_department_that_does_not_exist_is_named_before_saving(office: Office) -> None:
    client = signed_in(office)
    head = ["성명", "주민등록번호", "부서", "사업명", "시작일", "종료일", "일급"]
    row = ["김하늘", "850412-1234567", "공원녹지가", office.project.name, "2026-03-02", "2026-08-31", 96_968]
    page = client.get(
        upload(client, SimpleUploadedFile("명단.xlsx", as_xlsx({"명단": [head, row]})))
    ).content.decode()
    assert "공원녹지가" in page
    assert "공원녹지과?" in page


def test_no_whole_resident_number_is_shown_on_the_page(office: Office) -> None:
    client = signed_in(office)
    page = confirm(client, upload(client, register_file(office, 6)))
    assert not re.search(r"\d{6}-?[1-8]\d{6}", page)


def test_a_saved_or_dropped_file_leaves_no_content_behind(office: Office) -> None:
    client = signed_in(office)
    client.post(f"{upload(client, register_file(office, 2))}drop/")
    office.enter()
    assert [bytes(file.content_sealed) for file in ImportFile.objects.all()] == [b""]


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_and_not_kept(office: Office) -> None:
    client = signed_in(office)
    answer = client.post(
        "/staffing/registrations/", {"file": SimpleUploadedFile("사진.xlsx", b"\x89PNG\r\n\x1a\n\0\0")}
    )
    assert "읽을 수 없는 형식입니다" in answer.content.decode()
    office.enter()
    assert not ImportFile.objects.exists()


def test_a_large_file_is_saved_as_a_job_with_the_same_result(office: Office) -> None:
    client = signed_in(office)
    address = upload(client, register_file(office, 6))
    confirm(client, address)
    office.enter()
    file = ImportFile.objects.get()
    shown = summary(read_import(office.clerk, file))
    told: list[tuple[int, int]] = []

    class Watched(Progress):
        def report(self, done: int, total: int, message: str = "") -> None:
            told.append((done, total))

    job = Watched(0, office.institution.pk, office.clerk.pk)
    assert perform_register(job, {"import_id": file.pk, "shown": shown})["people"] == 6
    assert told
    assert Contract.objects.count() == 6


def test_the_template_carries_the_departments_and_projects_to_choose_from(office: Office) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(signed_in(office).get("/staffing/registrations/template/").content)
    )
    listed = {cell.value for row in book["목록"].iter_rows() for cell in row}
    assert {office.department.name, office.project.name} <= listed


def test_a_file_larger_than_the_server_keeps_is_refused_by_its_size(office: Office, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000
    answer = signed_in(office).post("/staffing/registrations/", {"file": register_file(office, 9)})
    assert answer.status_code == 422
    assert "너무 큽니다" in answer.content.decode()
    office.enter()
    assert not ImportFile.objects.exists()
