"""Days are held to contract and user statement by statement: a check of each of 6,200 costs more than the days."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openinsa.people.row_security import same_institution

checked_apart = import_module("openinsa.staffing.migrations.0006_quick_limits")

DAYS_BELONG_TO_CONTRACTS = """
    CREATE OR REPLACE FUNCTION staffing_refuse_stray_days() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    DECLARE stray record;
    BEGIN
        PERFORM FROM staffing_contract WHERE id = ANY(ARRAY(SELECT DISTINCT contract_id FROM added)) FOR KEY SHARE;
        SELECT ends.contract_id, c.id AS known, CASE WHEN ends.first < c.starts_on THEN ends.first ELSE ends.last END AS date
        INTO stray
        FROM (
            SELECT institution_id, contract_id, min(date) AS first, max(date) AS last
            FROM added GROUP BY institution_id, contract_id
        ) AS ends
        LEFT JOIN staffing_contract c ON c.id = ends.contract_id AND c.institution_id = ends.institution_id
        WHERE c.id IS NULL OR ends.first < c.starts_on OR ends.last > c.ends_on LIMIT 1;
        IF FOUND AND stray.known IS NULL THEN
            RAISE EXCEPTION 'a day belongs to a contract of its institution, which % is not', stray.contract_id
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'days_belong_to_contracts';
        ELSIF FOUND THEN
            RAISE EXCEPTION 'day % lies outside contract %', stray.date, stray.contract_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_day_outside_its_contract';
        END IF;
        IF EXISTS (
            SELECT entered_by_id, institution_id FROM added WHERE entered_by_id IS NOT NULL
            EXCEPT
            SELECT id, institution_id FROM people_user WHERE id = ANY(ARRAY(SELECT DISTINCT entered_by_id FROM added))
        ) THEN
            RAISE EXCEPTION 'a day is entered by a user of its institution'
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'days_are_entered_by_users';
        END IF;
        RETURN NULL;
    END $$;

    CREATE FUNCTION staffing_keep_contracts_of_days() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM staffing_day WHERE contract_id = ANY(ARRAY(SELECT id FROM removed))) THEN
            RAISE EXCEPTION 'a contract with days of work stays'
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'days_belong_to_contracts';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER contracts_of_days_stay AFTER DELETE ON staffing_contract
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION staffing_keep_contracts_of_days();

    CREATE FUNCTION staffing_keep_users_of_days() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM staffing_day WHERE entered_by_id = ANY(ARRAY(SELECT id FROM removed))) THEN
            RAISE EXCEPTION 'a user who entered days of work stays'
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'days_are_entered_by_users';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER users_of_days_stay AFTER DELETE ON people_user
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION staffing_keep_users_of_days();
"""
TAKEN_BACK = """
    DROP TRIGGER users_of_days_stay ON people_user;
    DROP FUNCTION staffing_keep_users_of_days();
    DROP TRIGGER contracts_of_days_stay ON staffing_contract;
    DROP FUNCTION staffing_keep_contracts_of_days();
"""
CONTRACT_OF_DAY = same_institution("staffing_day", "contract_id", "staffing_contract")


class Migration(migrations.Migration):
    dependencies = [("staffing", "0010_references_checked_once")]
    operations = [
        migrations.AlterField(
            model_name="day",
            name="entered_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(CONTRACT_OF_DAY.reverse_sql, CONTRACT_OF_DAY.sql),
        migrations.RunSQL(
            DAYS_BELONG_TO_CONTRACTS,
            [
                TAKEN_BACK,
                checked_apart.CHECKED_ONCE_PER_CONTRACT,
                "ALTER FUNCTION staffing_refuse_stray_days() SET enable_seqscan = off",
            ],
        ),
    ]
