import Foundation
import Postgres
import TestTurns
import Testing

@Suite("reservoir-admin check", .inTurn)
struct CheckCommandTests {
    private let program = BuiltProgram(name: "reservoir-admin")

    private static func quietShop() async throws -> Shop {
        let shop = try await Shop.open()
        try await shop.connection.script(
            "UPDATE outbox.batch_policy SET watched_since = now() WHERE channel <> 'alerts'"
        )
        return shop
    }

    private func check(
        _ shop: Shop,
        as role: String = "report_reader",
        _ arguments: [String] = []
    ) throws -> BuiltProgram.Result {
        let conninfo = shop.conninfo.replacing("user='postgres'", with: "user='reservoir_\(role)'")
        try #require(conninfo != shop.conninfo)
        return try program.run(
            ["check"] + arguments,
            environment: ["RESERVOIR_CHECK_DATABASE_URL": conninfo]
        )
    }

    @Test(
        "one line on standard output says that all is well, to whoever may read reports",
        arguments: ["report_reader", "admin", "sweep"]
    )
    func well(role: String) async throws {
        let shop = try await Self.quietShop()
        let result = try check(shop, as: role)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.errors == "")
        #expect(result.output.split(separator: "\n").count == 1)
        #expect(
            result.output.hasPrefix(
                "RESERVOIR OK - nothing is late; a simulation, whose time stands at "
                    + "2026-11-23T12:00:00Z | batch_reservoir-drain_mail="
            )
        )
        for metric in [
            " due_payments=0 oldest_due_payments=0s;600;2400 ", " dead=0;0;9 ",
            " partitions_ahead=14;7:;2:\n", " batch_reservoir-sweep_retention=",
        ] {
            #expect(result.output.contains(metric), "\(metric) is not in \(result.output)")
        }
        // Whoever is told by other means never runs it.
        #expect(!result.output.contains("batch_reservoir-sweep_alerts"))
        await shop.close()
    }

    @Test("a dead letter is a warning, an automatic pause critical; the exit status says which")
    func trouble() async throws {
        let shop = try await Self.quietShop()
        try await shop.connection.script(
            """
            INSERT INTO outbox.dead_letter (message_id, message_day, channel, kind, key, attempts,
                last_error, dead_at)
            VALUES (7, outbox.today(), 'mail', 'note', gen_random_uuid(), 20,
                    'kim@x.example is full', outbox.now())
            """
        )
        let warning = try check(shop)
        #expect(warning.status == 1)
        #expect(warning.output.hasPrefix("RESERVOIR WARNING - 1 dead letter; "))
        #expect(!warning.output.contains("@"))
        #expect(try check(shop, ["--dead-warning", "1"]).status == 0)
        try await shop.connection.script(
            """
            INSERT INTO outbox.pause VALUES
                ('account', 'toss-kr', 'reservoir-drain', 'unauthorized', outbox.now())
            """
        )
        let critical = try check(shop)
        #expect(critical.status == 2)
        #expect(
            critical.output.hasPrefix(
                "RESERVOIR CRITICAL - account toss-kr is paused by a configuration error; "
                    + "1 dead letter; "
            )
        )
        await shop.close()
    }

    @Test("a batch that has not run is seen without any other program running")
    func batch() async throws {
        let shop = try await Self.quietShop()
        try await shop.connection.script(
            """
            UPDATE outbox.batch_policy SET watched_since = now() - interval '11 minutes'
            WHERE (program, channel) = ('reservoir-drain', 'payments')
            """
        )
        let result = try check(shop, ["--json"])
        #expect(result.status == 1)
        let data = Data(result.output.utf8)
        let object = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any]
        )
        #expect(object["status"] as? String == "WARNING")
        #expect(object["code"] as? Int == 1)
        let findings = try #require(object["findings"] as? [[String: String]])
        #expect(findings.map { $0["check"] } == ["batch"])
        #expect(findings.first?["text"] == "reservoir-drain payments has not run for 11 min")
        let metrics = try #require(object["metrics"] as? [String: Int])
        #expect(metrics["partitions_ahead"] == 14)
        await shop.close()
    }

    @Test("when nothing can be read it says UNKNOWN and why, and never a password")
    func unknown() async throws {
        let away = try program.run(
            ["check"],
            environment: ["DATABASE_URL": "host=/nonexistent dbname=x"]
        )
        #expect(away.status == 3)
        #expect(away.output.hasPrefix("RESERVOIR UNKNOWN - "))
        #expect(away.output.split(separator: "\n").count == 1)
        let malformed = try program.run(
            ["check", "--json"],
            environment: ["DATABASE_URL": "host=localhost password='hidden"]
        )
        #expect(malformed.status == 3)
        #expect(malformed.output.contains("\"status\":\"UNKNOWN\""))
        #expect(!(malformed.output + malformed.errors).contains("hidden"))
        let shop = try await Shop.open()
        try await shop.connection.script("DROP VIEW report.partition_ahead")
        let old = try check(shop)
        #expect(old.status == 3)
        #expect(old.output.contains("run reservoir-admin migrate"))
        await shop.close()
    }
}
