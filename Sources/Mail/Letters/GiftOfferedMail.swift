/// A game was given to the member, who may accept it.
public struct GiftOfferedMail: MailTemplate {
    /// `gift_offered`.
    public static let kind = "gift_offered"

    /// The template; it has no settings.
    public init() {}

    /// From whom, with which words, and until when.
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
            rows: ReservationRows(facts: facts, language: language).game + rows.message
                + rows.until
        )
        switch language {
        case .korean:
            letter.subject = "선물이 도착했습니다: ‘\(game)’"
            letter.paragraphs = [
                "\(rows.sender)께서 ‘\(game)’ 게임을 선물하셨습니다. 아래 기한까지 수락하거나 거절하실 수 있습니다."
            ]
            letter.notes = ["기한이 지나거나 거절하시면 결제 금액은 보낸 분께 환불됩니다."]
        case .english:
            letter.subject = "A gift for you: “\(game)”"
            letter.paragraphs = [
                "\(rows.sender) has given you “\(game)”. You can accept or decline it until the "
                    + "time below."
            ]
            letter.notes = [
                "If you decline it, or do not accept it in time, the sender is refunded."
            ]
        }
        return letter.content
    }
}
