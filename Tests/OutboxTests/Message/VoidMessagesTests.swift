import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("Messages that are taken back", .inTurn)
struct VoidMessagesTests {
    /// Two keys with a head and a parked follower each; the heads.
    private func parked(_ connection: Connection) async throws -> [KeyedMessage] {
        var heads: [KeyedMessage] = []
        for key in [UUID(), UUID()] {
            let ids = try await connection.greet(key, ["first", "second"])
            heads.append(KeyedMessage(messageID: ids[0], key: key))
            try await connection.script(
                "UPDATE outbox.queue SET state = 'parked' WHERE message_id = \(ids[1])"
            )
        }
        return heads
    }

    private func busy(
        _ messages: [KeyedMessage],
        _ connection: Connection
    ) async throws -> Set<Int64> {
        try await connection.transaction { tx in
            try tx.lockUntouched(messages, channel: "greetings")
        }
    }

    @Test("of several keys at once, each say why, and wake the first behind them")
    func several() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let heads = try await parked(connection)
        let now = try #require(Timestamp("2026-11-23T12:00:00Z"))
        let taken = try await connection.transaction { tx in
            try tx.voidUnsent(heads, channel: "greetings", reason: "r", by: "b", at: now)
        }
        #expect(taken == heads.map(\.messageID).sorted())
        let waiting = "SELECT count(*) FROM outbox.queue WHERE state = 'waiting'"
        #expect(try await connection.number(waiting) == 2)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 2)
        let said = "SELECT count(*) FROM outbox.voided WHERE reason = 'r' AND voided_by = 'b'"
        #expect(try await connection.number(said) == 2)
        await connection.close()
    }

    @Test("are not waited for in a set: those that somebody is just touching are named")
    func touched() async throws {
        let database = try await OutboxDatabase.make()
        let (connection, drain) = (try await database.connect(), try await database.connect())
        let heads = try await parked(connection)
        let finish = "DELETE FROM outbox.queue WHERE message_id = \(heads[0].messageID)"
        try await drain.script("BEGIN")
        try await drain.script(finish)
        #expect(try await busy(heads, connection) == [heads[0].messageID])
        try await drain.script("ROLLBACK")
        #expect(try await busy(heads, connection) == [])
        // Finished is not touched: it took effect, and there is nothing to take back.
        try await drain.script(finish)
        #expect(try await busy(heads, connection) == [])
        await drain.close()
        await connection.close()
    }
}
