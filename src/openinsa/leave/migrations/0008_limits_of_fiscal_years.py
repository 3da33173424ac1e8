"""Settings of leave and banked leave under the limits of everything else."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLES = ("leave_bankedleave", "leave_leavesetting")


class Migration(migrations.Migration):
    dependencies = [("leave", "0007_fiscal_years_and_banked_leave")]
    operations = [
        *(operation(table) for table in TABLES for operation in (keep_institutions_apart, keep_history)),
        same_institution("leave_bankedleave", "person_id", "people_person"),
        same_institution("leave_bankedleave", "contract_id", "staffing_contract"),
    ]
