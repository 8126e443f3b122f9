import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Twenty connections that reserve at once", .inTurn)
struct ReserveRaceTests {
    /// All requests at once, each on a connection of its own that stands ready.
    private func race(
        _ requests: [ReserveRequest],
        in store: Store
    ) async throws -> [ReserveOutcome] {
        var connections: [Connection] = []
        for _ in requests { connections.append(try await store.connect()) }
        let outcomes = try await withThrowingTaskGroup(of: ReserveOutcome.self) { group in
            for (request, connection) in zip(requests, connections) {
                group.addTask { try await Reserve()(request, on: connection) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for connection in connections { await connection.close() }
        return outcomes
    }

    private func refusals(_ outcomes: [ReserveOutcome]) -> [ReserveRefusal] {
        outcomes.compactMap { outcome in
            guard case .refused(let refusal) = outcome else { return nil }
            return refusal
        }
    }

    @Test("one game for one member: exactly one wins, the others have it already")
    func sameGame() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(1_000, to: member)
        let request = try store.request(member, points: 50)
        let outcomes = try await race(Array(repeating: request, count: 20), in: store)
        #expect(refusals(outcomes) == Array(repeating: .alreadyReserved, count: 19))
        #expect(
            try await store.lines(
                """
                SELECT (SELECT count(*) FROM preorder.reservation),
                       (SELECT count(*) FROM preorder.payment),
                       (SELECT count(*) FROM preorder.point_hold)
                """
            ) == ["1|1|1"]
        )
        #expect(try await store.balance(member) == "950|50")
        await store.close()
    }

    @Test("the same last points for different games: never more is used than owned")
    func samePoints() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(600, to: member, until: "2026-12-01T00:00:00Z")
        try await store.grant(400, to: member)
        var requests: [ReserveRequest] = []
        for _ in 0..<20 {
            let game = try await store.addGame()
            requests.append(try store.request(member, game: game, points: 400))
        }
        let outcomes = try await race(requests, in: store)
        #expect(
            refusals(outcomes) == Array(repeating: .notEnoughPoints(available: 200), count: 18)
        )
        #expect(try await store.balance(member) == "200|800")
        #expect(try await store.lots(member).map { $0.prefix(7) } == ["600|0|2", "400|200"])
        #expect(
            try await store.lines("SELECT sum(amount) FROM preorder.point_hold") == ["800"]
        )
        await store.close()
    }
}
