/// A payment method and what happens to a charge on it.
struct StripeCard: Codable, Sendable {
    let id: String
    let behaviour: Behaviour

    enum Behaviour: Codable, Sendable, Equatable {
        case succeeds
        case declines(StripeDecline)
        case authenticates
        case processes(StripeIntent.Status)
        case processesForever
        case refundsLater
        case refundFailsLater
    }

    /// The test payment methods by Stripe's own names, and `pm_card_processing` for a card-like
    /// method whose charge is settled later.
    static func testCard(_ id: String) -> StripeCard? {
        behaviours[id].map { StripeCard(id: id, behaviour: $0) }
    }

    private static let behaviours: [String: Behaviour] = [
        "pm_card_visa": .succeeds,
        "pm_card_mastercard": .succeeds,
        "pm_card_amex": .succeeds,
        "pm_card_kr": .succeeds,
        "pm_card_jp": .succeeds,
        "pm_card_chargeDeclined": .declines(.init(code: "generic_decline")),
        "pm_card_visa_chargeDeclined": .declines(.init(code: "generic_decline")),
        "pm_card_chargeDeclinedInsufficientFunds": .declines(.init(code: "insufficient_funds")),
        "pm_card_visa_chargeDeclinedInsufficientFunds": .declines(
            .init(code: "insufficient_funds")
        ),
        "pm_card_chargeDeclinedExpiredCard": .declines(.init(code: "expired_card")),
        "pm_card_chargeDeclinedLostCard": .declines(.init(code: "lost_card")),
        "pm_card_visa_chargeDeclinedLostCard": .declines(.init(code: "lost_card")),
        "pm_card_chargeDeclinedStolenCard": .declines(.init(code: "stolen_card")),
        "pm_card_visa_chargeDeclinedStolenCard": .declines(.init(code: "stolen_card")),
        "pm_card_chargeDeclinedIncorrectCvc": .declines(.init(code: "incorrect_cvc")),
        "pm_card_chargeDeclinedProcessingError": .declines(.init(code: "processing_error")),
        "pm_card_authenticationRequired": .authenticates,
        "pm_card_threeDSecure2Required": .authenticates,
        "pm_card_processing": .processes(.succeeded),
        "pm_card_processingDeclined": .processes(.requiresPaymentMethod),
        "pm_usBankAccount_success": .processes(.succeeded),
        "pm_usBankAccount_insufficientFunds": .processes(.requiresPaymentMethod),
        "pm_usBankAccount_processing": .processesForever,
        "pm_card_pendingRefund": .refundsLater,
        "pm_card_refundFail": .refundFailsLater,
    ]
}
