public import Postgres

/// Opens connections only to databases that a program may work on.
public enum CheckedConnection {
    /// Connects and checks the database.
    ///
    /// - Throws: `unavailable` when nothing answers; `configuration` when the schema is missing,
    ///   older or newer than this program, or when the server could forget what it acknowledged
    ///   (`fsync` or `synchronous_commit` off) and the database is not marked as a simulation.
    public static func open(
        _ configuration: ConnectionConfiguration
    ) async throws(ProgramError) -> Connection {
        if let problem = Conninfo.problem(configuration.conninfo) {
            throw .configuration(["the database's conninfo: \(problem)"])
        }
        do {
            let connection = try await Connection.connect(configuration)
            do {
                try await check(connection)
                return connection
            } catch {
                await connection.close()
                throw error
            }
        } catch {
            throw ProgramError(error)
        }
    }

    private static func check(_ connection: Connection) async throws {
        guard try await connection.only(SchemaIsPresent()) else {
            throw ProgramError.configuration([DatabaseFitness.schemaMissing])
        }
        let fitness = try await connection.only(ReadFitness())
        let problems = fitness.problems(programSchema: SchemaNumber.current)
        guard problems.isEmpty else { throw ProgramError.configuration(problems) }
    }
}

/// Whether the database has been migrated at all; one row.
struct SchemaIsPresent: Statement {
    static let sql = """
        SELECT to_regclass('reservoir.migration') IS NOT NULL
           AND to_regclass('outbox.clock') IS NOT NULL
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// What decides whether a program may work on the database; one row.
struct ReadFitness: Statement {
    static let sql = """
        SELECT (SELECT coalesce(max(number), 0) FROM reservoir.migration),
               current_setting('fsync') = 'off', current_setting('synchronous_commit') = 'off',
               EXISTS (SELECT FROM outbox.clock WHERE simulated_at IS NOT NULL)
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DatabaseFitness {
        try DatabaseFitness(
            schema: row.next(),
            fsyncIsOff: row.next(),
            synchronousCommitIsOff: row.next(),
            isSimulation: row.next()
        )
    }
}
