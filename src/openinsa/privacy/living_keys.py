"""Migration operations that let no value be sealed under a key that is retired or gone.

A value carries the number of its key. Whoever writes one holds that key's row until the transaction ends, and
whoever retires or destroys a key takes the row for itself first (rotation.py): so no value can be left behind
that nothing opens, whatever a process remembers of former keys.
"""

from django.db.migrations.operations import RunSQL

LIVING_KEYS = RunSQL(
    """
    CREATE FUNCTION openinsa_require_living_key() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        sealed text;
        lost bigint;
    BEGIN
        FOREACH sealed IN ARRAY TG_ARGV LOOP
            EXECUTE format(
                'WITH used AS (
                     SELECT DISTINCT institution_id, get_byte(mark, 0) * 256 + get_byte(mark, 1) AS number
                     FROM (SELECT institution_id, substring(%1$I FROM 1 FOR 2) AS mark FROM added
                           WHERE octet_length(%1$I) > 2 OFFSET 0) AS marks
                 ), held AS (
                     SELECT institution_id, number FROM privacy_datakey
                     WHERE purpose = ''data'' AND retired_at IS NULL
                       AND (institution_id, number) IN (SELECT institution_id, number FROM used)
                     FOR KEY SHARE
                 )
                 SELECT count(*) FROM (SELECT * FROM used EXCEPT SELECT * FROM held) AS missing', sealed
            ) INTO lost;
            IF lost > 0 THEN
                RAISE EXCEPTION 'a value of %.% is sealed under a key that is retired or gone',
                    TG_TABLE_NAME, sealed;
            END IF;
        END LOOP;
        RETURN NULL;
    END $$;
    """,
    "DROP FUNCTION openinsa_require_living_key();",
)


def sealed_under_living_key(table: str, *columns: str) -> RunSQL:
    """Refuse rows of a table whose values in these columns no living data key of the institution opens."""
    names = ", ".join(f"'{column}'" for column in columns)
    return RunSQL(
        [
            f"CREATE TRIGGER living_key_on_{verb} AFTER {verb} ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION openinsa_require_living_key({names});"
            for verb in ("insert", "update")
        ],
        [f"DROP TRIGGER living_key_on_{verb} ON {table};" for verb in ("insert", "update")],
    )
