public import Foundation
import Outbox
public import Postgres

/// Makes a member nobody in particular: name, address and words go, the books stay provable.
///
/// What they own and the points they have are given up with the account: rows of money and points
/// stay as they are, under an id that leads to no person. What still needs them is refused, except
/// gifts offered to them, which are declined so that their senders are refunded.
public struct EraseMember: Sendable {
    /// What came of it.
    public struct Erased: Sendable, Hashable {
        /// When they were erased; earlier when somebody had done it before.
        public let erasedAt: Timestamp

        /// Gifts that were declined for them now.
        public let giftsDeclined: Int
    }

    private let act: StaffAct

    /// The verb, as done by somebody for a reason; both are kept, so neither may name the person.
    public init(by act: StaffAct) { self.act = act }

    /// Erases a member, or says what is open; then nothing was written.
    ///
    /// Doing it again changes nothing and is answered with when it was done.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` do it again.
    public func callAsFunction(
        _ memberID: UUID,
        on connection: Connection
    ) async throws -> Result<Erased, EraseRefusal> {
        let act = act
        return try await connection.refusable { tx in
            // Reservations before members, in the order of everyone who accepts a gift.
            let declined = try tx.declineGifts(offeredTo: memberID)
            guard let member = try tx.first(LockMember(memberID: memberID)) else {
                throw EraseRefusal.unknownMember
            }
            if let erasedAt = member.erasedAt {
                return Erased(erasedAt: erasedAt, giftsDeclined: declined)
            }
            // A statement of its own: who was just reserving was waited for, and is seen by it.
            let open = try tx.only(CountOpen(memberID: memberID))
            guard open.isNothing else { throw EraseRefusal.open(open) }
            try tx.keep(
                act,
                "member erased",
                of: [memberID.uuidString.lowercased()],
                in: member.country,
                refusing: EraseRefusal.self
            )
            let now = try tx.only(ReadDomainTime())
            try tx.execute(Pseudonymise(memberID: memberID, now: now))
            try tx.execute(ClearWords(memberID: memberID))
            try tx.execute(WipeTokens(memberID: memberID))
            try tx.execute(RemoveEndpoints(memberID: memberID))
            try tx.execute(WipeLetters(memberID: memberID, now: now))
            return Erased(erasedAt: now, giftsDeclined: declined)
        }
    }
}

/// What of a member is not finished and needs them.
public struct OpenAffairs: Sendable, Hashable {
    /// Payments without a verdict, and charges being given back.
    public let payments: Int

    /// Refunds on their way, or in a person's hands.
    public let refunds: Int

    /// Gifts of theirs that are not answered.
    public let gifts: Int

    var isNothing: Bool { payments == 0 && refunds == 0 && gifts == 0 }
}

/// Why a member was not erased; nothing was written.
public enum EraseRefusal: StaffRefusing, Hashable, Sendable {
    /// There is no such member.
    case unknownMember

    /// Something is open.
    case open(OpenAffairs)

    /// A drain is just at work on a gift that is offered to them.
    case inHand

    /// Whoever does it may not.
    case staff(StaffRefusal)
}

extension EraseRefusal: CustomStringConvertible {
    /// What is wrong, and what would do.
    public var description: String {
        switch self {
        case .unknownMember: "there is no such member"
        case .open(let open):
            "something is still open: " + Self.list(open)
                + "; let it come to its end, or withdraw, cancel or settle it first"
        case .inHand: "a drain is at work on a gift that is offered to them; try again"
        case .staff(let refusal): "\(refusal)"
        }
    }

    private static func list(_ open: OpenAffairs) -> String {
        [
            (open.payments, "payments without an end"), (open.refunds, "refunds under way"),
            (open.gifts, "gifts sent that are not answered"),
        ]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}

extension Transaction {
    /// Declines what is offered to a member who goes; returns how many gifts.
    fileprivate borrowing func declineGifts(offeredTo memberID: UUID) throws -> Int {
        let offered = try query(FindOffered(recipientID: memberID))
        let found = try query(LockRefundables(reservationIDs: offered))
        guard let now = found.first?.now else { return 0 }
        guard try creditedNow(found).isEmpty else { throw EraseRefusal.inHand }
        let events = found.map { ($0.reservationID, GiftEvent.decline) }
        return try settleGifts(
            Dictionary(uniqueKeysWithValues: events),
            of: found,
            by: "system",
            at: now
        ).moves.count
    }
}

/// The reservations of gifts that are offered to a member.
struct FindOffered: Statement {
    static let sql = """
        SELECT reservation_id FROM preorder.gift WHERE recipient_id = $1 AND status = 'offered'
        """

