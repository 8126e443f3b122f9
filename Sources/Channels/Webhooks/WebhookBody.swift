import Foundation
import Outbox
import Postgres
import Preorder

/// What an endpoint is told: what happened and to what, by ids; the API tells the rest.
struct WebhookBody: Encodable {
    struct Content: Encodable {
        let reservationID: String?
        let paymentID: String?
        let refundID: String?
        let reason: String?

        enum CodingKeys: String, CodingKey {
            case reservationID = "reservation_id"
            case paymentID = "payment_id"
            case refundID = "refund_id"
            case reason
        }
    }

    /// `payment.completed` for `payment_completed`.
    let type: String

    /// When it happened, domain time.
    let timestamp: String

    let data: Content

    init(_ claim: Claim, _ payload: MessagePayload) {
        func text(_ id: UUID?) -> String? { id?.uuidString.lowercased() }
        type = claim.kind.split(separator: "_", maxSplits: 1).joined(separator: ".")
        timestamp = "\(claim.createdAt)"
        data = Content(
            reservationID: text(payload.reservationID ?? claim.key),
            paymentID: text(payload.paymentID),
            refundID: text(payload.refundID),
            reason: payload.reason
        )
    }

    /// The exact bytes, which are kept for every further try.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
