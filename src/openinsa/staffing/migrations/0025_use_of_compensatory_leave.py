"""Until when an agreement has compensatory leave used."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0024_hours_as_agreed"),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="use_months",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="보상휴가를 쓸 수 있는 달 수"),
        ),
    ]
