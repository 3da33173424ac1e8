from django.db import migrations, models

OVERVIEW = """
    CREATE FUNCTION openinsa_institutions_overview() RETURNS TABLE (
        id bigint, code varchar, name varchar, suspended_at timestamptz, suspended_reason varchar,
        users bigint, people bigint, projects bigint, last_sign_in timestamptz
    ) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE one people_institution;
    BEGIN
        IF openinsa_institution() IS DISTINCT FROM -1 THEN RETURN; END IF;
        PERFORM set_config('openinsa.institution', '', true);
        FOR one IN SELECT * FROM people_institution LOOP
            PERFORM set_config('openinsa.institution', one.id::text, true);
            RETURN QUERY SELECT one.id, one.code, one.name, one.suspended_at, one.suspended_reason,
                (SELECT count(*) FROM people_user), (SELECT count(*) FROM people_person),
                (SELECT count(*) FROM staffing_project), (SELECT max(last_login) FROM people_user);
        END LOOP;
        PERFORM set_config('openinsa.institution', '-1', true);
    END $$;
    CREATE VIEW staffing_institutionoverview AS SELECT * FROM openinsa_institutions_overview();
"""
NO_OVERVIEW = "DROP VIEW staffing_institutionoverview; DROP FUNCTION openinsa_institutions_overview();"


class Migration(migrations.Migration):
    """Operators see institutions with counts, made by the database, and nobody's data."""

    dependencies = [("staffing", "0027_flexible_hours"), ("people", "0009_suspended_institutions")]
    operations = [
        migrations.CreateModel(
            "InstitutionOverview",
            [
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, serialize=False, auto_created=True, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField("기관코드", max_length=20)),
                ("name", models.CharField("기관명", max_length=100)),
                ("suspended_at", models.DateTimeField("이용을 멈춘 일시", null=True)),
                ("suspended_reason", models.CharField("멈춘 사유", max_length=200)),
                ("users", models.PositiveIntegerField("사용자")),
                ("people", models.PositiveIntegerField("근로자")),
                ("projects", models.PositiveIntegerField("사업")),
                ("last_sign_in", models.DateTimeField("마지막 로그인", null=True)),
            ],
            {"managed": False, "db_table": "staffing_institutionoverview", "ordering": ["name"]},
        ),
        migrations.RunSQL(OVERVIEW, NO_OVERVIEW),
    ]
