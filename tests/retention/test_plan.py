"""The plan of keeping: every table has its place in it, and every reference its order."""

from collections import Counter

import pytest
from django.db import connection

from openinsa.retention.compiling import references
from openinsa.retention.plan import plan

pytestmark = pytest.mark.django_db
TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'django_migrations'
    AND NOT c.relispartition
"""
HOW = "name it in src/openinsa/retention/plan.yaml: under a kind, or under not_personal with the reason"


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return {name for (name,) in cursor.fetchall()}


def places() -> Counter[str]:
    """How often each table is spoken of as a whole; columns that a kind empties are counted by their names."""
    written = plan()
    named = [table for kind in written.kinds.values() for table in kind.tables if table not in kind.blank]
    named += [
        f"{table}.{column}"
        for kind in written.kinds.values()
        for table, columns in kind.blank.items()
        for column in columns
    ]
    named += [table for one in written.elsewhere.values() for table in one.tables]
    return Counter([*named, *written.not_personal])


def test_every_table_of_the_installation_has_its_place_in_the_plan() -> None:
    spoken_of = {name.split(".")[0] for name in places()}
    assert tables() - spoken_of == set(), HOW
    assert spoken_of - tables() == set(), "the plan names tables that are gone"


def test_no_table_and_no_column_is_claimed_twice() -> None:
    # a person ends with the last papers, or at once where nobody was ever employed; a login as a person's or as staff's
    # and a paper with the contract it tells of, or by itself where it tells of many
    twice = {"people_person", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator"}
    twice |= {"issuing_issuedpaper", "worker_screenchoice"}
    of_a_login = ("username", "provider_subject", "name", "email", "password", "is_active")
    twice |= {f"people_user.{name}" for name in of_a_login}
    assert {name for name, count in places().items() if count > 1} == twice
    assert max(places().values()) == 2


def test_what_refers_to_something_ends_before_it_or_stands_with_it() -> None:
    """Otherwise a destruction would stop at the reference, or the law's longest period would be cut short."""
    kinds = plan().kinds
    ends = {t: k for k in kinds.values() for t in k.tables if t not in k.blank and k.name != "never_employed"}
    wrong = [
        (child, parent)
        for child, parent in references()
        if child in ends
        and parent in ends
        and ends[child] is not ends[parent]
        and ends[parent].subject in {"contract", "person"}
        and ends[child].subject in {"contract", "person"}
        and ends[child].name not in ends[parent].stands_with
    ]
    assert wrong == []


def test_every_reason_and_law_is_told() -> None:
    assert all(reason.strip() for reason in plan().not_personal.values())
    for kind in [*plan().kinds.values(), *plan().elsewhere.values()]:
        assert kind.laws
        for law in kind.laws:
            assert law.state in {"verified", "unverified"}
            assert law.source.strip()
            assert law.article_en.isascii()
