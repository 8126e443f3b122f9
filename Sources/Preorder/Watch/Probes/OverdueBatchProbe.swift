/// Batches that should have run by now, or fail each time; in real time, as runs are.
enum OverdueBatchProbe: AlertProbe {
    static let kind = "batch"

    static let singular = "batch that has not run"

    static let plural = "batches that have not run"

    static let meaning = """
        No run of it has ended well for longer than outbox.batch_policy allows. What it does \
        waits.
        """

    static let advice = """
        reservoir-admin run list; systemctl list-timers 'reservoir-*' or the crontab, and its log
        """

    static let causes = """
        SELECT program || ' ' || channel AS subject, '' AS occurrence,
               CASE WHEN last_started_at IS NULL THEN 'it never ran'
                    ELSE format('the last run began at %s on %s and %s',
                                to_char(last_started_at AT TIME ZONE 'UTC',
                                        'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                                last_host,
                                CASE WHEN last_result IS NULL THEN 'has no end'
                                     ELSE 'ended: ' || last_result END) END AS detail,
               counted_from AS since, NULL::bigint AS amount_minor, NULL::text AS currency
        FROM report.batch_due
        WHERE is_overdue
        """
}
