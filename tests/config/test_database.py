"""The database: addresses, the two roles, and what the web role may not do."""

from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection

import databases
from openinsa.config.database import OWNER, WEB, DatabaseAddressUnusable, settings_for


def test_an_address_becomes_the_connection_of_its_role(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """주소를 주면 그 서버를 쓴다."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://openinsa_web:p%40ss@db.example:6432/hr?sslmode=require")
    assert settings_for(tmp_path) == {
        "NAME": "hr",
        "USER": "openinsa_web",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("address", ["mysql://x@y/z", "postgresql://host", "nonsense"])
def test_an_address_that_cannot_be_used_is_refused_in_one_sentence(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """쓸 수 없는 주소는 무엇을 고칠지 말하고 시작하지 않는다."""
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(
        DatabaseAddressUnusable, match=r"^DATABASE_URL must look like .* Nothing was started\.$"
    ):
        settings_for(tmp_path)


FORBIDDEN = [
    "CREATE TABLE public.mine (id int)",
    "DROP TABLE people_person",
    "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
    "TRUNCATE people_person",
    "SET ROLE openinsa_owner",
    "CREATE ROLE another",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_web_role_may_write_rows_and_nothing_else(statement: str) -> None:
    """웹 역할은 표를 만들거나 지우거나 보호를 풀 수 없다."""
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_table_made_later_is_open_to_the_web_role_without_a_new_grant(fresh_database: str) -> None:
    """나중에 생긴 표도 따로 허락하지 않아도 쓸 수 있다."""
    at = {"host": databases.socket(), "dbname": fresh_database, "autocommit": True}
    with psycopg.connect(user=OWNER, **at) as owner, psycopg.connect(user=WEB, **at) as web:
        owner.execute("CREATE TABLE later (id int GENERATED ALWAYS AS IDENTITY, word text)")
        added = web.execute("INSERT INTO later (word) VALUES ('가') RETURNING id").fetchone()
    assert added == (1,)
