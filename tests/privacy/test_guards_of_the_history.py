"""The history is written whatever a table's columns are called, and into the real record alone."""

import pytest
from django.db import connection

from office import Office, new_office
from openinsa.people.models import Person
from openinsa.privacy.history import keep_history

pytestmark = pytest.mark.django_db
MADE = """
    CREATE TEMPORARY TABLE told (id bigint, institution_id bigint, reason text, actor text, at text, before text);
"""
UNFIXED = """
    SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
    AND proname !~ '^procrastinate' AND NOT 'search_path=public, pg_temp' = ANY (COALESCE(proconfig, '{}'))
"""
HOW = "add SET search_path = public, pg_temp to the function"


@pytest.fixture
def office() -> Office:
    return new_office()


def lines(table: str, row: int) -> list[tuple]:
    query = "SELECT verb, before, after FROM public.privacy_changerecord WHERE table_name = %s AND row_id = %s ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(query, [table, row])
        return cursor.fetchall()


def test_a_table_may_have_columns_named_like_the_history_s_own(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MADE)
        for statement in keep_history("told").sql:
            cursor.execute(statement)
        cursor.execute("INSERT INTO told VALUES (7, %s, '처음', '갑', 'a', 'b')", [office.institution.pk])
        cursor.execute("UPDATE told SET reason = '다음', before = 'c'")
        cursor.execute("DELETE FROM told")
    assert [verb for verb, *_values in lines("told", 7)] == ["insert", "update", "delete"]
    assert '"다음"' in str(lines("told", 7)[1][2]).replace("'", '"')


def test_a_temporary_table_of_the_record_s_name_swallows_no_change(office: Office) -> None:
    person = office.employ().person
    before = len(lines("people_person", person.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE privacy_changerecord (LIKE public.privacy_changerecord INCLUDING ALL)"
        )
        Person.objects.filter(pk=person.pk).update(name="다른이름")
        cursor.execute("DROP TABLE pg_temp.privacy_changerecord")
    assert len(lines("people_person", person.pk)) == before + 1


def test_every_trigger_looks_at_the_tables_of_the_installation_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNFIXED)
        assert [name for (name,) in cursor.fetchall()] == [], HOW
