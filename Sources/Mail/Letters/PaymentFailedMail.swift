/// The payment failed: why, and that the reservation is withdrawn and the points restored.
public struct PaymentFailedMail: MailTemplate {
    /// `payment_failed`.
    public static let kind = "payment_failed"

    /// The template; it has no settings.
    public init() {}

    /// The reason in the member's words, never the bank's.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        let game = try gameTitle(facts)
        let reason = FailureReason(code: facts.reasonCode)
        let rows = ReservationRows(facts: facts, language: language)
        let points = ReservationRows.points(facts.pointsUsed, language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: rows.game + rows.amount("결제 요청 금액", "Amount requested")
                + rows.points("반환 포인트", "Points returned", facts.pointsUsed) + rows.ids
        )
        switch language {
        case .korean:
            letter.subject = "‘\(game)’ 예약 결제가 완료되지 않았습니다"
            letter.paragraphs = [
                "‘\(game)’ 게임의 예약 결제가 완료되지 않아 예약이 취소되었습니다.",
                "사유: " + reason.sentence(in: language),
            ]
            letter.notes =
                reason == .gameCancelled ? [] : ["예약 기간 중에는 언제든지 다시 예약하실 수 있습니다."]
            if facts.pointsUsed > 0 {
                letter.paragraphs.append("사용하신 \(points)는 모두 돌려드립니다.")
            }
        case .english:
            letter.subject = "Your payment for “\(game)” was not completed"
            letter.paragraphs = [
                "The payment for your reservation of “\(game)” was not completed, so the "
                    + "reservation has been withdrawn.",
                "Reason: " + reason.sentence(in: language),
            ]
            letter.notes =
                reason == .gameCancelled
                ? [] : ["You are welcome to reserve again while reservations are open."]
            if facts.pointsUsed > 0 {
                letter.paragraphs.append("The \(points) you used are returned to you in full.")
            }
        }
        return letter.content
    }
}
