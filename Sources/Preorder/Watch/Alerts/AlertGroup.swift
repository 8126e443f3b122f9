public import Money

/// The new alerts of one probe, in a digest.
public struct AlertGroup: Hashable, Sendable {
    /// The probe's stable name.
    public let kind: String

    /// How many there are.
    public let count: Int

    /// The money at stake in all of them, an amount a currency.
    public let amounts: [Money]

    /// The first of them.
    public let alerts: [Alert]

    /// A group.
    public init(kind: String, count: Int, amounts: [Money], alerts: [Alert]) {
        self.kind = kind
        self.count = count
        self.amounts = amounts
        self.alerts = alerts
    }
}
