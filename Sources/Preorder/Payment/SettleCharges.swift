public import Foundation
import Outbox
public import Postgres

/// What is known about one charge, to be written into the books.
public struct ChargeFinding: Sendable {
    /// The payment.
    public let paymentID: UUID

    /// The message that asked for the charge; a reversal names it as what it compensates.
    public let messageID: Int64?

    /// What happened.
    public let event: ChargeEvent

    /// A finding about `paymentID`.
    public init(paymentID: UUID, messageID: Int64?, event: ChargeEvent) {
        self.paymentID = paymentID
        self.messageID = messageID
        self.event = event
    }
}

extension Transaction {
    /// Writes findings into the books, in sets: payments, reservations, gifts, reversals and all
    /// messages that follow.
    ///
    /// Reservations are locked first, in id order, as by every writer. A finding that changes
    /// nothing, because it is known already, writes nothing: settling twice is settling once.
    ///
    /// Takes at most one finding a payment; returns those that changed something.
    public borrowing func settleCharges(
        _ findings: [ChargeFinding],
        at now: Timestamp
    ) throws -> Set<UUID> {
        guard !findings.isEmpty else { return [] }
        let cases = try query(LockChargeCases(paymentIDs: findings.map(\.paymentID)))
        let byPayment = Dictionary(cases.map { ($0.paymentID, $0) }) { first, _ in first }
        var settlement = ChargeSettlement()
        for finding in findings {
            guard let charge = byPayment[finding.paymentID],
                let step = ChargeMachine.step(charge, finding.event)
            else { continue }
            try settlement.add(charge, finding, step, at: now)
        }
        try settleGifts(settlement.giftEvents, at: now)
        try settlement.write(at: now, in: self)
        return Set(settlement.moves.map(\.paymentID))
    }
}

/// Steps gathered into sets before they are written.
struct ChargeSettlement {
    var moves: [PaymentMove] = []
    private(set) var giftEvents: [UUID: GiftEvent] = [:]
    private var earnings: [(move: Int, draft: Int)] = []
    private var reservationIDs: [UUID] = []
    private var reservationStatuses: [ReservationStatus] = []
    private var drafts: [MessageDraft] = []
    private var reversals: [NewRefund] = []
    private var verdicts: [UUID] = []

    mutating func add(
        _ charge: ChargeCase,
        _ finding: ChargeFinding,
        _ step: ChargeStep,
        at now: Timestamp
    ) throws {
        var move = PaymentMove(paymentID: charge.paymentID, status: step.status)
        switch finding.event {
        case .applied(let gatewayPaymentID): move.gatewayPaymentID = gatewayPaymentID
        case .failed(let reason): move.reason = reason
        case .actionRequired(let url): move.actionURL = url
        case .resumed: break
        }
        moves.append(move)
        reservationIDs.append(charge.reservationID)
        reservationStatuses.append(step.reservationStatus)
        if step.status != .actionRequired, step.status != .pending {
            verdicts.append(charge.paymentID)
        }
        if charge.isGift { giftEvents[charge.reservationID] = step.giftEvent }
        for followUp in step.followUps {
            if case .earnPoints = followUp { earnings.append((moves.count - 1, drafts.count)) }
            drafts.append(try followUp.draft(charge))
        }
        if step.reverses {
            let reversal = NewRefund.reversal(of: charge, compensating: finding.messageID, at: now)
            reversals.append(reversal)
            drafts.append(try reversal.draft())
        }
    }

    func write(at now: Timestamp, in tx: borrowing Transaction) throws {
        guard !moves.isEmpty else { return }
        let messageIDs = try tx.writeAndTell(drafts, at: now)
        var moves = moves
        for (move, draft) in earnings { moves[move].earnMessageID = messageIDs[draft] }
        try tx.execute(MovePayments(moves: moves, now: now))
        try tx.execute(
            MoveReservations(
                reservationIDs: reservationIDs,
                statuses: reservationStatuses,
                now: now
            )
        )
        if !verdicts.isEmpty { try tx.execute(WipeCredentials(paymentIDs: verdicts)) }
        if !reversals.isEmpty { try tx.execute(InsertRefunds(refunds: reversals, now: now)) }
    }
}

extension FollowUp {
    /// The message, keyed by the charge's reservation.
    func draft(_ charge: ChargeCase, traceparent: String? = nil) throws -> MessageDraft {
        var payload = MessagePayload()
        payload.reservationID = charge.reservationID
        let channel: String
        let kind: String
        switch self {
        case .spendPoints(let points):
            (channel, kind) = ("points", "spend")
            payload.memberID = charge.memberID
            payload.points = points
        case .earnPoints(let points):
            (channel, kind) = ("points", "earn")
            payload.memberID = charge.memberID
            payload.points = points
        case .restorePoints(let points):
            (channel, kind) = ("points", "restore")
            payload.memberID = charge.memberID
            payload.points = points
        case .mail(let mail, let reason):
            (channel, kind) = ("mail", mail)
            payload.paymentID = charge.paymentID
            payload.reason = reason?.rawValue
        case .report:
            (channel, kind) = ("reports", "reservation")
        }
        return MessageDraft(
            channel: channel,
            kind: kind,
            key: charge.reservationID,
            payload: try payload.json(),
            traceparent: traceparent
        )
    }
}
