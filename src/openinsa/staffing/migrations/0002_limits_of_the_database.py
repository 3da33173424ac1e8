from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLES = [
    "project",
    "projectclerk",
    "contract",
    "contractversion",
    "allowance",
    "daycode",
    "institutionholiday",
    "projectmonth",
    "day",
    "savedrequest",
    "importfile",
    "rememberedmapping",
]
RECORDED = [
    "project",
    "projectclerk",
    "contract",
    "contractversion",
    "allowance",
    "daycode",
    "institutionholiday",
    "projectmonth",
]
REFERENCES = [
    ("project", "department_id", "people_department"),
    ("projectclerk", "project_id", "staffing_project"),
    ("projectclerk", "clerk_id", "people_user"),
    ("contract", "project_id", "staffing_project"),
    ("contract", "person_id", "people_person"),
    ("contractversion", "contract_id", "staffing_contract"),
    ("allowance", "contract_id", "staffing_contract"),
    ("projectmonth", "project_id", "staffing_project"),
    ("day", "contract_id", "staffing_contract"),
]

NO_DAY_OUTSIDE_ITS_CONTRACT = """
    CREATE FUNCTION staffing_refuse_stray_days() RETURNS trigger LANGUAGE plpgsql AS $$
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
    CREATE TRIGGER no_day_outside_its_contract_added AFTER INSERT ON staffing_day
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_stray_days();
    CREATE TRIGGER no_day_outside_its_contract_moved AFTER UPDATE ON staffing_day
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_stray_days();

    CREATE FUNCTION staffing_refuse_cut_contracts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM changed c JOIN staffing_day d ON d.contract_id = c.id
            WHERE d.date NOT BETWEEN c.starts_on AND c.ends_on
        ) THEN
            RAISE EXCEPTION 'days of work lie outside the new contract dates'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_day_outside_its_contract';
        END IF;
        IF EXISTS (
            SELECT FROM changed c JOIN staffing_contractversion v ON v.contract_id = c.id
            WHERE v.valid_from < c.starts_on OR v.valid_to > c.ends_on
        ) THEN
            RAISE EXCEPTION 'versions lie outside the new contract dates'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_version_outside_its_contract';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER no_day_outside_its_contract AFTER UPDATE ON staffing_contract
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_cut_contracts();

    CREATE FUNCTION staffing_refuse_stray_versions() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE stray record;
    BEGIN
        SELECT added.contract_id, added.valid_from, added.valid_to INTO stray
        FROM added JOIN staffing_contract c ON c.id = added.contract_id
        WHERE added.valid_from < c.starts_on OR added.valid_to > c.ends_on LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'version from % to % lies outside contract %',
                stray.valid_from, stray.valid_to, stray.contract_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_version_outside_its_contract';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER no_version_outside_its_contract_added AFTER INSERT ON staffing_contractversion
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_stray_versions();
    CREATE TRIGGER no_version_outside_its_contract_moved AFTER UPDATE ON staffing_contractversion
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_stray_versions();
"""
TAKEN_BACK = """
    DROP TRIGGER no_version_outside_its_contract_moved ON staffing_contractversion;
    DROP TRIGGER no_version_outside_its_contract_added ON staffing_contractversion;
    DROP FUNCTION staffing_refuse_stray_versions();
    DROP TRIGGER no_day_outside_its_contract ON staffing_contract;
    DROP FUNCTION staffing_refuse_cut_contracts();
    DROP TRIGGER no_day_outside_its_contract_moved ON staffing_day;
    DROP TRIGGER no_day_outside_its_contract_added ON staffing_day;
    DROP FUNCTION staffing_refuse_stray_days();
"""


class Migration(migrations.Migration):
    dependencies = [("staffing", "0001_initial"), ("privacy", "0002_institutions_apart")]
    operations = [
        *(keep_institutions_apart(f"staffing_{table}") for table in TABLES),
        *(same_institution(f"staffing_{table}", column, target) for table, column, target in REFERENCES),
        *(keep_history(f"staffing_{table}") for table in RECORDED),
        keep_history("staffing_day", "entered_at", "entered_by_id", "version"),
        migrations.RunSQL(NO_DAY_OUTSIDE_ITS_CONTRACT, TAKEN_BACK),
    ]
