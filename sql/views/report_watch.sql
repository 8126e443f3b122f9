-- Why: what the alerts and `reservoir-admin check` look at, and a DBA may: limits, runs, breakers,
-- pauses and days ahead. Reading schema report is enough for all of it.

CREATE OR REPLACE VIEW report.channel AS
SELECT channel, is_ordered, due_age_max_seconds, unknown_age_max_seconds
FROM outbox.channel;
COMMENT ON VIEW report.channel IS 'The channels and how old something in them may grow.';
COMMENT ON COLUMN report.channel.channel IS 'The channel.';
COMMENT ON COLUMN report.channel.is_ordered IS
    'Whether messages of one key take effect in the order written.';
COMMENT ON COLUMN report.channel.due_age_max_seconds IS
    'How long a due message may wait before somebody is told.';
COMMENT ON COLUMN report.channel.unknown_age_max_seconds IS
    'How long a call may be without a verdict before somebody is told.';

CREATE OR REPLACE VIEW report.batch_due AS
SELECT p.program, p.channel, p.age_max_seconds, completed.finished_at AS completed_at,
       extract(epoch FROM age.age)::bigint AS age_seconds,
       last.started_at AS last_started_at, last.host AS last_host, last.result AS last_result,
       alive.is_running,
       coalesce(age.age > p.age_max_seconds * interval '1 second', false)
           AND NOT alive.is_running AS is_overdue,
       greatest(completed.finished_at, p.watched_since) AS counted_from
FROM outbox.batch_policy AS p
LEFT JOIN LATERAL (
    SELECT r.finished_at FROM outbox.batch_run AS r
    WHERE r.program = p.program AND r.channel = p.channel AND r.result <> 'failed'
    ORDER BY r.finished_at DESC LIMIT 1
) AS completed ON true
LEFT JOIN LATERAL (
    SELECT r.started_at, r.host, r.result FROM outbox.batch_run AS r
    WHERE r.program = p.program AND r.channel = p.channel
    ORDER BY r.started_at DESC LIMIT 1
) AS last ON true
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM outbox.drain AS d JOIN outbox.batch_run AS r USING (run_id)
                   WHERE r.program = p.program AND r.channel = p.channel
                     AND d.expires_at > clock_timestamp()) AS is_running
) AS alive
CROSS JOIN LATERAL (
    SELECT clock_timestamp() - greatest(completed.finished_at, p.watched_since) AS age
) AS age;
COMMENT ON VIEW report.batch_due IS 'The batches that must run, and when they last did.';
COMMENT ON COLUMN report.batch_due.program IS 'The program.';
COMMENT ON COLUMN report.batch_due.channel IS 'The channel or task.';
COMMENT ON COLUMN report.batch_due.age_max_seconds IS 'How long ago its last run may have ended.';
COMMENT ON COLUMN report.batch_due.completed_at IS
    'When its last run that did not fail ended; NULL: never.';
COMMENT ON COLUMN report.batch_due.age_seconds IS
    'How long ago that was, or has been watched for it; NULL: not watched before its first run.';
COMMENT ON COLUMN report.batch_due.last_started_at IS 'When its last run began, failed or not.';
COMMENT ON COLUMN report.batch_due.last_host IS 'Where its last run began.';
COMMENT ON COLUMN report.batch_due.last_result IS
    'How its last run ended; NULL while it runs, or if it died.';
COMMENT ON COLUMN report.batch_due.is_running IS 'Whether a drain of it is alive at this moment.';
COMMENT ON COLUMN report.batch_due.is_overdue IS 'Whether it should have run by now.';
COMMENT ON COLUMN report.batch_due.counted_from IS 'From when its age is counted.';

CREATE OR REPLACE VIEW report.breaker AS
SELECT b.destination, b.state, b.failures, b.opened_at, b.probe_at, b.last_error,
       extract(epoch FROM clock.now_at - b.opened_at)::bigint AS open_seconds
