"""Probation, kinds of job that tax and minimum wage ask for, paid hours of a month, untaxed items, closed days."""

from django.db import migrations, models

TAXES = [
    ("taxable", "과세"),
    ("meal", "식대(비과세)"),
    ("car", "자가운전(비과세)"),
    ("childcare", "보육수당(6세 이하 자녀, 비과세)"),
    ("research", "연구보조비(비과세)"),
    ("work_abroad", "국외근로(비과세)"),
    ("ship_or_construction_abroad", "선박·국외 건설현장 근로(비과세)"),
    ("untaxed", "전액 비과세(당직·여비 실비, 출산지원금 등)"),
]
CLOSURE = """
    ALTER TABLE people_institution NO FORCE ROW LEVEL SECURITY;
    DO $$
    DECLARE
        before text := current_setting('openinsa.institution', true);
        institutions bigint[] := ARRAY(SELECT id FROM people_institution);
        one bigint;
    BEGIN
        FOREACH one IN ARRAY institutions LOOP
            PERFORM set_config('openinsa.institution', one::text, true);
            INSERT INTO staffing_daycode (institution_id, code, mark, label_ko, label_en, kind, paid, attendance,
                law, position, as_work)
            SELECT one, 'closure', '휴업', '휴업', 'closed by the employer', 'leave', false, 'excused',
                '근로기준법 제46조', (SELECT max(position) + 1 FROM staffing_daycode), false
            WHERE NOT EXISTS (SELECT FROM staffing_daycode WHERE mark = '휴업' OR code = 'closure');
        END LOOP;
        PERFORM set_config('openinsa.institution', COALESCE(before, ''), true);
    END $$;
    ALTER TABLE people_institution FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("staffing", "0019_leave_marks")]
    operations = [
        migrations.AddField(
            "contract", "probation_to", models.DateField("수습 마지막 날", null=True, blank=True)
        ),
        migrations.AddField("contract", "simple_labour", models.BooleanField("단순노무 직종", default=False)),
        migrations.AddField(
            "contract",
            "production_job",
            models.BooleanField("생산직 등(연장수당 비과세 직종)", default=False),
        ),
        migrations.AddField(
            "contract",
            "last_year_gross",
            models.PositiveBigIntegerField("직전 연도 총급여", null=True, blank=True),
        ),
        migrations.AddField(
            "contractversion",
            "month_hours",
            models.PositiveSmallIntegerField("월 유급시간", default=0, db_default=0),
        ),
        migrations.AlterField(
            "allowance",
            "tax",
            models.CharField("과세 구분", max_length=30, choices=TAXES, default="taxable"),
        ),
        migrations.RunSQL(CLOSURE, migrations.RunSQL.noop),
    ]
