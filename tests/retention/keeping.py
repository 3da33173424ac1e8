"""People who left long ago in the made-up office, and destructions carried out in place of the worker."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
from django.db import connection, transaction
from django.utils import timezone

import databases
from closing import close
from office import Office, new_office
from openinsa.jobs.work import perform
from openinsa.leave.actions import grant_by_hand
from openinsa.people.models import User
from openinsa.people.tenancy import within
from openinsa.retention.actions import approve, propose
from openinsa.retention.models import Destruction
from openinsa.staffing.actions.insured import add_dependant
from openinsa.staffing.models import Consent, Contract, ImportFile

JANUARY = date(2026, 1, 1)
LONG_AGO = 9
MOVED = {
    "staffing_contract": ("starts_on", "ends_on"),
    "staffing_contractversion": ("valid_from", "valid_to"),
    "staffing_day": ("date",),
    "payroll_payrun": ("pay_date", "month"),
    "payroll_monthinputs": ("month",),
    "staffing_importfile": ("uploaded_at",),
}
TENANT_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition ORDER BY 1
"""


def paid_worker(office: Office, name: str = "김하늘", **fields: Any) -> Contract:
    """Somebody with a month of pay, leave, a child, a paper, a phone and an address."""
    usual = {"phone": "010-1234-5678", "address": f"{name}로 1", "ends_on": date(2026, 3, 31)}
    contract = office.employ(name, **{**usual, **fields})
    grant_by_hand(
        office.hr_officer,
        contract.pk,
        minutes=480,
        granted_on=JANUARY,
        expires_on=date(2026, 3, 31),
        reason="시험",
    )
    add_dependant(
        office.hr_officer,
        contract.person_id,
        relation="child",
        birth_date=date(2018, 3, 1),
        valid_from=JANUARY,
    )
    Consent.objects.create(
        institution=office.institution,
        person_id=contract.person_id,
        kind="night_consent",
        valid_from=JANUARY,
        dated_on=JANUARY,
        document="동의서",
    )
    return contract


@contextmanager
def superuser() -> Iterator[psycopg.Cursor]:
    """The database as its superuser, without triggers: to age what a test made."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=databases.socket(), user="postgres", dbname=name, autocommit=True) as opened:
        opened.execute("SET session_replication_role = replica")
        yield opened.cursor()


def age(contracts: list[Contract], years: int = LONG_AGO) -> None:
    """Let years pass since these contracts, their days, their pay and the months of their projects."""
    ids, back = [one.pk for one in contracts], f"interval '{years} years'"
    runs = "SELECT run_id FROM payroll_payslip WHERE contract_id = ANY(%s)"
    wheres = {
        "staffing_contract": "id = ANY(%s)",
        "payroll_payrun": f"id IN ({runs})",
        "payroll_monthinputs": f"id IN (SELECT inputs_id FROM payroll_payrun WHERE id IN ({runs}))",
    }
    with superuser() as cursor:
        for table, columns in reversed(MOVED.items()):
            if table == "staffing_importfile":
                continue
            sets = ", ".join(f"{column} = ({column} - {back})" for column in columns)
            cursor.execute(
                f"UPDATE {table} SET {sets} WHERE {wheres.get(table, 'contract_id = ANY(%s)')}", [ids]
            )


def upload(office: Office, days_ago: int = 60, name: str = "명단.xlsx") -> ImportFile:
    """A spreadsheet that was uploaded so many days ago."""
    from openinsa.privacy.sealing import Sealer

    file = ImportFile.objects.create(
        institution=office.institution,
        kind="register",
        name=name,
        content_sealed=Sealer(office.institution.pk).seal("x"),
        uploaded_by=office.clerk,
    )
    at = timezone.now() - timedelta(days=days_ago)
    ImportFile.objects.filter(pk=file.pk).update(uploaded_at=at)
    return file


def carried_out(office: Office, *kinds: str) -> Destruction:
    """Proposed by HR, approved by the auditor, and done. Inside a transaction or, alone, in its own."""
    with within(office.institution.pk, office.hr_officer.pk):
        one = propose(office.hr_officer, on_day=timezone.localdate(), kinds=kinds)
        approve(office.auditor, one.pk)
    return worked_off(office, one)


def worked_off(office: Office, one: Destruction) -> Destruction:
    """What the queue does, at once."""
    with within(office.institution.pk):
        job_id = Destruction.objects.get(pk=one.pk).job_id
    perform(job_id, office.institution.pk)
    with within(office.institution.pk):
        return Destruction.objects.get(pk=one.pk)


def two_offices() -> tuple[Office, Office]:
    """Two committed offices with two workers each, of whom all have been paid a month."""
    made = []
    with transaction.atomic():
        for name in ("가온구", "나래시"):
            office = new_office(name)
            for person in ("김하늘", "이바다"):
                project = office.new_project(f"{person}의 사업")
                paid_worker(office, person, project=project.name)
                close(office, JANUARY, project)
            _known(office)
            made.append(office)
    return made[0], made[1]


def _known(office: Office) -> list[User]:
    """Users that later transactions use must be there already."""
    return [office.clerk, office.head, office.payroll_officer, office.hr_officer, office.auditor]


def everything() -> dict[str, dict[str, str]]:
    """Every row of every institution's tables, as the superuser sees them: table, then row as text."""
    found: dict[str, dict[str, str]] = {}
    with superuser() as cursor:
        tables = [name for (name,) in cursor.execute(TENANT_TABLES).fetchall()]
        for table in tables:
            rows = cursor.execute(f"SELECT id::text, to_jsonb(t) FROM {table} t").fetchall()
            found[table] = {key: json.dumps(row, sort_keys=True) for key, row in rows}
    return found
