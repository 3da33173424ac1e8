from django.db import migrations, models

from openinsa.people.row_security import for_operators_only

NEVER_CHANGED = """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON people_institutionrecord
        FOR EACH STATEMENT EXECUTE FUNCTION openinsa_refuse_change();
"""
VERBS = [
    ("founded", "설립"),
    ("suspended", "이용 멈춤"),
    ("resumed", "다시 이용"),
    ("exported", "전체 내보내기"),
    ("imported", "전체 들여오기"),
    ("removed", "전체 삭제"),
]


class Migration(migrations.Migration):
    """Institutions can be suspended, and what is done to an institution as a whole is on record."""

    dependencies = [("people", "0008_living_wage"), ("privacy", "0002_institutions_apart")]
    operations = [
        migrations.AddField(
            "institution",
            "suspended_at",
            models.DateTimeField("이용을 멈춘 일시", null=True, editable=False),
        ),
        migrations.AddField(
            "institution",
            "suspended_reason",
            models.CharField("멈춘 사유", max_length=200, blank=True, default=""),
        ),
        migrations.CreateModel(
            "InstitutionRecord",
            [
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, serialize=False, auto_created=True, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField("일시", auto_now_add=True)),
                ("by", models.CharField("한 사람", max_length=80)),
                ("verb", models.CharField("한 일", max_length=10, choices=VERBS)),
                ("number", models.BigIntegerField("기관 번호")),
                ("code", models.CharField("기관코드", max_length=20)),
                ("name", models.CharField("기관명", max_length=100)),
                ("reason", models.CharField("사유", max_length=200, blank=True)),
                ("counts", models.JSONField("자료별 건수", default=dict)),
                ("checksum", models.CharField("내보낸 파일의 SHA-256", max_length=64, blank=True)),
            ],
            {"ordering": ["-at", "-id"]},
        ),
        for_operators_only("people_institutionrecord"),
        migrations.RunSQL(NEVER_CHANGED, "DROP TRIGGER append_only ON people_institutionrecord;"),
    ]
