/// Destinations that do not answer.
enum OpenBreakerProbe: AlertProbe {
    static let kind = "breaker"

    static let singular = "open breaker"

    static let plural = "open breakers"

    static let meaning = """
        The destination does not answer. Its messages are held back without spending a try; it is \
        probed and recovers by itself.
        """

    static let advice = """
        reservoir-admin breaker list; look at the status page of the gateway or relay
        """

    static let causes = """
        SELECT destination AS subject, opened_at::text AS occurrence,
               format('%s calls without an answer', failures) AS detail, opened_at AS since,
               NULL::bigint AS amount_minor, NULL::text AS currency
        FROM report.breaker
        WHERE state <> 'closed'
        """
}
