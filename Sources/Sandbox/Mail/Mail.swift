/// A mail that the sink took.
struct Mail: Codable, Sendable, Equatable {
    /// The recipients of the envelope, joined by a comma.
    let to: String
    let subject: String
    let messageID: String
    let at: Instant

    /// The mail as something that its recipients refused for good.
    var refusal: Refusal {
        Refusal(
            kind: .mailRefused,
            gateway: nil,
            account: "",
            reference: messageID,
            at: at,
            recipient: to
        )
    }
}
