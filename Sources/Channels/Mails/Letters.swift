import Foundation
import Mail
import Postgres
import Preorder

/// Whom a mail goes to and what it may tell.
struct Letter: Sendable {
    /// Nil when the member was erased.
    let address: String?
    let language: String
    let facts: MailFacts
}

/// The letters of a set of messages, read in one statement a subject.
struct Letters: Sendable {
    private var payments: [UUID: PaymentLetter] = [:]
    private var refunds: [UUID: RefundLetter] = [:]

    init(_ payloads: [MessagePayload], in tx: borrowing Transaction) throws {
        let paymentIDs = payloads.compactMap(\.paymentID)
        for letter in try tx.query(ReadPaymentLetters(paymentIDs: paymentIDs)) {
            payments[letter.paymentID] = letter
        }
        let refundIDs = payloads.compactMap(\.refundID)
        guard !refundIDs.isEmpty else { return }
        for letter in try tx.query(ReadRefundLetters(refundIDs: refundIDs)) {
            refunds[letter.refundID] = letter
        }
    }

    /// The letter that a message asks for; nil when it names nothing that exists.
    func letter(_ payload: MessagePayload) -> Letter? {
        guard let payment = payload.paymentID.flatMap({ payments[$0] }) else { return nil }
        let refund = payload.refundID.flatMap { refunds[$0] }
        return Letter(
            address: payment.address,
            language: payment.language,
            facts: payment.facts(reason: payload.reason, refund: refund)
        )
    }
}

extension PaymentLetter {
    fileprivate func facts(reason: String?, refund: RefundLetter?) -> MailFacts {
        MailFacts(
            memberName: name ?? "",
            gameTitle: title,
            amount: amount,
            pointsUsed: pointsUsed,
            pointsEarned: pointsEarned,
            refund: refund.map { refund in
                MailFacts.Refund(
                    cash: refund.cash,
                    pointsRestored: refund.pointsRestored,
                    pointsClawedBack: refund.pointsClawedBack,
                    pointsDeducted: refund.pointsDeducted
                )
            },
            reasonCode: reason,
            reservationID: reservationID.uuidString.lowercased(),
            orderID: orderID,
            releaseAt: releaseOn,
            refundDays: refundDays
        )
    }
}
