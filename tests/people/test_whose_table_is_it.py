"""The database's own catalogue: every table is somebody's, every view and every definer function is named."""

import pytest
from django.db import connection

from openinsa.privacy.institution_tables import INSTALLATION_TABLES, institution_tables

pytestmark = pytest.mark.django_db

OWN = "(institution_id = ( SELECT openinsa_institution() AS openinsa_institution))"
WIDER = {
    "account_emailaddress": "of whoever may see the user",
    "account_emailconfirmation": "of whoever may see the user",
    "entrance_notice": "operators have some too",
    "entrance_signedin": "operators sign in too",
    "entrance_signin": "operators and unknown logins, seen by operators",
    "mfa_authenticator": "of whoever may see the user",
    "people_institution": "at the door, before it is known whose user somebody is",
    "people_user": "at the door, before it is known whose user somebody is; operators have no institution",
}
VIEWS = {
    "jobs_overview": "how far the work of each institution is, for operators; no titles and no results",
    "staffing_institutionoverview": "each institution in numbers, for operators",
}
DEFINERS = {"openinsa_destroy": "removes what a confirmed destruction names, and records it"}

TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p', 'f') AND NOT relispartition AND relnamespace = 'public'::regnamespace
"""
UNFORCED = """
    SELECT relname FROM pg_class c WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace
    AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
"""
POLICIES = "SELECT tablename, coalesce(qual, ''), coalesce(with_check, qual) FROM pg_policies WHERE schemaname = 'public'"
SEEN = """
    SELECT relname, relkind::text FROM pg_class
    WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
"""
DEFINER = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
SEARCHED = "SELECT attrelid::regclass::text FROM pg_attribute WHERE atttypid = 'tsvector'::regtype AND attrelid > 16384"


def asked(query: str, *given: object) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given or None)
        return cursor.fetchall()


def test_every_table_is_an_institutions_or_named_with_its_reason() -> None:
    there = {name for (name,) in asked(TABLES)}
    theirs = {table.name for table in institution_tables()}
    assert there - theirs - INSTALLATION_TABLES.keys() == set(), "say whose these are: institution_tables.py"
    assert INSTALLATION_TABLES.keys() - there == set()
    assert INSTALLATION_TABLES.keys() & theirs == set()


def test_every_table_with_rows_of_institutions_is_kept_apart_by_force() -> None:
    assert asked(UNFORCED, [table.name for table in institution_tables()]) == []


def test_a_policy_that_shows_more_than_the_own_institution_is_named_with_its_reason() -> None:
    wider = {
        table
        for table, seen, written in asked(POLICIES)
        if (seen, written) != (OWN, OWN) and table not in INSTALLATION_TABLES
    }
    assert wider == set(WIDER)


def test_every_view_is_named_and_nothing_is_kept_outside_the_policies() -> None:
    seen = asked(SEEN)
    assert {name for name, _kind in seen} == set(VIEWS)
    assert {kind for _name, kind in seen} == {"v"}


def test_every_function_that_works_with_its_owners_rights_is_named() -> None:
    assert {name for (name,) in asked(DEFINER)} == set(DEFINERS)


def test_there_is_no_full_text_index_that_would_need_a_policy() -> None:
    assert asked(SEARCHED) == []
