"""Pay items by the hour, by marked days, as a share of other pay, and in some months of the year alone."""

from django.db import migrations, models
from django.db.models import Q

KINDS = [
    ("monthly", "월 정액"),
    ("per_worked_day", "근무일당"),
    ("per_marked_day", "부호가 있는 날마다"),
    ("per_hour", "시간당"),
    ("share", "기본급·통상임금의 비율"),
]
MEASURES = [
    ("none", "없음"),
    ("worked", "근무한 시간"),
    ("overtime", "연장근로시간"),
    ("holiday", "휴일근로시간"),
    ("night", "야간근로시간"),
    ("basic_pay", "그 달의 기본급"),
    ("ordinary_wage", "월 통상임금"),
]
ROUNDINGS = [
    ("floor_1", "원 미만 버림"),
    ("half_up_1", "원 미만 반올림"),
    ("ceil_1", "원 미만 올림"),
    ("floor_10", "10원 미만 버림"),
    ("ceil_10", "10원 미만 올림"),
]
SAYS_WHAT_IT_COUNTS = (
    Q(kind__in=["monthly", "per_worked_day"], measure="none", day_code="")
    | Q(kind="per_hour", measure__in=["worked", "overtime", "holiday", "night"], day_code="")
    | Q(kind="share", measure__in=["basic_pay", "ordinary_wage"], day_code="")
    | (Q(kind="per_marked_day", measure="none") & ~Q(day_code=""))
)


class Migration(migrations.Migration):
    dependencies = [("staffing", "0016_fixed_term")]
    operations = [
        migrations.AlterField(
            "allowance",
            "kind",
            models.CharField("지급 방식", max_length=20, choices=KINDS, default="monthly"),
        ),
        migrations.AddField(
            "allowance",
            "measure",
            models.CharField("무엇의 시간·비율인지", max_length=20, choices=MEASURES, default="none"),
        ),
        migrations.AddField(
            "allowance", "day_code", models.CharField("부호", max_length=30, blank=True, default="")
        ),
        migrations.AddField("allowance", "months", models.PositiveSmallIntegerField("주는 달", default=4095)),
        migrations.AddField(
            "allowance",
            "rounding",
            models.CharField("끝수", max_length=10, choices=ROUNDINGS, blank=True, default=""),
        ),
        migrations.AddField("allowance", "average_wage", models.BooleanField("평균임금 산입", default=True)),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(condition=SAYS_WHAT_IT_COUNTS, name="allowance_says_what_it_counts"),
        ),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=4095), name="allowance_is_paid_in_some_month"
            ),
        ),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(
                condition=~Q(kind="share") | Q(amount__lte=10_000_000), name="share_is_ten_times_at_most"
            ),
        ),
    ]
