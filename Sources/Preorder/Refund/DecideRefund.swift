public import Foundation
import Outbox
public import Postgres

/// What a person decides about a refund that the gateway refuses.
///
/// Each ends the refund's dead letter with it, and is kept with who did it and why.
public struct DecideRefund: Sendable {
    private let act: StaffAct

    /// The verbs, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// The money was given back by other means, as `reference` proves: the refund is done, and its
    /// points follow.
    ///
    /// - Throws: `PostgresError`.
    public func settleOutside(
        _ refundID: UUID,
        reference: String,
        on connection: Connection
    ) async throws -> Result<Void, DecideRefundRefusal> {
        guard !reference.isBlank else { return .failure(.noReference) }
        return try await decide(
            refundID,
            .settledOutside(reference: reference),
            verb: "refund settled outside",
            resolution: "applied",
            evidence: reference,
            on: connection
        )
    }

    /// The refusal stands: nothing goes back, the reservation is as it was, and points held for
    /// the refund are the member's again.
    ///
    /// Only for what a member or the staff asked for, and never after the gateway took the money
    /// back, nor when the game was cancelled.
    ///
    /// - Throws: `PostgresError`.
    public func letStand(
        _ refundID: UUID,
        on connection: Connection
    ) async throws -> Result<Void, DecideRefundRefusal> {
        try await decide(
            refundID,
            .stands,
            verb: "refusal stands",
            resolution: "rejected",
            evidence: nil,
            on: connection
        )
    }

    private nonisolated(nonsending) func decide(
        _ refundID: UUID,
        _ event: RefundEvent,
        verb: String,
        resolution: String,
        evidence: String?,
        on connection: Connection
    ) async throws -> Result<Void, DecideRefundRefusal> {
        let act = act
        return try await connection.refusable { tx in
            guard let refund = try tx.query(LockRefundCases(refundIDs: [refundID])).first else {
                throw DecideRefundRefusal.unknownRefund
            }
            guard refund.status == .refused else {
                throw DecideRefundRefusal.notRefused(refund.status)
            }
            guard let country = try tx.first(ReadRefundCountry(refundID: refundID)) else {
                throw DecideRefundRefusal.unknownRefund
            }
            try tx.keep(
                act,
                verb,
                of: [refundID.uuidString.lowercased()],
                in: country,
                refusing: DecideRefundRefusal.self
            )
            let now = try tx.only(ReadDomainTime())
            let open = try tx.query(ReadRefundMessages(refundID: refundID))
            let taken = try tx.voidUnsent(
                open,
                channel: "payments",
                key: refund.reservationID,
                reason: verb,
                by: act.by.name,
                at: now
            )
            guard taken.count == open.count else { throw DecideRefundRefusal.underWay }
            let steps = try tx.settleRefunds(
                [RefundFinding(refundID: refundID, event: event)],
                at: now
            )
            guard !steps.isEmpty else { throw DecideRefundRefusal.mayNotStand }
            try tx.execute(
                NoteResolution(
                    messageIDs: taken,
                    state: resolution,
                    reason: act.reason,
                    evidence: evidence
                )
            )
        }
    }
}

/// Why a person's decision about a refund was refused; nothing was written.
public enum DecideRefundRefusal: StaffRefusing, Hashable, Sendable {
    /// There is no such refund.
    case unknownRefund

    /// The gateway has not refused it for good.
    case notRefused(RefundStatus)

    /// A call to the gateway is under way or unknown.
    case underWay

    /// A refusal of this refund may not stand.
    case mayNotStand

    /// No reference was given.
    case noReference

    /// Whoever decides may not.
    case staff(StaffRefusal)
}

extension DecideRefundRefusal: CustomStringConvertible {
    /// What is wrong, and what would do.
    public var description: String {
        switch self {
        case .unknownRefund: "there is no such refund"
        case .notRefused(let status): "the refund is \(status.rawValue), not refused"
        case .underWay: "a call to the gateway is under way or unknown; wait for its verdict"
        case .mayNotStand:
            "this money is owed: the refusal of a reversal, of a gift's or cancelled game's refund, "
                + "or of one that was taken back cannot stand; settle it outside"
        case .noReference: "give the reference that proves the payment"
        case .staff(let refusal): "\(refusal)"
        }
    }
}

/// The country of a refund's reservation; no row for an unknown one.
struct ReadRefundCountry: Statement {
    static let sql = """
        SELECT r.country FROM preorder.refund AS f
        JOIN preorder.reservation AS r USING (reservation_id) WHERE f.refund_id = $1
        """

    let refundID: UUID

    var bindings: [any Bindable] { [refundID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}

/// The messages that would still send a refund's cash, in order.
struct ReadRefundMessages: Statement {
    static let sql = """
        SELECT q.message_id FROM preorder.refund AS f
        JOIN outbox.queue AS q ON q.channel = 'payments' AND q.key = f.reservation_id
         AND q.lane = outbox.lane_of(f.reservation_id) AND q.kind IN ('refund', 'reverse')
        WHERE f.refund_id = $1
        ORDER BY q.message_id
        """

    let refundID: UUID

    var bindings: [any Bindable] { [refundID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Writes a person's own words into the dead letters that a decision resolved.
struct NoteResolution: Statement {
    static let sql = """
        UPDATE outbox.dead_letter SET state = $2, reason = $3, evidence = $4
        WHERE message_id = ANY ($1) AND state = 'rejected'
        """

    let messageIDs: [Int64]
    let state: String
    let reason: String
    let evidence: String?

    var bindings: [any Bindable] { [messageIDs, state, reason, evidence] }
}
