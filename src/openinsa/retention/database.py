"""The SQL behind destruction: clocks, holds, the one function that may destroy, and the guards around it."""

CHOSEN = """
    CREATE OR REPLACE FUNCTION retention_chosen(which text) RETURNS interval LANGUAGE sql STABLE AS $$
        SELECT make_interval(years => years, days => days) FROM retention_retentionchoice WHERE kind = which
    $$;
"""
"""How long the institution of the transaction keeps a kind; NULL where it chose nothing."""

DESTROYING = """
    CREATE OR REPLACE FUNCTION openinsa_destroying() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT COALESCE(current_setting('openinsa.destroying', true), '') <> ''
            AND current_user = (SELECT pg_get_userbyid(proowner) FROM pg_proc
                WHERE proname = 'openinsa_destroying' AND pronamespace = 'public'::regnamespace)
    $$;
"""
"""Whether the present statement is one of the function below: only there the owner is the current user."""

JOINED_WITHIN_DAYS = 90
"""Contracts with no longer a gap between them count as one employment; it can only lengthen what is kept."""

CLOCKS = f"""
    CREATE OR REPLACE FUNCTION retention_contract_clock() RETURNS TABLE (
        contract_id bigint, person_id bigint, project_id bigint, employment_end date, last_entry date, tax_deadline date
    ) LANGUAGE sql STABLE AS $clock$
    WITH reached AS (
        SELECT id, person_id, project_id, starts_on, ends_on, max(ends_on) OVER (
            PARTITION BY person_id ORDER BY starts_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
        FROM staffing_contract
    ), island AS (
        SELECT *, count(*) FILTER (WHERE starts_on > before + {JOINED_WITHIN_DAYS})
            OVER (PARTITION BY person_id ORDER BY starts_on, id) AS number
        FROM reached
    ), paid AS (
        SELECT contract_id, max(day) AS day FROM (
            SELECT s.contract_id, r.pay_date AS day FROM payroll_payslip s JOIN payroll_payrun r ON r.id = s.run_id
            UNION ALL SELECT contract_id, paid_on FROM ending_settlement
            UNION ALL SELECT contract_id, paid_on FROM ending_interimsettlement
            UNION ALL SELECT n.subject_id, n.last_entry FROM retention_destructionitem n
                WHERE n.person_id IS NOT NULL AND n.outcome = 'destroyed'
        ) AS payments GROUP BY contract_id
    ), ended AS (
        SELECT i.id AS contract_id, i.person_id, i.project_id,
            max(i.ends_on) OVER (PARTITION BY i.person_id, i.number) AS employment_end, p.day
        FROM island i LEFT JOIN paid p ON p.contract_id = i.id
    )
    SELECT contract_id, person_id, project_id, employment_end, GREATEST(employment_end, day) AS last_entry,
        make_date(extract(year FROM GREATEST(employment_end, day))::int + 1, 5, 31) AS tax_deadline
    FROM ended
    $clock$;

    CREATE OR REPLACE FUNCTION retention_person_clock() RETURNS TABLE (
        person_id bigint, registered date, employment_end date, last_entry date, tax_deadline date
    ) LANGUAGE sql STABLE AS $clock$
    WITH employments AS (
        SELECT k.person_id, k.employment_end, k.last_entry FROM retention_contract_clock() k
        UNION ALL SELECT n.person_id, n.employment_end, n.last_entry FROM retention_destructionitem n
            WHERE n.person_id IS NOT NULL AND n.outcome = 'destroyed'
    )
    SELECT p.id AS person_id, r.registered, COALESCE(k.employment_end, r.registered) AS employment_end,
        COALESCE(k.last_entry, r.registered) AS last_entry,
        make_date(extract(year FROM COALESCE(k.last_entry, r.registered))::int + 1, 5, 31) AS tax_deadline
    FROM people_person p
    LEFT JOIN (
        SELECT e.person_id, max(e.employment_end) AS employment_end, max(e.last_entry) AS last_entry
        FROM employments e GROUP BY e.person_id
    ) AS k ON k.person_id = p.id
    LEFT JOIN LATERAL (
        SELECT min(c.at AT TIME ZONE 'Asia/Seoul')::date AS registered FROM privacy_changerecord c
        WHERE c.table_name = 'people_person' AND c.row_id = p.id AND c.verb = 'insert' AND k.person_id IS NULL
    ) AS r ON true
    $clock$;
"""
"""Functions, not views: a view would forbid later migrations to change the columns it reads."""

