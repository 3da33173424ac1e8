import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_facts_with_dates"),
        ("privacy", "0003_history_of_dated_facts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="changerecord",
            name="institution",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="people.institution",
                verbose_name="기관",
            ),
        ),
    ]
