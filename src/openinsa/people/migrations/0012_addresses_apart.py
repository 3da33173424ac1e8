from django.db import migrations

APART = """
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_a_visible_user ON {table} USING (
        EXISTS (SELECT FROM {through} WHERE {through}.id = {table}.{column})
    );
"""
TOGETHER = """
    DROP POLICY of_a_visible_user ON {table};
    ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
TABLES = (
    {"table": "account_emailaddress", "through": "people_user", "column": "user_id"},
    {"table": "account_emailconfirmation", "through": "account_emailaddress", "column": "email_address_id"},
)


class Migration(migrations.Migration):
    """Addresses that sign-in keeps per user are seen by whoever may see the user."""

    dependencies = [("people", "0011_delegated_rights"), ("account", "0001_initial")]
    operations = [migrations.RunSQL(APART.format(**table), TOGETHER.format(**table)) for table in TABLES]
