import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Two report drains at once", .inTurn)
struct ConcurrentReportsTests {
    private struct Waiters: Statement {
        static let sql = """
            SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
    }

    @Test("apply overlapping sets without deadlock and count each sale once", arguments: [7, 8])
    func overlapping(seed: UInt64) async throws {
        let database = try await ReportDatabase.create()
        let connection = try await database.connect()
        var history = History(shop: Shop(connection: connection), seed: seed)
        var messages: [QueuedMessage] = []
        for _ in 0..<5 {
            for _ in 0..<30 { try await history.step() }
            messages += try await connection.takeMessages()
            let all = messages
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<3 {
                    var random = SplitMix(state: seed &* 31 &+ UInt64(worker))
                    group.addTask {
                        let own = try await database.connect()
                        for _ in 0..<12 {
                            let part = all.filter { _ in Bool.random(using: &random) }
                            try await own.apply(part.shuffled(using: &random))
                        }
                        await own.close()
                    }
                }
                try await group.waitForAll()
            }
        }
        try await connection.apply(messages)
        #expect(try await connection.query(CompareReports()).isEmpty)
        #expect(try await connection.rows("SELECT status FROM report.reservation").count > 10)
    }

    @Test("the second waits for the first with the same reservation, then counts nothing")
    func sameReservation() async throws {
        let database = try await ReportDatabase.create()
        let first = try await database.connect()
        let second = try await database.connect()
        let shop = Shop(connection: first)
        let id = UUID()
        try await shop.reserve(id)
        try await shop.complete(id)
        let messages = try await first.takeMessages()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await first.transaction { tx in
                    try ReportsHandler().apply(messages, at: Connection.noon, in: tx)
                    let deadline = ContinuousClock.now + .seconds(20)
                    while try tx.only(Waiters()) == 0 {
                        try #require(ContinuousClock.now < deadline, "nobody waits")
                    }
                }
            }
            group.addTask {
                // Begins only when the first has written: its row lock is what can be waited for.
                let watch = try await database.connect()
                let deadline = ContinuousClock.now + .seconds(20)
                while try await watch.rows(Self.firstHolds).isEmpty {
                    try #require(ContinuousClock.now < deadline, "nobody holds a lane")
                }
                try await second.apply(messages)
            }
            try await group.waitForAll()
        }
        #expect(
            try await first.rows("SELECT reservations, charged_minor FROM report.daily_sales")
                == ["(1,1000)"]
        )
        #expect(try await first.query(CompareReports()).isEmpty)
    }

    private static let firstHolds = """
        SELECT pid FROM pg_locks
        WHERE locktype = 'advisory' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """

    @Test("share a day and a member while their reservations differ")
    func disjoint() async throws {
        let database = try await ReportDatabase.create()
        let connection = try await database.connect()
        let shop = Shop(connection: connection)
        for number in 0..<60 {
            let id = UUID()
            try await shop.reserve(id, member: number % 4)
            try await shop.complete(id, at: "2026-02-0\(1 + number % 5)T00:00:00Z")
        }
        let messages = try await connection.takeMessages()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for half in 0..<2 {
                group.addTask {
                    let own = try await database.connect()
                    // By lane, as leases divide them.
                    for message in messages where Int(message.lane) % 2 == half {
                        try await own.apply([message])
                    }
                    await own.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(
            try await connection.rows("SELECT sum(reservations) FROM report.daily_sales") == [
                "(60)"
            ]
        )
        #expect(try await connection.query(CompareReports()).isEmpty)
    }
}
