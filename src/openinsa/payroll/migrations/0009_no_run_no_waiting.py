"""Where no run is computed, none can wait: a register of thousands is stored without asking for each of them."""

from importlib import import_module

from django.db import migrations

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")

ASKED_FIRST = """
    CREATE OR REPLACE FUNCTION payroll_wait_for_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM payroll_payrun WHERE state = 'computed') THEN
            UPDATE payroll_payrun r SET state = 'waiting' {which} AND r.state = 'computed';
        END IF;
        RETURN NULL;
    END $$;
"""
ASKED_ALWAYS = """
    CREATE OR REPLACE FUNCTION payroll_wait_for_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE payroll_payrun r SET state = 'waiting' {which} AND r.state = 'computed';
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0008_limits_of_corrections")]
    operations = [
        migrations.RunSQL(
            ASKED_FIRST.format(name=name, which=waiting.WAITING[name]),
            ASKED_ALWAYS.format(name=name, which=waiting.WAITING[name]),
        )
        for name in ("contract", "part_of_contract", "person")
    ]
