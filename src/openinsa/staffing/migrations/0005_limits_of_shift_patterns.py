"""Shift patterns under the same limits as everything else: institutions apart, history, nothing stray."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLES = ["shiftpattern", "shifttype", "crewassignment"]
REFERENCES = [
    ("shifttype", "pattern_id", "staffing_shiftpattern"),
    ("crewassignment", "contract_id", "staffing_contract"),
    ("crewassignment", "pattern_id", "staffing_shiftpattern"),
]

A_CYCLE_OF_KNOWN_SHIFTS = """
    CREATE FUNCTION staffing_refuse_unknown_shifts() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE wanted bigint := CASE TG_TABLE_NAME WHEN 'staffing_shiftpattern' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE (to_jsonb(COALESCE(NEW, OLD)) ->> 'pattern_id')::bigint END;
    DECLARE unknown text;
    BEGIN
        SELECT day INTO unknown FROM staffing_shiftpattern p, unnest(p.cycle) AS day
        WHERE p.id = wanted AND day NOT IN ('after_night', 'off')
        AND NOT EXISTS (SELECT FROM staffing_shifttype t WHERE t.pattern_id = p.id AND t.mark = day) LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'the cycle of pattern % names % which is no shift of it', wanted, unknown
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_cycle_of_known_shifts';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER a_cycle_of_known_shifts AFTER INSERT OR UPDATE ON staffing_shiftpattern
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION staffing_refuse_unknown_shifts();
    CREATE CONSTRAINT TRIGGER a_cycle_of_known_shifts AFTER UPDATE OR DELETE ON staffing_shifttype
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION staffing_refuse_unknown_shifts();
"""
KNOWN_SHIFTS_TAKEN_BACK = """
    DROP TRIGGER a_cycle_of_known_shifts ON staffing_shifttype;
    DROP TRIGGER a_cycle_of_known_shifts ON staffing_shiftpattern;
    DROP FUNCTION staffing_refuse_unknown_shifts();
"""
NO_STRAY_CREW = """
    CREATE FUNCTION staffing_refuse_stray_crews() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE stray record;
    BEGIN
        SELECT a.contract_id, a.crew INTO stray FROM added a JOIN staffing_shiftpattern p ON p.id = a.pattern_id
        WHERE a.crew > cardinality(p.crew_offsets) LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'the pattern of contract % has no crew %', stray.contract_id, stray.crew
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_crew_of_its_pattern';
        END IF;
        SELECT a.contract_id, a.valid_from INTO stray FROM added a JOIN staffing_contract c ON c.id = a.contract_id
        WHERE a.valid_from < c.starts_on OR a.valid_to > c.ends_on LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'a crew from % lies outside contract %', stray.valid_from, stray.contract_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_crew_outside_its_contract';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER no_stray_crew_added AFTER INSERT ON staffing_crewassignment
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_stray_crews();
    CREATE TRIGGER no_stray_crew_moved AFTER UPDATE ON staffing_crewassignment
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_stray_crews();

    CREATE FUNCTION staffing_refuse_fewer_crews() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM changed p JOIN staffing_crewassignment a ON a.pattern_id = p.id
            WHERE a.crew > cardinality(p.crew_offsets)
        ) THEN
            RAISE EXCEPTION 'somebody follows a crew that the pattern would no longer have'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_crew_of_its_pattern';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER a_crew_of_its_pattern AFTER UPDATE ON staffing_shiftpattern
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_fewer_crews();

    CREATE FUNCTION staffing_refuse_crews_cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM changed c JOIN staffing_crewassignment a ON a.contract_id = c.id
            WHERE a.valid_from < c.starts_on OR a.valid_to > c.ends_on
        ) THEN
            RAISE EXCEPTION 'crews lie outside the new contract dates'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_crew_outside_its_contract';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER no_crew_outside_its_contract AFTER UPDATE ON staffing_contract
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION staffing_refuse_crews_cut_off();
"""
STRAY_CREW_TAKEN_BACK = """
    DROP TRIGGER no_crew_outside_its_contract ON staffing_contract;
    DROP FUNCTION staffing_refuse_crews_cut_off();
    DROP TRIGGER a_crew_of_its_pattern ON staffing_shiftpattern;
    DROP FUNCTION staffing_refuse_fewer_crews();
    DROP TRIGGER no_stray_crew_moved ON staffing_crewassignment;
    DROP TRIGGER no_stray_crew_added ON staffing_crewassignment;
    DROP FUNCTION staffing_refuse_stray_crews();
"""


class Migration(migrations.Migration):
    dependencies = [("staffing", "0004_shift_patterns")]
    operations = [
        *(keep_institutions_apart(f"staffing_{table}") for table in TABLES),
        *(same_institution(f"staffing_{table}", column, target) for table, column, target in REFERENCES),
        *(keep_history(f"staffing_{table}") for table in TABLES),
        migrations.RunSQL(A_CYCLE_OF_KNOWN_SHIFTS, KNOWN_SHIFTS_TAKEN_BACK),
        migrations.RunSQL(NO_STRAY_CREW, STRAY_CREW_TAKEN_BACK),
    ]
