from django.db import migrations

from openinsa.privacy.history import FIXED_PATHS, HISTORY_FUNCTION


class Migration(migrations.Migration):
    """The history takes tables with any column names, and no temporary table deceives a trigger."""

    dependencies = [
        ("privacy", "0012_living_keys_of_integrations"),
        ("staffing", "0011_days_checked_together"),
        ("payroll", "0009_no_run_no_waiting"),
        ("ending", "0002_limits_of_settlements"),
        ("retention", "0002_limits_of_destruction"),
    ]
    operations = [migrations.RunSQL(HISTORY_FUNCTION.sql, migrations.RunSQL.noop), FIXED_PATHS]
