"""A computed run waits too when a dated fact of one of its people changes, or what its project says of work."""

from importlib import import_module

from django.db import migrations

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")
asking = import_module("openinsa.payroll.migrations.0009_no_run_no_waiting")

PERSON = """
    FROM removed w JOIN changed x USING (id) JOIN staffing_contract o ON o.person_id = x.id
    WHERE r.project_id = o.project_id
    AND (w.birth_date, w.foreigner, w.family_members, w.children_8_to_20)
        IS DISTINCT FROM (x.birth_date, x.foreigner, x.family_members, x.children_8_to_20)"""
FACT_OF_PERSON = """
    FROM changed x JOIN staffing_contract o ON o.person_id = x.person_id WHERE r.project_id = o.project_id"""
PROJECT = """
    FROM removed w JOIN changed x USING (id)
    WHERE r.project_id = x.id AND (w.construction_site, w.day_labour_payment)
        IS DISTINCT FROM (x.construction_site, x.day_labour_payment)"""
TABLES = ["insuredstate", "withholdingchoice", "dependant", "otherwork"]


def made(name: str, which: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        asking.ASKED_FIRST.format(name=name, which=which), f"DROP FUNCTION payroll_wait_for_{name}();"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0009_no_run_no_waiting"),
        ("people", "0005_facts_with_dates"),
        ("staffing", "0009_insured_by_person"),
    ]
    operations = [
        migrations.RunSQL(
            asking.ASKED_FIRST.format(name="person", which=PERSON),
            asking.ASKED_FIRST.format(name="person", which=waiting.WAITING["person"]),
        ),
        made("fact_of_person", FACT_OF_PERSON),
        made("project", PROJECT),
        *(waiting.triggers(f"people_{table}", "fact_of_person", waiting.ALWAYS) for table in TABLES),
        waiting.triggers("staffing_project", "project", [("update", waiting.BEFORE_AND_AFTER)]),
    ]
