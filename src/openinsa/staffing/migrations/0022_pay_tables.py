"""Tables of pay by grade and years of service, and pay items that follow them."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from openinsa.people.row_security import keep_institutions_apart
from openinsa.privacy.history import keep_history

KINDS = [
    ("monthly", "월 정액"),
    ("per_worked_day", "근무일당"),
    ("per_marked_day", "부호가 있는 날마다"),
    ("per_hour", "시간당"),
    ("share", "기본급·통상임금의 비율"),
    ("table", "호봉표의 등급·근속연수에 따른 월 정액"),
]
SAYS_WHAT_IT_COUNTS = (
    Q(kind__in=["monthly", "per_worked_day", "table"], measure="none", day_code="")
    | Q(kind="per_hour", measure__in=["worked", "overtime", "holiday", "night"], day_code="")
    | Q(kind="share", measure__in=["basic_pay", "ordinary_wage"], day_code="")
    | (Q(kind="per_marked_day", measure="none") & ~Q(day_code=""))
)
NAMES_ITS_ROW = Q(pay_table="", grade="") & ~Q(kind="table") | Q(kind="table") & ~Q(pay_table="") & ~Q(
    grade=""
) & Q(service_from__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("staffing", "0021_approvals")]
    operations = [
        migrations.CreateModel(
            name="PayTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField("호봉표 이름", max_length=60)),
                ("valid_from", models.DateField("적용 시작일")),
                ("source", models.CharField("근거", max_length=200)),
                ("rows", models.JSONField("등급과 금액")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.institution",
                        verbose_name="기관",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["institution", "name", "valid_from"], name="one_pay_table_of_a_name_per_day"
                    )
                ],
            },
        ),
        keep_institutions_apart("staffing_paytable"),
        keep_history("staffing_paytable"),
        migrations.AlterField(
            "allowance",
            "kind",
            models.CharField("지급 방식", max_length=20, choices=KINDS, default="monthly"),
        ),
        migrations.AddField(
            "allowance", "pay_table", models.CharField("호봉표", max_length=60, blank=True, default="")
        ),
        migrations.AddField(
            "allowance", "grade", models.CharField("등급", max_length=40, blank=True, default="")
        ),
        migrations.AddField(
            "allowance", "service_from", models.DateField("근속 기산일", null=True, blank=True)
        ),
        migrations.RemoveConstraint("allowance", "allowance_says_what_it_counts"),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(condition=SAYS_WHAT_IT_COUNTS, name="allowance_says_what_it_counts"),
        ),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(condition=NAMES_ITS_ROW, name="allowance_by_table_names_its_row"),
        ),
    ]
