-- Why: the live state as DBAs and monitoring see it: queue, unknowns, dead letters, runs. The
-- views have their owner's rights, so a reader needs nothing but schema report; that is also why
-- they ask report.clock and not outbox.now(), which would run with the reader's rights.

CREATE OR REPLACE VIEW report.clock AS
SELECT coalesce(simulated_at, statement_timestamp()) AS now_at,
       simulated_at IS NOT NULL AS is_simulation
FROM outbox.clock;
COMMENT ON VIEW report.clock IS 'Domain time, by which the other views count.';
COMMENT ON COLUMN report.clock.now_at IS 'The simulated instant, else the real clock.';
COMMENT ON COLUMN report.clock.is_simulation IS 'Whether this database is marked a simulation.';

CREATE OR REPLACE VIEW report.unknown AS
SELECT o.message_id, o.channel, m.kind, m.key AS reservation_id, o.destination,
       coalesce(f.cash_minor, p.amount_minor) AS amount_minor, p.currency,
       o.first_sent_at AS since, o.last_sent_at, o.sends
FROM outbox.open_attempt AS o
JOIN outbox.message AS m ON m.id = o.message_id AND m.day = o.message_day
LEFT JOIN preorder.payment AS p ON o.channel = 'payments' AND p.reservation_id = m.key
LEFT JOIN preorder.refund AS f
       ON m.kind IN ('refund', 'reverse') AND f.payment_id = p.payment_id
      AND f.status IN ('pending', 'refused')
WHERE o.is_unknown
   OR NOT EXISTS (SELECT FROM outbox.batch AS b
                  JOIN outbox.lane AS l USING (channel, lane, token)
                  WHERE b.channel = o.channel AND b.lane = outbox.lane_of(m.key)
                    AND b.state = 'running'
                    AND o.message_id = ANY (b.message_ids)
                    AND l.expires_at > clock_timestamp());
COMMENT ON VIEW report.unknown IS
    'Calls that may have happened: their answer was lost, or the drain that made them is gone.';
COMMENT ON COLUMN report.unknown.message_id IS 'The message.';
COMMENT ON COLUMN report.unknown.channel IS 'Its channel.';
COMMENT ON COLUMN report.unknown.kind IS 'What it asks for: charge, refund, reverse, …';
COMMENT ON COLUMN report.unknown.reservation_id IS 'Its key: the reservation.';
COMMENT ON COLUMN report.unknown.destination IS 'Where it was sent.';
COMMENT ON COLUMN report.unknown.amount_minor IS
    'Cash at stake, minor units; NULL where no money moves.';
COMMENT ON COLUMN report.unknown.currency IS 'ISO 4217 code; NULL where no money moves.';
COMMENT ON COLUMN report.unknown.since IS 'When it was first sent, domain time.';
COMMENT ON COLUMN report.unknown.last_sent_at IS 'When it was last sent, domain time.';
COMMENT ON COLUMN report.unknown.sends IS 'How often the same bytes were sent.';

CREATE OR REPLACE VIEW report.outbox AS
WITH leased AS MATERIALIZED (
    SELECT DISTINCT q.channel, q.lane, q.message_id
    FROM outbox.batch AS b
    JOIN outbox.lane AS l USING (channel, lane, token)
    CROSS JOIN LATERAL unnest(b.message_ids) AS member (id)
    JOIN outbox.queue AS q ON q.channel = b.channel AND q.lane = b.lane
                          AND q.message_id = member.id
    WHERE b.state = 'running' AND l.expires_at > clock_timestamp()
      AND q.state NOT IN ('dead', 'parked')
      AND (q.due_at IS NULL OR q.due_at <= (SELECT now_at FROM report.clock))
), leased_count AS (
    SELECT channel, count(*) AS members FROM leased GROUP BY channel
), unknown_count AS (
    SELECT channel, count(*) AS messages FROM report.unknown GROUP BY channel
)
SELECT c.channel,
       everything.messages - touched.messages + touched.due - coalesce(leased_count.members, 0)
           AS due,
       coalesce(leased_count.members, 0) AS leased,
       touched.retrying,
       coalesce(unknown_count.messages, 0) AS unknown,
       dead.letters AS dead,
       extract(epoch FROM clock.now_at - least(ready.oldest_at, returned.oldest_at))::bigint
           AS oldest_due_seconds,
       touched.parked,
       touched.action_required,
       touched.held
