from django.db import migrations, models

RIGHTS = [("", "역할대로"), ("granted", "볼 수 있음"), ("withheld", "볼 수 없음")]


class Migration(migrations.Migration):
    """Seeing other people's pay can be granted to or withheld from one user."""

    dependencies = [("people", "0012_addresses_apart")]
    operations = [
        migrations.AddField(
            "user",
            "pay_right",
            models.CharField("급여 열람", max_length=10, choices=RIGHTS, blank=True, default=""),
        )
    ]
