/// A gift to the member was taken back or has expired: it can no longer be accepted.
public struct GiftClosedMail: MailTemplate {
    /// `gift_closed`.
    public static let kind = "gift_closed"

    /// The template; it has no settings.
    public init() {}

    /// Which gift, and that nothing is asked of the member.
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
            letter.subject = "선물을 더 이상 받으실 수 없습니다: ‘\(game)’"
            letter.paragraphs = [
                "\(rows.sender)께서 선물하신 ‘\(game)’ 게임은 취소되었거나 수락 기한이 지나 더 이상 받으실 수 없습니다."
            ]
            letter.notes = ["따로 하실 일은 없습니다."]
        case .english:
            letter.subject = "A gift can no longer be accepted: “\(game)”"
            letter.paragraphs = [
                "The gift of “\(game)” from \(rows.sender) was taken back, or the time for accepting "
                    + "it is over."
            ]
            letter.notes = ["There is nothing for you to do."]
        }
        return letter.content
    }
}
