import Foundation
import Postgres
import Preorder

/// What a group of answers means for the books, gathered before it is written in sets.
struct PaymentFindings {
    var charges: [ChargeFinding] = []
    var refunds: [RefundFinding] = []
    var notes: [(paymentID: UUID, gatewayPaymentID: String?, reason: FailureReason?)] = []

    func write(at now: Timestamp, in tx: borrowing Transaction) throws {
        // Reservations first, as by every writer: notes lock payments alone.
        _ = try tx.settleCharges(charges, at: now)
        try tx.settleRefunds(refunds, at: now)
        if !notes.isEmpty { try tx.execute(NoteCharges(notes: notes)) }
    }
}