DUE = """
    CREATE OR REPLACE FUNCTION openinsa_retention_due(on_day date) RETURNS TABLE (
        kind text, subject_id bigint, person_id bigint, project_id bigint, clock_on date, due_on date, held boolean
    ) LANGUAGE sql STABLE AS $due$
    WITH holds AS MATERIALIZED (
        SELECT * FROM retention_hold h WHERE h.lifted_at IS NULL AND (h.until IS NULL OR h.until >= on_day)
    ), held_all AS MATERIALIZED (
        SELECT COALESCE(bool_or(h.person_id IS NULL AND h.project_id IS NULL), false) AS anything,
            count(*) > 0 AS something FROM holds h
    ), held_alone AS MATERIALIZED (
        SELECT h.person_id AS id FROM holds h WHERE h.person_id IS NOT NULL
    ), held_projects AS MATERIALIZED (
        SELECT h.project_id AS id FROM holds h WHERE h.project_id IS NOT NULL
    ), held_people AS MATERIALIZED (
        SELECT id FROM held_alone
        UNION SELECT c.person_id FROM staffing_contract c WHERE c.project_id IN (SELECT id FROM held_projects)
    ), contract_clock AS MATERIALIZED (
        SELECT * FROM retention_contract_clock()
    ), person_clock AS MATERIALIZED (
        SELECT * FROM retention_person_clock()
    )
{kinds}
    $due$;
"""

STEPS = """
    CREATE OR REPLACE FUNCTION openinsa_retention_steps() RETURNS TABLE (
        kind_order int, table_order int, subject text, kind text, table_name text, key text, condition text, sets text, columns text[]
    ) LANGUAGE sql IMMUTABLE AS $steps$ VALUES
{steps}
    $steps$;
"""

