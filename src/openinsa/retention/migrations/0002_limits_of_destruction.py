"""Policies, history, and the one function that may destroy. What is due comes from the plan after every migration."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history
from openinsa.retention.database import CHOSEN, DESTROY, DESTROYING

TABLES = ("retentionchoice", "hold", "destruction", "destructionpart", "destructionitem", "personrequest")
FINISHED_STAY = """
    CREATE FUNCTION retention_refuse_change_of_finished() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM removed WHERE state = 'done') THEN
            RAISE EXCEPTION 'a finished destruction stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'finished_destructions_stay';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER finished_stay_updated AFTER UPDATE ON retention_destruction
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION retention_refuse_change_of_finished();
    CREATE TRIGGER finished_stay_deleted AFTER DELETE ON retention_destruction
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION retention_refuse_change_of_finished();
"""
TAKEN_BACK = """
    DROP TRIGGER finished_stay_deleted ON retention_destruction;
    DROP TRIGGER finished_stay_updated ON retention_destruction;
    DROP FUNCTION retention_refuse_change_of_finished();
"""
FUNCTIONS = "DROP FUNCTION openinsa_destroy(bigint, int); DROP FUNCTION retention_chosen(text);"


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_keeping_and_destroying"),
        ("privacy", "0002_institutions_apart"),
        ("ending", "0004_interim_settlements"),
    ]
    operations = [
        *(keep_institutions_apart(f"retention_{table}") for table in TABLES),
        same_institution("retention_hold", "person_id", "people_person"),
        same_institution("retention_hold", "project_id", "staffing_project"),
        same_institution("retention_personrequest", "person_id", "people_person"),
        same_institution("retention_destructionpart", "destruction_id", "retention_destruction"),
        *(keep_history(f"retention_{table}") for table in ("retentionchoice", "hold", "personrequest")),
        keep_history("retention_destruction", "certificate"),
        migrations.RunSQL(FINISHED_STAY, TAKEN_BACK),
        migrations.RunSQL(CHOSEN + DESTROYING + DESTROY, FUNCTIONS),
    ]
