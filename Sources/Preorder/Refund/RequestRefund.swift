public import Foundation
import Outbox
public import Postgres

/// Asks for a refund: one transaction holds what is to be clawed back and writes the refund with
/// its message.
public struct RequestRefund: Sendable {
    /// Who asks.
    public enum Requester: Sendable {
        /// The member who paid, for themselves.
        case member(UUID)

        /// The store's staff; who and why are kept.
        case staff(StaffAct)
    }

    /// The verb.
    public init() {}

    /// Asks for the refund of a reservation, or says why not; then nothing was written.
    ///
    /// Asking again is answered with the refund that there is. What has no cash completes at once.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again.
    public func callAsFunction(
        reservationID: UUID,
        by requester: Requester,
        on connection: Connection
    ) async throws -> RefundOutcome {
        do {
            return .accepted(
                try await connection.transaction { tx in
                    try self(reservationID: reservationID, by: requester, in: tx)
                }
            )
        } catch let refusal as RefundRefusal {
            return .refused(refusal)
        }
    }

    /// The same inside a transaction of the caller's; `traceparent` is the request's W3C trace
    /// context.
    ///
    /// - Returns: the refund's id.
    /// - Throws: `RefundRefusal`, after which nothing has been written; `PostgresError`.
    public func callAsFunction(
        reservationID: UUID,
        by requester: Requester,
        traceparent: String? = nil,
        in tx: borrowing Transaction
    ) throws -> UUID {
        guard
            let found = try tx.first(
                LockRefundable(reservationID: reservationID, memberID: requester.memberID)
            )
        else { throw RefundRefusal.unknownReservation }
        // A statement of its own: what the lock was waited for is visible only to it.
        if let refundID = try tx.first(FindRefund(reservationID: reservationID)) {
            return refundID
        }
        if found.isGift {
            let gift = try tx.query(LockGifts(reservationIDs: [reservationID], now: found.now))
            if gift.first?.status == .accepted { throw RefundRefusal.giftAccepted }
        }
        try found.check(isMember: requester.memberID != nil)
        if found.isGift, requester.memberID != nil { throw RefundRefusal.isGift }
        if case .staff(let act) = requester {
            try tx.keep(
                act,
                "refund requested",
                of: [reservationID.uuidString.lowercased()],
                in: found.country,
                refusing: RefundRefusal.self
            )
        }
        try tx.noteTrace(traceparent, of: reservationID)
        guard let refundID = try open(found, requester, in: tx) else {
            throw RefundRefusal.nothingToRefund
        }
        return refundID
    }

    /// Opens the refund; that of an open gift takes the gift back.
    private func open(
        _ found: Refundable,
        _ requester: Requester,
        in tx: borrowing Transaction
    ) throws -> UUID? {
        guard found.isGift else {
            return try tx.openRefund(
                of: found,
                cause: requester.cause,
                by: requester.name
            )
        }
        return try tx.settleGifts(
            [found.reservationID: .cancel],
            of: [found],
            by: requester.name,
            at: found.now
        ).refundIDs[found.reservationID]
    }
}

extension RequestRefund.Requester {
    var memberID: UUID? {
        guard case .member(let id) = self else { return nil }
        return id
    }

    var cause: RefundCause {
        switch self {
        case .member: .member
        case .staff: .administrator
        }
    }

    var name: String {
        switch self {
        case .member: "member"
        case .staff(let act): act.by.name
        }
    }
}

/// What came of asking for a refund.
public enum RefundOutcome: Sendable, Hashable {
    /// It is on its way, or was before; follow the refund.
    case accepted(UUID)

    /// Nothing was written.
    case refused(RefundRefusal)
}

/// Why a refund was refused; nothing was written.
public enum RefundRefusal: StaffRefusing, Hashable, Sendable {
    /// No such reservation of this member.
    case unknownReservation

    /// It is not paid: withdraw it instead.
    case notPaid

    /// It was cancelled, or never charged.
    case nothingToRefund

    /// A gift is given back by declining, cancelling or expiring.
    case isGift

    /// A gift that was accepted is its recipient's and is refunded to nobody.
    case giftAccepted

    /// The time for asking is over.
    case tooLate(since: Timestamp)

    /// Whoever asks may not.
    case staff(StaffRefusal)
}

extension RefundRefusal: CustomStringConvertible {
    /// The stable code of the refusal and what would do.
    public var description: String {
        switch self {
        case .unknownReservation: "unknown_reservation: there is no such reservation"
        case .notPaid: "not_paid: it is not paid yet; withdraw it instead"
        case .nothingToRefund: "nothing_to_refund: it was cancelled, or never charged"
        case .isGift: "is_gift: a gift is declined, cancelled or expires"
        case .giftAccepted: "gift_accepted: it is its recipient's, and is refunded to nobody"
        case .tooLate(let since): "too_late: the time for asking ended at \(since)"
        case .staff(let refusal): "\(refusal)"
        }
    }
}

