/// Refunds and reversals that the gateway refused for good, or took back.
enum RefusedRefundProbe: AlertProbe {
    static let kind = "refund_refused"

    static let singular = "refused refund"

    static let plural = "refused refunds"

    static let meaning = """
        The gateway refuses to give this money back, or took it back after it had gone. The \
        member was told; the legal clock runs.
        """

    static let advice = """
        reservoir-admin explain REFUND; then reservoir-admin dead-letter replay, refund \
        settle-outside or refund let-stand
        """

    static let causes = """
        SELECT refund_id::text AS subject, generation::text AS occurrence,
               format('%s, %s, due on %s, reservation %s',
                      CASE cause WHEN 'reversal' THEN 'reversal' ELSE 'refund' END,
                      coalesce(failure_reason, 'no reason given'),
                      coalesce(due_on::text, 'no day'), reservation_id) AS detail,
               requested_at AS since, amount_minor, currency
        FROM report.refund_due
        WHERE state = 'refused'
        """
}
