"""Settlements under the limits of everything else, and what was confirmed stays but for its payment."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLES = ("endingsetting", "leftout", "settlement")
CONFIRMED_STAY = """
    CREATE FUNCTION ending_refuse_change_of_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        may_move text[] := ARRAY['state', 'paid_on', 'paid_by_id', 'late_days', 'late_interest', 'interest_waived',
            'confirmed_by_id', 'confirmed_at'];
        broken boolean;
    BEGIN
        IF TG_OP = 'DELETE' THEN
            SELECT EXISTS (SELECT FROM removed WHERE state <> 'drafted') INTO broken;
        ELSE
            SELECT EXISTS (
                SELECT FROM removed JOIN added USING (id) WHERE removed.state = 'paid'
                OR (removed.state = 'confirmed' AND
                    to_jsonb(removed) - may_move IS DISTINCT FROM to_jsonb(added) - may_move)
            ) INTO broken;
        END IF;
        IF broken THEN
            RAISE EXCEPTION 'a confirmed settlement stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_settlements_stay';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER confirmed_stay_updated AFTER UPDATE ON ending_settlement
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION ending_refuse_change_of_confirmed();
    CREATE TRIGGER confirmed_stay_deleted AFTER DELETE ON ending_settlement
        REFERENCING OLD TABLE AS removed
        FOR EACH STATEMENT EXECUTE FUNCTION ending_refuse_change_of_confirmed();
"""
TAKEN_BACK = [
    "DROP TRIGGER confirmed_stay_deleted ON ending_settlement;",
    "DROP TRIGGER confirmed_stay_updated ON ending_settlement;",
    "DROP FUNCTION ending_refuse_change_of_confirmed();",
]


class Migration(migrations.Migration):
    dependencies = [
        ("ending", "0001_settlements"),
        ("privacy", "0003_history_of_dated_facts"),
    ]
    operations = [
        *(keep_institutions_apart(f"ending_{table}") for table in TABLES),
        same_institution("ending_settlement", "contract_id", "staffing_contract"),
        same_institution("ending_settlement", "person_id", "people_person"),
        *(keep_history(f"ending_{table}") for table in ("endingsetting", "leftout")),
        keep_history("ending_settlement", "given", "told", "months"),
        migrations.RunSQL(CONFIRMED_STAY, TAKEN_BACK),
    ]
