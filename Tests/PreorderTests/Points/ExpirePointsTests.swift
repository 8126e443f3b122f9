import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Points that expire", .inTurn)
struct ExpirePointsTests {
    private func expire(
        _ store: Store,
        asOf: String? = nil,
        limit: Int = 100,
        on connection: Connection? = nil
    ) async throws -> ExpirePoints.Result {
        try await ExpirePoints.run(
            asOf: try asOf.map { try Store.instant($0) },
            limit: limit,
            on: connection ?? store.connection
        )
    }

    private let expiries = """
        SELECT member_id, kind, debit, credit, amount FROM preorder.point_entry
        WHERE kind = 'expire' ORDER BY entry_id
        """

    @Test("leave their members when their lots lapse, first-to-expire first, once")
    func lapsed() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(30, to: member, until: "2026-12-03T00:00:00Z")
        try await store.grant(10, to: member, until: "2026-12-01T00:00:00Z")
        try await store.grant(5, to: member)
        try await store.setClock("2026-12-03T00:00:00Z")
        let first = try await expire(store)
        #expect(first.lots == 2 && first.points == 40)
        #expect(try await store.balance(member) == "5|0")
        let id = member.uuidString.lowercased()
        #expect(
            try await store.lines(expiries)
                == ["\(id)|expire|available|expired|10", "\(id)|expire|available|expired|30"]
        )
        #expect(
            try await store.lines(
                "SELECT granted, remaining, expired FROM preorder.point_lot ORDER BY lot_id"
            ) == ["30|0|30", "10|0|10", "5|5|0"]
        )
        #expect(try await store.brokenBooks() == [])
        #expect(try await expire(store).lots == 0)
        await store.close()
    }

    @Test("are those that had lapsed at the instant given")
    func asOf() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(10, to: member, until: "2026-12-01T00:00:00Z")
        try await store.setClock("2026-12-05T00:00:00Z")
        #expect(try await expire(store, asOf: "2026-11-30T23:59:59Z").lots == 0)
        #expect(try await expire(store, asOf: "2026-12-01T00:00:00Z").points == 10)
        #expect(
            try await store.lines(
                """
                SELECT posted_at AT TIME ZONE 'UTC' FROM preorder.point_entry
                WHERE kind = 'expire'
                """
            ) == ["2026-12-01 00:00:00"]
        )
        await store.close()
    }

    @Test("are reported, so that the reports equal a rebuild and what is owed is what members have")
    func reported() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(700, to: member, until: "2026-12-01T00:00:00Z")
        try await store.grant(300, to: member)
        try await store.reserve(try store.request(member, points: 100))
        try await store.setClock("2026-12-02T00:00:00Z")
        #expect(try await expire(store).points == 600)
        try await store.drainReports()
        #expect(try await store.connection.query(CompareReports()).isEmpty)
        #expect(
            try await store.lines("SELECT available, held FROM report.point_balance WHERE held > 0")
                == ["300|100"]
        )
        #expect(
            try await store.lines(
                """
                SELECT points_entered, points_ended, points_owed FROM report.point_liability
                WHERE currency = 'KRW' ORDER BY day
                """
            ) == ["1000|0|1000", "0|600|400"]
        )
        await store.close()
    }

    @Test("are not those held for a charge, which come back to a grace lot")
    func held() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(300, to: member, until: "2026-11-23T12:10:00Z")
        try await store.reserve(try store.request(member, points: 200))
        try await store.setClock("2026-11-23T12:30:00Z")
        #expect(try await expire(store).points == 100)
        #expect(try await store.balance(member) == "0|200")
        _ = try await AbandonPayments.run(asOf: nil, limit: 10, on: store.connection)
        try await store.drainPoints()
        #expect(
            try await store.lots(member)
                == ["300|0|2026-11-23 12:10", "200|200|2026-12-23 12:30"]
        )
        try await store.setClock("2026-12-23T12:30:00Z")
        #expect(try await expire(store).points == 200)
        #expect(try await store.balance(member) == "0|0")
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("are expired in bounded sets, lots of one member apart if need be")
    func bounded() async throws {
        let store = try await Store.open()
        let member = try store.member()
        for points in 1...5 as ClosedRange<Int64> {
            try await store.grant(points, to: member, until: "2026-12-01T00:00:00Z")
        }
        try await store.setClock("2026-12-02T00:00:00Z")
        var lots: [Int] = []
        for _ in 0..<4 { lots.append(try await expire(store, limit: 2).lots) }
        #expect(lots == [2, 2, 1, 0])
        #expect(try await store.balance(member) == "0|0")
        await store.close()
    }

    @Test("expire once, however many sweeps are at work, while members use others")
    func together() async throws {
        let store = try await Store.open()
        var members: [UUID] = []
        for _ in 0..<20 { members.append(try await store.join()) }
        for member in members {
            for points in [7, 11, 13] as [Int64] {
                try await store.grant(points, to: member, until: "2026-12-01T00:00:00Z")
            }
            try await store.grant(100, to: member)
        }
        try await store.setClock("2026-12-02T00:00:00Z")
        var connections: [Connection] = []
        for _ in 0..<5 { connections.append(try await store.connect()) }
        let reserving = connections.removeLast()
        let buyers = members
        let expired = try await withThrowingTaskGroup(of: Int64.self) { group in
            for connection in connections {
                group.addTask {
                    var points: Int64 = 0
                    while true {
                        let result = try await expire(store, limit: 4, on: connection)
                        points += result.points
                        if result.found < 4 { return points }
                    }
                }
            }
            group.addTask {
                for member in buyers {
                    let request = try store.request(member, points: 90)
                    guard case .reserved = try await Reserve()(request, on: reserving) else {
                        Issue.record("a member could not use points that had not lapsed")
                        return 0
                    }
                }
                return 0
            }
            return try await group.reduce(0, +)
        }
        #expect(expired == 20 * 31)
        #expect(
            try await store.lines(
                "SELECT DISTINCT available, held FROM preorder.point_balance WHERE held > 0"
            ) == ["10|90"]
        )
        #expect(try await store.brokenBooks() == [])
        for connection in connections + [reserving] { await connection.close() }
        await store.close()
    }

    @Test("may not be used in the time between, although the sweep was not there yet")
    func between() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(500, to: member, until: "2026-12-01T00:00:00Z")
        try await store.grant(40, to: member)
        try await store.setClock("2026-12-01T00:00:00Z")
        let request = try store.request(member, points: 100)
        #expect(try await store.refusal(request) == .notEnoughPoints(available: 40))
        await store.close()
    }
}
