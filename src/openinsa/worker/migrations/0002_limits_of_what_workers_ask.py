"""What workers ask under the same limits as everything else: institutions apart, history without the pictures."""

from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

REQUESTS, REPORTS, CHOICES = "worker_leaverequest", "worker_dayreport", "worker_screenchoice"


class Migration(migrations.Migration):
    dependencies = [("worker", "0001_what_workers_ask"), ("privacy", "0002_institutions_apart")]
    operations = [
        *(keep_institutions_apart(table) for table in (REQUESTS, REPORTS, CHOICES)),
        *(same_institution(table, "contract_id", "staffing_contract") for table in (REQUESTS, REPORTS)),
        *(same_institution(REQUESTS, column, "people_user") for column in ("asked_by_id", "answered_by_id")),
        *(
            same_institution(REPORTS, column, "people_user")
            for column in ("reported_by_id", "answered_by_id")
        ),
        same_institution(CHOICES, "user_id", "people_user"),
        keep_history(REQUESTS, "words_sealed"),
        keep_history(REPORTS, "note_sealed", "photo_sealed"),
    ]
