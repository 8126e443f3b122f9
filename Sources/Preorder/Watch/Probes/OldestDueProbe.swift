/// Channels in which something due has waited for longer than the channel allows.
enum OldestDueProbe: AlertProbe {
    static let kind = "due"

    static let singular = "channel with old due messages"

    static let plural = "channels with old due messages"

    static let meaning = """
        Messages are due and nobody carries them out: the drain does not run, cannot keep up, or \
        the channel is paused.
        """

    static let advice = """
        reservoir-admin run list --channel CHANNEL; start the drain, on more hosts if need be
        """

    static let causes = """
        SELECT o.channel AS subject, '' AS occurrence, o.due || ' due' AS detail,
               clock.now_at - o.oldest_due_seconds * interval '1 second' AS since,
               NULL::bigint AS amount_minor, NULL::text AS currency
        FROM report.outbox AS o
        JOIN report.channel AS c USING (channel)
        CROSS JOIN report.clock
        WHERE o.oldest_due_seconds > c.due_age_max_seconds
        """
}
