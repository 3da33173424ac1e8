"""A computed run whose inputs change waits to be computed again, whoever changes them and however."""

from django.db import migrations

BEGUN = "{first} < r.month + interval '1 month'"

# What changes → which computed runs wait; `x` is a changed row. A person's contracts share premiums and tax,
# and one that ended before the month may be the same employment, so that only later beginnings are left out.
WAITING = {
    "contract": f"""
        FROM changed x JOIN staffing_contract o ON o.person_id = x.person_id
        WHERE r.project_id = o.project_id AND {BEGUN.format(first="x.starts_on")}""",
    "part_of_contract": f"""
        FROM changed x JOIN staffing_contract c ON c.id = x.contract_id
        JOIN staffing_contract o ON o.person_id = c.person_id
        WHERE r.project_id = o.project_id AND {BEGUN.format(first="x.valid_from")}""",
    "person": """
        FROM removed w JOIN changed x USING (id) JOIN staffing_contract o ON o.person_id = x.id
        WHERE r.project_id = o.project_id
        AND (w.birth_date, w.foreigner, w.family_members, w.children_8_to_20, w.withholding_percent)
            IS DISTINCT FROM (x.birth_date, x.foreigner, x.family_members, x.children_8_to_20, x.withholding_percent)""",
    "month": """
        FROM changed x
        WHERE r.project_id = x.project_id AND r.month = x.month AND x.state IN ('open', 'submitted')""",
    "institution": "FROM changed x WHERE r.institution_id = x.institution_id",
}
OLD, NEW = "OLD TABLE AS changed", "NEW TABLE AS changed"
BEFORE_AND_AFTER = "OLD TABLE AS removed NEW TABLE AS changed"
ALWAYS = [("insert", NEW), ("update", OLD), ("update", NEW), ("delete", OLD)]
WATCHED = [
    ("staffing_contract", "contract", ALWAYS),
    ("staffing_contractversion", "part_of_contract", ALWAYS),
    ("staffing_allowance", "part_of_contract", ALWAYS),
    ("people_person", "person", [("update", BEFORE_AND_AFTER)]),
    ("staffing_projectmonth", "month", [("update", NEW)]),
    ("people_institutionsetting", "institution", ALWAYS),
    ("staffing_institutionholiday", "institution", ALWAYS),
    ("staffing_daycode", "institution", ALWAYS),
]


def function(name: str, which: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION payroll_wait_for_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE payroll_payrun r SET state = 'waiting' {which} AND r.state = 'computed';
            RETURN NULL;
        END $$;
        """,
        f"DROP FUNCTION payroll_wait_for_{name}();",
    )


def triggers(table: str, name: str, events: list[tuple[str, str]]) -> migrations.RunSQL:
    named = [(f"runs_wait_{verb}_{number}", verb, rows) for number, (verb, rows) in enumerate(events)]
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER {trigger} AFTER {verb} ON {table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION payroll_wait_for_{name}();"
            for trigger, verb, rows in named
        ],
        [f"DROP TRIGGER {trigger} ON {table};" for trigger, _verb, _rows in named],
    )


class Migration(migrations.Migration):
    dependencies = [("payroll", "0003_lean_rows")]
    operations = [
        *(function(name, which) for name, which in WAITING.items()),
        *(triggers(*watched) for watched in WATCHED),
    ]
