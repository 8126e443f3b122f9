import Foundation
import Postgres
import Testing

@testable import reservoir_demo

@Suite("reservoir-sweep alerts", .serialized)
struct AlertTests {
    private static let mail = ["RESERVOIR_ALERT_TO": Watchtower.addressee]
    private static let told = "\(Watchtower.addressee): Reservoir reservoir: 1 open breaker"
    private static let untold = "SELECT count(*) FROM outbox.alert WHERE told_at IS NULL"

    @Test("mails a trouble once, says nothing where nothing is wrong, and tells it anew")
    func mailed() async throws {
        try await Watchtower.with { tower in
            let quiet = try await tower.sweep(Self.mail)
            #expect(quiet.status == 0)
            #expect(quiet.output.contains("raised 0, cleared 0, told 0"), "\(quiet.output)")
            try await tower.openBreaker()
            let first = try await tower.sweep(Self.mail)
            #expect(first.status == 0)
            #expect(first.output.contains("raised 1, cleared 0, told 1"), "\(first.output)")
            #expect(try await tower.sweep(Self.mail).output.contains("told 0"))
            #expect(try await tower.mails() == [Self.told])
            try await tower.closeBreaker()
            #expect(try await tower.sweep(Self.mail).output.contains("cleared 1, told 0"))
            try await tower.openBreaker()
            #expect(try await tower.sweep(Self.mail).output.contains("raised 1, cleared 0, told 1"))
            #expect(try await tower.mails() == [Self.told, Self.told])
        }
    }

