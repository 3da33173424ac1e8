"""Consents of people and what they told of a pregnancy, under the same limits as everything else."""

import django.db.models.deletion
from django.db import migrations, models

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

KINDS = [
    ("night_consent", "야간·휴일근로 동의(18세 이상 여성)"),
    ("night_permission", "야간·휴일근로 동의·청구와 고용노동부 인가(18세 미만, 임산부)"),
    ("parental", "나이 증명서와 친권자·후견인 동의서(18세 미만)"),
    ("minor_extension", "연소자 연장근로 합의"),
    ("part_time", "단시간근로자 초과근로 동의"),
    ("break_waiver", "4시간 근로에 휴게를 쓰지 않겠다는 요청"),
]


def of_institution() -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
    )


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_facts_with_dates"), ("staffing", "0014_pay_items")]
    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", key()),
                ("valid_from", models.DateField("적용 시작일")),
                ("valid_to", models.DateField("적용 종료일", blank=True, null=True)),
                ("dated_on", models.DateField("문서 날짜")),
                ("document", models.CharField("문서", max_length=200)),
                ("kind", models.CharField("종류", choices=KINDS, max_length=20)),
                ("institution", of_institution()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "valid_from", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="consent_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True), name="consent_names_its_document"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Motherhood",
            fields=[
                ("id", key()),
                ("facts_sealed", models.BinaryField()),
                ("institution", of_institution()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="motherhoods",
                        to="people.person",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        *(
            operation
            for table in ("staffing_consent", "staffing_motherhood")
            for operation in (
                keep_institutions_apart(table),
                same_institution(table, "person_id", "people_person"),
                keep_history(table),
            )
        ),
    ]
