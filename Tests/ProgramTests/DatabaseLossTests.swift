import Foundation
import Postgres
import PrivateCluster
import Testing

@testable import reservoir_demo

@Suite("A payments drain whose database is lost", .serialized)
struct DatabaseLossTests {
    @Test("by a crash of PostgreSQL ends with 75, and the next run goes on")
    func serverCrash() async throws {
        let slow = Conditions(declineRate: 0.2, faults: ["--delay-ms", "300"], lease: 40)
        try await Stage.with(.submitted(7), slow) { standing in
            async let drain = standing.run("reservoir-drain", ["payments"])
            // Calls are in the air once the gateway has been asked for something.
            while try await !standing.ask("/_calls").contains(#""idempotency_keys":{""#) {}
            try await standing.cluster.restart(immediate: true)
            #expect(try await drain.status == 75)
            let stage = try await standing.reconnected()
            try await stage.expireLeases()
            let broken = try await stage.finish()
            #expect(broken == [])
            await stage.connection.close()
        }
    }

    @Test(
        "during the COMMIT with which it settles ends with 75, and the next run goes on",
        arguments: [CuttingProxy.Cut.beforeCommit, .afterCommit]
    )
    func commitCut(_ cut: CuttingProxy.Cut) async throws {
        try await Stage.with(.submitted(7)) { stage in
            // Said only where an attempt is closed: in a settle.
            let proxy = try CuttingProxy(
                to: stage.cluster,
                cutting: cut,
                after: "DELETE FROM outbox.open_attempt"
            )
            let name = try #require(stage.world.conninfo.firstMatch(of: /dbname='?(\w+)/)?.output.1)
            let conninfo =
                "host=127.0.0.1 port=\(proxy.port) dbname=\(name) "
                + "user=\(PrivateCluster.superuser) sslmode=disable gssencmode=disable"
            let result = try await stage.run(
                "reservoir-drain",
                ["payments"],
                ["RESERVOIR_PAYMENTS_DATABASE_URL": conninfo]
            )
            #expect(result.status == 75, "\(result.output)")
            let settled = try await stage.number(
                "SELECT count(*) FROM outbox.attempt WHERE event = 'ended'"
            )
            #expect((settled > 0) == (cut == .afterCommit))
            try await stage.expireLeases()
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
