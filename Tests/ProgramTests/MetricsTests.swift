import Foundation
import Postgres
import Testing

@testable import reservoir_demo

@Suite("What batches leave for Prometheus", .serialized)
struct MetricsTests {
    private static func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("metrics-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test("each run writes its file; one that finds nothing at the other end says so")
    func files() async throws {
        try await Stage.with(reservations: 6) { stage in
            let folder = try Self.folder()
            let setting = ["RESERVOIR_METRICS_DIR": folder]
            let dead = "http://127.0.0.1:9"
            let away = try await stage.run(
                "reservoir-drain",
                ["payments"],
                setting.merging(["RESERVOIR_STRIPE_URL": dead, "RESERVOIR_TOSS_URL": dead]) { $1 }
            )
            #expect(away.status == 75)
            let labels = #"{program="reservoir-drain",channel="payments""#
            let payments = "\(folder)/reservoir-drain_payments.prom"
            let text = try String(contentsOfFile: payments, encoding: .utf8)
            #expect(text.contains("\nreservoir_batch_run_exit_status\(labels)} 75\n"))
            #expect(!text.contains("\nreservoir_batch_success_timestamp_seconds{"))
            #expect(try await stage.run("reservoir-drain", ["all"], setting).status == 0)
            #expect(
                try await stage.run("reservoir-sweep", ["leases", "gifts"], setting).status == 0
            )
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            let channels = ["mail", "payments", "points", "reports", "webhooks"]
            #expect(
                names == channels.map { "reservoir-drain_\($0).prom" }
                    + ["gifts", "leases"].map { "reservoir-sweep_\($0).prom" }
            )
            let after = try String(contentsOfFile: payments, encoding: .utf8)
            #expect(after.contains("\nreservoir_batch_run_exit_status\(labels)} 0\n"))
            #expect(after.contains("\nreservoir_batch_success_timestamp_seconds\(labels)} "))
        }
    }

    @Test("where the file cannot be written the run is what it would have been")
    func unwritable() async throws {
        try await Stage.with(reservations: 6) { stage in
            let result = try await stage.run(
                "reservoir-drain",
                ["payments", "points"],
                ["RESERVOIR_METRICS_DIR": "/nonexistent"]
            )
            #expect(result.status == 0)
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM outbox.queue WHERE channel IN ('payments', 'points')"
                ) == 0
            )
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
