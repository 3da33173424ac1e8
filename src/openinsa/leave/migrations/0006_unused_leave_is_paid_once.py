"""Payments for one last day of use are counted, so that none is made twice at the same moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leave", "0005_leave_allowances")]
    operations = [
        migrations.AddField(
            model_name="unusedleavepay",
            name="number",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="차례"),
        ),
        migrations.AddConstraint(
            model_name="unusedleavepay",
            constraint=models.UniqueConstraint(
                fields=("person", "due_on", "employment_over", "number"), name="unused_leave_is_paid_once"
            ),
        ),
    ]
