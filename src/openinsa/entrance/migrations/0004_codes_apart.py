from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution


class Migration(migrations.Migration):
    """One-time codes are kept apart. They leave no history: within a day they are gone."""

    dependencies = [("entrance", "0003_one_time_codes")]
    operations = [
        keep_institutions_apart("entrance_onetimecode"),
        same_institution("entrance_onetimecode", "user_id", "people_user"),
    ]
