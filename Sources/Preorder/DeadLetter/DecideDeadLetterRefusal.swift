public import Outbox
public import Postgres

/// Why a person's decision about a dead letter was refused; nothing was written.
public enum DecideDeadLetterRefusal: StaffRefusing, Hashable, Sendable {
    /// It cannot be decided any more, or never could.
    case letter(DeadLetterRefusal)

    /// It was tried again and given up anew since it was looked at.
    case changedSince(Timestamp)

    /// No evidence was given.
    case noEvidence

    /// The gateway's id of the charge is not known.
    case gatewayIDMissing

    /// It is not said how a refund's cash went back.
    case wayMissing

    /// The books know the charge under another id.
    case gatewayIDDiffers(known: String)

    /// Another payment or refund has the gateway's id.
    case gatewayIDTaken

    /// A gateway's id, or a payment by other means, has no place in this decision.
    case nothingOfTheKind

    /// The books say the opposite.
    case booksDiffer(String)

    /// A refusal of this refund may not stand.
    case moneyIsOwed

    /// The ledger has no entry of a points message.
    case notPosted

    /// The message does not say which payment or refund it is about.
    case noSubject

    /// Whoever decides may not.
    case staff(StaffRefusal)
}

extension DecideDeadLetterRefusal: CustomStringConvertible {
    /// What is wrong, and what would do.
    public var description: String {
        switch self {
        case .letter(let refusal): "\(refusal)"
        case .changedSince:
            "it was tried again and given up anew since you looked at it: look at it again"
        case .noEvidence: "give the evidence that proves the verdict; it is kept"
        case .gatewayIDMissing:
            "the gateway's id of the charge is not known yet: give it with --gateway-id"
        case .wayMissing:
            "say how the cash went back: --gateway-id with the id of the gateway's refund, or "
                + "--outside for a payment by other means, which the evidence proves"
        case .gatewayIDDiffers(let known): "the books know the charge as \(known)"
        case .gatewayIDTaken: "another payment or refund has this id at the gateway"
        case .nothingOfTheKind:
            "--gateway-id belongs to a charge or refund that was applied, --outside to a refund"
        case .booksDiffer(let state): "the books say otherwise: \(state)"
        case .moneyIsOwed:
            "this money is owed: the refusal of a reversal, of a gift's or cancelled game's refund, "
                + "or of one that was taken back cannot stand; replay it, or pay it by other means "
                + "(refund settle-outside, or --as applied --outside)"
        case .notPosted:
            "the ledger has no entry of this message, and none can be asserted by hand: replay it, "
                + "or reject it and correct the balance with points adjust"
        case .noSubject:
            "the message does not say which payment or refund it is about: it can only be rejected"
        case .staff(let refusal): "\(refusal)"
        }
    }
}
