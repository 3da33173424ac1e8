"""How many days of a leave an institution's own rule gives, under the limits of everything else."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from openinsa.people.row_security import keep_institutions_apart
from openinsa.privacy.history import keep_history

PER = [("year", "한 해"), ("month", "한 달"), ("event", "사유마다")]


class Migration(migrations.Migration):
    dependencies = [("leave", "0004_limits_of_unused_leave_pay")]
    operations = [
        migrations.CreateModel(
            name="LeaveAllowance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField("부호 이름", max_length=30)),
                ("valid_from", models.DateField("적용일")),
                ("days", models.PositiveSmallIntegerField("일수")),
                ("per", models.CharField("세는 기간", max_length=10, choices=PER, default="year")),
                ("source", models.CharField("근거", max_length=200)),
                (
                    "institution",
                    models.ForeignKey(
                        "people.institution",
                        on_delete=django.db.models.deletion.PROTECT,
                        verbose_name="기관",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["institution", "code", "valid_from"], name="one_leave_allowance_per_day"
                    ),
                    models.CheckConstraint(condition=~Q(source=""), name="leave_allowance_names_its_source"),
                ],
            },
        ),
        keep_institutions_apart("leave_leaveallowance"),
        keep_history("leave_leaveallowance"),
    ]
