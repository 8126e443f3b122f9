import Foundation

/// What the data of a webhook may say.
public enum WebhookMember: String, Sendable, CaseIterable {
    /// A reservation of the member's.
    case reservationID = "reservation_id"

    /// Its payment.
    case paymentID = "payment_id"

    /// The refund, or the reversal of the charge.
    case refundID = "refund_id"

    /// The gift.
    case giftID = "gift_id"

    /// Whether the member gives it, or may accept it.
    case part

    /// A stable code of why.
    case reason

    /// What a message says of it.
    public func text(_ payload: MessagePayload) -> String? {
        switch self {
        case .reservationID: payload.reservationID?.uuidString.lowercased()
        case .paymentID: payload.paymentID?.uuidString.lowercased()
        case .refundID: payload.refundID?.uuidString.lowercased()
        case .giftID: payload.giftID?.uuidString.lowercased()
        case .part: payload.part?.rawValue
        case .reason: payload.reason
        }
    }
}
