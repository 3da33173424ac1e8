"""Migration operations that keep institutions apart inside PostgreSQL itself."""

from django.db.migrations.operations import RunSQL

TENANT_FUNCTION = RunSQL(
    """
    CREATE FUNCTION openinsa_institution() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT NULLIF(current_setting('openinsa.institution', true), '')::bigint $$;
    """,
    "DROP FUNCTION openinsa_institution();",
)


def keep_institutions_apart(
    table: str, column: str = "institution_id", *, also: str = "", also_write: str = ""
) -> RunSQL:
    """Force row-level security on a table: only rows of the transaction's institution exist for anybody.

    `also` is a further condition under which a row may be seen, `also_write` one under which it may be
    written, both joined by OR.
    """
    own = f"{column} = (SELECT openinsa_institution())"
    visible = f"{own} OR {also}" if also else own
    writable = f"{own} OR {also_write}" if also_write else own
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY own_institution ON {table} USING ({visible}) WITH CHECK ({writable});
        """,
        f"""
        DROP POLICY own_institution ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def same_institution(table: str, column: str, target: str) -> RunSQL:
    """Refuse a reference from one institution's row to another institution's row."""
    name = f"{table}_{column}_same_institution"[:63]
    return RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (institution_id, {column})
            REFERENCES {target} (institution_id, id) DEFERRABLE INITIALLY DEFERRED;
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def for_operators_only(table: str) -> RunSQL:
    """Force row-level security on a table of the installation: its rows exist for operators alone.

    An operator's transaction names an institution that does not exist (`tenancy.NOBODY`).
    """
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY operators ON {table} USING ((SELECT openinsa_institution()) = -1);
        """,
        f"""
        DROP POLICY operators ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
