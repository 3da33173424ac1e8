"""Agreements under the limits of everything else; what is agreed, signed or told stays as it is."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import append_only, keep_history
from openinsa.privacy.living_keys import sealed_under_living_key

TABLES = ("agreement", "agreementsignature", "agreementevent", "agreementupload")
AGREED_STAYS = """
    CREATE FUNCTION agreements_refuse_change() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE
        resealed text := COALESCE(current_setting('openinsa.resealed', true), '');
        over boolean := OLD.state IN ('completed', 'paper', 'declined', 'cancelled', 'superseded');
        same_file boolean := resealed = 'final_sealed' OR OLD.final_sealed IS NOT DISTINCT FROM NEW.final_sealed;
        same_rest boolean := same_file AND
            (OLD.final_sha256, OLD.number, OLD.due_on, OLD.sent_at, OLD.reminded_at, OLD.completed_at)
            IS NOT DISTINCT FROM
            (NEW.final_sha256, NEW.number, NEW.due_on, NEW.sent_at, NEW.reminded_at, NEW.completed_at);
    BEGIN
        IF (OLD.institution_id, OLD.contract_id, OLD.version, OLD.form, OLD.minor, OLD.content_token,
            OLD.unsigned_sha256, OLD.made_by_id, OLD.made_at)
           IS DISTINCT FROM
           (NEW.institution_id, NEW.contract_id, NEW.version, NEW.form, NEW.minor, NEW.content_token,
            NEW.unsigned_sha256, NEW.made_by_id, NEW.made_at)
           OR (resealed <> 'content_sealed' AND OLD.content_sealed <> NEW.content_sealed)
           OR (resealed <> 'unsigned_sealed' AND OLD.unsigned_sealed <> NEW.unsigned_sealed) THEN
            RAISE EXCEPTION 'what an agreement says stays as it was made'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'agreements_say_what_they_said';
        END IF;
        -- once a version is over only a newer one may take its place
        IF over AND NOT same_rest OR OLD.state <> NEW.state AND over
           AND NOT (OLD.state IN ('completed', 'paper') AND NEW.state = 'superseded')
           OR over AND OLD.replaced_by_id IS NOT NULL AND OLD.replaced_by_id IS DISTINCT FROM NEW.replaced_by_id THEN
            RAISE EXCEPTION 'an agreement that is over stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'agreements_that_are_over_stay';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER agreed_stays BEFORE UPDATE ON agreements_agreement
        FOR EACH ROW EXECUTE FUNCTION agreements_refuse_change();
    CREATE TRIGGER agreements_stay BEFORE DELETE ON agreements_agreement
        FOR EACH STATEMENT EXECUTE FUNCTION openinsa_refuse_change();
"""
SIGNED_STAYS = """
    CREATE FUNCTION agreements_refuse_other_values() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE
        resealed text := substring(current_setting('openinsa.resealed', true) FROM '^.+_sealed$');
    BEGIN
        IF resealed IS NULL OR to_jsonb(OLD) - resealed IS DISTINCT FROM to_jsonb(NEW) - resealed THEN
            RAISE EXCEPTION 'rows of % are added, never changed', TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = 'signatures_stay';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER signed_stays BEFORE UPDATE ON agreements_agreementsignature
        FOR EACH ROW EXECUTE FUNCTION agreements_refuse_other_values();
    CREATE TRIGGER signatures_stay BEFORE DELETE ON agreements_agreementsignature
        FOR EACH STATEMENT EXECUTE FUNCTION openinsa_refuse_change();
    CREATE TRIGGER uploaded_stays BEFORE UPDATE ON agreements_agreementupload
        FOR EACH ROW EXECUTE FUNCTION agreements_refuse_other_values();
    CREATE TRIGGER uploads_stay BEFORE DELETE ON agreements_agreementupload
        FOR EACH STATEMENT EXECUTE FUNCTION openinsa_refuse_change();
"""
SHOWN = """
    ALTER TABLE agreements_agreementsignature ADD CONSTRAINT signature_names_what_was_shown
        FOREIGN KEY (agreement_id, shown_sha256) REFERENCES agreements_agreement (id, unsigned_sha256)
        DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0001_agreements"),
        ("privacy", "0013_guards_look_at_real_tables"),
    ]
    operations = [
        *(keep_institutions_apart(f"agreements_{table}") for table in TABLES),
        same_institution("agreements_agreement", "contract_id", "staffing_contract"),
        same_institution("agreements_agreement", "made_by_id", "people_user"),
        same_institution("agreements_agreement", "replaced_by_id", "agreements_agreement"),
        *(
            same_institution(f"agreements_{table}", "agreement_id", "agreements_agreement")
            for table in TABLES[1:]
        ),
        same_institution("agreements_agreementsignature", "signed_by_id", "people_user"),
        same_institution("agreements_agreementevent", "by_id", "people_user"),
        same_institution("agreements_agreementupload", "uploaded_by_id", "people_user"),
        keep_history("agreements_agreement", "content_sealed", "unsigned_sealed", "final_sealed"),
        keep_history("agreements_agreementsignature", "picture_sealed", "text_sealed"),
        keep_history("agreements_agreementupload", "content_sealed"),
        sealed_under_living_key("agreements_agreement", "content_sealed", "unsigned_sealed", "final_sealed"),
        sealed_under_living_key("agreements_agreementsignature", "picture_sealed", "text_sealed"),
        sealed_under_living_key("agreements_agreementupload", "content_sealed"),
        append_only("agreements_agreementevent"),
        migrations.RunSQL(
            AGREED_STAYS,
            [
                "DROP TRIGGER agreements_stay ON agreements_agreement;",
                "DROP TRIGGER agreed_stays ON agreements_agreement;",
                "DROP FUNCTION agreements_refuse_change();",
            ],
        ),
        migrations.RunSQL(
            SIGNED_STAYS,
            [
                "DROP TRIGGER uploads_stay ON agreements_agreementupload;",
                "DROP TRIGGER uploaded_stays ON agreements_agreementupload;",
                "DROP TRIGGER signatures_stay ON agreements_agreementsignature;",
                "DROP TRIGGER signed_stays ON agreements_agreementsignature;",
                "DROP FUNCTION agreements_refuse_other_values();",
            ],
        ),
        migrations.RunSQL(
            SHOWN,
            "ALTER TABLE agreements_agreementsignature DROP CONSTRAINT signature_names_what_was_shown;",
        ),
    ]
