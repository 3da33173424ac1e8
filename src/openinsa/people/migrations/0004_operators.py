from django.db import migrations

OPERATORS = """
    CREATE POLICY operators ON people_user
        USING (institution_id IS NULL AND (SELECT openinsa_institution()) IS NULL)
        WITH CHECK (institution_id IS NULL AND (SELECT openinsa_institution()) IS NULL);
"""


class Migration(migrations.Migration):
    """Operators belong to no institution: their rows may be written while none is named."""

    dependencies = [("people", "0003_days_to_come")]
    operations = [migrations.RunSQL(OPERATORS, "DROP POLICY operators ON people_user;")]
