"""A computed run waits to be computed again when the crew of somebody in it, or the crew's pattern, changes."""

from importlib import import_module

from django.db import migrations

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")

FOLLOWS = """
    JOIN staffing_crewassignment a ON a.pattern_id = {pattern}
    JOIN staffing_contract c ON c.id = a.contract_id JOIN staffing_contract o ON o.person_id = c.person_id
    WHERE r.project_id = o.project_id AND a.valid_from < r.month + interval '1 month'"""
WAITING = {
    "shift_pattern": f"FROM changed x {FOLLOWS.format(pattern='x.id')}",
    "shift_type": f"FROM changed x {FOLLOWS.format(pattern='x.pattern_id')}",
}
WATCHED = [
    ("staffing_crewassignment", "part_of_contract", waiting.ALWAYS),
    ("staffing_shiftpattern", "shift_pattern", [("update", waiting.NEW)]),
    ("staffing_shifttype", "shift_type", waiting.ALWAYS),
]


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0004_changed_inputs_wait"),
        ("staffing", "0005_limits_of_shift_patterns"),
    ]
    operations = [
        *(waiting.function(name, which) for name, which in WAITING.items()),
        *(waiting.triggers(*watched) for watched in WATCHED),
    ]
