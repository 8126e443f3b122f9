import Foundation
import Money
import Postgres
import Preorder

/// Paying for a reservation and following the payment (A6, A7).
enum PaymentPages {
    static let all: [Route] = [
        .memberPage("/store/payments/{payment_id}") { visit, member in
            PaymentPageView(visit, try await payment(visit, member)).page
        },
        .memberPage("/store/payments/{payment_id}/authenticated") { visit, member in
            let payment = try await payment(visit, member)
            let back = try WayBack(visit.call.query(), for: payment)
            return PaymentPageView(visit, payment).page(after: back)
        },
        .memberForm("/store/payments/{payment_id}/submission") { visit, member, submission in
            var submission = submission
            let id = try visit.call.id("payment_id", or: .unknownPayment)
            let token = try submission.required("token")
            let submit = Submit(vault: visit.call.store.vault)
            let traceparent = visit.call.trace.traceparent
            let kept = try await visit.call.once(as: submission.key) { tx in
                let outcome = try submit(
                    paymentID: id,
                    memberID: member.memberID,
                    token: token,
                    traceparent: traceparent,
                    in: tx
                )
                if let problem = outcome.problem { throw problem }
                return KeptAnswer(status: 202, location: path(of: id), json: "null")
            }
            return .goOn(to: kept.location ?? path(of: id))
        },
        .memberForm("/store/payments/{payment_id}/withdrawal") { visit, member, submission in
            let payment = try await payment(visit, member)
            let traceparent = visit.call.trace.traceparent
            let kept = try await visit.call.once(as: submission.key) { tx in
                let outcome = try Withdraw()(
                    reservationID: payment.reservationID,
                    memberID: member.memberID,
                    traceparent: traceparent,
                    in: tx
                )
                switch outcome {
                case .withdrawn, .withdrawing: break
                case .unknownReservation: throw Problem(.unknownReservation)
                case .paid: throw Problem(.alreadyPaid)
                }
                return KeptAnswer(status: 200, location: path(of: payment.paymentID), json: "null")
            }
            return .goOn(to: kept.location ?? path(of: payment.paymentID))
        },
        // Where a gateway that asks for more sends the buyer back to, whatever the outcome.
        .memberPage("/store/return") { visit, _ in returned(visit.say) },
    ]

    static func path(of paymentID: UUID) -> String {
        "/store/payments/\(paymentID.uuidString.lowercased())"
    }

    /// Where the buyer authenticates the payment at `path`; nil when it is no payment's, or the
    /// payment does not wait for that.
    static func authentication(
        at path: String,
        _ visit: Visit,
        _ member: MemberStanding
    ) async throws -> String? {
        guard path.hasPrefix("/store/payments/"),
            let id = path.split(separator: "/").last.flatMap({ UUID(uuidString: String($0)) }),
            let payment = try await visit.call.row(
                of: ReadPayment(paymentID: id, memberID: member.memberID)
            )
        else { return nil }
        return visit.authenticationAddress(for: payment)
    }

    private static func payment(
        _ visit: Visit,
        _ member: MemberStanding
    ) async throws -> PaymentState {
        let id = try visit.call.id("payment_id", or: .unknownPayment)
        let found = try await visit.call.row(
            of: ReadPayment(paymentID: id, memberID: member.memberID)
        )
        guard let found else { throw Problem(.unknownPayment) }
        return found
    }

    private static func returned(_ say: Words) -> Page {
        var page = Page(
            say("결제 확인 중", "Checking the payment"),
            """
            <div class="card narrow">
            <h1>\(say("결제를 확인하고 있습니다", "We are checking the payment"))</h1>
            <p>\(say(
                "결제가 완료되면 구매 목록에 나타납니다.",
                "It appears among your purchases when it is complete."
            ))</p>
            <p><a class="button" href="/store/purchases">\(say("구매 목록", "Purchases"))</a></p>
            </div>
            """
        )
        page.section = "/store/purchases"
        return page
    }
}

/// What the authentication page sends a buyer back with.
///
/// Sources: Toss Payments, payment window, successUrl and failUrl; GATEWAYS.md.
enum WayBack: Sendable {
    /// What the payment is to be submitted with.
    case authenticated(token: String)

    /// The buyer gave up, or was refused.
    case refused

    /// The amount that was authenticated is not the payment's: somebody has changed it on the way.
    case otherAmount

    init(_ query: Query, for payment: PaymentState) throws(Problem) {
        var query = query
        let amount = query.text("amount")
        let token = query.text("paymentKey") ?? query.text("paymentMethod")
        guard let token, !token.isEmpty, query.text("code") == nil else {
            self = .refused
            return
        }
        self =
            amount ?? payment.amount.decimalString == payment.amount.decimalString
            ? .authenticated(token: token) : .otherAmount
    }
}
