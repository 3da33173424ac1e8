from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart

OPERATORS = "(SELECT openinsa_institution()) = -1"  # TenantMiddleware's mark of a user without institution


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("people", "0002_institutions_apart")]
    operations = [keep_institutions_apart("jobs_job", also=OPERATORS)]
