"""Marks of the leaves of the law, of lateness, of night and holiday work for every institution."""

from django.db import migrations

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
                (1, 'late', '지각', '지각', 'late arrival', 'leave', false, 'present', ''),
                (2, 'early_leave', '조퇴', '조퇴', 'early leave', 'leave', false, 'present', ''),
                (3, 'time_out', '외출', '외출', 'time out', 'leave', false, 'present', ''),
                (4, 'night_work', '야근', '야간근무', 'night work', 'work', true, 'present', '근로기준법 제56조제3항'),
                (5, 'holiday_work', '휴근', '휴일근무', 'holiday work', 'work', true, 'present', '근로기준법 제56조제2항'),
                (6, 'substitute_day', '대휴', '대체휴무', 'day off for a swapped holiday', 'leave', true, 'excused', '근로기준법 제55조제2항'),
                (7, 'compensatory_leave', '보상', '보상휴가', 'compensatory leave', 'leave', true, 'excused', '근로기준법 제57조'),
                (8, 'maternity_leave', '출산', '출산전후휴가(유급)', 'maternity leave, paid', 'leave', true, 'excused', '근로기준법 제74조제1항, 제4항'),
                (9, 'maternity_leave_unpaid', '출산무', '출산전후휴가(무급)', 'maternity leave, unpaid', 'leave', false, 'excused', '근로기준법 제74조제1항, 제4항'),
                (10, 'prenatal_check', '검진', '태아검진', 'prenatal check', 'leave', true, 'excused', '근로기준법 제74조의2'),
                (11, 'nursing', '수유', '수유시간', 'nursing time', 'leave', true, 'present', '근로기준법 제75조'),
                (12, 'spouse_birth_leave', '배출', '배우자 출산휴가', 'leave for the birth of a child', 'leave', true, 'excused', '남녀고용평등법 제18조의2'),
                (13, 'childcare_leave', '육아', '육아휴직', 'childcare leave', 'leave', false, 'excused', '남녀고용평등법 제19조'),
                (14, 'infertility_leave', '난임', '난임치료휴가(유급)', 'infertility leave, paid', 'leave', true, 'excused', '남녀고용평등법 제18조의3'),
                (15, 'infertility_leave_unpaid', '난임무', '난임치료휴가(무급)', 'infertility leave, unpaid', 'leave', false, 'excused', '남녀고용평등법 제18조의3'),
                (16, 'family_care_leave', '돌봄', '가족돌봄휴가', 'family care leave', 'leave', false, 'excused', '남녀고용평등법 제22조의2'),
                (17, 'menstrual_leave', '생리', '생리휴가', 'menstrual leave', 'leave', false, 'excused', '근로기준법 제73조'),
                (18, 'work_injury_leave', '산재', '산재요양', 'leave for a work injury', 'leave', false, 'excused', '산업재해보상보험법')
            ) AS added (n, code, mark, label_ko, label_en, kind, paid, attendance, law)
            WHERE NOT EXISTS (SELECT FROM staffing_daycode k WHERE k.mark = added.mark OR k.code = added.code)
            AND NOT EXISTS (SELECT FROM staffing_shifttype t WHERE t.mark = added.mark);
        END LOOP;
        PERFORM set_config('openinsa.institution', COALESCE(before, ''), true);
    END $$;
    ALTER TABLE people_institution FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("staffing", "0018_duty_marks")]
    operations = [migrations.RunSQL(NEW_MARKS, migrations.RunSQL.noop)]
