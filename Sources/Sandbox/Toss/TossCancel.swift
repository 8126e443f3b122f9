/// One entry of a payment's `cancels`: a refund.
struct TossCancel: Codable, Sendable {
    let amountMinor: Int64
    let reason: String
    let transactionKey: String
    let refundableMinor: Int64
    let at: Instant
    let key: String?

    var status: Status = .done

    /// When a cancel in progress ends, and as what.
    var maturesAt: Instant?
    var maturesAs: Status?

    enum Status: String, Codable, Sendable {
        case done = "DONE"
        case inProgress = "IN_PROGRESS"
        case aborted = "ABORTED"
    }

    /// Whether the money is gone or going.
    var counts: Bool { status != .aborted }

    /// The status in the words of the truth.
    var truthStatus: String {
        switch status {
        case .done: "succeeded"
        case .inProgress: "pending"
        case .aborted: "failed"
        }
    }

    /// The cancel once its time has come; as it is before that.
    func matured(at instant: Instant) -> TossCancel {
        guard let maturesAt, let maturesAs, maturesAt <= instant else { return self }
        var cancel = self
        cancel.status = maturesAs
        cancel.maturesAt = nil
        cancel.maturesAs = nil
        return cancel
    }
}
