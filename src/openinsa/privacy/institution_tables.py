"""Which tables hold an institution's rows, read from the database's own catalogue.

A table belongs to institutions when it has the column `institution_id`, or when it refers to a table that does
(the rows that sign-in keeps per user). Every other table belongs to the installation and is named here with the
reason, so that a new table is decided on before it exists.
"""

from dataclasses import dataclass

from django.db import connection

INSTALLATION_TABLES = {
    "auth_group": "Django's, unused: roles stand on the user",
    "auth_group_permissions": "Django's, unused",
    "auth_permission": "Django's list of models",
    "delivery_pace": "when the next message may leave, for all machines together",
    "django_content_type": "Django's list of models",
    "django_migrations": "what was migrated",
    "django_session": "sessions by a random key; they hold a user's number and no name",
    "entrance_attempt": "tries at the door, counted by digest before it is known whose login it is",
    "openinsa_cache": "counts of rate limits, gone within the hour",
    "people_institutionrecord": "what was done to institutions; for operators alone, without personal data",
    "procrastinate_events": "the queue: numbers of jobs",
    "procrastinate_jobs": "the queue: numbers of a job and its institution",
    "procrastinate_periodic_defers": "the queue",
    "procrastinate_workers": "the queue",
}
STAYS_BEHIND = {
    "mfa_authenticator": "sealed under a key of the installation, and passkeys hold for one address only",
}
"""Tables that are removed with an institution and yet not exported with it."""

COLUMNS = """
    SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
    GROUP BY c.relname ORDER BY c.relname
"""
REFERENCES = """
    SELECT r.conrelid::regclass::text, a.attname, r.confrelid::regclass::text
    FROM pg_constraint r JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = r.conkey[1]
    WHERE r.contype = 'f' AND cardinality(r.conkey) = 1 AND r.connamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class InstitutionTable:
    """A table, its columns, and the condition (with one place for the institution) that picks an institution's rows."""

    name: str
    columns: tuple[str, ...]
    condition: str

    @property
    def listed(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)


def institution_tables() -> list[InstitutionTable]:
    """Every table with rows of institutions; those that tell it through another table follow that one."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        columns = {name: tuple(names) for name, names in cursor.fetchall()}
        cursor.execute(REFERENCES)
        references = cursor.fetchall()
    conditions = _conditions(columns, references)
    return [InstitutionTable(name, columns[name], condition) for name, condition in conditions.items()]


def exported_tables() -> list[InstitutionTable]:
    return [table for table in institution_tables() if table.name not in STAYS_BEHIND]


def _conditions(
    columns: dict[str, tuple[str, ...]], references: list[tuple[str, str, str]]
) -> dict[str, str]:
    """How each table tells whose a row is: by itself, or through the rows it refers to."""
    found = {name: "institution_id = {0}" for name, names in columns.items() if "institution_id" in names}
    found["people_institution"] = "id = {0}"
    while True:
        through = {
            name: f"{column} IN (SELECT id FROM {target} WHERE {found[target]})"
            for name, column, target in references
            if name not in found and target in found and target != "people_institution"
        }
        if not through:
            return found
        found |= through
