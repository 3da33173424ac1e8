"""Settled premiums under the same limits as everything else; computed runs that carry a share wait."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

waiting = import_module("openinsa.payroll.migrations.0004_changed_inputs_wait")
asking = import_module("openinsa.payroll.migrations.0009_no_run_no_waiting")

CARRIED = """
    FROM changed x JOIN payroll_premiumsettlement s ON s.id = x.settlement_id
    JOIN staffing_contract o ON o.person_id = s.person_id
    WHERE r.project_id = o.project_id AND r.month = x.month"""
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
INSTITUTION = models.ForeignKey(
    on_delete=django.db.models.deletion.PROTECT, to="people.institution", verbose_name="기관"
)


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0013_one_time_payments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="PremiumSettlement",
            fields=[
                ("id", KEY.clone()),
                ("year", models.PositiveSmallIntegerField(verbose_name="정산 연도")),
                ("pay", models.BigIntegerField(verbose_name="보수 총액")),
                ("months", models.PositiveSmallIntegerField(verbose_name="근무한 개월 수")),
                ("base", models.BigIntegerField(verbose_name="정산한 보수월액")),
                ("due", models.JSONField(default=dict)),
                ("charged", models.JSONField(default=dict)),
                ("decided_at", models.DateTimeField(auto_now_add=True, verbose_name="정산일시")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("institution", INSTITUTION.clone()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="premium_settlements",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "person"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "id"), name="premium_settlement_of_institution"
                    ),
                    models.UniqueConstraint(
                        fields=("person", "year"), name="premiums_of_a_year_settled_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementShare",
            fields=[
                ("id", KEY.clone()),
                ("month", models.DateField(verbose_name="월")),
                ("amounts", models.JSONField(default=dict)),
                ("institution", INSTITUTION.clone()),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="payroll.premiumsettlement",
                    ),
                ),
            ],
            options={
                "ordering": ["month"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("settlement", "month"), name="one_settlement_share_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="settlement_month_is_its_first_day"
                    ),
                ],
            },
        ),
        keep_institutions_apart("payroll_premiumsettlement"),
        keep_institutions_apart("payroll_settlementshare"),
        same_institution("payroll_premiumsettlement", "person_id", "people_person"),
        same_institution("payroll_settlementshare", "settlement_id", "payroll_premiumsettlement"),
        keep_history("payroll_premiumsettlement"),
        keep_history("payroll_settlementshare"),
        migrations.RunSQL(
            asking.ASKED_FIRST.format(name="settlement", which=CARRIED),
            "DROP FUNCTION payroll_wait_for_settlement();",
        ),
        waiting.triggers("payroll_settlementshare", "settlement", waiting.ALWAYS),
    ]
