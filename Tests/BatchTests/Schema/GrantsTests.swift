import Batch
import Postgres
import TestTurns
import Testing

@Suite("The privilege matrix", .inTurn)
struct GrantsTests {
    private static func migrated() async throws -> TestDatabase {
        let database = try await TestDatabase.create()
        let connection = try await database.connect()
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        await connection.close()
        return database
    }

    @Test(
        "every program's role may open the database",
        arguments: [
            "payments", "points", "mail", "reports", "webhooks", "sweep", "admin", "api",
        ]
    )
    func opens(role: String) async throws {
        let database = try await Self.migrated()
        let connection = try await CheckedConnection.open(
            database.configuration(user: "reservoir_\(role)")
        )
        #expect(try await connection.lines(Self.timeout) != ["0"])
        await connection.close()
    }

    private static let timeout = "SELECT current_setting('statement_timeout')"

    @Test(
        "what a role has no business with is refused",
        arguments: [
            ("mail", "SELECT count(*) FROM preorder.payment_credential"),
            ("mail", "SELECT gateway_payment_id FROM preorder.payment"),
            ("mail", "SELECT count(*) FROM preorder.point_entry"),
            ("mail", "SELECT granted FROM preorder.point_lot"),
            ("payments", "SELECT email FROM preorder.member"),
            ("points", "SELECT count(*) FROM preorder.payment"),
            ("reports", "SELECT name FROM preorder.member"),
            ("api", "SELECT sealed FROM preorder.payment_credential"),
            ("api", "SELECT count(*) FROM outbox.attempt"),
            ("api", "SELECT last_error FROM outbox.dead_letter"),
            ("payments", "SELECT count(*) FROM preorder.staff_act"),
            ("report_reader", "SELECT count(*) FROM outbox.dead_letter"),
            ("sweep", "SELECT sealed FROM outbox.attempt_request"),
            ("report_reader", "SELECT count(*) FROM preorder.member"),
        ]
    )
    func refused(role: String, query: String) async throws {
        let connection = try await Self.migrated().connect(user: "reservoir_\(role)")
        let error = await #expect(throws: PostgresError.self) {
            try await connection.lines(query)
        }
        #expect(error?.sqlState == .insufficientPrivilege)
        await connection.close()
    }

    @Test("the mail role sees its own sealed requests and no other channel's")
    func sealed() async throws {
        let database = try await Self.migrated()
        let admin = try await database.connect()
        try await admin.script(
            """
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, first_sent_at, last_sent_at, window_ends_at)
            VALUES (1, current_date, 'mail', 'submit', 'smtp', 'a', now(), now(), 'infinity'),
                   (2, current_date, 'payments', 'confirm', 'toss-kr', 'b', now(), now(),
                    'infinity');
            INSERT INTO outbox.attempt_request
            SELECT attempt_id, message_id, '\\x00', 'k', now() FROM outbox.open_attempt
            """
        )
        await admin.close()
        let query = "SELECT message_id FROM outbox.attempt_request ORDER BY 1"
        let mail = try await database.connect(user: "reservoir_mail")
        #expect(try await mail.lines(query) == ["1"])
        await mail.close()
        let payments = try await database.connect(user: "reservoir_payments")
        #expect(try await payments.lines(query) == ["1", "2"])
        await payments.close()
    }

    @Test("a privilege that the page does not list is taken away by the next migration")
    func stale() async throws {
        let database = try await Self.migrated()
        let admin = try await database.connect()
        try await admin.script("GRANT SELECT ON preorder.payment_credential TO reservoir_mail")
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: admin)
        let may = try await admin.lines(
            "SELECT has_table_privilege('reservoir_mail', 'preorder.payment_credential', 'SELECT')"
        )
        #expect(may == ["f"])
        await admin.close()
    }
}
