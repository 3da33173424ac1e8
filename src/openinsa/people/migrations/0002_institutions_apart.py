from django.db import migrations

from openinsa.people.row_security import TENANT_FUNCTION, keep_institutions_apart, same_institution


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        TENANT_FUNCTION,
        keep_institutions_apart("people_institution", "id", also="(SELECT openinsa_institution()) IS NULL"),
        keep_institutions_apart("people_institutionsetting"),
        keep_institutions_apart("people_department"),
        keep_institutions_apart("people_person"),
        keep_institutions_apart(
            "people_user",
            also="(SELECT openinsa_institution()) IS NULL",
            also_write="institution_id IS NULL AND (SELECT openinsa_institution()) IS NULL",
        ),
        same_institution("people_user", "department_id", "people_department"),
        same_institution("people_user", "person_id", "people_person"),
    ]
