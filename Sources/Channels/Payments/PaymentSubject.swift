import Foundation
import Gateways
import Outbox
import Postgres
import Preorder

/// What a message of the payments channel is about.
enum PaymentSubject: Sendable {
    case charge(ChargeFacts)
    case refund(RefundFacts)

    var charge: ChargeFacts {
        switch self {
        case .charge(let facts): facts
        case .refund(let facts): facts.charge
        }
    }
}

/// Reads what the messages of a claim are about, in two statements.
struct PaymentSubjects: Sendable {
    private var charges: [UUID: ChargeFacts] = [:]
    private var refunds: [UUID: RefundRow] = [:]

    init(_ claims: [Claim], in tx: borrowing Transaction) throws {
        let payloads = try claims.map { try MessagePayload($0.payload) }
        let refundIDs = payloads.compactMap(\.refundID)
        if !refundIDs.isEmpty {
            for row in try tx.query(ReadRefunds(refundIDs: refundIDs)) {
                refunds[row.refundID] = row
            }
        }
        for facts in try tx.query(ReadChargeFacts(paymentIDs: payloads.compactMap(\.paymentID))) {
            charges[facts.paymentID] = facts
        }
    }

    /// - Throws: `ChannelError` when the payload or the rows do not fit the kind.
    func subject(_ claim: Claim) throws -> PaymentSubject {
        let payload = try MessagePayload(claim.payload)
        guard let paymentID = payload.paymentID else {
            throw ChannelError.malformedPayload(messageID: claim.messageID)
        }
        guard let charge = charges[paymentID] else {
            throw ChannelError.missing("payment \(paymentID)")
        }
        switch claim.kind {
        case "charge": return .charge(charge)
        case "reverse", "refund":
            guard let refundID = payload.refundID, let refund = refunds[refundID] else {
                throw ChannelError.malformedPayload(messageID: claim.messageID)
            }
            return .refund(refund.facts(charge))
        default: throw ChannelError.unknownKind(claim.kind)
        }
    }
}
