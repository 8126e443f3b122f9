/// Toss Payments' error codes by what follows from them; a code not listed is unknown.
///
/// Source: https://docs.tosspayments.com/reference/error-codes
enum TossCode {
    /// What a code says of a charge.
    enum OfCharge {
        /// Certainly not charged.
        case rejected(GatewayRejection.Code)

        /// Perhaps charged already: only a look-up by order id tells.
        case alreadyDone

        /// The account cannot be used.
        case configuration

        /// Anything may have happened.
        case unknown
    }

    /// What a code says of a cancel.
    enum OfCancel {
        /// Perhaps cancelled already: read `cancels` back.
        case alreadyDone

        /// Certainly not cancelled now; the same key may be tried again.
        case later

        /// Certainly not cancelled, ever.
        case never

        /// The account cannot be used.
        case configuration

        /// Anything may have happened.
        case unknown
    }

    static func ofCharge(_ code: String) -> OfCharge {
        if let reason = rejected[code] { return .rejected(reason) }
        if configuration.contains(code) { return .configuration }
        let alreadyDone = ["ALREADY_PROCESSED_PAYMENT", "DUPLICATED_ORDER_ID"]
        return alreadyDone.contains(code) ? .alreadyDone : .unknown
    }

    static func ofCancel(_ code: String) -> OfCancel {
        if configuration.contains(code) { return .configuration }
        if later.contains(code) { return .later }
        if never.contains(code) { return .never }
        let alreadyDone = ["ALREADY_CANCELED_PAYMENT", "ALREADY_REFUND_PAYMENT"]
        return alreadyDone.contains(code) ? .alreadyDone : .unknown
    }

    /// The stable word for the code of a payment that failed.
    static func reason(_ code: String) -> GatewayRejection.Code {
        rejected[code] ?? .gatewayRefused
    }

    static let rejected: [String: GatewayRejection.Code] = [
        "REJECT_CARD_COMPANY": .cardDeclined,
        "REJECT_CARD_PAYMENT": .insufficientFunds,
        "REJECT_ACCOUNT_PAYMENT": .insufficientFunds,
        "EXCEED_MAX_AUTH_COUNT": .limitExceeded,
        "INVALID_REJECT_CARD": .cardDeclined,
        "INVALID_STOPPED_CARD": .invalidPaymentMethod,
        "INVALID_CARD_LOST_OR_STOLEN": .lostOrStolen,
        "INVALID_CARD_EXPIRATION": .expiredCard,
        "INVALID_CARD_NUMBER": .invalidPaymentMethod,
        "NOT_SUPPORTED_CARD_TYPE": .invalidPaymentMethod,
        "INVALID_BILL_KEY_REQUEST": .invalidPaymentMethod,
        "EXCEED_MAX_PAYMENT_AMOUNT": .limitExceeded,
        "EXCEED_MAX_DAILY_PAYMENT_COUNT": .limitExceeded,
        "BELOW_MINIMUM_AMOUNT": .belowMinimum,
        "NOT_FOUND_PAYMENT_SESSION": .sessionExpired,
    ]

    static let configuration: Set<String> = [
        "UNAUTHORIZED_KEY", "INVALID_API_KEY", "FORBIDDEN_REQUEST",
    ]

    static let later: Set<String> = [
        "FORBIDDEN_CONSECUTIVE_REQUEST", "NOT_AVAILABLE_BANK", "FAILED_REFUND_PROCESS",
        "FAILED_METHOD_HANDLING_CANCEL",
    ]

    static let never: Set<String> = [
        "NOT_CANCELABLE_PAYMENT", "NOT_CANCELABLE_AMOUNT", "EXCEED_MAX_REFUND_DUE",
        "NOT_ALLOWED_PARTIAL_REFUND", "REFUND_REJECTED",
    ]
}
