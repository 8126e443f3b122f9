/// The refund was denied for good: the reservation stays.
public struct RefundStandsMail: MailTemplate {
    /// `refund_stands`.
    public static let kind = "refund_stands"

    /// The template; it has no settings.
    public init() {}

    /// That the reservation is theirs as before.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        let (game, refund) = (try gameTitle(facts), try refund(facts))
        let rows = ReservationRows(facts: facts, language: language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: rows.game + rows.ids
        )
        let points = ReservationRows.points(refund.pointsClawedBack, language)
        switch language {
        case .korean:
            letter.subject = "‘\(game)’ 환불 요청이 처리되지 않았습니다"
            letter.paragraphs = [
                "‘\(game)’ 예약의 환불 요청을 처리할 수 없어 예약이 그대로 유지됩니다."
            ]
            if refund.pointsClawedBack > 0 {
                letter.paragraphs.append("환불을 위해 보류되었던 \(points)는 다시 사용하실 수 있습니다.")
            }
        case .english:
            letter.subject = "Your refund request for “\(game)” was declined"
            letter.paragraphs = [
                "Your refund request for “\(game)” could not be granted, so your reservation "
                    + "stays as it was."
            ]
            if refund.pointsClawedBack > 0 {
                letter.paragraphs.append("The \(points) held for the refund are yours again.")
            }
        }
        return letter.content
    }
}
