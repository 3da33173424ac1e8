from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import append_only, keep_history

NOBODYS = "institution_id IS NULL AND COALESCE((SELECT openinsa_institution()), -1) = -1"
"""Rows of operators and unknowns: seen and written by operators, and while nobody is signed in."""

OF_A_VISIBLE_USER = "EXISTS (SELECT FROM people_user WHERE people_user.id = mfa_authenticator.user_id)"
FACTORS_APART = f"""
    ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
    ALTER TABLE mfa_authenticator FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_a_visible_user ON mfa_authenticator USING ({OF_A_VISIBLE_USER});
"""
FACTORS_TOGETHER = """
    DROP POLICY of_a_visible_user ON mfa_authenticator;
    ALTER TABLE mfa_authenticator NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE mfa_authenticator DISABLE ROW LEVEL SECURITY;
"""
CACHE = """
    CREATE TABLE openinsa_cache (
        cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
    );
    CREATE INDEX openinsa_cache_expires ON openinsa_cache (expires);
"""


class Migration(migrations.Migration):
    """Sign-in data is kept apart as all else is; what processes must agree on lies in the database."""

    dependencies = [
        ("entrance", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("privacy", "0002_institutions_apart"),
    ]
    operations = [
        keep_institutions_apart("entrance_signinrules"),
        keep_institutions_apart("entrance_provider"),
        *(
            keep_institutions_apart(table, also=NOBODYS, also_write=NOBODYS)
            for table in ("entrance_signin", "entrance_signedin", "entrance_notice")
        ),
        same_institution("entrance_signedin", "user_id", "people_user"),
        same_institution("entrance_notice", "user_id", "people_user"),
        keep_history("entrance_signinrules"),
        keep_history("entrance_provider", "client_secret_sealed"),
        append_only("entrance_signin"),
        migrations.RunSQL(FACTORS_APART, FACTORS_TOGETHER),
        migrations.RunSQL(CACHE, "DROP TABLE openinsa_cache;"),
    ]
