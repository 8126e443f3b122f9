import Postgres
import TestTurns
import Testing

@testable import Preorder

@Suite("Health", .inTurn)
struct HealthTests {
    private static func well() throws -> Vitals {
        var vitals = Vitals(
            now: try #require(Timestamp("2026-11-23T12:00:00Z")),
            isSimulation: false
        )
        vitals.channels = [
            Vitals.Channel(
                name: "mail",
                due: 3,
                oldestDueSeconds: 12,
                unknown: 1,
                oldestUnknownSeconds: 30,
                dead: 0,
                dueAgeMaxSeconds: 900,
                unknownAgeMaxSeconds: 1_800
            )
        ]
        vitals.batches = [
            Vitals.Batch(
                name: "reservoir-drain mail",
                ageSeconds: 50,
                ageMaxSeconds: 600,
                isRunning: false,
                lastResult: "done"
            )
        ]
        vitals.partitionDaysAhead = 14
        return vitals
    }

    @Test("where all is well one line says so, with every number and its limits")
    func line() throws {
        let health = Health(try Self.well())
        #expect(health.level == .ok)
        #expect(
            health.line == """
                RESERVOIR OK - nothing is late | batch_reservoir-drain_mail=50s;600;1800 \
                due_mail=3 oldest_due_mail=12s;900;3600 unknown_mail=1 \
                oldest_unknown_mail=30s;1800;7200 dead=0;0;9 refunds_waiting=0 \
                refunds_refused=0;0 refunds_near=0;0 refunds_late=0;;0 breakers_open=0;0 \
                pauses_automatic=0;;0 partitions_ahead=14;7:;2:
                """
        )
    }

    /// One thing changed, how bad that is, and what is said of it.
    struct Change: Sendable, CustomTestStringConvertible {
        let text: String
        let level: HealthLevel
        let make: @Sendable (inout Vitals) -> Void

        init(
            _ level: HealthLevel,
            _ text: String,
            _ make: @escaping @Sendable (inout Vitals) -> Void
        ) {
            self.text = text
            self.level = level
            self.make = make
        }

        var testDescription: String { text }
    }

    static let changes = [
        Change(.ok, "nothing is late") { $0.batches[0].ageSeconds = 600 },
        Change(.warning, "reservoir-drain mail has not run for 10 min") {
            $0.batches[0].ageSeconds = 601
        },
        Change(.critical, "reservoir-drain mail has not run for 30 min, the last run failed") {
            $0.batches[0].ageSeconds = 1_801
            $0.batches[0].lastResult = "failed"
        },
        Change(.ok, "nothing is late") {
            $0.batches[0].ageSeconds = 9_000
            $0.batches[0].isRunning = true
        },
        Change(.ok, "nothing is late") { $0.batches[0].ageSeconds = nil },
        Change(.warning, "mail has been due for 15 min") {
            $0.channels[0].oldestDueSeconds = 901
        },
        Change(.critical, "mail has been due for 60 min") {
            $0.channels[0].oldestDueSeconds = 3_601
        },
        Change(.warning, "1 of mail without a verdict, the oldest for 30 min") {
            $0.channels[0].oldestUnknownSeconds = 1_801
        },
        Change(.critical, "1 of mail without a verdict, the oldest for 2 h") {
            $0.channels[0].oldestUnknownSeconds = 7_201
        },
        Change(.warning, "1 dead letter") { $0.channels[0].dead = 1 },
        Change(.critical, "10 dead letters") { $0.channels[0].dead = 10 },
        Change(.warning, "2 refunds refused") { $0.refunds.refused = 2 },
        Change(.warning, "1 refund due by the next business day") { $0.refunds.near = 1 },
        Change(.critical, "1 refund past the legal day") { $0.refunds.late = 1 },
        Change(.warning, "toss-kr has not answered for 15 min") {
            $0.breakers = [Vitals.Breaker(destination: "toss-kr", openSeconds: 900)]
        },
        Change(.critical, "toss-kr has not answered for 2 d") {
            $0.breakers = [Vitals.Breaker(destination: "toss-kr", openSeconds: 200_000)]
        },
        Change(.critical, "account toss-kr is paused by a configuration error") {
            $0.pauses = [Vitals.Pause(name: "account toss-kr", isAutomatic: true)]
        },
        Change(.ok, "nothing is late; method card is paused by a person") {
            $0.pauses = [Vitals.Pause(name: "method card", isAutomatic: false)]
        },
        Change(.ok, "nothing is late") { $0.partitionDaysAhead = 7 },
        Change(.warning, "partitions for only 6 days ahead") { $0.partitionDaysAhead = 6 },
        Change(.critical, "partitions for only 0 days ahead") { $0.partitionDaysAhead = -1 },
        Change(.warning, "alerts have waited to be told for 15 min") {
            $0.oldestUntoldSeconds = 901
        },
        Change(.ok, "nothing is late; a simulation, whose time stands at 2026-11-23T12:00:00Z") {
            $0.isSimulation = true
        },
    ]

    @Test("each thing is judged by its limits", arguments: changes)
    func judged(change: Change) throws {
        var vitals = try Self.well()
        change.make(&vitals)
        let health = Health(vitals)
        #expect(health.level == change.level)
        #expect(health.line.hasPrefix("RESERVOIR \(change.level.name) - \(change.text) | "))
    }

    @Test("the worst is said first, and decides")
    func worst() throws {
        var vitals = try Self.well()
        vitals.channels[0].dead = 1
        vitals.refunds.late = 3
        vitals.partitionDaysAhead = 5
        let health = Health(vitals)
        #expect(health.level == .critical)
        #expect(health.findings.map(\.check) == ["refund", "dead", "partition"])
    }

    @Test("limits that are given win over those of the database")
    func limits() throws {
        var limits = HealthLimits()
        limits.dueWarning = 5
        limits.unknownWarning = 5
        limits.unknownCritical = 10
        let health = Health(try Self.well(), limits: limits)
        #expect(health.findings.map(\.check) == ["unknown", "due"])
        #expect(health.findings.map(\.level) == [.critical, .warning])
    }
}
