"""Fiscal years, leave banked in place of pay, and leave pay that was paid elsewhere."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leave", "0006_unused_leave_is_paid_once"),
        ("people", "0008_living_wage"),
        ("staffing", "0025_use_of_compensatory_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankedLeave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="일한 달")),
                ("minutes", models.PositiveIntegerField(verbose_name="시간")),
                ("use_until", models.DateField(null=True, verbose_name="사용 기한")),
            ],
            options={
                "ordering": ["month", "id"],
            },
        ),
        migrations.CreateModel(
            name="LeaveSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="적용일")),
                (
                    "granting",
                    models.CharField(
                        choices=[("hire", "입사일 기준"), ("fiscal", "회계연도 기준")],
                        default="hire",
                        max_length=10,
                        verbose_name="연차를 주는 기준",
                    ),
                ),
                (
                    "fiscal_month",
                    models.PositiveSmallIntegerField(default=1, verbose_name="회계연도가 시작하는 달"),
                ),
                (
                    "share_unit",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1분"), (60, "1시간"), (240, "4시간"), (480, "8시간")],
                        default=1,
                        verbose_name="비례 연차를 올리는 단위",
                    ),
                ),
                (
                    "settlement",
                    models.CharField(
                        choices=[("larger", "많은 쪽을 인정"), ("hire", "입사일 기준으로 다시 계산")],
                        default="larger",
                        max_length=10,
                        verbose_name="회계연도 기준이 더 많을 때",
                    ),
                ),
                (
                    "advance",
                    models.CharField(
                        choices=[
                            ("free", "알리지 않음"),
                            ("warn", "한도를 넘으면 월 근무상황에 표시"),
                            ("refuse", "한도를 넘으면 제출하지 않음"),
                        ],
                        default="free",
                        max_length=10,
                        verbose_name="당겨 쓰는 연차",
                    ),
                ),
                (
                    "advance_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="당겨 쓸 수 있는 일수"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="근거")),
            ],
            options={
                "ordering": ["-valid_from"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="unusedleavepay",
            name="unused_leave_is_paid_once",
        ),
        migrations.AddField(
            model_name="leavegrant",
            name="figures",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="unusedleavepay",
            name="earned_in",
            field=models.DateField(null=True, verbose_name="일한 달"),
        ),
        migrations.AddField(
            model_name="unusedleavepay",
            name="kind",
            field=models.CharField(
                choices=[("annual", "연차"), ("compensatory", "보상휴가")],
                default="annual",
                max_length=12,
                verbose_name="휴가",
            ),
        ),
        migrations.AddField(
            model_name="unusedleavepay",
            name="note",
            field=models.CharField(blank=True, max_length=200, verbose_name="비고"),
        ),
        migrations.AddField(
            model_name="unusedleavepay",
            name="paid_on",
            field=models.DateField(null=True, verbose_name="지급일"),
        ),
        migrations.AlterField(
            model_name="leavegrant",
            name="basis",
            field=models.CharField(
                choices=[
                    ("month", "1개월 개근"),
                    ("year", "1년 근속"),
                    ("fiscal", "회계연도"),
                    ("compared", "입사일 기준(비교)"),
                    ("by_hand", "직접 입력"),
                ],
                max_length=10,
                verbose_name="발생 사유",
            ),
        ),
        migrations.AlterField(
            model_name="unusedleavepay",
            name="item",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="unused_leave_pay",
                to="staffing.allowance",
            ),
        ),
        migrations.AddConstraint(
            model_name="unusedleavepay",
            constraint=models.UniqueConstraint(
                fields=("person", "kind", "earned_in", "due_on", "employment_over", "number"),
                name="unused_leave_is_paid_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="unusedleavepay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item__isnull", False), ("paid_on__isnull", True)),
                    models.Q(
                        ("item__isnull", True),
                        ("paid_on__isnull", False),
                        models.Q(("note", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="unused_leave_is_in_a_pay_or_paid_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="unusedleavepay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("earned_in__isnull", True), ("kind", "annual")),
                    models.Q(("earned_in__isnull", False), ("kind", "compensatory")),
                    _connector="OR",
                ),
                name="compensatory_leave_names_its_month",
            ),
        ),
        migrations.AddField(
            model_name="bankedleave",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="banked_leave",
                to="staffing.contract",
            ),
        ),
        migrations.AddField(
            model_name="bankedleave",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
            ),
        ),
        migrations.AddField(
            model_name="bankedleave",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="banked_leave", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="leavesetting",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankedleave",
            constraint=models.UniqueConstraint(
                fields=("contract", "month"), name="leave_is_banked_once_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankedleave",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gt", 0)), name="banked_leave_is_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="leavesetting",
            constraint=models.UniqueConstraint(
                fields=("institution", "valid_from"), name="one_leave_setting_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="leavesetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("fiscal_month__gte", 1), ("fiscal_month__lte", 12)),
                name="fiscal_year_begins_in_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="leavesetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="leave_setting_names_its_source"
            ),
        ),
    ]
