"""Registering people from a file: all of them or nobody."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from office import Office, new_office
from openinsa.exchange.values import birth_of
from openinsa.people.models import Person
from openinsa.people.refusals import NotAllowed
from openinsa.staffing.actions.register import (
    NothingToRegister,
    Registration,
    RegistrationHasFaults,
    check_registrations,
    is_foreigner,
    register,
)
from openinsa.staffing.models import Contract, ContractVersion, Project
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """An office with its project and its HR officer there from the start."""
    office = new_office()
    assert office.project.pk
    assert office.hr_officer.pk
    return office


def row(office: Office, number: int = 1, **fields: Any) -> Registration:
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


def test_the_sums_read_back_are_the_sums_of_the_file(office: Office) -> None:
    rows = [row(office, n, rate=90_000 + n) for n in range(1, 31)]
    result = register(office.clerk, rows)
    assert (result.people, result.new_people) == (30, 30)
    assert (
        result.rate_sum
        == sum(r.rate for r in rows)
        == sum(ContractVersion.objects.values_list("rate", flat=True))
    )
    assert (result.earliest_start, result.latest_end) == (date(2026, 3, 2), date(2026, 8, 31))


def test_one_wrong_row_and_nobody_is_registered(office: Office) -> None:
    with pytest.raises(RegistrationHasFaults, match="없는과"):
        register(office.clerk, [row(office, 1), row(office, 2, department="없는과")])
    assert not Person.objects.exists()
    assert not Contract.objects.exists()


def test_a_corrected_file_can_be_loaded_again_after_a_refusal(office: Office) -> None:
    with pytest.raises(RegistrationHasFaults):
        register(office.clerk, [row(office, 1), row(office, 2, department="없는과")])
    assert register(office.clerk, [row(office, 1), row(office, 2)]).people == 2


def test_the_same_file_twice_is_refused_and_names_the_contract_that_is_there(office: Office) -> None:
    register(office.clerk, [row(office)])
    with pytest.raises(RegistrationHasFaults, match="2026-03-02 ~ 2026-08-31"):
        register(office.clerk, [row(office)])
    assert Contract.objects.count() == 1


def test_namesakes_are_two_people(office: Office) -> None:
    register(office.clerk, [row(office, 1, name="김민준"), row(office, 2, name="김민준")])
    assert Person.objects.filter(name="김민준").count() == 2


def test_one_person_hired_again_stays_one_person_with_the_newest_account(office: Office) -> None:
    register(office.clerk, [row(office, account="11112222")])
    again = row(office, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30), account="33334444")
    result = register(office.clerk, [again])
    assert (result.people, result.new_people, Person.objects.count()) == (1, 0, 1)


def test_a_number_under_another_name_is_asked_about(office: Office) -> None:
    register(office.clerk, [row(office, name="김민준")])
    faults = check_registrations(
        office.clerk, [row(office, name="박민준", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))]
    )
    assert [(f.field, f.severity) for f in faults] == [("resident_number", "error")]
    assert "김민준" in faults[0].text


def test_overlapping_contracts_inside_one_file_are_named_by_row(office: Office) -> None:
    faults = check_registrations(office.clerk, [row(office, 1), row(office, 1, place="명단 9행")])
    assert [(f.place, f.field) for f in faults] == [("명단 9행", "resident_number")]


def test_a_clerk_registers_only_into_own_projects(office: Office) -> None:
    faults = check_registrations(office.clerk, [row(office, project="남의 사업")])
    assert [f.field for f in faults] == ["project"]


def test_an_hr_officer_makes_missing_projects_with_the_span_of_their_people(office: Office) -> None:
    register(
        office.hr_officer,
        [row(office, 1, project="새 사업"), row(office, 2, project="새 사업", ends_on=date(2026, 11, 30))],
    )
    made = Project.objects.get(name="새 사업")
    assert (made.starts_on, made.ends_on) == (date(2026, 3, 2), date(2026, 11, 30))


def test_an_empty_file_is_refused_in_a_sentence(office: Office) -> None:
    with pytest.raises(NothingToRegister, match="저장되지 않았습니다"):
        register(office.clerk, [])


def test_a_payroll_officer_does_not_register(office: Office) -> None:
    with pytest.raises(NotAllowed):
        register(office.payroll_officer, [row(office)])


def test_the_database_itself_refuses_two_contracts_over_the_same_days(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(IntegrityError, match="one_contract_per_day"), transaction.atomic():
        Contract.objects.create(
            institution=office.institution,
            project=contract.project,
            person=contract.person,
            starts_on=date(2026, 12, 31),
            ends_on=date(2027, 1, 31),
        )


@pytest.mark.parametrize(
    ("number", "born", "foreigner"),
    [
        ("850412-1234567", date(1985, 4, 12), False),
        ("050412-3234567", date(2005, 4, 12), False),
        ("640118-5379592", date(1964, 1, 18), True),
        ("050412-8234567", date(2005, 4, 12), True),
    ],
)
def test_birth_and_foreigner_are_read_from_the_number(number: str, born: date, foreigner: bool) -> None:
    assert (birth_of(number), is_foreigner(number)) == (born, foreigner)


@pytest.mark.parametrize("people", [2, 40])
def test_registering_takes_the_same_number_of_statements_for_any_number_of_people(
    office: Office, people: int, django_assert_max_num_queries: Any
) -> None:
    clerk = office.clerk
    rows = [row(office, n) for n in range(1, people + 1)]
    with django_assert_max_num_queries(17):
        register(clerk, rows)


def test_registering_again_takes_as_many_statements_for_many_as_for_few(office: Office) -> None:
    sent = []
    for first, people in ((1, 2), (100, 40)):
        rows = [row(office, n) for n in range(first, first + people)]
        register(office.clerk, [replace(r, ends_on=date(2026, 6, 30)) for r in rows])
        again = [replace(r, starts_on=date(2026, 7, 1), bank="신한", family_members=3) for r in rows]
        with counted_statements() as statements:
            register(office.clerk, again)
        sent.append(len(statements))
    assert sent[0] == sent[1]
    assert set(Person.objects.values_list("bank", "family_members")) == {("신한", 3)}
    assert Contract.objects.count() == 2 * Person.objects.count() == 84
