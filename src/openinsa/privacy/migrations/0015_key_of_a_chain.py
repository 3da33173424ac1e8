from django.conf import settings
from django.db import connection, migrations, models

from openinsa.people.tenancy import within
from openinsa.privacy.audit_keys import mark_of


def name_the_key(_apps: object, _editor: object) -> None:
    """Chains that stand were made under the key of now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_institution")
        for (institution,) in cursor.fetchall():
            with within(institution):
                cursor.execute("UPDATE privacy_accesschain SET key = %s", [mark_of(settings.AUDIT_KEY)])


class Migration(migrations.Migration):
    """The head of a chain names the key of the next record, so that it can change while people work."""

    dependencies = [("privacy", "0014_living_keys_of_papers_and_messages")]
    operations = [
        migrations.AddField("accesschain", "key", models.CharField(db_default="", default="", max_length=16)),
        migrations.RunPython(name_the_key, migrations.RunPython.noop),
    ]
