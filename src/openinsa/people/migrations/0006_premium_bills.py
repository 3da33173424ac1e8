"""Whether an insurer's bill decides over the month's deductions, from a day on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_facts_with_dates")]
    operations = [
        migrations.AddField(
            model_name="institutionsetting",
            name="premium_bills",
            field=models.CharField(
                choices=[("taken", "고지서 금액으로 공제"), ("compared", "직접 계산하고 차이만 봄")],
                default="taken",
                max_length=10,
                verbose_name="보험료 고지내역",
            ),
        ),
    ]