DESTROY = """
    CREATE OR REPLACE FUNCTION openinsa_destroy(which bigint, most int) RETURNS int LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        today date := (now() AT TIME ZONE 'Asia/Seoul')::date;
        chosen text;
        subjects bigint[];
        due bigint[];
        held bigint[];
        ids bigint[];
        gone bigint := 0;
        step record;
        reference record;
        referring bigint[];
    BEGIN
        PERFORM FROM retention_destruction d WHERE d.id = which AND d.state = 'approved'
            AND d.confirmed_by_id <> d.proposed_by_id FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'only a destruction that a second person approved is carried out'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'destruction_is_approved';
        END IF;
        SELECT i.kind INTO chosen FROM retention_destructionitem i JOIN openinsa_retention_steps() s USING (kind)
            WHERE i.destruction_id = which AND i.outcome = 'open' ORDER BY s.kind_order, s.table_order LIMIT 1;
        IF chosen IS NULL THEN
            RETURN 0;
        END IF;
        SELECT array_agg(o.subject_id) INTO subjects FROM (
            SELECT i.subject_id FROM retention_destructionitem i
            WHERE i.destruction_id = which AND i.kind = chosen AND i.outcome = 'open' ORDER BY i.id LIMIT most
        ) AS o;
        -- a hold that is just being placed is waited for and then seen; destructions go one after the other
        LOCK TABLE retention_hold IN SHARE ROW EXCLUSIVE MODE;
        SELECT COALESCE(array_agg(d.subject_id) FILTER (WHERE NOT d.held), '{}'),
               COALESCE(array_agg(d.subject_id) FILTER (WHERE d.held), '{}') INTO due, held
            FROM openinsa_retention_due(today) d WHERE d.kind = chosen AND d.subject_id = ANY(subjects);
        -- whoever deletes a row looks first whether anything of another kind still refers to it
        FOR reference IN
            SELECT c.conrelid::regclass::text AS child, a.attname AS child_column
            FROM openinsa_retention_steps() s
            JOIN pg_constraint c ON c.contype = 'f' AND c.confrelid = s.table_name::regclass
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
                AND a.attname <> 'institution_id'
            WHERE s.kind = chosen AND s.sets = '' AND s.condition = 't.' || s.key || ' = ANY($1)'
                AND c.conrelid::regclass::text NOT IN (
                    SELECT o.table_name FROM openinsa_retention_steps() o WHERE o.kind = chosen AND o.sets = '')
        LOOP
            EXECUTE format('SELECT array_agg(DISTINCT %1$I) FROM %2$s WHERE %1$I = ANY($1)',
                reference.child_column, reference.child) INTO referring USING due;
            due := ARRAY(SELECT unnest(due) EXCEPT SELECT unnest(referring));
        END LOOP;
        UPDATE retention_destructionitem i SET person_id = k.person_id, employment_end = k.employment_end,
                last_entry = k.last_entry
            FROM retention_contract_clock() k WHERE i.destruction_id = which AND i.kind = chosen
            AND i.subject_id = k.contract_id AND i.subject_id = ANY(due)
            AND EXISTS (SELECT FROM openinsa_retention_steps() s WHERE s.kind = chosen AND s.subject = 'contract');
        PERFORM set_config('openinsa.destroying', which::text, true);
        FOR step IN SELECT * FROM openinsa_retention_steps() s WHERE s.kind = chosen ORDER BY s.table_order
        LOOP
            IF step.sets = '' THEN
                EXECUTE format('WITH ended AS (DELETE FROM %I t WHERE %s RETURNING t.%I AS id)
                    SELECT array_agg(id) FROM ended', step.table_name, step.condition, step.key) INTO ids USING due;
                UPDATE privacy_changerecord c SET before = NULL, after = NULL, reason = ''
                    WHERE c.table_name = step.table_name AND c.row_id = ANY(ids)
                    AND (c.before IS NOT NULL OR c.after IS NOT NULL OR c.reason <> '');
            ELSE
                EXECUTE format('WITH ended AS (UPDATE %I t SET %s WHERE %s RETURNING t.%I AS id)
                    SELECT array_agg(id) FROM ended', step.table_name, step.sets, step.condition, step.key)
                    INTO ids USING due;
                UPDATE privacy_changerecord c SET before = c.before - step.columns, after = c.after - step.columns
                    WHERE c.table_name = step.table_name AND c.row_id = ANY(ids)
                    AND (c.before ?| step.columns OR c.after ?| step.columns);
            END IF;
            gone := gone + COALESCE(cardinality(ids), 0);
        END LOOP;
        PERFORM set_config('openinsa.destroying', '', true);
        UPDATE retention_destructionitem i SET done_at = now(), outcome = CASE
            WHEN i.subject_id = ANY(due) THEN 'destroyed' WHEN i.subject_id = ANY(held) THEN 'held' ELSE 'left' END
            WHERE i.destruction_id = which AND i.kind = chosen AND i.subject_id = ANY(subjects);
        UPDATE retention_destructionpart p SET rows = p.rows + gone, destroyed = p.destroyed + cardinality(due),
            kept = p.kept + cardinality(subjects) - cardinality(due)
            WHERE p.destruction_id = which AND p.kind = chosen;
        RETURN cardinality(subjects);
    END $$;
"""
"""Destroys the next part of an approved destruction and tells how many subjects it dealt with; 0 at the end.

It works as the owner but inside the institution of the transaction, for the policies bind the owner too. What
a destruction names is looked at again: only what is due today and not held ends. The change history of ended
rows loses the values and keeps who did what when.
"""

GUARDED = """
    DO $guarded$
    DECLARE
        guard record;
        told text;
    BEGIN
        FOR guard IN
            SELECT pg_get_triggerdef(t.oid) AS definition FROM pg_trigger t
            WHERE NOT t.tgisinternal AND t.tgconstraint = 0 AND (t.tgtype & 24) <> 0
            AND t.tgrelid::regclass::text = ANY(%s)
        LOOP
            CONTINUE WHEN position('openinsa_destroying' IN guard.definition) > 0;
            told := regexp_replace(guard.definition, '^CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER');
            IF position(' WHEN (' IN told) > 0 THEN
                told := replace(told, ' WHEN (', ' WHEN (NOT openinsa_destroying() AND ');
            ELSE
                told := replace(told, ' EXECUTE FUNCTION ', ' WHEN (NOT openinsa_destroying()) EXECUTE FUNCTION ');
            END IF;
            EXECUTE told;
        END LOOP;
    END $guarded$;
"""
"""Triggers that refuse or record changes let a destruction by; for everybody else they stay as they are."""
