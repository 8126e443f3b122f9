/// The recipient accepted the member's gift.
public struct GiftAcceptedMail: MailTemplate {
    /// `gift_accepted`.
    public static let kind = "gift_accepted"

    /// The template; it has no settings.
    public init() {}

    /// By whom.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        let (game, gift) = (try gameTitle(facts), try gift(facts))
        let rows = GiftRows(gift: gift, language: language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: ReservationRows(facts: facts, language: language).game
        )
        switch language {
        case .korean:
            letter.subject = "선물이 수락되었습니다: ‘\(game)’"
            letter.paragraphs = ["\(rows.recipient)께서 선물하신 ‘\(game)’ 게임을 받으셨습니다."]
        case .english:
            letter.subject = "Your gift was accepted: “\(game)”"
            letter.paragraphs = ["\(rows.recipient) has accepted “\(game)”, your gift."]
        }
        return letter.content
    }
}
