"""Hours of a month agreed apart from the weeks, and room for the times of breaks in a cell."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staffing", "0023_consent_to_extensions")]
    operations = [
        migrations.AddField(
            "contractversion",
            "monthly_scheduled_minutes",
            models.PositiveIntegerField("월 소정근로시간(따로 정한 분)", default=0, db_default=0),
        ),
        migrations.AddConstraint(
            "contractversion",
            models.CheckConstraint(
                condition=models.Q(monthly_scheduled_minutes__lte=31 * 24 * 60),
                name="version_month_has_its_minutes",
            ),
        ),
        migrations.AlterField("day", "mark", models.CharField("부호", max_length=80)),
    ]
