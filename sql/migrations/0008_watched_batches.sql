-- Why: a batch that nobody started, or that fails each time, is noticed.

INSERT INTO outbox.batch_policy (program, channel, age_max_seconds)
VALUES ('reservoir-drain', 'payments', 600), ('reservoir-drain', 'points', 600),
       ('reservoir-drain', 'mail', 600), ('reservoir-drain', 'reports', 600),
       ('reservoir-sweep', 'leases', 600), ('reservoir-sweep', 'unknown', 600),
       ('reservoir-sweep', 'abandoned', 1800), ('reservoir-sweep', 'refunds', 10800),
       ('reservoir-sweep', 'retention', 108000);
-- Who is told by other means never runs it.
INSERT INTO outbox.batch_policy (program, channel, age_max_seconds, watched_since)
VALUES ('reservoir-sweep', 'alerts', 1800, NULL);

-- Mails and reports may wait longer than money.
UPDATE outbox.channel SET due_age_max_seconds = 900 WHERE channel IN ('mail', 'webhooks');
UPDATE outbox.channel SET due_age_max_seconds = 1800 WHERE channel = 'reports';