FROM outbox.channel AS c
CROSS JOIN report.clock
LEFT JOIN leased_count USING (channel)
LEFT JOIN unknown_count USING (channel)
-- Ready rows are all without the touched ones: two counts that need only an index each.
CROSS JOIN LATERAL (
    SELECT count(*) AS messages FROM outbox.queue AS q WHERE q.channel = c.channel
) AS everything
CROSS JOIN LATERAL (
    SELECT count(*) AS messages,
           count(*) FILTER (WHERE q.due_at <= clock.now_at OR q.state = 'suspect') AS due,
           count(*) FILTER (WHERE q.state = 'waiting' AND q.due_at > clock.now_at) AS retrying,
           count(*) FILTER (WHERE q.state = 'parked') AS parked,
           count(*) FILTER (WHERE q.state = 'action_required') AS action_required,
           count(*) FILTER (WHERE q.state = 'held' AND q.due_at > clock.now_at) AS held
    FROM outbox.queue AS q WHERE q.channel = c.channel AND q.state <> 'ready'
) AS touched
CROSS JOIN LATERAL (
    SELECT count(*) AS letters FROM outbox.dead_letter AS d
    WHERE d.channel = c.channel AND d.state = 'open'
) AS dead
CROSS JOIN LATERAL (
    SELECT min(m.created_at) AS oldest_at
    FROM outbox.lane AS l
    CROSS JOIN LATERAL (
        SELECT q.message_id, q.day FROM outbox.queue AS q
        WHERE q.channel = l.channel AND q.lane = l.lane AND q.message_id > l.position
          AND q.state = 'ready'
          AND NOT EXISTS (SELECT FROM leased
                          WHERE leased.channel = q.channel AND leased.lane = q.lane
                            AND leased.message_id = q.message_id)
        ORDER BY q.message_id LIMIT 1
    ) AS first
    JOIN outbox.message AS m ON m.id = first.message_id AND m.day = first.day
    WHERE l.channel = c.channel
) AS ready
CROSS JOIN LATERAL (
    SELECT min(first.due_at) AS oldest_at
    FROM outbox.lane AS l
    CROSS JOIN LATERAL (
        SELECT q.due_at FROM outbox.queue AS q
        WHERE q.channel = l.channel AND q.lane = l.lane AND q.due_at <= clock.now_at
          AND NOT EXISTS (SELECT FROM leased
                          WHERE leased.channel = q.channel AND leased.lane = q.lane
                            AND leased.message_id = q.message_id)
        ORDER BY q.due_at, q.message_id LIMIT 1
    ) AS first
    WHERE l.channel = c.channel
) AS returned;
COMMENT ON VIEW report.outbox IS 'The state of each channel at this moment.';
COMMENT ON COLUMN report.outbox.channel IS 'The channel.';
COMMENT ON COLUMN report.outbox.due IS 'Messages that a drain would claim now.';
COMMENT ON COLUMN report.outbox.leased IS 'Messages that a live drain is working on.';
COMMENT ON COLUMN report.outbox.retrying IS
    'Messages that were put back, or written for later, and are not due yet.';
COMMENT ON COLUMN report.outbox.unknown IS 'Calls that may have happened: rows of report.unknown.';
COMMENT ON COLUMN report.outbox.dead IS 'Dead letters that nobody has decided.';
COMMENT ON COLUMN report.outbox.oldest_due_seconds IS
    'How long the oldest due message has been waiting, domain time; NULL when none is due.';
COMMENT ON COLUMN report.outbox.parked IS
    'Messages behind an earlier one of their key that has no verdict.';
COMMENT ON COLUMN report.outbox.action_required IS 'Payments that wait for their buyer.';
COMMENT ON COLUMN report.outbox.held IS
    'Messages held back by an open breaker, a pause or a missing setting, and not due yet.';

CREATE OR REPLACE VIEW report.dead_letter AS
SELECT message_id, channel, kind, key, attempts, last_error, dead_at, state, resolved_by, reason,
       resolved_at, evidence
FROM outbox.dead_letter;
COMMENT ON VIEW report.dead_letter IS 'Messages that a person must decide, or has decided.';
COMMENT ON COLUMN report.dead_letter.message_id IS 'The message.';
COMMENT ON COLUMN report.dead_letter.channel IS 'Its channel.';
COMMENT ON COLUMN report.dead_letter.kind IS 'What it asks for.';
COMMENT ON COLUMN report.dead_letter.key IS 'Its ordering key: the reservation.';
COMMENT ON COLUMN report.dead_letter.attempts IS 'Tries that certainly failed.';
COMMENT ON COLUMN report.dead_letter.last_error IS 'Why the last one failed.';
COMMENT ON COLUMN report.dead_letter.dead_at IS 'When it was given up, domain time.';
COMMENT ON COLUMN report.dead_letter.state IS 'open, replayed, applied or rejected.';
COMMENT ON COLUMN report.dead_letter.resolved_by IS 'Who decided.';
COMMENT ON COLUMN report.dead_letter.reason IS 'The reason given.';
COMMENT ON COLUMN report.dead_letter.resolved_at IS 'When it was decided, domain time.';
COMMENT ON COLUMN report.dead_letter.evidence IS 'Where the proof of the verdict is.';

CREATE OR REPLACE VIEW report.batch_run AS
SELECT run_id, program, channel, host, version, started_at, finished_at, claimed, applied, retried,
       unknown, dead, result, rejected, conflicts, pid
FROM outbox.batch_run;
COMMENT ON VIEW report.batch_run IS 'A row for each run of a batch program and channel or task.';
COMMENT ON COLUMN report.batch_run.run_id IS 'The run.';
COMMENT ON COLUMN report.batch_run.program IS 'The program.';
COMMENT ON COLUMN report.batch_run.channel IS 'The channel or task.';
COMMENT ON COLUMN report.batch_run.host IS 'Where it ran.';
COMMENT ON COLUMN report.batch_run.version IS 'The program''s version.';
COMMENT ON COLUMN report.batch_run.started_at IS 'When it began.';
COMMENT ON COLUMN report.batch_run.finished_at IS
    'When it ended; NULL while it runs, or if it died.';
COMMENT ON COLUMN report.batch_run.claimed IS 'Messages claimed.';
COMMENT ON COLUMN report.batch_run.applied IS 'Messages whose effect took place.';
COMMENT ON COLUMN report.batch_run.retried IS 'Messages put back for later.';
COMMENT ON COLUMN report.batch_run.unknown IS 'Messages whose effect nobody knew at its end.';
COMMENT ON COLUMN report.batch_run.dead IS 'Messages given up.';
COMMENT ON COLUMN report.batch_run.result IS 'How it ended; NULL as long as finished_at.';
COMMENT ON COLUMN report.batch_run.rejected IS 'Messages refused or void.';
COMMENT ON COLUMN report.batch_run.conflicts IS 'Write-backs that a lost lease prevented.';
COMMENT ON COLUMN report.batch_run.pid IS 'Its process id on the host.';
