internal import Money

/// A charge was taken although the reservation could not be kept; it has been given back.
public struct ChargeReversedMail: MailTemplate {
    /// `charge_reversed`.
    public static let kind = "charge_reversed"

    /// The template; it has no settings.
    public init() {}

    /// How much goes back; a mail about money without an amount is refused.
    public func render(
        _ facts: MailFacts,
        language: MailLanguage
    ) throws(MailError) -> MailContent {
        let game = try gameTitle(facts)
        guard let money = facts.amount else {
            throw .missingFact(kind: Self.kind, fact: "amount")
        }
        let amount = money.formatted(language: language.rawValue)
        let rows = ReservationRows(facts: facts, language: language)
        var letter = MailLetter(
            language: language,
            subject: "",
            memberName: facts.memberName,
            paragraphs: [],
            rows: rows.game + rows.amount("취소 금액", "Amount returned") + rows.ids
        )
        switch language {
        case .korean:
            letter.subject = "‘\(game)’ 결제 금액을 돌려드렸습니다"
            letter.paragraphs = [
                "‘\(game)’ 예약이 유지되지 않았는데도 결제가 이루어진 것을 확인하여, "
                    + "\(amount) 전액의 결제를 취소해 드렸습니다.",
                "따로 하실 일은 없습니다. 불편을 드려 죄송합니다.",
            ]
            letter.notes = ["카드사에 따라 명세서에 반영되기까지 며칠이 걸릴 수 있습니다."]
        case .english:
            letter.subject = "Your payment for “\(game)” has been returned"
            letter.paragraphs = [
                "A payment was taken for “\(game)” although the reservation could not be kept. "
                    + "We have returned the full amount of \(amount).",
                "There is nothing you need to do. We apologise for the inconvenience.",
            ]
            letter.notes = [
                "Depending on your bank it may take a few days to appear on your statement."
            ]
        }
        return letter.content
    }
}
