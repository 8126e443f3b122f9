/// A definite refusal, in our few words and in the gateway's own.
public struct GatewayRejection: Hashable, Sendable {
    /// The reasons the domain tells apart; the raw value is stored and mailed, so it is stable.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// The issuer said no, without a reason below.
        case cardDeclined = "card_declined"

        /// Not enough money.
        case insufficientFunds = "insufficient_funds"

        /// The card is out of date.
        case expiredCard = "expired_card"

        /// The issuer wants the buyer to authenticate.
        case authenticationRequired = "authentication_required"

        /// A limit of amount or count.
        case limitExceeded = "limit_exceeded"

        /// The card is reported lost or stolen.
        case lostOrStolen = "lost_or_stolen"

        /// The number, key or kind of the payment method cannot be used.
        case invalidPaymentMethod = "invalid_payment_method"

        /// Less than the gateway takes.
        case belowMinimum = "below_minimum"

        /// The buyer's authentication is over or unknown.
        case sessionExpired = "session_expired"

        /// Anything else the gateway refuses.
        case gatewayRefused = "gateway_refused"
    }

    /// The reason in our words.
    public let code: Code

    /// The gateway's own code.
    public let gatewayCode: String

    /// The gateway's own message, for the journal.
    public let gatewayMessage: String

    /// Our request was wrong: somebody must look at it.
    public let ourFault: Bool

    /// A refusal, as an adapter read it.
    public init(code: Code, gatewayCode: String, gatewayMessage: String, ourFault: Bool = false) {
        self.code = code
        self.gatewayCode = gatewayCode
        self.gatewayMessage = gatewayMessage
        self.ourFault = ourFault
    }
}
