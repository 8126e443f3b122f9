/// Where a gateway's webhooks go.
public struct WebhookTarget: Sendable, Equatable {
    /// `stripe` or `toss`.
    public let gateway: String

    /// The receiver's address; `{account}` in it becomes the account's name.
    public let url: String

    /// A target from text such as `stripe=http://127.0.0.1:8080/webhooks/stripe/{account}`; nil
    /// when the text is anything else.
    public init?(_ text: String) {
        let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard halves.count == 2, Gateway(rawValue: halves[0]) != nil,
            halves[1].hasPrefix("http://") || halves[1].hasPrefix("https://")
        else { return nil }
        gateway = halves[0]
        url = halves[1]
    }

    /// The address for an account's events.
    func url(for account: String) -> String {
        url.replacing("{account}", with: account)
    }
}
