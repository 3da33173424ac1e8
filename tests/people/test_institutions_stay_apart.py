"""One institution's rows do not exist for another, whatever a query forgets."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from office import new_office
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.jobs.work import perform
from openinsa.people.models import Department, Institution, Person, TenantModel, User
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import SealBroken, Sealer
from openinsa.staffing.models import Contract, Project

pytestmark = pytest.mark.django_db

WITHOUT_POLICY = """
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    AND NOT (c.relrowsecurity AND c.relforcerowsecurity
             AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
"""


def test_every_table_that_carries_an_institution_is_kept_apart_by_force() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_POLICY)
        assert cursor.fetchall() == []


def test_every_room_model_belongs_to_an_institution_or_is_one() -> None:
    rooms = {"people", "privacy", "staffing", "payroll", "jobs"}
    strays = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in rooms and not issubclass(model, TenantModel)
    ]
    assert set(strays) == {"Institution", "InstitutionRecord", "InstitutionOverview", "JobOverview", "User"}


def test_the_web_role_owns_nothing_and_cannot_pass_by_the_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind = 'r'"
        )
        assert cursor.fetchone() == (0,)


def test_a_neighbour_sees_none_of_our_people_projects_and_users() -> None:
    ours = new_office("가온구")
    ours.employ()
    theirs = new_office("나래시")
    for model in (Person, Project, Contract, Department):
        assert not model.objects.exists(), model
    assert not User.objects.filter(institution=ours.institution).exists()
    assert list(Institution.objects.all()) == [theirs.institution]


def test_without_an_institution_nothing_of_anybody_is_seen() -> None:
    new_office().employ()
    with within(None):
        assert not Person.objects.exists()
        assert not Project.objects.exists()


def test_a_row_for_another_institution_is_refused() -> None:
    ours, theirs = new_office("가온구"), new_office("나래시")
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Department.objects.create(institution=ours.institution, name="남의 부서")
    assert theirs.department.pk


def test_a_reference_to_another_institutions_row_is_refused() -> None:
    department_of_ours = new_office("가온구").department
    theirs = new_office("나래시")
    theirs.new_project("섞인 사업", department=department_of_ours)
    with pytest.raises(IntegrityError, match="same_institution"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_work_within_another_institution_ends_where_it_began() -> None:
    ours = new_office("가온구")
    theirs = new_office("나래시")
    with within(ours.institution.pk):
        assert Institution.objects.get() == ours.institution
    assert Institution.objects.get() == theirs.institution


def test_a_job_cannot_be_performed_within_another_institution() -> None:
    ours, theirs = new_office("가온구"), new_office("나래시")
    ours.enter()
    job = start_job(ours.payroll_officer, "pay_run", "계산", {"runs": []})
    with pytest.raises(Job.DoesNotExist):
        perform(job.pk, theirs.institution.pk)
    ours.enter()
    job.refresh_from_db()
    assert job.state == "waiting"


def test_a_file_sealed_by_one_institution_does_not_open_with_anothers_key() -> None:
    ours = new_office("가온구")
    sealed = Sealer(ours.institution.pk).seal("명단")
    theirs = new_office("나래시")
    with pytest.raises(SealBroken):
        Sealer(theirs.institution.pk).open(sealed)
