import Foundation
import Postgres
import Preorder

/// Refunds of a manager's country: those that members wait for, and asking for one (A11, C2).
enum RefundDeskPages {
    private static let path = "/manager/refunds"

    static let all: [Route] = [
        .managerPage(path) { visit, manager in
            try visit.call.noQuery()
            return try await page(visit, manager, after: nil)
        },
        .managerPage(path + "/{refund_id}") { visit, manager in
            try visit.call.noQuery()
            let id = try visit.call.id("refund_id", or: .unknownRefund)
            let found = try await visit.call.row(
                of: ReadOfficeRefund(refundID: id, country: manager.country)
            )
            guard let found else { throw Problem(.unknownRefund) }
            return refund(found, visit.say)
        },
        .managerForm(path) { visit, manager, submission in
            do {
                let kept = try await request(visit, manager, submission)
                return .goOn(to: kept.location ?? path)
            } catch let refusal as any ProblemConvertible {
                let refused = RefusedForm(refusal.problem, visit.say)
                var page = try await page(visit, manager, after: (refused, submission))
                page.status = refused.status
                return page.answer(to: visit)
            }
        },
    ]

    private static func request(
        _ visit: Visit,
        _ manager: Manager,
        _ submission: Submission
    ) async throws -> KeptAnswer {
        var submission = submission
        guard let id = submission.text("reservation").flatMap(UUID.init(uuidString:)) else {
            throw Problem(.unknownReservation)
        }
        let act = StaffAct(by: manager.staff, reason: submission.text("reason") ?? "")
        let traceparent = visit.call.trace.traceparent
        return try await visit.call.once(as: submission.key) { tx in
            try RefundAdministrationRoutes.request(
                id,
                by: act,
                manager,
                traceparent,
                at: path,
                in: tx
            )
        }
    }

    private static func page(
        _ visit: Visit,
        _ manager: Manager,
        after refused: (form: RefusedForm, submission: Submission)?
    ) async throws -> Page {
        let say = visit.say
        let refunds = try await visit.call.rows(of: ReadDueRefunds(country: manager.country))
        var typed = refused?.submission
        let (reservation, reason) = (typed?.text("reservation") ?? "", typed?.text("reason"))
        let form = visit.form(
            path,
            """
            <label>\(say("예약 번호", "Reservation"))\
            <input name="reservation" required autocomplete="off" value="\(reservation)" \
            pattern="[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"></label>
            \(ReasonField(say, typed: reason).html)
            <button class="danger">\(say("환불 요청", "Request the refund"))</button>
            """
        )
        var page = Page(
            say("환불", "Refunds"),
            """
            <h1>\(say("환불", "Refunds"))</h1>
            \(refused.map(\.form.notice) ?? .nothing)
            <h2>\(say("기다리는 환불", "Members wait for"))</h2>
            \(DueRefundTable(refunds, say, hasCountry: false).html)
            <h2>\(say("회원 대신 요청", "Ask for a member"))</h2>
            <section class="card">
            <p class="soft small">\(say(
                "회원의 환불 기한이 지났어도 요청할 수 있습니다. 수락된 선물은 환불되지 않습니다.",
                "Also when the member's own time for it is over. An accepted gift is refunded to nobody."
            ))</p>\(form)</section>
            """
        )
        page.section = path
        return page
    }

    private static func refund(_ refund: RefundState, _ say: Words) -> Page {
        var page = Page(
            say("환불", "Refund"),
            """
            <div class="card narrow"><h1>\(say("환불", "Refund"))</h1>
            <p>\(RefundText(refund.status, say).html)</p>
            \(RefundFactList(refund, say).html)
            <p class="soft small">\(say("예약 번호", "Reservation")) \
            <code>\(refund.reservationID)</code></p>
            <p><a class="button" href="\(path)">\(say("환불 목록", "Refunds"))</a></p>
            </div>
            """
        )
        page.section = path
        if refund.status == .pending { page.refreshSeconds = PaymentPageView.lookAgainSeconds }
        return page
    }
}
