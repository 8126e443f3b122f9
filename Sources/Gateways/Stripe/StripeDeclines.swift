/// Stripe's reasons in our words.
///
/// Source: https://docs.stripe.com/declines/codes and https://docs.stripe.com/error-codes
enum StripeDeclines {
    static func rejection(_ failure: StripeFailure, ourFault: Bool) -> GatewayRejection {
        let gatewayCode = failure.declineCode ?? failure.code ?? failure.type
        let code = [failure.declineCode, failure.code].lazy
            .compactMap { word in word.flatMap { codes[$0] } }.first
        return GatewayRejection(
            code: code ?? (failure.type == "card_error" ? .cardDeclined : .gatewayRefused),
            gatewayCode: gatewayCode,
            gatewayMessage: withoutTokens(failure.message ?? ""),
            ourFault: ourFault
        )
    }

    /// The message without what identifies the buyer's means of payment: Stripe repeats the id of
    /// a payment method that it does not take, and the message is kept.
    private static func withoutTokens(_ message: String) -> String {
        message.replacing(/\b(pm|card|src|tok|ba|cus|seti|mandate)_[A-Za-z0-9_]+/) { match in
            "\(match.output.1)_…"
        }
    }

    // card_declined itself is missing on purpose: it says less than the decline code beside it.
    private static let codes: [String: GatewayRejection.Code] = [
        "insufficient_funds": .insufficientFunds,
        "expired_card": .expiredCard,
        "authentication_required": .authenticationRequired,
        "payment_intent_authentication_failure": .authenticationRequired,
        "card_velocity_exceeded": .limitExceeded,
        "withdrawal_count_limit_exceeded": .limitExceeded,
        "amount_too_large": .limitExceeded,
        "amount_too_small": .belowMinimum,
        "lost_card": .lostOrStolen,
        "stolen_card": .lostOrStolen,
        "pickup_card": .lostOrStolen,
        "incorrect_number": .invalidPaymentMethod,
        "invalid_number": .invalidPaymentMethod,
        "incorrect_cvc": .invalidPaymentMethod,
        "invalid_cvc": .invalidPaymentMethod,
        "invalid_expiry_month": .invalidPaymentMethod,
        "invalid_expiry_year": .invalidPaymentMethod,
        "invalid_account": .invalidPaymentMethod,
        "card_not_supported": .invalidPaymentMethod,
        "currency_not_supported": .invalidPaymentMethod,
    ]
}
