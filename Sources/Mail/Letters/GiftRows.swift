internal import Money

/// The names, lines and sentences that mails about a gift share.
struct GiftRows {
    let gift: MailFacts.Gift
    let language: MailLanguage

    /// The sender, to the recipient.
    var sender: String { named("다른 회원님", "Another member") }

    /// The recipient, to the sender.
    var recipient: String { named("받는 분", "The recipient") }

    /// The sender's words; none when there are none.
    var message: [MailLetter.Row] { row("메시지", "Message", gift.message) }

    /// Until when it can be accepted.
    var until: [MailLetter.Row] { row("수락 기한", "Accept until", gift.until) }

    /// That the sender's money comes back.
    var refundFollows: String {
        switch language {
        case .korean: "환불은 결제하신 수단으로 진행되며, 완료되면 다시 알려 드립니다."
        case .english:
            "Your refund goes back the way you paid; we will write again when it is complete."
        }
    }

    /// What goes back; none when it is not known.
    func refund(_ refund: MailFacts.Refund?) -> [MailLetter.Row] {
        guard let refund else { return [] }
        let points = ReservationRows.points(refund.pointsRestored, language)
        return row("환불 예정 금액", "To be refunded", refund.cash.formatted(language: language.rawValue))
            + (refund.pointsRestored == 0 ? [] : row("반환 예정 포인트", "Points to be returned", points))
    }

    private func named(_ korean: String, _ english: String) -> String {
        guard gift.otherName.isEmpty else {
            return language == .korean ? "\(gift.otherName) 님" : gift.otherName
        }
        return language == .korean ? korean : english
    }

    private func row(_ korean: String, _ english: String, _ value: String) -> [MailLetter.Row] {
        guard !value.isEmpty else { return [] }
        return [MailLetter.Row(language == .korean ? korean : english, value)]
    }
}
