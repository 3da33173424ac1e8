"""What a worker takes away is all that is stored about the worker, and nothing about anybody else."""

import json
from datetime import date

import pytest
from django.db import connection

from closing import close
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.exchange.workbook import read_workbook
from openinsa.home.own_data import own_data, own_data_for_machines
from openinsa.home.own_tables import SECRET, name_of, own_tables, paths
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.privacy.actions import record_access
from openinsa.retention.plan import models_by_table, plan
from retention.keeping import paid_worker

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)
COLUMNS = """
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
    AND a.attname IN ('person_id', 'contract_id')
"""


@pytest.fixture
def office() -> Office:
    return new_office()


def worker_of(office: Office, name: str = "김하늘") -> User:
    """A worker with pay, leave, a child and papers."""
    contract = paid_worker(office, name, ends_on=date(2026, 12, 31))
    close(office, JANUARY)
    return office.user(Role.WORKER, person=contract.person)


def test_every_table_that_names_a_person_or_a_contract_is_in_the_own_data() -> None:
    """A new table with such a column fails here until the plan says how it leads to the person."""
    told = set(paths())
    without = {"retention_destructionitem"}  # bare numbers of what is destroyed
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        named = {table for table, _column in cursor.fetchall()}
    named -= {table for table in named if table in plan().not_personal}
    assert named - told - without == set()


def test_what_a_machine_reads_holds_every_row_with_sealed_values_opened(office: Office) -> None:
    worker = worker_of(office)
    data = json.loads(own_data_for_machines(worker))
    tables = data["tables"]
    (person,) = tables["people_person"]["rows"]
    assert person["resident_number"].startswith("850412-")
    assert (person["phone"], person["address"]) == ("010-1234-5678", "김하늘로 1")
    for table in (
        "staffing_contract",
        "staffing_day",
        "payroll_payslipline",
        "leave_leavegrant",
        "people_dependant",
    ):
        assert tables[table]["rows"], table
    assert tables["staffing_consent"]["rows"][0]["document"] == "동의서"
    assert any(row["table_name"] == "people_person" for row in tables["privacy_changerecord"]["rows"])


def test_nothing_of_a_colleague_and_no_secret_is_in_it(office: Office) -> None:
    worker = worker_of(office)
    paid_worker(office, "이바다")
    written = own_data_for_machines(worker).decode()
    assert "이바다" not in written
    for table, column in SECRET:
        for row in json.loads(written)["tables"].get(table, {"rows": []})["rows"]:
            assert column not in row


def test_pay_that_is_not_decided_yet_is_not_in_it(office: Office) -> None:
    contract = paid_worker(office)
    worker = office.user(Role.WORKER, person=contract.person)
    from closing import compute

    compute(office, JANUARY)
    assert "payroll_payslip" not in {one.table for one in own_tables(worker.person)}


def test_the_workbook_has_a_sheet_for_each_stored_table_and_who_looked(office: Office) -> None:
    worker = worker_of(office)
    record_access(office.clerk, "view", "calculation", people=[worker.person_id], count=1)
    sheets = {
        sheet.name: list(sheet.rows) for sheet in read_workbook("내 자료.xlsx", own_data(worker)).sheets
    }
    stored = list(own_tables(worker.person))
    assert len([name for name in sheets if name.startswith("전체 ")]) == len(stored)
    assert any("사업담당" in str(row) for row in sheets["열람 기록"])


def test_every_path_of_the_plan_is_a_way_that_the_database_knows(office: Office) -> None:
    worker = worker_of(office)
    assert set(paths()) <= set(models_by_table())
    assert list(own_tables(worker.person))


def test_a_worker_downloads_both_and_makes_a_demand(office: Office) -> None:
    worker = worker_of(office)
    browser = OfficeClient(office, worker, "retention")
    assert "열흘" in text(browser.get("mine"))
    browser.post("mine", kind="correction", text="주소를 고쳐 주세요")
    assert "주소를 고쳐 주세요" in text(browser.get("mine"))
    hr = OfficeClient(office, office.hr_officer, "retention")
    assert "김하늘" in text(hr.get("requests"))


def test_every_table_of_the_own_data_is_called_by_a_word() -> None:
    assert [table for table in {*paths(), "privacy_changerecord"} if name_of(table) == table] == []
