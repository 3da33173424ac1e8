"""On what a pay item depends, and agreed deductions under the same limits as everything else."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import openinsa.staffing.models
from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

CONDITIONS = [
    ("none", "조건 없음"),
    ("employed_on_a_day", "지급일 등 특정일에 재직하는 사람만"),
    ("within_scheduled_days", "소정근로일수 안의 일수를 채운 사람만"),
    ("beyond_scheduled_days", "소정근로일수를 넘겨 일한 사람만"),
    ("performance", "실적에 따른 순수 성과급"),
    ("actual_cost", "쓴 비용을 갚아 주는 실비"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0005_facts_with_dates"), ("staffing", "0013_limits_of_holiday_swaps")]
    operations = [
        migrations.AddField(
            "allowance",
            "condition",
            models.CharField("지급 조건", max_length=30, choices=CONDITIONS, default="none"),
        ),
        migrations.CreateModel(
            name="Deduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField("공제명", max_length=60)),
                (
                    "kind",
                    models.CharField(
                        "공제 방식",
                        max_length=20,
                        choices=[("monthly", "월 정액"), ("per_worked_day", "근무일당")],
                        default="monthly",
                    ),
                ),
                ("amount", models.PositiveIntegerField("금액")),
                ("valid_from", models.DateField("적용 시작일")),
                ("valid_to", models.DateField("적용 종료일")),
                ("agreement", models.CharField("동의서·단체협약", max_length=200)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deductions",
                        to="staffing.contract",
                    ),
                ),
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
                "ordering": ["name", "valid_from"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        name="one_deduction_of_a_name_per_day",
                        expressions=[
                            (openinsa.staffing.models.Same("contract"), "&&"),
                            (openinsa.staffing.models.SameText("name"), "&&"),
                            (openinsa.staffing.models.Days("valid_from", "valid_to"), "&&"),
                        ],
                    ),
                    models.CheckConstraint(
                        condition=models.Q(valid_to__gte=models.F("valid_from")),
                        name="deduction_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(amount__gt=0), name="deduction_takes_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agreement", ""), _negated=True), name="deduction_is_agreed"
                    ),
                ],
            },
        ),
        keep_institutions_apart("staffing_deduction"),
        same_institution("staffing_deduction", "contract_id", "staffing_contract"),
        keep_history("staffing_deduction"),
    ]
