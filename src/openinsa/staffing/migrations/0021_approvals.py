"""Approvals of projects and weeks decided by hand, under the same limits as everything else."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import openinsa.staffing.ranges
from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

KINDS = [
    ("emergency", "특별연장근로 인가(제53조제4항)"),
    ("special_industry", "근로시간 특례 업종의 서면합의(제59조)"),
    ("compensatory", "보상휴가 서면합의(제57조)"),
]


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of_institution() -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_facts_with_dates"),
        ("staffing", "0020_pay_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", key()),
                ("valid_from", models.DateField("적용 시작일")),
                ("valid_to", models.DateField("적용 종료일", blank=True, null=True)),
                ("dated_on", models.DateField("문서 날짜")),
                ("document", models.CharField("문서", max_length=200)),
                ("kind", models.CharField("종류", choices=KINDS, max_length=20)),
                ("institution", of_institution()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="staffing.project",
                    ),
                ),
            ],
            options={
                "ordering": ["valid_from", "kind"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        name="one_approval_of_a_kind_per_day",
                        expressions=[
                            (openinsa.staffing.ranges.Same("project"), "&&"),
                            (openinsa.staffing.ranges.SameText("kind"), "&&"),
                            (openinsa.staffing.ranges.Days("valid_from", "valid_to"), "&&"),
                        ],
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True),
                        name="approval_names_its_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecidedWeek",
            fields=[
                ("id", key()),
                ("week_end", models.DateField("주의 마지막 날")),
                (
                    "ruling",
                    models.CharField(
                        "결정", choices=[("granted", "줌"), ("withheld", "주지 않음")], max_length=10
                    ),
                ),
                ("grounds", models.CharField("사유", max_length=200)),
                ("decided_at", models.DateTimeField("정한 일시", auto_now_add=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decided_weeks",
                        to="staffing.contract",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("institution", of_institution()),
            ],
            options={
                "ordering": ["week_end"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "week_end"), name="week_decided_once"),
                    models.CheckConstraint(
                        condition=models.Q(("grounds", ""), _negated=True), name="decision_has_a_reason"
                    ),
                ],
            },
        ),
        *(
            operation
            for table, column, target in (
                ("staffing_approval", "project_id", "staffing_project"),
                ("staffing_decidedweek", "contract_id", "staffing_contract"),
            )
            for operation in (
                keep_institutions_apart(table),
                same_institution(table, column, target),
                keep_history(table),
            )
        ),
    ]
