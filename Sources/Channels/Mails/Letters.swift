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

    /// Why it need not be written any more; nil when it is to be written.
    var voidReason: String?
}

/// The letters of a set of messages, read in one statement a subject.
struct Letters: Sendable {
    private var payments: [UUID: PaymentLetter] = [:]
    private var refunds: [UUID: RefundLetter] = [:]
    private var lots: [Int64: PointsLetter] = [:]
    private var gifts: [GiftReader: GiftLetter] = [:]
    private var releases: [ReleaseReader: ReleaseLetter] = [:]

    init(_ payloads: [MessagePayload], at now: Timestamp, in tx: borrowing Transaction) throws {
        let paymentIDs = payloads.compactMap(\.paymentID)
        if !paymentIDs.isEmpty {
            for letter in try tx.query(ReadPaymentLetters(paymentIDs: paymentIDs)) {
                payments[letter.paymentID] = letter
            }
        }
        let refundIDs = payloads.compactMap(\.refundID)
        if !refundIDs.isEmpty {
            for letter in try tx.query(ReadRefundLetters(refundIDs: refundIDs)) {
                refunds[letter.refundID] = letter
            }
        }
        let lotIDs = payloads.flatMap { $0.lotIDs ?? [] }
        if !lotIDs.isEmpty {
            for letter in try tx.query(ReadPointsLetters(lotIDs: lotIDs, now: now)) {
                lots[letter.lotID] = letter
            }
        }
        let readers = payloads.compactMap(\.giftReader)
        if !readers.isEmpty {
            let read = ReadGiftLetters(
                giftIDs: readers.map(\.giftID),
                readerIDs: readers.map(\.memberID)
            )
            for letter in try tx.query(read) {
                gifts[GiftReader(giftID: letter.giftID, memberID: letter.readerID)] = letter
            }
        }
        let owners = payloads.compactMap(\.releaseReader)
        if !owners.isEmpty {
            let read = ReadReleaseLetters(
                reservationIDs: owners.map(\.reservationID),
                readerIDs: owners.map(\.memberID)
            )
            for letter in try tx.query(read) {
                let (id, memberID) = (letter.reservationID, letter.readerID)
                releases[ReleaseReader(reservationID: id, memberID: memberID)] = letter
            }
        }
    }

    /// The letter that a message of a kind asks for; nil when it names nothing that exists.
    func letter(_ payload: MessagePayload, kind: String) -> Letter? {
        if let reader = payload.giftReader { return gifts[reader].map { gift($0, kind: kind) } }
        if let lotIDs = payload.lotIDs { return points(lotIDs) }
        if let reader = payload.releaseReader {
            return releases[reader].map { release($0, kind: kind) }
        }
        guard let payment = payload.paymentID.flatMap({ payments[$0] }) else { return nil }
        let refund = payload.refundID.flatMap { refunds[$0] }
        return Letter(
            address: payment.address,
            language: payment.language,
            facts: payment.facts(reason: payload.reason, refund: refund),
            voidReason: payment.address == nil ? Self.erased : nil
        )
    }

    /// What is left in lots that are about to expire; nothing need be said when nothing is left.
    private func points(_ lotIDs: [Int64]) -> Letter? {
        let found = lotIDs.compactMap { lots[$0] }
        guard let first = found.first else { return nil }
        var expiring: [MailFacts.Expiring] = []
        for lot in found where lot.points > 0 {
            if expiring.last?.until == lot.until {
                expiring[expiring.count - 1].points += lot.points
            } else {
                expiring.append(MailFacts.Expiring(points: lot.points, until: lot.until))
            }
        }
        let isMoot = expiring.isEmpty ? "none of these points is left to expire" : nil
        return Letter(
            address: first.address,
            language: first.language,
            facts: MailFacts(memberName: first.name ?? "", gameTitle: "", expiring: expiring),
            voidReason: first.address == nil ? Self.erased : isMoot
        )
    }

    /// What is offered is news only while it is open.
    private func gift(_ letter: GiftLetter, kind: String) -> Letter {
        let isMoot = GiftMail(rawValue: kind)?.invites == true && letter.status != .offered
        return Letter(
            address: letter.address,
            language: letter.language,
            facts: letter.facts,
            voidReason: letter.address == nil ? Self.erased : isMoot ? "the gift is closed" : nil
        )
    }

    /// A release is news only to whom the reservation still belongs, and a move only until then.
    private func release(_ letter: ReleaseLetter, kind: String) -> Letter {
        let isOver = kind == "game_moved" && !letter.isAnnounced
        let isMoot = !letter.isStanding ? "the reservation is over" : "the game is out or cancelled"
        return Letter(
            address: letter.address,
            language: letter.language,
            facts: MailFacts(
                memberName: letter.name ?? "",
                gameTitle: letter.title,
                reservationID: letter.reservationID.uuidString.lowercased(),
                releaseAt: letter.releaseAt,
                refundDays: letter.refundDays ?? 0
            ),
            voidReason: letter.address == nil
                ? Self.erased : isOver || !letter.isStanding ? isMoot : nil
        )
    }

    private static let erased = "the member was erased"
}

/// A gift and the one of its two members who reads of it.
private struct GiftReader: Hashable {
    let giftID: UUID
    let memberID: UUID
}

/// A reservation and the member who reads of its game's release.
private struct ReleaseReader: Hashable {
    let reservationID: UUID
    let memberID: UUID
}

extension MessagePayload {
    /// Mails about payments name the payment, those about gifts the gift, those about points lots.
    fileprivate var releaseReader: ReleaseReader? {
        guard let reservationID, let memberID, paymentID == nil, giftID == nil, lotIDs == nil else {
            return nil
        }
        return ReleaseReader(reservationID: reservationID, memberID: memberID)
    }

    fileprivate var giftReader: GiftReader? {
        guard let giftID, let memberID else { return nil }
        return GiftReader(giftID: giftID, memberID: memberID)
    }
}

extension GiftLetter {
    fileprivate var facts: MailFacts {
        MailFacts(
            memberName: name ?? "",
            gameTitle: title,
            refund: refund.map {
                MailFacts.Refund(cash: $0, pointsRestored: pointsRestored)
            },
            gift: MailFacts.Gift(
                otherName: otherName ?? "",
                message: message ?? "",
                until: until ?? ""
            )
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
            isGift: isGift,
            reasonCode: reason,
            reservationID: reservationID.uuidString.lowercased(),
            orderID: orderID,
            releaseAt: releaseOn,
            refundDays: refundDays
        )
    }
}
