"""Duty and the shorter hours of a pregnancy as marks of every institution, and duty that is normal work."""

from django.db import migrations, models
from django.db.models import F, Q

KINDS = [
    ("work", "근무"),
    ("free", "쉬는 날"),
    ("leave", "근무하지 않은 날"),
    ("half", "반일"),
    ("duty", "일숙직"),
]
AS_WORK = Q(as_work=False) | Q(kind="duty", starts__lt=1440, ends__gt=F("starts"))
NEW_MARKS = """
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
            SELECT one, code, mark, label_ko, label_en, kind, paid, attendance, law,
                (SELECT max(position) FROM staffing_daycode) + n, false
            FROM (VALUES
                (1, 'pregnancy_hours', '단축', '임신기 단축', 'shorter hours of a pregnancy', 'leave', true,
                    'present', '근로기준법 제74조제7항'),
                (2, 'day_duty', '일직', '일직', 'day duty', 'duty', false, 'excused', '대법원 93다46254'),
                (3, 'night_duty', '숙직', '숙직', 'night duty', 'duty', false, 'excused', '대법원 93다46254')
            ) AS added (n, code, mark, label_ko, label_en, kind, paid, attendance, law)
            WHERE NOT EXISTS (SELECT FROM staffing_daycode k WHERE k.mark = added.mark OR k.code = added.code);
        END LOOP;
        PERFORM set_config('openinsa.institution', COALESCE(before, ''), true);
    END $$;
    ALTER TABLE people_institution FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("staffing", "0017_kinds_of_pay_items")]
    operations = [
        migrations.AlterField("daycode", "kind", models.CharField("종류", max_length=10, choices=KINDS)),
        migrations.AddField("daycode", "as_work", models.BooleanField("근로시간으로 셈", default=False)),
        migrations.AddField(
            "daycode", "starts", models.PositiveSmallIntegerField("당직 시작", blank=True, null=True)
        ),
        migrations.AddField(
            "daycode", "ends", models.PositiveSmallIntegerField("당직 끝", blank=True, null=True)
        ),
        migrations.AddConstraint(
            "daycode", models.CheckConstraint(condition=AS_WORK, name="duty_as_work_has_hours")
        ),
        migrations.RunSQL(NEW_MARKS, migrations.RunSQL.noop),
    ]
