"""Bills of insurers, under the same limits as everything else. Confirmed and undone, they have runs wait."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")
asking = import_module("openinsa.payroll.migrations.0009_no_run_no_waiting")

BILLED = """
    FROM changed x JOIN payroll_premiumbill b ON b.id = x.bill_id
    JOIN staffing_contract o ON o.person_id = x.person_id
    WHERE r.project_id = o.project_id AND r.month = b.month"""
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
INSTITUTION = models.ForeignKey(
    on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
)
KNOWN = [
    ("number", "주민등록번호"),
    ("birth", "성명과 생년월일"),
    ("name", "성명(한 사람뿐)"),
    ("paid", "이미 지급한 달"),
    ("nobody", "없는 사람"),
    ("several", "같은 이름이 여럿"),
]


def of_user(**options: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0011_deductions_wait"),
        ("people", "0006_premium_bills"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="PremiumBill",
            fields=[
                ("id", KEY.clone()),
                ("month", models.DateField(verbose_name="월")),
                (
                    "insurance",
                    models.CharField(
                        choices=[
                            ("health", "건강보험·장기요양보험"),
                            ("pension", "국민연금"),
                            ("employment", "고용보험·산재보험"),
                        ],
                        max_length=12,
                        verbose_name="보험",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("read", "확인 전"), ("confirmed", "반영됨"), ("dropped", "취소됨")],
                        default="read",
                        max_length=10,
                        verbose_name="상태",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="파일명")),
                ("content_sealed", models.BinaryField()),
                ("columns", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="올린 일시")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="확인일시")),
                ("uploaded_by", of_user()),
                ("decided_by", of_user(null=True)),
                ("institution", INSTITUTION.clone()),
            ],
            options={
                "ordering": ["-month", "insurance", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "id"), name="premium_bill_of_institution"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmed")),
                        fields=("institution", "month", "insurance"),
                        name="one_bill_of_an_insurance_holds_in_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="bill_month_is_its_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BilledPerson",
            fields=[
                ("id", KEY.clone()),
                ("place", models.CharField(max_length=120, verbose_name="파일의 행")),
                ("name", models.CharField(max_length=100, verbose_name="성명")),
                ("birth", models.CharField(blank=True, max_length=6, verbose_name="생년월일")),
                ("known", models.CharField(choices=KNOWN, max_length=10, verbose_name="찾은 방법")),
                ("amounts", models.JSONField(default=dict)),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="payroll.premiumbill",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="billed",
                        to="people.person",
                    ),
                ),
                ("institution", INSTITUTION.clone()),
            ],
            options={
                "ordering": ["bill", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("known__in", ["nobody", "several"]), ("person__isnull", True)),
                            models.Q(
                                models.Q(("known__in", ["nobody", "several"]), _negated=True),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="billed_person_is_known_or_not",
                    )
                ],
            },
        ),
        keep_institutions_apart("payroll_premiumbill"),
        keep_institutions_apart("payroll_billedperson"),
        same_institution("payroll_billedperson", "bill_id", "payroll_premiumbill"),
        same_institution("payroll_billedperson", "person_id", "people_person"),
        keep_history("payroll_premiumbill", "content_sealed"),
        keep_history("payroll_billedperson"),
        migrations.RunSQL(
            asking.ASKED_FIRST.format(name="billed", which=BILLED), "DROP FUNCTION payroll_wait_for_billed();"
        ),
        waiting.triggers("payroll_billedperson", "billed", waiting.ALWAYS),
    ]
