"""The number of the pension account that severance goes to, sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ending", "0002_limits_of_settlements")]
    operations = [
        migrations.AddField("settlement", "pension_account_sealed", models.BinaryField(null=True)),
    ]
