/// A game that the member has paid for, or was just paying for, was cancelled.
public struct GameCancelledMail: MailTemplate {
    /// `game_cancelled`.
    public static let kind = "game_cancelled"

    /// The template; it has no settings.
    public init() {}

    /// What goes back; where the payment has no verdict yet, that nothing is kept.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        let game = try gameTitle(facts)
        let rows = ReservationRows(facts: facts, language: language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: rows.game + (facts.refund.map { rows.refundToCome($0) } ?? []) + rows.ids
        )
        switch language {
        case .korean:
            letter.subject = "‘\(game)’ 출시가 취소되었습니다"
            letter.paragraphs = ["‘\(game)’ 게임의 출시가 취소되어 예약도 취소되었습니다. 불편을 드려 죄송합니다."]
            letter.paragraphs.append(
                facts.refund == nil
                    ? "결제가 진행 중이었다면 승인되더라도 전액 취소되며, 따로 하실 일은 없습니다."
                    : "환불은 결제하신 수단으로 진행되며, 완료되면 다시 알려 드립니다."
            )
        case .english:
            letter.subject = "“\(game)” has been cancelled"
            letter.paragraphs = [
                "“\(game)” will not be available, and your reservation of it has been cancelled. "
                    + "We apologise for the disappointment."
            ]
            letter.paragraphs.append(
                facts.refund == nil
                    ? "Should your payment still go through, it is returned in full; there is "
                        + "nothing you need to do."
                    : "Your refund goes back the way you paid; we will write again when it is "
                        + "complete."
            )
        }
        return letter.content
    }
}
