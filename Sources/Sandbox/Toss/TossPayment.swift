/// A Toss payment: authenticated by the buyer, confirmed by the shop, cancelled in parts.
struct TossPayment: Codable, Sendable {
    let paymentKey: String

    /// Empty until the first confirm when the authentication page was not told the account.
    var account: String

    let orderId: String
    let amountMinor: Int64
    let currency: String

    /// `CARD` or a wallet's name (`TOSSPAY`, `NAVERPAY`, …).
    let method: String

    let requestedAt: Instant

    /// The code with which the confirm is to be refused, if it was asked for.
    let declineCode: String?

    var status: Status = .inProgress
    var approvedAt: Instant?
    var changedAt: Instant
    var failureCode: String?
    var confirmKey: String?
    var lastTransactionKey: String?
    var cancels: [TossCancel] = []

    enum Status: String, Codable, Sendable {
        case inProgress = "IN_PROGRESS"
        case done = "DONE"
        case canceled = "CANCELED"
        case partialCanceled = "PARTIAL_CANCELED"
        case aborted = "ABORTED"
        case expired = "EXPIRED"
    }

    /// An authentication lives 10 minutes.
    static let authenticationLifetime: Duration = .seconds(600)

    var balanceMinor: Int64 { amountMinor - canceledMinor }

    /// What was given back.
    var canceledMinor: Int64 { sum { $0.status == .done } }

    /// What can still be cancelled: what is on its way back cannot.
    var cancelableMinor: Int64 { amountMinor - sum(\.counts) }

    /// When a cancel in progress ends, if there is one.
    var maturesAt: Instant? { cancels.compactMap(\.maturesAt).min() }

    /// The transaction of the charge.
    var confirmTransactionKey: String { transactionKey("confirm", 0) }

    /// Every step of a payment is a transaction of its own.
    func transactionKey(_ step: String, _ number: Int) -> String {
        StableHash.token("\(paymentKey)|\(step)|\(number)", length: 32).uppercased()
    }

    var wasCharged: Bool { approvedAt != nil }

    private func sum(_ isMeant: (TossCancel) -> Bool) -> Int64 {
        cancels.filter(isMeant).reduce(0) { $0 + $1.amountMinor }
    }

    /// The payment once the cancels that were due have ended.
    func matured(at instant: Instant) -> TossPayment {
        var payment = self
        payment.cancels = cancels.map { $0.matured(at: instant) }
        payment.settleStatus(at: instant)
        return payment
    }

    /// Takes the status that the cancels have come to.
    mutating func settleStatus(at instant: Instant) {
        changedAt = instant
        if canceledMinor > 0 { status = balanceMinor == 0 ? .canceled : .partialCanceled }
        let done = cancels.last { $0.status == .done }
        if let done { lastTransactionKey = done.transactionKey }
    }

    func belongs(to account: String) -> Bool {
        self.account == account || self.account.isEmpty
    }

    /// The status at an instant: an authentication nobody confirmed expires by itself.
    func status(at now: Instant) -> Status {
        guard status == .inProgress,
            now >= requestedAt.advanced(by: Self.authenticationLifetime)
        else { return status }
        return .expired
    }

    /// The status in the words of the truth: a cancelled payment was a charge that succeeded.
    func truthStatus(at now: Instant) -> String {
        switch status(at: now) {
        case .inProgress: "created"
        case .done, .partialCanceled, .canceled: "succeeded"
        case .aborted: "declined"
        case .expired: "expired"
        }
    }
}
