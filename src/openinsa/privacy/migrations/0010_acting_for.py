from django.db import migrations, models

from openinsa.privacy.history import keep_history

ACTING = """
    ALTER TABLE privacy_changerecord
        ALTER acting_for_id SET DEFAULT NULLIF(current_setting('openinsa.acting_for', true), '')::bigint,
        ALTER acting_kind SET DEFAULT COALESCE(current_setting('openinsa.acting_kind', true), '');
"""
ALONE = """
    ALTER TABLE privacy_changerecord ALTER acting_for_id DROP DEFAULT, ALTER acting_kind SET DEFAULT '';
"""


class Migration(migrations.Migration):
    """A change made by a lent right says whose right it was; triggers and actions need not know."""

    dependencies = [
        ("people", "0011_delegated_rights"),
        ("privacy", "0009_history_of_rows_that_are_gone"),
    ]
    operations = [
        migrations.AddField("changerecord", "acting_for_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "changerecord",
            "acting_kind",
            models.CharField(max_length=10, blank=True, db_default=""),
        ),
        migrations.RunSQL(ACTING, ALONE),
        keep_history("people_delegation"),
    ]
