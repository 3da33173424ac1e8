from django.db import migrations

from openinsa.retention.database import DESTROY, DESTROYING


class Migration(migrations.Migration):
    """A destruction waits for who is placing a hold, and then sees it."""

    dependencies = [("retention", "0003_due_notes")]
    operations = [migrations.RunSQL(DESTROYING + DESTROY, migrations.RunSQL.noop)]
