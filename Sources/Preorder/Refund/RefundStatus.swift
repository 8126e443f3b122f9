/// Where a refund stands.
public enum RefundStatus: String, Sendable, CaseIterable {
    /// On its way to the gateway.
    case pending

    /// The gateway refused as often as the policy allows, or took it back: a person goes on.
    case refused

    /// The money went back.
    case completed

    /// A person paid it by other means.
    case settledOutside = "settled_outside"

    /// The refusal stands; nothing goes back.
    case withdrawn
}

/// Why money goes back.
public enum RefundCause: String, Sendable, CaseIterable {
    /// A charge that took effect although its reservation was gone.
    case reversal

    /// The member asked for it.
    case member

    /// The store's staff asked for it.
    case administrator

    /// The recipient declined the gift.
    case giftDeclined = "gift_declined"

    /// Nobody accepted the gift in time.
    case giftExpired = "gift_expired"

    /// The sender took the gift back.
    case giftCancelled = "gift_cancelled"

    /// The game was cancelled.
    case gameCancelled = "game_cancelled"

    /// Whether a refusal may stand: only what was asked for may be denied.
    public var mayStand: Bool { self == .member || self == .administrator }
}
