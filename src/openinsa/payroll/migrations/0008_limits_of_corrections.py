"""What corrections may touch: nothing that was paid. A confirmed one has the person's computed runs wait."""

from importlib import import_module

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")

CONFIRMED = """
    FROM changed x JOIN staffing_contract c ON c.id = x.contract_id
    JOIN staffing_contract o ON o.person_id = c.person_id
    WHERE r.project_id = o.project_id AND x.state = 'confirmed'"""
STAY = [
    f"CREATE TRIGGER paid_differences_stay_{verb}d AFTER {verb} ON payroll_difference"
    " REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION payroll_refuse_change_of_paid();"
    for verb in ("update", "delete")
]
INPUTS_STAY = (
    "CREATE TRIGGER inputs_stay BEFORE UPDATE ON payroll_monthinputs"
    " FOR EACH STATEMENT EXECUTE FUNCTION openinsa_refuse_change();"
)
DECIDED_STAY = """
    CREATE FUNCTION payroll_refuse_change_of_decided() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM removed WHERE state <> 'proposed') THEN
            RAISE EXCEPTION 'a decided correction stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_corrections_stay';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER decided_stay_updated AFTER UPDATE ON payroll_correction
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION payroll_refuse_change_of_decided();
    CREATE TRIGGER decided_stay_deleted AFTER DELETE ON payroll_correction
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION payroll_refuse_change_of_decided();
"""
TAKEN_BACK = [
    "DROP TRIGGER decided_stay_deleted ON payroll_correction;",
    "DROP TRIGGER decided_stay_updated ON payroll_correction;",
    "DROP FUNCTION payroll_refuse_change_of_decided();",
    "DROP TRIGGER inputs_stay ON payroll_monthinputs;",
    *(f"DROP TRIGGER paid_differences_stay_{verb}d ON payroll_difference;" for verb in ("update", "delete")),
]
TABLES = ("monthinputs", "correction", "correctedday", "carriedcorrection", "difference")


class Migration(migrations.Migration):
    dependencies = [("payroll", "0007_corrections")]
    operations = [
        *(keep_institutions_apart(f"payroll_{table}") for table in TABLES),
        same_institution("payroll_correction", "contract_id", "staffing_contract"),
        same_institution("payroll_correctedday", "correction_id", "payroll_correction"),
        same_institution("payroll_carriedcorrection", "correction_id", "payroll_correction"),
        same_institution("payroll_carriedcorrection", "run_id", "payroll_payrun"),
        same_institution("payroll_difference", "run_id", "payroll_payrun"),
        keep_history("payroll_correction"),
        keep_history("payroll_correctedday"),
        keep_history("payroll_difference"),
        migrations.RunSQL([*STAY, INPUTS_STAY, DECIDED_STAY], TAKEN_BACK),
        waiting.function("correction", CONFIRMED),
        waiting.triggers("payroll_correction", "correction", [("update", waiting.NEW)]),
    ]
