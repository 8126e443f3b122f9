/// Refunds that are not paid although the law asks for it by the next business day at the latest.
///
/// Told again as it grows worse: the business day before, on the day, and when it is late.
enum RefundDeadlineProbe: AlertProbe {
    static let kind = "refund_deadline"

    static let singular = "refund near its legal deadline"

    static let plural = "refunds near their legal deadline"

    static let meaning = """
        Members wait for this money, and the law of their country names the day. What is refused \
        waits for a person; what is pending should have gone through by itself.
        """

    static let advice = """
        reservoir-admin explain REFUND; pay it by other means and note it with \
        reservoir-admin refund settle-outside
        """

    static let causes = """
        SELECT refund_id::text AS subject, deadline AS occurrence,
               format('%s, due on %s (%s), reservation %s', state, due_on,
                      CASE deadline WHEN 'late' THEN 'late'
                                    WHEN 'today' THEN 'today'
                                    ELSE 'the next business day' END,
                      reservation_id) AS detail,
               requested_at AS since, amount_minor, currency
        FROM report.refund_due
        WHERE deadline IN ('late', 'today', 'next_business_day') AND amount_minor > 0
        """
}
