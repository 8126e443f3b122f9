/// A PaymentIntent: one charge, from its making to its end.
struct StripeIntent: Codable, Sendable {
    let id: String
    let account: String

    /// In Stripe's units of the currency.
    let amount: Int64

    /// In lower case, as Stripe writes it.
    let currency: String

    let metadata: [String: String]
    let details: [String: String]
    let created: Instant
    let createKey: String?

    var status: Status
    var paymentMethod: String?
    var returnURL: String?
    var decline: StripeDecline?
    var charge: String?
    var confirmKey: String?
    var changedAt: Instant
    var cancellationReason: String?

    /// When a processing charge is settled, and as what.
    var maturesAt: Instant?
    var maturesAs: Status?

    enum Status: String, Codable, Sendable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case processing
        case canceled
        case succeeded
    }

    /// Our own id of the payment, where the caller sent one.
    var reference: String { metadata["payment_id"] ?? "" }

    /// The status in the words of the truth: a declined card leaves Stripe's intent open.
    var truthStatus: String {
        status == .requiresPaymentMethod
            ? (decline == nil ? "created" : "declined") : status.rawValue
    }

    /// The intent once its processing has ended; nil when nothing was due.
    func matured(at instant: Instant) -> StripeIntent? {
        guard let maturesAs else { return nil }
        var intent = self
        intent.status = maturesAs
        intent.changedAt = instant
        intent.maturesAt = nil
        intent.maturesAs = nil
        if maturesAs == .requiresPaymentMethod {
            intent.decline = StripeDecline(code: "insufficient_funds")
        }
        return intent
    }
}
