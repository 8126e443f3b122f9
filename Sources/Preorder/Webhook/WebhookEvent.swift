/// Everything that members' endpoints are told of; the raw value is the message's kind.
public enum WebhookEvent: String, Sendable, CaseIterable {
    /// The payer's payment is complete.
    case paymentCompleted = "payment_completed"

    /// It failed, or was withdrawn.
    case paymentFailed = "payment_failed"

    /// A charge of a withdrawn reservation took effect and was given back.
    case chargeReversed = "charge_reversed"

    /// The payer's money and points went back.
    case refundCompleted = "refund_completed"

    /// The gateway refused to give the money back; a person goes on.
    case refundRefused = "refund_refused"

    /// The refusal stands: the reservation is as it was.
    case refundStands = "refund_stands"

    /// A gift is paid for, and its recipient may accept it.
    case giftOffered = "gift_offered"

    /// To its recipient alone: it expires soon.
    case giftReminder = "gift_reminder"

    /// The game is the recipient's.
    case giftAccepted = "gift_accepted"

    /// The recipient did not want it; the sender is refunded.
    case giftDeclined = "gift_declined"

    /// Nobody accepted it in time; the sender is refunded.
    case giftExpired = "gift_expired"

    /// It was taken back, or its game was cancelled while it was open; the sender is refunded.
    case giftCancelled = "gift_cancelled"

    /// It had been accepted, and its game was cancelled; the sender is refunded.
    case giftRevoked = "gift_revoked"

    /// As endpoints read it: `payment.completed`.
    public var type: String {
        rawValue.split(separator: "_", maxSplits: 1).joined(separator: ".")
    }

    /// What its data says, in the order of the document; whatever else is known is not told.
    public var members: [WebhookMember] {
        if isOfGift { return [.giftID, .part, .reservationID] }
        let own: [WebhookMember] = [.reservationID, .paymentID]
        switch self {
        case .paymentCompleted: return own + [.giftID]
        case .paymentFailed: return own + [.giftID, .reason]
        default: return own + [.refundID, .giftID, .reason]
        }
    }

    /// Whether its data has a member always.
    public func always(has member: WebhookMember) -> Bool {
        switch member {
        case .part: true
        case .reservationID: !isOfGift
        case .giftID: isOfGift
        case .paymentID, .refundID: true
        case .reason: false
        }
    }

    /// Whether it is about a gift, of which each of the two members is told apart.
    var isOfGift: Bool { rawValue.hasPrefix("gift_") }
}
