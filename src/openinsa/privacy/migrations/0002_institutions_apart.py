from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart
from openinsa.privacy.history import HISTORY_FUNCTION, NEVER_CHANGED, append_only, keep_history


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("people", "0002_institutions_apart")]
    operations = [
        keep_institutions_apart("privacy_datakey"),
        keep_institutions_apart("privacy_accessrecord"),
        keep_institutions_apart("privacy_changerecord"),
        HISTORY_FUNCTION,
        NEVER_CHANGED,
        append_only("privacy_accessrecord"),
        append_only("privacy_changerecord"),
        keep_history("people_institutionsetting"),
        keep_history("people_department"),
        keep_history("people_person", "resident_number_token"),
        keep_history("people_user", "password", "last_login"),
    ]
