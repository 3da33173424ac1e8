"""Agreements on flexible hours and whom they hold for, under the same limits as everything else."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import openinsa.staffing.ranges
from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

KINDS = [
    ("two_weeks", "2주 이내 (취업규칙, 제51조제1항)"),
    ("three_months", "3개월 이내 (서면 합의, 제51조제2항)"),
    ("six_months", "3개월 초과 6개월 이내 (서면 합의, 제51조의2)"),
]


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of_institution() -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
    )


def of(target: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=f"staffing.{target}"
    )


class Migration(migrations.Migration):
    dependencies = [("staffing", "0026_contracts_without_an_end")]
    operations = [
        migrations.CreateModel(
            name="FlexibleAgreement",
            fields=[
                ("id", key()),
                ("kind", models.CharField("종류", choices=KINDS, max_length=20)),
                ("unit_length", models.PositiveSmallIntegerField("단위기간")),
                (
                    "unit",
                    models.CharField("단위", choices=[("weeks", "주"), ("months", "개월")], max_length=10),
                ),
                ("starts_on", models.DateField("첫 단위기간 시작일")),
                ("ends_on", models.DateField("유효기간의 마지막 날")),
                ("agreed_on", models.DateField("합의한 날")),
                ("agreed_with", models.CharField("근로자대표", blank=True, max_length=100)),
                ("document", models.CharField("문서", max_length=200)),
                ("wage_plan", models.CharField("임금보전방안", blank=True, max_length=200)),
                ("institution", of_institution()),
                ("project", of("project", "flexible_agreements")),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "id"), name="flexible_agreement_of_institution"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ends_on__gte=models.F("starts_on"), unit_length__gt=0),
                        name="flexible_agreement_has_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True),
                        name="flexible_agreement_names_its_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlexibleCover",
            fields=[
                ("id", key()),
                ("valid_from", models.DateField("적용 시작일")),
                ("valid_to", models.DateField("적용 종료일")),
                ("institution", of_institution()),
                ("agreement", of("flexibleagreement", "covers")),
                ("contract", of("contract", "flexible_covers")),
            ],
            options={
                "ordering": ["valid_from", "id"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        name="one_flexible_agreement_per_day_of_a_contract",
                        expressions=[
                            (openinsa.staffing.ranges.Same("contract"), "&&"),
                            (openinsa.staffing.ranges.Days("valid_from", "valid_to"), "&&"),
                        ],
                    ),
                    models.CheckConstraint(
                        condition=models.Q(valid_to__gte=models.F("valid_from")),
                        name="flexible_cover_ends_after_start",
                    ),
                ],
            },
        ),
        keep_institutions_apart("staffing_flexibleagreement"),
        same_institution("staffing_flexibleagreement", "project_id", "staffing_project"),
        keep_history("staffing_flexibleagreement"),
        keep_institutions_apart("staffing_flexiblecover"),
        same_institution("staffing_flexiblecover", "agreement_id", "staffing_flexibleagreement"),
        same_institution("staffing_flexiblecover", "contract_id", "staffing_contract"),
        keep_history("staffing_flexiblecover"),
    ]
