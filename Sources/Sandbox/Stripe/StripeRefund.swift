/// A refund of a PaymentIntent.
struct StripeRefund: Codable, Sendable {
    let id: String
    let account: String
    let intent: String
    let charge: String

    /// In Stripe's units of the currency.
    let amount: Int64

    let currency: String
    let metadata: [String: String]
    let reason: String?
    let created: Instant
    let key: String?

    var status: Status
    var failureReason: String?
    var changedAt: Instant

    /// When it changes by itself, and to what.
    var maturesAt: Instant?
    var maturesAs: Status?

    enum Status: String, Codable, Sendable {
        case pending
        case succeeded
        case failed
    }

    /// Our own id of the refund, where the caller sent one.
    var reference: String { metadata["refund_id"] ?? "" }

    /// Whether the money is gone or going: what failed may be asked for again.
    var counts: Bool { status != .failed }

    /// The refund once what was to happen to it has happened; nil when nothing was due.
    func matured(at instant: Instant) -> StripeRefund? {
        guard let maturesAs else { return nil }
        var refund = self
        refund.status = maturesAs
        refund.changedAt = instant
        refund.maturesAt = nil
        refund.maturesAs = nil
        if maturesAs == .failed { refund.failureReason = "lost_or_stolen_card" }
        return refund
    }
}
