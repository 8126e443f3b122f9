/// Why a payment failed, in words for the member.
///
/// The codes are stable and shared by all gateways; what a code does not say (the bank's own
/// words, risk scores) is not for the member's eyes.
public enum FailureReason: String, CaseIterable, Sendable {
    /// The issuer refused without telling why.
    case cardDeclined = "card_declined"

    /// The account does not cover the amount.
    case insufficientFunds = "insufficient_funds"

    /// The card's validity is over.
    case expiredCard = "expired_card"

    /// The buyer did not pass the authentication.
    case authenticationFailed = "authentication_failed"

    /// The authentication was not finished in time.
    case authenticationExpired = "authentication_expired"

    /// A limit of the card or wallet is reached.
    case limitExceeded = "limit_exceeded"

    /// The charge could not be made before its deadline.
    case deadlinePassed = "deadline_passed"

    /// The reservation was withdrawn before the charge.
    case withdrawn

    /// The game was cancelled before the charge.
    case gameCancelled = "game_cancelled"

    /// The gateway refused for reasons of its own.
    case gatewayRefused = "gateway_refused"

    /// Reported lost or stolen; the member is told no more than that the issuer refused.
    case lostOrStolen = "lost_or_stolen"

    /// The method cannot be used for this payment.
    case invalidPaymentMethod = "invalid_payment_method"

    /// The issuer wants the buyer to authenticate.
    case authenticationRequired = "authentication_required"

    /// The buyer's session at the gateway was over.
    case sessionExpired = "session_expired"

    /// The payment was never submitted.
    case abandoned

    /// Tried as often as may be.
    case outOfTries = "out_of_tries"

    /// Everything else, also codes that this version does not know.
    case unknown

    /// The reason for a code; `unknown` for a code that is missing or new.
    public init(code: String?) {
        self = code.flatMap(Self.init(rawValue:)) ?? .unknown
    }

    /// One sentence that tells the member what happened and, if anything helps, what to do.
    public func sentence(in language: MailLanguage) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }

    private var korean: String {
        switch self {
        case .cardDeclined:
            "카드사에서 결제를 승인하지 않았습니다. 자세한 사유는 카드사에 문의해 주세요."
        case .insufficientFunds: "결제 수단의 잔액이 부족합니다."
        case .expiredCard: "카드의 유효기간이 지났습니다."
        case .authenticationFailed: "본인 인증이 완료되지 않았습니다."
        case .authenticationExpired: "인증 시간이 지나 결제를 진행하지 못했습니다."
        case .limitExceeded: "결제 수단의 이용 한도를 초과했습니다."
        case .deadlinePassed: "정해진 시간 안에 결제를 마치지 못했습니다."
        case .withdrawn: "결제 전에 예약이 취소되었습니다."
        case .gameCancelled: "게임의 출시가 취소되었습니다. 결제는 이루어지지 않았습니다."
        case .gatewayRefused: "결제 대행사에서 결제를 승인하지 않았습니다. 다른 결제 수단을 이용해 주세요."
        case .invalidPaymentMethod: "이 결제 수단으로는 결제할 수 없습니다. 다른 결제 수단을 이용해 주세요."
        case .lostOrStolen: "카드사에서 이 카드의 결제를 거절했습니다. 카드사에 문의해 주세요."
        case .authenticationRequired: "이 결제에는 본인 인증이 필요합니다. 다시 예약하고 인증을 진행해 주세요."
        case .sessionExpired: "결제 창의 유효 시간이 지났습니다. 다시 예약해 주세요."
        case .abandoned: "결제 가능 시간 안에 결제가 진행되지 않아 예약이 취소되었습니다."
        case .outOfTries: "여러 번 시도했지만 결제를 완료하지 못했습니다. 잠시 후 다시 예약해 주세요."
        case .unknown: "결제를 완료하지 못했습니다. 다른 결제 수단으로 다시 시도해 주세요."
        }
    }

    private var english: String {
        switch self {
        case .cardDeclined:
            "Your card issuer declined the payment. They can tell you the exact reason."
        case .insufficientFunds: "There were not enough funds available."
        case .expiredCard: "The card has expired."
        case .authenticationFailed:
            "The authentication of the payment was not successful."
        case .authenticationExpired:
            "The time allowed for authenticating the payment ran out."
        case .limitExceeded: "A spending limit of your payment method was reached."
        case .deadlinePassed: "The payment could not be made in time."
        case .withdrawn: "The reservation was cancelled before the payment was made."
        case .gameCancelled: "The game was cancelled. You have not been charged."
        case .gatewayRefused:
            "The payment provider did not accept the payment. Please use another payment method."
        case .invalidPaymentMethod:
            "This payment method cannot be used for the payment. Please use another one."
        case .lostOrStolen: "Your card issuer declined the payment. Please contact them."
        case .authenticationRequired:
            "The payment needs your authentication. Please reserve again and complete it."
        case .sessionExpired: "The payment session had expired. Please reserve again."
        case .abandoned: "The payment was not made in time, so the reservation was cancelled."
        case .outOfTries:
            "The payment could not be completed after several tries. Please reserve again later."
        case .unknown:
            "The payment could not be completed. Please try again with another payment method."
        }
    }
}
