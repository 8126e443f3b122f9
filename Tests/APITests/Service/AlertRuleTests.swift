import Exposition
import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@testable import Batch

@Suite("Metrics and alert rules, judged by promtool", .inTurn)
struct AlertRuleTests {
    /// What a batch leaves for Prometheus.
    private static let batch = RunMetrics(
        SettingsReader(environment: [:]),
        program: "reservoir-drain",
        task: "points"
    ).exposition(
        RunMetrics.End(
            RunReport(
                program: "reservoir-drain",
                task: "points",
                result: "done",
                counts: [("claimed", 3), ("applied", 3)],
                elapsed: .seconds(1)
            ),
            exit: .done
        ),
        after: nil
    ).text

    private static let rules = OutsideTool.root
        .appendingPathComponent("jobs/prometheus/reservoir.rules.yml").path

    /// A shop in which there is something to say of everything.
    private static func exposed() async throws -> String {
        let text = AsyncStream.makeStream(of: String.self)
        try await Shop.open { shop in
            _ = try await shop.submitted()
            try await shop.connection.script(
                """
                INSERT INTO outbox.breaker (destination, state, failures, opened_at, probe_at)
                VALUES ('toss-kr', 'open', 5, outbox.now(), outbox.now());
                INSERT INTO outbox.pause (scope, name, paused_by, reason, paused_at)
                VALUES ('account', 'a "quoted" \\ one', 'reservoir-drain', 'x', outbox.now());
                """
            )
            text.continuation.yield(try await shop.ask(.GET, "/metrics").text)
        }
        return try #require(await text.stream.first { _ in true })
    }

    @Test("promtool has nothing to say of either's metrics, nor of the rules")
    func promtool() async throws {
        let exposed = try await Self.exposed()
        #expect(exposed.contains("\nreservoir_breaker_open_seconds{destination=\"toss-kr\"} 0\n"))
        for text in [exposed, Self.batch] {
            let metrics = try await OutsideTool.promtool.run(["check", "metrics"], input: text)
            #expect(metrics.status == 0 && metrics.output.isEmpty, "\(metrics.output)")
        }
        let rules = try await OutsideTool.promtool.run(["check", "rules", Self.rules])
        #expect(rules.status == 0, "\(rules.output)")
        let broken = try await OutsideTool.promtool.run(["check", "metrics"], input: "a{ 1\n")
        #expect(broken.status != 0)
    }

    @Test("every metric that a rule names is exposed")
    func named() async throws {
        let rules = try String(contentsOfFile: Self.rules, encoding: .utf8)
        let names = Set(rules.matches(of: /\breservoir_\w+/).map { String($0.0) })
        let exposed = (try await Self.exposed() + Self.batch).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.map { String($0.prefix { $0 != "{" && $0 != " " }) }
        #expect(names.count > 15)
        #expect(names.subtracting(exposed).isEmpty)
    }

    @Test("the rules fire when what they are about happens, and not before")
    func fire() async throws {
        let file = OutsideTool.root.appendingPathComponent("jobs/prometheus/reservoir.test.yml")
        let tests = try await OutsideTool.promtool.run(["test", "rules", file.path])
        #expect(tests.status == 0, "\(tests.output)")
        let rules = try String(contentsOfFile: Self.rules, encoding: .utf8)
        let cases = try String(contentsOf: file, encoding: .utf8)
        let alerts = Set(rules.matches(of: /- alert: (\w+)/).map { String($0.1) })
        let tested = Set(cases.matches(of: /alertname: (\w+)/).map { String($0.1) })
        #expect(alerts == tested)
    }
}
