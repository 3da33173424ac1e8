from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

PAID_RUNS_STAY = """
    CREATE FUNCTION payroll_refuse_change_of_paid() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM removed JOIN payroll_payrun r ON r.id = removed.run_id WHERE r.state = 'paid') THEN
            RAISE EXCEPTION 'slips of a paid run stay as they are'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'paid_slips_stay';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER paid_slips_stay_updated AFTER UPDATE ON payroll_payslip
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION payroll_refuse_change_of_paid();
    CREATE TRIGGER paid_slips_stay_deleted AFTER DELETE ON payroll_payslip
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION payroll_refuse_change_of_paid();
"""
TAKEN_BACK = """
    DROP TRIGGER paid_slips_stay_deleted ON payroll_payslip;
    DROP TRIGGER paid_slips_stay_updated ON payroll_payslip;
    DROP FUNCTION payroll_refuse_change_of_paid();
"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0001_initial"), ("staffing", "0002_limits_of_the_database")]
    operations = [
        keep_institutions_apart("payroll_payrun"),
        keep_institutions_apart("payroll_payslip"),
        keep_institutions_apart("payroll_payslipline"),
        keep_institutions_apart("payroll_runfault"),
        same_institution("payroll_payrun", "project_id", "staffing_project"),
        same_institution("payroll_payslip", "run_id", "payroll_payrun"),
        same_institution("payroll_payslip", "contract_id", "staffing_contract"),
        same_institution("payroll_payslip", "person_id", "people_person"),
        keep_history("payroll_payrun"),
        keep_history("payroll_payslip", "facts"),
        migrations.RunSQL(PAID_RUNS_STAY, TAKEN_BACK),
    ]
