"""A computed run waits to be computed again when an agreed deduction of somebody in it changes."""

from importlib import import_module

from django.db import migrations

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")


class Migration(migrations.Migration):
    dependencies = [("payroll", "0010_dated_facts_wait"), ("staffing", "0014_pay_items")]
    operations = [waiting.triggers("staffing_deduction", "part_of_contract", waiting.ALWAYS)]
