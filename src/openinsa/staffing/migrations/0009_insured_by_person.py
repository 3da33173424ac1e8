"""Insurances are declared of persons, from a day on, instead of once for a contract."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staffing", "0008_day_labour"), ("people", "0005_facts_with_dates")]
    operations = [
        migrations.RemoveField("contract", "health_base"),
        migrations.RemoveField("contract", "insured"),
        migrations.RemoveField("contract", "pension_base"),
        migrations.AddField(
            "project",
            "day_labour_payment",
            models.CharField(
                "일용 노임 지급",
                max_length=10,
                choices=[("monthly", "한 달에 한 번"), ("weekly", "주마다"), ("daily", "날마다")],
                default="monthly",
            ),
        ),
    ]
