"""Pay for unused leave and its promotion under the limits of everything else, like the grants."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLES = ("leave_unusedleavepay", "leave_leavepromotion")


class Migration(migrations.Migration):
    dependencies = [("leave", "0003_unused_leave_pay"), ("privacy", "0003_history_of_dated_facts")]
    operations = [
        operation
        for table in TABLES
        for operation in (
            keep_institutions_apart(table),
            same_institution(table, "person_id", "people_person"),
            same_institution(table, "contract_id", "staffing_contract"),
            keep_history(table),
        )
    ]
