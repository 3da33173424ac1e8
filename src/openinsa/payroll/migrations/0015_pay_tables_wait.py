"""A computed run waits to be computed again when a table of pay changes."""

from importlib import import_module

from django.db import migrations

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")


class Migration(migrations.Migration):
    dependencies = [("payroll", "0014_premium_settlements"), ("staffing", "0022_pay_tables")]
    operations = [waiting.triggers("staffing_paytable", "institution", waiting.ALWAYS)]
