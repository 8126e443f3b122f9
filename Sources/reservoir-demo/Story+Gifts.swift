import Foundation
import Postgres
import Preorder

extension Story {
    /// What recipients and senders do with gifts: a quarter each is accepted, declined, cancelled,
    /// and left alone.
    func answerGifts(on connection: Connection) async throws {
        guard givesOneIn > 0 else { return }
        var answered = 0
        let offered = try await connection.query(ReadOffered())
        for (index, gift) in offered.enumerated() where index % 4 != 3 {
            try await answer(gift, index % 4, on: connection)
            answered += 1
        }
        progress.say(
            "\(answered) gifts accepted, declined or cancelled, \(offered.count - answered) left alone"
        )
    }

    /// A gift is accepted (0), declined (1) or cancelled (any other); one that its recipient cannot
    /// accept stays open.
    func answer(
        _ gift: (id: UUID, sender: UUID, recipient: UUID),
        _ way: Int,
        on connection: Connection
    ) async throws {
        let gifts = Gifts()
        let outcome: GiftOutcome
        switch way {
        case 0: outcome = try await gifts.accept(gift.id, by: gift.recipient, on: connection)
        case 1: outcome = try await gifts.decline(gift.id, by: gift.recipient, on: connection)
        default: outcome = try await gifts.cancel(gift.id, by: gift.sender, on: connection)
        }
        guard outcome != .refused(.unknownGift) else {
            throw DemoError.refused("gift: \(outcome)")
        }
    }

    /// The period of gifts goes by; what nobody answered goes back to its sender.
    func waitForGifts(on connection: Connection) async throws {
        guard givesOneIn > 0 else { return }
        try await connection.execute(MoveClock(seconds: 31 * 86_400))
        try await runBatches(until: connection)
    }
}

/// Gifts that are open, in order.
struct ReadOffered: Statement {
    static let sql = """
        SELECT gift_id, sender_id, recipient_id FROM preorder.gift
        WHERE status = 'offered' ORDER BY created_at, sender_id, game_id
        """

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (id: UUID, sender: UUID, recipient: UUID) {
        try (row.next(), row.next(), row.next())
    }
}

/// The n-th member, by whom the demo calls them.
struct ReadMember: Statement {
    static let sql =
        "SELECT member_id FROM preorder.member WHERE member_id = md5('member' || $1::integer)::uuid"

    let member: Int

    var bindings: [any Bindable] { [member] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
