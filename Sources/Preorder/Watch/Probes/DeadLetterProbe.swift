/// Messages that were given up; those of refused refunds are told as such.
enum DeadLetterProbe: AlertProbe {
    static let kind = "dead_letter"

    static let singular = "dead letter"

    static let plural = "dead letters"

    static let meaning = """
        These messages were given up. On payments and points each holds up its own reservation \
        until a person decides.
        """

    static let advice = """
        reservoir-admin dead-letter list; reservoir-admin explain MESSAGE; remove the cause, then \
        dead-letter replay or dead-letter resolve
        """

    static let causes = """
        SELECT d.message_id::text AS subject, d.dead_at::text AS occurrence,
               format('%s/%s, %s failed, key %s', d.channel, d.kind,
                      CASE d.attempts WHEN 1 THEN 'one try' ELSE d.attempts || ' tries' END,
                      d.key) AS detail,
               d.dead_at AS since, NULL::bigint AS amount_minor, NULL::text AS currency
        FROM report.dead_letter AS d
        WHERE d.state = 'open'
          AND NOT (d.channel = 'payments' AND d.kind IN ('refund', 'reverse')
                   AND EXISTS (SELECT FROM report.refund_due AS f
                               WHERE f.reservation_id = d.key AND f.state = 'refused'))
        """
}
