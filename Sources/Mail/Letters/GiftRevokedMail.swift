/// The game that the member was given was cancelled, and the gift with it.
public struct GiftRevokedMail: MailTemplate {
    /// `gift_revoked`.
    public static let kind = "gift_revoked"

    /// The template; it has no settings.
    public init() {}

    /// Whose gift it was, and that there is nothing to do.
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
            letter.subject = "선물 받으신 ‘\(game)’ 출시가 취소되었습니다"
            letter.paragraphs = [
                "‘\(game)’ 게임의 출시가 취소되어 \(rows.sender)의 선물도 취소되었습니다.",
                "결제 금액은 보내신 분께 환불되며, 따로 하실 일은 없습니다.",
            ]
        case .english:
            letter.subject = "The game you were given has been cancelled: “\(game)”"
            letter.paragraphs = [
                "“\(game)” will not be available, so the gift from \(rows.sender) has ended.",
                "The sender gets their money back; there is nothing you need to do.",
            ]
        }
        return letter.content
    }
}
