"""Grants under the limits of everything else: institutions apart, references within one, every change kept."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLE = "leave_leavegrant"


class Migration(migrations.Migration):
    dependencies = [
        ("leave", "0001_grants"),
        ("privacy", "0003_history_of_dated_facts"),
    ]
    operations = [
        keep_institutions_apart(TABLE),
        same_institution(TABLE, "person_id", "people_person"),
        same_institution(TABLE, "contract_id", "staffing_contract"),
        keep_history(TABLE),
    ]