    let recipientID: UUID

    var bindings: [any Bindable] { [recipientID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// A member, locked against whoever would reserve or give in their name or to them; no row for an
/// unknown one.
struct LockMember: Statement {
    static let sql = """
        SELECT country, erased_at FROM preorder.member WHERE member_id = $1 FOR UPDATE
        """

    let memberID: UUID

    var bindings: [any Bindable] { [memberID] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (country: String, erasedAt: Timestamp?) {
        try (row.next(), row.next())
    }
}

/// What of a member is open; one row.
struct CountOpen: Statement {
    static let sql = """
        SELECT count(*) FILTER (WHERE p.status IN ('awaiting_authentication', 'pending',
                   'action_required', 'reversing', 'reversal_failed')),
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM preorder.refund AS f
                   WHERE f.reservation_id = r.reservation_id AND f.cause <> 'reversal'
                     AND f.status IN ('pending', 'refused'))),
               count(*) FILTER (WHERE r.is_gift AND EXISTS (
                   SELECT FROM preorder.gift AS g
                   WHERE g.reservation_id = r.reservation_id AND g.status = 'offered'))
        FROM preorder.reservation AS r JOIN preorder.payment AS p USING (reservation_id)
        WHERE r.member_id = $1
        """

    let memberID: UUID

    var bindings: [any Bindable] { [memberID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> OpenAffairs {
        try OpenAffairs(payments: row.next(), refunds: row.next(), gifts: row.next())
    }
}

/// Takes a member's name and address, so that mails that still wait for them become void; one row.
struct Pseudonymise: Statement {
    static let sql = """
        UPDATE preorder.member SET name = 'erased', email = '', erased_at = $2
        WHERE member_id = $1
        """

    let memberID: UUID
    let now: Timestamp

    var bindings: [any Bindable] { [memberID, now] }
}

/// Clears what a member wrote to others.
struct ClearWords: Statement {
    static let sql = """
        UPDATE preorder.gift SET message = NULL WHERE sender_id = $1 AND message IS NOT NULL
        """

    let memberID: UUID

    var bindings: [any Bindable] { [memberID] }
}

/// Wipes what a member's client got from gateways; their payments have a verdict.
struct WipeTokens: Statement {
    static let sql = """
        WITH own AS MATERIALIZED (
            SELECT p.payment_id FROM preorder.reservation AS r
            JOIN preorder.payment AS p USING (reservation_id) WHERE r.member_id = $1
        ), wiped AS (
            DELETE FROM preorder.payment_credential AS c USING own
            WHERE c.payment_id = own.payment_id
        )
        UPDATE preorder.payment AS p SET action_url = NULL
        FROM own WHERE p.payment_id = own.payment_id AND p.action_url IS NOT NULL
        """

    let memberID: UUID

    var bindings: [any Bindable] { [memberID] }
}

/// Wipes the sealed requests of a member's messages that have their verdict: mails, which hold name
/// and address, at once, calls to gateways when their key's window is over.
///
/// The others are wiped by `reservoir-sweep retention`.
struct WipeLetters: Statement {
    static let sql = """
        DELETE FROM outbox.attempt_request AS a
        USING (SELECT m.id, m.channel FROM outbox.message AS m
               WHERE m.key IN (
                   SELECT $1::uuid
                   UNION
                   SELECT reservation_id FROM preorder.reservation WHERE member_id = $1
                   UNION
                   SELECT reservation_id FROM preorder.gift WHERE recipient_id = $1)) AS own
        WHERE a.message_id = own.id AND (own.channel = 'mail' OR a.window_ends_at < $2)
          AND NOT EXISTS (SELECT FROM outbox.open_attempt AS o
                          WHERE o.attempt_id = a.attempt_id)
        """

    let memberID: UUID
    let now: Timestamp

    var bindings: [any Bindable] { [memberID, now] }
}
