/// The ways in which the sandbox misbehaves; the raw value names each in options and in JSON.
///
/// Each fault is drawn by itself from the seed, its own name and the call's identity: a fault that
/// is added here changes none of the others' draws.
public enum Fault: String, Codable, Sendable, CaseIterable {
    /// The charge is declined.
    case decline
    /// The request is lost on its way: nothing happens, no answer comes.
    case timeoutBefore = "timeout_before"
    /// The call takes effect, no answer comes.
    case timeoutAfter = "timeout_after"
    /// No answer comes; the call takes effect when the caller has long given up.
    case timeoutLate = "timeout_late"
    /// The connection is closed without an answer, before or after the effect as the seed says.
    case drop
    /// 500, and nothing happened.
    case errorBefore = "error_before"
    /// 500, although the call took effect.
    case errorAfter = "error_after"
    /// 429 with `Retry-After`; nothing happened.
    case rateLimit = "rate_limit"
    /// An idempotency key is forgotten before its time: the call is carried out again.
    case forgetKey = "forget_key"
    /// The refund is refused for good, however often and under whatever key it is asked for.
    case refundRefused = "refund_refused"
    /// The refund stays pending for a while before it succeeds.
    case refundPending = "refund_pending"
    /// The refund fails in the end: after it had succeeded (Stripe only), or out of pending.
    case refundFailsLate = "refund_fails_late"
    /// The mail is refused for now, with 451.
    case mailDeferred = "mail_4xx"
    /// The mail is refused for good, with 554.
    case mailRefused = "mail_5xx"
    /// The mail is taken and the connection closed before the answer.
    case mailDropAfter = "mail_drop_after"
    /// The service is down for a while: nothing sent to it meanwhile has an effect.
    case down
    /// The webhook is sent twice.
    case duplicateWebhook = "duplicate_webhook"
    /// The webhook is overtaken by the next one.
    case reorderedWebhook = "reordered_webhook"
    /// The line of a settlement statement is off by one unit, missing, or there twice.
    case wrongSettlementLine = "wrong_settlement_line"

    /// The faults of the wire, in the order in which they are tried.
    static let wire: [Fault] = [
        .timeoutBefore, .timeoutAfter, .timeoutLate, .drop, .errorBefore, .errorAfter, .rateLimit,
    ]
}
