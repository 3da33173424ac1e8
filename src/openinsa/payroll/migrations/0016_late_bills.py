"""Bills that came after payment carried into a later month, and the employer's part of settlements."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")
asking = import_module("openinsa.payroll.migrations.0009_no_run_no_waiting")

CARRIED = """
    FROM changed x JOIN staffing_contract o ON o.person_id = x.person_id
    WHERE r.project_id = o.project_id AND r.month = x.month"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0015_pay_tables_wait")]
    operations = [
        migrations.AddField("premiumsettlement", "employer_due", models.JSONField(default=dict)),
        migrations.AddField("premiumsettlement", "employer_charged", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="CarriedBill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="반영하는 월")),
                ("lines", models.JSONField(default=dict)),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carried",
                        to="payroll.premiumbill",
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_bills",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["month", "person"],
                "constraints": [
                    models.UniqueConstraint(fields=("bill", "person"), name="bill_of_a_person_carried_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="carried_bill_month_is_its_first_day"
                    ),
                ],
            },
        ),
        keep_institutions_apart("payroll_carriedbill"),
        same_institution("payroll_carriedbill", "bill_id", "payroll_premiumbill"),
        same_institution("payroll_carriedbill", "person_id", "people_person"),
        keep_history("payroll_carriedbill"),
        migrations.RunSQL(
            asking.ASKED_FIRST.format(name="carried_bill", which=CARRIED),
            "DROP FUNCTION payroll_wait_for_carried_bill();",
        ),
        waiting.triggers("payroll_carriedbill", "carried_bill", waiting.ALWAYS),
    ]
