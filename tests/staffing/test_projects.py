"""Projects: made once, with a period that holds their contracts and clerks who are clerks."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.people.refusals import NotAllowed
from openinsa.staffing.actions.projects import (
    ContractsOutsideProject,
    NotAClerk,
    ProjectEndsBeforeStart,
    ProjectExists,
    assign_clerks,
    change_project,
    make_project,
)
from openinsa.staffing.models import Project, ProjectClerk

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
BACKWARDS = {"starts_on": date(2026, 12, 31), "ends_on": date(2026, 1, 1)}


@pytest.fixture
def office() -> Office:
    return new_office()


def make(office: Office, name: str = "산불 감시", **fields: Any) -> Project:
    return make_project(office.hr_officer, office.department, **{"name": name, **YEAR, "budget": 0, **fields})


def test_a_department_has_one_project_of_a_name(office: Office) -> None:
    make(office)
    with pytest.raises(ProjectExists, match="산불 감시"):
        make(office)
    other = make(office, "하천 정비")
    with pytest.raises(ProjectExists):
        change_project(office.hr_officer, other.pk, name="산불 감시", **YEAR, budget=0)


def test_a_project_ends_after_it_starts(office: Office) -> None:
    with pytest.raises(ProjectEndsBeforeStart):
        make(office, **BACKWARDS)
    made = make(office)
    with pytest.raises(ProjectEndsBeforeStart):
        change_project(office.hr_officer, made.pk, name=made.name, **BACKWARDS, budget=0)


def test_a_project_never_becomes_shorter_than_its_contracts(office: Office) -> None:
    office.employ(ends_on=date(2026, 11, 30))
    shorter = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 11, 29)}
    with pytest.raises(ContractsOutsideProject, match="1건"):
        change_project(office.hr_officer, office.project.pk, name="공원", **shorter, budget=0)
    fits = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 11, 30)}
    assert change_project(office.hr_officer, office.project.pk, name="공원", **fits, budget=0).name == "공원"


def test_only_a_project_clerk_is_put_in_charge(office: Office) -> None:
    with pytest.raises(NotAClerk, match=office.auditor.name):
        assign_clerks(office.hr_officer, office.project.pk, [office.clerk, office.auditor])
    another = office.user(office.clerk.roles[0])
    assign_clerks(office.hr_officer, office.project.pk, [another])
    assert [one.clerk for one in ProjectClerk.objects.filter(project=office.project)] == [another]


def test_a_clerk_makes_no_projects(office: Office) -> None:
    with pytest.raises(NotAllowed):
        make_project(office.clerk, office.department, "산불 감시", **YEAR, budget=0)


def test_changing_a_project_on_its_page_keeps_what_kind_of_work_it_is(office: Office, client: Client) -> None:
    project = office.new_project("도로 보수", construction_site=True, day_labour_payment="weekly")
    client.force_login(office.hr_officer)
    page = client.get(reverse("staffing:edit_project", args=[project.pk])).content.decode()
    assert 'name="construction_site"' in page
    assert 'name="day_labour_payment"' in page
