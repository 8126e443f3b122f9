import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Submissions in the very moment of the sweep", .inTurn)
struct SubmitRaceTests {
    @Test("that were accepted are never withdrawn as abandoned")
    func accepted() async throws {
        let store = try await Store.open()
        let asOf = try Store.instant("2026-11-23T12:30:00Z")
        var connections: [Connection] = []
        for _ in 0..<6 { connections.append(try await store.connect()) }
        for _ in 0..<6 {
            var payments: [(UUID, UUID)] = []
            for _ in 0..<60 {
                let member = try await store.join()
                let id = try await store.reserve(try store.request(member)).paymentID
                payments.append((id, member))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, connection) in connections.enumerated() {
                    let own = payments.indices.filter { $0 % 6 == index }.map { payments[$0] }
                    group.addTask {
                        for (id, member) in own {
                            _ = try await store.submit(id, by: member, on: connection)
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        _ = try await AbandonPayments.run(
                            asOf: asOf,
                            limit: 3,
                            on: store.connection
                        )
                    }
                }
                try await group.waitForAll()
            }
        }
        let withdrawn = try await store.lines(
            """
            SELECT p.failure_reason, r.status, q.kind, count(*)
            FROM preorder.payment AS p JOIN preorder.reservation AS r USING (reservation_id)
            LEFT JOIN outbox.queue AS q ON q.key = r.reservation_id AND q.channel = 'payments'
            WHERE p.status = 'failed' AND p.submitted_at IS NOT NULL
            GROUP BY 1, 2, 3
            """
        )
        #expect(withdrawn == [])
        for connection in connections { await connection.close() }
        await store.close()
    }
}
