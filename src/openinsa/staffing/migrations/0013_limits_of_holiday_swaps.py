"""Swapped holidays under the same limits as everything else: institutions apart, history."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLE = "staffing_holidayswap"


class Migration(migrations.Migration):
    dependencies = [("staffing", "0012_holiday_swaps")]
    operations = [
        keep_institutions_apart(TABLE),
        same_institution(TABLE, "project_id", "staffing_project"),
        keep_history(TABLE),
    ]
