import Foundation
import Postgres

/// Inserts the gift of a reservation; offered at once when nothing is to be charged.
struct InsertGift: Statement {
    static let sql = """
        INSERT INTO preorder.gift (gift_id, reservation_id, sender_id, recipient_id, game_id,
            message, status, created_at, offered_at, expires_at)
        SELECT $1, $2, $3, $4, $5, $6,
               CASE WHEN $7::boolean THEN 'offered' ELSE 'awaiting_payment' END, $8::timestamptz,
               CASE WHEN $7::boolean THEN $8::timestamptz END,
               CASE WHEN $7::boolean
                    THEN $8::timestamptz + y.gift_days * interval '1 day' END
        FROM preorder.policy AS y WHERE y.country = $9
        """

    let giftID: UUID
    let wish: GiftWish
    let draft: ReservationDraft

    var bindings: [any Bindable] {
        [
            giftID, draft.reservationID, draft.request.memberID, wish.recipientID,
            draft.request.gameID, wish.words, draft.decision.isCovered, draft.facts.now,
            draft.facts.country,
        ]
    }
}

/// The reservation of a gift, for one who has a part in it; never changes.
///
/// The recipient knows nothing of what was never offered.
struct FindGift: Statement {
    static let sql = """
        SELECT reservation_id FROM preorder.gift
        WHERE gift_id = $1 AND CASE $3 WHEN 'sender' THEN sender_id ELSE recipient_id END = $2
          AND ($3 = 'sender' OR offered_at IS NOT NULL)
        """

    let giftID: UUID
    let memberID: UUID
    let part: GiftPart

    var bindings: [any Bindable] { [giftID, memberID, part.rawValue] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// The gifts of locked reservations, locked; a row a gift, in the reservations' order.
///
/// A statement of its own after the reservations' locks: what they were waited for is visible only
/// to it.
struct LockGifts: Statement {
    static let sql = """
        SELECT gift_id, reservation_id, sender_id, recipient_id, status,
               (expires_at <= $2) IS TRUE
        FROM preorder.gift WHERE reservation_id = ANY ($1)
        ORDER BY reservation_id
        FOR UPDATE
        """

    let reservationIDs: [UUID]
    let now: Timestamp

    var bindings: [any Bindable] { [reservationIDs, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> GiftCase {
        try GiftCase(
            giftID: row.next(),
            reservationID: row.next(),
            senderID: row.next(),
            recipientID: row.next(),
            status: row.nextStatus(Self.name),
            isLapsed: row.next()
        )
    }
}

/// Moves gifts on; one row each.
///
/// An offered one gets its period, a closed one loses its message.
struct MoveGifts: Statement {
    static let sql = """
        UPDATE preorder.gift AS g
        SET status = m.status, version = g.version + 1,
            offered_at = CASE WHEN m.status = 'offered' THEN $3 ELSE g.offered_at END,
            expires_at = CASE WHEN m.status = 'offered'
                              THEN $3 + y.gift_days * interval '1 day' ELSE g.expires_at END,
            message = CASE WHEN m.status = 'offered' THEN g.message END,
            closed_at = CASE WHEN m.status <> 'offered' THEN coalesce(g.closed_at, $3) END
        FROM unnest($1::uuid[], $2::text[]) AS m (gift_id, status),
             preorder.reservation AS r, preorder.policy AS y
        WHERE g.gift_id = m.gift_id AND r.reservation_id = g.reservation_id
          AND y.country = r.country
        """

    let moves: [GiftMove]
    let now: Timestamp

    var bindings: [any Bindable] {
        [moves.map(\.gift.giftID), moves.map(\.step.status.rawValue), now]
    }
}

/// Gives reservations their owners and each a new version; one row each.
///
/// An owner who has the game already violates `reservation_one_active`.
struct SetOwners: Statement {
    static let sql = """
        UPDATE preorder.reservation AS r SET owner_id = m.owner_id, version = version + 1
        FROM unnest($1::uuid[], $2::uuid[]) AS m (reservation_id, owner_id)
        WHERE r.reservation_id = m.reservation_id
        """

    let gifts: [GiftCase]

    var bindings: [any Bindable] { [gifts.map(\.reservationID), gifts.map(\.recipientID)] }
}
