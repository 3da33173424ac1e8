"""How long before two years of fixed-term employment an institution wants to be told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_premium_bills")]
    operations = [
        migrations.AddField(
            "institutionsetting",
            "two_years_notice_days",
            models.PositiveSmallIntegerField("기간제 2년이 되기 전 알릴 날수", default=90),
        ),
    ]
