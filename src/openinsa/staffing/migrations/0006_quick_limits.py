"""Limits that look a contract up by its key, whatever the planner guesses of tables that were filled just now."""

from django.db import migrations

CHECKED_ONCE_PER_CONTRACT = """
    CREATE OR REPLACE FUNCTION staffing_refuse_stray_days() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE stray record;
    BEGIN
        SELECT ends.contract_id, CASE WHEN ends.first < c.starts_on THEN ends.first ELSE ends.last END AS date
        INTO stray
        FROM (
            SELECT contract_id, min(date) AS first, max(date) AS last FROM added GROUP BY contract_id
        ) AS ends JOIN staffing_contract c ON c.id = ends.contract_id
        WHERE ends.first < c.starts_on OR ends.last > c.ends_on LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'day % lies outside contract %', stray.date, stray.contract_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_day_outside_its_contract';
        END IF;
        RETURN NULL;
    END $$;
"""
CHECKED_DAY_BY_DAY = """
    CREATE OR REPLACE FUNCTION staffing_refuse_stray_days() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE stray record;
    BEGIN
        SELECT added.contract_id, added.date INTO stray
        FROM added JOIN staffing_contract c ON c.id = added.contract_id
        WHERE added.date NOT BETWEEN c.starts_on AND c.ends_on LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'day % lies outside contract %', stray.date, stray.contract_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_day_outside_its_contract';
        END IF;
        RETURN NULL;
    END $$;
"""
BY_KEY = ["staffing_refuse_stray_days", "staffing_refuse_stray_versions", "staffing_refuse_cut_contracts"]


class Migration(migrations.Migration):
    dependencies = [("staffing", "0005_limits_of_shift_patterns")]
    operations = [
        migrations.RunSQL(CHECKED_ONCE_PER_CONTRACT, CHECKED_DAY_BY_DAY),
        migrations.RunSQL(
            [f"ALTER FUNCTION {name}() SET enable_seqscan = off" for name in BY_KEY],
            [f"ALTER FUNCTION {name}() RESET enable_seqscan" for name in BY_KEY],
        ),
    ]
