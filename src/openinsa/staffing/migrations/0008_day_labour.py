"""Day labour, construction sites and the wish to join the pension: what the insurances ask about work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staffing", "0007_hours_by_version")]
    operations = [
        migrations.AddField(
            "contract", "day_labour", models.BooleanField("일용근로(하루 단위 고용)", default=False)
        ),
        migrations.AddField(
            "contract",
            "short_hours_pension_wish",
            models.BooleanField("월 60시간 미만 국민연금 가입 희망(기관 동의)", default=False),
        ),
        migrations.AddField(
            "contract", "agreed_end", models.DateField("처음 약정한 종료일", null=True, blank=True)
        ),
        migrations.AddField("project", "construction_site", models.BooleanField("건설현장", default=False)),
    ]
