import Foundation
import Postgres
import Preorder

/// Gifts received, to be answered, and gifts sent (B2–B7).
enum GiftPages {
    static let all: [Route] = [
        .memberPage("/store/gifts") { visit, member in
            let received = try await gifts(visit, member, .recipient, after: "received")
            let sent = try await gifts(visit, member, .sender, after: "sent")
            return page(received, sent, visit)
        },
        answer("acceptance") { id, member, trace, tx in
            try Gifts().accept(id, by: member, traceparent: trace, in: tx)
        },
        answer("decline") { id, member, trace, tx in
            try Gifts().decline(id, by: member, traceparent: trace, in: tx)
        },
        answer("cancellation") { id, member, trace, tx in
            try Gifts().cancel(id, by: member, traceparent: trace, in: tx)
        },
    ]

    /// Something that one of the two does; the list then shows what became of it, whoever won.
    private static func answer(
        _ name: String,
        _ act:
            @escaping @Sendable (UUID, UUID, String, borrowing Transaction) throws -> GiftOutcome
    ) -> Route {
        .memberForm("/store/gifts/{gift_id}/\(name)") { visit, member, submission in
            let id = try visit.call.id("gift_id", or: .unknownGift)
            let anchor = "/store/gifts#g-\(id.uuidString.lowercased())"
            let trace = visit.call.trace.traceparent
            _ = try await visit.call.once(as: submission.key) { tx in
                if case .refused(let refusal) = try act(id, member.memberID, trace, tx) {
                    throw refusal.problem
                }
                return KeptAnswer(status: 200, location: anchor, json: "null")
            }
            return .goOn(to: anchor)
        }
    }

    private static func gifts(
        _ visit: Visit,
        _ member: MemberStanding,
        _ part: GiftPart,
        after name: String
    ) async throws -> [GiftState] {
        try await visit.call.rows(
            of: ReadGifts(
                memberID: member.memberID,
                as: part,
                language: visit.say.language.rawValue,
                after: try visit.cursor(name)?.id(),
                limit: Pager.size
            )
        )
    }

    private static func page(
        _ received: [GiftState],
        _ sent: [GiftState],
        _ visit: Visit
    ) -> Page {
        let say = visit.say
        var page = Page(
            say("선물함", "Gifts"),
            """
            <h1>\(say("선물함", "Gifts"))</h1>
            <h2>\(say("받은 선물", "Received"))</h2>
            <div class="stack">\(received.map { card($0, visit) })</div>
            \(received.isEmpty ? none(say("받은 선물이 없습니다.", "Nobody has given you one."))
                : .nothing)
            \(Pager("/store/gifts", "received", received.next { Cursor($0.giftID) }, say).html)
            <h2>\(say("보낸 선물", "Sent"))</h2>
            <div class="stack">\(sent.map { card($0, visit) })</div>
            \(sent.isEmpty ? none(say("보낸 선물이 없습니다.", "You have given none.")) : .nothing)
            \(Pager("/store/gifts", "sent", sent.next { Cursor($0.giftID) }, say).html)
            """
        )
        page.section = "/store/gifts"
        if sent.contains(where: { $0.status == .awaitingPayment || $0.refundStatus == .pending }) {
            page.refreshSeconds = 5
        }
        return page
    }

    private static func none(_ text: String) -> HTML { "<p class=\"soft\">\(text)</p>" }

    private static func card(_ gift: GiftState, _ visit: Visit) -> HTML {
        let say = visit.say
        let other = gift.otherName ?? say("탈퇴한 회원", "somebody who left")
        let with =
            gift.part == .recipient
            ? say("보낸 사람: \(other)", "From \(other)")
            : say("받는 사람: \(other)", "To \(other)")
        return """
            <section class="card" id="g-\(gift.giftID.uuidString.lowercased())">
            <div class="line"><div><h2>\(gift.title) \(GiftText(gift.status, say).html)</h2>
            <p class="soft small">\(with)\(expiry(gift, say))</p></div>
            <div class="actions">\(buttons(gift, visit))</div></div>
            \(message(gift))\(refund(gift, say))
            </section>
            """
    }

    private static func message(_ gift: GiftState) -> HTML {
        guard let message = gift.message, !message.isEmpty else { return .nothing }
        return "<p class=\"prose\">“\(message)”</p>"
    }

    private static func expiry(_ gift: GiftState, _ say: Words) -> String {
        guard gift.status == .offered, let instant = gift.expiresAt else { return "" }
        return say(" · \(say.minute(instant))까지", " · until \(say.minute(instant))")
    }

    private static func refund(_ gift: GiftState, _ say: Words) -> HTML {
        guard let status = gift.refundStatus, let id = gift.refundID else { return .nothing }
        return """
            <p><a href="/store/refunds/\(id.uuidString.lowercased())">\
            \(RefundText(status, say).html)</a></p>
            """
    }

    private static func buttons(_ gift: GiftState, _ visit: Visit) -> [HTML] {
        let (say, id) = (visit.say, gift.giftID.uuidString.lowercased())
        func button(_ verb: String, _ style: HTML, _ name: String) -> HTML {
            visit.form(
                "/store/gifts/\(id)/\(verb)",
                style: .inline,
                "<button\(style)>\(name)</button>"
            )
        }
        switch (gift.part, gift.status) {
        case (.recipient, .offered):
            return [
                button("acceptance", .nothing, say("수락", "Accept")),
                button("decline", " class=\"quiet\"", say("거절", "Decline")),
            ]
        case (.sender, .offered), (.sender, .awaitingPayment):
            return [button("cancellation", " class=\"danger\"", say("선물 취소", "Cancel the gift"))]
        default: return []
        }
    }
}

/// Where a gift stands, in words.
struct GiftText: Sendable {
    let html: HTML

    init(_ status: GiftStatus, _ say: Words) {
        html =
            switch status {
            case .awaitingPayment:
                "<span class=\"badge warn\">\(say("결제 대기", "Payment pending"))</span>"
            case .offered: "<span class=\"badge\">\(say("수락 대기", "Waits for an answer"))</span>"
            case .accepted: "<span class=\"badge good\">\(say("수락함", "Accepted"))</span>"
            case .declined: "<span class=\"badge bad\">\(say("거절함", "Declined"))</span>"
            case .expired: "<span class=\"badge bad\">\(say("기한 만료", "Expired"))</span>"
            case .cancelled: "<span class=\"badge bad\">\(say("취소됨", "Cancelled"))</span>"
            case .void: "<span class=\"badge bad\">\(say("결제되지 않음", "Not paid"))</span>"
            case .revoked:
                "<span class=\"badge bad\">\(say("게임 취소로 회수됨", "Game cancelled"))</span>"
            }
    }
}
