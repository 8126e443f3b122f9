/// The gateway refuses the refund: somebody is looking after it.
public struct RefundRefusedMail: MailTemplate {
    /// `refund_refused`.
    public static let kind = "refund_refused"

    /// The template; it has no settings.
    public init() {}

    /// Why, and that the member need do nothing.
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
            letter.subject = "‘\(game)’ 환불이 지연되고 있습니다"
            letter.paragraphs = [
                "‘\(game)’ 예약의 환불 요청이 결제사에서 처리되지 않았습니다.",
                "사유: 결제사가 해당 결제 수단으로의 환불을 거절하였습니다.",
                "담당자가 확인하고 있으며, 처리되는 대로 다시 알려드리겠습니다. 따로 하실 일은 없습니다.",
            ]
        case .english:
            letter.subject = "Your refund for “\(game)” is delayed"
            letter.paragraphs = [
                "The refund of your reservation of “\(game)” could not be carried out yet.",
                "Reason: the payment provider refused to return the money to the payment method "
                    + "you used.",
                "Our staff are looking into it and will write to you again. There is nothing you "
                    + "need to do.",
            ]
        }
        return letter.content
    }
}
