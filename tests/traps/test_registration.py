"""Registration: what other systems lost on the way from the spreadsheet to the payslip."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from django.apps import apps

import databases
from office import JUNE, Office, new_office
from openinsa.config.database import OWNER
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import Payslip
from openinsa.people.actions import make_user
from openinsa.people.models import Person, User
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.register import (
    Registration,
    RegistrationDiffers,
    RegistrationHasFaults,
    check_registrations,
    register,
)
from openinsa.staffing.models import Contract, ContractVersion, Project, ProjectMonth


@pytest.fixture
def office(db: None) -> Office:
    office = new_office()
    assert office.project.pk
    assert office.hr_officer.pk
    return office


@pytest.fixture
def row(office: Office) -> Callable[..., Registration]:
    def make(number: int = 1, **fields: Any) -> Registration:
        usual: dict[str, Any] = {
            "place": f"명단 {number + 1}행",
            "name": f"근로자{number}",
            "resident_number": f"700101-{1_000_000 + number}",
            "department": office.department.name,
            "project": office.project.name,
            "starts_on": date(2026, 3, 2),
            "ends_on": date(2026, 8, 31),
            "rate": 96_968,
        }
        return Registration(**{**usual, **fields})

    return make


def everything_stored() -> dict[str, int]:
    """How many rows each table of the rooms holds."""
    rooms = {"people", "staffing", "payroll", "jobs"}
    models = [model for model in apps.get_models() if model._meta.app_label in rooms]
    return {model.__name__: model.objects.count() for model in models}


def test_a_registration_makes_no_login_and_no_password(
    office: Office, row: Callable[..., Registration]
) -> None:
    clerk, before = office.clerk, User.objects.count()
    register(clerk, [row(n) for n in range(1, 20)])
    assert User.objects.count() == before


def test_a_login_begins_without_a_password(office: Office) -> None:
    assert not make_user(office.hr_officer, "new-clerk", "새 담당", ["project_clerk"]).has_usable_password()


def test_every_field_of_the_file_reaches_every_record(
    office: Office, row: Callable[..., Registration]
) -> None:
    told = row(
        phone="010-1234-5678",
        bank="농협",
        account="301-0123-4567-81",
        address="가온구 나루로 1",
        family_members=4,
        children_8_to_20=2,
        job="전정 작업",
        tax_mode="daily",
        pay_basis="hourly",
        rate=12_121,
        daily_scheduled_minutes=240,
        weekly_scheduled_days=3,
        schedule={"mon": [540, 780, []], "wed": [540, 780, []], "fri": [540, 780, []]},
    )
    register(office.clerk, [told])
    person, contract, version = Person.objects.get(), Contract.objects.get(), ContractVersion.objects.get()
    sealer = Sealer(office.institution.pk)
    opened = {
        name: sealer.open(getattr(person, f"{name}_sealed")) for name in ("phone", "account", "address")
    }
    assert opened == {"phone": told.phone, "account": told.account, "address": told.address}
    assert sealer.open(person.resident_number_sealed) == told.resident_number
    assert (person.name, person.bank, person.birth_date) == (told.name, told.bank, date(1970, 1, 1))
    assert (person.family_members, person.children_8_to_20) == (4, 2)
    assert (contract.starts_on, contract.ends_on) == (told.starts_on, told.ends_on)
    assert (version.valid_from, version.valid_to) == (told.starts_on, told.ends_on)
    assert (contract.job, contract.tax_mode, contract.project) == (told.job, told.tax_mode, office.project)
    assert (version.pay_basis, version.rate, version.schedule) == (told.pay_basis, told.rate, told.schedule)
    assert (version.daily_scheduled_minutes, version.weekly_scheduled_minutes) == (240, 720)
    assert (version.weekly_scheduled_days, version.part_time) == (3, True)


def test_what_the_file_says_of_somebody_known_reaches_that_persons_record(
    office: Office, row: Callable[..., Registration]
) -> None:
    register(office.clerk, [row(family_members=1, bank="농협", account="111-22")])
    later = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 10, 31)}
    register(
        office.clerk, [row(**later, family_members=3, children_8_to_20=1, bank="신한", account="333-44")]
    )
    person = Person.objects.get()
    assert (person.family_members, person.children_8_to_20, person.bank) == (3, 1, "신한")
    assert Sealer(office.institution.pk).open(person.account_sealed) == "333-44"


def test_what_the_file_leaves_out_stays_as_it_was(office: Office, row: Callable[..., Registration]) -> None:
    register(office.clerk, [row(family_members=3, children_8_to_20=1, bank="신한", account="333-44")])
    register(office.clerk, [row(starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 31))])
    person = Person.objects.get()
    assert (person.family_members, person.children_8_to_20, person.bank) == (3, 1, "신한")
    assert Sealer(office.institution.pk).open(person.account_sealed) == "333-44"


def test_who_is_registered_is_payable_at_once_without_any_draft(
    office: Office, row: Callable[..., Registration]
) -> None:
    register(
        office.clerk,
        [row(1), row(2, pay_basis="hourly", rate=12_121), row(3, pay_basis="monthly", rate=2_500_000)],
    )
    month = office.month()
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    runs = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([run.pk for run in runs], office.payroll_officer.pk)
    assert Payslip.objects.filter(net__gt=0).count() == 3


def test_imported_wages_reach_the_payslips_to_the_won(
    office: Office, row: Callable[..., Registration]
) -> None:
    rows = [row(n, pay_basis="monthly", rate=2_300_000 + n) for n in range(1, 12)]
    register(office.clerk, rows)
    month = office.month()
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    runs = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([run.pk for run in runs], office.payroll_officer.pk)
    assert sum(Payslip.objects.values_list("gross", flat=True)) == sum(one.rate for one in rows)


def test_a_failed_import_leaves_nothing_and_the_corrected_file_loads(
    office: Office, row: Callable[..., Registration]
) -> None:
    clerk, before = office.clerk, everything_stored()
    with pytest.raises(RegistrationHasFaults, match="아무것도 저장되지 않았습니다"):
        register(clerk, [row(1), row(2, project="없는 사업"), row(3)])
    assert everything_stored() == before
    assert register(clerk, [row(1), row(2), row(3)]).people == 3


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "ends before it starts": ({"ends_on": date(2026, 3, 1)}, "ends_on"),
    "starts before the project": ({"starts_on": date(2025, 12, 31)}, "starts_on"),
    "ends after the project": ({"ends_on": date(2027, 1, 1)}, "ends_on"),
    "monthly pay taxed by the day": ({"pay_basis": "monthly", "tax_mode": "daily"}, "tax_mode"),
    "more children than family": ({"family_members": 2, "children_8_to_20": 2}, "children_8_to_20"),
    "a name longer than any": ({"name": "가" * 101}, "name"),
    "a job longer than any": ({"job": "가" * 101}, "job"),
    "a bank longer than any": ({"bank": "가" * 41}, "bank"),
    "a birth that does not exist": ({"resident_number": "700230-1234567"}, "resident_number"),
}


@pytest.mark.parametrize(("fields", "column"), FAULTY.values(), ids=FAULTY.keys())
def test_a_row_that_cannot_be_paid_is_named_with_its_column_and_nobody_is_registered(
    office: Office, row: Callable[..., Registration], fields: dict[str, Any], column: str
) -> None:
    rows = [row(1), row(2, **fields)]
    faults = [fault for fault in check_registrations(office.clerk, rows) if fault.severity == "error"]
    assert [(fault.place, fault.field) for fault in faults] == [("명단 3행", column)]
    with pytest.raises(RegistrationHasFaults, match="명단 3행"):
        register(office.clerk, rows)
    assert not Person.objects.exists()


def test_a_contract_that_began_long_before_the_rule_book_is_registered(
    office: Office, row: Callable[..., Registration]
) -> None:
    Project.objects.update(starts_on=date(1999, 1, 1))
    register(office.clerk, [row(starts_on=date(1999, 3, 2))])
    assert Contract.objects.get().versions.get().weekly_scheduled_minutes == 2_400


def test_namesakes_born_on_one_day_stay_two_people_by_their_numbers(
    office: Office, row: Callable[..., Registration]
) -> None:
    register(office.clerk, [row(1, name="김민준", rate=90_000), row(2, name="김민준", rate=95_000)])
    register(
        office.clerk,
        [row(2, name="김민준", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30), rate=99_000)],
    )
    by_person = {
        tuple(person.contracts.values_list("versions__rate", flat=True).order_by("starts_on"))
        for person in Person.objects.all()
    }
    assert by_person == {(90_000,), (95_000, 99_000)}


def test_who_is_registered_into_a_month_already_paid_is_named_with_a_warning(
    office: Office, row: Callable[..., Registration]
) -> None:
    ProjectMonth.objects.filter(pk=office.month().pk).update(state="paid")
    rows = [row(1), row(2, starts_on=date(2026, 7, 1))]
    faults = check_registrations(office.clerk, rows)
    assert [(fault.place, fault.field, fault.severity) for fault in faults] == [
        ("명단 2행", "starts_on", "warning")
    ]
    assert "2026-06" in faults[0].text
    assert register(office.clerk, rows).people == 2


LOSES_A_WON = """
    CREATE FUNCTION lose_a_won() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.rate := NEW.rate - 1; RETURN NEW; END $$;
    CREATE TRIGGER lose_a_won BEFORE INSERT ON staffing_contractversion
        FOR EACH ROW EXECUTE FUNCTION lose_a_won();
"""


def test_a_wage_that_is_stored_otherwise_than_the_file_says_takes_everything_back(
    fresh_database: str,
) -> None:
    with psycopg.connect(
        host=databases.socket(), user=OWNER, dbname=fresh_database, autocommit=True
    ) as owner:
        owner.execute(LOSES_A_WON)
    with within(None):
        office = new_office()
        assert office.project.pk
        with pytest.raises(RegistrationDiffers, match="아무것도 저장되지 않았습니다"):
            office.employ()
        assert not Person.objects.exists()
        assert not Contract.objects.exists()


def test_one_number_under_two_names_in_one_file_is_asked_about(
    office: Office, row: Callable[..., Registration]
) -> None:
    office.new_project("저녁 사업")
    two = [row(1, name="김민준"), row(1, name="박민준", project="저녁 사업", place="명단 9행")]
    faults = check_registrations(office.clerk, two)
    assert [(fault.place, fault.field, fault.severity) for fault in faults] == [
        ("명단 9행", "resident_number", "error")
    ]
