/// What a person's verdict means for the books, as pure decisions.
extension DeadLetterResolution {
    /// What it says of a charge; nil when the books know it already.
    ///
    /// `decided` is why the charge was to fail, where that was decided before.
    ///
    /// - Throws: why the books cannot follow.
    func event(
        of charge: ChargeCase,
        decided: FailureReason?
    ) throws(DecideDeadLetterRefusal) -> ChargeEvent? {
        switch self {
        case .paidOutside: throw .nothingOfTheKind
        case .applied(let given):
            if let given, let known = charge.gatewayPaymentID, given != known {
                throw .gatewayIDDiffers(known: known)
            }
            if charge.status.isCharged { return nil }
            guard let id = given ?? charge.gatewayPaymentID, !id.isBlank else {
                throw .gatewayIDMissing
            }
            return .applied(gatewayPaymentID: id)
        case .rejected:
            if charge.status.isCharged {
                throw .booksDiffer("the payment is \(charge.status.rawValue)")
            }
            if charge.status == .failed { return nil }
            return .failed(charge.isWithdrawn ? .withdrawn : decided ?? .resolvedByPerson)
        }
    }

    /// What it says of a refund or reversal, one after the other; nothing when the books know it
    /// already.
    ///
    /// - Throws: why the books cannot follow.
    func events(
        of refund: RefundCase,
        evidence: String
    ) throws(DecideDeadLetterRefusal) -> [RefundEvent] {
        // One that was not refused before is given up first, for which no mail is due.
        let first: [RefundEvent] = refund.status == .pending ? [.givenUp] : []
        switch (self, refund.status) {
        case (.applied, .completed), (.paidOutside, .settledOutside), (.rejected, .withdrawn):
            return []
        case (_, .completed), (_, .settledOutside), (_, .withdrawn):
            throw .booksDiffer("the refund is \(refund.status.rawValue)")
        case (.applied(let id), .pending), (.applied(let id), .refused):
            guard let id, !id.isBlank else { throw .wayMissing }
            return [.applied(gatewayRefundID: id)]
        case (.paidOutside, .pending), (.paidOutside, .refused):
            return first + [.settledOutside(reference: evidence)]
        case (.rejected, .pending), (.rejected, .refused):
            guard refund.mayStand else { throw .moneyIsOwed }
            return first + [.stands]
        }
    }

    /// Checks it against the point ledger, which alone says what was posted.
    ///
    /// - Throws: why it cannot be.
    func check(isPosted: Bool) throws(DecideDeadLetterRefusal) {
        switch self {
        case .applied(nil):
            guard isPosted else { throw .notPosted }
        case .rejected:
            guard !isPosted else { throw .booksDiffer("the ledger has the message's entry") }
        case .applied, .paidOutside: throw .nothingOfTheKind
        }
    }
}

extension PaymentStatus {
    /// Whether the gateway has charged it, whatever became of it later.
    fileprivate var isCharged: Bool {
        switch self {
        case .completed, .refunding, .refunded, .refundFailed, .reversing, .reversed,
            .reversalFailed:
            true
        case .awaitingAuthentication, .pending, .actionRequired, .failed: false
        }
    }
}
