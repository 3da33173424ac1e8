import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_facts_with_dates"),
        ("staffing", "0009_insured_by_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contract",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="people.person",
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="project",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="staffing.project",
            ),
        ),
        migrations.AlterField(
            model_name="contractversion",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="staffing.contract",
            ),
        ),
    ]
