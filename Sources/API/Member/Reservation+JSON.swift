import Postgres
import Preorder

extension ReserveReceipt {
    /// What the member's client goes on with.
    var json: JSON {
        [
            "reservation_id": .id(reservationID), "payment_id": .id(paymentID),
            "order_id": .string(orderID), "amount": .money(amount),
            "authenticate_by": .optional(authenticateBy) { .instant(Timestamp(date: $0)) },
            "is_complete": .bool(isComplete), "gift_id": .optional(giftID, JSON.id),
        ]
    }
}

extension ReservationState {
    /// The reservation as its member sees it.
    var json: JSON {
        [
            "reservation_id": .id(reservationID), "payment_id": .id(paymentID),
            "game_id": .id(gameID), "status": .string(status.rawValue),
            "charged": .money(charged), "points_used": .integer(pointsUsed),
            "created_at": .instant(createdAt),
            "reserved_at": .optional(reservedAt, JSON.instant),
        ]
    }
}

extension PaymentState {
    /// The payment as its member sees it.
    var json: JSON {
        [
            "payment_id": .id(paymentID), "reservation_id": .id(reservationID),
            "status": .string(status.rawValue), "amount": .money(amount),
            "order_id": .string(orderID), "method": .optional(means?.method, JSON.string),
            "gateway": .optional(means?.gateway, JSON.string),
            "account": .optional(means?.account, JSON.string),
            "authenticate_by": .optional(authenticateBy, JSON.instant),
            "failure_reason": .optional(failureReason) { .string($0.rawValue) },
            "action_url": .optional(actionURL, JSON.string),
        ]
    }
}

extension Purchase {
    /// A line of the purchase list.
    var json: JSON {
        [
            "reservation_id": .id(reservationID), "game_id": .id(gameID),
            "title": .string(title), "status": .string(status.rawValue),
            "charged": .money(charged), "points_used": .integer(pointsUsed),
            "reserved_at": .instant(reservedAt), "release_at": .instant(releaseAt),
            "is_refundable": .bool(isRefundable),
            "refund_id": .optional(refundID, JSON.id),
        ]
    }
}

extension RefundState {
    /// The refund as its member and the staff see it.
    var json: JSON {
        [
            "refund_id": .id(refundID), "reservation_id": .id(reservationID),
            "status": .string(status.rawValue), "cash": .money(cash),
            "points_restored": .integer(pointsRestored),
            "points_clawed_back": .integer(pointsClawedBack),
            "due_on": .optional(dueOn, JSON.string),
            "completed_at": .optional(completedAt, JSON.instant),
            "failure_reason": .optional(failureReason) { .string($0.rawValue) },
        ]
    }
}
