"""Monthly hours follow the dated weekly hours of a contract's versions, so that a change of hours counts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("staffing", "0006_quick_limits")]
    operations = [migrations.RemoveField("contract", "monthly_scheduled_hours")]