FROM outbox.breaker AS b
CROSS JOIN report.clock;
COMMENT ON VIEW report.breaker IS 'The breaker of each destination that ever failed to answer.';
COMMENT ON COLUMN report.breaker.destination IS 'A merchant account, or the mail relay.';
COMMENT ON COLUMN report.breaker.state IS 'closed: calls go on. open, half_open: it is probed.';
COMMENT ON COLUMN report.breaker.failures IS 'Calls without an answer since the last answer.';
COMMENT ON COLUMN report.breaker.opened_at IS 'Since when it is open, domain time.';
COMMENT ON COLUMN report.breaker.probe_at IS 'When the next probe may be made, domain time.';
COMMENT ON COLUMN report.breaker.last_error IS 'What the last call without an answer brought.';
COMMENT ON COLUMN report.breaker.open_seconds IS 'How long it has been open; NULL when closed.';

CREATE OR REPLACE VIEW report.pause AS
SELECT scope, name, paused_by, reason, paused_at,
       starts_with(paused_by, 'reservoir-') AS is_automatic
FROM outbox.pause;
COMMENT ON VIEW report.pause IS 'What a person, or a configuration error, has stopped.';
COMMENT ON COLUMN report.pause.scope IS 'channel, account or method.';
COMMENT ON COLUMN report.pause.name IS 'Which one.';
COMMENT ON COLUMN report.pause.paused_by IS 'A person, or the program that met the error.';
COMMENT ON COLUMN report.pause.reason IS 'Why.';
COMMENT ON COLUMN report.pause.paused_at IS 'Since when, domain time.';
COMMENT ON COLUMN report.pause.is_automatic IS 'Whether a program paused it.';

CREATE OR REPLACE VIEW report.partition_ahead AS
SELECT parent.table_name, gap.first - 1 AS days_ahead
FROM (VALUES ('message'), ('attempt')) AS parent (table_name)
CROSS JOIN LATERAL (
    SELECT coalesce(min(n), 367) AS first
    FROM generate_series(0, 366) AS n
    WHERE NOT EXISTS (
        SELECT FROM pg_inherits AS i
        JOIN pg_class AS owner ON owner.oid = i.inhparent
        JOIN pg_class AS part ON part.oid = i.inhrelid
        JOIN pg_namespace AS s ON s.oid = owner.relnamespace
        WHERE s.nspname = 'outbox' AND owner.relname = parent.table_name
          AND part.relname = parent.table_name || '_' || to_char(outbox.today() + n, 'YYYYMMDD'))
) AS gap;
COMMENT ON VIEW report.partition_ahead IS
    'The partitioned tables of the outbox and how many days ahead they can be written to.';
COMMENT ON COLUMN report.partition_ahead.table_name IS 'The table of schema outbox.';
COMMENT ON COLUMN report.partition_ahead.days_ahead IS
    'Days after today without a gap; -1: not even today.';

CREATE OR REPLACE VIEW report.alert AS
SELECT a.kind, a.subject, a.detail, a.since, a.amount_minor, a.currency, a.raised_at, a.told_at,
       a.teller IS NOT NULL AND a.telling_until > clock_timestamp() AS is_being_told,
       extract(epoch FROM clock.now_at - a.raised_at)::bigint AS age_seconds
FROM outbox.alert AS a
CROSS JOIN report.clock;
COMMENT ON VIEW report.alert IS
    'What somebody must know, as reservoir-sweep alerts last found it; gone with its cause.';
COMMENT ON COLUMN report.alert.kind IS 'Which probe found it.';
COMMENT ON COLUMN report.alert.subject IS 'What it is about.';
COMMENT ON COLUMN report.alert.detail IS 'Ids, counts and names.';
COMMENT ON COLUMN report.alert.since IS 'When its cause began; NULL where nobody can say.';
COMMENT ON COLUMN report.alert.amount_minor IS 'Money at stake, minor units; NULL where none is.';
COMMENT ON COLUMN report.alert.currency IS 'ISO 4217 code; NULL where no money is at stake.';
COMMENT ON COLUMN report.alert.raised_at IS 'When it was found, domain time.';
COMMENT ON COLUMN report.alert.told_at IS 'When somebody was told, domain time; NULL: not yet.';
COMMENT ON COLUMN report.alert.is_being_told IS 'Whether a run is telling it at this moment.';
COMMENT ON COLUMN report.alert.age_seconds IS 'How long ago it was found.';
