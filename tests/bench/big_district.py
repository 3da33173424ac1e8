"""A made-up institution of any size, filled by the database itself, for measuring."""

import re
from datetime import date

from django.apps import apps
from django.db import connection, transaction
from django.db.models import NOT_PROVIDED

from openinsa.jobs.actions import start_job
from openinsa.jobs.work import perform
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.people.models import Department, Person, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context, within
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.founding import found_institution

INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)\s+SELECT ")
FILL = """
    INSERT INTO staffing_project (institution_id, department_id, name, starts_on, ends_on, budget, budget_code,
        construction_site, day_labour_payment)
    SELECT %(institution)s, %(department)s, 'project ' || n, '2026-01-01', '2026-12-31', 500000000, '101-04', false, 'monthly'
    FROM generate_series(1, %(projects)s) n;

    INSERT INTO people_person (institution_id, name, birth_date, foreigner, resident_number_sealed,
        resident_number_token, account_sealed, bank, family_members, children_8_to_20)
    SELECT %(institution)s, 'person ' || n, date '1955-01-01' + n %% 17000, false, '\\x00', int8send(n::int8), '\\x00',
        'bank', 1 + n %% 4, CASE WHEN n %% 4 > 1 THEN n %% 2 ELSE 0 END
    FROM generate_series(1, %(people)s) n;

    INSERT INTO staffing_contract (institution_id, project_id, person_id, starts_on, ends_on, job, tax_mode,
        pension_first_month_requested, employment_before_65, day_labour,
        short_hours_pension_wish, exempt_approval)
    SELECT %(institution)s, p.first + n %% %(projects)s, o.first + n - 1,
        CASE WHEN n %% 10 = 0 THEN date '2026-06-08' ELSE date '2026-01-01' END, '2026-12-31', 'job', 'table',
        false, false, false, false, ''
    FROM generate_series(1, %(people)s) n,
        (SELECT min(id) AS first FROM staffing_project) p, (SELECT min(id) AS first FROM people_person) o;

    INSERT INTO staffing_contractversion (institution_id, contract_id, valid_from, valid_to, pay_basis, rate,
        daily_scheduled_minutes, weekly_scheduled_minutes, weekly_scheduled_days, part_time, week_ends_on, schedule)
    SELECT institution_id, id, starts_on, ends_on, CASE WHEN id %% 5 = 0 THEN 'monthly' ELSE 'daily' END,
        CASE WHEN id %% 5 = 0 THEN 2600000 ELSE 96968 END, 480, 2400, 5, false, 6,
        '{"mon":[540,1080,[[720,780]]],"tue":[540,1080,[[720,780]]],"wed":[540,1080,[[720,780]]],
          "thu":[540,1080,[[720,780]]],"fri":[540,1080,[[720,780]]]}'
    FROM staffing_contract;

    INSERT INTO staffing_projectmonth (institution_id, project_id, month, state, sheet_version, sent_back_reason)
    SELECT institution_id, id, %(month)s, 'approved', 1, '' FROM staffing_project;

    INSERT INTO staffing_day (institution_id, contract_id, date, mark, code, starts, ends, breaks, leave_code,
        leave_minutes, fault, version, entered_at)
    SELECT c.institution_id, c.id, d::date, k.mark, k.code,
        CASE WHEN k.kind = 'work' THEN 540 END, CASE WHEN k.kind = 'work' THEN 1080 + 60 * (c.id %% 3) END,
        CASE WHEN k.kind = 'work' THEN '{720,780}'::int[] ELSE '{}' END, '', 0, '', 1, now()
    FROM staffing_contract c
    CROSS JOIN generate_series(%(month)s::date, %(month)s::date + interval '1 month - 1 day', '1 day') d
    JOIN staffing_daycode k ON k.code = CASE extract(isodow FROM d) WHEN 7 THEN 'weekly_holiday' WHEN 6 THEN 'off'
        ELSE CASE WHEN d = date '2026-06-03' THEN 'public_holiday' ELSE 'work' END END
    WHERE d BETWEEN c.starts_on AND c.ends_on;
"""


def fill(code: str, *, projects: int, people: int, month: date = date(2026, 6, 1)) -> User:
    """Found an institution with so many projects and people and an approved month; its payroll officer.

    The caller's transaction stays within the new institution.
    """
    institution = found_institution(
        code, "큰 구", valid_from=date(2021, 1, 1), accident_rate_ppm=9_660, source="made up"
    )
    set_context(institution.pk)
    department = Department.objects.create(institution=institution, name="부서")
    given = {
        "institution": institution.pk,
        "department": department.pk,
        "projects": projects,
        "people": people,
        "month": month,
    }
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(INSERT.sub(_with_usual_values, statement), given)
    return User.objects.create_user(
        f"payroll-{code}", institution=institution, name="급여담당", roles=[Role.PAYROLL_OFFICER]
    )


def fill_and_pay(code: str, *, projects: int, people: int, month: date = date(2026, 6, 1)) -> User:
    """The same with everybody's numbers sealed, the month computed by the job and paid; its payroll officer."""
    with transaction.atomic():
        officer = fill(code, projects=projects, people=people, month=month)
        sealed = Sealer(officer.institution_id).seal
        Person.objects.update(
            resident_number_sealed=sealed("850412-2234567"), account_sealed=sealed("110-123-456789")
        )
    with within(officer.institution_id, officer.pk):
        runs = [one.pk for one in prepare_runs(officer, month)]
        job = start_job(officer, "pay_run", "bench", {"runs": runs})
    perform(job.pk, job.institution_id)
    with within(officer.institution_id, officer.pk):
        pay_runs(officer, runs)
    return officer


def _with_usual_values(insert: re.Match[str]) -> str:
    """The statement with the columns that it leaves out and the database does not fill, at their usual values."""
    table, named = insert[1], {name.strip() for name in insert[2].split(",")}
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    added = {
        field.column: _written(field.get_default())
        for field in model._meta.concrete_fields
        if field.column not in named and not (field.null or field.primary_key)
        if field.db_default is NOT_PROVIDED
    }
    columns, values = ("".join(f"{one}, " for one in part) for part in (added, added.values()))
    return f"INSERT INTO {table} ({columns}{insert[2]}) SELECT {values}"


def _written(value: object) -> str:
    """A usual value in SQL."""
    return str(value).lower() if isinstance(value, bool | int) else f"'{value}'"
