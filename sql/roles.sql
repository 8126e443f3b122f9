-- Why: one least-privilege login role for each program and channel, with the time-outs that suit
-- it. Roles belong to the whole cluster, so this file may run in several databases at the same
-- time; applied by `reservoir-admin migrate` before the migrations. A role is created without a
-- password: set one (\password reservoir_mail), or use peer, certificate or SCRAM by pg_hba.conf.
--
-- Views such as report.outbox are large and answer in milliseconds: compiling them takes seconds.
-- The settings are the roles', not the sessions', because PgBouncer in transaction mode would hand
-- a session's SET to the next client.

DO $$
DECLARE
    wanted record;
    may_create boolean := (SELECT rolsuper OR rolcreaterole FROM pg_roles
                           WHERE rolname = current_user);
    tries integer;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            -- role, may log in, member of, settings
            ('reservoir_program', false, NULL::text, NULL::text[]),
            ('reservoir_engine', false, 'reservoir_program', NULL),
            ('reservoir_payments', true, 'reservoir_engine', ARRAY[
                'statement_timeout=30s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=30s', 'jit=off']),
            ('reservoir_points', true, 'reservoir_engine', ARRAY[
                'statement_timeout=60s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=30s', 'jit=off']),
            ('reservoir_mail', true, 'reservoir_engine', ARRAY[
                'statement_timeout=30s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=30s', 'jit=off']),
            ('reservoir_reports', true, 'reservoir_engine', ARRAY[
                'statement_timeout=120s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=30s', 'jit=off']),
            ('reservoir_webhooks', true, 'reservoir_engine', ARRAY[
                'statement_timeout=30s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=30s', 'jit=off']),
            ('reservoir_sweep', true, 'reservoir_engine', ARRAY[
                'statement_timeout=300s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=60s', 'jit=off']),
            ('reservoir_admin', true, 'reservoir_engine', ARRAY[
                'statement_timeout=300s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=60s', 'jit=off']),
            ('reservoir_api', true, 'reservoir_program', ARRAY[
                'statement_timeout=5s', 'lock_timeout=3s',
                'idle_in_transaction_session_timeout=5s', 'jit=off']),
            ('reservoir_report_reader', true, NULL, ARRAY[
                'statement_timeout=600s', 'lock_timeout=10s',
                'idle_in_transaction_session_timeout=600s',
                'default_transaction_read_only=on', 'jit=off'])
        ) AS r (role, may_login, member_of, settings)
    LOOP
        IF to_regrole(wanted.role) IS NULL THEN
            IF NOT may_create THEN
                RAISE WARNING 'role % is missing and % may not create it', wanted.role, current_user
                    USING HINT = 'Let a superuser run sql/roles.sql, then migrate again.';
                CONTINUE;
            END IF;
            BEGIN
                EXECUTE format('CREATE ROLE %I %s', wanted.role,
                               CASE WHEN wanted.may_login THEN 'LOGIN' ELSE 'NOLOGIN' END);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- created by a migration of another database meanwhile
            END;
        END IF;
        CONTINUE WHEN NOT may_create;

        -- Two databases may be migrated at the same moment, and PostgreSQL answers whoever comes
        -- second with "tuple concurrently updated": then look again, the work may be done.
        FOR tries IN 1..20 LOOP
            BEGIN
                IF wanted.member_of IS NOT NULL
                   AND NOT EXISTS (SELECT FROM pg_auth_members AS m
                                   WHERE m.roleid = to_regrole(wanted.member_of)
                                     AND m.member = to_regrole(wanted.role)) THEN
                    EXECUTE format('GRANT %I TO %I', wanted.member_of, wanted.role);
                END IF;
                IF wanted.settings IS NOT NULL
                   AND NOT EXISTS (SELECT FROM pg_roles
                                   WHERE rolname = wanted.role
                                     AND rolconfig @> wanted.settings) THEN
                    DECLARE
                        setting text;
                    BEGIN
                        FOREACH setting IN ARRAY wanted.settings LOOP
                            EXECUTE format('ALTER ROLE %I SET %I = %L', wanted.role,
                                           split_part(setting, '=', 1),
                                           split_part(setting, '=', 2));
                        END LOOP;
                    END;
                END IF;
                EXIT;
            EXCEPTION WHEN internal_error OR unique_violation OR duplicate_object THEN
                IF tries = 20 THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(0.02 * tries);
            END;
        END LOOP;
    END LOOP;
END
$$;
