/// What was refused for good: a person has to see to it.
struct Refusal: Codable, Sendable {
    /// `refundRefused` or `mailRefused`.
    let kind: Fault

    /// Nil for a mail.
    let gateway: Gateway?

    /// Empty for a mail.
    let account: String

    /// The refund's own reference as it was sent, or the mail's Message-ID.
    let reference: String

    let at: Instant

    /// Who refused the mail; nil for a refund.
    var recipient: String?

    /// Which of the shop's refunds a reference names, whatever else it says.
    ///
    /// That is the first UUID in it, else the whole: either every try of a refund is refused, or
    /// none is.
    static func subject(of reference: String) -> String {
        let pattern = /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/
        return reference.firstMatch(of: pattern).map { $0.output.lowercased() } ?? reference
    }

    /// What was refused, the same for every try.
    var subject: String { recipient.map { "\(reference) \($0)" } ?? Self.subject(of: reference) }

    /// The refusal in the truth.
    var json: JSON {
        [
            "kind": .string(kind.rawValue),
            "gateway": .optional(gateway?.rawValue),
            "account": .string(account),
            "reference": .string(reference),
            "recipient": .optional(recipient),
            "at": .string(at.description),
        ]
    }
}
