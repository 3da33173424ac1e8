"""Rules of an institution for its access records, what the review looked into, sign-offs and archives."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import append_only, keep_history


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_institutions_apart"),
        ("privacy", "0010_acting_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.BigIntegerField(verbose_name="첫 번호")),
                ("last", models.BigIntegerField(verbose_name="마지막 번호")),
                ("digest", models.BinaryField(max_length=32)),
                ("until", models.DateTimeField(verbose_name="마지막 기록의 일시")),
                ("file", models.CharField(max_length=120, verbose_name="파일")),
                ("checksum", models.CharField(max_length=64, verbose_name="파일의 SHA-256")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="보관일시")),
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
                "ordering": ["first"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "first"), name="access_records_archived_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="archive_ends_after_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="월")),
                ("records", models.PositiveBigIntegerField(verbose_name="접속기록")),
                ("findings", models.PositiveIntegerField(verbose_name="살펴본 항목")),
                ("number", models.BigIntegerField(verbose_name="마지막 번호")),
                ("digest", models.BinaryField(max_length=32, verbose_name="고정값")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="의견")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="점검일시")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="점검한 사람",
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
                "ordering": ["-month"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "month"), name="month_of_access_reviewed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="적용일")),
                ("keep_years", models.PositiveSmallIntegerField(default=2, verbose_name="접속기록 보관(년)")),
                ("many_people", models.PositiveIntegerField(default=300, verbose_name="하루에 본 사람 수")),
                ("night_from", models.PositiveSmallIntegerField(default=1320, verbose_name="야간 시작(분)")),
                ("night_to", models.PositiveSmallIntegerField(default=360, verbose_name="야간 끝(분)")),
                (
                    "reveals_a_day",
                    models.PositiveSmallIntegerField(default=10, verbose_name="하루에 가려진 값을 본 횟수"),
                ),
                (
                    "least_letters",
                    models.PositiveSmallIntegerField(default=8, verbose_name="사유의 최소 글자 수"),
                ),
                (
                    "known_address_days",
                    models.PositiveSmallIntegerField(default=90, verbose_name="새 접속지로 보는 날수"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="근거")),
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
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "valid_from"), name="one_access_setting_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_years__gte", 1), ("keep_years__lte", 10)),
                        name="access_kept_a_year_at_least",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("night_from__lt", 1440), ("night_to__lt", 1440)),
                        name="night_within_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookedInto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="월")),
                ("finding", models.CharField(max_length=120, verbose_name="항목")),
                ("note", models.CharField(max_length=500, verbose_name="확인한 내용")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="확인일시")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="확인한 사람",
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
                "ordering": ["month", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "month", "finding"), name="looked_into_once"
                    )
                ],
            },
        ),
        *(
            keep_institutions_apart(f"privacy_{table}")
            for table in ("accesssetting", "lookedinto", "accessreview", "accessarchive")
        ),
        same_institution("privacy_lookedinto", "by_id", "people_user"),
        same_institution("privacy_accessreview", "by_id", "people_user"),
        keep_history("privacy_accesssetting"),
        append_only("privacy_lookedinto"),
        append_only("privacy_accessreview"),
        append_only("privacy_accessarchive"),
    ]