/// A reservation about to be refunded, its row and its payment's locked.
struct Refundable: Sendable {
    let reservationID: UUID
    let paymentID: UUID
    let memberID: UUID
    let country: String
    let isGift: Bool
    let status: ReservationStatus
    let paymentStatus: PaymentStatus
    let chargedMinor: Int64
    let incrementMinor: Int64
    let pointMinor: Int64
    let pointsUsed: Int64
    let closesAt: Timestamp
    let isKnownAtGateway: Bool
    let chargeMessageID: Int64?
    let earnMessageID: Int64?
    var now: Timestamp

    /// The message that credits what it earns; nil when it earns nothing.
    var earning: KeyedMessage? {
        earnMessageID.map { KeyedMessage(messageID: $0, key: reservationID) }
    }

    /// The message that would charge it, of which the gateway knows nothing; nil when there is none.
    var charge: KeyedMessage? {
        guard !isKnownAtGateway else { return nil }
        return chargeMessageID.map { KeyedMessage(messageID: $0, key: reservationID) }
    }

    /// The same as it is at another instant.
    func at(_ now: Timestamp) -> Refundable {
        var other = self
        other.now = now
        return other
    }

    /// - Throws: the first refusal that applies.
    func check(isMember: Bool) throws(RefundRefusal) {
        switch status {
        case .awaitingPayment, .pending: throw .notPaid
        case .cancelled, .refunding, .refunded: throw .nothingToRefund
        case .reserved, .released: break
        }
        // Whether the sweep has released it already makes no difference.
        if isMember, !isGift, now >= closesAt { throw .tooLate(since: closesAt) }
        guard paymentStatus == .completed else { throw .nothingToRefund }
    }
}

/// The refund that there is of a locked reservation; no row for none, or one whose refusal stands.
struct FindRefund: Statement {
    static let sql = """
        SELECT refund_id FROM preorder.refund
        WHERE reservation_id = $1 AND status <> 'withdrawn' AND cause <> 'reversal'
        """

    let reservationID: UUID

    var bindings: [any Bindable] { [reservationID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// A reservation with its payment, both locked; no row when it is not theirs.
struct LockRefundable: Statement {
    static let sql = """
        \(LockRefundables.refundable)
        WHERE r.reservation_id = $1 AND ($2::uuid IS NULL OR r.member_id = $2)
        FOR UPDATE OF r, p
        """

    let reservationID: UUID
    let memberID: UUID?

    var bindings: [any Bindable] { [reservationID, memberID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Refundable {
        try LockRefundables.refundable(&row)
    }
}

/// Reservations with their payments, all locked in id order; a row each.
struct LockRefundables: Statement {
    static let sql = """
        \(refundable)
        WHERE r.reservation_id = ANY ($1)
        ORDER BY r.reservation_id
        FOR UPDATE OF r, p
        """

    static let refundable = """
        SELECT r.reservation_id, p.payment_id, r.member_id, r.country, r.is_gift, r.status,
               p.status, p.amount_minor, coalesce(u.increment_minor, 1), y.point_minor,
               r.points_used, g.release_at + y.refund_window_days * interval '1 day',
               p.gateway_payment_id IS NOT NULL, p.charge_message_id, p.earn_message_id,
               outbox.now()
        FROM preorder.reservation AS r
        JOIN preorder.payment AS p ON p.reservation_id = r.reservation_id
        JOIN preorder.game AS g ON g.game_id = r.game_id
        JOIN preorder.policy AS y ON y.country = r.country
        LEFT JOIN preorder.gateway_account AS a ON a.account = p.account
        LEFT JOIN preorder.gateway_currency AS u
          ON u.gateway = a.gateway AND u.currency = p.currency
        """

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Refundable {
        try Self.refundable(&row)
    }

    static func refundable(_ row: inout RowDecoder) throws(PostgresError) -> Refundable {
        try Refundable(
            reservationID: row.next(),
            paymentID: row.next(),
            memberID: row.next(),
            country: row.next(),
            isGift: row.next(),
            status: row.nextStatus(name),
            paymentStatus: row.nextStatus(name),
            chargedMinor: row.next(),
            incrementMinor: row.next(),
            pointMinor: row.next(),
            pointsUsed: row.next(),
            closesAt: row.next(),
            isKnownAtGateway: row.next(),
            chargeMessageID: row.next(),
            earnMessageID: row.next(),
            now: row.next()
        )
    }
}
