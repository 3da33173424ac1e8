"""The history of what holds of a person from a day on."""

from django.db import migrations

from openinsa.privacy.history import keep_history

TABLES = ["insuredstate", "withholdingchoice", "dependant", "otherwork"]


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_institutions_apart"), ("people", "0005_facts_with_dates")]
    operations = [keep_history(f"people_{table}") for table in TABLES]
