"""One-time payments under the same limits as everything else; a computed run waits when one of its people gets one."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")
asking = import_module("openinsa.payroll.migrations.0009_no_run_no_waiting")

OF_MONTH = """
    FROM changed x JOIN staffing_contract c ON c.id = x.contract_id
    JOIN staffing_contract o ON o.person_id = c.person_id
    WHERE r.project_id = o.project_id AND r.month = x.month"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0012_premium_bills"), ("staffing", "0014_pay_items")]
    operations = [
        migrations.CreateModel(
            name="OneTimePayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="지급하는 월")),
                ("name", models.CharField(max_length=60, verbose_name="이름")),
                ("amount", models.PositiveIntegerField(verbose_name="금액")),
                ("covers_from", models.DateField(blank=True, null=True, verbose_name="지급대상기간 시작")),
                ("covers_to", models.DateField(blank=True, null=True, verbose_name="지급대상기간 끝")),
                ("grounds", models.CharField(max_length=200, verbose_name="근거")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="one_time_payments",
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
                "ordering": ["-month", "contract", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "month", "name"), name="one_time_payment_once_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="one_time_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="one_time_payment_pays_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("covers_from__isnull", True), ("covers_to__isnull", True)),
                            models.Q(
                                ("covers_from__isnull", False),
                                ("covers_to__gte", models.F("covers_from")),
                            ),
                            _connector="OR",
                        ),
                        name="one_time_payment_covers_a_period_or_none",
                    ),
                ],
            },
        ),
        keep_institutions_apart("payroll_onetimepayment"),
        same_institution("payroll_onetimepayment", "contract_id", "staffing_contract"),
        keep_history("payroll_onetimepayment"),
        migrations.RunSQL(
            asking.ASKED_FIRST.format(name="one_time", which=OF_MONTH),
            "DROP FUNCTION payroll_wait_for_one_time();",
        ),
        waiting.triggers("payroll_onetimepayment", "one_time", waiting.ALWAYS),
    ]
