/// The refund is done: what went back in cash and in points.
public struct RefundCompletedMail: MailTemplate {
    /// `refund_completed`.
    public static let kind = "refund_completed"

    /// The template; it has no settings.
    public init() {}

    /// What went back, and why it may be less than was paid.
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
            rows: rows.game + rows.refund(refund) + rows.ids
        )
        switch language {
        case .korean:
            letter.subject = "‘\(game)’ 환불이 완료되었습니다"
            letter.paragraphs = ["요청하신 ‘\(game)’ 예약의 환불이 완료되었습니다."]
            letter.notes = ["카드사에 따라 명세서에 반영되기까지 며칠이 걸릴 수 있습니다."]
            if refund.pointsDeducted > 0 {
                letter.paragraphs.append(
                    "이 예약으로 적립된 포인트 중 이미 사용하신 만큼은 환불 금액과 반환 포인트에서 공제되었습니다."
                )
            }
        case .english:
            letter.subject = "Your refund for “\(game)” is complete"
            letter.paragraphs = ["Your reservation of “\(game)” has been refunded."]
            letter.notes = [
                "Depending on your bank it may take a few days to appear on your statement."
            ]
            if refund.pointsDeducted > 0 {
                letter.paragraphs.append(
                    "Points that this reservation had earned and that you have already spent were "
                        + "deducted from what was returned."
                )
            }
        }
        return letter.content
    }
}
