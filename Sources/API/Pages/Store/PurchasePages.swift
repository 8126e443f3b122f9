import Foundation
import Money
import Preorder

/// The purchase list with its refund button (A10, A11).
enum PurchasePages {
    static let all: [Route] = [
        .memberPage("/store/purchases") { visit, member in
            let after = try visit.cursor("after")?.instantAndID()
            let purchases = try await visit.call.rows(
                of: ReadPurchases(
                    memberID: member.memberID,
                    language: visit.say.language.rawValue,
                    limit: Pager.size,
                    after: after.map { .init(reservedAt: $0.instant, reservationID: $0.id) }
                )
            )
            return list(purchases, visit)
        },
        .memberForm("/store/purchases/{reservation_id}/refund") { visit, member, submission in
            let id = try visit.call.id("reservation_id", or: .unknownReservation)
            let traceparent = visit.call.trace.traceparent
            _ = try await visit.call.once(as: submission.key) { tx in
                let refundID = try RequestRefund()(
                    reservationID: id,
                    by: .member(member.memberID),
                    traceparent: traceparent,
                    in: tx
                )
                return RefundRoutes.accepted(refundID, at: "/store/refunds")
            }
            return .goOn(to: "/store/purchases")
        },
        .memberPage("/store/refunds/{refund_id}") { visit, member in
            let id = try visit.call.id("refund_id", or: .unknownRefund)
            let found = try await visit.call.row(
                of: ReadRefund(refundID: id, memberID: member.memberID)
            )
            guard let found else { throw Problem(.unknownRefund) }
            return refund(found, visit.say)
        },
    ]

    private static func list(_ purchases: [Purchase], _ visit: Visit) -> Page {
        let say = visit.say
        let next = purchases.next { Cursor($0.reservedAt, $0.reservationID) }
        let none: HTML = """
            <p class="empty">\(say("아직 구매한 게임이 없습니다.", "You have no games yet."))</p>
            """
        var page = Page(
            say("구매 목록", "Purchases"),
            """
            <h1>\(say("구매 목록", "Purchases"))</h1>
            <div class="stack">\(purchases.map { card($0, visit) })</div>
            \(purchases.isEmpty ? none : .nothing)
            \(Pager("/store/purchases", "after", next, say).html)
            """
        )
        page.section = "/store/purchases"
        if purchases.contains(where: { $0.status == .refunding }) { page.refreshSeconds = 5 }
        return page
    }

    private static func card(_ purchase: Purchase, _ visit: Visit) -> HTML {
        let say = visit.say
        return """
            <section class="card line" id="r-\(purchase.reservationID.uuidString.lowercased())">
            <div><h2>\(purchase.title) \(badge(purchase, say))</h2>
            <p class="soft small">\(paid(purchase, say)) · \
            \(say("예약", "Reserved")) \(say.day(purchase.reservedAt)) · \
            \(say("출시", "Release")) \(say.day(purchase.releaseAt))</p></div>
            <div class="actions">\(refundButton(purchase, visit))</div>
            </section>
            """
    }

    private static func badge(_ purchase: Purchase, _ say: Words) -> HTML {
        switch purchase.status {
        case .released: "<span class=\"badge good\">\(say("출시됨", "Out"))</span>"
        case .refunding: "<span class=\"badge warn\">\(say("환불 중", "Refund under way"))</span>"
        default: "<span class=\"badge good\">\(say("예약완료", "Reserved"))</span>"
        }
    }

    private static func paid(_ purchase: Purchase, _ say: Words) -> String {
        var parts: [String] = []
        if purchase.charged.amountMinor > 0 { parts.append(say.amount(purchase.charged)) }
        if purchase.pointsUsed > 0 { parts.append(say.points(purchase.pointsUsed)) }
        return parts.isEmpty ? say("선물 또는 무료", "A gift, or free") : parts.joined(separator: " + ")
    }

    /// The refund request: active exactly while the member may ask for one.
    private static func refundButton(_ purchase: Purchase, _ visit: Visit) -> HTML {
        let say = visit.say
        if let refundID = purchase.refundID {
            let path = "/store/refunds/\(refundID.uuidString.lowercased())"
            return """
                <a class="button quiet" href="\(path)">\(say("환불 상태", "See the refund"))</a>\
                <button disabled>\(say("환불요청", "Request a refund"))</button>
                """
        }
        guard purchase.isRefundable else {
            return "<button disabled>\(say("환불요청", "Request a refund"))</button>"
        }
        let id = purchase.reservationID.uuidString.lowercased()
        return visit.form(
            "/store/purchases/\(id)/refund",
            style: .inline,
            "<button class=\"danger\">\(say("환불요청", "Request a refund"))</button>"
        )
    }

    private static func refund(_ refund: RefundState, _ say: Words) -> Page {
        var page = Page(
            say("환불", "Refund"),
            """
            <div class="card narrow"><h1>\(say("환불", "Refund"))</h1>
            <p>\(RefundText(refund.status, say).html)</p>
            \(RefundFactList(refund, say).html)
            <p><a class="button" href="/store/purchases">\(say("구매 목록", "Purchases"))</a></p>
            </div>
            """
        )
        page.section = "/store/purchases"
        if refund.status == .pending { page.refreshSeconds = PaymentPageView.lookAgainSeconds }
        return page
    }
}

/// Where a refund stands, in words.
struct RefundText: Sendable {
    let html: HTML

    init(_ status: RefundStatus, _ say: Words) {
        html =
            switch status {
            case .pending:
                "<span class=\"badge warn\">\(say("환불 진행 중", "Refund under way"))</span>"
            case .refused:
                """
                <span class="badge warn">\
                \(say("환불 확인 중: 담당자가 처리하고 있습니다", "Refused by the gateway; our staff see to it"))\
                </span>
                """
            case .completed:
                "<span class=\"badge good\">\(say("환불 완료", "Refunded"))</span>"
            case .settledOutside:
                """
                <span class="badge good">\
                \(say("다른 방법으로 환불됨", "Refunded by other means"))</span>
                """
            case .withdrawn:
                "<span class=\"badge bad\">\(say("환불 불가", "Not refunded"))</span>"
            }
    }
}
