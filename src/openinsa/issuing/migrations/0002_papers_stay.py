"""Policies and history; what was given out stays as it was given out."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLES = ("issuingsetting", "signingkey", "issuecounter", "issuedpaper")
PAPERS_STAY = """
    CREATE FUNCTION issuing_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
        resealed text := COALESCE(current_setting('openinsa.resealed', true), '');
    BEGIN
        IF TG_OP = 'DELETE'
            OR (OLD.kind, OLD.series, OLD.year, OLD.number, OLD.written_number, OLD.person_id, OLD.contract_id,
                OLD.project_id, OLD.subject_id, OLD.language, OLD.code_token, OLD.sha256, OLD.size,
                OLD.signed_with_id, OLD.valid_until, OLD.issued_by_id, OLD.issued_at, OLD.request_id)
               IS DISTINCT FROM
               (NEW.kind, NEW.series, NEW.year, NEW.number, NEW.written_number, NEW.person_id, NEW.contract_id,
                NEW.project_id, NEW.subject_id, NEW.language, NEW.code_token, NEW.sha256, NEW.size,
                NEW.signed_with_id, NEW.valid_until, NEW.issued_by_id, NEW.issued_at, NEW.request_id)
            OR (OLD.state <> 'issued' AND OLD.state <> NEW.state)
            OR (resealed <> 'content_sealed' AND OLD.content_sealed IS DISTINCT FROM NEW.content_sealed)
            OR (resealed <> 'file_sealed' AND OLD.file_sealed IS DISTINCT FROM NEW.file_sealed)
        THEN
            RAISE EXCEPTION 'a paper stays as it was given out'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'papers_stay';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER papers_stay BEFORE UPDATE OR DELETE ON issuing_issuedpaper
        FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
"""
TAKEN_BACK = "DROP TRIGGER papers_stay ON issuing_issuedpaper; DROP FUNCTION issuing_refuse_change();"
PAPERS = "issuing_issuedpaper"


class Migration(migrations.Migration):
    dependencies = [
        ("issuing", "0001_papers"),
        ("privacy", "0002_institutions_apart"),
    ]
    operations = [
        *(keep_institutions_apart(f"issuing_{table}") for table in TABLES),
        same_institution(PAPERS, "person_id", "people_person"),
        same_institution(PAPERS, "contract_id", "staffing_contract"),
        same_institution(PAPERS, "project_id", "staffing_project"),
        same_institution(PAPERS, "replaced_by_id", PAPERS),
        same_institution(PAPERS, "signed_with_id", "issuing_signingkey"),
        keep_history("issuing_issuingsetting", "seal_sealed"),
        keep_history("issuing_signingkey", "key_file_sealed", "password_sealed"),
        keep_history(PAPERS, "content_sealed", "file_sealed", "code_token", "looks", "last_look_at"),
        migrations.RunSQL(PAPERS_STAY, TAKEN_BACK),
    ]
