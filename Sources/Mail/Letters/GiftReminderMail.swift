/// A gift that the member has not answered expires soon.
public struct GiftReminderMail: MailTemplate {
    /// `gift_reminder`.
    public static let kind = "gift_reminder"

    /// The template; it has no settings.
    public init() {}

    /// Until when it can be accepted.
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
            letter.subject = "선물을 받을 수 있는 기한이 얼마 남지 않았습니다: ‘\(game)’"
            letter.paragraphs = [
                "\(rows.sender)께서 선물하신 ‘\(game)’ 게임을 아직 받지 않으셨습니다. 아래 기한이 지나면 받으실 수 없습니다."
            ]
            letter.notes = ["기한이 지나거나 거절하시면 결제 금액은 보낸 분께 환불됩니다."]
        case .english:
            letter.subject = "Your gift expires soon: “\(game)”"
            letter.paragraphs = [
                "You have not yet answered the gift of “\(game)” from \(rows.sender). After the time "
                    + "below it can no longer be accepted."
            ]
            letter.notes = [
                "If you decline it, or do not accept it in time, the sender is refunded."
            ]
        }
        return letter.content
    }
}
