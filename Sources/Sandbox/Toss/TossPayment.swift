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

    var canceledMinor: Int64 { cancels.reduce(0) { $0 + $1.amountMinor } }

    var wasCharged: Bool { approvedAt != nil }

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
