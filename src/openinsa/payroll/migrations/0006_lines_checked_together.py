"""Lines are held to their slips statement by statement: a check of each of 200,000 costs more than the lines."""

import django.db.models.deletion
from django.db import migrations, models

LINES_BELONG_TO_SLIPS = """
    CREATE FUNCTION payroll_refuse_stray_lines() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        -- no join: a plan kept from a statement of one line must serve one of many thousands
        IF EXISTS (
            SELECT slip_id, institution_id FROM added
            EXCEPT
            SELECT id, institution_id FROM payroll_payslip WHERE id = ANY(ARRAY(SELECT DISTINCT slip_id FROM added))
        ) THEN
            RAISE EXCEPTION 'a line belongs to a slip of its institution'
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'lines_belong_to_slips';
        END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION payroll_remove_lines() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM payroll_payslipline WHERE slip_id = ANY(ARRAY(SELECT id FROM removed));
        RETURN NULL;
    END $$;
    CREATE TRIGGER lines_belong_to_slips_inserted AFTER INSERT ON payroll_payslipline
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payroll_refuse_stray_lines();
    CREATE TRIGGER lines_belong_to_slips_updated AFTER UPDATE ON payroll_payslipline
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payroll_refuse_stray_lines();
    CREATE TRIGGER lines_go_with_slips AFTER DELETE ON payroll_payslip
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION payroll_remove_lines();
"""
TAKEN_BACK = """
    DROP TRIGGER lines_go_with_slips ON payroll_payslip;
    DROP TRIGGER lines_belong_to_slips_updated ON payroll_payslipline;
    DROP TRIGGER lines_belong_to_slips_inserted ON payroll_payslipline;
    DROP FUNCTION payroll_remove_lines();
    DROP FUNCTION payroll_refuse_stray_lines();
"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0005_shift_patterns_wait")]
    operations = [
        migrations.AlterField(
            model_name="payslipline",
            name="slip",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="payroll.payslip",
            ),
        ),
        migrations.RunSQL(LINES_BELONG_TO_SLIPS, TAKEN_BACK),
    ]
