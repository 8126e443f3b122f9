-- Why: the whole privilege matrix on one page. Applied by `reservoir-admin migrate` after the
-- views, each time: what is not listed here is taken away. Objects and roles that do not exist are
-- passed over, so a database may be older or leave roles out.
--
-- reservoir_program  every program: its schema's number, the clock, settings of the domain
-- reservoir_engine   every drain: queue, lanes, attempts, runs (sealed requests: see below)
-- reservoir_payments gateway calls and their verdicts; no names, addresses or points
-- reservoir_points   the point ledger; no gateway data
-- reservoir_mail     names and addresses, lots of points; no tokens, no gateway ids, no ledger
-- reservoir_reports  reads the domain, writes the report schema
-- reservoir_webhooks what endpoints are told
-- reservoir_sweep    time-driven changes of the domain
-- reservoir_admin    what a person may do; no sealed bytes but through key rotation
-- reservoir_api      the members' synchronous functions; reads no journal and no sealed bytes
-- reservoir_report_reader  people with psql: the report schema and nothing else

DO $$
DECLARE
    stale record;
    listed record;
    object text;
BEGIN
    -- Nothing stays that is not listed.
    FOR stale IN
        SELECT DISTINCT c.oid::regclass AS object, c.relkind, a.grantee::regrole AS role
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
            SELECT x.grantee FROM aclexplode(c.relacl) AS x
            UNION
            SELECT x.grantee FROM pg_attribute AS t
            CROSS JOIN LATERAL aclexplode(t.attacl) AS x
            WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL
        ) AS a
        JOIN pg_roles AS r ON r.oid = a.grantee AND r.rolname LIKE 'reservoir\_%'
        WHERE n.nspname IN ('reservoir', 'outbox', 'preorder', 'recon', 'report')
          AND NOT c.relispartition AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
          AND a.grantee <> c.relowner
    LOOP
        EXECUTE format('REVOKE ALL ON %s %s FROM %s',
                       CASE stale.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                       stale.object, stale.role);
    END LOOP;

    FOR listed IN
        SELECT * FROM (VALUES
            -- Every program
            ('reservoir_program', 'USAGE', 'SCHEMA', 'reservoir outbox preorder report'),
            ('reservoir_program', 'SELECT', 'TABLE', 'reservoir.migration outbox.clock '
                'outbox.channel outbox.retry_policy outbox.breaker_policy outbox.pause '
                'preorder.country preorder.policy preorder.transition preorder.gateway '
                'preorder.gateway_currency preorder.gateway_account preorder.payment_method preorder.game '
                'preorder.game_text preorder.game_price preorder.holiday'),
            ('reservoir_program', 'SELECT, INSERT, UPDATE', 'TABLE', 'outbox.batch_run'),

            -- Every drain
            ('reservoir_engine', 'SELECT, UPDATE', 'TABLE', 'outbox.lane outbox.breaker'),
            ('reservoir_engine', 'INSERT', 'TABLE', 'outbox.breaker outbox.pause'),
            ('reservoir_engine', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE',
                'outbox.drain outbox.queue outbox.batch outbox.open_attempt'),
            ('reservoir_engine', 'SELECT, INSERT', 'TABLE',
                'outbox.message outbox.attempt outbox.voided'),
            ('reservoir_engine', 'SELECT, INSERT, UPDATE', 'TABLE', 'outbox.dead_letter'),
            ('reservoir_engine', 'USAGE, SELECT', 'SEQUENCE',
                'outbox.message_id_seq outbox.attempt_id_seq'),
            -- SELECT is what RETURNING and a re-send need; row security below limits it.
            ('reservoir_payments', 'SELECT, INSERT, DELETE', 'TABLE', 'outbox.attempt_request'),
            ('reservoir_mail', 'SELECT, INSERT', 'TABLE', 'outbox.attempt_request'),
            ('reservoir_webhooks', 'SELECT, INSERT', 'TABLE', 'outbox.attempt_request'),
            ('reservoir_sweep', 'SELECT (attempt_id, message_id, window_ends_at)', 'TABLE',
                'outbox.attempt_request'),
            ('reservoir_sweep', 'DELETE', 'TABLE', 'outbox.attempt_request outbox.open_attempt'),
            ('reservoir_admin', 'SELECT, UPDATE, DELETE', 'TABLE', 'outbox.attempt_request'),

            -- Payments: gateway calls and their verdicts
            ('reservoir_payments', 'SELECT (member_id, country, language, erased_at)', 'TABLE',
                'preorder.member'),
            ('reservoir_payments', 'SELECT, UPDATE', 'TABLE',
                'preorder.reservation preorder.payment preorder.gift'),
            ('reservoir_payments', 'SELECT, INSERT, UPDATE', 'TABLE', 'preorder.refund'),
            ('reservoir_payments', 'SELECT, DELETE', 'TABLE', 'preorder.payment_credential'),
            ('reservoir_payments', 'SELECT', 'TABLE', 'preorder.discount'),
            ('reservoir_payments', 'SELECT (endpoint_id, member_id, disabled_at)', 'TABLE',
                'preorder.webhook_endpoint'),
            ('reservoir_payments', 'INSERT', 'TABLE', 'preorder.webhook_delivery'),

            -- Points: the ledger
            ('reservoir_points', 'SELECT (member_id, country)', 'TABLE', 'preorder.member'),
            ('reservoir_points', 'SELECT, UPDATE', 'TABLE', 'preorder.point_balance'),
            ('reservoir_points', 'SELECT, INSERT', 'TABLE', 'preorder.point_entry'),
            ('reservoir_points', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE',
                'preorder.point_lot preorder.point_hold'),
            ('reservoir_points', 'SELECT', 'TABLE', 'preorder.reservation preorder.refund'),

            -- Mail: who is written to, about what
            ('reservoir_mail', 'SELECT', 'TABLE', 'preorder.member preorder.gift'),
            ('reservoir_mail', 'SELECT', 'TABLE', 'preorder.reservation preorder.refund'),
            ('reservoir_mail', 'SELECT (lot_id, member_id, remaining, expires_at)', 'TABLE',
                'preorder.point_lot'),
            ('reservoir_mail', 'SELECT (payment_id, reservation_id, country, method, account, '
                'order_id, currency, amount_minor, refunded_minor, status, created_at, '
                'authenticate_by, deadline_at, completed_at, withdrawn_at, failure_reason, '
                'earn_message_id)',
                'TABLE', 'preorder.payment'),

            -- Reports: from the domain into the report schema
            ('reservoir_reports', 'SELECT', 'TABLE', 'preorder.reservation preorder.payment '
                'preorder.refund preorder.gift preorder.point_balance preorder.point_entry '
                'preorder.point_lot preorder.reported_reservation preorder.reported_payment '
                'preorder.reported_points preorder.reported_gift'),
            ('reservoir_reports', 'SELECT (member_id, country)', 'TABLE', 'preorder.member'),
            ('reservoir_reports', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE', 'report.reservation '
                'report.payment report.gift report.member_points report.daily_sales'),
            ('reservoir_reports', 'SELECT', 'TABLE', 'report.outbox report.unknown'),

            -- Webhooks: what endpoints are told
            ('reservoir_webhooks', 'SELECT', 'TABLE', 'preorder.reservation preorder.payment '
                'preorder.refund preorder.gift'),
            ('reservoir_webhooks', 'SELECT, UPDATE', 'TABLE',
                'preorder.webhook_endpoint preorder.webhook_delivery'),

            -- Sweeps: what time alone changes
            ('reservoir_sweep', 'SELECT (member_id, country, language, erased_at)', 'TABLE',
                'preorder.member'),
            ('reservoir_sweep', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE', 'preorder.point_lot '
                'preorder.point_hold'),
            ('reservoir_sweep', 'SELECT, INSERT', 'TABLE', 'preorder.point_entry'),
            ('reservoir_sweep', 'SELECT, UPDATE', 'TABLE', 'preorder.reservation '
                'preorder.payment preorder.gift preorder.point_balance preorder.game '
                'preorder.game_move'),
            ('reservoir_sweep', 'SELECT, INSERT, UPDATE', 'TABLE', 'preorder.refund '
                'preorder.webhook_endpoint'),
            ('reservoir_sweep', 'INSERT', 'TABLE', 'preorder.webhook_delivery'),
            ('reservoir_sweep', 'SELECT (payment_id)', 'TABLE', 'preorder.payment_credential'),
            ('reservoir_sweep', 'DELETE', 'TABLE', 'preorder.payment_credential outbox.pause'),
            ('reservoir_sweep', 'SELECT', 'TABLE', 'preorder.discount report.outbox '
                'report.unknown report.dead_letter report.batch_run report.refund_due '
                'report.clock report.channel report.batch_due report.breaker report.pause '
                'report.partition_ahead report.alert'),
            ('reservoir_sweep', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE', 'outbox.alert'),

            -- A person
            ('reservoir_admin', 'SELECT, INSERT, UPDATE', 'TABLE', 'preorder.country '
                'preorder.policy preorder.manager preorder.member preorder.game '
                'preorder.game_text preorder.game_price preorder.discount '
                'preorder.gateway_account preorder.payment_method preorder.point_balance '
                'preorder.point_lot preorder.refund preorder.gift preorder.reservation '
                'preorder.payment preorder.webhook_endpoint preorder.holiday preorder.game_move '
                'outbox.retry_policy preorder.gateway preorder.gateway_currency '
                'preorder.webhook_delivery'),
            ('reservoir_admin', 'DELETE', 'TABLE', 'preorder.webhook_endpoint outbox.voided'),
            ('reservoir_admin', 'SELECT, INSERT', 'TABLE', 'preorder.point_entry '
                'preorder.staff_act'),
            ('reservoir_admin', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE', 'preorder.point_hold '
                'outbox.pause outbox.breaker'),
            ('reservoir_admin', 'SELECT, UPDATE, DELETE', 'TABLE', 'preorder.payment_credential'),
            ('reservoir_admin', 'SELECT', 'TABLE', 'report.outbox report.unknown '
                'report.dead_letter report.batch_run report.refund_due '
                'report.clock report.channel report.batch_due report.breaker report.pause '
                'report.partition_ahead report.alert'),
            ('reservoir_admin', 'UPDATE (due_age_max_seconds, unknown_age_max_seconds)', 'TABLE',
                'outbox.channel'),
            ('reservoir_admin', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE', 'outbox.batch_policy'),

            ('reservoir_admin', 'SELECT', 'TABLE', 'preorder.reported_reservation '
                'preorder.reported_payment preorder.reported_points preorder.reported_gift '
                'report.reservation report.payment report.gift report.member_points '
                'report.daily_sales report.gift_funnel report.gift_refund_overdue'),

            -- The API: a member's synchronous functions
            ('reservoir_api', 'SELECT', 'TABLE', 'preorder.member preorder.manager '
                'preorder.point_entry report.batch_run report.outbox report.reservation '
                'report.payment report.gift report.daily_sales report.refund_due '
                'preorder.api_policy'),
            -- What /metrics says of the whole
            ('reservoir_api', 'SELECT', 'TABLE', 'report.unknown report.clock report.channel '
                'report.batch_due report.breaker report.pause report.partition_ahead '
                'report.alert'),
            ('reservoir_api', 'SELECT, INSERT, UPDATE', 'TABLE', 'preorder.reservation '
                'preorder.payment preorder.refund preorder.gift preorder.point_balance '
                'preorder.point_lot'),
            ('reservoir_api', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE',
                'preorder.webhook_endpoint'),
            ('reservoir_api', 'SELECT, INSERT', 'TABLE',
                'preorder.api_request preorder.gateway_signal'),
            ('reservoir_api', 'SELECT, INSERT, UPDATE', 'TABLE', 'preorder.webhook_delivery'),
            -- What is told again is no longer void.
            ('reservoir_api', 'SELECT (message_id)', 'TABLE', 'outbox.voided'),
            ('reservoir_api', 'DELETE', 'TABLE', 'outbox.voided'),
            ('reservoir_api', 'INSERT', 'TABLE', 'preorder.payment_credential '
                'preorder.point_entry outbox.voided preorder.staff_act preorder.game '
                'preorder.game_text'),
            ('reservoir_api', 'SELECT (payment_id)', 'TABLE', 'preorder.payment_credential'),
            ('reservoir_api', 'DELETE', 'TABLE', 'preorder.payment_credential'),
            ('reservoir_api', 'SELECT, INSERT, UPDATE', 'TABLE', 'preorder.discount'),
            ('reservoir_api', 'INSERT, UPDATE', 'TABLE',
                'preorder.game_price preorder.payment_method'),
            ('reservoir_api', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE', 'preorder.point_hold'),
            ('reservoir_api', 'INSERT', 'TABLE', 'outbox.message'),
            ('reservoir_api', 'SELECT (id, day, channel, kind, key, payload, created_at)', 'TABLE',
                'outbox.message'),
            ('reservoir_api', 'SELECT, INSERT, UPDATE, DELETE', 'TABLE', 'outbox.queue'),
            ('reservoir_api', 'SELECT (message_id)', 'TABLE', 'outbox.open_attempt'),
            -- A refund or withdrawal voids what was not sent, a dead letter among it.
            ('reservoir_api', 'SELECT (message_id, state)', 'TABLE', 'outbox.dead_letter'),
            ('reservoir_api', 'UPDATE (state, resolved_by, resolved_at, reason)', 'TABLE',
                'outbox.dead_letter'),
            ('reservoir_api', 'USAGE', 'SEQUENCE', 'outbox.message_id_seq'),

            -- People with psql
            ('reservoir_report_reader', 'USAGE', 'SCHEMA', 'report')
        ) AS g (role, privileges, kind, objects)
    LOOP
        CONTINUE WHEN to_regrole(listed.role) IS NULL;
        FOREACH object IN ARRAY string_to_array(listed.objects, ' ') LOOP
            CONTINUE WHEN CASE listed.kind WHEN 'SCHEMA' THEN to_regnamespace(object) IS NULL
                                           ELSE to_regclass(object) IS NULL END;
            EXECUTE format('GRANT %s ON %s %s TO %I', listed.privileges, listed.kind, object,
                           listed.role);
        END LOOP;
    END LOOP;

    IF to_regrole('reservoir_report_reader') IS NOT NULL
       AND to_regnamespace('report') IS NOT NULL THEN
        GRANT SELECT ON ALL TABLES IN SCHEMA report TO reservoir_report_reader;
    END IF;
END
$$;

-- Sealed requests: a channel reads only its own. An insert is checked by the channel's own open
-- attempt, which stands in the same statement and is not yet visible, so any insert passes.
DO $$
DECLARE
    policy record;
BEGIN
    IF to_regclass('outbox.attempt_request') IS NULL THEN
        RETURN;
    END IF;
    IF NOT (SELECT relrowsecurity FROM pg_class
            WHERE oid = 'outbox.attempt_request'::regclass) THEN
        ALTER TABLE outbox.attempt_request ENABLE ROW LEVEL SECURITY;
    END IF;
    FOR policy IN
        SELECT * FROM (VALUES
            ('payments_all', 'reservoir_payments', 'ALL', 'USING (true)'),
            ('sweep_wipes', 'reservoir_sweep', 'ALL', 'USING (true)'),
            ('admin_rotates', 'reservoir_admin', 'ALL', 'USING (true)'),
            ('mail_inserts', 'reservoir_mail', 'INSERT', 'WITH CHECK (true)'),
            ('webhooks_inserts', 'reservoir_webhooks', 'INSERT', 'WITH CHECK (true)'),
            ('mail_reads_own', 'reservoir_mail', 'SELECT', 'USING (EXISTS (SELECT '
                'FROM outbox.open_attempt AS o WHERE o.message_id = attempt_request.message_id '
                'AND o.attempt_id = attempt_request.attempt_id AND o.channel = ''mail''))'),
            ('webhooks_reads_own', 'reservoir_webhooks', 'SELECT', 'USING (EXISTS (SELECT '
                'FROM outbox.open_attempt AS o WHERE o.message_id = attempt_request.message_id '
                'AND o.attempt_id = attempt_request.attempt_id AND o.channel = ''webhooks''))')
        ) AS p (name, role, command, rule)
    LOOP
        CONTINUE WHEN to_regrole(policy.role) IS NULL OR EXISTS (
            SELECT FROM pg_policy
            WHERE polrelid = 'outbox.attempt_request'::regclass AND polname = policy.name);
        EXECUTE format('CREATE POLICY %I ON outbox.attempt_request FOR %s TO %I %s', policy.name,
                       policy.command, policy.role, policy.rule);
    END LOOP;
END
$$;
