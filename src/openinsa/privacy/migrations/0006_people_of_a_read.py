"""One read of many people is one record that names all of them, its way and the code of its reason."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_changes_column_by_column")]
    operations = [
        migrations.AddField(
            model_name="accessrecord",
            name="people",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None, verbose_name="대상"
            ),
        ),
        migrations.AddField(
            model_name="accessrecord",
            name="channel",
            field=models.CharField(
                choices=[
                    ("page", "화면"),
                    ("file", "파일"),
                    ("export", "내보내기"),
                    ("search", "검색"),
                    ("api", "연계"),
                    ("job", "작업"),
                ],
                default="page",
                max_length=10,
                verbose_name="경로",
            ),
        ),
        migrations.AddField(
            model_name="accessrecord",
            name="reason_code",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="사유 구분"),
        ),
        migrations.AddIndex(
            model_name="accessrecord",
            index=django.contrib.postgres.indexes.GinIndex(fields=["people"], name="access_by_person_seen"),
        ),
    ]
