import Foundation
import HTTPTypes
import Preorder

/// Submitting a payment and following it (A6, A7).
enum PaymentRoutes {
    static let all: [Route] = [
        .member(
            .post,
            "/v1/payments/{payment_id}/submission",
            [.unknownPayment, .alreadySubmitted, .tooLate, .gameCancelled, .malformedToken]
        ) { call, member in
            let id = try call.id("payment_id", or: .unknownPayment)
            var fields = try call.fields()
            let token = try fields.string("token", characters: 1...512)
            try fields.end()
            let submit = Submit(vault: call.store.vault)
            let traceparent = call.trace.traceparent
            return try await call.once { tx in
                let outcome = try submit(
                    paymentID: id,
                    memberID: member.memberID,
                    token: token,
                    traceparent: traceparent,
                    in: tx
                )
                if let problem = outcome.problem { throw problem }
                return KeptAnswer(
                    .accepted,
                    at: "/v1/payments/\(id.uuidString.lowercased())",
                    ["payment_id": .id(id), "status": "pending"]
                )
            }
        },
        .member(.get, "/v1/payments/{payment_id}", [.unknownPayment]) { call, member in
            try call.noQuery()
            let id = try call.id("payment_id", or: .unknownPayment)
            let found = try await call.row(
                of: ReadPayment(paymentID: id, memberID: member.memberID)
            )
            guard let found else { throw Problem(.unknownPayment) }
            return Answer(found.json)
        },
    ]
}

extension SubmitOutcome {
    /// Why nothing was submitted; nil when it was.
    var problem: Problem? {
        switch self {
        case .accepted: nil
        case .unknownPayment: Problem(.unknownPayment)
        case .alreadySubmitted: Problem(.alreadySubmitted)
        case .tooLate: Problem(.tooLate)
        case .gameCancelled: Problem(.gameCancelled)
        case .malformedToken: Problem(.malformedToken)
        }
    }
}
