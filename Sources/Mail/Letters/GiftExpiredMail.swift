/// Nobody accepted the member's gift in time; the refund has begun.
public struct GiftExpiredMail: MailTemplate {
    /// `gift_expired`.
    public static let kind = "gift_expired"

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
            letter.subject = "선물 수락 기한이 지나 환불이 시작되었습니다: ‘\(game)’"
            letter.paragraphs = ["\(rows.recipient)께서 기한 안에 ‘\(game)’ 선물을 받지 않으셨습니다."]
        case .english:
            letter.subject = "Your gift has expired: “\(game)”"
            letter.paragraphs = ["\(rows.recipient) did not accept “\(game)”, your gift, in time."]
        }
        letter.notes = [rows.refundFollows]
        return letter.content
    }
}
