/// Calls that have had no verdict for longer than their channel allows.
enum OldUnknownProbe: AlertProbe {
    static let kind = "unknown"

    static let singular = "old unknown outcome"

    static let plural = "old unknown outcomes"

    static let meaning = """
        These calls may have happened, and nobody knows. Nothing is guessed: they are asked about \
        at growing intervals until there is a verdict.
        """

    static let advice = """
        reservoir-admin explain MESSAGE; see that reservoir-sweep unknown runs and that the \
        gateway answers
        """

    static let causes = """
        SELECT u.message_id::text AS subject, u.since::text AS occurrence,
               format('%s/%s at %s, sent %s', u.channel, u.kind, u.destination,
                      CASE u.sends WHEN 1 THEN 'once' ELSE u.sends || ' times' END) AS detail,
               u.since, CASE WHEN u.currency IS NOT NULL THEN u.amount_minor END AS amount_minor,
               CASE WHEN u.amount_minor IS NOT NULL THEN u.currency END AS currency
        FROM report.unknown AS u
        JOIN report.channel AS c USING (channel)
        CROSS JOIN report.clock
        WHERE u.since < clock.now_at - c.unknown_age_max_seconds * interval '1 second'
        """
}
