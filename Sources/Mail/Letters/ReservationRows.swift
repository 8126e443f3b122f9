internal import Money

/// The lines of the table that mails about a reservation share.
struct ReservationRows {
    let facts: MailFacts
    let language: MailLanguage

    var game: [MailLetter.Row] { row("게임", "Game", facts.gameTitle) }

    var ids: [MailLetter.Row] {
        row("예약 번호", "Reservation", facts.reservationID) + row("주문 번호", "Order", facts.orderID)
    }

    var releaseAt: [MailLetter.Row] { row("출시일", "Release", facts.releaseAt ?? "") }

    func amount(_ korean: String, _ english: String) -> [MailLetter.Row] {
        guard let amount = facts.amount else { return [] }
        return row(korean, english, amount.formatted(language: language.rawValue))
    }

    /// A line with points; none for 0, because nothing happened.
    func points(_ korean: String, _ english: String, _ points: Int64) -> [MailLetter.Row] {
        points == 0 ? [] : row(korean, english, Self.points(points, language))
    }

    /// What goes back with a refund, line by line.
    func refund(_ refund: MailFacts.Refund) -> [MailLetter.Row] {
        row("환불 금액", "Amount refunded", refund.cash.formatted(language: language.rawValue))
            + points("반환 포인트", "Points returned", refund.pointsRestored)
            + points("회수 포인트", "Points taken back", refund.pointsClawedBack)
            + points("공제 포인트", "Points deducted", refund.pointsDeducted)
    }

    /// What will go back with a refund that has begun.
    func refundToCome(_ refund: MailFacts.Refund) -> [MailLetter.Row] {
        row("환불 예정 금액", "To be refunded", refund.cash.formatted(language: language.rawValue))
            + points("반환 예정 포인트", "Points to be returned", refund.pointsRestored)
    }

    static func points(_ points: Int64, _ language: MailLanguage) -> String {
        switch language {
        case .korean: "\(MailText.grouped(points))포인트"
        case .english: "\(MailText.grouped(points)) \(points == 1 ? "point" : "points")"
        }
    }

    private func row(_ korean: String, _ english: String, _ value: String) -> [MailLetter.Row] {
        guard !value.isEmpty else { return [] }
        return [MailLetter.Row(language == .korean ? korean : english, value)]
    }
}
