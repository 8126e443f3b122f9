/// The payment went through: the reservation is complete, or the gift is offered.
public struct PaymentCompletedMail: MailTemplate {
    /// `payment_completed`.
    public static let kind = "payment_completed"

    /// The template; it has no settings.
    public init() {}

    /// Game, amounts, points used and earned, and until when a refund is possible; of a gift, what
    /// can become of it.
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
            rows: rows.game + rows.amount("결제 금액", "Amount paid")
                + rows.points("사용 포인트", "Points used", facts.pointsUsed)
                + rows.points("적립 포인트", "Points earned", facts.pointsEarned)
                + rows.releaseAt + rows.ids
        )
        switch language {
        case .korean where facts.isGift:
            letter.subject = "‘\(game)’ 선물의 결제가 완료되었습니다"
            letter.paragraphs = ["‘\(game)’ 게임 선물의 결제가 완료되어 받는 분께 선물을 전해 드립니다."]
            letter.notes = [
                "받는 분이 수락하시기 전까지 선물을 취소하실 수 있습니다. 거절되거나 기한이 지나면 환불됩니다."
            ]
        case .english where facts.isGift:
            letter.subject = "Your gift of “\(game)” is paid"
            letter.paragraphs = [
                "Your payment went through, and “\(game)” is offered to the recipient of your gift."
            ]
            letter.notes = [
                "You can take the gift back until it is accepted. If it is declined, or not accepted "
                    + "in time, you are refunded."
            ]
        case .korean:
            letter.subject = "‘\(game)’ 예약이 완료되었습니다"
            letter.paragraphs = ["‘\(game)’ 게임의 결제와 예약이 완료되었습니다. 예약해 주셔서 감사합니다."]
            letter.notes = ["환불은 출시 후 \(facts.refundDays)일까지 구매 목록에서 요청하실 수 있습니다."]
        case .english:
            letter.subject = "Your reservation of “\(game)” is complete"
            letter.paragraphs = [
                "Your payment went through and “\(game)” is reserved for you. "
                    + "Thank you for your reservation."
            ]
            letter.notes = [
                "You can request a refund from your purchase list until "
                    + "\(facts.refundDays) days after the release."
            ]
        }
        return letter.content
    }
}
