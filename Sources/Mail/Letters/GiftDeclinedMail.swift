/// The recipient declined the member's gift; the refund has begun.
public struct GiftDeclinedMail: MailTemplate {
    /// `gift_declined`.
    public static let kind = "gift_declined"

    /// The template; it has no settings.
    public init() {}

    /// What became of it, and what goes back.
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
                + rows.refund(facts.refund)
        )
        switch language {
        case .korean:
            letter.subject = "선물이 거절되어 환불이 시작되었습니다: ‘\(game)’"
            letter.paragraphs = ["\(rows.recipient)께서 선물하신 ‘\(game)’ 게임을 거절하셨습니다."]
        case .english:
            letter.subject = "Your gift was declined: “\(game)”"
            letter.paragraphs = ["\(rows.recipient) has declined “\(game)”, your gift."]
        }
        letter.notes = [rows.refundFollows]
        return letter.content
    }
}
