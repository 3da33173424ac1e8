"""Migration operations for the change history: one trigger function, attached table by table."""

from django.db.migrations.operations import RunSQL

HISTORY_FUNCTION = RunSQL(
    """
    CREATE OR REPLACE FUNCTION openinsa_record_change() RETURNS trigger LANGUAGE plpgsql
    -- a plan kept from a change of one row must not join thousands by nested loops
    SET enable_nestloop = off
    -- a temporary table of the same name must not take the record's place
    SET search_path = public, pg_temp AS $$
    #variable_conflict use_variable
    DECLARE
        actor bigint := NULLIF(current_setting('openinsa.actor', true), '')::bigint;
        reason text := COALESCE(current_setting('openinsa.reason', true), '');
        unrecorded text[] := COALESCE(TG_ARGV::text[], '{}');  -- without arguments TG_ARGV is null
        resealed text := substring(current_setting('openinsa.resealed', true) FROM '^.+_sealed$');
        if_changed text := 'CASE WHEN removed.%1$I IS DISTINCT FROM added.%1$I'
            ' THEN jsonb_build_object(%1$L, %2$s.%1$I) ELSE ''{}'' END';
        old_values text;
        new_values text;
        recorded text;
    BEGIN
        IF TG_OP <> 'UPDATE' AND unrecorded <> '{}' THEN
            -- a file is left out before a row becomes text, not after
            SELECT string_agg(quote_ident(attname), ', ') INTO recorded FROM pg_attribute
            WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attname <> ALL (unrecorded);
            EXECUTE format(
                'INSERT INTO privacy_changerecord
                     (institution_id, at, actor_id, reason, table_name, row_id, verb, %I)
                 SELECT institution_id, now(), $1, $2, $3, id, $4, to_jsonb(told)
                 FROM (SELECT %s FROM %I WHERE institution_id IS NOT NULL) AS told',
                CASE TG_OP WHEN 'INSERT' THEN 'after' ELSE 'before' END, recorded,
                CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'removed' END
            ) USING actor, reason, TG_TABLE_NAME::text, lower(TG_OP);
        ELSIF TG_OP = 'INSERT' THEN
            INSERT INTO privacy_changerecord
                (institution_id, at, actor_id, reason, table_name, row_id, verb, after)
            SELECT institution_id, now(), actor, reason, TG_TABLE_NAME, id, 'insert',
                   to_jsonb(added)
            FROM added WHERE institution_id IS NOT NULL;
        ELSIF TG_OP = 'DELETE' THEN
            INSERT INTO privacy_changerecord
                (institution_id, at, actor_id, reason, table_name, row_id, verb, before)
            SELECT institution_id, now(), actor, reason, TG_TABLE_NAME, id, 'delete',
                   to_jsonb(removed)
            FROM removed WHERE institution_id IS NOT NULL;
        ELSIF resealed IS NOT NULL AND resealed <> ALL (unrecorded) AND NOT EXISTS (
            SELECT FROM removed JOIN added USING (id)
            WHERE to_jsonb(removed) - resealed IS DISTINCT FROM to_jsonb(added) - resealed
        ) THEN
            -- the same values under another key: one line says whose, docs/decisions/0018
            INSERT INTO privacy_changerecord
                (institution_id, at, actor_id, reason, table_name, row_id, verb, after)
            SELECT institution_id, now(), actor, reason, TG_TABLE_NAME, 0, 'resealed',
                   jsonb_build_object('column', resealed, 'rows', jsonb_agg(id ORDER BY id))
            FROM added GROUP BY institution_id;
        ELSE
            -- column by column: whole rows as jsonb, compared key by key, cost five times as much
            SELECT string_agg(format(if_changed, attname, 'removed'), ' || '),
                   string_agg(format(if_changed, attname, 'added'), ' || ')
            INTO old_values, new_values
            FROM pg_attribute
            WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attname <> ALL (unrecorded);
            EXECUTE format(
                'INSERT INTO privacy_changerecord
                     (institution_id, at, actor_id, reason, table_name, row_id, verb, before, after)
                 SELECT institution_id, now(), $1, $2, $3, id, ''update'', before, after
                 FROM (
                     SELECT added.institution_id, id, %s AS before, %s AS after
                     FROM removed JOIN added USING (id) WHERE added.institution_id IS NOT NULL
                     OFFSET 0  -- each value is made once
                 ) AS changed
                 WHERE before <> ''{}''', old_values, new_values
            ) USING actor, reason, TG_TABLE_NAME::text;
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

FIXED_PATHS = RunSQL(
    """
    DO $$
    DECLARE
        guard regprocedure;
    BEGIN
        FOR guard IN
            SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            AND prorettype = 'trigger'::regtype AND proname !~ '^procrastinate'
        LOOP
            EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', guard);
        END LOOP;
    END $$;
    """,
    RunSQL.noop,
)
"""Whoever may make temporary tables could otherwise put one before a guard's eyes in place of the real one."""


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
