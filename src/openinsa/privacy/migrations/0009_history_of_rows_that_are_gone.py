"""The few lines of rows that are gone are found without reading the history of all that remain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0008_keys_that_may_go")]
    operations = [
        migrations.AddIndex(
            model_name="changerecord",
            index=models.Index(
                condition=models.Q(("verb", "delete")),
                fields=["institution", "table_name"],
                name="history_of_rows_that_are_gone",
            ),
        ),
    ]
