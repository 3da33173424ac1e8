"""What holds of a person from a day on: insurances, the ratio withheld, dependants, work elsewhere."""

import django.db.models.deletion
from django.db import migrations, models

from openinsa.people.row_security import keep_institutions_apart, same_institution

TABLES = ["insuredstate", "withholdingchoice", "dependant", "otherwork"]


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_operators"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dependant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="적용일")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("spouse", "배우자"),
                            ("child", "자녀"),
                            ("parent", "직계존속"),
                            ("other", "그 밖의 가족"),
                        ],
                        max_length=10,
                        verbose_name="관계",
                    ),
                ),
                ("birth_date", models.DateField(verbose_name="생년월일")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="마지막 날")),
            ],
            options={
                "ordering": ["birth_date", "id"],
            },
        ),
        migrations.CreateModel(
            name="InsuredState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="적용일")),
                (
                    "insurance",
                    models.CharField(
                        choices=[
                            ("pension", "국민연금"),
                            ("health", "건강보험(장기요양 포함)"),
                            ("employment", "고용보험"),
                            ("accident", "산재보험"),
                        ],
                        max_length=12,
                        verbose_name="보험",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[("by_law", "법에 따름"), ("in", "가입"), ("out", "제외")],
                        default="by_law",
                        max_length=10,
                        verbose_name="판정",
                    ),
                ),
                (
                    "base",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="기준소득월액·보수월액"),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("report", "소득·보수 신고"),
                            ("notice", "공단 통지"),
                            ("foreigner", "외국인 적용 제외"),
                            ("minor", "18세 미만 가입 거부"),
                            ("other_pension", "공무원연금 등 다른 연금"),
                            ("livelihood", "기초생활수급자 제외 신청"),
                            ("other_jobs", "다른 사업장과 시간·보수 합산 신청"),
                            ("transfer", "다른 기관에서 전입(그 달 보험료는 전 기관)"),
                            ("other", "그 밖"),
                        ],
                        max_length=20,
                        verbose_name="사유",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="비고")),
            ],
            options={
                "ordering": ["valid_from", "id"],
            },
        ),
        migrations.CreateModel(
            name="OtherWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="적용일")),
                ("employer", models.CharField(max_length=100, verbose_name="다른 근무지")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="마지막 날")),
                ("main_workplace", models.BooleanField(default=False, verbose_name="그곳이 주된 근무지")),
                (
                    "pension_income",
                    models.PositiveIntegerField(default=0, verbose_name="그곳의 국민연금 기준소득월액"),
                ),
            ],
            options={
                "ordering": ["valid_from", "id"],
            },
        ),
        migrations.CreateModel(
            name="WithholdingChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="적용일")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="원천징수 비율(%)")),
            ],
            options={
                "ordering": ["valid_from", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="person",
            name="withholding_percent_as_the_decree_allows",
        ),
        migrations.RemoveField(
            model_name="person",
            name="withholding_percent",
        ),
        migrations.AddField(
            model_name="dependant",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
            ),
        ),
        migrations.AddField(
            model_name="dependant",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="dependants", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="insuredstate",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
            ),
        ),
        migrations.AddField(
            model_name="insuredstate",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="insured_states", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="otherwork",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
            ),
        ),
        migrations.AddField(
            model_name="otherwork",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="other_work", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="withholdingchoice",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
            ),
        ),
        migrations.AddField(
            model_name="withholdingchoice",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="withholding_choices",
                to="people.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="dependant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="dependant_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="insuredstate",
            constraint=models.UniqueConstraint(
                fields=("person", "insurance", "valid_from"), name="one_insured_state_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="otherwork",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="other_work_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="withholdingchoice",
            constraint=models.UniqueConstraint(
                fields=("person", "valid_from"), name="one_withholding_choice_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="withholdingchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__in", [80, 100, 120])),
                name="withholding_choice_as_the_decree_allows",
            ),
        ),
        *(keep_institutions_apart(f"people_{table}") for table in TABLES),
        *(same_institution(f"people_{table}", "person_id", "people_person") for table in TABLES),
    ]
