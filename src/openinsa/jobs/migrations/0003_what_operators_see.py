from django.db import migrations, models

OWN_ONLY = """
    DROP POLICY own_institution ON jobs_job;
    CREATE POLICY own_institution ON jobs_job USING (institution_id = (SELECT openinsa_institution()))
        WITH CHECK (institution_id = (SELECT openinsa_institution()));
"""
ALSO_OPERATORS = """
    DROP POLICY own_institution ON jobs_job;
    CREATE POLICY own_institution ON jobs_job
        USING (institution_id = (SELECT openinsa_institution()) OR (SELECT openinsa_institution()) = -1);
"""
OVERVIEW = """
    CREATE FUNCTION openinsa_jobs_overview() RETURNS TABLE (
        id bigint, institution_name varchar, kind varchar, state varchar, done integer, total integer,
        requested_at timestamptz, finished_at timestamptz
    ) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE one people_institution;
    BEGIN
        IF openinsa_institution() IS DISTINCT FROM -1 THEN RETURN; END IF;
        PERFORM set_config('openinsa.institution', '', true);
        FOR one IN SELECT * FROM people_institution LOOP
            PERFORM set_config('openinsa.institution', one.id::text, true);
            RETURN QUERY SELECT job.id, one.name, job.kind, job.state, job.done, job.total, job.requested_at,
                job.finished_at FROM jobs_job AS job WHERE job.requested_at > now() - interval '90 days';
        END LOOP;
        PERFORM set_config('openinsa.institution', '-1', true);
    END $$;
    CREATE VIEW jobs_overview AS SELECT * FROM openinsa_jobs_overview();
"""
NO_OVERVIEW = "DROP VIEW jobs_overview; DROP FUNCTION openinsa_jobs_overview();"
STATES = [
    ("waiting", "대기"),
    ("running", "진행 중"),
    ("done", "완료"),
    ("cancelled", "취소됨"),
    ("failed", "실패"),
    ("held", "기관 이용 멈춤"),
]


class Migration(migrations.Migration):
    """Operators see how far work is through a view without titles, messages and results, which may name people."""

    dependencies = [("jobs", "0002_institutions_apart"), ("people", "0009_suspended_institutions")]
    operations = [
        migrations.AlterField(
            "job", "state", models.CharField("상태", max_length=10, choices=STATES, default="waiting")
        ),
        migrations.CreateModel(
            "JobOverview",
            [
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, serialize=False, auto_created=True, verbose_name="ID"
                    ),
                ),
                ("institution_name", models.CharField("기관", max_length=100)),
                ("kind", models.CharField("종류", max_length=40)),
                ("state", models.CharField("상태", max_length=10, choices=STATES)),
                ("done", models.PositiveIntegerField("처리")),
                ("total", models.PositiveIntegerField("전체")),
                ("requested_at", models.DateTimeField("요청 일시")),
                ("finished_at", models.DateTimeField("끝난 일시", null=True)),
            ],
            {"managed": False, "db_table": "jobs_overview", "ordering": ["-requested_at"]},
        ),
        migrations.RunSQL(OWN_ONLY, ALSO_OPERATORS),
        migrations.RunSQL(OVERVIEW, NO_OVERVIEW),
    ]
