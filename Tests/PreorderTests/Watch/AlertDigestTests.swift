import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The digest of alerts", .inTurn)
struct AlertDigestTests {
    private static func digest(isSimulation: Bool = false) throws -> AlertDigest {
        let (won, dollar) = (try #require(Currency("KRW")), try #require(Currency("USD")))
        let since = try #require(Timestamp("2026-11-23T11:00:00Z"))
        return AlertDigest(
            database: "shop",
            now: try #require(Timestamp("2026-11-23T12:00:00Z")),
            isSimulation: isSimulation,
            groups: [
                AlertGroup(
                    kind: "dead_letter",
                    count: 1,
                    amounts: [],
                    alerts: [
                        Alert(
                            kind: "dead_letter",
                            subject: "12",
                            detail: "points/earn, 20 tries failed",
                            since: since,
                            amount: nil
                        )
                    ]
                ),
                AlertGroup(
                    kind: "unknown",
                    count: 23,
                    amounts: [Money(830_200, won), Money(5_999, dollar)],
                    alerts: [
                        Alert(
                            kind: "unknown",
                            subject: "8",
                            detail: "payments/charge at stripe-us, sent 3 times",
                            since: since,
                            amount: Money(5_999, dollar)
                        )
                    ]
                ),
            ],
            older: [("batch", 1), ("breaker", 2)]
        )
    }

    @Test("says in one line what is new, the most urgent first")
    func subject() throws {
        let digest = try Self.digest()
        #expect(digest.subject == "Reservoir shop: 23 old unknown outcomes, 1 dead letter")
        #expect(digest.count == 24)
    }

    @Test("says of each kind what it means, what to do, which ones, how many more, and the money")
    func text() throws {
        #expect(
            try Self.digest().text == """
                Reservoir shop: 23 old unknown outcomes, 1 dead letter
                as of 2026-11-23T12:00:00Z

                23 OLD UNKNOWN OUTCOMES (830200 KRW, 59.99 USD)
                These calls may have happened, and nobody knows. Nothing is guessed: they are \
                asked about at growing intervals until there is a verdict.
                What to do: reservoir-admin explain MESSAGE; see that reservoir-sweep unknown \
                runs and that the gateway answers
                  8: payments/charge at stripe-us, sent 3 times, 59.99 USD, since \
                2026-11-23T11:00:00Z
                  and 22 more

                1 DEAD LETTER
                These messages were given up. On payments and points each holds up its own \
                reservation until a person decides.
                What to do: reservoir-admin dead-letter list; reservoir-admin explain MESSAGE; \
                remove the cause, then dead-letter replay or dead-letter resolve
                  12: points/earn, 20 tries failed, since 2026-11-23T11:00:00Z

                Told before and still there: 2 open breakers, 1 batch that has not run.

                Each is told once. What is still there: SELECT * FROM report.alert, or \
                reservoir-admin check.

                """
        )
    }

    @Test("says that time is simulated")
    func simulated() throws {
        let text = try Self.digest(isSimulation: true).text
        #expect(text.contains("as of 2026-11-23T12:00:00Z (simulated time)\n"))
    }

    @Test("spells out twenty of a kind and counts them all; a thousand are told as one")
    func many() async throws {
        let store = try await Store.open()
        try await store.connection.script(
            """
            UPDATE outbox.batch_policy SET watched_since = now() WHERE channel <> 'alerts';
            INSERT INTO outbox.dead_letter (message_id, message_day, channel, kind, key, attempts,
                last_error, dead_at)
            SELECT n, outbox.today(), 'mail', 'note', gen_random_uuid(), 1,
                   'kim@x.example is full', outbox.now()
            FROM generate_series(1, 1000) AS n
            """
        )
        let found = try await Watch().find(UUID(), telling: .seconds(60), on: store.connection)
        #expect(found.claimed == 1_000)
        let digest = try #require(found.digest)
        #expect(digest.subject.hasSuffix(": 1000 dead letters"))
        #expect(digest.groups.first?.alerts.map(\.subject) == (1...20).map(String.init))
        #expect(digest.text.contains("\n  and 980 more\n"))
        // What a relay answered may name a person; a digest names nobody.
        #expect(!digest.text.contains("@"))
        await store.close()
    }
}
