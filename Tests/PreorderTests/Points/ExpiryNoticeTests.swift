import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The notice before points expire", .inTurn)
struct ExpiryNoticeTests {
    private func tell(
        _ store: Store,
        limit: Int = 100,
        on connection: Connection? = nil
    ) async throws -> Int {
        try await ExpiryNotice.run(asOf: nil, limit: limit, on: connection ?? store.connection)
            .members
    }

    /// `member|lots` of the mails written, in order.
    private func mails(_ store: Store) async throws -> [String] {
        try await store.lines(
            """
            SELECT key, payload -> 'lot_ids' FROM outbox.message
            WHERE channel = 'mail' AND kind = 'points_expiring' ORDER BY id
            """
        )
    }

    @Test("is one mail a member with all their lots, in the period of their country, once")
    func once() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(10, to: member, until: "2027-01-02T12:00:00Z")
        try await store.grant(20, to: member, until: "2027-01-01T12:00:00Z")
        try await store.grant(30, to: member, until: "2027-02-01T12:00:00Z")
        try await store.setClock("2026-12-02T11:59:59Z")
        #expect(try await tell(store) == 0)
        try await store.setClock("2026-12-03T12:00:00Z")
        #expect(try await tell(store) == 1)
        let id = member.uuidString.lowercased()
        #expect(try await mails(store) == ["\(id)|[2, 1]"])
        #expect(try await tell(store) == 0)
        try await store.setClock("2027-01-03T00:00:00Z")
        #expect(try await tell(store) == 1)
        #expect(try await mails(store) == ["\(id)|[2, 1]", "\(id)|[3]"])
        await store.close()
    }

    @Test("follows the policy of the member's country")
    func policy() async throws {
        let store = try await Store.open()
        try await store.connection.script(
            "UPDATE preorder.policy SET points_notice_days = 7 WHERE country = 'JP'"
        )
        for country in ["JP", "US"] {
            try await store.grant(5, to: store.member(country), until: "2026-12-13T12:00:00Z")
        }
        #expect(try await tell(store) == 1)
        #expect(
            try await mails(store).map { $0.prefix(36) }
                == [try store.member("US").uuidString.lowercased().prefix(36)]
        )
        try await store.setClock("2026-12-06T12:00:00Z")
        #expect(try await tell(store) == 1)
        await store.close()
    }

    @Test("is not about what is used up, held or lapsed, and not for who was erased")
    func moot() async throws {
        let store = try await Store.open()
        let (buyer, erased) = (try store.member(), try await store.join())
        try await store.grant(50, to: buyer, until: "2026-12-01T00:00:00Z")
        try await store.reserve(try store.request(buyer, points: 50))
        try await store.grant(60, to: erased, until: "2026-12-01T00:00:00Z")
        try await store.connection.script(
            """
            UPDATE preorder.member SET erased_at = outbox.now(), name = 'x', email = ''
            WHERE member_id = '\(erased)'
            """
        )
        #expect(try await tell(store) == 0)
        try await store.grant(70, to: buyer, until: "2026-11-23T12:00:00Z")
        #expect(try await tell(store) == 0)
        #expect(try await mails(store) == [])
        await store.close()
    }

    @Test("is given once, however many sweeps are at work")
    func together() async throws {
        let store = try await Store.open()
        for _ in 0..<15 {
            let member = try await store.join()
            for points in 1...3 as ClosedRange<Int64> {
                try await store.grant(points, to: member, until: "2026-12-0\(points)T00:00:00Z")
            }
        }
        var connections: [Connection] = []
        for _ in 0..<4 { connections.append(try await store.connect()) }
        let told = try await withThrowingTaskGroup(of: Int.self) { group in
            for connection in connections {
                group.addTask {
                    var members = 0
                    while true {
                        let result = try await ExpiryNotice.run(asOf: nil, limit: 6, on: connection)
                        members += result.members
                        if result.found < 6 { return members }
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(told == 15)
        #expect(
            try await store.lines(
                """
                SELECT count(*), count(DISTINCT key), sum(jsonb_array_length(payload -> 'lot_ids'))
                FROM outbox.message WHERE kind = 'points_expiring'
                """
            ) == ["15|15|45"]
        )
        for connection in connections { await connection.close() }
        await store.close()
    }
}
