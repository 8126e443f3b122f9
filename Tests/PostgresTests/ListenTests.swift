import Postgres
import TestTurns
import Testing

@Suite("LISTEN", .inTurn)
struct ListenTests {
    private struct Notify: Statement {
        static let sql = "SELECT pg_notify($1, $2)"
        let channel: String
        let payload: String
        var bindings: [any Bindable] { [channel, payload] }
    }

    @Test("receives what others send to the channel, also one whose name needs quotes")
    func receives() async throws {
        let database = try await TestDatabase.create()
        let listener = try await database.connect()
        let sender = try await database.connect()
        try await listener.listen(#"Odd "name""#)
        try await sender.execute(Notify(channel: "other", payload: "not ours"))
        try await sender.execute(Notify(channel: #"Odd "name""#, payload: "one"))
        let first = try #require(await listener.notification(within: .seconds(30)))
        #expect(first.channel == #"Odd "name""#)
        #expect(first.payload == "one")
        #expect(first.backendProcess == (await sender.backendProcess))
    }

    @Test("keeps what arrives during other statements")
    func duringOthers() async throws {
        let database = try await TestDatabase.create()
        let listener = try await database.connect()
        try await listener.listen("news")
        try await database.connect().execute(Notify(channel: "news", payload: "kept"))
        #expect(try await listener.only(One()) == 1)
        #expect(try await listener.notification(within: .seconds(30))?.payload == "kept")
    }

    @Test("answers nil when nothing arrives in time")
    func nothing() async throws {
        let listener = try await TestDatabase.create().connect()
        try await listener.listen("news")
        #expect(try await listener.notification(within: .milliseconds(1)) == nil)
    }

    @Test("ends its wait when the task is cancelled or the connection is lost")
    func ends() async throws {
        let database = try await TestDatabase.create()
        let listener = try await database.connect()
        try await listener.listen("news")
        let waiting = Task { try await listener.notification(within: .seconds(600)) }
        waiting.cancel()
        await #expect(throws: PostgresError.cancelled) { try await waiting.value }
        let process = await listener.backendProcess
        #expect(try await database.connect().only(Terminate(process: process)))
        let error = await #expect(throws: PostgresError.self) {
            try await listener.notification(within: .seconds(600))
        }
        guard case .connectionLost = error else {
            Issue.record("expected connectionLost, got \(String(describing: error))")
            return
        }
    }
}
