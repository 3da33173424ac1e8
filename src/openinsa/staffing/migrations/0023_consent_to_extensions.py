"""Consent to an approved extension among the papers of people."""

from django.db import migrations, models

KINDS = [
    ("night_consent", "야간·휴일근로 동의(18세 이상 여성)"),
    ("night_permission", "야간·휴일근로 동의·청구와 고용노동부 인가(18세 미만, 임산부)"),
    ("parental", "나이 증명서와 친권자·후견인 동의서(18세 미만)"),
    ("minor_extension", "연소자 연장근로 합의"),
    ("part_time", "단시간근로자 초과근로 동의"),
    ("extension", "특별연장근로 동의(인가받은 주)"),
    ("break_waiver", "4시간 근로에 휴게를 쓰지 않겠다는 요청"),
]


class Migration(migrations.Migration):
    dependencies = [("staffing", "0022_pay_tables")]
    operations = [
        migrations.AlterField("consent", "kind", models.CharField("종류", max_length=20, choices=KINDS))
    ]
