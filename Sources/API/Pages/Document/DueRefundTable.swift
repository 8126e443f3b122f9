import Preorder

/// Refunds that are not done, the most pressing first.
struct DueRefundTable: Sendable {
    private let refunds: [DueRefund]
    private let say: Words
    private let hasCountry: Bool

    /// With each refund's country, where they are of several.
    init(_ refunds: [DueRefund], _ say: Words, hasCountry: Bool) {
        self.refunds = refunds
        self.say = say
        self.hasCountry = hasCountry
    }

    var html: HTML {
        let names = [
            say("기한", "Due on"), say("남은 날", "Days left"), say("금액", "Amount"),
            say("상태", "State"), say("사유", "Cause"), say("요청", "Requested"),
            say("예약 번호, 환불 번호", "Reservation, refund"),
        ]
        return Table(
            (hasCountry ? [say("국가", "Country")] : []) + names,
            numbers: hasCountry ? [2, 3] : [1, 2],
            rows: refunds.map { (hasCountry ? ["\($0.country)"] : []) + row($0) },
            none: say("기다리는 환불이 없습니다.", "Nobody is waiting for a refund.")
        ).html
    }

    private func row(_ refund: DueRefund) -> [HTML] {
        [
            "<span class=\"time\">\(refund.dueOn ?? "–")</span>",
            mark(refund).on("\(daysLeft(refund))"),
            "\(say.amount(refund.amount))", state(refund), "\(cause(refund.cause))",
            "<span class=\"time\">\(say.minute(refund.requestedAt))</span>",
            """
            <code class="id">\(refund.reservationID)</code><code class="id">\(refund.refundID)</code>
            """,
        ]
    }

    private func mark(_ refund: DueRefund) -> Mark {
        switch refund.deadline {
        case .late: .bad
        case .today, .nextBusinessDay: .warn
        case .later, nil: .none
        }
    }

    private func daysLeft(_ refund: DueRefund) -> String {
        guard let days = refund.daysLeft else { return "–" }
        return days < 0
            ? say("\(-days)일 지남", "\(-days) \(days == -1 ? "day" : "days") late") : "\(days)"
    }

    private func state(_ refund: DueRefund) -> HTML {
        guard refund.state == "refused" else {
            return "<span class=\"badge\">\(say("진행 중", "Under way"))</span>"
        }
        let reason = refund.failureReason.map { " (\($0))" } ?? ""
        return Mark.bad.badge(say("거절됨", "Refused") + reason)
    }

    private func cause(_ name: String) -> String {
        switch RefundCause(rawValue: name) {
        case .reversal: say("예약이 취소된 뒤 승인된 결제", "Charged after all")
        case .member: say("회원 요청", "The member asked")
        case .administrator: say("담당자 요청", "Our staff asked")
        case .giftDeclined: say("선물 거절", "Gift declined")
        case .giftExpired: say("선물 만료", "Gift expired")
        case .giftCancelled: say("선물 취소", "Gift cancelled")
        case .gameCancelled: say("게임 취소", "Game cancelled")
        case nil: name
        }
    }
}
