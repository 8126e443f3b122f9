import Postgres
import TestTurns
import Testing

@Suite("Plans that the server keeps", .inTurn)
struct PlanTests {
    private struct Count: Statement {
        static let sql = "SELECT count(*)::integer FROM thing WHERE number >= $1::integer"
        let number: Int32
        var bindings: [any Bindable] { [number] }
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int32 { try row.next() }
    }

    private struct Newest: Statement {
        static let sql = "SELECT number FROM thing ORDER BY number DESC LIMIT 1"
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
    }

    /// The plans that the server has for the connection that asks, besides that of the question.
    private struct Plans: Statement {
        static let sql = """
            SELECT count(*)::integer FROM pg_prepared_statements
            WHERE statement NOT LIKE '%pg_prepared_statements%'
            """
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int32 { try row.next() }
    }

    private func connect(
        _ configuration: ConnectionConfiguration,
        keepsPlans: Bool = true
    ) async throws -> Connection {
        var configuration = configuration
        configuration.keepsPlans = keepsPlans
        return try await Connection.connect(configuration)
    }

    private func shelf() async throws -> TestDatabase {
        let database = try await TestDatabase.create()
        let connection = try await database.connect()
        try await connection.script(
            "CREATE TABLE thing (number integer); INSERT INTO thing SELECT generate_series(1, 9)"
        )
        await connection.close()
        return database
    }

    @Test("a statement is planned once for a connection, whatever its parameters are")
    func once() async throws {
        let database = try await shelf()
        let connection = try await connect(database.configuration())
        for number in Int32(1)...9 {
            #expect(try await connection.only(Count(number: number)) == 10 - number)
        }
        #expect(try await connection.only(Plans()) == 1)
        let plain = try await connect(database.configuration(), keepsPlans: false)
        #expect(try await plain.only(Count(number: 1)) == 9)
        #expect(try await plain.only(Plans()) == 0)
    }

    @Test("a statement that is refused keeps no plan, and is planned when it can be")
    func refused() async throws {
        let database = try await TestDatabase.create()
        let connection = try await connect(database.configuration())
        await #expect(throws: PostgresError.self) { try await connection.only(Count(number: 1)) }
        try await connection.script("CREATE TABLE thing (number integer)")
        #expect(try await connection.only(Count(number: 1)) == 0)
    }

    @Test("a plan that does not fit any more fails once, and is made anew")
    func altered() async throws {
        let database = try await shelf()
        let connection = try await connect(database.configuration())
        #expect(try await connection.only(Newest()) == "9")
        try await database.connect().script("ALTER TABLE thing ALTER number TYPE bigint")
        await #expect(throws: PostgresError.self) { try await connection.only(Newest()) }
        #expect(try await connection.only(Newest()) == "9")
    }

    @Test("plans that somebody has thrown away are not asked for again")
    func thrownAway() async throws {
        let database = try await shelf()
        let connection = try await connect(database.configuration())
        #expect(try await connection.only(Newest()) == "9")
        try await connection.script("DEALLOCATE ALL")
        await #expect(throws: PostgresError.self) { try await connection.only(Newest()) }
        #expect(try await connection.only(Newest()) == "9")
        #expect(try await connection.only(Plans()) == 0)
    }

    @Test("behind PgBouncer none is kept, and whichever connection is lent serves")
    func pooled() async throws {
        let database = try await shelf()
        let bouncer = try await PgBouncer.start(database, serverConnections: 2)
        let configuration = ConnectionConfiguration(conninfo: bouncer.conninfo)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let connection = try await connect(configuration)
                    for number in Int32(1)...9 {
                        let (count, plans) = try await connection.transaction { tx in
                            (try tx.only(Count(number: number)), try tx.only(Plans()))
                        }
                        #expect(count == 10 - number)
                        #expect(plans == 0)
                    }
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
        try bouncer.stop()
    }
}
