import Foundation
import Money
import Outbox
import Postgres
import Preorder
import Testing

/// One of many open gifts, which expire a second apart from 2026-12-23T12:05:00Z.
struct ManyGift: Sendable {
    let giftID: UUID
    let reservationID: UUID
    let senderID: UUID
    let recipientID: UUID
    let expiresAt: Timestamp
}

/// Open gifts, first-to-expire first.
struct ReadManyGifts: Statement {
    static let sql = """
        SELECT gift_id, reservation_id, sender_id, recipient_id, expires_at
        FROM preorder.gift WHERE status = 'offered' ORDER BY expires_at
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> ManyGift {
        try ManyGift(
            giftID: row.next(),
            reservationID: row.next(),
            senderID: row.next(),
            recipientID: row.next(),
            expiresAt: row.next()
        )
    }
}

extension Store {
    /// So many open gifts of 59,800 in cash, from `senders` members in turn to a member each, all
    /// copies of one that was given as members give.
    func offerMany(_ count: Int, senders: Int) async throws -> [ManyGift] {
        let base = try await give(points: 0)
        try await finish("charge", of: base.receipt.reservationID)
        try await settle(base.receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        try await connection.script(
            """
            CREATE TEMP TABLE copy AS
            SELECT g.n, gen_random_uuid() AS gift_id, gen_random_uuid() AS reservation_id,
                   gen_random_uuid() AS payment_id, s.member_id AS sender_id,
                   r.member_id AS recipient_id
            FROM generate_series(0, \(count - 1)) AS g (n)
            JOIN unnest('{\(try await joinMany(senders))}'::uuid[]) WITH ORDINALITY
                 AS s (member_id, n) ON s.n = g.n % \(senders) + 1
            JOIN unnest('{\(try await joinMany(count))}'::uuid[]) WITH ORDINALITY
                 AS r (member_id, n) ON r.n = g.n + 1
            """
        )
        try await copy(base)
        _ = try await Gifts().cancel(base.giftID, by: base.senderID, on: connection)
        return try await connection.query(ReadManyGifts())
    }

    private func joinMany(_ count: Int) async throws -> String {
        let draft = NewMember(country: "KR", language: "en", name: "Lee", email: "lee@x.example")
        let drafts = Array(repeating: draft, count: count)
        let ids = try await Members().add(drafts, on: connection).get()
        return ids.map(\.uuidString).joined(separator: ",")
    }

    private func copy(_ base: Given) async throws {
        try await connection.script(
            """
            INSERT INTO preorder.reservation
            SELECT made.* FROM preorder.reservation AS base CROSS JOIN copy
            CROSS JOIN LATERAL jsonb_populate_record(base, jsonb_build_object(
                'reservation_id', copy.reservation_id, 'member_id', copy.sender_id)) AS made
            WHERE base.reservation_id = '\(base.receipt.reservationID)';
            INSERT INTO preorder.payment
            SELECT made.* FROM preorder.payment AS base CROSS JOIN copy
            CROSS JOIN LATERAL jsonb_populate_record(base, jsonb_build_object(
                'payment_id', copy.payment_id, 'reservation_id', copy.reservation_id,
                'order_id', replace(copy.payment_id::text, '-', ''),
                'gateway_payment_id', 'pay_' || copy.payment_id, 'charge_message_id', NULL,
                'earn_message_id', NULL)) AS made
            WHERE base.payment_id = '\(base.receipt.paymentID)';
            INSERT INTO preorder.gift
            SELECT made.* FROM preorder.gift AS base CROSS JOIN copy
            CROSS JOIN LATERAL jsonb_populate_record(base, jsonb_build_object(
                'gift_id', copy.gift_id, 'reservation_id', copy.reservation_id,
                'sender_id', copy.sender_id, 'recipient_id', copy.recipient_id,
                'expires_at', base.expires_at + copy.n * interval '1 second')) AS made
            WHERE base.gift_id = '\(base.giftID)'
            """
        )
    }

    /// Writes that each of the gifts earned 598 points, which wait to be credited.
    func earnMany(_ gifts: [ManyGift]) async throws {
        let drafts = try gifts.map { gift in
            var payload = MessagePayload()
            payload.reservationID = gift.reservationID
            payload.memberID = gift.senderID
            payload.points = 598
            return MessageDraft(
                channel: "points",
                kind: "earn",
                key: gift.reservationID,
                payload: try payload.json()
            )
        }
        let now = try Store.instant("2026-11-23T12:05:00Z")
        try await connection.transaction { tx in
            try tx.write(drafts, at: now)
            try tx.script(
                """
                UPDATE preorder.payment AS p SET earn_message_id = m.id
                FROM outbox.message AS m
                WHERE m.channel = 'points' AND m.kind = 'earn' AND m.key = p.reservation_id
                """
            )
        }
    }
}
