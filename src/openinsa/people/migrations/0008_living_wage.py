"""The living wage that an institution promises, dated with the settings and with its source."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_two_years_notice")]
    operations = [
        migrations.AddField(
            "institutionsetting",
            "living_hourly_wage",
            models.PositiveIntegerField("생활임금(시급)", default=0),
        ),
        migrations.AddField(
            "institutionsetting",
            "living_wage_source",
            models.CharField("생활임금 근거", max_length=200, blank=True, default=""),
        ),
        migrations.AddConstraint(
            "institutionsetting",
            models.CheckConstraint(
                condition=models.Q(living_hourly_wage=0) | ~models.Q(living_wage_source=""),
                name="living_wage_has_a_source",
            ),
        ),
    ]
