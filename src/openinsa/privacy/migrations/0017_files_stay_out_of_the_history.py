from django.db import migrations

from openinsa.privacy.history import HISTORY_FUNCTION


class Migration(migrations.Migration):
    """Before, a row that carries a file became text with its file, which was then taken out."""

    dependencies = [("privacy", "0016_guards_of_papers_and_messages")]
    operations = [migrations.RunSQL(HISTORY_FUNCTION.sql, migrations.RunSQL.noop)]
