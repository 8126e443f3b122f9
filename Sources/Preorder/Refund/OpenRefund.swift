import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Writes a refund of a completed payment whose reservation is locked; returns its id.
    borrowing func openRefund(
        of found: Refundable,
        cause: RefundCause,
        by requestedBy: String
    ) throws -> UUID? {
        try openRefunds([(found, cause)], by: requestedBy)[found.reservationID]
    }

    /// Writes refunds of completed payments whose reservations are locked; returns their ids by
    /// reservation.
    ///
    /// Locks in everyone's order: the reservations (done), their queued points messages, the
    /// members' balances in id order. Points earned and not credited yet are not credited any
    /// more; credited ones are held until the cash has gone back.
    ///
    /// For more than one, none may be of those that `creditedNow` names.
    borrowing func openRefunds(
        _ founds: [(found: Refundable, cause: RefundCause)],
        by requestedBy: String
    ) throws -> [UUID: UUID] {
        guard let now = founds.first?.found.now else { return [:] }
        try voidUnsent(
            founds.compactMap(\.found.earning),
            channel: "points",
            reason: "refunded before it was credited",
            by: requestedBy,
            at: now
        )
        try execute(LockAccounts(memberIDs: founds.map(\.found.memberID)))
        let refunds = try holdBack(
            founds.map { found, cause in
                (found, NewRefund.begun(of: found, cause: cause, by: requestedBy))
            },
            at: now
        )
        try begin(refunds, of: founds.map(\.found), at: now)
        try settleRefunds(
            refunds.filter { $0.cashMinor == 0 }.map {
                RefundFinding(refundID: $0.refundID, event: .applied(gatewayRefundID: nil))
            },
            at: now
        )
        return Dictionary(uniqueKeysWithValues: refunds.map { ($0.reservationID, $0.refundID) })
    }

    /// The reservations whose earned points a drain is crediting at this moment; the messages of
    /// the others are locked.
    ///
    /// Sets leave them for later: to wait for one drain with the messages of another in hand would
    /// be a deadlock.
    borrowing func creditedNow(_ founds: [Refundable]) throws(PostgresError) -> Set<UUID> {
        let earnings = founds.compactMap(\.earning)
        let touched = try lockUntouched(earnings, channel: "points")
        return Set(earnings.filter { touched.contains($0.messageID) }.map(\.key))
    }

    /// Holds the points that the reservations earned, as far as they are there; what the refunds
    /// then come to.
    private borrowing func holdBack(
        _ begun: [(found: Refundable, refund: NewRefund)],
        at now: Timestamp
    ) throws -> [NewRefund] {
        let earned = Dictionary(
            uniqueKeysWithValues: try query(
                ReadEarned(reservationIDs: begun.map(\.found.reservationID), now: now)
            )
        )
        let claims = begun.map { found, refund in
            ClawBackClaim(refund, of: found, points: earned[found.reservationID] ?? 0)
        }
        var held: [UUID: Int64] = [:]
        for round in ClawBackClaim.rounds(claims.filter { $0.points > 0 }) {
            for (refundID, points) in try query(HoldClawBack(claims: round, now: now)) {
                held[refundID] = points
            }
        }
        return begun.map { found, refund in
            refund.quoted(
                RefundQuote(
                    chargedMinor: found.chargedMinor,
                    incrementMinor: found.incrementMinor,
                    pointMinor: found.pointMinor,
                    pointsUsed: found.pointsUsed,
                    pointsEarned: earned[found.reservationID] ?? 0,
                    pointsAtHand: held[refund.refundID] ?? 0
                )
            )
        }
    }

    private borrowing func begin(
        _ refunds: [NewRefund],
        of founds: [Refundable],
        at now: Timestamp
    ) throws {
        try execute(InsertRefunds(refunds: refunds, now: now))
        try execute(BeginRefunds(paymentIDs: refunds.map(\.paymentID)))
        try execute(
            MoveReservations(
                reservationIDs: refunds.map(\.reservationID),
                statuses: refunds.map { _ in .refunding },
                now: now
            )
        )
        var drafts: [MessageDraft] = []
        for refund in refunds {
            if refund.cashMinor > 0 { drafts.append(try refund.draft()) }
            var payload = MessagePayload()
            payload.reservationID = refund.reservationID
            drafts.append(
                MessageDraft(
                    channel: "reports",
                    kind: "reservation",
                    key: refund.reservationID,
                    payload: try payload.json()
                )
            )
        }
        try writeAndTell(drafts, at: now)
        let holders = zip(refunds, founds).filter { $0.0.pointsClawedBack > 0 }
        try reportBalances(
            of: Set(holders.map(\.1.memberID)).sorted(),
            causedBy: holders.map(\.0.reservationID),
            at: now
        )
    }
}

