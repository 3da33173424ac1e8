"""Migration operations for the change history: one trigger function, attached table by table."""

from django.db.migrations.operations import RunSQL

HISTORY_FUNCTION = RunSQL(
    """
    CREATE FUNCTION openinsa_record_change() RETURNS trigger LANGUAGE plpgsql
    -- a plan kept from a change of one row must not join thousands by nested loops
    SET enable_nestloop = off AS $$
    DECLARE
        actor bigint := NULLIF(current_setting('openinsa.actor', true), '')::bigint;
        reason text := COALESCE(current_setting('openinsa.reason', true), '');
        unrecorded text[] := TG_ARGV::text[];
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO privacy_changerecord
                (institution_id, at, actor_id, reason, table_name, row_id, verb, after)
            SELECT institution_id, now(), actor, reason, TG_TABLE_NAME, id, 'insert',
                   to_jsonb(added) - unrecorded
            FROM added WHERE institution_id IS NOT NULL;
        ELSIF TG_OP = 'DELETE' THEN
            INSERT INTO privacy_changerecord
                (institution_id, at, actor_id, reason, table_name, row_id, verb, before)
            SELECT institution_id, now(), actor, reason, TG_TABLE_NAME, id, 'delete',
                   to_jsonb(removed) - unrecorded
            FROM removed WHERE institution_id IS NOT NULL;
        ELSE
            INSERT INTO privacy_changerecord
                (institution_id, at, actor_id, reason, table_name, row_id, verb, before, after)
            SELECT institution_id, now(), actor, reason, TG_TABLE_NAME, id, 'update', changed.before,
                   changed.after
            FROM (
                SELECT pair.institution_id, pair.id,
                       jsonb_object_agg(old_field.key, old_field.value) AS before,
                       jsonb_object_agg(old_field.key, pair.now_is -> old_field.key) AS after
                FROM (
                    SELECT added.institution_id, id, to_jsonb(removed) - unrecorded AS was, to_jsonb(added) AS now_is
                    FROM removed JOIN added USING (id)
                    WHERE added.institution_id IS NOT NULL
                    OFFSET 0  -- each row becomes jsonb once, not once per column
                ) AS pair
                CROSS JOIN LATERAL jsonb_each(pair.was) AS old_field
                WHERE pair.now_is -> old_field.key IS DISTINCT FROM old_field.value
                GROUP BY pair.institution_id, pair.id
            ) AS changed;
        END IF;
        RETURN NULL;
    END $$;
    """,
    "DROP FUNCTION openinsa_record_change();",
)

NEVER_CHANGED = RunSQL(
    """
    CREATE FUNCTION openinsa_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are added, never changed', TG_TABLE_NAME;
    END $$;
    """,
    "DROP FUNCTION openinsa_refuse_change();",
)


def append_only(table: str) -> RunSQL:
    """Refuse every UPDATE and DELETE of a table, whoever asks."""
    return RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION openinsa_refuse_change();",
        f"DROP TRIGGER append_only ON {table};",
    )


def keep_history(table: str, *unrecorded: str) -> RunSQL:
    """Record every change of a table's rows, statement by statement; `unrecorded` columns are left out."""
    columns = ", ".join(f"'{column}'" for column in unrecorded)
    referencing = {
        "insert": "NEW TABLE AS added",
        "update": "OLD TABLE AS removed NEW TABLE AS added",
        "delete": "OLD TABLE AS removed",
    }
    return RunSQL(
        [
            f"CREATE TRIGGER history_of_{verb} AFTER {verb} ON {table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION openinsa_record_change({columns});"
            for verb, tables in referencing.items()
        ],
        [f"DROP TRIGGER history_of_{verb} ON {table};" for verb in referencing],
    )
