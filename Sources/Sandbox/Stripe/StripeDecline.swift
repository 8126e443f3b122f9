/// Why a card was declined, as `error` and `last_payment_error` tell it.
struct StripeDecline: Codable, Sendable, Equatable {
    let code: String
    let declineCode: String?
    let message: String

    /// The codes that seeded declines are chosen from.
    static let commonCodes = [
        "generic_decline", "insufficient_funds", "lost_card", "stolen_card", "expired_card",
        "incorrect_cvc", "processing_error", "card_velocity_exceeded",
    ]

    /// The decline for a decline code or for one of the codes that have none.
    init(code: String) {
        switch code {
        case "expired_card":
            self.init(code, nil, "Your card has expired.")
        case "incorrect_cvc":
            self.init(code, nil, "Your card's security code is incorrect.")
        case "processing_error":
            self.init(
                code,
                nil,
                "An error occurred while processing your card. Try again in a little bit."
            )
        case "authentication_required":
            self.init(
                code,
                code,
                "Your card was declined. This transaction requires authentication."
            )
        case "payment_intent_authentication_failure":
            self.init(
                code,
                nil,
                "We are unable to authenticate your payment method. Please choose a different "
                    + "payment method and try again."
            )
        case "insufficient_funds":
            self.init("card_declined", code, "Your card has insufficient funds.")
        default:
            self.init("card_declined", code, "Your card was declined.")
        }
    }

    private init(_ code: String, _ declineCode: String?, _ message: String) {
        self.code = code
        self.declineCode = declineCode
        self.message = message
    }
}