/// Points of a member that a refund is to hold.
struct ClawBackClaim: Sendable {
    let refundID: UUID
    let reservationID: UUID
    let memberID: UUID
    let points: Int64

    init(_ refund: NewRefund, of found: Refundable, points: Int64) {
        refundID = refund.refundID
        reservationID = found.reservationID
        memberID = found.memberID
        self.points = points
    }

    /// The first claim on each member, then the second on each, and so on: what a round takes is
    /// gone for the next.
    static func rounds(_ claims: [ClawBackClaim]) -> [[ClawBackClaim]] {
        var rounds: [[ClawBackClaim]] = []
        var seen: [UUID: Int] = [:]
        for claim in claims {
            let round = seen[claim.memberID, default: 0]
            seen[claim.memberID] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(claim)
        }
        return rounds
    }
}

/// Points that reservations earned and that did not expire unused; a row a reservation.
///
/// What lapsed counts as expired, whether the sweep was there or not.
struct ReadEarned: Statement {
    static let sql = """
        SELECT r.reservation_id,
               (SELECT coalesce(sum(e.amount), 0)::bigint FROM preorder.point_entry AS e
                WHERE e.reservation_id = r.reservation_id AND e.kind = 'earn')
               - (SELECT coalesce(sum(l.expired + CASE WHEN l.expires_at <= $2 THEN l.remaining
                                                       ELSE 0 END), 0)::bigint
                  FROM preorder.point_lot AS l WHERE l.earned_by = r.reservation_id)
        FROM unnest($1::uuid[]) AS r (reservation_id)
        """

    let reservationIDs: [UUID]
    let now: Timestamp

    var bindings: [any Bindable] { [reservationIDs, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (UUID, Int64) {
        try (row.next(), row.next())
    }
}

/// Holds up to a number of each member's points for a refund, under the balances' locks: those that
/// the reservation earned first, then first-to-expire; returns how many, a row a refund.
///
/// Takes at most one claim a member; no row for a refund of whose points none are there.
struct HoldClawBack: Statement {
    static let sql = """
        WITH asked AS (
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[])
                AS a (holder_id, reservation_id, member_id, points)
        ), \(TakenLots.sql(now: "$5", first: "(l.earned_by = a.reservation_id) IS TRUE DESC,")),
        held AS (
            INSERT INTO preorder.point_hold (holder_id, lot_id, amount)
            SELECT holder_id, lot_id, amount FROM taken
        ), total AS (
            SELECT a.holder_id, a.reservation_id, a.member_id, sum(t.amount)::bigint AS points
            FROM taken AS t JOIN asked AS a USING (holder_id)
            GROUP BY a.holder_id, a.reservation_id, a.member_id
        ), moved AS (
            UPDATE preorder.point_balance AS b
            SET available = b.available - total.points, held = b.held + total.points
            FROM total WHERE b.member_id = total.member_id
        ), posted AS (
            INSERT INTO preorder.point_entry
                (kind, debit, credit, member_id, amount, reservation_id, refund_id, posted_at)
            SELECT 'hold', 'available', 'held', member_id, points, reservation_id, holder_id,
                   $5::timestamptz
            FROM total
        )
        SELECT holder_id, points FROM total
        """

    let claims: [ClawBackClaim]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            claims.map(\.refundID), claims.map(\.reservationID), claims.map(\.memberID),
            claims.map(\.points), now,
        ]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (UUID, Int64) {
        try (row.next(), row.next())
    }
}

/// Moves completed payments to refunding; one row each.
struct BeginRefunds: Statement {
    static let sql = """
        UPDATE preorder.payment SET status = 'refunding'
        WHERE payment_id = ANY ($1) AND status = 'completed'
        """

    let paymentIDs: [UUID]

    var bindings: [any Bindable] { [paymentIDs] }
}
