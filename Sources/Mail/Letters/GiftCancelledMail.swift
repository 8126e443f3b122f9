/// The member's gift was taken back; the refund has begun.
public struct GiftCancelledMail: MailTemplate {
    /// `gift_cancelled`.
    public static let kind = "gift_cancelled"

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
            letter.subject = "선물이 취소되어 환불이 시작되었습니다: ‘\(game)’"
            letter.paragraphs = ["\(rows.recipient)께 보내신 ‘\(game)’ 선물이 취소되었습니다."]
        case .english:
            letter.subject = "Your gift was cancelled: “\(game)”"
            letter.paragraphs = ["Your gift of “\(game)” to \(rows.recipient) was cancelled."]
        }
        letter.notes = [rows.refundFollows]
        return letter.content
    }
}