    @Test("while the relay is away it ends with 75, and tells when the relay is back")
    func relayAway() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            let away = Self.mail.merging(["RESERVOIR_SMTP_PORT": "9"]) { $1 }
            let failed = try await tower.sweep(away)
            #expect(failed.status == 75)
            #expect(failed.output.contains("told 0, untold 1, ways_failed 1"), "\(failed.output)")
            #expect(try await tower.number(Self.untold) == 1)
            #expect(
                try await tower.number(
                    "SELECT count(*) FROM outbox.batch_run WHERE result = 'unavailable'"
                ) == 1
            )
            let back = try await tower.sweep(Self.mail)
            #expect(back.status == 0)
            #expect(back.output.contains("raised 0, cleared 0, told 1"), "\(back.output)")
            #expect(try await tower.mails() == [Self.told])
        }
    }

    @Test("one way that takes it is enough")
    func oneIsEnough() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            let ways = Self.mail.merging(["RESERVOIR_ALERT_COMMAND": "/bin/false"]) { $1 }
            let result = try await tower.sweep(ways)
            #expect(result.status == 0)
            #expect(result.output.contains("told 1, untold 0, ways_failed 1"), "\(result.output)")
            #expect(try await tower.mails() == [Self.told])
        }
    }

    @Test("each addressee has a mail of their own; one that is refused keeps no other back")
    func addressees() async throws {
        try await Watchtower.with(faults: ["--mail-5xx-rate", "0.5"]) { tower in
            try await tower.openBreaker()
            let to = (1...20).map { "ops\($0)@store.example" }
            let ways = ["RESERVOIR_ALERT_TO": to.joined(separator: ", ")]
            #expect(try await tower.sweep(ways).status == 0)
            let mails = try await tower.mails()
            #expect((1..<20).contains(mails.count))
            #expect(mails.allSatisfy { !$0.prefix { $0 != ":" }.contains(",") })
        }
    }

    @Test("a command reads the digest, inherits no secret, and its failure is no receipt")
    func command() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            try await tower.connection.script(
                """
                INSERT INTO outbox.dead_letter (message_id, message_day, channel, kind, key,
                    attempts, last_error, dead_at)
                VALUES (7, outbox.today(), 'mail', 'note', gen_random_uuid(), 20,
                        'kim@x.example is full', now())
                """
            )
            let failing = try tower.script("exit 3")
            let failed = try await tower.sweep(["RESERVOIR_ALERT_COMMAND": failing])
            #expect(failed.status == 75)
            #expect(failed.output.contains("untold 2, ways_failed 1"), "\(failed.output)")
            let path = try tower.script(
                """
                echo "to standard output"
                env > \(tower.folder)/environment
                echo "$#:$1:$2" > \(tower.folder)/arguments
                cat >> \(tower.folder)/digest
                """
            )
            let result = try await tower.sweep(
                ["RESERVOIR_ALERT_COMMAND": "\(path) --page *;id"]
            )
            #expect(result.status == 0)
            #expect(!result.output.contains("standard output"))
            let digest = try tower.text("digest")
            #expect(digest.hasPrefix("Reservoir reservoir: 1 open breaker, 1 dead letter\n"))
            #expect(digest.contains("\n1 OPEN BREAKER\n"))
            #expect(digest.contains("\n  toss-kr: 5 calls without an answer, since 20"))
            #expect(digest.contains("\n  7: mail/note, 20 tries failed, key "))
            #expect(!digest.contains("@"))
            // No shell: what a shell would expand arrives as it is.
            #expect(try tower.text("arguments") == "2:--page:*;id\n")
            let environment = try tower.text("environment")
            #expect(environment.contains("RESERVOIR_ALERT_SUBJECT=Reservoir reservoir: 1 open"))
            for name in ["DATABASE_URL", "RESERVOIR_SEAL_KEYS", "RESERVOIR_TOSS_SECRETS"] {
                #expect(!environment.contains(name))
            }
        }
    }

    @Test("a command that does not end is killed with its children, and is no receipt")
    func commandHangs() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            let path = try tower.script("sleep 600 & echo $! > \(tower.folder)/child; wait")
            let result = try await tower.sweep([
                "RESERVOIR_ALERT_COMMAND": path, "RESERVOIR_ALERT_TIMEOUT_SECONDS": "1",
            ])
            #expect(result.status == 75)
            #expect(try await tower.number(Self.untold) == 1)
            let child = try #require(
                Int32(try tower.text("child").trimmingCharacters(in: .whitespacesAndNewlines))
            )
            #expect(!Self.isAlive(child))
        }
    }

    /// Whether a process runs; one that has ended and that nobody has asked about does not.
    private static func isAlive(_ process: Int32) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else {
            return false
        }
        return !String(decoding: data, as: UTF8.self).contains(") Z ")
    }

    @Test("a webhook is posted JSON; any answer but 2xx is no receipt", .timeLimit(.minutes(5)))
    func webhook() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            let broken = try await Ear(status: 500)
            let failed = try await tower.sweep(["RESERVOIR_ALERT_WEBHOOK_URL": broken.url])
            #expect(failed.status == 75)
            try await broken.stop()
            let ear = try await Ear(status: 204)
            #expect(
                try await tower.sweep(["RESERVOIR_ALERT_WEBHOOK_URL": ear.url]).status == 0
            )
            try await ear.stop()
            let post = await ear.posts.first { _ in true }
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data((post ?? "").utf8)) as? [String: Any]
            )
            #expect(object["subject"] as? String == "Reservoir reservoir: 1 open breaker")
            #expect((object["text"] as? String)?.contains("1 OPEN BREAKER") == true)
            #expect(object["counts"] as? [String: Int] == ["breaker": 1])
            let alerts = try #require(object["alerts"] as? [[String: Any]])
            #expect(alerts.map { $0["subject"] as? String } == ["toss-kr"])
        }
    }

    @Test("of two sweeps at once only one tells", .timeLimit(.minutes(5)))
    func together() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            let ear = try await Ear(status: 200, holds: true)
            let ways = ["RESERVOIR_ALERT_WEBHOOK_URL": ear.url]
            async let first = tower.sweep(ways)
            // The first is telling; the second finds the same trouble.
            let post = await ear.posts.first { _ in true }
            #expect(post != nil)
            let second = try await tower.sweep(ways)
            #expect(second.status == 0)
            #expect(second.output.contains("raised 0, cleared 0, told 0"), "\(second.output)")
            ear.answer()
            #expect(try await first.output.contains("raised 1, cleared 0, told 1"))
            #expect(try await tower.number(Self.untold) == 0)
            try await ear.stop()
        }
    }

    @Test("killed between telling and noting it, the next tells again, after the time is over")
    func killed() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            let ear = try await Ear(status: 200, holds: true)
            let ways = ["RESERVOIR_ALERT_WEBHOOK_URL": ear.url]
            let process = try tower.programs(ways)
                .start("reservoir-sweep", ["alerts", "--log-level", "critical"], output: Pipe())
            let post = await ear.posts.first { _ in true }
            #expect(post != nil)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            try await ear.stop()
            #expect(try await tower.sweep(Self.mail).output.contains("told 0"))
            #expect(try await tower.mails() == [])
            try await tower.connection.script(
                "UPDATE outbox.alert SET telling_until = clock_timestamp()"
            )
            #expect(try await tower.sweep(Self.mail).output.contains("told 1"))
            #expect(try await tower.mails() == [Self.told])
        }
    }

    @Test("it is a configuration error when nobody could be told; all then leaves alerts out")
    func nobody() async throws {
        try await Watchtower.with { tower in
            try await tower.openBreaker()
            #expect(try await tower.sweep([:]).status == 78)
            let quiet = ["--log-level", "critical"]
            let all = try await tower.programs([:]).run("reservoir-sweep", ["all"] + quiet)
            #expect(all.status == 0, "\(all.output)")
            #expect(!all.output.contains("alerts") && all.output.contains("retention"))
            let withWay = try await tower.programs(Self.mail)
                .run("reservoir-sweep", ["all"] + quiet)
            #expect(withWay.output.contains("reservoir-sweep alerts: done"), "\(withWay.output)")
            #expect(try await tower.mails() == [Self.told])
            let past = ["alerts", "--as-of", "2026-01-01T00:00:00Z"]
            #expect(
                try await tower.programs(Self.mail).run("reservoir-sweep", past).status == 64
            )
        }
    }
}
