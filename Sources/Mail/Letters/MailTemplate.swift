/// Writes one kind of mail.
///
/// A new kind is one type that conforms to this, in one file, and its line in
/// `MailCatalog.standard`.
public protocol MailTemplate: Sendable {
    /// The kind that messages name, e.g. `payment_completed`; stable once messages carry it.
    static var kind: String { get }

    /// The letter in that language.
    ///
    /// The catalog hands over facts without control characters; `MailLetter` escapes for HTML.
    ///
    /// - Throws: `MailError.missingFact` when the letter would be senseless without a fact.
    func render(_ facts: MailFacts, language: MailLanguage) throws(MailError) -> MailContent
}

extension MailTemplate {
    /// The game's title, without which no mail makes sense.
    public func gameTitle(_ facts: MailFacts) throws(MailError) -> String {
        guard !facts.gameTitle.isEmpty else {
            throw .missingFact(kind: Self.kind, fact: "gameTitle")
        }
        return facts.gameTitle
    }

    /// The gift, without which no mail about one makes sense.
    func gift(_ facts: MailFacts) throws(MailError) -> MailFacts.Gift {
        guard let gift = facts.gift else { throw .missingFact(kind: Self.kind, fact: "gift") }
        return gift
    }

    /// What goes back, without which no mail about a refund makes sense.
    func refund(_ facts: MailFacts) throws(MailError) -> MailFacts.Refund {
        guard let refund = facts.refund else {
            throw .missingFact(kind: Self.kind, fact: "refund")
        }
        return refund
    }
}
